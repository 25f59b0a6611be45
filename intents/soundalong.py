"""Heard phones laid along the skills' sentences, all of them at once, wherever the recogniser cut its words.

A recogniser cuts the sound into words of its own ("Wichran chamaon" for "which branch am I on"), and a list of whole
sentences would hold few of the millions that can be said. So the sentences stay a graph. At each node stands what it
costs at least to have said what leads there while the first so many phones were heard; a word's arc carries that on,
phone by phone, for all arcs that leave nodes of one depth in one step of numpy. From the end back the cheapest ways are
then the nearest sentences, in order.

    node costs ─▶ one step for each depth ─▶ costs at the end ─▶ back along the arcs, cheapest first ─▶ sentences

Costs are those of `intents.phones`, as whole numbers. Beside each cost stands where its piece began: both are kept in
one number, so that the smaller of two costs brings its beginning along.
"""

from __future__ import annotations

import heapq
import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.fits import Listed
from intents.grammar import Grammar
from intents.model import Resolved, Scene, Slot
from intents.phones import changes, drops, numbered
from intents.pronunciation import Pronunciation

Numbers = NDArray[np.int32]
Phones = NDArray[np.int64]

FINE = 1000
"""Cost in whole numbers: a thousandth of a phone."""
_FROM = 256
"""A cost and a beginning in one number: cost * _FROM + beginning."""
LONGEST = 120
"""Phones heard; what is longer is hardly a command."""
FARTHEST = 0.3
"""Cost of a phone heard; what is farther is not worth holding against the sound."""
AT_FIRST = 0.8
"""Cost in phones that a way may have beyond that at its beginning."""
WIDE_COST = 0.25
"""Of each phone in a slot that takes any words: nothing speaks for such words but that they were heard."""
LONGEST_VALUE = 5
"""Words heard that a value may take that nobody can list."""
LONGER = 1.6
"""Times as many phones as were heard that a value may have."""
MOST_VALUES = 300
"""Values of one slot, the nearest to the working folder first."""
MOST_STEPS = 4000
"""Steps back along the arcs."""
MOST_ALIKE = 3
"""Sentences of one skill with the same values."""
_NEVER = 4_000_000
_END = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence near in sound."""

    text: str
    distance: float
    """Cost a phone of the longer of both, 0 and up."""
    intent: str


@dataclass(slots=True)
class _Layer:
    """The arcs that leave nodes of one depth; those of words first, the longest before the others."""

    source: Numbers
    target: Numbers
    sounds: Phones
    """Phones of each arc's word, (arcs, longest), filled up with 0; none for a slot, and a step that needs no words."""
    lengths: Numbers
    words: list[str]
    slots: list[Slot | None]


class SoundGraph:
    """The sentences of the skills given."""

    def __init__(self, grammars: Sequence[Grammar], sounds: Pronunciation) -> None:
        """Lays them out: half a second for 120 skills."""
        self._sounds = sounds
        self.intents = [""] * 2
        """By node, its skill; the first two are every sentence's beginning and end."""
        rows: list[tuple[int, int, str, Slot | None, str]] = []
        for grammar in grammars:
            first = len(self.intents) - 2
            slots = {slot.name: slot for slot in grammar.intent.slots}
            for arc in grammar.arcs:
                ends = (node + first if node > _END else node for node in (arc.source, arc.target))
                source, target = ends
                ways = sounds.word(arc.word) if arc.word else ("",)
                rows += [(source, target, arc.word, slots.get(arc.slot), way) for way in ways]
            nodes = max((max(arc.source, arc.target) for arc in grammar.arcs), default=_END)
            self.intents += [grammar.intent.id] * (nodes - _END)
        self._layers = _layers(rows, len(self.intents))
        self._incoming: list[list[tuple[int, int, int]]] = [[] for _ in self.intents]
        """By node: the arcs that lead there, as layer, place in it, and the node they come from."""
        for number, layer in enumerate(self._layers):
            for place, (source, target) in enumerate(zip(layer.source.tolist(), layer.target.tolist(), strict=True)):
                self._incoming[target].append((number, place, source))

    def near(self, heard: str, scene: Scene, most: int, names: Callable[[], Sequence[str]] = tuple) -> list[Found]:
        """The `most` sentences nearest to the words heard (canonical), nearest first; none for very long ones."""
        said = _Said(heard.split(), self._sounds)
        if not 0 < said.size <= LONGEST:
            return []
        return list(
            itertools.islice(
                _Search(self._layers, self._incoming, self.intents, said, _Values(said, scene, names)), most
            )
        )


def _layers(rows: Sequence[tuple[int, int, str, Slot | None, str]], nodes: int) -> list[_Layer]:
    depth = [0] * nodes
    for source, target, *_ in sorted(rows, key=lambda row: row[0]):
        if target != _END:
            depth[target] = max(depth[target], depth[source] + 1)
    by_depth: dict[int, list[tuple[int, int, str, Slot | None, str]]] = defaultdict(list)
    for row in rows:
        by_depth[depth[row[0]]].append(row)
    found = []
    for _, own in sorted(by_depth.items()):
        own.sort(key=lambda row: -len(row[4]))
        found.append(
            _Layer(
                np.array([row[0] for row in own], np.int32),
                np.array([row[1] for row in own], np.int32),
                numbered([row[4] for row in own]),
                np.array([len(row[4]) for row in own], np.int32),
                [row[2] for row in own],
                [row[3] for row in own],
            )
        )
    return found


class _Said:
    """The words heard, as phones."""

    def __init__(self, words: Sequence[str], sounds: Pronunciation) -> None:
        self.words = list(words)
        self.sounds = sounds
        ways = [sounds.phrase(word)[0] for word in words]
        self.phones = "".join(ways)
        self.size = len(self.phones)
        self.numbers = numbered([self.phones])[0]
        self.ends = [0, *itertools.accumulate(map(len, ways))]
        """Phones before each word, and all of them."""
        lost = np.rint(drops()[self.numbers] * FINE).astype(np.int32)
        self.extra = np.concatenate([np.zeros(1, np.int32), np.cumsum(lost)]) * _FROM
        """What it costs that the first so many were heard and nobody said them."""
        self.change = np.rint(changes()[:, self.numbers] * FINE).astype(np.int32) * _FROM
        self.drop = np.rint(drops() * FINE).astype(np.int32) * _FROM

    def along(self, rows: Numbers, sounds: Phones, lengths: Numbers) -> Numbers:
        """Costs (rows, size + 1) carried on through a row's phones each, the longest of which come first."""
        rows = self.closed(rows)
        for place in range(sounds.shape[1]):
            active = int(np.searchsorted(-lengths, -place, side="left"))
            if not active:
                break
            phone = sounds[:active, place]
            before = rows[:active]
            after = before + self.drop[phone][:, None]
            np.minimum(after[:, 1:], before[:, :-1] + self.change[phone], out=after[:, 1:])
            rows[:active] = self.closed(after)
        return rows

    def closed(self, rows: Numbers) -> Numbers:
        """Costs where phones may have been heard that nobody said."""
        return np.asarray(np.minimum.accumulate(rows - self.extra, axis=1) + self.extra)


@dataclass(frozen=True, slots=True)
class _Held:
    """What a slot may hold."""

    costs: Numbers
    """(size + 1, size + 1): the cheapest value from phone to phone."""
    which: Numbers
    """Which of `values` that is."""
    values: list[str]


class _Values:
    """What the slots may hold, and what it costs from each phone to each."""

    def __init__(self, said: _Said, scene: Scene, names: Callable[[], Sequence[str]]) -> None:
        self._said, self._scene, self._names = said, scene, names
        self._known: dict[object, _Held] = {}
        self._listed: dict[tuple[str, ...], _Held] = {}

    def of(self, slot: Slot) -> _Held:
        """Made once for each kind of slot."""
        key: object = slot.type if isinstance(slot.type, Hashable) else id(slot.type)
        if key not in self._known:
            held = self._by_sound(self._values_of(slot))
            if slot.type.choices is None and not isinstance(slot.type, Listed):
                held = self._as_heard(slot, held)
            self._known[key] = held
        return self._known[key]

    def _values_of(self, slot: Slot) -> tuple[str, ...]:
        if slot.type.choices is not None:
            found: Sequence[str] = slot.type.choices
        elif isinstance(slot.type, Listed):
            found = slot.type.sayable(self._scene)
        else:
            found = () if slot.type.narrow or slot.type.free else self._names()
        return tuple(dict.fromkeys(found))[:MOST_VALUES]

    def _by_sound(self, values: tuple[str, ...]) -> _Held:
        if values in self._listed:
            return self._listed[values]
        said, size = self._said, self._said.size + 1
        ways = [(way, at) for at, value in enumerate(values) for way in said.sounds.phrase(value)]
        ways = sorted((one for one in ways if 0 < len(one[0]) <= LONGER * size), key=lambda one: -len(one[0]))
        costs, which = np.full((size, size), _NEVER, np.int32), np.zeros((size, size), np.int32)
        if ways:
            starts = np.full((size, size), _NEVER * _FROM, np.int32)
            np.fill_diagonal(starts, 0)
            sounds, lengths = numbered([way for way, _ in ways]), np.array([len(way) for way, _ in ways], np.int32)
            rows = said.along(
                np.tile(starts, (len(ways), 1)), np.repeat(sounds, size, axis=0), np.repeat(lengths, size)
            ).reshape(len(ways), size, size)
            nearest = rows.argmin(axis=0)
            costs = np.take_along_axis(rows, nearest[None], axis=0)[0] // _FROM
            which = np.array([at for _, at in ways], np.int32)[nearest]
        self._listed[values] = _Held(costs, which, list(values))
        return self._listed[values]

    def _as_heard(self, slot: Slot, held: _Held) -> _Held:
        """With the words themselves, where they are a value; for a slot that takes any words, at a cost."""
        costs, which, values = held.costs.copy(), held.which.copy(), list(held.values)
        words, ends = self._said.words, self._said.ends
        longest = len(words) if slot.type.free else LONGEST_VALUE
        for first, after in itertools.combinations(range(len(words) + 1), 2):
            text = " ".join(words[first:after])
            if after - first > longest or not isinstance(slot.type.resolve(text, self._scene), Resolved):
                continue
            span, cost = (ends[first], ends[after]), round(WIDE_COST * FINE * (ends[after] - ends[first]))
            cost = 0 if slot.type.narrow else cost
            if cost < costs[span]:
                costs[span], which[span] = cost, len(values)
                values.append(text)
        return _Held(costs, which, values)


class _Search:
    """One transcript's way through the graph, and the sentences that it passes, nearest first."""

    def __init__(
        self,
        layers: Sequence[_Layer],
        incoming: Sequence[Sequence[tuple[int, int, int]]],
        intents: Sequence[str],
        said: _Said,
        values: _Values,
    ) -> None:
        self._layers, self._incoming, self._intents, self._said, self._values = layers, incoming, intents, said, values
        self._worst = int(FARTHEST * FINE * max(said.size, 4))
        begins = np.arange(said.size + 1, dtype=np.int32)
        self._most = np.minimum(self._worst, np.rint(FINE * (AT_FIRST + FARTHEST * begins)).astype(np.int32))
        """By phones heard, the cost from which on a way is given up."""
        self._costs = np.full((len(intents), said.size + 1), _NEVER, np.int32)
        self._costs[0] = said.extra // _FROM
        self._rows: list[tuple[Numbers, Numbers]] = []
        """By layer: each arc's place among those gone along, or -1; and their costs with beginnings."""
        for layer in layers:
            self._forth(layer, begins)

    def _forth(self, layer: _Layer, begins: Numbers) -> None:
        before = self._costs[layer.source]
        alive = np.flatnonzero((before <= self._most).any(axis=1))
        places = np.full(len(layer.words), -1, np.int32)
        rows = before[alive] * _FROM + begins
        if alive.size:
            wordy = int(np.searchsorted(-layer.lengths[alive], 0, side="left"))
            rows[:wordy] = self._said.along(rows[:wordy], layer.sounds[alive[:wordy]], layer.lengths[alive[:wordy]])
            for at in range(wordy, len(alive)):
                slot = layer.slots[alive[at]]
                if slot is not None:
                    rows[at] = (rows[at][:, None] + self._values.of(slot).costs * _FROM).min(axis=0)
            costs = rows // _FROM
            kept = (costs <= self._most).any(axis=1)
            alive, rows, costs = alive[kept], rows[kept], costs[kept]
            places[alive] = np.arange(len(alive))
            order = np.argsort(layer.target[alive], kind="stable")
            if order.size:
                targets, firsts = np.unique(layer.target[alive][order], return_index=True)
                least = np.minimum.reduceat(costs[order], firsts, axis=0)
                self._costs[targets] = np.minimum(self._costs[targets], least)
        self._rows.append((places, rows))

    def __iter__(self) -> Iterator[Found]:
        """Cheapest first; each wording once, few of one skill with the same values."""
        size, tie = self._said.size, itertools.count()
        best = int(self._costs[_END, size])
        queue: list[tuple[int, int, int, int, int, tuple[str, ...], tuple[str, ...], str]] = []
        heapq.heappush(queue, (best, next(tie), 0, _END, size, (), (), ""))
        seen: set[str] = set()
        alike: dict[tuple[str, tuple[str, ...]], int] = defaultdict(int)
        for _ in range(MOST_STEPS):
            if not queue or queue[0][0] > self._worst:
                return
            cost, _, after, node, end, words, values, intent = heapq.heappop(queue)
            if node == 0:
                text = " ".join(words)
                if text in seen or alike[intent, values] >= MOST_ALIKE:
                    continue
                seen.add(text)
                alike[intent, values] += 1
                said = len("".join(self._said.sounds.phrase(word)[0] for word in words))
                yield Found(text, cost / FINE / max(size, said, 1), intent)
                continue
            for layer, place, source in self._incoming[node]:
                places, rows = self._rows[layer]
                if places[place] < 0:
                    continue
                packed = int(rows[places[place], end])
                begin, reached = packed % _FROM, packed // _FROM
                if after + reached > self._worst:
                    continue
                more, value = self._piece(layer, place, begin, end)
                spent = after + reached - int(self._costs[source, begin])
                heapq.heappush(
                    queue,
                    (
                        after + reached,
                        next(tie),
                        spent,
                        source,
                        begin,
                        (*more, *words),
                        (*value, *values),
                        intent or self._intents[source if source else node],
                    ),
                )

    def _piece(self, layer: int, place: int, begin: int, end: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words of an arc; and its slot's value, where it has one."""
        slot = self._layers[layer].slots[place]
        if slot is None:
            word = self._layers[layer].words[place]
            return ((word,) if word else ()), ()
        held = self._values.of(slot)
        value = held.values[held.which[begin, end]]
        return (value,), (value,)
