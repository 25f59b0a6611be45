"""The toolbar's line, its meter and its bars."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.sanitize import clean
from shell.status import Status
from shell.toolbar import METER_CELLS, bar, meter, told, toolbar
from skills.context import Job
from skills.tallies import Tally


def line(status: Status, **how: object) -> str:
    """The toolbar as text."""
    return told(toolbar(status, **how))  # type: ignore[arg-type] # its keywords


@given(st.one_of(st.none(), st.floats(-200, 20)), st.booleans())
def test_the_meter_is_always_as_wide(level: float | None, ascii_only: bool) -> None:
    """Any level, also none, takes the same cells."""
    drawn = meter(level, ascii_only=ascii_only)
    assert len(drawn) == METER_CELLS
    assert drawn.isascii() or not ascii_only


@given(st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_more_is_never_drawn_shorter(one: float, other: float, ascii_only: bool) -> None:
    """A bar grows with its share."""
    less, more = sorted((one, other))
    empty = "." if ascii_only else "·"
    assert bar(less, 10, ascii_only=ascii_only).count(empty) >= bar(more, 10, ascii_only=ascii_only).count(empty)


def test_the_line_tells_state_level_models_and_the_last_latency() -> None:
    """All that a user may wonder about is there, overflows only when there are some."""
    status = Status(microphone="listening", hearing=lambda: "pause", router="minilm", hears_with="whisper-base")
    status.last_ms, status.mode, status.level_dbfs = 12.3, "wake", lambda: 0.0
    text = line(status)
    for word in ("hearing", "██████", "mode wake", "routes minilm", "hears whisper-base", "12 ms"):
        assert word in text
    assert "overflow" not in text
    status.overflows = lambda: 2
    assert "2 overflows" in line(status)


def test_what_is_heard_and_what_is_done_is_in_the_line() -> None:
    """The words so far, and in a turn what they were understood to mean; after a second, for how long."""
    assert "“show me the”" in line(Status(microphone="listening", partial=lambda: "show me the"))
    status = Status(busy=True, doing="Run the tests")
    status.at("act", 10.0)
    assert "Run the tests" in line(status, now=10.5)
    assert "Run the tests 12 s" in line(status, now=22.0)


def test_of_what_is_being_said_the_end_is_drawn_and_in_a_narrow_terminal_less_of_it() -> None:
    """What is new is at the end; forty columns still hold a few words."""
    status = Status(microphone="listening", hearing=lambda: "listening", partial=lambda: "one two " * 20 + "three")
    assert "two three”" in line(status)
    assert "“…" in line(status)
    narrow = line(status, width=40)
    assert "two three”" in narrow
    assert len(narrow) <= 40


def test_what_goes_on_beside_the_talk_has_a_bar_where_its_share_is_known() -> None:
    """With its time; what has ended is no longer there."""
    jobs = [Job("build", True, 62.0, percent=37.5), Job("test run", True, 3.0), Job("linter", False, 1.0)]
    text = line(Status(jobs=lambda: jobs))
    assert f"build {bar(0.375, 10)} 38% 1:02" in text
    assert "test run 0:03" in text
    assert "linter" not in text
    counted = [
        Job("test run", True, 4.0, percent=30.0, tally=Tally(12, 1, 40)),
        Job("tests", True, 4.0, tally=Tally(3)),
    ]
    text = line(Status(jobs=lambda: counted))
    assert f"test run {bar(0.3, 10)} 12 of 40, 1 failed 0:04" in text
    assert "tests 3 done 0:04" in text


def test_what_loads_is_told_until_it_is_there() -> None:
    """By what it is for."""
    status = Status(hears_with="loading", speech="loading")
    assert "loading what hears, routes, speaks" in line(status)
    status.router = status.hears_with = status.speech = "x"
    assert "loading" not in line(status)


@given(st.integers(1, 200))
def test_a_narrow_terminal_loses_what_matters_least(width: int) -> None:
    """What is sent away, and the state, stay whatever the width; else the line fits."""
    status = Status(microphone="listening", hears_with="whisper-base", remote="sound to attic", last_ms=3.0)
    parts = toolbar(status, width=width)
    text = told(parts)
    assert "SENT AWAY: sound to attic" in text
    assert "listening" in text
    assert len(text) <= width or len(parts) == 2


@given(st.text())
def test_what_is_heard_steers_nothing(text: str) -> None:
    """One clean line, whatever was heard, understood or is called so."""
    job = Job(text, True, 1.0)
    status = Status(busy=True, doing=text, partial=lambda: text, router=text, remote=text, jobs=lambda: [job])
    drawn = line(status)
    assert clean(drawn) == drawn
    assert "\n" not in drawn


@pytest.mark.parametrize("level", [None, -30.0, 0.0])
def test_a_dumb_terminal_gets_ascii(level: float | None) -> None:
    """No character outside ASCII where the encoding has none."""
    status = Status(
        microphone="listening", level_dbfs=lambda: level, router="loading", jobs=lambda: [Job("b", True, 1)]
    )
    status.hearing, status.partial = lambda: "listening", lambda: "one two " * 20
    drawn = told(toolbar(status, ascii_only=True), ascii_only=True)
    assert drawn.isascii()
