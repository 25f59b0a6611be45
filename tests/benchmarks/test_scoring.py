"""Accuracy, out-of-scope recall and thresholds are counted as they are defined."""

from __future__ import annotations

from math import inf, isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scoring import NOTHING, Guess, Judged, best_threshold, held_to, score

guesses = st.builds(
    Guess, st.one_of(st.none(), st.sampled_from("abc")), st.floats(0, 1, allow_nan=False), st.booleans()
)
judged = st.builds(Judged, st.one_of(st.none(), st.sampled_from("abc")), guesses, st.floats(0, 1000))


def test_counts() -> None:
    """Right, wrong and missed rows are told apart, and a negative is quiet only if nothing would run."""
    found = score(
        [
            Judged("a", Guess("a"), 1.0),
            Judged("a", Guess("b"), 2.0),
            Judged("a", NOTHING, 3.0),
            Judged("a", Guess("a", runs=False), 4.0),
            Judged(None, NOTHING, 5.0),
            Judged(None, Guess("b"), 6.0),
            Judged(None, Guess("b", runs=False), 7.0),
        ]
    )
    assert (found.asked, found.right, found.wrong, found.outside, found.quiet) == (4, 2, 1, 3, 2)
    assert found.accuracy == 0.5
    assert found.wrong_share == 0.25
    assert found.recall == pytest.approx(2 / 3)
    assert found.ms == 4.0


def test_no_rows_are_no_score() -> None:
    """A share of nothing is not a number, not zero."""
    assert isnan(score([]).accuracy)
    assert isnan(score([]).recall)


@given(guesses, st.floats(0, 1))
def test_a_guess_below_the_threshold_is_none(guess: Guess, threshold: float) -> None:
    """A guess as sure as the threshold stands."""
    assert held_to(guess, threshold) == (guess if guess.sure >= threshold else NOTHING)


@given(st.lists(judged, min_size=1), st.floats(0, 1), st.floats(0, 1))
def test_a_stricter_threshold_never_runs_more(rows: list[Judged], one: float, other: float) -> None:
    """Recall grows with the threshold; right and wrong only shrink."""
    loose, strict = score(rows, min(one, other)), score(rows, max(one, other))
    assert strict.quiet >= loose.quiet
    assert strict.right <= loose.right
    assert strict.wrong <= loose.wrong


@given(st.lists(judged).filter(lambda rows: {row.truth is None for row in rows} == {True, False}))
def test_no_threshold_is_better_than_the_best(rows: list[Judged]) -> None:
    """On the rows that it was chosen on."""
    best = score(rows, best_threshold(rows))
    for row in rows:
        other = score(rows, row.guess.sure)
        assert best.accuracy + best.recall >= other.accuracy + other.recall


@given(st.lists(judged).filter(lambda rows: {row.truth is None for row in rows} == {True, False}), st.floats(0, 1))
def test_the_strict_rule_keeps_its_promise(rows: list[Judged], least: float) -> None:
    """The chosen threshold reaches the recall asked for, if need be by guessing nothing."""
    assert score(rows, best_threshold(rows, least)).recall >= least


def test_where_nothing_helps_it_guesses_nothing() -> None:
    """A recogniser that is always wrong is best silent."""
    assert best_threshold([Judged("a", Guess("b", 0.9)), Judged(None, Guess("b", 0.9))]) == inf
