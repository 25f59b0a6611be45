"""Utterances written for Golem, `written/*.tsv`: wide in verbs, subjects and manners, where public data are narrow.

Each row is a route, a meaning in a few words (shared by several rows) and an utterance. Their authors had seen neither
the public sets nor Golem's skills. A tenth of the meanings, each with all its rows, shapes no weights: temperatures and
thresholds are chosen on it, since a meaning that was never seen is what a user brings.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from intents.model import RouteLabel

FOLDER = Path(__file__).with_name("written")
_KEPT_OUT = 26
"""Of 256: a tenth."""


@dataclass(frozen=True, slots=True)
class Written:
    """An utterance with its route and meaning."""

    route: RouteLabel
    meaning: str
    """Completes a wording of `recast.GLOSSED`: "copy a file", "what the weather is like", "says goodbye"."""
    text: str
    file: str
    """Whose meanings its author kept apart; between files some are the same."""


@cache
def written() -> tuple[Written, ...]:
    """Every row of every file, in order."""
    found = []
    for file in sorted(FOLDER.glob("*.tsv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for route, meaning, text in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                found.append(Written(RouteLabel(route), meaning, text, file.stem))
    return tuple(found)


def validates(row: Written) -> bool:
    """True for a row whose meaning is kept for choosing temperatures and thresholds, by the meaning's hash."""
    return hashlib.sha256(row.meaning.encode()).digest()[0] < _KEPT_OUT


@cache
def verbs() -> frozenset[str]:
    """What orders begin with, in the base form."""
    return frozenset(row.meaning.partition(" ")[0] for row in written() if row.route is RouteLabel.COMMAND)
