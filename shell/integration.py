"""What makes Golem at home on a system, made from its parser: completions for shells, a man page, a unit for systemd.

Completions come from shtab, the man page from argparse-manpage. Files go where the XDG base directories put them:
https://specifications.freedesktop.org/basedir-spec/latest/
"""

from __future__ import annotations

import argparse
import os
import sysconfig
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from shell.completing import script

Make = Callable[[argparse.ArgumentParser], str]

UNIT: Final = """\
[Unit]
Description=Golem, a shell that acts on what you mean
Documentation=man:golem(1)
After=pipewire-pulse.service pulseaudio.service

[Service]
Type=exec
ExecStart={program} --service
Restart=on-failure
RestartSec=5
SyslogIdentifier=golem
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""

EXIT_STATUS: Final = """\
.TP
.B 0
It was done, or answered, or judged in a dry run.
.TP
.B 1
It was not.
.TP
.B 2
Misuse or trouble, with one line that says what to do.
"""

FILES: Final = """\
.TP
.I ~/.config/golem
Settings
.RI ( config.toml ),
the policy, your skills.
.TP
.I ~/.local/state/golem
The journal.
.TP
.I ~/.cache/golem
The models.
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file."""

    path: Path
    """Where it belongs, absolute."""
    make: Make
    """What it holds, from the command line's parser."""
    then: str
    """What is left to do once it is there; empty where nothing is."""
    yours: bool = False
    """Whether people change it by hand: then it is not written over."""


def pieces(environ: Mapping[str, str] = os.environ) -> dict[str, Piece]:
    """Every piece by its name, at this user's places."""
    home = Path(environ.get("HOME") or "~").expanduser()
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    zsh = "zsh finds it once that folder is in fpath, before compinit: see the manual of zsh, zshcompsys"
    # man looks beside the folders of PATH: manpath(1), "SEARCH PATHS".
    page, beside = data / "man/man1/golem.1", str(data.parent / "bin")
    man = f"man finds it once {beside} is in PATH; until then: man -l {page}"
    return {
        "bash": Piece(data / "bash-completion/completions/golem", _completion("bash"), ""),
        "zsh": Piece(data / "zsh/site-functions/_golem", _completion("zsh"), zsh),
        "fish": Piece(data / "fish/vendor_completions.d/golem.fish", _completion("fish"), ""),
        "man": Piece(page, man_page, "" if beside in environ.get("PATH", "").split(":") else man),
        "systemd": Piece(
            config / "systemd/user/golem.service",
            unit,
            "start it with: systemctl --user enable --now golem",
            yours=True,
        ),
    }


def _completion(shell: str) -> Make:
    return lambda parser: script(parser, shell, list(pieces()))


def man_page(parser: argparse.ArgumentParser) -> str:
    """The page of section 1, in roff."""
    from argparse_manpage.manpage import Manpage  # noqa: PLC0415 - for this command alone

    page = Manpage(
        parser,
        {
            "project_name": "golem",
            "version": version("golem-shell"),
            "manual_title": "Golem",
            "description": "a shell that acts on what you mean",
        },
    )
    page.add_section("exit status", "=", EXIT_STATUS)
    page.add_section("files", "=", FILES)
    # A date is escaped there as words are, and mandoc then knows it for none.
    head, _, rest = str(page).partition("\n")
    return "\n".join([head.replace("\\-", "-"), rest])


def unit(parser: argparse.ArgumentParser) -> str:
    """A unit of the user's systemd that starts the Golem of this environment."""
    program = Path(sysconfig.get_path("scripts")) / parser.prog
    return UNIT.format(program=_quoted(str(program)))


def _quoted(text: str) -> str:
    """One word of a command line of systemd's (systemd.service(5), "Command lines"; systemd.unit(5), "Specifiers")."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"'
