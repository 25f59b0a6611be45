"""What a pane's rows tell of the line that the cursor is on."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from skills.occupants import line_at
from skills.panes import Pane


def pane(width: int, row: int) -> Pane:
    """One with the cursor in a row."""
    return Pane("%1", 1, True, True, False, 1, Path("/dev/null"), width, 40, 0, row, False)


def laid(text: str, width: int) -> list[str]:
    """Rows as a terminal breaks them: a letter of two columns that does not fit goes into the next."""
    rows, left = [""], width
    for sign in text:
        takes = 2 if sign == "語" else 1
        if takes > left:
            rows.append("")
            left = width
        rows[-1] += sign
        left -= takes
    return rows


@given(st.text("ab 語", min_size=1, max_size=60).filter(str.strip), st.integers(4, 20), st.data())
def test_the_whole_line_is_told_wherever_it_breaks(text: str, width: int, data: st.DataObject) -> None:
    """At a space, within a word, before a wide letter: what would be run is shown, from any of its rows."""
    text = text.rstrip()
    rows = laid(text, width)
    row = data.draw(st.integers(0, len(rows) - 1))
    assert line_at(rows, pane(width, row)) == text


def test_a_line_above_that_ends_is_another() -> None:
    """Only a row that is written to its end goes on."""
    assert line_at(["$ ls", "$ rm x"], pane(20, 1)) == "$ rm x"
