"""The figures of `golem bench transcription`: sides in turn, ratios of medians, words compared as words."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.transcription import AIMS, JFK, Clip, Heard, clips, hear, ratio, report, spoken, wrong_words

SOUND = np.zeros(16_000, np.float32)


def test_the_sides_take_turns():
    """So that a machine that gets busy is busy for both."""
    turns: list[str] = []

    def side(name: str):
        return lambda audio: turns.append(name) or name

    found = hear(Clip("a", "8 s", SOUND, ""), [side("plain"), side("golem")], 3)
    assert turns == ["plain", "golem"] * 3
    assert [[one.text for one in goes] for goes in found] == [["plain"] * 3, ["golem"] * 3]


def test_a_ratio_is_of_medians():
    """One slow round counts no more than a fast one."""
    assert ratio([4.0, 4.0, 400.0], [1.0, 2.0, 0.1]) == 4.0


@pytest.mark.parametrize(
    ("text", "words"), [("Yes.", "yes"), ("It's 8!", "it's eight"), ("  light-roast,  12 ", "light roast 12"), ("", "")]
)
def test_words_are_compared_without_case_and_points(text, words):
    """And a digit is its word."""
    assert spoken(text) == words


def test_words_that_are_wrong_are_counted():
    """One of four is a quarter."""
    assert wrong_words([("open the file", "Open the file."), ("yes", "less")]) == pytest.approx(0.25)


def test_a_missed_aim_is_told(capsys):
    """Beside its ratio, and only there."""
    every = [Clip("a", "up to 3 s", SOUND, "stop"), Clip("b", "8 s", SOUND, ""), Clip("jfk", "", SOUND, JFK)]
    took = {"a": (AIMS["up to 3 s"] / 2, 1.0), "b": (AIMS["8 s"] * 2, 1.0), "jfk": (1.0, 1.0)}
    heard = [[[Heard("stop", seconds)] for seconds in took[clip.name]] for clip in every]
    report(every, heard)
    short, long, *rest = capsys.readouterr().out.splitlines()[1:]
    assert short.endswith("missed")
    assert not long.endswith("missed")
    assert any(line.startswith("  jfk:") for line in rest)


def test_the_clips_that_ship_are_of_both_lengths():
    """Spoken commands, and a speech cut to eight seconds."""
    kinds = [clip.kind for clip in clips(None)]
    assert kinds.count("up to 3 s") >= 10
    assert kinds.count("8 s") == 2
    assert all(len(clip.audio) == 8 * 16_000 for clip in clips(None) if clip.kind == "8 s")
