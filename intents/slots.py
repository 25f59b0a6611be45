"""The kinds of slot: how each is said, and what its words stand for. Each implements `intents.model.SlotType`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process

from intents.clocktime import time_of_day
from intents.context import pointed
from intents.live import LEAST_CHOICE, Live, scorer
from intents.model import Resolved, Scene, Unresolved
from intents.normalize import spoken_name, without_article
from intents.numbers import number, quantity, seconds, ways_to_write
from intents.paths import Kind, find, names, written
from intents.refs import branches

LONGEST_NAME = 3
"""Words; a longer "name" is a sentence that was caught by mistake."""
NO_NAMES = frozenset(
    """me it him her them us you yourself myself this that everything anything something nothing everyone all
    not""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words that stand for a name but are none. "One" and "time" are names where the sentence says so ("called one"), which
`intents.reading` sees to."""
NAMING = frozenset({"called", "named", "titled"})
"""Words that lead to a name, and are no part of it."""


def _as_name(said: str, scene: Scene) -> str:
    """A new name as it is written; in lower case where it was heard, since the recogniser chose the capitals."""
    said = without_article(said.strip())
    return spoken_name(said.lower() if scene.heard else said)


@dataclass(frozen=True, slots=True)
class ExistingPath:
    """A file or folder that is there, as a Path; fuzzy names look below the working folder."""

    kind: Kind = "path"
    choices: None = None
    free: bool = False
    narrow: bool = True

    @property
    def name(self) -> str:
        """`file`, `folder` or `path`."""
        return self.kind

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The one thing named, or pointed at ("it", "the second one")."""
        return pointed(said, scene, self.kind) or find(said, scene, self.kind)

    def sayable(self, scene: Scene) -> list[str]:
        """The names that are in the working folder's tree, nearest first, with and without their endings."""
        return names(scene, self.kind)


@dataclass(frozen=True, slots=True)
class NewName:
    """A name for something to be made, as an absolute Path below (or, if written so, beside) the working folder."""

    name: str = "new name"
    choices: None = None
    free: bool = False
    narrow: bool = False

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The path; spaces that were said become dashes, since a name with spaces is seldom what a developer wants."""
        spoken = _as_name(said, scene)
        first, *more = spoken.lower().split() or [""]
        fits = len(more) < LONGEST_NAME and spoken.lower() not in NO_NAMES and not (more and first in NAMING)
        path = written(re.sub(r"\s+", "-", spoken), scene) if fits else None
        return Resolved(path, 1.0) if path is not None else Unresolved(f"{said!r} cannot be a name.")


@dataclass(frozen=True, slots=True)
class Destination(NewName):
    """Where something is to go: a name as above, or the folder last spoken of ("it", "there")."""

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The path, which is there only where it is pointed at or written so."""
        # Named, since a class with slots has no plain `super()`.
        return pointed(said, scene, "folder") or NewName.resolve(self, said, scene)


@dataclass(frozen=True, eq=False)
class Choice:
    """One of a list of values, each with the phrases that mean it."""

    values: Mapping[str, Sequence[str]]
    """Value → phrases; the value itself is always one."""
    name: str = "choice"
    free: bool = False
    narrow: bool = True

    @property
    def choices(self) -> tuple[str, ...]:
        """Every phrase that fills the slot, numbers also as digits and with their units' abbreviations."""
        return tuple(self._by_phrase)

    @cached_property
    def _by_phrase(self) -> dict[str, str]:
        table = {phrase.lower(): value for value, phrases in self.values.items() for phrase in (value, *phrases)}
        other = {way.lower(): value for phrase, value in table.items() for way in ways_to_write(phrase)}
        return other | table

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The value that the phrase means, by letters or by sound."""
        del scene
        wanted = said.strip().lower()
        if wanted in self._by_phrase:
            return Resolved(self._by_phrase[wanted], 1.0)
        found = process.extractOne(wanted, self._by_phrase.keys(), scorer=scorer, score_cutoff=LEAST_CHOICE)
        if found is None:
            return Unresolved(f"{said!r} is none of: {', '.join(self.values)}.")
        return Resolved(self._by_phrase[found[0]], float(found[1]))


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number in a range, as int."""

    least: int = 0
    most: int = 1_000_000
    name: str = "number"
    choices: None = None
    free: bool = False
    narrow: bool = True

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The number, said in words or digits."""
        del scene
        value = number(said)
        if value is None or value != int(value):
            return Unresolved(f"{said!r} is no number.")
        if not self.least <= value <= self.most:
            return Unresolved(f"{int(value)} is not between {self.least} and {self.most}.")
        return Resolved(int(value), 1.0)


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time, as seconds (float)."""

    name: str = "duration"
    choices: None = None
    free: bool = False
    narrow: bool = True

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The seconds."""
        del scene
        value = seconds(said)
        return Resolved(value, 1.0) if value is not None else Unresolved(f"{said!r} is no span of time.")


UNSURE_HALF = 0.8
"""Score, 0 to 1, of a time that may be in the morning or the evening: low enough to be asked about."""


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of day, as datetime.time; "five thirty" is taken for the morning, with a score that says so."""

    name: str = "time"
    choices: None = None
    free: bool = False
    narrow: bool = True

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The time."""
        del scene
        found = time_of_day(said)
        if found is None:
            return Unresolved(f"{said!r} is no time of day.")
        return Resolved(found[0], 1.0 if found[1] else UNSURE_HALF)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of some unit."""

    value: float
    unit: str
    """Singular and in full: `ounce`, `gigabyte`."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as an Amount."""

    units: tuple[str, ...] = ()
    """The units to take, singular and in full; any if empty."""
    name: str = "quantity"
    choices: None = None
    free: bool = False
    narrow: bool = True

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The amount, its unit nearest to one of `units` by letters and sound."""
        del scene
        found = quantity(said)
        if found is None:
            return Unresolved(f"{said!r} is no quantity: say a number and its unit.")
        value, unit = found
        if not self.units or unit in self.units:
            return Resolved(Amount(value, unit), 1.0)
        singular = unit.removesuffix("s")
        near = process.extractOne(singular, self.units, scorer=scorer, score_cutoff=LEAST_CHOICE)
        if near is None:
            return Unresolved(f"{unit!r} is none of: {', '.join(self.units)}.")
        return Resolved(Amount(value, near[0]), 1.0 if near[0] == singular else float(near[1]))


@dataclass(frozen=True, slots=True)
class Word:
    """One name, as str: no spaces, nothing to look up (a process, a new branch)."""

    name: str = "word"
    choices: None = None
    free: bool = False
    narrow: bool = False

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The word, spoken separators written out and spaces turned into dashes."""
        spoken = _as_name(said, scene)
        if not spoken or "\0" in spoken or len(spoken.split()) > LONGEST_NAME or spoken.lower() in NO_NAMES:
            return Unresolved(f"{said!r} is no name.")
        return Resolved(re.sub(r"\s+", "-", spoken), 1.0)


@dataclass(frozen=True, slots=True)
class FreeText:
    """Any words, kept as they were said, as str: a message, a search."""

    name: str = "text"
    most_words: int | None = None
    """None takes any number of words."""
    choices: None = None
    free: bool = True
    narrow: bool = False

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The words."""
        del scene
        count = len(said.split())
        if self.most_words is not None and count > self.most_words:
            return Unresolved(f"{said!r} is too long for a {self.name}.")
        return Resolved(said.strip(), 1.0) if count else Unresolved("Nothing was said there.")


EXISTING_FILE = ExistingPath("file")
EXISTING_FOLDER = ExistingPath("folder")
EXISTING_PATH = ExistingPath("path")
NEW_NAME = NewName()
DESTINATION = Destination()
DURATION = Duration()
TIME = TimeOfDay()
QUANTITY = Quantity()
PORT = Number(1, 65535, name="port")
WORD = Word()
FREE_TEXT = FreeText()
PHRASE = FreeText("name", most_words=4)
BRANCH = Live(branches, name="branch")
EDITOR = Choice(
    {
        "vim": ("vi", "v i m", "vi m", "vim editor"),
        "nano": ("nanno", "pico"),
        "emacs": ("e macs",),
        "nvim": ("neo vim", "neovim", "new vim"),
        "micro": (),
        "helix": ("hx",),
    },
    name="editor",
)
