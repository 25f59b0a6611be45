"""The messages between Golem and the process of a user's module: one JSON object a line, of these kinds and no others.

    Golem                           the module's process
    Load(source)           ───▶
                           ◀───     Described(skills) | Faulted(text)
    Invoke(skill, …)       ───▶
                           ◀───     Show | Say | Ask | Run | Session …         as often as it likes
    Part… Ended | Given | Seen | Refused ▶
                           ◀───     Replied(…) | Failed(text)
    Plan | Undo | Resolve | Names ▶
                           ◀───     Planned | Undone | Meant | Named | Failed

The module's side is not trusted: whatever comes from it is read strictly, with sizes, and what is of no kind expected
at that moment is a fault that ends the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from skills.foreign.values import MOST_ITEMS, Arguments, Raw, Text, Value

VERSION = 1
"""Raised with every change of what a description means, so that kept ones are made anew."""
MOST_SKILLS = 100
"""In one module."""
MOST_SENTENCES = 300
"""Of one skill."""
PART_CHARS = 1 << 16
"""Characters of a program's output in one message: at most six bytes each, so it fits a line."""

Line = Annotated[str, msgspec.Meta(max_length=2_000)]
Sentence = Annotated[str, msgspec.Meta(max_length=20_000)]
"""A template, its <names> written out."""
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Lines = Annotated[tuple[Line, ...], msgspec.Meta(max_length=10_000)]
LineNumber = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Words = Annotated[tuple[Raw, ...], msgspec.Meta(min_length=1, max_length=MOST_ITEMS)]
Paths = Annotated[tuple[Raw, ...], msgspec.Meta(max_length=10_000)]
Seconds = Annotated[float, msgspec.Meta(gt=0, le=86_400)]


class Message(msgspec.Struct, frozen=True, tag_field="kind", tag=True, forbid_unknown_fields=True):
    """One line."""


# What a module says of itself.


class PathType(Message, frozen=True):
    """A file or folder that is there."""

    which: Literal["file", "folder", "path"]


class PlainType(Message, frozen=True):
    """A type without settings."""

    which: Literal["new name", "duration", "time", "word", "branch", "process", "program"]


class ChoiceType(Message, frozen=True):
    """One of some values."""

    name: Name
    values: Annotated[dict[Line, Lines], msgspec.Meta(max_length=10_000)]


class NumberType(Message, frozen=True):
    """A whole number in a range."""

    name: Name
    least: int
    most: int


class QuantityType(Message, frozen=True):
    """A number with its unit."""

    name: Name
    units: Lines


class FreeType(Message, frozen=True):
    """Any words."""

    name: Name
    most_words: int | None


class LiveType(Message, frozen=True):
    """One of the names that a function of the module's gives."""

    name: Name


class OwnType(Message, frozen=True):
    """A type of the module's own: its words are resolved there."""

    name: Name
    choices: Lines | None
    free: bool
    narrow: bool
    sayable: bool
    """Whether it can list what can be said."""


TypeFacts = PathType | PlainType | ChoiceType | NumberType | QuantityType | FreeType | LiveType | OwnType


class SlotFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One slot."""

    name: Name
    type: TypeFacts
    required: bool
    default: Value


class CapabilityFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What it declares to touch; see `skills.capabilities`."""

    reads: Lines
    writes: Lines
    hosts: Lines
    binaries: Lines
    options: Annotated[dict[Name, Lines], msgspec.Meta(max_length=100)]


class SkillFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One skill: all that the decorator was told, but for the functions."""

    id: Name
    label: Literal["command", "question"]
    effect: Literal["observe", "change", "destroy"]
    description: Line
    sentences: Annotated[tuple[Sentence, ...], msgspec.Meta(min_length=1, max_length=MOST_SENTENCES)]
    wider: Annotated[tuple[Sentence, ...], msgspec.Meta(max_length=MOST_SENTENCES)]
    slots: Annotated[tuple[SlotFacts, ...], msgspec.Meta(max_length=50)]
    timeout_s: Seconds | None
    plans: bool
    undoes: bool
    runs_tree: bool
    capabilities: CapabilityFacts
    ends: bool = False


class Described(Message, frozen=True):
    """What the module offers, after it was loaded."""

    skills: Annotated[tuple[SkillFacts, ...], msgspec.Meta(max_length=MOST_SKILLS)]


class Faulted(Message, frozen=True):
    """It could not be loaded."""

    text: Text
    line: LineNumber = 0
    """Of the module's text, from 1; 0 where none is known."""
    skill: str = ""
    about: str = ""
    """The sentence or the argument at fault."""
    mend: str = ""


# What Golem asks of it.


class Load(Message, frozen=True):
    """Run this text as the module; it is the text that was allowed."""

    name: Name
    file: Raw
    """What tracebacks call it."""
    source: bytes
    closed: Annotated[tuple[Name, ...], msgspec.Meta(max_length=20)] = ()
    """Modules that it may not import."""


class OfCall(Message, frozen=True):
    """What is asked of a skill in one folder, with these arguments; never sent as such."""

    skill: Name
    cwd: Raw
    arguments: Arguments


class Invoke(OfCall, frozen=True):
    """Run a skill."""


class Plan(OfCall, frozen=True):
    """What a call would do."""


class Undo(OfCall, frozen=True):
    """What would put a call back."""


class Resolve(Message, frozen=True):
    """What words mean to a slot's own type."""

    skill: Name
    slot: Name
    said: str
    cwd: Raw
    home: Raw
    heard: bool
    it: Raw | None
    listed: Paths


class Names(Message, frozen=True):
    """What can fill a slot now."""

    skill: Name
    slot: Name
    cwd: Raw
    home: Raw


# What it answers.


class Planned(Message, frozen=True):
    """What the call would do, in a sentence."""

    text: Annotated[str, msgspec.Meta(max_length=5_000)]


class StillFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A `skills.still.Still`."""

    which: Literal["same", "unchanged", "free"]
    path: Raw
    otherwise: Line


class Undone(Message, frozen=True):
    """The call that would put it back; no skill: there is none."""

    skill: Name | None
    arguments: Arguments
    still: Annotated[tuple[StillFacts, ...], msgspec.Meta(max_length=20)] = ()


class Replied(Message, frozen=True):
    """A skill's reply."""

    spoken: Annotated[str, msgspec.Meta(max_length=5_000)]
    printed: Text
    ok: bool
    about: Raw | None
    listed: Paths
    undo: Undone | None
    lasting: Line


class Meant(Message, frozen=True):
    """What the words mean; with a `reason`, that they mean nothing here."""

    value: Value = None
    score: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    reason: Line = ""


class Named(Message, frozen=True):
    """The names that are there."""

    names: Lines


class Failed(Message, frozen=True):
    """The module's function raised this."""

    text: Text
    line: LineNumber = 0
    """Where it was raised, as far as that is in the module's text."""


# What it asks for while a skill runs, and the answers.


class Show(Message, frozen=True):
    """Print above the prompt."""

    text: Text


class Run(Message, frozen=True):
    """Run a program, each line of it `shown` as it comes, or not."""

    argv: Words
    cwd: Raw | None
    timeout_s: Seconds | None
    shown: bool


class Say(Message, frozen=True):
    """Print a sentence, and say it."""

    text: Annotated[str, msgspec.Meta(max_length=5_000)]


class Ask(Message, frozen=True):
    """Put a question to the person."""

    question: Annotated[str, msgspec.Meta(max_length=500)]
    choices: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=200)], ...], msgspec.Meta(max_length=50)]
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=60)]


class Recall(Message, frozen=True):
    """All that the module remembers."""


class Remember(Message, frozen=True):
    """Keep a text under a key; without a text: forget it."""

    key: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    text: Annotated[str, msgspec.Meta(max_length=10_000)] | None


class See(Message, frozen=True):
    """What stood at a path of the call when it was judged."""

    path: Raw


class Foreground(Message, frozen=True):
    """Give the terminal to a program."""

    argv: Words


class Session(Message, frozen=True):
    """A wish of the conversation; the fields that it does not need are empty."""

    wish: Literal["stop", "quit", "sleep", "timers", "cancel_timers", "change_folder", "after"]
    folder: Raw | None = None
    seconds: Annotated[float, msgspec.Meta(ge=0, le=366 * 86_400)] = 0.0
    spoken: Line = ""
    label: Annotated[str, msgspec.Meta(max_length=200)] = ""


class Part(Message, frozen=True):
    """Some of what a program printed."""

    of: Literal["stdout", "stderr"]
    text: str


class Ended(Message, frozen=True):
    """How a program ended; its output came before."""

    argv: Words
    returncode: int
    timed_out: bool
    stopped: bool


class Given(Message, frozen=True):
    """A wish granted, with what there is to tell."""

    number: int = 0
    timers: tuple[tuple[str, float], ...] = ()
    answer: str | None = None
    memory: Mapping[str, str] = {}


Which = tuple[int, int] | None
"""A device and an inode."""


class Seen(Message, frozen=True):
    """A `skills.sight.Sight`."""

    path: Raw
    folder: Raw
    in_folder: Which
    name: Raw
    itself: Which
    real: Raw
    object: Which


class Refused(Message, frozen=True):
    """A wish that is not granted."""

    why: Literal["missing", "terminal", "process", "changed", "denied"]
    name: str
    text: str


ToModule = Load | Invoke | Plan | Undo | Resolve | Names | Part | Ended | Given | Seen | Refused
FromModule = (
    Described
    | Faulted
    | Replied
    | Planned
    | Undone
    | Meant
    | Named
    | Failed
    | Show
    | Say
    | Ask
    | Recall
    | Remember
    | Run
    | See
    | Foreground
    | Session
)
WISHES = (Show, Say, Ask, Recall, Remember, Run, See, Foreground, Session)

_ENCODER = msgspec.json.Encoder()
_TO_MODULE = msgspec.json.Decoder(ToModule)
_FROM_MODULE = msgspec.json.Decoder(FromModule)


def written(message: Message) -> str:
    """A message as a line, without its end."""
    return _ENCODER.encode(message).decode()


def read_from_module(line: str) -> FromModule:
    """What the module's process says. Raises msgspec.ValidationError or DecodeError."""
    found: FromModule = _FROM_MODULE.decode(line)
    return found


def read_to_module(line: bytes) -> ToModule:
    """What Golem says. Raises msgspec.ValidationError or DecodeError."""
    found: ToModule = _TO_MODULE.decode(line)
    return found
