"""A skill's sentence templates, compiled and matched by hassil (the parser of Home Assistant's intents).

The only importer of hassil. A template is anchored: it matches the whole of the words or nothing. It is parsed when
words that may fit it first come; which those are is known without hassil (`intents.template`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from intents.arcs import Arc, arcs_of
from intents.model import IntentSpec, Slot
from intents.template import Needs, Parts, initials, needs, take_apart

_SLOT = re.compile(r"\{(\w+)\}")
_OPTION = re.compile(r"\[[^\[\]]*\]")
_SIDE_BY_SIDE = re.compile(r"\{(\w+)\}\s+(?=\{(\w+)\})")
_BETWEEN = "zqbetweenqz"
"""Stands between two slots and between two words, so that hassil knows where the one ends."""

MOST_READINGS = 32
"""Readings of one text by one template; only words made to be read in many ways ("in in in …") have more."""
MOST_PARSED = 512
"""Parsed forms of sentences that are kept beside the sentences themselves: there are as many as sentences, and all
of them would come in the first hours."""
MOST_SIDE_BY_SIDE = 12
"""Words of a text that two open slots without a word between them may share out: it is tried at every place."""
LINKS = frozenset(
    """to into in on onto for of as with at by from about named called name saying that until till""".split()  # noqa: SIM905 - words read best as words
)
"""Small words that lead to a slot."""
MOST_REPEATED = 40
"""Times that a word of a template with two open slots or more may stand in a text: there are as many readings as there
are ways to choose which of them is the template's own."""


class SentenceFault(ValueError):
    """A sentence that does not compile; the message names the skill, the sentence and the fault."""

    def __init__(self, text: str, sentence: str) -> None:
        """`sentence` is the one at fault, as it was given."""
        super().__init__(text)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which a template matches words."""

    intent: IntentSpec
    said: Mapping[str, str]
    """Slot name → its words, as the template cut them out."""
    loose_words: int
    """How many words fell to slots that take any words: fewer is a closer reading."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words as templates are matched with them."""

    text: str
    """Canonical, without punctuation at the ends of words; any case."""

    @classmethod
    def of(cls, text: str) -> Words:
        """`text` (canonical) as hassil reads it."""
        from hassil.util import normalize_for_matching  # noqa: PLC0415 - 0.25 s, spared where nothing is matched

        return cls(str(normalize_for_matching(text).text))


@dataclass(frozen=True, eq=False)
class Template:
    """One sentence of a skill; parsed by hassil at the first use."""

    grammar: Grammar = field(repr=False)
    sentence: str
    lasting: bool = False
    """Whether it is kept as it is parsed; else only as long as it is among the last MOST_PARSED that were asked for."""

    @property
    def intent(self) -> IntentSpec:
        """The skill."""
        return self.grammar.intent

    @cached_property
    def parts(self) -> Parts | None:
        """The sentence taken apart, where it can be."""
        return take_apart(self.sentence)

    @cached_property
    def needs(self) -> Needs:
        """Groups of fragments: words can match only if they hold a fragment of every group."""
        return needs(self.parts, self.grammar.choices) if self.parts is not None else frozenset()

    @cached_property
    def initials(self) -> frozenset[str]:
        """The letters, lower case, that it can begin with before any slot."""
        return initials(self.parts) if self.parts is not None else frozenset()

    @cached_property
    def literals(self) -> frozenset[str]:
        """Every word, lower case, that stands in the sentence outside its slots."""
        return frozenset(re.findall(r"[\w'.]+", _SLOT.sub(" ", self.sentence).lower()))

    @cached_property
    def slots(self) -> frozenset[str]:
        """The names of its slots."""
        return frozenset(_SLOT.findall(self.sentence))

    def may_fit(self, words: Words) -> bool:
        """Whether the words hold a fragment of every group of `needs`."""
        folded = words.text.casefold()
        return all(any(fragment in folded for fragment in group) for group in self.needs)

    def readings(self, words: Words) -> Iterator[Reading]:
        """Every way in which the sentence matches the whole of the words, at most MOST_READINGS."""
        if not self._too_many(words):
            yield from self._read(words.text, self._expression)
            yield from self._read_side_by_side(words.text.split())

    def _read_side_by_side(self, words: list[str]) -> Iterator[Reading]:
        """The readings of "copy {path} {target}": an open slot of hassil's ends only at a word of the sentence."""
        if self._parted is None or not 2 <= len(words) <= MOST_SIDE_BY_SIDE:
            return
        expression = _of_late(self.intent.id, self._parted)
        for place in range(1, len(words)):
            if words[place].lower() in LINKS:
                continue  # "move a into it" has a sentence of its own, and "into it" is no name
            yield from self._read(" ".join([*words[:place], _BETWEEN, *words[place:]]), expression)

    @cached_property
    def _parted(self) -> str | None:
        """The sentence with a word between open slots that stand side by side; None where no two do."""

        def parted(found: re.Match[str]) -> str:
            open_ = all(self.grammar.choices[name] is None for name in found.groups())
            return f"{{{found[1]}}} {_BETWEEN} " if open_ else found[0]

        sentence = _SIDE_BY_SIDE.sub(parted, self.sentence)
        return sentence if sentence != self.sentence else None

    def _read(self, text: str, expression: Any) -> Iterator[Reading]:  # noqa: ANN401 - hassil's own type, loaded only here
        from hassil.string_matcher import MatchContext, match_expression  # noqa: PLC0415 - as above

        context = MatchContext(text=text + " ", original_text=text)  # it ends on a word's end
        found = match_expression(self.grammar.settings, context, expression)
        for match in islice(found, MOST_READINGS):
            said = _said(match)
            if said is not None:
                loose = [name for name in said if self.grammar.choices[name] is None]
                yield Reading(self.intent, said, sum(len(said[name].split()) for name in loose))

    def _too_many(self, words: Words) -> bool:
        if sum(self.grammar.choices[name] is None for name in self.slots) < 2:
            return False
        counts = Counter(words.text.lower().split())
        return any(counts[word] > MOST_REPEATED for word in self.literals)

    def parse(self) -> None:
        """Parse the sentence now instead of at the first words that may fit it. Raises SentenceFault."""
        _ = self._expression

    @property
    def _expression(self) -> Any:  # noqa: ANN401 - hassil's own type, loaded only here
        return self._parsed if self.lasting else _of_late(self.intent.id, self.sentence)

    @cached_property
    def _parsed(self) -> Any:  # noqa: ANN401 - as above
        return parse(self.intent.id, self.sentence).expression


@lru_cache(maxsize=MOST_PARSED)
def _of_late(id_: str, sentence: str) -> Any:  # noqa: ANN401 - as above
    return parse(id_, sentence).expression


def _said(match: Any) -> dict[str, str] | None:  # noqa: ANN401 - hassil's MatchContext, loaded only here
    """Slot name → words of a match; None where words are left over, or a slot has none.

    What hassil's `recognize_all` does behind its matcher, without working out where in the text each slot stood.
    """
    rest = str(match.text).strip()
    open_ = match.get_open_wildcard() if rest else None
    if rest and open_ is None and (any(map(str.isalnum, rest)) or not match.is_match):
        return None
    said = {
        str(entity.name): (str(entity.text) + (rest if entity is open_ else "")).strip() for entity in match.entities
    }
    return said if all(said.values()) else None


def parse(id_: str, sentence: str) -> Any:  # noqa: ANN401 - as above
    """A sentence as hassil parses it. Raises SentenceFault, naming the skill `id_`."""
    from hassil.parse_expression import parse_sentence  # noqa: PLC0415 - as above

    try:
        return parse_sentence(sentence)
    except Exception as fault:  # hassil raises several kinds for a bad template; all mean the same here
        raise SentenceFault(f"{id_}: sentence {sentence!r} does not compile: {fault}", sentence) from fault


@dataclass(frozen=True)
class Grammar:
    """The sentences of one skill."""

    intent: IntentSpec
    _slots: dict[str, Slot] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_slots", {slot.name: slot for slot in self.intent.slots})

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """One for each sentence, in order."""
        return tuple(Template(self, sentence, lasting=True) for sentence in self.intent.all_sentences)

    @cached_property
    def choices(self) -> Mapping[str, tuple[str, ...] | None]:
        """Slot name → the phrases that can fill it, as they are matched; None if any words can."""
        return {
            slot.name: None if slot.type.choices is None else tuple(map(_escaped, slot.type.choices))
            for slot in self.intent.slots
        }

    def check(self) -> None:
        """Compile now. Raises SentenceFault for a sentence at fault or a slot that the skill does not have."""
        for sentence in self.intent.all_sentences:
            for name in _SLOT.findall(sentence):
                if name not in self._slots:
                    raise SentenceFault(
                        f"{self.intent.id}: sentence {sentence!r} has a slot {{{name}}} that the skill lacks", sentence
                    )
            self._parse(sentence)

    def always_says(self, sentence: str, slot: str) -> bool:
        """Whether every way through a template passes the slot: `[{file}]` and `({file}|it)` can be said without it."""
        from hassil.expression import Alternative, Group, ListReference  # noqa: PLC0415 - as above

        def passes(part: object) -> bool:
            if isinstance(part, ListReference):
                return part.list_name == slot
            if isinstance(part, Alternative):  # an optional part is an alternative with nothing as its last
                return not part.is_optional and all(map(passes, part.items))
            return isinstance(part, Group) and any(map(passes, part.items))

        return passes(self._parse(sentence).expression)

    def readings(self, text: str) -> Iterator[Reading]:
        """Every way in which a sentence matches the whole of `text` (canonical, any case)."""
        words = Words.of(text)
        for template in self.templates:
            yield from template.readings(words)

    @cached_property
    def arcs(self) -> tuple[Arc, ...]:
        """The sentences listened for as one graph from node 0 to 1; every arc to another node leads to a higher one."""
        return arcs_of([parse(self.intent.id, sentence).expression for sentence in self.intent.sentences])

    @cached_property
    def literals(self) -> frozenset[str]:
        """Every word, lower case, that stands in a sentence outside its slots."""
        return frozenset().union(*(template.literals for template in self.templates))

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
            words = next(self.said_ways(_without_options(sentence), most=1), "")
            examples[_SLOT.sub(lambda slot: f"<{slot[1]}>", words)] = None
        return tuple(example for example in examples if example)

    def said_ways(self, sentence: str, most: int) -> Iterator[str]:
        """Up to `most` word sequences that a template stands for; choices written out, open slots left as {x}."""
        from hassil.sample import sample_expression  # noqa: PLC0415 - as above

        ways = sample_expression(self._parse(sentence).expression, self.settings.slot_lists)
        for words in islice(ways, most):
            yield " ".join(str(words).split())

    @cached_property
    def settings(self) -> Any:  # noqa: ANN401 - hassil's MatchSettings, loaded only here
        """What hassil matches every sentence of the skill with."""
        from hassil import Intents  # noqa: PLC0415 - as above
        from hassil.string_matcher import MatchSettings  # noqa: PLC0415 - as above

        lists = {name: _slot_list(choices) for name, choices in self.choices.items()}
        intents = Intents.from_dict({"language": "en", "intents": {}, "lists": lists})
        return MatchSettings(slot_lists=intents.slot_lists, language="en")

    def _parse(self, sentence: str) -> Any:  # noqa: ANN401 - as above
        return parse(self.intent.id, sentence)


def _without_options(sentence: str) -> str:
    """A template without what stands in square brackets."""
    before = ""
    while before != sentence:
        before, sentence = sentence, _OPTION.sub(" ", sentence)
    return " ".join(sentence.split())


def _slot_list(choices: tuple[str, ...] | None) -> dict[str, Any]:
    return {"wildcard": True} if choices is None else {"values": [{"in": said, "out": said} for said in choices]}


def _escaped(phrase: str) -> str:
    """A phrase with hassil's own signs taken out: a value is words, not a template."""
    return re.sub(r"[()\[\]{}|<>]", " ", phrase)
