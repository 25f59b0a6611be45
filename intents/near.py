"""Words put right that a recogniser misheard: "shall get status" for "show git status".

A recogniser that mishears puts a word of like sound in another's place; it adds none and leaves none out, and it gets
most words right. So at most MOST_CHANGED words are put right, each by a word of the skills' sentences that begins with
the same sound and is like it by letters and sound together. A word that those sentences use themselves is no mishearing
("start the timer" is not "stop the timer") unless the two sound the same ("get", "git").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice, product

import numpy as np
from rapidfuzz import fuzz, process

from intents.sound import codes

NEAR_WORD = 0.5
"""Least likeness, 0 to 1, of a word to the one that it stands for: "shall" to "show" is 0.56, "them" to "vim" 0.
Set, with NEAR, on hand-written pairs (tests/intents/test_near.py)."""
NEAR = 0.8
"""Least likeness of all the words that are not in slots, weighed by letters: "shall get status" comes to 0.84."""
MOST_CHANGED = 2
MOST_WORDS = 12
"""In an utterance to be put right; what is longer is hardly a misheard command."""
MOST_EACH = 4
"""Words that may stand in one word's place, likeliest first."""
MOST_TRIED = 60
"""Corrections of one utterance, likeliest places first."""

LIGHT = frozenset(
    """a an the my me your this that these it is are am be was do does did i you we he she they to of in on at for with
    and or all any up what what's which who how there here please""".split()  # noqa: SIM905 - words read best as words
)
"""Words that carry too little for a sentence to be known by them."""


@dataclass(frozen=True, slots=True)
class Correction:
    """An utterance with one or two words put right."""

    heard: tuple[str, ...]
    words: tuple[str, ...]
    """As many as heard."""
    likeness: tuple[float, ...]
    """Of each word to the one heard, NEAR_WORD to 1; 1 where unchanged."""

    @property
    def changed(self) -> frozenset[str]:
        """The words that were put in."""
        return frozenset(word for heard, word in zip(self.heard, self.words, strict=True) if heard != word)

    @property
    def telling(self) -> frozenset[str]:
        """The words heard right that a sentence can be known by."""
        kept = {word for heard, word in zip(self.heard, self.words, strict=True) if heard == word}
        return frozenset(kept - LIGHT)

    @property
    def text(self) -> str:
        """The words, joined."""
        return " ".join(self.words)

    def score(self, slot_words: Iterable[str]) -> float:
        """Likeness of the words outside the slots, 0 to 1; 0 where none of them was both heard right and telling."""
        inside = list(slot_words)
        outside = []
        for heard, word, likeness in zip(self.heard, self.words, self.likeness, strict=True):
            if word in inside:
                inside.remove(word)
            else:
                outside.append((heard, word, likeness))
        if not any(heard == word and word not in LIGHT for heard, word, _ in outside):
            return 0.0
        return sum(likeness * len(word) for _, word, likeness in outside) / sum(len(word) for _, word, _ in outside)


class Vocabulary:
    """The words that skills' sentences are made of, by their first sound."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._by_sound: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for word in sorted(self._words):
            for code in codes(word):
                for filed, entry in zip(self._by_sound[code[0]], (word, code), strict=True):
                    filed.append(entry)

    def corrections(self, text: str) -> Iterator[Correction]:
        """At most MOST_TRIED ways to put `text` (canonical) right, one changed word before two."""
        heard = tuple(text.lower().split())
        yield from self.put_right(heard, self.instead(heard))

    def instead(self, heard: tuple[str, ...]) -> dict[int, list[tuple[float, str]]]:
        """Place in `heard` → likeness and word of those that may be meant there; none for too few or too many words."""
        if not 2 <= len(heard) <= MOST_WORDS:
            return {}
        found = {place: self._instead(word) for place, word in enumerate(heard)}
        return {place: words for place, words in found.items() if words}

    def put_right(self, heard: tuple[str, ...], instead: dict[int, list[tuple[float, str]]]) -> Iterator[Correction]:
        """At most MOST_TRIED ways to put words of `instead` in their places, one changed word before two."""
        return islice(self._changed(heard, instead), MOST_TRIED)

    def _changed(self, heard: tuple[str, ...], instead: dict[int, list[tuple[float, str]]]) -> Iterator[Correction]:
        places = list(instead)
        for count in range(1, min(MOST_CHANGED, len(heard) - 1) + 1):
            for chosen in combinations(places, count):
                for put in product(*(instead[place] for place in chosen)):
                    words, likeness = list(heard), [1.0] * len(heard)
                    for place, (near, word) in zip(chosen, put, strict=True):
                        words[place], likeness[place] = word, near
                    yield Correction(heard, tuple(words), tuple(likeness))

    def _instead(self, heard: str) -> list[tuple[float, str]]:
        """Likeness and word of those that may be meant, likeliest first; none for a name with signs or digits."""
        if heard in LIGHT or not heard.replace("'", "").isalpha():
            return []
        known = heard in self._words
        found = []
        for word in self._sounding_like(heard):
            near, same_sound = word_likeness(heard, word)
            if word == heard or near < NEAR_WORD or (known and not same_sound) or _inflected(heard, word):
                continue
            found.append((near, word))
        return sorted(set(found), reverse=True)[:MOST_EACH]

    def _sounding_like(self, heard: str) -> set[str]:
        """The words near enough to `heard` by letters and sound together; the comparing is rapidfuzz's, all at once."""
        likely: set[str] = set()
        for code in codes(heard):
            words, sounds = self._by_sound.get(code[0], ([], []))
            if words:
                both = process.cdist([heard], words)[0] + process.cdist([code], sounds)[0]
                likely |= {words[place] for place in np.nonzero(both >= 200 * NEAR_WORD - 1)[0]}
        return likely


def _inflected(heard: str, meant: str) -> bool:
    """True for "opened" and "opening" to "open": said so, and not a command."""
    return any(heard.endswith(ending) and heard.startswith(meant[:-1]) for ending in ("ed", "ing"))


@lru_cache(maxsize=16384)
def word_likeness(heard: str, meant: str) -> tuple[float, bool]:
    """Mean likeness of two words by letters and sound, 0 where they begin differently; and whether they sound alike."""
    pairs = [(one, other) for one in codes(heard) for other in codes(meant) if one[0] == other[0]]
    if not pairs:
        return 0.0, False
    sound = max(fuzz.ratio(*pair) for pair in pairs) / 100
    return (fuzz.ratio(heard, meant) / 100 + sound) / 2, sound == 1.0
