"""The figures that accuracy is told by, computed from judged utterances; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from intents.model import RouteLabel

BINS = 10
"""Of the expected calibration error."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said of one utterance."""

    truth: RouteLabel
    said: RouteLabel
    sure: float
    """The probability given to `said`, 0 to 1."""


def accuracy(judged: Sequence[Judged]) -> float:
    """The share that was routed rightly, 0 to 1; 0 for none at all."""
    return sum(one.truth is one.said for one in judged) / max(1, len(judged))


def chat_leak(judged: Sequence[Judged]) -> float:
    """The share of commands and questions that fell to chat, 0 to 1."""
    meant = [one for one in judged if one.truth is not RouteLabel.CHAT]
    return sum(one.said is RouteLabel.CHAT for one in meant) / max(1, len(meant))


def confusion(judged: Sequence[Judged]) -> dict[tuple[RouteLabel, RouteLabel], int]:
    """(truth, said) to count."""
    return dict(Counter((one.truth, one.said) for one in judged))


def calibration_error(right: Sequence[bool], sure: Sequence[float]) -> float:
    """Expected calibration error over BINS equal bins (Guo et al. 2017, arXiv:1706.04599): how far sureness is from the
    share that is right, 0 to 1, weighed by how often it is that sure."""
    bins: list[list[tuple[bool, float]]] = [[] for _ in range(BINS)]
    for ok, probability in zip(right, sure, strict=True):
        bins[min(BINS - 1, int(probability * BINS))].append((ok, probability))
    total = max(1, len(right))
    return sum(abs(sum(ok for ok, _ in each) - sum(probability for _, probability in each)) / total for each in bins)
