"""`golem skills new` and `check`: a module that works, and each fault by its line and with its mend."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from shell.cli import build_parser
from shell.errors import UsageError

HEAD = """from __future__ import annotations
from skills.author import *
"""


def golem(*argv: str) -> int:
    """Run a command as the command line does."""
    args: argparse.Namespace = build_parser().parse_args(argv)
    return int(args.run(args))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All of Golem's folders below one."""
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path / "golem"))
    return tmp_path


def written(home: Path, text: str) -> tuple[Path, list[str]]:
    """A module of this text, and its lines."""
    file = home / "mine.py"
    file.write_text(HEAD + text)
    return file, file.read_text().splitlines()


def line_of(lines: list[str], text: str) -> int:
    """The number of the line with this text in it."""
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_new_module_has_no_findings_and_is_written_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is written checks clean as it is; nothing is written over, and a name has to be one."""
    assert golem("skills", "new", "shopping_list") == 0
    folder = home / "golem/config/skills"
    assert (folder / "shopping_list.toml").is_file()
    assert (folder / "tests/test_shopping_list.py").is_file()
    assert golem("skills", "check", "shopping_list") == 0
    assert "shopping_list.py: 3 skills, no findings" in capsys.readouterr().out
    with pytest.raises(UsageError, match="is there already"):
        golem("skills", "new", "shopping_list")
    for name in ("Shopping", "../out", "class", ""):
        with pytest.raises(UsageError, match="is no name for a module"):
            golem("skills", "new", name)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("x = (\n", ("x = (", "SyntaxError", "no Python")),
        ("\nimport beside_me\n", ("beside_me", "ModuleNotFoundError: No module named 'beside_me'", "mend that line")),
        (
            '@skill("mine.a", says=["polish\\n it {x}"], kind="command", effect=Effect.CHANGE)\n'
            'def a(\n    context: Context,\n    x: str,\n) -> Reply:\n    """Do it."""\n',
            ("x: str", "argument 'x' needs a slot type", "x: FreeText"),
        ),
    ],
)
def test_fault_that_keeps_it_from_loading(
    home: Path, capsys: pytest.CaptureFixture[str], text: str, wanted: tuple[str, str, str]
) -> None:
    """It is one line with the file and the line, how to mend it below, and exit code 2."""
    at, told, mend = wanted
    file, lines = written(home, text)
    assert golem("skills", "check", str(file)) == 2
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{file}:{line_of(lines, at)}: ")
    assert told in first
    assert mend in second


def test_every_fault_and_collision_is_told_by_its_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sentences at fault, imports that nothing grants, words that are another skill's or nobody's."""
    file, lines = written(
        home,
        """import subprocess
import socket


@skill(
    "mine.bad",
    says=["polish {thing}",
          "polish [{thing}] up"],
    kind="command",
    effect=Effect.CHANGE,
)
def bad(context: Context, thing: FreeText) -> Reply:
    \"\"\"Polish something.\"\"\"
    return Reply("")


@skill("mine.open", says=["shine (it"], kind="command", effect=Effect.CHANGE)
def opened(context: Context) -> Reply:
    \"\"\"Shine.\"\"\"
    return Reply("")
""",
    )
    assert golem("skills", "check", str(file)) == 2
    told = capsys.readouterr().out
    for at, what in (
        ("import subprocess", "imports subprocess: a module starts nothing by itself"),
        ("polish [{thing}] up", "'thing' has no default, and 'polish [{thing}] up' can be said without it"),
        ("shine (it", "'shine (it' does not compile"),
    ):
        assert f"{file}:{line_of(lines, at)}: " in told
        assert what in told
    file, lines = written(
        home,
        """
@skill(
    "mine.log",
    says=[
        "polish the brass",
        "<show> [me] the git log",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def log(context: Context) -> Reply:
    \"\"\"Show something.\"\"\"
    return Reply("")


@skill("mine.quiet", says=["enough"], kind="command", effect=Effect.OBSERVE)
def quiet(context: Context) -> Reply:
    \"\"\"Be quiet.\"\"\"
    return Reply("")


@skill("mine.first", says=["open the readme in vim right now", "open vim"], kind="command", effect=Effect.OBSERVE)
def first(context: Context) -> Reply:
    \"\"\"Open the readme.\"\"\"
    return Reply("")
""",
    )
    assert golem("skills", "check", str(file)) == 1
    told = capsys.readouterr().out
    assert f"{file}:{line_of(lines, 'the git log')}: git.log and mine.log both answer to" in told
    assert "of which git.log is meant" in told
    assert f"{file}:{line_of(lines, 'mine.quiet')}: mine.quiet: 'enough' always stops" in told
    assert f"{file}:{line_of(lines, 'mine.first')}: " in told
    assert "both answer to 'open vim'" in told or "takes 'open vim' from" in told


def test_what_is_no_module_is_one_line(home: Path) -> None:
    """A name that nobody has, and a file that is no text."""
    with pytest.raises(UsageError, match="golem skills new NAME writes one"):
        golem("skills", "check", "nonsense")
    (home / "odd.py").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="is not UTF-8 text"):
        golem("skills", "check", str(home / "odd.py"))
