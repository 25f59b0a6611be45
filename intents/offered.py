"""Whole sentences, with what is here in them, for somebody who has begun to type or asks what can be said here.

A sentence is offered up to its first open slot; once what is typed has come to a slot, with each thing that is there
for it (files, branches, tasks) and holds the letters typed of it, the likest first (`intents.reached`). Which of the
other offers the letters typed so far mean is for whoever shows them to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from intents.grammar import Grammar
from intents.model import IntentSpec, Scene, Slot
from intents.reached import Reached, fit, reached
from intents.slots import ExistingPath
from intents.tree import tree_of

MOST_VALUES: Final = 200
"""Things that one slot is offered with, the nearest first."""
MOST_LOOKED_AT: Final = 5_000
"""Things among which those are looked for that hold the letters typed."""


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
    likeness: tuple[int, int, int] | None = None
    """How well it fits what was typed, the least best; None where that was not looked at."""


def values(slot: Slot, scene: Scene, most: int = MOST_VALUES) -> list[str]:
    """What is there for a slot now, as one would type it; nothing where any words will do."""
    if isinstance(slot.type, ExistingPath):
        kind = slot.type.kind
        wanted = [one for one in tree_of(scene.cwd).entries if kind == "path" or one.is_folder == (kind == "folder")]
        return [str(one.path.relative_to(scene.cwd)) for one in wanted[:most] if one.path.name.isprintable()]
    if slot.type.choices is not None:
        return list(slot.type.choices[:most])
    return list(slot.type.sayable(scene))[:most] if isinstance(slot.type, Listed) else []


class Offering:
    """Offers of the skills that are there."""

    def __init__(
        self, intents: Callable[[], Sequence[IntentSpec]], grammar: Callable[[IntentSpec], Grammar] = Grammar
    ) -> None:
        """`intents` gives those that can be said now, and is asked at every look; `grammar`, their sentences."""
        self._intents = intents
        self._grammar = grammar

    def offers(self, typed: str, scene: Scene) -> Iterator[Offer]:
        """All that could be meant by whoever has typed this much: what fits a slot, then the sentences in their order.

        May look at files.
        """
        intents = self._intents()
        yield from self._into_slots(intents, typed, scene)
        for intent in intents:
            for example in self._grammar(intent).shown:
                start = example.partition("<")[0]
                if start and start.lower() != typed.lower():
                    yield Offer(start, example, intent.description)

    def _into_slots(self, intents: Sequence[IntentSpec], typed: str, scene: Scene) -> list[Offer]:
        """The sentences that have been typed up to a slot, with what fits it; of those alike, the longest way there."""
        found: dict[tuple[str, str], Offer] = {}
        there = _There(scene)
        begun = typed.lstrip().lower()
        for intent in intents if " " in begun else ():
            slots = {slot.name: slot for slot in intent.slots}
            for template in self._grammar(intent).templates[: len(intent.sentences)] if slots else ():
                if template.parts is None or not template.slots or begun[0] not in template.initials:
                    continue
                for place in reached(template.parts, typed, there.by_name(slots)):
                    if not place.start:
                        continue
                    for value, offer in _fitting(place, there.of(slots[place.slot]), intent):
                        known = found.get((value, place.further))
                        if known is None or len(offer.text) > len(known.text):
                            found[value, place.further] = offer
        return sorted(found.values(), key=_order)

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


def _fitting(place: Reached, there: Sequence[str], intent: IntentSpec) -> Iterator[tuple[str, Offer]]:
    """Each thing that holds the letters typed, with the sentence."""
    example = f"{place.start}<{place.slot}>{place.further}"
    for value in there if place.typed else there[:MOST_VALUES]:
        likeness = fit(place.typed, value)
        if likeness is not None:
            yield value, Offer(f"{place.start}{value}{place.further}", example, intent.description, likeness)


def _order(offer: Offer) -> tuple[tuple[int, int, int], bool]:
    """The likest first, and of those as like the ones that may end there."""
    return offer.likeness or (0, 0, 0), not offer.example.endswith(">")


class _There:
    """What is there for slots, looked for once each."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._found: dict[int, list[str]] = {}

    def of(self, slot: Slot) -> list[str]:
        """For this one."""
        if id(slot.type) not in self._found:
            self._found[id(slot.type)] = values(slot, self._scene, MOST_LOOKED_AT)
        return self._found[id(slot.type)]

    def by_name(self, slots: Mapping[str, Slot]) -> Callable[[str], list[str]]:
        """The same by the slot's name."""
        return lambda name: self.of(slots[name])
