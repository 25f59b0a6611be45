"""Sentences that words are a mishearing of: "shall get status" for "show git status".

A recogniser that mishears puts another word of like sound in a word's place; it adds none and leaves none out, and it
gets most words right. So a near sentence has as many words, shares a word that carries meaning, and each word that
differs begins with the same sound and is like it by letters and sound together. A word that skills' sentences use
themselves is no mishearing of another ("start the timer" is not "stop the timer"), unless both sound the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from intents.sound import codes

NEAR = 0.8
"""Least likeness, 0 to 1, of words to a sentence, weighed by letters: "shall get status" to "show git status" is 0.82.
Set, with NEAR_WORD, on hand-written pairs (tests/intents/test_near.py)."""
NEAR_WORD = 0.5
"""Least likeness of a word to the one that it stands for: "shall" to "show" is 0.56, "them" to "vim" 0.39."""
MOST_NEAR = 8
"""Sentences returned."""

_LIGHT = frozenset(
    ("a", "an", "the", "my", "me", "your", "this", "that", "these", "it", "is", "are", "am", "be", "was", "do", "does")
    + ("did", "i", "you", "we", "he", "she", "they", "to", "of", "in", "on", "at", "for", "with", "and", "or", "all")
    + ("any", "up", "what", "what's", "which", "who", "how", "there", "here", "please")
)
"""Words that carry too little for a sentence to be known by them."""


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence near the words."""

    phrase: str
    intent_id: str
    score: float
    """Likeness, NEAR to 1."""


class NearSentences:
    """Finds near sentences among those given: lower case, whole, no slot left open, each with its skill's id."""

    def __init__(self, sentences: Mapping[str, str], vocabulary: Iterable[str]) -> None:
        self._ids = dict(sentences)
        self._vocabulary = frozenset(vocabulary)
        self._by_word: dict[tuple[int, str], list[tuple[str, ...]]] = defaultdict(list)
        for phrase in sentences:
            tokens = tuple(phrase.split())
            for word in {token for token in tokens if token not in _LIGHT}:
                self._by_word[len(tokens), word].append(tokens)

    def find(self, words: str) -> list[Near]:
        """At most MOST_NEAR sentences, nearest first. The time does not grow with sentences that share no word."""
        tokens = tuple(words.lower().split())
        candidates = {
            candidate
            for word in set(tokens) - _LIGHT
            for candidate in self._by_word.get((len(tokens), word), ())
            if candidate != tokens
        }
        found = []
        for candidate in candidates:
            score = self._score(tokens, candidate)
            if score >= NEAR:
                phrase = " ".join(candidate)
                found.append(Near(phrase, self._ids[phrase], score))
        return sorted(found, key=lambda near: (-near.score, near.phrase))[:MOST_NEAR]

    def _score(self, heard: tuple[str, ...], meant: tuple[str, ...]) -> float:
        total = 0.0
        for one, other in zip(heard, meant, strict=True):
            likeness = self._word_likeness(one, other)
            if likeness < NEAR_WORD:
                return 0.0
            total += likeness * len(other)
        return total / sum(len(word) for word in meant)

    def _word_likeness(self, heard: str, meant: str) -> float:
        if heard == meant:
            return 1.0
        likeness, same_sound = _likeness(heard, meant)
        return 0.0 if heard in self._vocabulary and not same_sound else likeness


@lru_cache(maxsize=8192)
def _likeness(heard: str, meant: str) -> tuple[float, bool]:
    """Mean likeness of two words by letters and by sound, 0 where they begin differently; and whether they sound alike."""
    pairs = [(one, other) for one in codes(heard) for other in codes(meant) if one[0] == other[0]]
    if not pairs:
        return 0.0, False
    sound = max(fuzz.ratio(*pair) for pair in pairs) / 100
    return (fuzz.ratio(heard, meant) / 100 + sound) / 2, sound == 1.0
