"""Loops of the decoder are cut, what may have been said twice is not, and times become segments."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.decoding import Scored, broken_off, end_s, scored, segments, unlooped

EOT = 100
START = 200
"""The time 0."""


class Letters:
    """A tokenizer whose text tokens are letters."""

    eot = EOT
    timestamp_begin = START

    def decode(self, tokens: list[int]) -> str:
        """1 is a, 2 is b."""
        return "".join(chr(96 + token) for token in tokens)


TEXT = st.lists(st.integers(1, EOT - 1), min_size=4, max_size=12, unique=True)


@given(TEXT, st.integers(3, 6), st.integers(0, 11), st.booleans())
def test_a_sentence_again_and_again_is_one_sentence(text, times, more, complete):
    """Three times or more, the last perhaps cut short: only the first stays, and it is whole."""
    tokens, whole = unlooped(text * times + text[: min(more, len(text) - 1)], complete, EOT)
    assert tokens == text
    assert whole


@given(TEXT)
def test_a_sentence_that_came_twice_and_ended_stays(text):
    """It may have been said twice."""
    assert unlooped(text * 2, True, EOT) == (text * 2, True)


@given(TEXT, st.integers(4, 12))
def test_a_second_time_that_had_to_be_stopped_is_a_loop(text, more):
    """Nobody has that many words: the first time is what was said."""
    tokens, whole = unlooped(text + text[:more], False, EOT)
    assert (tokens, whole) == (text, True)


@given(TEXT, st.booleans())
def test_what_does_not_come_again_stays(text, complete):
    """Plain text is left as it is, and so is whether it has an end."""
    assert unlooped(text, complete, EOT) == (text, complete)


@given(st.lists(st.integers(1, 3), max_size=30), st.booleans())
def test_cutting_only_ever_shortens(text, complete):
    """What stays is the beginning of what was there, and a whole text is never made a part of one."""
    tokens, whole = unlooped(text, complete, EOT)
    assert tokens == text[: len(tokens)]
    assert whole >= complete
    assert tokens or not text


def test_times_between_loops_do_not_hide_them():
    """Whisper writes times around each sentence; those after the first sentence are kept to its end."""
    sentence = [1, 2, 3, 4]
    looped = [START, *sentence, START + 50, START + 50, *sentence, START + 90, START + 90, *sentence[:2]]
    assert unlooped(looped, False, EOT) == ([START, *sentence, START + 50, START + 50], True)


@pytest.mark.parametrize("word", [[1], [1, 2], [1, 2, 3]])
def test_short_words_may_be_said_again_and_again(word):
    """ "no, no, no, no" is for the evidence to judge."""
    assert unlooped(word * 2, True, EOT) == (word * 2, True)


def test_text_between_two_times_is_a_segment():
    """With where it is; text without times is none."""
    tokens = [START, 1, 2, START + 50, START + 60, 3, START + 100]
    first, second = segments(tokens, Letters())
    assert (first.text, first.start_s, first.end_s) == ("ab", 0.0, 1.0)
    assert (second.text, second.start_s, second.end_s) == ("c", 1.2, 2.0)
    assert segments([1, 2, 3], Letters()) == ()
    assert end_s(tokens, Letters()) == 2.0
    assert end_s([1, 2], Letters()) == 0.0


@pytest.mark.parametrize(
    ("tokens", "text", "seconds", "broken"),
    [
        ([START, 1, 2, START + 100, START + 100], "a bit of", 8.0, True),
        ([START, 1, 2, START + 100, START + 100], "A bit of milk.", 8.0, False),
        ([START, 1, 2, START + 100, START + 100], "a bit of", 2.5, False),
        ([START, 1, 2, START + 100], "a bit of", 8.0, False),
        ([START, 1, 2, START + 90, START + 100], "a bit of", 8.0, False),
        ([1, 2, 2], "a bit bit", 8.0, False),
        ([START, START], "", 8.0, False),
    ],
)
def test_a_segment_that_was_begun_and_left_empty_is_words_left_out(tokens, text, seconds, broken):
    """With sound left and no full stop; else the sentence is whole."""
    assert broken_off(tokens, text, seconds, Letters()) is broken


@given(st.lists(st.floats(0, 1.001), min_size=1, max_size=20))
def test_probabilities_become_bounded_logarithms(probabilities):
    """Never above 0, never minus infinity, total and mean of the same tokens."""
    one = scored(probabilities, len(probabilities))
    assert all(-24 < each <= 0 for each in one.per_token)
    assert one.mean == pytest.approx(one.total / len(probabilities))


def test_no_text_has_no_likelihood():
    """Its mean is minus infinity, which nothing believes."""
    assert Scored(()).mean == -math.inf
    assert Scored(()).total == 0
