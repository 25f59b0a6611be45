"""Sentences that were begun and not ended: "delete", "rename notes.txt", "set a timer"; and the answers that end them.

Every template that needs a slot is cut: the slot is taken out, and the small word before it ("to", "called") may be
left out too. Words are incomplete only if they fit such a cut whole, so that of all they say nothing is passed over;
and only if no other skill could be begun so. "Open" is the beginning of several, and of none in particular.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from intents.candidates import Candidates
from intents.grammar import LINKS, Grammar, Template, Words
from intents.model import Incomplete, IntentSpec, Match, NoMatch, Resolved, Scene, Slot, SlotFill, Unresolved
from intents.normalize import as_said, canonical
from intents.reading import Resolutions, fills_of, score_of
from intents.template import Branch, Gap, Part, Parts, Text, begins, gaps, written

SURE = 0.9
"""Least score of a slot that was said: a guessed name does not make an unfinished sentence of small talk."""
LITERAL = 3
"""Words of the template itself that must be said for a slot that takes anything to count: "remind me to call mum"."""
MOST_CUT = 3
"""Slots taken out of one template at once."""
MOST_BEGUN = 1
"""Other skills without slots of their own that may begin with the same words: "delete" begins "delete the timers"."""
OUTNUMBERS = 2
"""A skill with so many times another's sentences that begin so is meant rather than that other."""
_LEAD = re.compile(
    r"^(?:(?:it|that|this)(?:'s|\s+is)|(?:call|name|make)\s+it|(?:i\s+(?:mean|meant|said|want))|the\s+(?:name|one)\s+is)\s+"
    r"(?:called\s+|named\s+)?|^(?:called|named)\s+",
    re.IGNORECASE,
)
"""What people say before the answer: "it's called demo"."""
_OFF = re.compile(
    r"(?:no|none|nope|nothing|stop|cancel|abort|quit|never\s*mind|forget\s+(?:it|that)|(?:do\s+not|don't)(?:\s+(?:do\s+)?(?:it|that|bother))?)",
    re.IGNORECASE,
)
"""Whole answers that are no name, whatever was asked for. Ending the question is the dialogue's part."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """A cut template that the words fit."""

    incomplete: Incomplete
    missing: int
    """Slots taken out."""


class Beginnings:
    """The cut templates of the skills given."""

    def __init__(self, grammars: Mapping[str, Grammar], by_word: Mapping[str, frozenset[str]]) -> None:
        """`by_word` has, for every word of the skills' sentences, the ids of those that use it."""
        self._grammars = grammars
        self._by_word = by_word
        cuts = [cut for grammar in grammars.values() for cut in _cuts(grammar)]
        self._missing = {id(template): missing for template, missing in cuts}
        self._candidates = Candidates([template for template, _ in cuts])

    def of(self, words: Words, text: str, scene: Scene) -> Incomplete | NoMatch | None:
        """The one skill that the words begin; a NoMatch that names them where it may be several; None for no skill."""
        begun: dict[str, _Begun] = {}
        resolutions: Resolutions = {}
        for template in self._candidates.of(words):
            missing = self._missing[id(template)]
            for reading in template.readings(words):
                fills = fills_of(reading, text, scene, resolutions)
                if isinstance(fills, Unresolved) or not self._said_plainly(fills, words):
                    continue
                incomplete = Incomplete(template.intent, fills, missing[0], score_of(fills), "template")
                known = begun.get(template.intent.id)
                if known is None or len(missing) < known.missing:
                    begun[template.intent.id] = _Begun(incomplete, len(missing))
        if not begun:
            return None
        begun = self._outnumbering(begun, words.text)
        first = next(iter(begun.values())).incomplete
        rivals = self._rivals(words.text, first) if not first.fills and len(begun) == 1 else []
        named = [one.incomplete.intent for one in begun.values()] + rivals
        if len(named) == 1:
            return first
        return NoMatch(
            tuple(named[:3]), f"{text.strip()!r} can be the beginning of several things; please say it whole."
        )

    def _outnumbering(self, begun: Mapping[str, _Begun], words: str) -> dict[str, _Begun]:
        """Those that have not far fewer sentences that begin so than another: one skill's habit, another's rarity."""
        counts = {id_: _count_begun(self._grammars[id_], words) for id_ in begun}
        most = max(counts.values())
        return {id_: one for id_, one in begun.items() if counts[id_] * OUTNUMBERS > most or not most}

    def _said_plainly(self, fills: Sequence[SlotFill], words: Words) -> bool:
        """True where the slots that were said are surely what was meant.

        Beside a slot that takes any words, a word must be said that is this skill's own: "remind me to call mom", but
        not "tell me about the moon".
        """
        if any(fill.score < SURE for fill in fills):
            return False
        if all(fill.slot.type.narrow for fill in fills):
            return True
        said = {word for fill in fills for word in fill.said.lower().split()}
        literal = [word for word in words.text.lower().split() if word not in said]
        return len(literal) >= LITERAL and any(len(self._by_word.get(word, ())) == 1 for word in literal)

    def _rivals(self, words: str, first: Incomplete) -> list[IntentSpec]:
        """Other skills that can be begun with these words, if they are reason to doubt.

        They are where one needs a slot too, where they are several, and where more of its sentences begin so; one that
        is outnumbered is none.
        """
        own = _count_begun(self._grammars[first.intent.id], words)
        ids = frozenset.intersection(*(self._by_word.get(word, frozenset()) for word in words.lower().split()))
        bare: list[IntentSpec] = []
        for id_ in sorted(ids - {first.intent.id}):
            grammar = self._grammars[id_]
            count = _count_begun(grammar, words)
            if count * OUTNUMBERS <= own:
                continue
            if count > own or any(slot.required for slot in grammar.intent.slots):
                return [grammar.intent]
            bare.append(grammar.intent)
            if len(bare) > MOST_BEGUN:
                return bare
        return []


def _count_begun(grammar: Grammar, words: str) -> int:
    """How many of a skill's sentences can begin with these words."""
    return sum(template.parts is not None and begins(template.parts, words) for template in grammar.templates)


def _cuts(grammar: Grammar) -> Iterator[tuple[Template, tuple[Slot, ...]]]:
    """Every template with some of the slots that it needs taken out, and those slots in the order they stood in."""
    needed = {slot.name: slot for slot in grammar.intent.slots if slot.required}
    known: set[str] = set()
    for template in grammar.templates:
        parts = template.parts or ()
        places = [place for place, part in enumerate(parts) if isinstance(part, Gap) and part.name in needed]
        for chosen in chain.from_iterable(combinations(places, count) for count in range(1, MOST_CUT + 1)):
            cut = Template(grammar, " ".join(written(_without(parts, chosen)).split()))
            if cut.sentence not in known and _has_words(cut.parts or ()):
                known.add(cut.sentence)
                yield cut, tuple(needed[part.name] for place in chosen if isinstance(part := parts[place], Gap))


def _has_words(parts: Parts) -> bool:
    """True where something must be said besides slots and links."""
    for part in parts:
        if isinstance(part, Text) and not set(part.text.lower().split()) <= LINKS:
            return True
        if isinstance(part, Branch) and not part.optional and all(map(_has_words, part.ways)):
            return True
    return False


def _without(parts: Parts, places: Sequence[int]) -> Parts:
    """The parts without the slots at `places`, each one's link optional."""
    kept: list[Part] = list(parts)
    for place in places:
        kept[place] = Text(" ")
        link = _link_before(parts, place)
        if link is not None:
            kept[link] = _loosened(kept[link])
    return tuple(kept)


def _link_before(parts: Parts, place: int) -> int | None:
    """The place of the part that holds the link to the slot at `place`, past spaces and what is optional."""
    for before in range(place - 1, -1, -1):
        part = parts[before]
        if isinstance(part, Gap):
            return None
        if isinstance(part, Text) and part.text.strip():
            return before if part.text.lower().split()[-1] in LINKS else None
        if isinstance(part, Branch) and not part.optional:
            return before if all(map(_only_links, part.ways)) else None
    return None


def _only_links(way: Parts) -> bool:
    return all(isinstance(part, Text) and set(part.text.lower().split()) <= LINKS for part in way)


def _loosened(part: Part) -> Part:
    """The part with its link optional."""
    if isinstance(part, Branch):
        return Branch(part.ways, optional=True)
    if isinstance(part, Text):
        words = part.text.split()
        at = len(words)
        while at and words[at - 1].lower() in LINKS:
            at -= 1
        kept = "".join(f" {word}" for word in words[:at])
        return Branch(((Text(f"{kept} {' '.join(words[at:])} "),), (Text(f"{kept} "),)))
    return part


class Answers:
    """Fills what is missing with the words of an answer."""

    def __init__(self, grammars: Mapping[str, Grammar]) -> None:
        self._grammars = grammars

    def complete(self, incomplete: Incomplete, said: str, scene: Scene) -> Match | Incomplete | NoMatch:
        """See `Matcher.complete`."""
        words = canonical(said)
        if not words or _OFF.fullmatch(words):
            return NoMatch(problem=None, intent=incomplete.intent)
        readings = [*self._in_context(incomplete, words, said, scene), *_alone(incomplete.missing, words, said, scene)]
        fills = [reading for reading in readings if not isinstance(reading, Unresolved)]
        if not fills:
            reasons = [reading.reason for reading in readings if isinstance(reading, Unresolved)]
            return NoMatch((incomplete.intent,), reasons[-1], incomplete.intent)
        chosen = min(fills, key=_rank)
        return _joined(incomplete, (*incomplete.fills, *chosen))

    def _in_context(
        self, incomplete: Incomplete, words: str, said: str, scene: Scene
    ) -> Iterator[tuple[SlotFill, ...]]:
        """The answer read as the rest of one of the skill's sentences: "to demo", "notes.txt to todo.txt"."""
        grammar = self._grammars.get(incomplete.intent.id)
        if grammar is None:
            return
        known = {fill.slot.name for fill in incomplete.fills}
        heard = Words.of(words)
        resolutions: Resolutions = {}
        for rest in _rests(grammar, incomplete.missing.name, known):
            for reading in rest.readings(heard) if rest.may_fit(heard) else ():
                fills = fills_of(reading, said, scene, resolutions)
                if not isinstance(fills, Unresolved) and incomplete.missing.name in reading.said:
                    yield fills


def _rests(grammar: Grammar, missing: str, known: set[str]) -> Iterator[Template]:
    """What is left to say of each template from the missing slot on, with and without what leads to it."""
    yielded: set[str] = set()
    for template in grammar.templates:
        parts = template.parts or ()
        places = [place for place, part in enumerate(parts) if isinstance(part, Gap) and part.name == missing]
        for place in places:
            first = next((at + 1 for at in range(place - 1, -1, -1) if not _leads(parts[at])), 0)
            for start in range(first, place + 1):
                rest = " ".join(written(parts[start:]).split())
                if rest not in yielded and not known & set(gaps(parts[start:])):
                    yielded.add(rest)
                    yield Template(grammar, rest)


def _leads(part: Part) -> bool:
    """True for a space, a link, and what may be left out."""
    if isinstance(part, Text):
        return set(part.text.lower().split()) <= LINKS
    return isinstance(part, Branch) and (part.optional or all(map(_only_links, part.ways)))


def _alone(slot: Slot, words: str, said: str, scene: Scene) -> Iterator[tuple[SlotFill, ...] | Unresolved]:
    """The answer as nothing but the slot's value, with and without what people say before it."""
    for answer in dict.fromkeys((_LEAD.sub("", words), words)) if not slot.type.free else (words,):
        spoken = as_said(answer, said, to_end=slot.type.free) if slot.type.choices is None else answer
        resolved = slot.type.resolve(spoken, scene)
        if isinstance(resolved, Resolved):
            yield (SlotFill(slot, spoken, resolved.value, resolved.score),)
        else:
            yield resolved


def _rank(fills: tuple[SlotFill, ...]) -> tuple[bool, int, int, float]:
    """Smaller is better: values looked up in preference to guesses, fewer words left to open slots, nearer values."""
    loose = [fill for fill in fills if not fill.slot.type.narrow]
    return score_of(fills) < SURE, sum(len(fill.said.split()) for fill in loose), len(loose), -score_of(fills)


def _joined(incomplete: Incomplete, fills: tuple[SlotFill, ...]) -> Match | Incomplete:
    """A match, or what is still missing of it."""
    said = {fill.slot.name for fill in fills}
    score = min(incomplete.score, score_of(fills))
    missing = next((slot for slot in incomplete.intent.slots if slot.required and slot.name not in said), None)
    ordered = tuple(fill for slot in incomplete.intent.slots for fill in fills if fill.slot.name == slot.name)
    if missing is not None:
        return Incomplete(incomplete.intent, ordered, missing, score, incomplete.how)
    return Match(incomplete.intent, ordered, score, incomplete.how)
