"""Which skills come nearest to words that no sentence fits: to be named, never to be run."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import fuzz

from intents.grammar import Grammar
from intents.model import IntentSpec

LEAST = 65
"""Least share of words in common, 0 to 100, for a skill to be named as near to what was said."""
MOST_COMPARED = 8
"""Skills whose examples are compared."""
MOST_NAMED = 3
MOST_SHARING = 64
"""Skills that a word may have in common and still tell something; of a commoner one the first so many are looked at."""


class Nearest:
    """The skills given, by the words of their sentences."""

    def __init__(self, grammars: Mapping[str, Grammar], by_word: Mapping[str, frozenset[str]]) -> None:
        """`by_word` has, for every word of the skills' sentences, the ids of those that use it."""
        self._grammars = grammars
        self._telling = {word: math.log(1 + len(grammars) / len(ids)) for word, ids in by_word.items()}
        self._sharing = {word: tuple(sorted(ids)[:MOST_SHARING]) for word, ids in by_word.items()}

    def to(self, words: str) -> tuple[IntentSpec, ...]:
        """Up to three skills whose examples share the most with the words (canonical), best first."""
        likely: defaultdict[str, float] = defaultdict(float)
        for word in dict.fromkeys(words.lower().split()):
            for id_ in self._sharing.get(word, ()):
                likely[id_] += self._telling[word]
        compared = {
            id_: self._likeness(words, id_)
            for id_, _ in heapq.nlargest(MOST_COMPARED, likely.items(), key=lambda item: item[1])
        }
        ranked = sorted(compared, key=lambda id_: -compared[id_])
        return tuple(self._grammars[id_].intent for id_ in ranked[:MOST_NAMED] if compared[id_] >= LEAST)

    def _likeness(self, words: str, id_: str) -> float:
        return max((fuzz.token_set_ratio(words, example) for example in self._grammars[id_].shown), default=0.0)
