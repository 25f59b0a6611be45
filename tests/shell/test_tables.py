"""Listings: drawn for people, lines with tabs for programs and screen readers, and clean for all."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.sanitize import clean
from shell.tables import tell_table, widths

HOSTILE = "a\x1b]0;title\x07b\x1b[2Jc\x9b1md\u202ee\u200bf\rg\bh"
PATH = "/home/ann/a/very/long/way/to/a/file/that/no/terminal/shows/on/one/line.txt"


class Screen(io.StringIO):
    """Says that it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def shown(rows: list[tuple[str, ...]], columns: int, monkeypatch: pytest.MonkeyPatch, **how: object) -> str:
    """What a terminal so wide shows of them."""
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", "25")
    monkeypatch.setenv("TERM", "dumb")
    screen = Screen()
    tell_table(("name", "size>", "what it is"), rows, to=screen, **how)  # type: ignore[arg-type] # its keywords
    return screen.getvalue()


@pytest.mark.parametrize("columns", [20, 40, 80, 120])
def test_nothing_is_cut_and_no_line_is_too_long(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit is folded, whatever the width: all of its letters are there, in order."""
    drawn = shown([("one", "12", PATH), ("two", "3", "a file")], columns, monkeypatch)
    assert all(len(line.rstrip()) <= columns for line in drawn.splitlines())
    assert PATH in "".join(line.removeprefix("what it is").strip() for line in drawn.splitlines())


def test_where_words_would_be_broken_each_row_is_lines_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell a line, its heading before it; an empty cell has none."""
    drawn = shown([("one-of-them", "12", "considerable"), ("two", "", "more")], 25, monkeypatch)
    lines = [line.split() for line in drawn.splitlines()]
    assert lines == [["name", "one-of-them"], ["size", "12"], ["what", "it", "is", "considerable"], [], ["name", "two"],
                     ["what", "it", "is", "more"]]  # fmt: skip


def test_a_program_gets_rows_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Cells with tabs between, no headings, one row a line; the notes go to standard error."""
    tell_table(("name", "size>"), [("one\ntwo\tthree", "12"), ("four", "")], notes=["* is yours"])
    out, err = capsys.readouterr()
    assert out == "one two three\t12\nfour\t\n"
    assert err == "* is yours\n"


def test_a_screen_reader_gets_lines_with_their_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is laid out in columns."""
    lines = shown([("one", "12", PATH)], 40, monkeypatch, drawn=False, notes=["that is all"]).splitlines()
    assert lines == ["name\tsize\twhat it is", f"one\t12\t{PATH}", "that is all"]


@pytest.mark.parametrize("columns", [30, 120])
@pytest.mark.parametrize("drawn", [True, False])
def test_a_table_is_clean(columns: int, drawn: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells hold what modules and files say of themselves."""
    out = shown([(HOSTILE, "[red]2[/red]", HOSTILE)], columns, monkeypatch, drawn=drawn)
    assert clean(out) == out
    assert "[red]2[/red]" in out.replace("\n", "")


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1), st.integers(1, 200))
def test_columns_share_the_room(sizes: list[tuple[int, int]], room: int) -> None:
    """All fit, none gets less than it must have nor more than it wants, and nothing is lost where there is room."""
    least, wanted = [min(size) for size in sizes], [max(size) for size in sizes]
    given = widths(wanted, least, room)
    if given is None:
        assert sum(least) > room
        return
    assert sum(given) == min(room, sum(wanted))
    assert all(low <= width <= high for low, width, high in zip(least, given, wanted, strict=True))


@given(st.lists(st.tuples(st.text(alphabet=st.characters(exclude_categories=())), st.text())))
def test_a_row_is_a_line_whatever_is_in_it(rows: list[tuple[str, str]]) -> None:
    """Neither tabs nor line ends of a cell's own."""
    out = io.StringIO()
    tell_table(("one", "two"), rows, to=out)
    lines = out.getvalue().split("\n")[:-1]
    assert len(lines) == len(rows)
    assert all(line.count("\t") == 1 for line in lines)
