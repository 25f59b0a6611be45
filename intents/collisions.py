"""Skills that the same words mean: found by saying each skill's sentences to all the others. Pure.

Such words are refused as ambiguous when they are said; whoever wrote the later skill should hear it before. A slot that
takes any words and so could swallow another skill's sentence is no collision: the matcher prefers fewer loose words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intents.candidates import Candidates
from intents.grammar import Grammar, Reading, Template, Words
from intents.normalize import canonical

MOST_SAID = 24
"""Word sequences of each sentence that are tried; most templates stand for fewer."""

_OPEN = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Collision:
    """Two skills that one sentence means."""

    ids: tuple[str, str]
    """In the order in which the skills were given."""
    sentence: str
    """What both match; an open slot stands as <file>."""

    def __str__(self) -> str:
        return f"{self.ids[0]} and {self.ids[1]} both answer to {self.sentence!r}"


def collisions(grammars: Sequence[Grammar], candidates: Candidates) -> list[Collision]:
    """One collision for each pair of skills that has any, in the order given; `candidates` is over their templates."""
    order = {grammar.intent.id: place for place, grammar in enumerate(grammars)}
    found: dict[tuple[str, str], Collision] = {}
    for grammar in grammars:
        for said, slots in _sayings(grammar):
            words = Words.of(canonical(said))
            for template in candidates.of(words):
                first, second = sorted((grammar.intent.id, template.intent.id), key=order.__getitem__)
                if first != second and (first, second) not in found and _means(template, words, slots, grammar):
                    found[first, second] = Collision((first, second), _shown(said))
    return sorted(found.values(), key=lambda collision: [order[id_] for id_ in collision.ids])


def _sayings(grammar: Grammar) -> Iterator[tuple[str, dict[str, str]]]:
    """What the skill's sentences stand for, open slots as single made-up words, and which slot each such word is."""
    for template in grammar.templates:
        for said in grammar.said_ways(template.sentence, MOST_SAID):
            slots = {f"zq{name}qz".replace("_", ""): name for name in _OPEN.findall(said)}
            yield _OPEN.sub(lambda slot: f"zq{slot[1]}qz".replace("_", ""), said), slots


def _shown(said: str) -> str:
    return re.sub(r"zq(\w+?)qz", r"<\1>", said)


def _means(template: Template, words: Words, slots: dict[str, str], grammar: Grammar) -> bool:
    """True where the template reads the words, each open slot falling to one of the same type."""
    return any(_alike(reading, template, slots, grammar) for reading in template.readings(words))


def _alike(reading: Reading, template: Template, slots: dict[str, str], grammar: Grammar) -> bool:
    types = {slot.name: slot.type for slot in template.intent.slots}
    own = {slot.name: slot.type for slot in grammar.intent.slots}
    opened = {said: types[name] for name, said in reading.said.items() if types[name].choices is None}
    if set(opened) != set(slots):
        return False
    return all(opened[said] == own[name] and (opened[said].narrow or len(slots) == 1) for said, name in slots.items())
