"""The tables of programs: what each verb sends, and that what was said is only ever a value in it."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.dictation import showable
from intents.keys import KEYS
from skills.hands import ANYWHERE, BACK
from skills.known_programs import (
    Constant,
    Key,
    Program,
    Said,
    known,
    pieces,
    recognised,
    regex,
    vim_pattern,
    vim_string,
)
from skills.registry import Registry

VALUES = {"words": "a b", "line": 42, "old": "x", "new": "y"}
VERBS = {one.id.removeprefix("hands.") for one in Registry().skills if one.id.startswith("hands.")}
VERBS |= {"scratch", "up", "down", "top", "bottom", "quit"}


@pytest.mark.parametrize("program", known(), ids=lambda program: program.name)
def test_every_table_is_whole(program: Program) -> None:
    """Verbs that a skill asks for, keys that can be said, expressions that compile, holes that a skill fills."""
    assert set(program.verbs) <= VERBS
    assert set(program.keys) <= set(KEYS)
    for pattern in (program.expects, program.ready, program.found, program.missed, program.complains):
        re.compile(pattern)
    for verb in program.verbs:
        sent = program.sent(verb, VALUES)
        assert sent
        assert all(isinstance(piece, Key) or piece.text.isprintable() for piece in sent)
    assert {follow.verb for follow in program.then} <= set(program.verbs)


@pytest.mark.parametrize("program", [one for one in known() if one.kind in {"shell", "repl"}], ids=lambda one: one.name)
def test_nothing_ends_a_line_where_that_runs_it(program: Program) -> None:
    """No verb and no free key of a shell or an interpreter is Enter, or what is like it."""
    ends = {"Enter", "C-j", "C-m", "C-o", "C-d", "KPEnter"}
    assert (
        not {piece.name for verb in program.verbs for piece in program.sent(verb, VALUES) if isinstance(piece, Key)}
        & ends
    )
    assert not set(program.keys) & {
        "enter",
        "control j",
        "control m",
        "control o",
        "control d",
        "control x",
        "control z",
    }


def test_keys_that_are_free_everywhere_end_nothing() -> None:
    """Not a line, not a program."""
    assert not {"enter", "control c", "control d", "control z", "space", "tab"} & ANYWHERE
    assert "enter" not in BACK


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        *(("vim.basic", "vim"), ("nvim", "vim"), ("nano", "nano"), ("less", "less"), ("bash", "the shell")),
        *(("python3.11", "the interpreter"), ("vim.tiny", None), ("htop", None), ("ssh", None), ("sudo", None)),
        ("bash-evil", None),
    ],
)
def test_programs_are_recognised_by_their_file(name: str, known_as: str | None) -> None:
    """Others are not known, and nothing is known of them."""
    found = recognised(name)
    assert (found.name if found else None) == known_as


def test_what_a_table_sends() -> None:
    """Keys, words of its own, and values, in order."""
    assert list(pieces("<C-w>{words}<Enter>n<", {"words": "a"})) == [
        Key("C-w"),
        Said("a"),
        Key("Enter"),
        Constant("n<"),
    ]
    assert list(pieces("<M-\\>x", {})) == [Key("M-\\"), Constant("x")]
    with pytest.raises(KeyError):
        list(pieces("{nothing}", {}))


@pytest.mark.parametrize("wrong", [{"kind": "game"}, {"verb": {}}, {"keys": "enter"}])
def test_a_table_that_is_wrong_is_refused(wrong: dict[str, object]) -> None:
    """A mistyped key is a fault, not a program without it."""
    table = {"name": "x", "kind": "editor", "executables": ["x"], "verbs": {}, "keys": []}
    assert msgspec.convert(table, Program)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(table | wrong, Program)


@given(st.text().map(showable))
def test_a_value_is_only_a_value_in_vims_language(text: str) -> None:
    """Between its double quotes stand letters, digits, spaces and numbers of characters, which give the text again."""
    for value, encoded in ((text, vim_string(text)), (text.replace("\\", "\\\\"), vim_pattern(text))):
        assert re.fullmatch(r"(?:[A-Za-z0-9 ]|\\U[0-9a-f]{8})*", encoded)
        assert re.sub(r"\\U([0-9a-f]{8})", lambda found: chr(int(found[1], 16)), encoded) == value


@given(st.text().map(showable))
def test_a_value_is_only_a_value_in_an_expression(text: str) -> None:
    """What is searched for in less is just what was said."""
    assert re.fullmatch(regex(text), text)
