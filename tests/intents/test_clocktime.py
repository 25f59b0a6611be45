"""Spoken times of day."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.clocktime import time_of_day


@pytest.mark.parametrize(
    ("said", "meant", "sure"),
    [
        ("half past six", time(6, 30), False),
        ("quarter to nine in the evening", time(20, 45), True),
        ("17:45", time(17, 45), True),
        ("noon", time(12), True),
        ("midnight", time(0), True),
        ("5 pm", time(17), True),
        ("5:30 p.m.", time(17, 30), True),
        ("twelve thirty am", time(0, 30), True),
        ("nine oh five", time(9, 5), False),
        ("eight o'clock", time(8), False),
        ("ten to one", time(12, 50), False),
    ],
)
def test_a_time_is_known(said: str, meant: time, sure: bool) -> None:
    """However it is told, and whether the half of the day was."""
    assert time_of_day(said) == (meant, sure)


@pytest.mark.parametrize("said", ["the tests", "99", "twenty five", "13 am", "half past ninety", "", "5 pm tomorrow"])
def test_other_words_are_no_time(said: str) -> None:
    """What cannot stand on a clock is none."""
    assert time_of_day(said) is None


@given(st.times())
def test_digits_say_just_that_time(moment: time) -> None:
    """Every minute of the day written out is itself."""
    found = time_of_day(f"{moment:%H:%M}")
    assert found is not None
    assert found[0] == moment.replace(second=0, microsecond=0)


@given(st.text(max_size=60))
def test_odd_words_never_fail(said: str) -> None:
    """Any text is a time or none."""
    time_of_day(said)
