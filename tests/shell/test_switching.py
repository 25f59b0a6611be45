"""Threads that wait for the interpreter get it soon, and only while frames are heard."""

from __future__ import annotations

import sys

import pytest

from shell.switching import SWITCH_S, promptly


def test_the_lock_changes_hands_sooner_while_it_lasts() -> None:
    """And as before afterwards, also after a failure."""
    before = sys.getswitchinterval()
    with pytest.raises(ValueError, match="no sound"), promptly():
        assert sys.getswitchinterval() == pytest.approx(SWITCH_S, rel=0.01)
        raise ValueError("no sound")
    assert sys.getswitchinterval() == before


def test_a_shorter_time_is_left_as_it_is() -> None:
    """Somebody has chosen it."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0001)
    try:
        with promptly():
            assert sys.getswitchinterval() == pytest.approx(0.0001, rel=0.05)
    finally:
        sys.setswitchinterval(before)
