"""The time of frames that come in bursts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.frames import LEAP_S, SETTLING, FrameClock

LENGTH = 0.032


@given(late=st.lists(st.floats(0.0, 0.04), min_size=100, max_size=100), drift=st.floats(-1e-5, 1e-5))
def test_a_settled_clock_is_steady_however_frames_come(late: list[float], drift: float) -> None:
    """Bursts of up to 40 ms, and a sound card a little off: from frame to frame it moves by no tenth of a sample."""
    late[SETTLING - 1] = 0.0
    clock = FrameClock()
    began = [clock.began((at + 1) * LENGTH * (1 + drift) + by) for at, by in enumerate(late)]
    steps = [after - before for before, after in zip(began[SETTLING:], began[SETTLING + 1 :], strict=False)]
    assert all(step == pytest.approx(LENGTH, abs=0.1 / 16_000) for step in steps)


def test_a_clock_that_was_wrong_by_much_is_put_right_at_once() -> None:
    """Frames that come sooner than they can: sound before them was lost."""
    clock = FrameClock()
    for at in range(100):
        clock.began((at + 1) * LENGTH + 0.2)
    early = clock.began(101 * LENGTH + 0.2 - 2 * LEAP_S)
    assert early == pytest.approx(100 * LENGTH + 0.2 - 2 * LEAP_S)
