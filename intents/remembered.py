"""Models' last answers, kept: what was worked out about words ahead of their turn need not be worked out again in it.

Only what a model makes of texts is kept, which is the same every time. What words name (a file, a branch) may change
between two looks and is never kept here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from intents.zero_shot import Entailer, Label, ZeroShotClassifier

KEPT: Final = 32
"""Answers kept of each model: several turns' worth."""

Answer = TypeVar("Answer")
Asked = tuple[str, tuple[object, ...]]


class _Last(OrderedDict[Asked, Answer]):
    """The last answers, the oldest first."""

    def of(self, asked: Asked, work: Callable[[], Answer]) -> Answer:
        """The answer kept for `asked`, else the one that `work` gives; a failure is raised and not kept."""
        if asked not in self:
            self[asked] = work()
        self.move_to_end(asked)
        if len(self) > KEPT:
            self.popitem(last=False)
        return self[asked]


class RememberedClassifier:
    """A ZeroShotClassifier that asks another, once for the same words and labels."""

    def __init__(self, classifier: ZeroShotClassifier) -> None:
        self._classifier = classifier
        self._last: _Last[Mapping[str, float]] = _Last()

    @property
    def name(self) -> str:
        """The other's name."""
        return self._classifier.name

    def classify(self, premise: str, labels: Sequence[Label]) -> Mapping[str, float]:
        """See ZeroShotClassifier."""
        asked = (premise, tuple(labels))
        return dict(self._last.of(asked, lambda: self._classifier.classify(premise, labels)))


class RememberedEntailer:
    """An Entailer that asks another, once for the same words and hypotheses."""

    def __init__(self, entailer: Entailer) -> None:
        self._entailer = entailer
        self._last: _Last[list[float]] = _Last()

    def entails(self, premise: str, hypotheses: Sequence[str]) -> list[float]:
        """See Entailer."""
        asked = (premise, tuple(hypotheses))
        return list(self._last.of(asked, lambda: self._entailer.entails(premise, hypotheses)))
