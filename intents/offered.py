"""Whole sentences, with what is here in them, for somebody who has begun to type or asks what can be said here.

A sentence whose open slot has been reached is offered once for each thing that is there (files, branches, tasks); until
then, up to its slot. Which of the offers the letters typed so far mean is for whoever shows them to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from intents.grammar import Grammar
from intents.model import IntentSpec, Scene, Slot
from intents.slots import ExistingPath
from intents.tree import tree_of

MOST_VALUES: Final = 200
"""Things that one slot is offered with, the nearest first."""


@runtime_checkable
class Listed(Protocol):
    """A slot type that can list what may be said for it now."""

    def sayable(self, scene: Scene) -> Sequence[str]:
        """The phrases."""
        ...


@dataclass(frozen=True, slots=True)
class Offer:
    """Words to go on with."""

    text: str
    """A whole sentence, or one up to its slot, which then ends in a space; may hold foreign names."""
    example: str
    """The sentence that it belongs to, its open slots as `<file>`."""
    about: str
    """What the skill does, in one sentence."""


def values(slot: Slot, scene: Scene) -> list[str]:
    """What is there for a slot now, as one would type it; nothing where any words will do."""
    if isinstance(slot.type, ExistingPath):
        kind = slot.type.kind
        wanted = [one for one in tree_of(scene.cwd).entries if kind == "path" or one.is_folder == (kind == "folder")]
        return [str(one.path.relative_to(scene.cwd)) for one in wanted[:MOST_VALUES] if one.path.name.isprintable()]
    if slot.type.choices is not None:
        return list(slot.type.choices[:MOST_VALUES])
    return list(slot.type.sayable(scene))[:MOST_VALUES] if isinstance(slot.type, Listed) else []


class Offering:
    """Offers of the skills that are there."""

    def __init__(
        self, intents: Callable[[], Sequence[IntentSpec]], grammar: Callable[[IntentSpec], Grammar] = Grammar
    ) -> None:
        """`intents` gives those that can be said now, and is asked at every look; `grammar`, their sentences."""
        self._intents = intents
        self._grammar = grammar

    def offers(self, typed: str, scene: Scene) -> Iterator[Offer]:
        """All that could be meant by whoever has typed this much, in the order of the skills. May look at files."""
        begun = typed.lower()
        for intent in self._intents():
            for example in self._grammar(intent).shown:
                yield from _filled(example, intent, begun, scene)

    def here(self, scene: Scene, most: int) -> dict[str, list[str]]:
        """For each kind of thing that is here (file, branch, task), up to `most` sentences about the nearest ones."""
        found: dict[str, list[str]] = {}
        for intent in self._intents():
            for slot in intent.slots:
                kind, sentences = slot.type.name, found.setdefault(slot.type.name, [])
                if len(sentences) < most and slot.type.choices is None and isinstance(slot.type, Listed):
                    sentences += self._about(intent, slot, scene, len(sentences))[:1]
                if not sentences:
                    del found[kind]
        return found

    def _about(self, intent: IntentSpec, slot: Slot, scene: Scene, place: int) -> list[str]:
        """Sentences of a skill with one slot alone, filled with the thing at a place of the list."""
        there = sorted(values(slot, scene), key=lambda name: name.startswith("."))  # hidden files are seldom meant
        alone = [shown for shown in self._grammar(intent).shown if shown.count("<") == 1 and f"<{slot.name}>" in shown]
        return [shown.replace(f"<{slot.name}>", there[place % len(there)]) for shown in alone] if there else []


def _filled(example: str, intent: IntentSpec, begun: str, scene: Scene) -> Iterator[Offer]:
    """The offers of one example for words that have begun so."""
    start, rest = "", example
    while True:
        literal, gap, after = rest.partition("<")
        start += literal
        if not gap:
            yield Offer(start, example, intent.description)
            return
        if not start or not begun.startswith(start.lower()):
            if start:
                yield Offer(start, example, intent.description)
            return
        name, _, rest = after.partition(">")
        slot = next(one for one in intent.slots if one.name == name)
        there = values(slot, scene)
        typed_on = next((one for one in there if rest and begun.startswith(f"{start}{one} ".lower())), None)
        if typed_on is None:
            further = rest.partition("<")[0].rstrip() if "<" in rest else rest
            for value in there:
                yield Offer(f"{start}{value}{further}", example, intent.description)
            return
        start += typed_on
