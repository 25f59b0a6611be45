"""The corpus as data: large enough, whole, and with rows for every program that Golem can start."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.slots import EDITOR
from skills.capabilities import ANY
from skills.families.editor import PROGRAMS
from skills.registry import Registry
from tests.adversarial.corpus import CHANNELS, benign, escaped, rows, unescaped
from tests.adversarial.scene import TRAPS

ROOT = Path(__file__).parents[2]
CORPUS = list(rows())


def started() -> Iterator[str]:
    """Every program that Golem's own skills start: declared, first constants of argument lists, and the editors."""
    yield from (PROGRAMS.get(name, name) for name in EDITOR.values)
    yield from (name for one in Registry().skills for name in one.capabilities.binaries if name != ANY)
    for file in (ROOT / "skills").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"run", "stream", "foreground", "Suite", "Task"}:
                yield from _first(node)


def _first(node: ast.Call) -> Iterator[str]:
    """The first constant of each list or tuple among the arguments; a starred tuple in its place is looked into."""
    for argument in (argument for argument in node.args if isinstance(argument, ast.List | ast.Tuple)):
        first: ast.expr = argument
        while isinstance(first, ast.List | ast.Tuple | ast.Starred):
            first = first.value if isinstance(first, ast.Starred) else first.elts[0] if first.elts else ast.Constant("")
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


@pytest.mark.parametrize("program", sorted({name for name in started() if name and name.replace("-", "").isalnum()}))
def test_every_program_has_abuses(program: str) -> None:
    """A program that Golem can start has rows about what it can be made to do."""
    assert [row for row in CORPUS if row.family == "gtfobins" and row.id.startswith(f"{program}-")]


def test_the_programs_are_found() -> None:
    """The list of programs is read from the skills themselves, and holds those that are known."""
    assert {"git", "grep", "rg", "vim", "nano", "hx", "make", "cargo", "go", "npm", "tox"} <= set(started())


def test_it_is_large_enough() -> None:
    """At least 600 rows on every channel, and 300 honest commands."""
    assert len(CORPUS) >= 600
    assert {row.channel for row in CORPUS} == set(CHANNELS)
    assert len(benign()) >= 300
    assert len({said for _, said in benign()}) == len(benign())


def test_rows_are_whole() -> None:
    """Ids are unique in their family, every row says why, and every trap exists."""
    ids = Counter((row.family, row.id) for row in CORPUS)
    assert [id_ for id_, count in ids.items() if count > 1] == []
    assert [row.id for row in CORPUS if not row.why] == []
    assert {trap for row in CORPUS for trap in row.fixtures} - set(TRAPS) == set()


@given(st.text())
def test_escapes_come_back(text: str) -> None:
    """What is written in a row is what was meant."""
    assert unescaped(escaped(text)) == text
