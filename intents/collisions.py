"""Skills that the same words mean: found by saying each skill's sentences to all the others. Pure.

Such words are refused as ambiguous when they are said, or mean the one of the two that came with Golem; whoever wrote
the other should hear it before. A slot that takes any words and so could swallow another skill's sentence is no
collision: the matcher prefers fewer loose words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from intents.candidates import Candidates
from intents.grammar import Grammar, Template, Words
from intents.model import SlotType
from intents.normalize import canonical

MOST_SAID = 200
"""Word sequences of each sentence that are tried; most templates stand for fewer."""

_OPEN = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[\w'.]+")
_WITHIN_WORD = re.compile(r"[\w'.][\[(]|[\])][\w'.]")
"""Brackets that touch a word: "test[s]" says a word that does not stand there whole."""


@dataclass(frozen=True, slots=True)
class Collision:
    """Two skills that one sentence means."""

    ids: tuple[str, str]
    """In the order in which the skills were given."""
    sentence: str
    """What both match; an open slot stands as <file>."""
    templates: tuple[str, str]
    """The sentence of each that matches it, as its skill has it."""
    meant: str | None = None
    """The id of the one that is meant all the same, since only it came with Golem; None: the words are refused."""

    def __str__(self) -> str:
        outcome = f"of which {self.meant} is meant" if self.meant else "so that neither is chosen for it"
        return f"{self.ids[0]} and {self.ids[1]} both answer to {self.sentence!r}, {outcome}"


def collisions(grammars: Sequence[Grammar], among: Collection[str] | None = None) -> list[Collision]:
    """One collision for each pair of skills that has any, in the order given; with `among`, with one of those in it.

    Only sentences whose words could make up one another are said at all, and only to those that have all the words.
    """
    order = {grammar.intent.id: place for place, grammar in enumerate(grammars)}
    templates = [template for grammar in grammars for template in grammar.templates]
    candidates = Candidates(templates)
    vocabularies = {template: _Vocabulary.of(template) for template in templates}
    found: dict[tuple[str, str], Collision] = {}
    for template in templates:
        said_of_it = _words(template)
        rivals = [
            rival
            for rival in candidates.among([said_of_it])
            if (among is None or template.intent.id in among or rival.intent.id in among)
            and _could_share(rival, template, said_of_it, vocabularies[rival])
        ]
        for said, slots in _sayings(template) if rivals else ():
            words = Words.of(canonical(said))
            own = set(_WORD.findall(words.text.casefold())) - slots.keys()
            for rival in rivals:
                if not vocabularies[rival].holds(own):
                    continue
                first, second = sorted((template, rival), key=lambda each: order[each.intent.id])
                ids = first.intent.id, second.intent.id
                if ids not in found and rival.may_fit(words) and _means(rival, words, slots, template):
                    found[ids] = _collision(first, second, said)
    return sorted(found.values(), key=lambda collision: [order[id_] for id_ in collision.ids])


def _collision(first: Template, second: Template, said: str) -> Collision:
    own = [each.intent.id for each in (first, second) if not each.intent.foreign]
    meant = own[0] if len(own) == 1 else None
    return Collision((first.intent.id, second.intent.id), _shown(said), (first.sentence, second.sentence), meant)


def _words(template: Template) -> list[str]:
    """Every word that may be said of a template but for its open slots, case folded."""
    phrases = [phrase for name in template.slots for phrase in template.grammar.choices[name] or ()]
    return [*template.literals, *(word.casefold() for phrase in phrases for word in phrase.split())]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """All the words that what a template says, without its open slots, can hold."""

    words: frozenset[str]
    joins: bool
    """True where brackets touch a word, so that what is said may be several of these run together."""

    @classmethod
    def of(cls, template: Template) -> _Vocabulary:
        """Of its sentence and of the choices that its slots have."""
        words = frozenset(word for said in _words(template) for word in _WORD.findall(said))
        return cls(words, bool(_WITHIN_WORD.search(template.sentence)))

    def holds(self, words: Collection[str]) -> bool:
        """Whether all of these words are in it."""
        return all(word in self.words or (self.joins and self._joined(word)) for word in words)

    def _joined(self, word: str) -> bool:
        ends = [0]
        for end in range(1, len(word) + 1):
            if any(word[start:end] in self.words for start in ends):
                ends.append(end)
        return ends[-1] == len(word)


def _could_share(rival: Template, template: Template, said: Sequence[str], vocabulary: _Vocabulary) -> bool:
    """Whether the rival, which the template's words (`said`) may make up, could be said of it too, slot for slot.

    `vocabulary` is the rival's: it has all the words that the template cannot do without.
    """
    if rival.intent.id == template.intent.id:
        return False
    if not all(any(vocabulary.holds([fragment]) for fragment in group) for group in template.needs):
        return False
    return all(any(fragment in word for word in said for fragment in group) for group in template.needs)


def _sayings(template: Template) -> Iterator[tuple[str, dict[str, str]]]:
    """What a sentence stands for, each open slot as a made-up word, and which slot that word is."""
    for said in template.grammar.said_ways(template.sentence, MOST_SAID):
        slots = {_made_up(name): name for name in _OPEN.findall(said)}
        yield _OPEN.sub(lambda slot: _made_up(slot[1]), said), slots


def _made_up(name: str) -> str:
    return f"zq{name}qz"


def _shown(said: str) -> str:
    return re.sub(r"zq(\w+?)qz", r"<\1>", said)


def _means(rival: Template, words: Words, slots: dict[str, str], template: Template) -> bool:
    """True where the rival reads the words, each open slot falling to one that the matcher cannot prefer."""
    own = {slot.name: slot.type for slot in template.intent.slots}
    types = {slot.name: slot.type for slot in rival.intent.slots}
    for reading in rival.readings(words):
        opened = {said: types[name] for name, said in reading.said.items() if types[name].choices is None}
        if opened.keys() == slots.keys() and all(_tie(opened[said], own[name]) for said, name in slots.items()):
            return True
    return False


def _tie(one: SlotType, other: SlotType) -> bool:
    """True where the same words fill both: the same type, or two that take any words."""
    return one == other or not (one.narrow or other.narrow)
