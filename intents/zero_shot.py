"""The zero-shot classifier behind one protocol: a premise and labelled hypotheses in, probabilities out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
