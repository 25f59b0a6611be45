"""What a recogniser's guesses are worth: accuracy, out-of-scope recall, and the threshold that validation rows give.

All pure. A row's truth is the id that should have been recognised, or None where nothing should run.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Guess:
    """What a recogniser makes of one text."""

    name: str | None
    """The id that it recognised; None for nothing."""
    sure: float = 1.0
    """How sure it is; larger is surer. Only compared with other guesses of the same recogniser."""
    runs: bool = True
    """False where it would do nothing yet, though it knows what is meant: a slot is missing or names nothing here."""


NOTHING = Guess(None, -inf, runs=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """A guess beside the truth."""

    truth: str | None
    guess: Guess
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """How good the guesses are, at a threshold."""

    asked: int
    """Rows that have an id."""
    right: int
    """Of these, those recognised as what they are."""
    wrong: int
    """Of these, those where something else would run."""
    outside: int
    """Rows where nothing should run."""
    quiet: int
    """Of these, those where nothing would run."""
    ms: float
    """Median milliseconds a row."""

    @property
    def accuracy(self) -> float:
        """Share of the asked rows that are right, 0 to 1; nan where there are none."""
        return _share(self.right, self.asked)

    @property
    def wrong_share(self) -> float:
        """Share of the asked rows where something else would run, 0 to 1; nan where there are none."""
        return _share(self.wrong, self.asked)

    @property
    def recall(self) -> float:
        """Out-of-scope recall: the share of the other rows where nothing runs, 0 to 1; nan where there are none."""
        return _share(self.quiet, self.outside)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def held_to(guess: Guess, threshold: float) -> Guess:
    """The guess, or NOTHING if it is less sure than the threshold."""
    return guess if guess.sure >= threshold else NOTHING


def score(rows: Sequence[Judged], threshold: float = -inf) -> Score:
    """Count. A guess that is less sure than `threshold` is no guess."""
    judged = [(row.truth, held_to(row.guess, threshold)) for row in rows]
    asked = [(truth, guess) for truth, guess in judged if truth is not None]
    outside = [guess for truth, guess in judged if truth is None]
    return Score(
        len(asked),
        sum(guess.name == truth for truth, guess in asked),
        sum(_would_run(guess) and guess.name != truth for truth, guess in asked),
        len(outside),
        sum(not _would_run(guess) for guess in outside),
        statistics.median(row.ms for row in rows) if rows else float("nan"),
    )


def _would_run(guess: Guess) -> bool:
    return guess.name is not None and guess.runs


def best_threshold(rows: Sequence[Judged], least_recall: float | None = None) -> float:
    """The threshold that is best on these rows (validation rows only, please).

    Best is the highest mean of accuracy and out-of-scope recall; with `least_recall` (0 to 1), the highest accuracy
    among the thresholds that reach this recall. Of equals, the strictest; infinity (no guess) always qualifies.
    """

    def worth(threshold: float) -> tuple[float, float]:
        found = score(rows, threshold)
        if least_recall is None:
            return ((found.accuracy + found.recall) / 2, threshold)
        return (found.accuracy if found.recall >= least_recall else -1.0, threshold)

    return max({inf, *(row.guess.sure for row in rows)}, key=worth)
