"""Sentences that can be said here, by their sound: those of the skills, and what developers say besides.

A recogniser that knows no skill writes "Open them." for "open vim", and cuts the sound into other words: "Get Add Us"
for "git status". So a transcript is taken as a row of phones. The skills' sentences are a graph of sounds along which
it is laid (`intents.soundalong`); what developers say is a list, of which those are weighed phone by phone that are
roughly near. It is a loose search: which of the sentences was said, if any, is for the sound itself to tell
(`shell.rescoring`).
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from intents.grammar import Grammar
from intents.jargon import Jargon, jargon
from intents.model import Scene
from intents.normalize import canonical
from intents.phones import distances, rough
from intents.pronunciation import Pronounce, Pronunciation
from intents.sayable import LONGEST, Wording
from intents.soundalong import SoundGraph
from intents.sounding import as_said

MOST_WEIGHED = 100
"""Sentences of the list whose sound is weighed phone by phone, those first that are nearest roughly."""
AT_ONCE = 4000
"""Sentences looked at in one call, which holds the interpreter's lock: a millisecond of one core."""
ROUGHLY = 0.6
"""Share of the kinds of sound that may differ in those."""
FARTHEST = 0.45
"""Cost a phone; what is farther is not worth holding against the sound."""
SHORTEST = 0.75
"""Share of the heard phones that a sentence must have: the beginning of what was said always fits the sound."""
SURELY = 0.08
"""Distance below which a sentence is so near that the other transcripts are not laid along the skills' sentences."""


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    sound: str


class Phrasebook:
    """Sentences near in sound."""

    def __init__(
        self,
        grammars: Sequence[Grammar],
        pronounce: Pronounce,
        names: Callable[[], Sequence[str]] = tuple,
        said: Jargon | None = None,
    ) -> None:
        """`names` lists further words that a slot for any one name may mean, such as the programs that are here; `said`
        is the list that ships, or another.
        """
        self._grammars = grammars
        self._names = names
        self.jargon = said or jargon()
        self._sounds = Pronunciation(pronounce, self.jargon)

    def warm(self) -> None:
        """Lay the sentences out now: a second for 120 skills."""
        _ = self._entries, self._rough, self._graph

    def near(self, heard: Sequence[str], scene: Scene, most: int = 12) -> list[Wording]:
        """The sentences nearest in sound to any of the transcripts, nearest first. Never raises for odd text.

        Those for another program than the one in the pane are none: nobody says them here.
        """
        found: dict[str, Wording] = {}
        sounds: set[str] = set()
        elsewhere = {one.intent.id for one in self._grammars if not one.intent.sayable_in(scene)}
        for text in dict.fromkeys(canonical(_apart(one)) for one in heard):
            sound = self._sounds.phrase(text)[0]
            if not sound or sound in sounds or len(text.split()) > LONGEST:
                continue
            for wording in self._listed(sound, 2 * most):
                _keep(found, wording)
            if not sounds or min((one.distance for one in found.values()), default=1.0) > SURELY:
                for one in self._graph.near(text, scene, 2 * most, self._names, elsewhere):
                    _keep(found, Wording(one.text, one.distance, one.intent))
            sounds.add(sound)
        nearest = sorted(found.values(), key=lambda one: (one.distance, one.text))[:most]
        return [self._as_heard(one) for one in nearest]

    def _as_heard(self, wording: Wording) -> Wording:
        written = self.jargon.written(wording.text)
        terms = self.jargon.terms_in(wording.text)
        return replace(wording, heard_as="" if written == wording.text else written, terms=terms)

    def _listed(self, heard: str, most: int) -> Iterator[Wording]:
        entries = [self._entries[place] for place in self._likely(heard)]
        weighed = distances(heard, [entry.sound for entry in entries])
        for at in np.argsort(weighed, kind="stable")[:most].tolist():
            if weighed[at] <= FARTHEST:
                yield Wording(entries[at].text, float(weighed[at]), "")

    def _likely(self, heard: str) -> list[int]:
        """The places of the entries that are roughly near, nearest first, of those that are long enough."""
        wanted = rough(heard)
        found: list[tuple[float, int]] = []
        first = bisect_left(self._entries, SHORTEST * len(heard), key=lambda entry: len(entry.sound))
        for start in range(first, len(self._rough), AT_ONCE):
            some = self._rough[start : start + AT_ONCE]
            near = process.extract(
                wanted, some, scorer=Levenshtein.normalized_distance, score_cutoff=ROUGHLY, limit=MOST_WEIGHED
            )
            found += [(distance, start + place) for _, distance, place in near]
        return [place for _, place in heapq.nsmallest(MOST_WEIGHED, found)]

    @cached_property
    def _entries(self) -> list[_Entry]:
        """What developers say, the fewest phones first."""
        entries = (_Entry(text, way) for text in self.jargon.sentences for way in self._sounds.phrase(text))
        return sorted(entries, key=lambda entry: len(entry.sound))

    @cached_property
    def _rough(self) -> list[str]:
        return [rough(entry.sound) for entry in self._entries]

    @cached_property
    def _graph(self) -> SoundGraph:
        return SoundGraph(self._grammars, self._sounds)


def _apart(text: str) -> str:
    """Words that a recogniser joined with dashes, apart: "get-diff"."""
    return re.sub(r"(?<=\w)-(?=\w)", " ", text)


def _keep(found: dict[str, Wording], wording: Wording) -> None:
    """Of wordings that sound the same the nearest, a skill's before another, the shortest."""
    key = as_said(wording.text).replace(" ", "")
    known = found.get(key)
    if known is None or _rank(wording) < _rank(known):
        found[key] = wording


def _rank(wording: Wording) -> tuple[float, bool, int]:
    return wording.distance, not wording.intent, len(wording.text)
