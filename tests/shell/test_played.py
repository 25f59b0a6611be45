"""The timeline of what the loudspeaker plays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.played import TAIL_S, Played


class Clock:
    """Time that a test sets, seconds."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Now."""
        return self.now


def ramp(first: int, count: int) -> np.ndarray:
    """Samples that say which they are."""
    return np.arange(first, first + count, dtype=np.float32) / 100_000


@given(st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 2_000)), min_size=1, max_size=30))
def test_what_was_played_is_found_where_it_sounded(blocks: list[tuple[int, int]]) -> None:
    """A block begins where the one before ends, or when it is handed over, if that is later; between is silence."""
    clock = Clock()
    played = Played(clock)
    timeline = np.zeros(0, np.float32)
    now = 0
    for waits, count in blocks:
        now += waits
        clock.now = 100.0 + now / 16_000
        block = ramp(len(timeline) + 1, count)
        timeline = np.concatenate((timeline, np.zeros(max(0, now - len(timeline)), np.float32), block))
        played.note(block, 16_000)
    assert np.array_equal(played.during(100.0, len(timeline)), timeline)
    assert not played.during(100.0 + len(timeline) / 16_000, 512).any()


def test_other_rates_are_resampled_without_a_seam() -> None:
    """22,050 Hz, as Piper speaks, in blocks of 50 ms is the same tone at 16 kHz."""
    clock = Clock()
    played = Played(clock)
    tone = np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050).astype(np.float32)
    for start in range(0, 22_050, 1_102):
        played.note(tone[start : start + 1_102], 22_050)
    found = played.during(100.1, 8_000)
    wanted = np.sin(2 * np.pi * 440 * (np.arange(8_000) / 16_000 + 0.1))
    assert np.abs(found - wanted).max() < 0.01


def test_what_a_stop_cut_off_never_sounded() -> None:
    """Its length is told, so that it can be said later."""
    clock = Clock()
    played = Played(clock)
    played.note(np.ones(16_000, np.float32), 16_000, "Hello.")
    clock.now += 0.25
    assert played.cut() == pytest.approx(0.75)
    assert played.during(100.0, 16_000).sum() == pytest.approx(4_000)
    assert played.audible(100.25 + TAIL_S - 0.01)
    assert not played.audible(100.25 + TAIL_S + 0.01)


def test_nothing_is_audible_before_anything_was_played() -> None:
    """Frames go untouched past the echo canceller then."""
    assert not Played(Clock()).audible(100.0)


def test_sentences_are_told_by_when_they_sounded() -> None:
    """Those that were over before are left out."""
    clock = Clock()
    played = Played(clock)
    for text in ("One.", "One.", "Two."):
        played.note(np.ones(16_000, np.float32), 16_000, text)
    assert played.words_since(100.5) == "One. Two."
    assert played.words_since(102.5) == "Two."
    assert played.words_since(103.5) == ""
