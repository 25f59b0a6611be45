"""How far a sentence has been typed, and what the letters typed of a slot may stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.reached import Reached, fit, reached
from intents.template import initials, take_apart

FILES = ["main.py", "src/app.py"]


def ways(sentence: str, typed: str) -> list[Reached]:
    """Every slot that has been reached in the sentence; each may hold FILES."""
    parts = take_apart(sentence)
    assert parts is not None
    return list(reached(parts, typed, lambda _: FILES))


def test_a_slot_is_reached_once_all_before_it_is_typed() -> None:
    """Case and spaces apart; the sentence's own writing is kept, and what must follow is told."""
    assert ways("open {file} [now]", "op") == []
    assert ways("open {file} [now]", "open") == []
    assert ways("open {file} [now]", "Open  ") == [Reached("open ", "file", "", "")]
    assert ways("open {file} in vim", "open the Ma") == [Reached("open ", "file", "the ma", " in vim")]
    assert ways("(open|show [me]) {file}", "show me m")[0] == Reached("show me ", "file", "m", "")


def test_optional_words_may_be_typed_or_not() -> None:
    """Both ways lead to the slot."""
    assert [way.start for way in ways("switch [to] [the] branch {file}", "switch to branch m")] == ["switch to branch "]
    assert [way.start for way in ways("switch [to] [the] branch {file}", "switch branch m")] == ["switch branch "]
    assert [(way.start, way.typed) for way in ways("open [the] {file}", "open the ma")] == [
        ("open the ", "ma"),
        ("open ", "the ma"),
    ]


def test_a_second_slot_is_reached_over_a_value_of_the_first() -> None:
    """And over nothing else."""
    assert [way.slot for way in ways("move {file} to {place}", "move main.py to ")] == ["file", "place"]
    assert [way.slot for way in ways("move {file} to {place}", "move nothing to ")] == ["file"]


@pytest.mark.parametrize(
    ("typed", "value", "how"),
    [
        ("rea", "README.md", 0),
        ("the rea", "README.md", 0),
        ("read me", "README.md", 0),
        ("app", "src/app.py", 0),
        ("fea", "feature/x", 1),
        ("py", "main.py", 1),
        ("ain", "main.py", 2),
        ("mnpy", "main.py", 3),
        ("z", "main.py", None),
        ("ym", "main.py", None),
    ],
)
def test_letters_fit_a_value_better_the_nearer_a_names_beginning(typed: str, value: str, how: int | None) -> None:
    """In their order, in the last name, in any, within one, scattered."""
    found = fit(typed, value)
    assert (found[0] if found is not None else None) == how


@given(st.text(), st.text())
def test_any_letters_are_looked_for_in_any_value(typed: str, value: str) -> None:
    """Never an error; what is the whole value fits best."""
    found = fit(typed, value)
    assert found is None or found[0] in range(4)


@given(st.text(max_size=30), st.sampled_from(["open {file} [now]", "(a|b [c]) {x} [to {y}]", "{x}", "[[a] b] {x}"]))
def test_whatever_is_typed_is_only_looked_at(typed: str, sentence: str) -> None:
    """What is left for the slot is an end of what was typed."""
    for way in ways(sentence, typed):
        assert " ".join(typed.lower().split()).endswith(way.typed.strip())


def test_a_sentence_says_with_which_letters_it_can_begin() -> None:
    """Those of each way, and of what follows where the first may be left out; none where it begins with a slot."""
    for sentence, letters in {
        "open {file}": "o",
        "[please] (show|List) it": "psl",
        "{file} size": "",
        "[the] {file}": "t",
    }.items():
        parts = take_apart(sentence)
        assert parts is not None
        assert initials(parts) == set(letters)
