"""A skill's sentence templates, compiled and matched by hassil (the parser of Home Assistant's intents).

The only importer of hassil. A template is anchored: it matches the whole of the words or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from intents.model import IntentSpec, Slot

if TYPE_CHECKING:
    from hassil.intents import Intents

_SLOT = re.compile(r"\{(\w+)\}")
_OPTION = re.compile(r"\[[^\[\]]*\]")

MOST_READINGS = 32
"""Readings of one text by one skill's sentences; only words made to be read in many ways ("in in in …") have more."""


class SentenceFault(ValueError):
    """A sentence that does not compile; the message names the skill, the sentence and the fault."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which a template matches words."""

    intent: IntentSpec
    said: Mapping[str, str]
    """Slot name → its words, as the template cut them out."""
    loose_words: int
    """How many words fell to slots that take any words: fewer is a closer reading."""


@dataclass(frozen=True)
class Grammar:
    """The compiled sentences of one skill; hassil is loaded and the sentences parsed at the first use."""

    intent: IntentSpec
    _slots: dict[str, Slot] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_slots", {slot.name: slot for slot in self.intent.slots})

    def check(self) -> None:
        """Compile now. Raises SentenceFault for a sentence at fault or a slot that the skill does not have."""
        for sentence in self.intent.sentences:
            for name in _SLOT.findall(sentence):
                if name not in self._slots:
                    raise SentenceFault(
                        f"{self.intent.id}: sentence {sentence!r} has a slot {{{name}}} that the skill lacks"
                    )
            self._parse(sentence)

    def always_says(self, sentence: str, slot: str) -> bool:
        """Whether every way through a template passes the slot: `[{file}]` and `({file}|it)` can be said without it."""
        from hassil.expression import Alternative, Group, ListReference  # noqa: PLC0415 - as below

        def passes(part: object) -> bool:
            if isinstance(part, ListReference):
                return part.list_name == slot
            if isinstance(part, Alternative):  # an optional part is an alternative with nothing as its last
                return not part.is_optional and all(map(passes, part.items))
            return isinstance(part, Group) and any(map(passes, part.items))

        return passes(self._parse(sentence).expression)

    def readings(self, text: str) -> Iterator[Reading]:
        """Every way in which a sentence matches the whole of `text` (canonical, any case)."""
        from hassil import recognize_all  # noqa: PLC0415 - 0.25 s, spared where nothing is matched

        for result in islice(recognize_all(text, self._compiled), MOST_READINGS):
            said = {name: str(entity.text).strip() for name, entity in result.entities.items()}
            loose = [name for name in said if self._slots[name].type.choices is None]
            yield Reading(self.intent, said, sum(len(said[name].split()) for name in loose))

    @cached_property
    def arcs(self) -> tuple[Arc, ...]:
        """The sentences as one graph from node 0 to node 1; every arc to another node leads to a higher one."""
        found: list[Arc] = []
        for sentence in self.intent.sentences:
            _Arcs(found).sentence(self._parse(sentence).expression)
        return tuple(found)

    @cached_property
    def needs(self) -> tuple[frozenset[frozenset[str]], ...]:
        """For each sentence, groups of fragments: words can match only if they hold a fragment of every group."""
        (data,) = self._compiled.intents[self.intent.id].data
        return tuple(sentence.get_required_clauses({}) for sentence in data.sentences)

    @cached_property
    def literals(self) -> frozenset[str]:
        """Every word, lower case, that stands in a sentence outside its slots."""
        bare = (_SLOT.sub(" ", sentence).lower() for sentence in self.intent.sentences)
        return frozenset(word for sentence in bare for word in re.findall(r"[\w'.]+", sentence))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The literals, and the words of the choices that its slots have."""
        choices = [phrase for slot in self.intent.slots for phrase in slot.type.choices or ()]
        return self.literals | {word for phrase in choices for word in phrase.lower().split()}

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """One plain example a sentence, without its optional parts, open slots as <file>; for completion and help."""
        examples: dict[str, None] = {}
        for sentence in self.intent.sentences:
            words = next(iter(self._expanded(_without_options(sentence), most=1)), "")
            examples[_SLOT.sub(lambda slot: f"<{slot[1]}>", words)] = None
        return tuple(example for example in examples if example)

    def _expanded(self, sentence: str, most: int = 200) -> list[str]:
        """Up to `most` word sequences that a template stands for; choices written out, open slots left as {x}."""
        from hassil.sample import sample_expression  # noqa: PLC0415 - as above

        found = []
        for words in sample_expression(self._parse(sentence).expression, self._compiled.slot_lists):
            found.append(" ".join(str(words).split()))
            if len(found) >= most:
                break
        return found

    def _parse(self, sentence: str) -> Any:  # noqa: ANN401 - hassil's own type, loaded only here
        from hassil.parse_expression import parse_sentence  # noqa: PLC0415 - as above

        try:
            return parse_sentence(sentence)
        except Exception as fault:  # hassil raises several kinds for a bad template; all mean the same here
            raise SentenceFault(f"{self.intent.id}: sentence {sentence!r} does not compile: {fault}") from fault

    @cached_property
    def _compiled(self) -> Intents:
        from hassil import Intents  # noqa: PLC0415 - as above

        return Intents.from_dict(
            {
                "language": "en",
                "intents": {self.intent.id: {"data": [{"sentences": list(self.intent.sentences)}]}},
                "lists": {slot.name: _slot_list(slot) for slot in self.intent.slots},
            }
        )


def _without_options(sentence: str) -> str:
    """A template without what stands in square brackets."""
    before = ""
    while before != sentence:
        before, sentence = sentence, _OPTION.sub(" ", sentence)
    return " ".join(sentence.split())


def _slot_list(slot: Slot) -> dict[str, Any]:
    choices = slot.type.choices
    return (
        {"wildcard": True} if choices is None else {"values": [{"in": _escaped(said), "out": said} for said in choices]}
    )


def _escaped(phrase: str) -> str:
    """A phrase with hassil's own signs taken out: a value is words, not a template."""
    return re.sub(r"[()\[\]{}|<>]", " ", phrase)


def haystack(text: str) -> str:
    """`text` as the fragments of `Grammar.needs` are looked for in it."""
    from hassil.util import normalize_for_matching  # noqa: PLC0415 - as above

    return str(normalize_for_matching(text).text).casefold()


@dataclass(frozen=True, slots=True)
class Arc:
    """One step through a skill's sentences."""

    source: int
    target: int
    """Nodes: 0 is every sentence's beginning, 1 its end."""
    word: str = ""
    """A word to be said, lower case; "" for a slot, and for a step that needs no words."""
    slot: str = ""
    """The slot to be filled; "" for none."""


class _Arcs:
    """Lays a parsed sentence out as arcs, which it adds to a list."""

    def __init__(self, found: list[Arc]) -> None:
        self._found = found
        self._last = max((arc.target for arc in found), default=1)

    def sentence(self, expression: object) -> None:
        """From node 0 to node 1."""
        self._found.append(Arc(self._after(expression, 0), 1))

    def _after(self, part: Any, node: int) -> int:  # noqa: ANN401 - one of hassil's classes, loaded only here
        """The node that is reached from `node` through `part`."""
        from hassil.expression import Alternative, ListReference, Permutation, TextChunk  # noqa: PLC0415 - as above

        if isinstance(part, Permutation):
            return self._any_order(part.items, node)
        if isinstance(part, Alternative):
            return self._join([self._after(item, node) for item in part.items])
        if isinstance(part, ListReference):
            return self._step(node, slot=part.list_name)
        if isinstance(part, TextChunk):
            for word in part.text.lower().split():
                node = self._step(node, word=word)
            return node
        for item in part.items:
            node = self._after(item, node)
        return node

    def _any_order(self, items: list[Any], start: int) -> int:
        """All items, each once; a node stands for the set of items said, so that n items need 2^n of them, not n!."""
        reached = {frozenset[int](): start}
        for _ in items:
            ends: dict[frozenset[int], list[int]] = {}
            for said, node in reached.items():
                for index in set(range(len(items))) - said:
                    ends.setdefault(said | {index}, []).append(self._after(items[index], node))
            reached = {said: self._join(nodes) for said, nodes in ends.items()}
        return next(iter(reached.values()))

    def _join(self, nodes: list[int]) -> int:
        self._last += 1
        joined = self._last
        self._found.extend(Arc(node, joined) for node in dict.fromkeys(nodes))
        return joined

    def _step(self, node: int, *, word: str = "", slot: str = "") -> int:
        self._last += 1
        self._found.append(Arc(node, self._last, word, slot))
        return self._last
