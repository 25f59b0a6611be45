"""Readings with their slots resolved, and which of several is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intents.grammar import Reading
from intents.mention import only_mentions, tells_of
from intents.model import Ambiguous, Match, Resolved, Scene, Slot, SlotFill, Unresolved
from intents.normalize import as_said, canonical

TIE = 0.02
"""Two skills whose scores differ by less are a tie."""

Resolutions = dict[tuple[int, str], tuple[str, Resolved | Unresolved]]
"""What was resolved in one match, by slot type and words: many readings share them, and each may look at the disk."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A reading with its slots resolved."""

    match: Match
    loose_words: int

    @property
    def rank(self) -> tuple[int, int, float]:
        """Smaller is better: fewer words left to open slots, fewer slots that take anything, then nearer values."""
        wide = sum(not fill.slot.type.narrow for fill in self.match.fills)
        return (self.loose_words, wide, -self.match.score)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a reading comes to nothing."""

    reason: str
    """One plain sentence for the user."""
    choices: tuple[Match, ...] = ()
    """Set where one slot's words name several things as well: what it could be, to be asked about."""
    stray: bool = False
    """Whether the sentence was hardly meant: see `Unresolved`."""


def attempt(reading: Reading, text: str, scene: Scene, resolutions: Resolutions) -> Attempt | Problem:
    """The reading with its slots as values, or why one of them names nothing, or no one thing."""
    fills = fills_of(reading, text, scene, resolutions)
    if isinstance(fills, Unresolved):
        return Problem(fills.reason, _choices(reading, text, scene, resolutions), fills.stray)
    said = {fill.slot.name for fill in fills}
    for slot in reading.intent.slots:
        if slot.required and slot.name not in said:
            return Problem(f"Which {slot.type.name}?")
    return Attempt(Match(reading.intent, fills, score_of(fills), "template"), reading.loose_words)


def _choices(reading: Reading, text: str, scene: Scene, resolutions: Resolutions) -> tuple[Match, ...]:
    """A match for each of the things that one slot's words may name, where all the others' name just one."""
    fills: list[SlotFill] = []
    open_: list[tuple[int, Slot, Unresolved]] = []
    for slot in reading.intent.slots:
        if slot.name in reading.said:
            said, resolved = _resolution(slot, reading.said[slot.name], text, scene, resolutions)
            if isinstance(resolved, Unresolved):
                open_.append((len(fills), slot, resolved))
            else:
                fills.append(SlotFill(slot, said, resolved.value, resolved.score))
        elif slot.required:
            return ()
    if len(open_) != 1:
        return ()
    place, slot, several = open_[0]
    ways = [(*fills[:place], SlotFill(slot, name, value, 1.0), *fills[place:]) for name, value in several.among]
    return tuple(Match(reading.intent, way, score_of(way), "template") for way in ways)


def score_of(fills: Sequence[SlotFill]) -> float:
    """That of the worst slot, 0 to 1."""
    return min((fill.score for fill in fills), default=1.0)


def fills_of(reading: Reading, text: str, scene: Scene, resolutions: Resolutions) -> tuple[SlotFill, ...] | Unresolved:
    """The slots that a reading says, as values, in the skill's own order; or why one of them names nothing."""
    fills = []
    for slot in reading.intent.slots:
        if slot.name in reading.said:
            said, resolved = _resolution(slot, reading.said[slot.name], text, scene, resolutions)
            if isinstance(resolved, Unresolved):
                return resolved
            fills.append(SlotFill(slot, said, resolved.value, resolved.score))
    return tuple(fills)


def _resolution(
    slot: Slot, words: str, text: str, scene: Scene, resolutions: Resolutions
) -> tuple[str, Resolved | Unresolved]:
    """The words as they stood in `text`, and what they resolve to."""
    key = (id(slot.type), words)
    if key not in resolutions:
        to_end = slot.type.free and canonical(text).endswith(words)
        said = as_said(words, text, to_end=to_end) if slot.type.choices is None else words
        resolutions[key] = (said, slot.type.resolve(said, scene))
    return resolutions[key]


def best(attempts: Sequence[Attempt]) -> Match | Ambiguous:
    """The closest reading; a refusal that names both where two skills read the words equally well."""
    ranked = sorted(attempts, key=lambda attempt: attempt.rank)
    first = ranked[0]
    rivals = {
        attempt.match.intent.id: attempt.match
        for attempt in ranked[1:]
        if attempt.rank[:2] == first.rank[:2]
        and first.match.score - attempt.match.score < TIE
        and attempt.match.intent.id != first.match.intent.id
    }
    tied = own_first([first.match, *rivals.values()])
    return Ambiguous(tuple(tied)) if len(tied) > 1 else tied[0]


def closest(matches: Sequence[Match], margin: float) -> Match | Ambiguous | None:
    """The match with the highest score; those within `margin` of it too, where they are of other skills."""
    ranked = sorted(matches, key=lambda match: -match.score)
    rivals = own_first([match for match in ranked if ranked[0].score - match.score < margin])
    return Ambiguous(tuple(rivals)) if len(rivals) > 1 else next(iter(rivals), None)


def own_first(matches: Sequence[Match]) -> list[Match]:
    """Of matches that are equally good, those of Golem's own skills; all, where none is: no module takes its words."""
    return [match for match in matches if not match.intent.foreign] or list(matches)


def is_mentioned(reading: Reading, words: str) -> bool:
    """True where a slot that takes any words begins the sentence and swallowed a negation: "don't run" + "tests"."""
    first = [said for said in reading.said.values() if said and words.lower().startswith(said.lower())]
    return any(only_mentions(said) or tells_of(said) for said in first)


def is_talk(reading: Reading, words: str, plain: str | None = None) -> bool:
    """True where the words ask for a name that is none but talk: "find" + "the nearest uber", "an uber for two".

    A name with a dot may stand anywhere; any other one beside a word that tells of files, or one word before it.
    `plain` are the words that the sentence was read in, where they are other ones.
    """
    said = [reading.said[slot.name] for slot in reading.intent.slots if slot.name in reading.said]
    outside = len((plain or words).split()) - sum(len(each.split()) for each in said)
    if outside <= BARE and not reading.intent.within and _of_everyday(reading, words.lower()):
        return True
    named = any(
        slot.type.free and slot.type.name == "name" and slot.name in reading.said for slot in reading.intent.slots
    )
    if _stands_for_a_name(reading, words) or _only_points(reading):
        return True
    if not named or _DOTTED.search(words):
        return False
    every = words.lower().split()
    return _FILES.isdisjoint(every) if outside > 1 else not _NO_NAME.isdisjoint(every)


OF_ANYTHING = frozenset({"note", "query"})
"""Types of slots whose words may well be of everyday life: what is noted, what the web is asked for."""


def _of_everyday(reading: Reading, words: str) -> bool:
    """True where what fell to a slot that takes anything is a thing, and no name with a sign in it.

    It is one of everyday life, or has an owner or an article: "search for a new apartment".
    """
    types = {slot.name: slot.type for slot in reading.intent.slots}
    wide = [
        said.lower()
        for name, said in reading.said.items()
        if not types[name].narrow and types[name].name not in OF_ANYTHING
    ]
    return any(
        not _SIGNED.search(said) and (not _EVERYDAY.isdisjoint(said.split()) or _is_thing(said, words)) for said in wide
    )


def _is_thing(said: str, words: str) -> bool:
    """True where the words said have an article or an owner, in them or just before."""
    return bool(_THING.match(said)) or any(_THING.fullmatch(f"{before} {said[:1]}") for before in _before(said, words))


def _before(said: str, words: str) -> list[str]:
    """The word before each place where `said` stands in `words`."""
    return [match[1] for match in re.finditer(rf"(\S+)\s+(?={re.escape(said)}(?:\s|$))", words)]


def _only_points(reading: Reading) -> bool:
    """True for "make a note of it and move on": "it" is nothing to be kept, or looked for, as it is said."""
    return any(
        slot.type.name in OF_ANYTHING and _POINTER.match(reading.said.get(slot.name, ""))
        for slot in reading.intent.slots
    )


_POINTER = re.compile(
    r"(?:(?:of|about|down)\s+)?(?:it|that|this|them|those|these)(?:\s+(?:and|then|or|too|please|later|now)\b.*)?$",
    re.IGNORECASE,
)


def _stands_for_a_name(reading: Reading, words: str) -> bool:
    """True for "make another one" and "kill time": such words are names only where the sentence says that they are."""
    types = {slot.name: slot.type for slot in reading.intent.slots}
    said = [what.lower() for name, what in reading.said.items() if not types[name].narrow and not types[name].free]
    return any(
        each in _STAND_INS and not re.search(rf"\b(?:called|named|name|titled|it|of)\s+{each}\b", words, re.IGNORECASE)
        for each in said
    )


_STAND_INS = frozenset({"one", "time"})

BARE = 2
"""Words of a sentence, at most, that say nothing of files or programs by themselves: "search for …", "kill the …"."""
_EVERYDAY = frozenset(
    """news joke jokes song songs music recipe recipes ingredients restaurant restaurants hotel hotels flight flights
    ticket tickets weather taxi uber cab pizza food dinner lunch breakfast movie movies film films light lights lamp
    lamps heating thermostat oven shop shops store stores gym job jobs phone car house kitchen garden door window
    credit bank money doctor appointment meeting birthday holiday party game games playlist album radio podcast station
    alarm feet
    time way somebody someone love life peace mosquito mood keys glasses plumber""".split()  # noqa: SIM905 - as words
)
"""Things that assistants are asked for and shells are not. Where files are meant, more is said: "search the files for
music" looks for it."""
_THING = re.compile(
    r"(?:an?|some|my|your|his|her|our|their|(?:the\s+)?(?:nearest|closest|best|cheapest))\s+\w", re.IGNORECASE
)
""" "a new apartment" is a thing, and no name or word to look for."""
_SIGNED = re.compile(r"[\w]*[._/\-\d]\w|\b(?:dot|slash|underscore|dash)\b", re.IGNORECASE)
_FILES = frozenset(
    """file files folder folders directory directories dir project repo repository tree script module called named name
    here everything anything all""".split()  # noqa: SIM905 - as words
)
"""Words that tell of files."""
_NO_NAME = frozenset(
    "a an some for from near nearest closest with to on at in and or who which your his her their".split()  # noqa: SIM905 - words read best as words
)
_DOTTED = re.compile(r"\w\.\w|\bdot\b", re.IGNORECASE)
