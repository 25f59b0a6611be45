"""What can be said now that sounds like what was heard: whole sentences of the skills, with their slots' live values.

A recogniser that knows no skill writes "Open them." for "open vim". The words it wrote are laid along every skill's
sentences, word by word, each word of a sentence and each value of a slot taking the words that are nearest in sound;
the cheapest ways through are sentences that may have been said. It is a loose search: which of them was said, if any,
is for the sound itself to tell (`shell.rescoring`). Slots that take any words keep the words as heard.

Pure but for the slots that look at what is there (files, branches), as `resolve` does.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from intents.arcs import Arc
from intents.grammar import Grammar
from intents.model import IntentSpec, Resolved, Scene, Slot
from intents.normalize import canonical
from intents.sounding import as_said, likenesses

LEAST_PIECE = 0.42
"""Likeness, 0 to 1, below which words are not taken for a piece: "them" to "vim" is 0.56."""
FARTHEST = 0.5
"""Share of the letters that may differ in a sentence; what is farther is not worth holding against the sound."""
LONGEST = 18
"""Words heard; what is longer is hardly a command, and free words are not to be touched."""
LONGEST_PIECE = 5
"""Words that one slot's value may take."""
MOST_SKILLS = 14
"""Skills whose sentences are gone through, those first that may come nearest."""
MOST_WAYS = 4
"""Ways kept at each place of each sentence."""
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
_FILLERS = frozenset("a an the my me of to with and".split())  # noqa: SIM905 - words read best as words
_ARTICLES = frozenset({"the", "my", "this", "that"})
_END = 1
_Best = NDArray[np.float32]


@runtime_checkable
class Listed(Protocol):
    """A slot type that can list what would resolve now."""

    def sayable(self, scene: Scene) -> Sequence[str]:
        """Values as they are written; said aloud as `intents.sounding.as_said` has them."""
        ...


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence that can be said now."""

    text: str
    """Its words as they are written, lower case but for values of slots."""
    distance: float
    """Share of the letters that differ from what was heard, 0 to FARTHEST."""
    intent: str
    """The skill's id."""


_Fit = tuple[float, int, str]
"""Cost, the word after the last that is taken, and the words as they are written."""
_Way = tuple[float, tuple[str, ...]]
"""Cost, and the words so far."""


class _Skill:
    """A skill's sentences as steps from node to node."""

    def __init__(self, grammar: Grammar) -> None:
        self.intent = grammar.intent
        self.slots = {slot.name: slot for slot in grammar.intent.slots}
        by_source: dict[int, list[Arc]] = defaultdict(list)
        for arc in grammar.arcs:
            by_source[arc.source].append(arc)
        self.steps = {source: _Node(by_source, source) for source in sorted(by_source)}
        self.words = frozenset().union(*(node.words for node in self.steps.values()))
        self.columns: list[int] = []
        """The places of its words among those of all skills."""


class _Node:
    """What may follow at one node."""

    def __init__(self, by_source: Mapping[int, Sequence[Arc]], source: int) -> None:
        self.words: dict[str, list[int]] = defaultdict(list)
        self.slots: dict[str, list[int]] = defaultdict(list)
        self.without = [arc.target for arc in by_source[source] if not arc.word and not arc.slot]
        self.fillers: list[tuple[str, int]] = []
        """Small words that may have been said and not heard; those that need not be said are left out."""
        past = _reached(by_source, source)
        for arc in by_source[source]:
            if arc.slot:
                self.slots[arc.slot].append(arc.target)
            elif arc.word:
                self.words[arc.word].append(arc.target)
                if arc.word in _FILLERS and past.isdisjoint(_reached(by_source, arc.target)):
                    self.fillers.append((arc.word, arc.target))


def _reached(by_source: Mapping[int, Sequence[Arc]], node: int) -> set[int]:
    """The nodes that are reached from one without a word, and itself."""
    found, open_ = {node}, [node]
    while open_:
        for arc in by_source.get(open_.pop(), ()):
            if not arc.word and not arc.slot and arc.target not in found:
                found.add(arc.target)
                open_.append(arc.target)
    return found


class Sayables:
    """Sentences of the skills given."""

    def __init__(self, intents: Sequence[IntentSpec], names: Callable[[], Sequence[str]] = tuple) -> None:
        """`names` lists further words that a slot for any one name may mean, such as the programs that are here."""
        self._intents = intents
        self._names = names

    def warm(self) -> None:
        """Lay out the sentences now: a second for 60 skills."""
        _ = self._skills, self._literals

    def near(self, heard: Sequence[str], scene: Scene, most: int = 12) -> list[Wording]:
        """The `most` sentences nearest to any of the transcripts, nearest first. Never raises for odd text."""
        found: dict[str, Wording] = {}
        values: dict[int, Sequence[str]] = {}
        for text in dict.fromkeys(canonical(_apart(text)) for text in heard):
            for wording in self._near(text.split(), scene, most, values):
                key = as_said(wording.text).replace(" ", "")
                known = found.get(key)
                if known is None or (wording.distance, len(wording.text)) < (known.distance, len(known.text)):
                    found[key] = wording
        return sorted(found.values(), key=lambda one: (one.distance, one.text))[:most]

    def _near(self, words: list[str], scene: Scene, most: int, values: dict[int, Sequence[str]]) -> list[Wording]:
        if not 1 <= len(words) <= LONGEST:
            return []
        heard = _Heard(words, self._literals, scene, self._names, values)
        bounds = [(*heard.at_best(skill), skill) for skill in self._skills]
        found: list[Wording] = []
        worst = FARTHEST * heard.letters
        for _, rest, skill in sorted(bounds, key=lambda bound: bound[0])[:MOST_SKILLS]:
            if rest[0] > worst:
                continue
            ways = _ways(skill, heard, rest, worst)
            found += [Wording(" ".join(said), cost / heard.letters, skill.intent.id) for cost, said in ways]
            if len(found) > most:
                found.sort(key=lambda one: one.distance)
                del found[most:]
                worst = min(worst, found[-1].distance * heard.letters)
        return found

    @cached_property
    def _skills(self) -> list[_Skill]:
        skills = [_Skill(Grammar(intent)) for intent in self._intents]
        literals = sorted(frozenset().union(*(skill.words for skill in skills)))
        for skill in skills:
            skill.columns = [column for column, word in enumerate(literals) if word in skill.words]
        return skills

    @cached_property
    def _literals(self) -> tuple[str, ...]:
        return tuple(sorted(frozenset().union(*(skill.words for skill in self._skills))))


def _apart(text: str) -> str:
    """Words that a recogniser joined with dashes, apart: "get-diff"."""
    return re.sub(r"(?<=\w)-(?=\w)", " ", text)


class _Heard:
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
        self._slots: dict[int, tuple[list[list[_Fit]], _Best, _Best]] = {}

    def _fitting(
        self, phrases: Sequence[str], most_words: int = LONGEST_PIECE
    ) -> tuple[list[dict[str, list[_Fit]]], _Best]:
        """For each place, by phrase, what a stretch from there may be; and the likeness of each word to each phrase."""
        fits: list[dict[str, list[_Fit]]] = [defaultdict(list) for _ in self.words]
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
            fits[first][phrases[column]].append((letters * (1 - float(near[at, column])), after, phrases[column]))
        return fits, np.where(best >= LEAST_PIECE, best, 0)

    def at_best(self, skill: _Skill) -> tuple[float, list[float]]:
        """How far the skill is at best, for choosing skills; and for each place, what the words from there on cost at
        least."""
        slots = [self.slot(slot) for slot in skill.slots.values()]
        likeness = self._best[:, skill.columns].max(axis=1, initial=0.0)
        wide = np.zeros(self.size, np.float32)
        for _, near, taken in slots:
            likeness, wide = np.maximum(likeness, near), np.maximum(wide, taken)
        fillers = np.array([FILLER_COST if word.lower() in _FILLERS else 1.0 for word in self.words], np.float32)
        rank = float((self._lengths * (1 - np.maximum(likeness, WIDE_LIKENESS * (wide > 0)))).sum())
        costs = self._lengths * np.minimum(1 - np.maximum(likeness, wide), fillers)
        return rank, [*np.cumsum(costs[::-1])[::-1].tolist(), 0.0]

    def slot(self, slot: Slot) -> tuple[list[list[_Fit]], _Best, _Best]:
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

    def _with_articles(self, fits: list[list[_Fit]]) -> list[int]:
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

    def _as_heard(self, slot: Slot, first: int, after: int) -> Iterator[_Fit]:
        """The words themselves, where they are a value; for a slot that takes any words, at a cost."""
        said = " ".join(self.words[first:after])
        if isinstance(slot.type.resolve(said, self._scene), Resolved):
            letters = float(self._lengths[first:after].sum())
            yield 0.0 if slot.type.narrow else WIDE_COST * letters, after, said


def _ways(skill: _Skill, heard: _Heard, rest: Sequence[float], worst: float) -> list[_Way]:
    """The cheapest ways from the first node to the last that use up the words, none of them over `worst`.

    `rest` is what the words from each place on cost at least.
    """
    ways: dict[int, list[list[_Way]]] = {0: [[] for _ in range(heard.size + 1)]}
    ways[0][0].append((0.0, ()))

    def keep(node: int, place: int, cost: float, words: tuple[str, ...]) -> None:
        if cost + rest[place] > worst:
            return
        places = ways.get(node)
        if places is None:
            places = ways[node] = [[] for _ in range(heard.size + 1)]
        kept = places[place]
        if len(kept) >= MOST_WAYS and cost >= kept[-1][0]:
            return
        for index, other in enumerate(kept):
            if other[1] == words:
                if other[0] <= cost:
                    return
                del kept[index]
                break
        insort(kept, (cost, words))
        del kept[MOST_WAYS:]

    for number, node in skill.steps.items():
        for place, here in enumerate(ways.get(number, ())):
            if not here:
                continue
            moves = _moves(skill, node, heard, place)
            filler = place < heard.size and heard.words[place].lower() in _FILLERS
            for cost, words in tuple(here):
                for target in node.without:
                    keep(target, place, cost, words)
                if filler:
                    keep(number, place + 1, cost + FILLER_COST * len(heard.words[place]), words)
                for target, (more, after, written) in moves:
                    keep(target, after, cost + more, (*words, written))
    return ways[_END][heard.size] if _END in ways else []


def _moves(skill: _Skill, node: _Node, heard: _Heard, place: int) -> list[tuple[int, _Fit]]:
    """Where one may go from a node with the words from a place on, and what it takes."""
    found = [(target, (FILLER_COST * len(word), place, word)) for word, target in node.fillers]
    if place < heard.size:
        fitting = heard.literal[place]
        for word in node.words.keys() & fitting.keys():
            found += [(target, fit) for fit in fitting[word] for target in node.words[word]]
        for name, targets in node.slots.items():
            found += [(target, fit) for fit in heard.slot(skill.slots[name])[0][place] for target in targets]
    return found
