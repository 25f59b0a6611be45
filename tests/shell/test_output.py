"""Whatever is printed is cleaned, and nothing prints but what cleans."""

from __future__ import annotations

import argparse
import ast
import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.output import CleanFormatter, CleanParser, tell, tell_json, working
from shell.sanitize import clean

ROOT = Path(__file__).parents[2]
FILES = [
    file
    for package in ("intents", "skills", "policies", "shell")
    for file in sorted((ROOT / package).rglob("*.py"))
    if "training" not in file.parts  # does not ship
]
HOSTILE = "a\x1b]0;title\x07b\x1b[2Jc\x9b1md\u202ee\u200bf\rg\bh"
STREAMS = {
    "shell/output.py": "cleans",
    "shell/tables.py": "cleans",
    "shell/prompt.py": "asks for its encoding",
    "shell/asking.py": "reads answers",
    "shell/once.py": "hands them to PlainTerminal",
    "shell/start.py": "hands them to PlainTerminal",
    "shell/cli.py": "points standard output at nothing when its reader has gone",
    "shell/doctor.py": "asks whether it is a terminal",
    "shell/workspace.py": "asks whether they are a terminal",
    "shell/stderr.py": "leads standard error to a file",
    "shell/commands/config.py": "asks whether it is a terminal",
    "shell/commands/models.py": "hands them to shell.output",
    "shell/commands/route.py": "reads standard input",
    "shell/commands/skills.py": "reads an answer",
    "skills/outlived.py": "reads what its parent tells it",
}
"""Files that may name sys.stdout, sys.stderr or sys.stdin, and why."""
PROMPT = {"shell/prompt.py": "cleans", "shell/completion.py": "cleans"}
CHILD = {"skills/inside.py": "a child in the sandbox, whose output its parent reads as JSON"}
RICH = {
    "shell/output.py": "draws bars with cleaned labels",
    "shell/tables.py": "cleans each cell",
    "shell/commands/models.py": "draws bars with cleaned labels",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_prints_but_what_cleans(file: Path) -> None:
    """No `print`, no write to a standard stream, no rich, no raw descriptor 1 or 2, but where it is allowed by name."""
    name = str(file.relative_to(ROOT))
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        where = f"{name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "input"} or name in CHILD, where
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys":
            assert (
                node.attr not in {"stdout", "stderr", "stdin", "__stdout__", "__stderr__"} or name in STREAMS | CHILD
            ), where
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.write" and node.args:
            assert ast.unparse(node.args[0]) not in {"1", "2"}, where
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
            for module in modules:
                assert module.split(".")[0] != "rich" or name in RICH, where
                assert module.split(".")[0] != "prompt_toolkit" or name in PROMPT, where


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_a_line_told_is_a_clean_one(text: str) -> None:
    """Byte for byte what the sanitiser makes of it, whatever it was."""
    out = io.StringIO()
    tell(text, to=out)
    assert out.getvalue() == clean(text) + "\n"


@given(st.dictionaries(st.text(), st.text(alphabet=st.characters(exclude_categories=()))))
def test_json_loses_nothing_and_steers_nothing(value: dict[str, str]) -> None:
    """What a terminal would obey or hide stands as an escape, so that a program reads the very text."""
    out = io.StringIO()
    tell_json(value, to=out)
    line = out.getvalue()
    assert clean(line) == line
    assert json.loads(line) == value


def test_words_of_other_scripts_stay_readable_in_json() -> None:
    """No escapes where none are needed."""
    out = io.StringIO()
    tell_json({"text": "שלום, 世界, naïve, 😀"}, to=out)
    assert out.getvalue() == '{"text": "שלום, 世界, naïve, 😀"}\n'


def test_what_goes_on_is_drawn_on_a_terminal_only_and_leaves_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """A pipe gets no byte of it; a terminal gets clean words, and its line back."""
    with working(HOSTILE):
        pass
    assert capfd.readouterr() == ("", "")
    near, far = os.openpty()
    program = f"from shell.output import working\nwith working({HOSTILE!r}): pass"
    subprocess.run(
        [sys.executable, "-c", program], check=True, cwd=ROOT, stderr=far, env=os.environ | {"TERM": "xterm"}
    )
    os.close(far)
    drawn = os.read(near, 10_000).decode()
    os.close(near)
    assert "abcdefgh" in drawn
    assert "title" not in drawn
    assert drawn.endswith(("\x1b[2K", "\x1b[?25h"))


def on_a_terminal(program: str) -> str:
    """What a program of these lines writes to standard error where that is a terminal."""
    near, far = os.openpty()
    subprocess.run(
        [sys.executable, "-c", program], check=True, cwd=ROOT, stderr=far, env=os.environ | {"TERM": "xterm"}
    )
    os.close(far)
    drawn = os.read(near, 20_000).decode()
    os.close(near)
    return drawn


def test_how_far_it_is_fills_a_bar_and_a_screen_reader_is_told_one_line() -> None:
    """With what is at hand beside it; drawn over for nobody who cannot see it."""
    program = (
        "from shell.output import working\n"
        "with working('trying', total=4, drawn={drawn}) as advance:\n"
        "    advance(3, 'row \x1b]0;x\x07three')\n"
    )
    drawn = on_a_terminal(program.format(drawn=True))
    assert "trying row three" in drawn
    assert "━" in drawn
    assert "]0;" not in drawn
    assert on_a_terminal(program.format(drawn=False)).split() == ["trying."]


def test_complaints_about_arguments_are_clean(capsys: pytest.CaptureFixture[str]) -> None:
    """argparse quotes what was given."""
    parser: argparse.ArgumentParser = CleanParser(prog="golem")
    parser.add_subparsers().add_parser("do")
    for arguments in (["do", f"--{HOSTILE}"], [HOSTILE]):
        with pytest.raises(SystemExit):
            parser.parse_args(arguments)
        told = capsys.readouterr().err
        assert clean(told) == told


def test_what_libraries_log_is_clean() -> None:
    """With its traceback."""
    try:
        int(HOSTILE)
    except ValueError:
        record = logging.LogRecord("x", logging.DEBUG, "", 0, "%s", (HOSTILE,), sys.exc_info())
    told = CleanFormatter("%(name)s: %(message)s").format(record)
    assert clean(told) == told
    assert "ValueError" in told


def test_tracebacks_are_clean() -> None:
    """On the main thread and on any other."""
    program = (
        "import sys, threading\nfrom shell.output import clean_tracebacks\nclean_tracebacks()\n"
        f"def fail(): raise ValueError({HOSTILE!r})\n"
        "thread = threading.Thread(target=fail)\nthread.start()\nthread.join()\nfail()"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.count("ValueError: abcdefgh") == 2
    assert clean(done.stderr) == done.stderr
