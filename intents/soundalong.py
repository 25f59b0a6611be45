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
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.grammar import Grammar
from intents.model import Scene, Slot
from intents.phones import numbered
from intents.pronunciation import Pronunciation
from intents.soundslots import FINE, FROM, NEVER, Numbers, Phones, Said, Sounding, Values

LONGEST = 120
"""Phones heard; what is longer is hardly a command."""
FARTHEST = 0.3
"""Cost of a phone heard; what is farther is not worth holding against the sound."""
AT_FIRST = 0.8
"""Cost in phones that a way may have beyond that at its beginning."""
MOST_STEPS = 4000
"""Steps back along the arcs."""
MOST_ALIKE = 3
"""Sentences of one skill with the same values."""
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
        self._sounding = Sounding(sounds)
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

    def near(
        self,
        heard: str,
        scene: Scene,
        most: int,
        names: Callable[[], Sequence[str]] = tuple,
        elsewhere: Collection[str] = (),
    ) -> list[Found]:
        """The `most` sentences nearest to the words heard (canonical), nearest first; none for very long ones.

        Sentences of the skills that are `elsewhere` are passed over.
        """
        said = Said(heard.split(), self._sounds)
        if not 0 < said.size <= LONGEST:
            return []
        values = Values(said, scene, names, self._sounding)
        search = _Search(self._layers, self._incoming, self.intents, said, values)
        return list(itertools.islice((one for one in search if one.intent not in elsewhere), most))


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


class _Search:
    """One transcript's way through the graph, and the sentences that it passes, nearest first."""

    def __init__(
        self,
        layers: Sequence[_Layer],
        incoming: Sequence[Sequence[tuple[int, int, int]]],
        intents: Sequence[str],
        said: Said,
        values: Values,
    ) -> None:
        self._layers, self._incoming, self._intents, self._said, self._values = layers, incoming, intents, said, values
        self._worst = int(FARTHEST * FINE * max(said.size, 4))
        begins = np.arange(said.size + 1, dtype=np.int32)
        self._most = np.minimum(self._worst, np.rint(FINE * (AT_FIRST + FARTHEST * begins)).astype(np.int32))
        """By phones heard, the cost from which on a way is given up."""
        self._nowhere = np.zeros(said.size + 1, np.bool_)
        self._costs = np.full((len(intents), said.size + 1), NEVER, np.int32)
        self._costs[0] = said.extra // FROM
        self._rows: list[tuple[Numbers, Numbers]] = []
        """By layer: each arc's place among those gone along, or -1; and their costs with beginnings."""
        for layer in layers:
            self._forth(layer, begins)

    def _forth(self, layer: _Layer, begins: Numbers) -> None:
        before = self._costs[layer.source]
        alive = np.flatnonzero((before <= self._most).any(axis=1))
        places = np.full(len(layer.words), -1, np.int32)
        rows = before[alive] * FROM + begins
        if alive.size:
            wordy = int(np.searchsorted(-layer.lengths[alive], 0, side="left"))
            rows[:wordy] = self._said.along(rows[:wordy], layer.sounds[alive[:wordy]], layer.lengths[alive[:wordy]])
            for at in range(wordy, len(alive)):
                slot = layer.slots[alive[at]]
                if slot is not None:
                    rows[at] = self._through(rows[at], before[alive[at]] <= self._most, slot)
            costs = rows // FROM
            kept = (costs <= self._most).any(axis=1)
            alive, rows, costs = alive[kept], rows[kept], costs[kept]
            places[alive] = np.arange(len(alive))
            order = np.argsort(layer.target[alive], kind="stable")
            if order.size:
                targets, firsts = np.unique(layer.target[alive][order], return_index=True)
                least = np.minimum.reduceat(costs[order], firsts, axis=0)
                self._costs[targets] = np.minimum(self._costs[targets], least)
        self._rows.append((places, rows))

    def _through(self, row: Numbers, starts: NDArray[np.bool_], slot: Slot) -> Numbers:
        costs = self._values.of(slot, starts).costs[starts]
        return np.asarray((row[starts][:, None] + costs * FROM).min(axis=0))

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
                begin, reached = packed % FROM, packed // FROM
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
        held = self._values.of(slot, self._nowhere)
        value = held.values[held.which[begin, end]]
        return (value,), (value,)
