"""The zero-shot classifier behind one protocol: a premise and labelled hypotheses in, probabilities out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Label:
    """A class to choose, and the sentence that is true of the premise if it belongs there."""

    name: str
    hypothesis: str


class ZeroShotClassifier(Protocol):
    """Chooses among labels that it never saw in training."""

    @property
    def name(self) -> str:
        """Which model this is, for the toolbar and the journal."""
        ...

    def classify(self, premise: str, labels: Sequence[Label]) -> Mapping[str, float]:
        """Probability of each label's name, 0 to 1, summing to 1.

        Blocking; safe to call from any one thread at a time.
        """
        ...


SKILL_HYPOTHESIS = "The speaker asks the computer to {}."
"""What is true of words that mean a skill; its description stands in the gap, without capital and full stop."""


def skill_hypothesis(description: str) -> str:
    """The hypothesis for a skill: "Say what day it is." → "The speaker asks the computer to say what day it is."."""
    said = description.strip().rstrip(".")
    return SKILL_HYPOTHESIS.format(said[:1].lower() + said[1:])


class Entailer(Protocol):
    """Says of each hypothesis by itself whether the premise entails it."""

    def entails(self, premise: str, hypotheses: Sequence[str]) -> list[float]:
        """Calibrated probability of each hypothesis, 0 to 1, independent of the others, in the order given.

        Blocking; safe to call from any one thread at a time.
        """
        ...


class LazyEntailer:
    """An entailer that is asked for at its first use."""

    def __init__(self, load: Callable[[], Entailer]) -> None:
        """`load` is called every time, and gives the same entailer every time."""
        self._load = load

    def entails(self, premise: str, hypotheses: Sequence[str]) -> list[float]:
        """See Entailer."""
        return self._load().entails(premise, hypotheses)


class LazyClassifier:
    """A classifier that `load` makes at its first use, or when `warm` is called."""

    def __init__(self, load: Callable[[], ZeroShotClassifier]) -> None:
        self._load = load
        self._loaded: ZeroShotClassifier | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The classifier's name, or `loading`."""
        return self._loaded.name if self._loaded is not None else "loading"

    def warm(self) -> None:
        """Load now; blocks. Raises what `load` raises."""
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()

    def classify(self, premise: str, labels: Sequence[Label]) -> Mapping[str, float]:
        """See ZeroShotClassifier."""
        self.warm()
        assert self._loaded is not None
        return self._loaded.classify(premise, labels)
