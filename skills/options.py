"""Which sub-commands and options each program may get, whatever a skill hands over. Pure.

One table for every program that Golem's own skills start; a skill from elsewhere declares what it needs for any other
(`skills.capabilities`). What stands in no table is refused before anything starts: `git -c`, `--output`,
`--upload-pack`, `find -exec`, `rg --pre`, `vim -c` cannot appear, even where a skill lets a foreign word slip among its
arguments. What `skills.hardening` adds comes after this, and is not judged.

An option is written here as it may be used:

    --quiet         alone; so may the letters of `-rn`, which are not taken apart
    --format=       with a value in the same argument
    -C DIR          with a value in the next one, which must not begin with a dash
    -e ANY          with the next argument, whatever that is: a text to look for
    +LINE           a plus and a line's number, digits alone
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from skills.programs import ProcessFault

ENDS = frozenset({"--", "--end-of-options"})
"""After one of these nothing is an option any more."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@/+-]*")
_LINE = re.compile(r"\+[1-9][0-9]{0,6}")
_WEB = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+/[!-~]*")
"""Printable ASCII without a space; nobody's name before the host (`skills.web` makes them)."""
_SIGNS = ("-", "+")
"""What an operand must not begin with before that: editors take `+!command` for an order."""


class OptionRefused(ProcessFault):
    """A program was to get an argument that no table allows, or is in no table; `str()` is one line for the user."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What may follow a program's name, or its sub-command's."""

    options: tuple[str, ...] = ()
    """As the head of this file says."""
    operands: Literal["none", "marked", "plain", "absolute", "names", "web"] | tuple[str, ...] = "none"
    """None at all; only after `--`; anywhere, if not like an option; only absolute paths; plain names, which are no
    variable's setting and no path from the root or upwards; only addresses of the web; or just these words."""
    required: tuple[str, ...] = ()
    """Options without which it would do something else, and is refused."""
    commands: Mapping[str, Usage] = field(default_factory=dict)
    """Its sub-commands; one of them must follow, if there are any."""


_EDITOR = Usage(("+LINE",), "marked")
_PYTHONS: Mapping[str, Usage] = {
    "pytest": Usage(
        (
            *("--color=", "-rfE", "--junitxml=@report", "--override-ini=junit_family=xunit1"),
            *("--last-failed", "--last-failed-no-failures=none"),
        ),
        "marked",
    ),
    "tox": Usage(("--colored WHEN", "-e NAME")),
    "nox": Usage(("--session NAME",)),
    "poethepoet": Usage((), "names"),
    "ruff": Usage(commands={"check": Usage(), "format": Usage()}),
    "pip": Usage(
        commands={"install": Usage(("--no-input", "--progress-bar STYLE", "--requirement FILE", "--editable FOLDER"))}
    ),
}
"""What is written in Python, by its module: started as such by a project's own Python, or as a program."""
_PERCENTS = tuple(f"{percent}%" for percent in range(101))
_LOUDSPEAKER = "@DEFAULT_SINK@"
_PIPEWIRES = "@DEFAULT_AUDIO_SINK@"
_OF_A_PAGE = "{{status}}\t{{artist}}\t{{title}}\t{{playerName}}"
PLAYING = f"--format={_OF_A_PAGE}"
"""What playerctl is to tell of what is playing, parted by tabs."""
CONTAINERS = "--format={{.Names}}\t{{.Image}}\t{{.State}}\t{{.Status}}"
IMAGES = "--format={{.Repository}}:{{.Tag}}\t{{.Size}}\t{{.CreatedSince}}"
DAEMON = "--format={{.ServerVersion}}\t{{.ContainersRunning}}\t{{.Containers}}\t{{.Images}}"
"""What docker is to tell, parted by tabs."""
UNIT = "--property=Id,Description,LoadState,ActiveState,SubState,ActiveEnterTimestamp,Result"
"""What systemctl is to tell of a unit, a line each."""
_UNITS = ("--user", "--no-pager", "--no-ask-password")
MACHINE: Mapping[str, Usage] = {
    "pactl": Usage(
        commands={
            "get-sink-volume": Usage((), (_LOUDSPEAKER,)),
            "get-sink-mute": Usage((), (_LOUDSPEAKER,)),
            "set-sink-volume": Usage((), (_LOUDSPEAKER, *_PERCENTS)),
            "set-sink-mute": Usage((), (_LOUDSPEAKER, "0", "1")),
        }
    ),
    "wpctl": Usage(
        commands={
            "get-volume": Usage((), (_PIPEWIRES,)),
            "set-volume": Usage((), (_PIPEWIRES, *_PERCENTS)),
            "set-mute": Usage((), (_PIPEWIRES, "0", "1")),
        }
    ),
    "amixer": Usage(
        commands={"sget": Usage((), ("Master",)), "sset": Usage((), ("Master", "mute", "unmute", *_PERCENTS))}
    ),
    "playerctl": Usage(
        commands={
            **dict.fromkeys(("play", "pause", "play-pause", "next", "previous", "stop"), Usage()),
            "metadata": Usage((PLAYING,), required=(PLAYING,)),
        }
    ),
    "wl-copy": Usage(("--type=text/plain",)),
    "wl-paste": Usage(("--no-newline", "--type=text")),
    "xclip": Usage(("-selection WHICH", "-in", "-out")),
    "xsel": Usage(("--clipboard", "--input", "--output", "--nodetach")),
    "xdg-open": Usage((), "web"),
    "docker": Usage(
        commands={
            "container": Usage(
                commands={
                    "ls": Usage(("--all", CONTAINERS)),
                    **dict.fromkeys(("start", "stop", "restart"), Usage((), "names")),
                }
            ),
            "image": Usage(commands={"ls": Usage((IMAGES,))}),
            "info": Usage((DAEMON,), required=(DAEMON,)),
        }
    ),
    "systemctl": Usage(
        _UNITS,
        commands={
            "show": Usage((UNIT,), "names", required=(UNIT,)),
            "list-units": Usage(("--failed", "--plain", "--no-legend", "--full")),
            "restart": Usage((), "names"),
        },
    ),
}
"""What speaks to the rest of the machine (`skills.services`): nothing that a client's options load, run or watch."""
TABLES: Mapping[str, Usage] = {
    "git": Usage(
        ("-C DIR", "--literal-pathspecs"),
        commands={
            "add": Usage(("--all",), "marked"),
            "check-ref-format": Usage(("--branch NAME",)),
            "commit": Usage(("--quiet", "--message=")),
            "diff": Usage(("--numstat", "-z", "--no-renames", "--cached", "--stat", "--patch", "--name-only"), "plain"),
            "for-each-ref": Usage(("--format=",), "plain"),
            "log": Usage(("--max-count=", "--no-color", "--format="), "plain"),
            "restore": Usage(("--staged",), "marked", required=("--staged",)),
            "rev-parse": Usage(("--verify", "--quiet", "--short", "--show-toplevel", "--git-common-dir"), "plain"),
            "rm": Usage(("-r", "--cached", "--quiet", "--ignore-unmatch"), "marked", required=("--cached",)),
            "status": Usage(("--porcelain", "--porcelain=", "--branch", "-z", "--ignore-submodules=")),
            "switch": Usage(("--no-guess", "--create NAME"), "plain"),
            "symbolic-ref": Usage(("--short", "--quiet"), ("HEAD",)),
        },
    ),
    "rg": Usage(
        (
            *("--no-config", "--no-messages", "--color=", "--no-heading", "--with-filename", "--line-number"),
            *("--ignore-case", "--fixed-strings", "-e ANY"),
        ),
        "marked",
    ),
    "grep": Usage(("-rnIiFHs", "--devices=", "--exclude=", "--exclude-dir=", "-e ANY")),
    "python": Usage(commands={"-m": Usage(commands=_PYTHONS)}),
    **{name: usage for name, usage in _PYTHONS.items() if name not in {"poethepoet", "pip"}},
    "poe": _PYTHONS["poethepoet"],
    "npm": Usage(
        commands={
            "test": Usage(("--no-color",)),
            "run": Usage(("--no-color",), "names"),
            "ci": Usage(("--no-color",)),
            "install": Usage(("--no-color",)),
        }
    ),
    "pnpm": Usage(commands={"install": Usage(("--frozen-lockfile",))}),
    "yarn": Usage(commands={"install": Usage(("--frozen-lockfile",))}),
    "uv": Usage(commands={"sync": Usage(("--no-progress",))}),
    "poetry": Usage(commands={"install": Usage(("--no-ansi", "--no-interaction"))}),
    "cargo": Usage(
        commands={
            "test": Usage(("--color WHEN", "--no-fail-fast")),
            "fmt": Usage(),
            **dict.fromkeys(("build", "check", "clippy", "doc", "bench", "fetch"), Usage(("--color WHEN",))),
        }
    ),
    "go": Usage(
        commands={
            "test": Usage(("-v",), ("./...",)),
            "mod": Usage(commands={"download": Usage()}),
            **dict.fromkeys(("build", "vet", "fmt"), Usage((), ("./...",))),
        }
    ),
    "make": Usage(("--no-print-directory",), "names"),
    "just": Usage(("--color WHEN",), "names"),
    "vim": _EDITOR,
    "nvim": _EDITOR,
    "nano": _EDITOR,
    "micro": _EDITOR,
    "hx": _EDITOR,
    "emacs": Usage(("+LINE",), "absolute"),  # it has no `--`; an absolute path begins with neither dash nor plus
    **MACHINE,
}
"""A program's bare name (`python` for a project's own or Golem's) → how Golem's skills may use it."""

WRAPPERS = frozenset(
    {
        *("sh", "bash", "dash", "zsh", "fish", "ksh", "mksh", "csh", "tcsh", "busybox", "toybox", "env", "xargs"),
        *("sudo", "doas", "su", "pkexec", "runuser", "setpriv", "chroot", "unshare", "nsenter", "systemd-run", "at"),
        *("batch", "crontab", "timeout", "nohup", "nice", "ionice", "setsid", "stdbuf", "script", "watch", "parallel"),
        *("tmux", "screen", "zellij"),
        *(
            "ssh",
            "expect",
            "python",
            "python3",
            "perl",
            "ruby",
            "node",
            "php",
            "lua",
            "awk",
            "gawk",
            "mawk",
            "osascript",
        ),
    }
)
"""Programs whose arguments are programs: no skill may declare one, for the table would then say nothing."""


def declared(options: Mapping[str, Sequence[str]]) -> dict[str, Usage]:
    """The tables that a skill brings for programs of which Golem has none; those of Golem's cannot be widened."""
    return {name: Usage(tuple(allowed), "plain") for name, allowed in options.items() if name not in TABLES}


def check(name: str, arguments: Sequence[str], tables: Mapping[str, Usage]) -> None:
    """Raise OptionRefused unless `tables` allow program `name`, as it was asked for, to get these arguments."""
    if name not in tables:
        raise OptionRefused(f"{name!r} is in no table of programs and their options, so it was not started")
    _check(name, list(arguments), tables[name])


def _check(name: str, left: list[str], usage: Usage) -> None:
    given: set[str] = set()
    while left:
        argument = left.pop(0)
        if argument in ENDS and usage.operands in ("marked", "plain"):
            break
        if argument in usage.commands:
            _check(f"{name} {argument}", left, usage.commands[argument])
            return
        form = _form(argument, usage.options)
        if form is None:
            if not _may_stand(argument, usage.operands):
                raise OptionRefused(f"{name} was not started: it is not to get {argument!r}")
            continue
        given.add(form)
        kind = form.partition(" ")[2]
        if kind and (not left or (kind != "ANY" and left[0].startswith(_SIGNS))):
            raise OptionRefused(f"{name} was not started: {argument} needs a value, and gets {left[:1]!r}")
        del left[: 1 if kind else 0]
    if usage.commands:
        raise OptionRefused(f"{name} was not started: it needs one of {', '.join(sorted(usage.commands))}")
    lacking = [option for option in usage.required if option not in given]
    if lacking:
        raise OptionRefused(f"{name} was not started: it needs {', '.join(lacking)}")


def _form(argument: str, options: Iterable[str]) -> str | None:
    """The written form of an option that an argument is, or None."""
    for option in options:
        written, _space, _kind = option.partition(" ")
        if option == "+LINE" and _LINE.fullmatch(argument):
            return option
        if argument == written and not written.endswith("="):
            return option
        if written.endswith("=") and argument.startswith(written):
            return option
    return None


def _may_stand(argument: str, operands: str | tuple[str, ...]) -> bool:
    """Whether an argument may stand where it is not marked as an operand."""
    if isinstance(operands, tuple):
        return argument in operands
    if operands == "absolute":
        return argument.startswith("/")
    if operands == "names":
        return _NAME.fullmatch(argument) is not None and ".." not in argument
    if operands == "web":
        return _WEB.fullmatch(argument) is not None
    return operands == "plain" and not argument.startswith(_SIGNS)
