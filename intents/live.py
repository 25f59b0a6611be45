"""Names that are there right now: branches, processes, programs, tasks; by letters, by sound, or by their last part."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process

from intents.model import Resolved, Scene, Unresolved
from intents.normalize import spoken_name, without_article
from intents.sound import likeness

LEAST_CHOICE = 0.8
"""Below this likeness, 0 to 1, words are not taken for a choice; hand-written pairs in tests/intents/test_slots.py."""
LONGEST_LIVE = 4
"""Words of a branch, a task or a process, as people say them."""
PART = 0.92
"""Score, 0 to 1, of a name with a slash that was said by its last part, or in another order, and is the only one so."""


def scorer(one: str, other: str, **_: object) -> float:
    """How alike two phrases are by letters and sound, 0 to 1, as rapidfuzz asks for it."""
    return likeness(one, other)


def _of_part(key: str, names: Sequence[str]) -> list[str]:
    """The names of several parts that the words are the last part of, or all the words of, in any order."""
    parted = [name for name in names if "/" in name]
    words = sorted(key.split())
    return [name for name in parted if words in (_words(name.rpartition("/")[2]), _words(name))] if words else []


def _words(name: str) -> list[str]:
    return sorted(re.findall(r"[^\W_]+", name.lower()))


@dataclass(frozen=True, slots=True)
class Live:
    """One of the names that are there right now (branches, processes, programs), as str."""

    list: Callable[[Path], Sequence[str]]
    """The names, for a working folder; reads files only."""
    name: str = "name"
    choices: None = None
    free: bool = False
    narrow: bool = True

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The name that is nearest, by letters or by sound."""
        names = self.list(scene.cwd)
        wanted = spoken_name(without_article(said.strip()))
        if wanted in names:
            return Resolved(wanted, 1.0)
        plain = {re.sub(r"[\W_]+", " ", name.lower()): name for name in names}
        key = re.sub(r"[\W_]+", " ", wanted.lower())
        found = process.extractOne(key, plain.keys(), scorer=scorer, score_cutoff=LEAST_CHOICE)
        if found is None:
            meant = _of_part(key, names)
            if len(meant) == 1:
                return Resolved(meant[0], PART)
            if meant:
                among = tuple((name, name) for name in meant)
                return Unresolved(f"Which one: {' or '.join(meant[:3])}?", among)
            stray = len(wanted.split()) > LONGEST_LIVE  # "make me a small coffee" is no "make {task}"
            return Unresolved(f"There is no {self.name} like {wanted!r} here.", stray=stray)
        return Resolved(plain[found[0]], float(found[1]))

    def sayable(self, scene: Scene) -> Sequence[str]:
        """The names."""
        return self.list(scene.cwd)
