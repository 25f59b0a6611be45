"""Choosing by key: what is marked, and when a digit alone is an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.choosing import SETTLE_S, choosing

QUESTION = (
    "Did you mean\n  1  Show a file: main.py\n  2  Say how large it is\n  3  Open it\n  Say a number, or “cancel”."
)


def test_arrows_go_round() -> None:
    """Down begins at the first, up at the last."""
    asked = choosing(QUESTION, 0.0)
    assert asked is not None
    asked.move(1)
    assert asked.marked == 1
    asked.move(-1)
    assert asked.marked == 3
    asked.move(1)
    assert asked.marked == 1
    assert [line for line, kind in asked.drawn("▸", 80) if kind == "chosen"] == ["▸ 1  Show a file: main.py"]


def test_up_begins_at_the_last() -> None:
    """Where nothing is marked yet."""
    asked = choosing(QUESTION, 0.0)
    assert asked is not None
    assert "chosen" not in [kind for _, kind in asked.drawn("▸", 80)]
    asked.move(-1)
    assert asked.marked == 3


def test_each_line_is_drawn_as_what_it_is() -> None:
    """The question, what there is to choose from, and how."""
    asked = choosing(QUESTION, 0.0)
    assert asked is not None
    assert [kind for _, kind in asked.drawn("▸", 80)] == ["question", "option", "option", "option", "hint"]


@pytest.mark.parametrize("columns", [24, 40])
def test_in_a_narrow_terminal_an_option_is_folded_and_not_cut(columns: int) -> None:
    """What goes on stands below its words, in the same style."""
    asked = choosing("Did you mean\n  1  Show the beginning of a file: docs/config.toml\n  2  Show it", 0.0)
    assert asked is not None
    asked.move(1)
    drawn = [line for line, kind in asked.drawn("▸", columns) if kind == "chosen"]
    assert len(drawn) > 1
    assert all(len(line) <= columns for line in drawn)
    assert all(line.startswith("     ") for line in drawn[1:])
    assert "".join("".join(drawn).split()) == "▸1Showthebeginningofafile:docs/config.toml"


def test_a_digit_answers_only_after_a_moment_and_only_for_an_option() -> None:
    """What was meant for the line before the question is no answer."""
    asked = choosing(QUESTION, 10.0)
    assert asked is not None
    assert asked.pressed(2, 10.0 + SETTLE_S / 2) is None
    assert asked.pressed(2, 10.0 + SETTLE_S) == "2"
    assert asked.pressed(4, 20.0) is None
    assert asked.pressed(0, 20.0) is None


def test_of_ten_options_and_more_a_digit_may_be_a_beginning() -> None:
    """It is typed, and Enter answers."""
    asked = choosing("\n".join(["Which?", *(f"  {number}  x" for number in range(1, 13))]), 0.0)
    assert asked is not None
    assert asked.pressed(1, 100.0) is None


@pytest.mark.parametrize(
    "question", ["Delete what?", "  1  only one", "Do it?\n  1  one\n  3  three", "", "  1   \n  2  "]
)
def test_what_lists_nothing_is_no_list(question: str) -> None:
    """Two options at least, numbered from one."""
    assert choosing(question, 0.0) is None


@given(st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1), min_size=2, max_size=30), st.data())
def test_what_is_marked_is_an_option(options: list[str], data: st.DataObject) -> None:
    """Whatever is moved, and whatever the options say."""
    asked = choosing("\n".join(f"  {number}  x{option}" for number, option in enumerate(options, 1)), 0.0)
    assert asked is not None
    for by in data.draw(st.lists(st.sampled_from([1, -1]), min_size=1)):
        asked.move(by)
    assert 1 <= asked.marked <= len(options)
    assert [kind for _, kind in asked.drawn("▸", 80)].count("chosen") == 1
