"""Public fakes behind understanding's protocols: entailment that a test decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class FakeEntailer:
    """Gives each hypothesis the probability of the first of `probabilities` whose words stand in it, else 0."""

    def __init__(self, probabilities: Mapping[str, float]) -> None:
        self._probabilities = probabilities
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        """Premise and hypotheses of every call."""

    def entails(self, premise: str, hypotheses: Sequence[str]) -> list[float]:
        """See `intents.zero_shot.Entailer.entails`."""
        self.asked.append((premise, tuple(hypotheses)))
        return [
            next((chance for words, chance in self._probabilities.items() if words in hypothesis), 0.0)
            for hypothesis in hypotheses
        ]
