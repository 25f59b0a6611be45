"""Whole sentences fitted to misheard words: "brewer 8 oz ice moco" for "brew an eight ounce iced mocha".

`intents.near` puts single words right. A recogniser also joins words and cuts them in two, and it mishears most where
it knows least: in the values that a skill's own slots take. So the words are laid along a skill's sentences piece by
piece; a piece (a word of the sentence, two of them, or a phrase that fills a slot) takes as many words as fit it best
by letters and sound, and the cheapest way through is the reading. Only sentences whose slots are choices are read so:
a piece of an open slot could be anything.

A reading must come near as a whole, and enough of it must have been heard just as it stands, in words that say
something. Words that the skills themselves use are no mishearing unless they sound the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import process

from intents.grammar import Arc, Grammar
from intents.model import Match, Resolved, Scene, SlotFill
from intents.near import LIGHT
from intents.numbers import spelled_out
from intents.sound import codes

LEAST_PIECE = 0.5
"""Likeness, 0 to 1, below which words are not taken for a piece. This and the next two were set on recorded orders
(the development half, see benchmarks/coffee.py) and on the golden near-misses."""
LEAST_WHOLE = 0.8
"""Likeness of the whole, weighed by letters."""
LEAST_EXACT = 0.3
"""Share of a reading's telling letters that must have been heard exactly."""
MOST_WORDS = 40
"""In an utterance to be fitted."""
MOST_PIECE = 8
"""Words that one piece may take."""
MOST_SKILLS = 8
"""Skills tried, those first that share most with the words."""
LIGHT_COST = 0.5
"""What a letter of a light word that was added or left out costs; of any other word it costs 1."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One arc of the graph, or two words of it, that takes words."""

    target: int
    piece: int
    """Index into the pieces of the skill; a choice's phrases are several steps."""
    slot: str
    """"" for words of the sentence."""


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
    fills: tuple[tuple[str, int, int, int, float], ...] = ()
    """Slot, piece, first word, word after the last, likeness."""


class _Skill:
    """A skill's sentences, ready to be fitted."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        choices = {slot.name: slot.type.choices for slot in grammar.intent.slots}
        self.pieces: list[str] = []
        known: dict[str, int] = {}
        steps: dict[int, list[_Step]] = defaultdict(list)
        skips: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for source, target, slot, phrase in _pieces(grammar.arcs, choices):
            if phrase not in known:
                known[phrase] = len(self.pieces)
                self.pieces.append(phrase)
            steps[source].append(_Step(target, known[phrase], slot))
        for arc in grammar.arcs:
            if not arc.slot and (not arc.word or arc.word in LIGHT):
                skips[arc.source].append((arc.target, LIGHT_COST * len(arc.word)))
        self.steps, self.skips = dict(steps), dict(skips)
        self.order = sorted({arc.source for arc in grammar.arcs})


def _pieces(
    arcs: Iterable[Arc], choices: Mapping[str, tuple[str, ...] | None]
) -> Iterator[tuple[int, int, str, str]]:
    """Source, target, slot and phrase of every step that takes words."""
    after: dict[int, list[Arc]] = defaultdict(list)
    for arc in arcs:
        after[arc.source].append(arc)
    for arc in arcs:
        if arc.slot:
            phrases = dict.fromkeys(spelled_out(phrase) for phrase in choices[arc.slot] or ())
            yield from ((arc.source, arc.target, arc.slot, phrase) for phrase in phrases)
        elif arc.word:
            yield arc.source, arc.target, "", arc.word
            for following in after[arc.target]:
                if following.word:
                    yield arc.source, following.target, "", f"{arc.word} {following.word}"


class Aligner:
    """Fits words to the sentences of the skills given."""

    def __init__(self, grammars: Iterable[Grammar], by_word: Mapping[str, frozenset[str]]) -> None:
        """`by_word` has, for every word of the skills' sentences, the ids of those that use it."""
        self._grammars = {grammar.intent.id: grammar for grammar in grammars}
        self._by_word = by_word
        self._skills: dict[str, _Skill] = {}

    def matches(self, words: str, scene: Scene) -> Iterator[Match]:
        """The best reading by each skill that has one; `words` are canonical. The scores are not discounted."""
        heard = spelled_out(words.lower()).replace("-", " ").split()
        if not 2 <= len(heard) <= MOST_WORDS:
            return
        for id_ in self._likely(heard):
            skill = self._skills.setdefault(id_, _Skill(self._grammars[id_]))
            match = _match(skill, heard, frozenset(self._by_word), scene)
            if match is not None:
                yield match

    def _likely(self, heard: Sequence[str]) -> list[str]:
        """Ids of the skills that share the most letters with the words, a word weighing less the more skills use it."""
        shared: Counter[str] = Counter()
        for word in dict.fromkeys(heard):
            ids = self._by_word.get(word, frozenset()) if word not in LIGHT else frozenset()
            for id_ in ids:
                shared[id_] += len(word) / len(ids)
        return [id_ for id_, _ in shared.most_common(MOST_SKILLS)]


def _match(skill: _Skill, heard: Sequence[str], known: frozenset[str], scene: Scene) -> Match | None:
    way = _best_way(skill, heard, known)
    if way is None or not way.telling or way.exact < LEAST_EXACT * way.telling:
        return None
    score = 1 - way.cost / max(way.letters, sum(map(len, heard)))
    if score < LEAST_WHOLE:
        return None
    slots = {slot.name: slot for slot in skill.grammar.intent.slots}
    said = {name for name, *_ in way.fills}
    if any(slot.required and slot.name not in said for slot in slots.values()):
        return None
    fills = []
    for name, piece, first, after, likeness in way.fills:
        resolved = slots[name].type.resolve(skill.pieces[piece], scene)
        if not isinstance(resolved, Resolved):
            return None
        fills.append(SlotFill(slots[name], " ".join(heard[first:after]), resolved.value, likeness))
    return Match(skill.grammar.intent, tuple(fills), score, "near")


def _best_way(skill: _Skill, heard: Sequence[str], known: frozenset[str]) -> _Way | None:
    """The cheapest way from the first node to the last that uses up the words."""
    fitting = _fitting(skill, heard, known)
    size = len(heard)
    ways: dict[int, list[_Way | None]] = defaultdict(lambda: [None] * (size + 1))
    ways[0][0] = _Way(0.0, 0, 0, 0)
    for node in skill.order:
        at = ways[node]
        for first in range(size + 1):
            way = at[first]
            if way is None:
                continue
            if first < size:
                _keep(at, first + 1, _Way(way.cost + _price(heard[first]), way.letters, way.telling, way.exact, way.fills))
            for target, cost in skill.skips.get(node, ()):
                _keep(ways[target], first, _Way(way.cost + cost, way.letters, way.telling, way.exact, way.fills))
            for step in skill.steps.get(node, ()):
                for after, likeness in fitting.get((first, step.piece), ()):
                    _keep(ways[step.target], after, _stepped(way, step, skill.pieces[step.piece], first, after, likeness))
    last = ways[1]
    for first in range(size):
        way = last[first]
        if way is not None:
            rest = sum(map(_price, heard[first:]))
            _keep(last, size, _Way(way.cost + rest, way.letters, way.telling, way.exact, way.fills))
    return last[size]


def _keep(ways: list[_Way | None], place: int, way: _Way) -> None:
    other = ways[place]
    if other is None or way.cost < other.cost:
        ways[place] = way


def _price(word: str) -> float:
    return len(word) * (LIGHT_COST if word in LIGHT else 1.0)


def _stepped(way: _Way, step: _Step, piece: str, first: int, after: int, likeness: float) -> _Way:
    letters = len(piece.replace(" ", ""))
    telling = sum(len(word) for word in piece.split() if word not in LIGHT)
    fills = (*way.fills, (step.slot, step.piece, first, after, likeness)) if step.slot else way.fills
    return _Way(
        way.cost + letters * (1 - likeness),
        way.letters + letters,
        way.telling + telling,
        way.exact + (telling if likeness == 1.0 else 0),
        fills,
    )


def _fitting(
    skill: _Skill, heard: Sequence[str], known: frozenset[str]
) -> dict[tuple[int, int], list[tuple[int, float]]]:
    """First word and piece → the word after the last, and likeness, of every stretch that may be the piece."""
    size = len(heard)
    spans = [(first, after) for first in range(size) for after in range(first + 1, min(size, first + MOST_PIECE) + 1)]
    said = [" ".join(heard[first:after]) for first, after in spans]
    likeness = _likenesses(said, skill.pieces)
    found: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    for row, column in zip(*np.nonzero(likeness >= LEAST_PIECE), strict=True):
        first, after = spans[row]
        near = float(likeness[row, column])
        if near < 1.0 and _meant(heard[first:after], skill.pieces[column], known):
            continue
        found[first, int(column)].append((after, near))
    return found


def _meant(words: Sequence[str], piece: str, known: frozenset[str]) -> bool:
    """True where the words are some that skills use, and do not sound like the piece: they were heard right."""
    if any(word not in known and word not in LIGHT for word in words):
        return False
    return not set(_sounds(" ".join(words))) & set(_sounds(piece))


def _likenesses(said: Sequence[str], pieces: Sequence[str]) -> np.ndarray:
    """Float (said, pieces), 0 to 1: mean likeness by letters and by sound, spaces left out; 1 only where they are equal."""
    bare = [[phrase.replace(" ", "") for phrase in phrases] for phrases in (said, pieces)]
    letters = process.cdist(*bare) / 100
    sounds = [np.array([_sounds(phrase)[way] for phrase in phrases]) for phrases in (said, pieces) for way in (0, 1)]
    sound = np.max(
        [process.cdist(one.tolist(), other.tolist()) for one in sounds[:2] for other in sounds[2:]], axis=0
    )
    equal = np.array([[one == other for other in bare[1]] for one in bare[0]])
    return np.where(equal, 1.0, np.minimum((letters + sound / 100) / 2, 0.99))


@lru_cache(maxsize=32768)
def _sounds(phrase: str) -> tuple[str, str]:
    """Both ways in which a phrase said in one breath may sound."""
    ways = codes(phrase.replace(" ", ""))
    return (ways[0], ways[-1]) if ways else ("", "")
