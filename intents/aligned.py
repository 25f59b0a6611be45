"""Whole sentences fitted to misheard words: "brewer 8 oz ice moco" for "brew an eight ounce iced mocha".

`intents.near` puts single words right. A recogniser also joins words and cuts them in two, and it mishears most where
it knows least: in the values that a skill's own slots take. So the words are laid along a skill's sentences piece by
piece; a piece (a word of the sentence, two of them, or a phrase that fills a slot) takes as many words as fit it best
by letters and sound, and the cheapest way through is the reading. Only sentences whose slots are choices are read so:
a piece of an open slot could be anything.

A reading must fill a slot ("stop the war" is no "stop there": where there is no value to be misheard, single words are
`intents.near`'s to put right), come near as a whole, and enough of it must have been heard just as it stands, in words
that say something. Words that the skills themselves use are no mishearing unless they sound the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process

from intents.arcs import Arc
from intents.grammar import Grammar
from intents.model import Match, Resolved, Scene, SlotFill
from intents.near import LIGHT
from intents.numbers import spelled_out
from intents.sound import codes

LEAST_PIECE = 0.55
"""Likeness, 0 to 1, below which words are not taken for a piece. This and the next two were set on recorded orders
(the development half, see benchmarks/coffee.py) and on the golden near-misses."""
LEAST_NEEDED = 0.6
"""The same for a slot that must be said, unless MANY_SLOTS others were heard exactly."""
LEAST_LITERAL = 0.65
"""The same for words of the sentence itself: they are known beforehand, so an odd tail ("which nc") is not "again"."""
MANY_SLOTS = 2
LEAST_WHOLE = 0.8
"""Likeness of the whole, weighed by letters."""
LEAST_EXACT = 0.4
"""Share of a reading's telling letters that must have been heard exactly."""
SAME_SOUND = 0.8
"""Least likeness of words that sound the same, however they are written."""
LONG_WORD = 7
"""Letters from which on a word that no skill uses may be two pieces run together ("shopmocker")."""
LONGEST_WORD = 18
"""Letters of a word that is cut at most."""
MOST_CUT = 3
"""Words that are cut in one utterance, so that no line takes long."""
LEAST_CUT = 3
"""Letters at either end of it that are not cut."""
LEAST_SHARED = 0.3
"""Share of the telling letters heard that a skill must have in its words to be tried at all."""
_END = 1
"""The last node of every graph."""
LEAST_WORDS, MOST_WORDS = 2, 40
"""In an utterance to be fitted."""
_FILLERS = frozenset("a an the my me of to with and".split())  # noqa: SIM905 - words read best as words
"""Words that a recogniser adds or loses, and that change nothing."""
MOST_PIECE = 8
"""Words that one piece may take."""
MOST_SKILLS = 8
"""Skills tried, those first that share most with the words."""
FILLER_COST = 0.5
"""What a letter of a filler costs that was added or left out; no other word may be: a mishearing adds none."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One arc of the graph, or two words of it, that takes words."""

    target: int
    slot: str
    """"" for words of the sentence."""


_Fill = tuple[str, int, str, float]
"""Slot, piece, the words heard, likeness."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How the words were laid along the sentence up to some node."""

    cost: float
    """Letters that do not fit."""
    letters: int
    """Of the pieces."""
    telling: int
    """Of the pieces that say something."""
    exact: int
    """Of those, how many were heard as they stand."""
    fills: tuple[_Fill, ...] = ()


class _Heard:
    """The words heard, cut where a piece may begin or end: between words, and inside long words that no skill uses."""

    def __init__(self, words: Sequence[str], known: Container[str]) -> None:
        self.atoms: list[str] = []
        self._starts: list[bool] = []
        cut = 0
        for word in words:
            parts = [word]
            if LONG_WORD <= len(word) <= LONGEST_WORD and word not in known and cut < MOST_CUT:
                cut += 1
                parts = [word[:LEAST_CUT], *word[LEAST_CUT:-LEAST_CUT], word[-LEAST_CUT:]]
            self.atoms += parts
            self._starts += [True] + [False] * (len(parts) - 1)
        self.letters = sum(map(len, words))
        self._known = known

    def text(self, first: int, after: int) -> str:
        """The stretch of atoms as words."""
        pairs = zip(self._starts[first:after], self.atoms[first:after], strict=True)
        return "".join(f" {atom}" if starts else atom for starts, atom in pairs).strip()

    def stretches(self) -> list[tuple[int, int]]:
        """First and last + 1 of every stretch that may be a piece: up to MOST_PIECE words, cut at one end at most."""
        size = len(self.atoms)
        whole = [*self._starts, True]
        return [
            (first, after)
            for first in range(size)
            for after in range(first + 1, size + 1)
            if (whole[first] or whole[after]) and sum(whole[first + 1 : after]) < MOST_PIECE
        ]

    def filler(self, place: int) -> bool:
        """Whether the atom is a word that may have been added."""
        return self._starts[place] and self.atoms[place] in _FILLERS

    def heard_right(self, words: str) -> bool:
        """True for words that the skills use themselves."""
        return all(word in self._known or word in LIGHT for word in words.split())


class _Skill:
    """A skill's sentences, ready to be fitted."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        choices = {slot.name: slot.type.choices for slot in grammar.intent.slots}
        self.pieces: list[str] = []
        known: dict[str, int] = {}
        steps: dict[int, dict[int, list[_Step]]] = defaultdict(lambda: defaultdict(list))
        skips: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for source, target, slot, phrase in _pieces(grammar.arcs, choices):
            if phrase not in known:
                known[phrase] = len(self.pieces)
                self.pieces.append(phrase)
            steps[source][known[phrase]].append(_Step(target, slot))
        for arc in grammar.arcs:
            if not arc.slot and (not arc.word or arc.word in _FILLERS):
                skips[arc.source].append((arc.target, FILLER_COST * len(arc.word)))
        self.steps, self.skips = dict(steps), dict(skips)
        """By node, then by piece (an index into `pieces`); and what may be passed without a word, and its cost."""
        self.order = sorted({arc.source for arc in grammar.arcs})


def _pieces(arcs: Iterable[Arc], choices: Mapping[str, tuple[str, ...] | None]) -> Iterator[tuple[int, int, str, str]]:
    """Source, target, slot and phrase of every step that takes words."""
    after: dict[int, list[Arc]] = defaultdict(list)
    for arc in arcs:
        after[arc.source].append(arc)
    for arc in arcs:
        if arc.slot:
            phrases = dict.fromkeys(_plain(phrase) for phrase in choices[arc.slot] or ())
            yield from ((arc.source, arc.target, arc.slot, phrase) for phrase in phrases)
        elif arc.word:
            yield arc.source, arc.target, "", _plain(arc.word)
            for following in after[arc.target]:
                if following.word:
                    yield arc.source, following.target, "", _plain(f"{arc.word} {following.word}")


def _plain(text: str) -> str:
    """Words as they are compared: numbers spelled out, no dashes, no apostrophes, lower case."""
    return re.sub(r"['’]", "", spelled_out(text.lower()).replace("-", " "))


class Aligner:
    """Fits words to the sentences of the skills given."""

    def __init__(self, grammars: Iterable[Grammar], by_word: Mapping[str, frozenset[str]]) -> None:
        """`by_word` has, for every word of the skills' sentences, the ids of those that use it."""
        self._grammars = {grammar.intent.id: grammar for grammar in grammars}
        self._by_word = {word.replace("'", ""): ids for word, ids in by_word.items()}
        self._skills: dict[str, _Skill] = {}

    def matches(self, words: str, scene: Scene) -> Iterator[Match]:
        """The best reading by each skill that has one; `words` are canonical. The scores are not discounted."""
        said = _plain(words).split()
        if not LEAST_WORDS <= len(said) <= MOST_WORDS:
            return
        heard = _Heard(said, self._by_word)
        for id_ in self._likely(said):
            match = _match(self._skill(id_), heard, scene)
            if match is not None:
                yield match

    def warm(self) -> None:
        """Lay out the sentences of every skill now instead of at the first words that share enough with them."""
        for id_ in self._grammars:
            self._skill(id_)

    def _skill(self, id_: str) -> _Skill:
        if id_ not in self._skills:
            self._skills[id_] = _Skill(self._grammars[id_])
        return self._skills[id_]

    def _likely(self, heard: Sequence[str]) -> list[str]:
        """Ids of the skills that share the most letters with the words, and at least LEAST_SHARED of them.

        A word weighs less the more skills use it.
        """
        telling = [word for word in dict.fromkeys(heard) if word not in LIGHT]
        shared: Counter[str] = Counter()
        weight: dict[str, float] = defaultdict(float)
        for word in telling:
            ids = self._by_word.get(word, frozenset())
            for id_ in ids:
                shared[id_] += len(word)
                weight[id_] += len(word) / len(ids)
        least = LEAST_SHARED * sum(map(len, telling))
        return sorted((id_ for id_ in weight if shared[id_] >= least), key=lambda id_: (-weight[id_], id_))[
            :MOST_SKILLS
        ]


def _match(skill: _Skill, heard: _Heard, scene: Scene) -> Match | None:
    way = _best_way(skill, heard)
    if way is None or not way.fills or not way.telling or way.exact < LEAST_EXACT * way.telling:
        return None
    score = 1 - way.cost / max(way.letters, heard.letters)
    if score < LEAST_WHOLE:
        return None
    if len(way.fills) == 1 and len(skill.pieces[way.fills[0][1]].replace(" ", "")) == way.letters:
        return None  # a value alone is no sentence to be known by
    slots = {slot.name: slot for slot in skill.grammar.intent.slots}
    least = LEAST_NEEDED if sum(likeness == 1.0 for *_, likeness in way.fills) < MANY_SLOTS else LEAST_PIECE
    said = {name for name, *_, likeness in way.fills if likeness >= least or not slots[name].required}
    if any(slot.required and slot.name not in said for slot in slots.values()):
        return None
    fills = []
    for name, piece, words, likeness in way.fills:
        resolved = slots[name].type.resolve(skill.pieces[piece], scene)
        if not isinstance(resolved, Resolved):
            return None
        fills.append(SlotFill(slots[name], words, resolved.value, likeness))
    return Match(skill.grammar.intent, tuple(fills), score, "near")


def _best_way(skill: _Skill, heard: _Heard) -> _Way | None:
    """The cheapest way from the first node to the last that uses up the words."""
    fitting = _fitting(skill, heard)
    size = len(heard.atoms)
    ways: dict[int, list[_Way | None]] = defaultdict(lambda: [None] * (size + 1))
    ways[0][0] = _Way(0.0, 0, 0, 0)
    for node in skill.order:
        for first in range(size + 1):
            way = ways[node][first]
            if way is None:
                continue
            if first < size and heard.filler(first):
                _keep(ways[node], first + 1, replace(way, cost=way.cost + FILLER_COST * len(heard.atoms[first])))
            for target, cost in skill.skips.get(node, ()):
                _keep(ways[target], first, replace(way, cost=way.cost + cost))
            steps = skill.steps.get(node, {})
            for piece, ends in fitting[first].items() if steps and first < size else ():
                for step in steps.get(piece, ()):
                    for after, likeness in ends if step.slot else _literally(ends):
                        words = heard.text(first, after)
                        fill = (step.slot, piece, words, likeness) if step.slot else None
                        _keep(ways[step.target], after, _stepped(way, skill.pieces[piece], words, likeness, fill))
    return ways[_END][size]


def _literally(ends: list[tuple[int, float]]) -> list[tuple[int, float]]:
    return [(after, likeness) for after, likeness in ends if likeness >= LEAST_LITERAL]


def _keep(ways: list[_Way | None], place: int, way: _Way) -> None:
    other = ways[place]
    if other is None or way.cost < other.cost:
        ways[place] = way


def _stepped(way: _Way, piece: str, words: str, likeness: float, fill: _Fill | None) -> _Way:
    letters = len(piece.replace(" ", ""))
    telling = [word for word in piece.split() if word not in LIGHT]
    right = telling if _sound_the_same(words, piece) else [word for word in telling if word in words.split()]
    return _Way(
        way.cost + max(letters, len(words.replace(" ", ""))) * (1 - likeness),
        way.letters + letters,
        way.telling + sum(map(len, telling)),
        way.exact + sum(map(len, right)),
        way.fills if fill is None else (*way.fills, fill),
    )


def _fitting(skill: _Skill, heard: _Heard) -> list[dict[int, list[tuple[int, float]]]]:
    """For each atom, by piece: the atom after the last, and likeness, of every stretch from there that may be it."""
    stretches = heard.stretches()
    said = [heard.text(first, after) for first, after in stretches]
    heard_right = np.array([heard.heard_right(words) for words in said])
    found: list[dict[int, list[tuple[int, float]]]] = [defaultdict(list) for _ in heard.atoms]
    likeness = _likenesses(said, skill.pieces, heard_right)
    for row, column in zip(*(places.tolist() for places in np.nonzero(likeness)), strict=True):
        if not _part_of_other(said[row], skill.pieces[column]):
            first, after = stretches[row]
            found[first][column].append((after, float(likeness[row, column])))
    return found


def _likenesses(said: Sequence[str], pieces: Sequence[str], heard_right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Likeness, (said, pieces), LEAST_PIECE to 1, and 1 only where they are equal; 0 where one is not the other.

    It is the mean of the likeness by letters and by sound, spaces left out. Words that begin with another sound are
    another thing, and so are words that were heard right, unless they sound the same.
    """
    bare = [[phrase.replace(" ", "") for phrase in phrases] for phrases in (said, pieces)]
    letters = process.cdist(*bare) / 100
    ways = [[[_sounds(phrase)[way] for phrase in phrases] for way in (0, 1)] for phrases in (said, pieces)]
    pairs = [(one, other) for one in ways[0] for other in ways[1]]
    sound = np.max([process.cdist(one, other) for one, other in pairs], axis=0) / 100
    firsts = [[np.array([code[:1] for code in way]) for way in side] for side in ways]
    begin_alike = np.any([one[:, None] == other[None, :] for one in firsts[0] for other in firsts[1]], axis=0)
    near = np.minimum((letters + sound) / 2, 0.99)
    near = np.where((near >= LEAST_PIECE) & begin_alike & ~heard_right[:, None], near, 0.0)
    near = np.where((sound == 1.0) & (letters > 0), np.maximum(near, SAME_SOUND), near)
    return np.where(letters == 1.0, 1.0, near)


def _part_of_other(one: str, other: str) -> bool:
    """True where one has all the words of the other and more: a word was added or left out, not misheard."""
    return one != other and (f" {one} " in f" {other} " or f" {other} " in f" {one} ")


def _sound_the_same(one: str, other: str) -> bool:
    return bool(set(_sounds(one)) & set(_sounds(other)) - {""})


@lru_cache(maxsize=8192)
def _sounds(phrase: str) -> tuple[str, str]:
    """Both ways in which a phrase said in one breath may sound."""
    ways = codes(phrase.replace(" ", ""))
    return (ways[0], ways[-1]) if ways else ("", "")
