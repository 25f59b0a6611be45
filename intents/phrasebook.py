"""Whole sentences that can be said here, by their sound: the short ones of each skill, and what developers say.

`intents.sayable` lays words along sentences, word by word; where a recogniser cut the sound into other words ("Get Add
Us" for "git status"), no word is near another. Here a sentence is one row of phones, and so is the transcript. Only the
shortest sentences of each skill are laid out, since they are most of what is said and the least of what can be said;
long ones are left to `intents.sayable`, whose finds are weighed by their sound here as well.

    transcript ─▶ phones ─▶ roughly near (letters for kinds of sound) ─▶ weighed phone by phone ─▶ nearest sentences
"""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from intents.arcs import Arc
from intents.fits import Listed
from intents.grammar import Grammar
from intents.jargon import Jargon, jargon
from intents.model import Scene, Slot
from intents.normalize import canonical
from intents.phones import distances, rough
from intents.pronunciation import Pronounce, Pronunciation
from intents.sayable import LONGEST, Sayables, Wording
from intents.sounding import as_said

MOST_SENTENCES = 300
"""Of a skill without a slot, the shortest first."""
MOST_WITH_SLOT = 40
"""Of a skill with one, each of which is laid out with every value."""
MOST_STEPS = 8_000
"""Steps through a skill's sentences on the way there."""
MOST_VALUES = 200
"""Of a slot; the nearest to the working folder first."""
MOST_FILLED = 4000
"""Of one sentence with its slots' values."""
MOST_WEIGHED = 100
"""Sentences whose sound is weighed phone by phone, those first that are nearest roughly."""
SURELY = 0.08
"""Distance below which a sentence is so near that none is looked for word by word, which costs more."""
AT_ONCE = 4000
"""Sentences looked at in one call, which holds the interpreter's lock: a millisecond of one core."""
ROUGHLY = 0.6
"""Share of the kinds of sound that may differ in those."""
WORDWISE = 0.6
"""Share of its letters' distance that a sentence found word by word keeps at least: words taken as heard cost there."""
FARTHEST = 0.45
"""Cost a phone; what is farther is not worth holding against the sound."""
SHORTEST = 0.75
"""Share of the heard phones that a sentence must have: the beginning of what was said always fits the sound."""

_Parts = tuple[str | Slot, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    sound: str
    intent: str


@dataclass(frozen=True, slots=True, eq=False)
class _LaidOut:
    values: tuple[tuple[str, ...], ...]
    entries: Sequence[_Entry]
    """Those of the fewest phones first."""
    rough: Sequence[str]
    """Of each entry, in the same order."""


class Phrasebook:
    """Sentences near in sound. Behind the same `near` as `Sayables`."""

    def __init__(self, words: Sayables, pronounce: Pronounce, said: Jargon | None = None) -> None:
        """`words` finds the sentences that are near word by word; `said` is the list that ships, or another."""
        self._words = words
        self.jargon = said or jargon()
        self._sounds = Pronunciation(pronounce, self.jargon)
        self._laid_out = _LaidOut((), [], [])

    def warm(self, scene: Scene | None = None) -> None:
        """Lay the sentences out now, with a scene's values where it is given: some seconds for 66 skills."""
        self._words.warm()
        _ = self._now(scene) if scene is not None else (self._fixed, self._slots)

    def near(self, heard: Sequence[str], scene: Scene, most: int = 12) -> list[Wording]:
        """The sentences nearest in sound to any of the transcripts, nearest first. Never raises for odd text."""
        texts = dict.fromkeys(canonical(one) for one in heard)
        sounds = [self._sounds.phrase(text)[0] for text in texts if 1 <= len(text.split()) <= LONGEST]
        sounds = [sound for sound in dict.fromkeys(sounds) if sound]
        found: dict[str, Wording] = {}
        laid_out = self._now(scene)
        for sound in sounds:
            for wording in _nearest(sound, laid_out, 2 * most):
                _keep(found, wording)
        if sounds and min((one.distance for one in found.values()), default=1.0) > SURELY:
            for wording in self._weighed(self._words.near(heard[:1], scene, most), sounds):
                _keep(found, wording)
        nearest = sorted(found.values(), key=lambda one: (one.distance, one.text))[:most]
        return [self._as_heard(one) for one in nearest]

    def _weighed(self, wordings: Sequence[Wording], heard: Sequence[str]) -> Iterator[Wording]:
        """As far as their sound is, in one go for each sound heard: many small ones keep the interpreter's lock."""
        ways = [(at, way) for at, one in enumerate(wordings) for way in self._sounds.phrase(one.text) if way]
        near = np.ones(len(wordings), np.float32)
        for sound in heard:
            np.minimum.at(near, [at for at, _ in ways], distances(sound, [way for _, way in ways]))
        for wording, distance in zip(wordings, near.tolist(), strict=True):
            yield replace(wording, distance=max(distance, WORDWISE * wording.distance))

    def _as_heard(self, wording: Wording) -> Wording:
        written = self.jargon.written(wording.text)
        terms = self.jargon.terms_in(wording.text)
        return replace(wording, heard_as="" if written == wording.text else written, terms=terms)

    def _now(self, scene: Scene) -> _LaidOut:
        """The sentences with the values that their slots have now; made anew only where these have changed."""
        values = tuple(_values(slot, scene) for slot in self._slots)
        if not self._laid_out.entries or values != self._laid_out.values:
            by_slot = dict(zip(map(id, self._slots), values, strict=True))
            entries = sorted([*self._fixed, *self._filled(by_slot)], key=_length)
            self._laid_out = _LaidOut(values, entries, [rough(entry.sound) for entry in entries])
        return self._laid_out

    def _filled(self, values: Mapping[int, Sequence[str]]) -> Iterator[_Entry]:
        for intent, parts in self._sentences:
            if not any(isinstance(part, Slot) for part in parts):
                continue
            options = [values[id(part)] if isinstance(part, Slot) else (part,) for part in parts]
            for words in itertools.islice(itertools.product(*options), MOST_FILLED):
                ways = itertools.product(*(self._sounds.phrase(word) for word in words))
                for way in itertools.islice(ways, 4):
                    yield _Entry(" ".join(words), "".join(way), intent)

    @cached_property
    def _slots(self) -> list[Slot]:
        slots = {id(part): part for _, parts in self._sentences for part in parts if isinstance(part, Slot)}
        return list(slots.values())

    @cached_property
    def _fixed(self) -> list[_Entry]:
        texts = [
            (" ".join(map(str, parts)), intent)
            for intent, parts in self._sentences
            if not any(isinstance(part, Slot) for part in parts)
        ]
        texts += [(text, "") for text in self.jargon.sentences]
        return [_Entry(text, way, intent) for text, intent in texts for way in self._sounds.phrase(text)]

    @cached_property
    def _sentences(self) -> list[tuple[str, _Parts]]:
        return [(grammar.intent.id, parts) for grammar in self._words.grammars for parts in shortest(grammar)]


def _nearest(heard: str, laid_out: _LaidOut, most: int) -> Iterator[Wording]:
    entries = [laid_out.entries[place] for place in _likely(heard, laid_out)]
    weighed = distances(heard, [entry.sound for entry in entries])
    for at in np.argsort(weighed, kind="stable")[:most].tolist():
        if weighed[at] <= FARTHEST:
            yield Wording(entries[at].text, float(weighed[at]), entries[at].intent)


def _likely(heard: str, laid_out: _LaidOut) -> list[int]:
    """The places of the entries that are roughly near, nearest first, of those that are long enough."""
    wanted = rough(heard)
    found: list[tuple[float, int]] = []
    first = bisect_left(laid_out.entries, SHORTEST * len(heard), key=_length)
    for start in range(first, len(laid_out.rough), AT_ONCE):
        some = laid_out.rough[start : start + AT_ONCE]
        near = process.extract(
            wanted, some, scorer=Levenshtein.normalized_distance, score_cutoff=ROUGHLY, limit=MOST_WEIGHED
        )
        found += [(distance, start + place) for _, distance, place in near]
    return [place for _, place in heapq.nsmallest(MOST_WEIGHED, found)]


def _length(entry: _Entry) -> int:
    return len(entry.sound)


def _values(slot: Slot, scene: Scene) -> tuple[str, ...]:
    if slot.type.choices is not None:
        return tuple(dict.fromkeys(slot.type.choices))[:MOST_VALUES]
    return tuple(slot.type.sayable(scene))[:MOST_VALUES] if isinstance(slot.type, Listed) else ()


def _keep(found: dict[str, Wording], wording: Wording) -> None:
    """Of wordings that sound the same the nearest, a skill's before another, the shortest."""
    key = as_said(wording.text).replace(" ", "")
    known = found.get(key)
    if known is None or _rank(wording) < _rank(known):
        found[key] = wording


def _rank(wording: Wording) -> tuple[float, bool, int]:
    return wording.distance, not wording.intent, len(wording.text)


def shortest(grammar: Grammar) -> list[_Parts]:
    """A skill's sentences of the fewest words, as words and slots; only slots that can list what they may be."""
    slots = {slot.name: slot for slot in grammar.intent.slots}
    by_source: dict[int, list[Arc]] = defaultdict(list)
    for arc in grammar.arcs:
        if not arc.slot or slots[arc.slot].type.choices is not None or isinstance(slots[arc.slot].type, Listed):
            by_source[arc.source].append(arc)
    rest = _to_come(by_source)
    plain: dict[_Parts, None] = {}
    filled: dict[_Parts, None] = {}
    known: set[tuple[int, _Parts]] = set()
    queue: list[tuple[int, int, int, _Parts]] = [(0, 0, 0, ())]
    for step in range(1, MOST_STEPS):
        if not queue or (len(plain) >= MOST_SENTENCES and (len(filled) >= MOST_WITH_SLOT or not slots)):
            break
        _, _, node, parts = heapq.heappop(queue)
        if node == 1:
            (filled if any(isinstance(part, Slot) for part in parts) else plain)[parts] = None
            continue
        for place, arc in enumerate(by_source[node]):
            said: _Parts = (slots[arc.slot],) if arc.slot else (arc.word,) if arc.word else ()
            state = (arc.target, (*parts, *said))
            if arc.target in rest and state not in known:
                known.add(state)
                heapq.heappush(queue, (len(state[1]) + rest[arc.target], step * 1000 + place, *state))
    return [*list(plain)[:MOST_SENTENCES], *list(filled)[:MOST_WITH_SLOT]]


def _to_come(by_source: Mapping[int, Sequence[Arc]]) -> dict[int, int]:
    """The fewest words from each node to the end; none for nodes from which there is no way."""
    back: dict[int, list[Arc]] = defaultdict(list)
    for arcs in by_source.values():
        for arc in arcs:
            back[arc.target].append(arc)
    found: dict[int, int] = {}
    queue = [(0, 1)]
    while queue:
        words, node = heapq.heappop(queue)
        if node not in found:
            found[node] = words
            for arc in back[node]:
                heapq.heappush(queue, (words + bool(arc.word or arc.slot), arc.source))
    return found
