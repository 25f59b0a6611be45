"""Words that a person is asked to repeat, so that a spoken agreement is theirs and is to this very question.

A plain yes can be on the radio, in a recording, or in what Golem itself says. A word drawn for one question cannot have
been said before that question. None is, or sounds like, a part of a command, a yes or a no; kept are the 26 of 48 words
that Golem's own hearing took for themselves in both voices of `benchmarks/spoken_words.py`. Short words do badly: said
alone, Whisper base heard nothing, or another word, in every third of them.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from typing import Final

from rapidfuzz import fuzz

from policies.verdict import Proof

WORDS: Final = (
    *("africa", "alabama", "america", "apple", "atlas", "australia", "banjo", "broccoli", "california", "chocolate"),
    *("christmas", "concert", "gorilla", "harbor", "hospital", "jamaica", "lantern"),
    *("november", "october", "octopus", "pineapple", "september", "strawberry", "telephone", "tiger", "umbrella"),
)
MOST: Final[dict[Proof, int]] = {Proof.WORD: 1, Proof.TWO_WORDS: 2}
"""How many words a proof takes; none where it is not listed."""
ALIKE: Final = 0.75
"""Likeness of letters, 0 to 1, from which what was heard can be the word, if no other of the list is as like."""
_BEFORE: Final = frozenset({"yes", "say", "the", "it", "is"})
"""What people put before the word."""


class Drawer:
    """Draws words at random, never one of the last question's."""

    def __init__(self, choose: Callable[[Sequence[str]], str] = secrets.choice) -> None:
        self._choose = choose
        self._last: tuple[str, ...] = ()

    def draw(self, proof: Proof) -> tuple[str, ...]:
        """As many different words as this proof takes."""
        drawn: tuple[str, ...] = ()
        for _ in range(MOST.get(proof, 0)):
            drawn = (*drawn, self._choose([word for word in WORDS if word not in (*drawn, *self._last)]))
        self._last = drawn
        return drawn


def said(text: str, wanted: Sequence[str]) -> bool:
    """True where `text` is the `wanted` words, in their order, and nothing else but a yes before them.

    A recogniser writes a single word in several ways ("Benjo"): what has most of a word's letters, and of no other's as
    many, is that word. Likeness of sound was too loose: "piano" passed for "banjo".
    """
    heard = re.findall(r"[^\W_]+", text.lower())
    while len(heard) > len(wanted) and heard[0] in _BEFORE:
        heard = heard[1:]
    if not wanted or not len(wanted) <= len(heard) <= 2 * len(wanted):
        return False
    return any(
        all(_is("".join(part), word) for part, word in zip(parts, wanted, strict=True))
        for parts in _cut(heard, len(wanted))
    )


def _cut(heard: list[str], count: int) -> list[list[list[str]]]:
    """Every way to cut what was heard into `count` parts in order, none of them empty."""
    if count == 1:
        return [[heard]]
    return [[heard[:at], *rest] for at in range(1, len(heard) - count + 2) for rest in _cut(heard[at:], count - 1)]


def _is(heard: str, word: str) -> bool:
    likeness = fuzz.ratio(heard, word) / 100
    return likeness >= ALIKE and all(fuzz.ratio(heard, other) / 100 < likeness for other in WORDS if other != word)
