"""What each stretch of the words heard may be: a word of the skills' sentences or a value of a slot, and how nearly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from intents.model import Resolved, Scene, Slot
from intents.sounding import as_said, likenesses

LEAST_PIECE = 0.42
"""Likeness, 0 to 1, below which words are not taken for a piece: "them" to "vim" is 0.56."""
LONGEST_PIECE = 5
"""Words that one slot's value may take."""
MOST_VALUES = 600
"""Values of one slot, the nearest to the working folder first."""
WIDE_COST = 0.25
"""Of each letter in a slot that takes any words: nothing speaks for such words but that they were heard."""
WIDE_LIKENESS = 0.45
"""What such a slot's words count for where skills are chosen, 0 to 1: less than words of the skill itself."""
MOST_FITS = 40
"""Values of a slot that are tried at one place, the nearest first."""
FILLER_COST = 0.6
"""Of each letter of a small word that was added or left out."""
FILLERS = frozenset("a an the my me of to with and".split())  # noqa: SIM905 - words read best as words
"""Words that a recogniser adds or loses, and that change nothing."""
_ARTICLES = frozenset({"the", "my", "this", "that"})
"""Words that may stand before a value of a listed slot."""
Best = NDArray[np.float32]
"""For each word, float32 (words,)."""
Fit = tuple[float, int, str]
"""Cost, the word after the last that is taken, and the words as they are written."""


@runtime_checkable
class Listed(Protocol):
    """A slot type that can list what would resolve now."""

    def sayable(self, scene: Scene) -> Sequence[str]:
        """Values as they are written; said aloud as `intents.sounding.as_said` has them."""
        ...


class Heard:
    """The words of one transcript, and what each stretch of them may be."""

    def __init__(
        self,
        words: Sequence[str],
        literals: Sequence[str],
        scene: Scene,
        names: Callable[[], Sequence[str]],
        values: dict[int, Sequence[str]],
    ) -> None:
        """`values` keeps each slot type's values from one transcript of an utterance to the next."""
        self.words = list(words)
        self.size = len(words)
        self._lengths = np.array([len(as_said(word).replace(" ", "")) for word in words], np.float32)
        self.letters = max(1.0, float(self._lengths.sum()))
        self._scene, self._names, self._values = scene, names, values
        self._stretches = [
            (first, after)
            for first in range(self.size)
            for after in range(first + 1, min(self.size, first + LONGEST_PIECE) + 1)
        ]
        self._said = [as_said(" ".join(words[first:after])) for first, after in self._stretches]
        self.literal, self._best = self._fitting(literals, most_words=2)
        self._slots: dict[int, tuple[list[list[Fit]], Best, Best]] = {}

    def _fitting(
        self, phrases: Sequence[str], most_words: int = LONGEST_PIECE
    ) -> tuple[list[dict[str, list[Fit]]], Best]:
        """For each place, by phrase, what a stretch from there may be; and the likeness of each word to each phrase."""
        fits: list[dict[str, list[Fit]]] = [defaultdict(list) for _ in self.words]
        rows = [row for row, (first, after) in enumerate(self._stretches) if after - first <= most_words]
        said = [as_said(phrase) for phrase in phrases]
        near = likenesses([self._said[row] for row in rows], said)
        best = np.zeros((self.size, len(phrases)), np.float32)
        for at, row in enumerate(rows):
            first, after = self._stretches[row]
            np.maximum(best[first:after], near[at], out=best[first:after])
        for at, column in zip(*(places.tolist() for places in np.nonzero(near >= LEAST_PIECE)), strict=True):
            first, after = self._stretches[rows[at]]
            letters = max(len(self._said[rows[at]].replace(" ", "")), len(said[column].replace(" ", "")))
            as_heard = self._said[rows[at]] == said[column]
            written = " ".join(self.words[first:after]) if as_heard else phrases[column]
            fits[first][phrases[column]].append((letters * (1 - float(near[at, column])), after, written))
        return fits, np.where(best >= LEAST_PIECE, best, 0)

    def at_best(self, columns: Sequence[int], skill_slots: Collection[Slot]) -> tuple[float, list[float]]:
        """How far the skill is at best, for choosing skills; and for each place, what the words from there on cost at
        least."""
        slots = [self.slot(slot) for slot in skill_slots]
        likeness = self._best[:, list(columns)].max(axis=1, initial=0.0)
        wide = np.zeros(self.size, np.float32)
        for _, near, taken in slots:
            likeness, wide = np.maximum(likeness, near), np.maximum(wide, taken)
        fillers = np.array([FILLER_COST if word.lower() in FILLERS else 1.0 for word in self.words], np.float32)
        rank = float((self._lengths * (1 - np.maximum(likeness, WIDE_LIKENESS * (wide > 0)))).sum())
        costs = self._lengths * np.minimum(1 - np.maximum(likeness, wide), fillers)
        return rank, [*np.cumsum(costs[::-1])[::-1].tolist(), 0.0]

    def slot(self, slot: Slot) -> tuple[list[list[Fit]], Best, Best]:
        """For each place, what a stretch from there may be as a value of the slot; each word's best likeness to one;
        and what it counts for where the slot takes any words."""
        key = id(slot.type)
        if key not in self._slots:
            by_place, near = self._fitting(self._values_of(slot))
            fits = [[fit for each in place.values() for fit in each] for place in by_place]
            best = near.max(axis=1) if near.shape[1] else np.zeros(self.size, np.float32)
            wide = np.zeros(self.size, np.float32)
            if slot.type.choices is None and isinstance(slot.type, Listed):
                best[self._with_articles(fits)] = 1.0
            elif slot.type.choices is None:
                taken = best if slot.type.narrow else wide
                for first, after in self._stretches:
                    for fit in self._as_heard(slot, first, after):
                        fits[first].append(fit)
                        taken[first:after] = 1.0 if slot.type.narrow else 1 - WIDE_COST
            self._slots[key] = [sorted(place)[:MOST_FITS] for place in fits], best, wide
        return self._slots[key]

    def _with_articles(self, fits: list[list[Fit]]) -> list[int]:
        """Let values of a slot be said with an article before them; the places of those articles."""
        articles = [place for place in range(self.size - 1) if self.words[place].lower() in _ARTICLES]
        for place in articles:
            article = self.words[place].lower()
            fits[place] += [(cost, after, f"{article} {written}") for cost, after, written in fits[place + 1]]
        return articles

    def _values_of(self, slot: Slot) -> Sequence[str]:
        key = id(slot.type)
        if key not in self._values:
            if slot.type.choices is not None:
                found: Iterable[str] = slot.type.choices
            elif isinstance(slot.type, Listed):
                found = slot.type.sayable(self._scene)
            else:
                found = () if slot.type.narrow or slot.type.free else self._names()
            self._values[key] = list(dict.fromkeys(found))[:MOST_VALUES]
        return self._values[key]

    def _as_heard(self, slot: Slot, first: int, after: int) -> Iterator[Fit]:
        """The words themselves, where they are a value; for a slot that takes any words, at a cost."""
        said = " ".join(self.words[first:after])
        if isinstance(slot.type.resolve(said, self._scene), Resolved):
            letters = float(self._lengths[first:after].sum())
            yield 0.0 if slot.type.narrow else WIDE_COST * letters, after, said
