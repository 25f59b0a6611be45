"""`golem integrate`: what it writes is what the programs that read it understand."""

from __future__ import annotations

import os
import pty
import select
import shlex
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from shell.cli import COMMANDS, main
from shell.integration import pieces


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder that nothing is in, and whose path systemd must have quoted."""
    place = tmp_path / "my home %h $x"
    place.mkdir()
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(place))
    return place


def completed(script: Path, words: Sequence[str]) -> set[str]:
    """What bash offers for the last of these words."""
    line = (
        "compopt() { :; }; "  # there is none where nothing is being completed
        f"source {shlex.quote(str(script))}; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
        'function_of() { complete -p golem | sed "s/.*-F \\([^ ]*\\).*/\\1/"; }; "$(function_of)"; '
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", line], env=dict(os.environ), capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_bash_completes_commands_and_options(home: Path) -> None:
    """By bash itself."""
    assert main(["integrate", "bash"]) == 0
    script = home / ".local/share/bash-completion/completions/golem"
    names = {command.__name__.rpartition(".")[2] for command in COMMANDS}
    assert names <= completed(script, ["golem", "''"])
    assert completed(script, ["golem", "jour"]) == {"journal"}
    assert "--dry-run" in completed(script, ["golem", "do", "--"])


def test_bash_completes_files_names_and_settings(home: Path) -> None:
    """A setting's values too, though readline takes the equals sign for a word."""
    assert main(["integrate", "bash"]) == 0
    script = home / ".local/share/bash-completion/completions/golem"
    assert completed(script, ["golem", "config", "check", "/etc/host"]) >= {"/etc/hosts"}
    assert completed(script, ["golem", "trust", "/us"]) == {"/usr"}
    assert completed(script, ["golem", "integrate", "f"]) == {"fish"}
    assert completed(script, ["golem", "skills", "show", "git.dif"]) == {"git.diff"}
    assert completed(script, ["golem", "models", "pull", "smollm2-135"]) == {"smollm2-135m-instruct"}
    assert "terminal.theme=" in completed(script, ["golem", "--set", "terminal.th"])
    assert completed(script, ["golem", "--set", "terminal.theme", "="]) == {"contrast", "dark", "light", "none"}
    assert completed(script, ["golem", "--set", "terminal.theme", "=", "l"]) == {"light"}


COMPLETED = {
    "golem pol": "golem policy",
    "golem policy explain --so": "--source",
    "golem policy explain --source ov": "--source overlapped",
    "golem --set terminal.theme=l": "terminal.theme=light",
    "golem --set voice.spee": "voice.speed=",
    "golem config check /etc/hostn": "/etc/hostname",
    "golem integrate sys": "integrate systemd",
    "golem skills show git.dif": "git.diff",
    "golem models verify smollm2-135": "smollm2-135m-instruct",
}
"""What is typed before TAB, and what the line then has."""


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed here")
def test_fish_completes(home: Path) -> None:
    """By fish itself, and with nothing to complain of."""
    assert main(["integrate", "fish"]) == 0
    script = home / ".local/share/fish/vendor_completions.d/golem.fish"
    asked = "; ".join(f"echo '= {line}'; complete -C {shlex.quote(line)}" for line in COMPLETED)
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {shlex.quote(str(script))}; {asked}"],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    offers = dict(part.split("\n", 1) for part in done.stdout.removeprefix("= ").split("\n= "))
    for line, wanted in COMPLETED.items():
        assert wanted.split()[-1] in {offer.split("\t")[0] for offer in offers[line].splitlines()}, line
    assert done.stderr == ""


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed here")
def test_zsh_completes(home: Path) -> None:
    """Typed into a zsh of its own, on a terminal, since it completes nowhere else."""
    assert main(["integrate", "zsh"]) == 0
    functions = home / ".local/share/zsh/site-functions"
    dump = shlex.quote(str(home / "dump"))
    (home / ".zshrc").write_text(
        f"fpath=({shlex.quote(str(functions))} $fpath); autoload -U compinit; compinit -u -d {dump}; PS1=\n"
    )
    master, slave = pty.openpty()
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "TERM": "dumb", "LANG": "C.UTF-8"}
    shell = subprocess.Popen(["zsh", "-i"], stdin=slave, stdout=slave, stderr=slave, env=environment, close_fds=True)
    os.close(slave)
    try:
        for line, wanted in COMPLETED.items():
            os.write(master, f"{line}\t".encode())
            _shown(master, wanted)
            os.write(master, b"\x15")
    finally:
        shell.kill()
        shell.wait()
        os.close(master)


def _shown(master: int, wanted: str, seconds: float = 20.0) -> None:
    """Wait until a terminal shows these words."""
    seen = ""
    deadline = time.monotonic() + seconds
    while wanted not in seen:
        left = deadline - time.monotonic()
        assert left > 0, seen
        assert select.select([master], [], [], left)[0], seen
        seen += os.read(master, 65536).decode(errors="replace")


def test_the_page_is_one_that_man_formats(home: Path) -> None:
    """Every command has its part; where there is a formatter, it has nothing to complain of."""
    assert main(["integrate", "man"]) == 0
    page = home / ".local/share/man/man1/golem.1"
    text = page.read_text("utf-8")
    assert text.startswith(".TH GOLEM")
    for command in COMMANDS:
        assert f"golem {command.__name__.rpartition('.')[2]}" in text
    if shutil.which("groff"):
        shown = _formatted(["groff", "-man", "-Tutf8", "-ww"], page)
        assert "acts on what you mean" in shown.stdout
        assert shown.stderr == ""
    if shutil.which("man"):
        shown = _formatted(["man", "--warnings", "-l"], page)
        assert "EXIT STATUS" in shown.stdout
        assert shown.stderr == ""
    if shutil.which("mandoc"):
        assert _formatted(["mandoc", "-T", "lint", "-W", "warning"], page).stdout == ""


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed here")
def test_the_page_is_found_by_its_name(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where man looks; where PATH does not lead it there, how to read the page is told with its path."""
    assert main(["integrate", "man"]) == 0
    page = home / ".local/share/man/man1/golem.1"
    assert f"man -l {page}" in capsys.readouterr().out
    monkeypatch.setenv("PATH", f"{home}/.local/bin:{os.environ['PATH']}")
    assert main(["integrate", "man"]) == 0
    assert "man -l" not in capsys.readouterr().out
    (home / ".local/bin").mkdir()
    found = subprocess.run(["man", "-w", "golem"], capture_output=True, text=True, check=True, env=dict(os.environ))
    assert found.stdout.strip() == str(page)


def _formatted(command: Sequence[str], page: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*command, page], capture_output=True, text=True, check=False, env=dict(os.environ))


def test_the_unit_starts_this_golem(home: Path) -> None:
    """Its line names the program of this environment, quoted as systemd reads it."""
    assert main(["integrate", "systemd"]) == 0
    unit = home / ".config/systemd/user/golem.service"
    (line,) = [line for line in unit.read_text("utf-8").splitlines() if line.startswith("ExecStart=")]
    assert line.endswith('/golem" --service')
    if shutil.which("systemd-analyze"):
        looked = subprocess.run(
            ["systemd-analyze", "verify", "--user", "--man=no", unit], capture_output=True, text=True, check=False
        )
        assert "golem.service:" not in looked.stderr, looked.stderr


def test_all_of_it_is_written_and_taken_away(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each path is told; what a person changed is left alone, and said."""
    assert main(["integrate"]) == 0
    told = capsys.readouterr().out
    paths = [piece.path for piece in pieces().values()]
    assert all(str(path) in told and path.is_relative_to(home) and path.is_file() for path in paths)
    unit = pieces()["systemd"].path
    unit.write_text(unit.read_text("utf-8") + "# mine\n")
    assert main(["integrate"]) == 1
    assert main(["integrate", "--remove"]) == 1
    assert "was changed" in capsys.readouterr().err
    assert [path for path in paths if path.exists()] == [unit]
    assert unit.read_text("utf-8").endswith("# mine\n")


@pytest.mark.parametrize("arguments", [["nothing"], ["--print"], ["--print", "bash", "man"]])
def test_misuse_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str], home: Path) -> None:
    """And nothing is written."""
    assert main(["integrate", *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not list(home.iterdir())


def test_a_folder_that_cannot_be_written_is_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file where the folder should be."""
    (home / ".local").write_text("")
    assert main(["integrate", "bash"]) == 2
    assert "cannot be written" in capsys.readouterr().err
