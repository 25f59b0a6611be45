"""The values that travel from words to a skill: all frozen, none with behaviour beyond reading itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal, Protocol


class Source(StrEnum):
    """Where an utterance came from; the policy weighs it."""

    TYPED = "typed"
    VOICE = "voice"


class RouteLabel(StrEnum):
    """The three ways an utterance can go."""

    COMMAND = "command"
    QUESTION = "question"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Utterance:
    """What someone said or typed, as text."""

    text: str
    """The words as heard or typed, control characters removed, not normalised."""
    source: Source
    confidence: float = 1.0
    """The recogniser's own probability that the words are right, 0 to 1; 1 for typed text."""
    remote: bool = False
    """True where an engine on another machine made these words of the sound."""


@dataclass(frozen=True, slots=True)
class Route:
    """The router's answer."""

    label: RouteLabel
    scores: Mapping[RouteLabel, float]
    """The classifier's probability of each label, 0 to 1, summing to 1."""
    decided_by: str
    """`template` where a skill's own sentence settled it, `meaning` where words without one entail a skill, `mention`
    where they only mention an action, else the classifier's name."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where an utterance was said: what slot values are resolved against."""

    cwd: Path
    """The session's working folder, absolute and resolved."""
    home: Path
    heard: bool = False
    """True where the words came from a recogniser, whose capital letters mean nothing."""
    it: Path | None = None
    """The file or folder last acted on or shown: what "it" and "that" stand for; it may be gone by now."""
    listed: tuple[Path, ...] = ()
    """The files and folders last listed, in that order: what "the second one" is looked up in."""
    inside: frozenset[str] = frozenset()
    """What there is beside Golem that words may be for, by the names that `IntentSpec.within` asks for."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A slot's words turned into a value."""

    value: object
    score: float
    """How near the words were to the value, 0 to 1; 1 is exact."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words that name nothing here."""

    reason: str
    """One plain sentence for the user, naming what was looked for."""
    among: tuple[tuple[str, object], ...] = ()
    """Set where the words name several things as well: each as it is written, and its value."""
    stray: bool = False
    """Whether the words are so unlike a value of this kind that the sentence was hardly meant."""


class SlotType(Protocol):
    """How one kind of slot is spoken and what its words stand for. Implementations are in `intents.slots`."""

    @property
    def name(self) -> str:
        """The type's name as an author writes it, for example `file`."""
        ...

    @property
    def choices(self) -> tuple[str, ...] | None:
        """Every phrase that can fill the slot, or None if any words can."""
        ...

    @property
    def free(self) -> bool:
        """True where the words are data to be kept as said (a message), and name nothing to be looked up."""
        ...

    @property
    def narrow(self) -> bool:
        """True where few words resolve (a file that is there, a number): of two readings the narrower is meant."""
        ...

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """Turn the words said (normalised text) into a value, looking only at `scene`; never raises for odd words."""
        ...


@dataclass(frozen=True, slots=True)
class Slot:
    """One named, typed gap in a skill's sentences."""

    name: str
    type: SlotType
    required: bool = True
    default: object = None
    """The value when it is not said; meaningful only if not required."""


@dataclass(frozen=True, slots=True)
class IntentSpec:
    """What a skill tells the matcher about itself."""

    id: str
    """Unique, lower case, dotted by family: `editor.open`."""
    kind: Literal[RouteLabel.COMMAND, RouteLabel.QUESTION]
    description: str
    """One sentence; shown by help and used as the skill's hypothesis."""
    sentences: tuple[str, ...]
    """hassil templates: `(open|edit) {file} [in {editor}]`."""
    slots: tuple[Slot, ...] = ()
    wider: tuple[str, ...] = ()
    """More templates: matched like the others, but not shown as examples, and not offered to a recogniser."""
    foreign: bool = False
    """True where the skill did not come with Golem: words that mean one of Golem's own just as well mean that one."""
    within: tuple[str, ...] = ()
    """What `Scene.inside` must have, all of it, for these sentences to be any; they then come before all others."""
    meanings: tuple[str, ...] = ()
    """More descriptions: what it does in other words, for hypotheses; never shown."""

    def sayable_in(self, scene: Scene) -> bool:
        """Whether its sentences are any where there is no more than the scene has beside Golem."""
        return scene.inside.issuperset(self.within)

    @property
    def descriptions(self) -> tuple[str, ...]:
        """Every description, that which is shown first."""
        return (self.description, *self.meanings)

    @property
    def all_sentences(self) -> tuple[str, ...]:
        """Every template."""
        return self.sentences + self.wider


@dataclass(frozen=True, slots=True)
class SlotFill:
    """A slot, the words that filled it, and what they resolved to."""

    slot: Slot
    said: str
    value: object
    score: float
    """0 to 1, from Resolved.score."""


@dataclass(frozen=True, slots=True)
class Match:
    """One skill, with its slots."""

    intent: IntentSpec
    fills: tuple[SlotFill, ...]
    score: float
    """0 to 1: 1 is a whole template with every slot exact."""
    how: Literal["template", "near", "meaning"]
    """`template`: a sentence matched whole; `near`: a sentence matched but for small differences; `meaning`: no
    sentence matched, but the words entail what the skill does."""

    @property
    def arguments(self) -> dict[str, object]:
        """Every slot's value by name, defaults included: just what the skill's function will be called with."""
        values = {slot.name: slot.default for slot in self.intent.slots if not slot.required}
        return values | {fill.slot.name: fill.value for fill in self.fills}


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two or more skills fit too nearly alike to choose."""

    candidates: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Incomplete:
    """One skill is meant, but a slot that it needs was not said: "delete"."""

    intent: IntentSpec
    fills: tuple[SlotFill, ...]
    """The slots that were said."""
    missing: Slot
    """The first slot to ask for; others may be missing too."""
    score: float
    """0 to 1, as a Match's."""
    how: Literal["template", "near", "meaning"]


@dataclass(frozen=True, slots=True)
class NoMatch:
    """No skill answers that."""

    nearest: tuple[IntentSpec, ...] = ()
    """Skills whose sentences come nearest, best first, at most three."""
    problem: str | None = None
    """Set where a skill's sentence fitted but a slot named nothing: "no file like 'x' here"."""
    intent: IntentSpec | None = field(default=None)
    """That skill, if `problem` is set."""
    stray: bool = False
    """Whether that sentence was hardly meant, so that what the words are near to comes before it."""


MatchOutcome = Match | Ambiguous | Incomplete | NoMatch
