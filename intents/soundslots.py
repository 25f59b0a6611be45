"""What the slots of sentences may hold, by its sound: what each value costs from any phone heard to any other.

Only from the phones where a sentence may have come to such a slot: to ask whether words are a value may look at files.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from intents.fits import Listed
from intents.model import Resolved, Scene, Slot
from intents.phones import changes, drops, numbered
from intents.pronunciation import Pronunciation

Numbers = NDArray[np.int32]
Phones = NDArray[np.int64]

FINE = 1000
"""Cost in whole numbers: a thousandth of a phone."""
FROM = 256
"""A cost and a beginning in one number: cost * FROM + beginning."""
NEVER = 4_000_000
"""A cost that nothing has."""
WIDE_COST = 0.25
"""Of each phone in a slot that takes any words: nothing speaks for such words but that they were heard."""
LONGEST_VALUE = 5
"""Words heard that a value may take that nobody can list."""
LONGER = 1.6
"""Times as many phones as were heard that a value may have."""
MOST_VALUES = 300
"""Values of one slot, the nearest to the working folder first."""


class Said:
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
        self.extra = np.concatenate([np.zeros(1, np.int32), np.cumsum(lost)]) * FROM
        """What it costs that the first so many were heard and nobody said them."""
        self.change = np.rint(changes()[:, self.numbers] * FINE).astype(np.int32) * FROM
        self.drop = np.rint(drops() * FINE).astype(np.int32) * FROM

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


class Held:
    """What a slot may hold."""

    def __init__(self, size: int, values: Sequence[str]) -> None:
        self.costs: Numbers = np.full((size, size), NEVER, np.int32)
        """The cheapest value from phone to phone."""
        self.which: Numbers = np.zeros((size, size), np.int32)
        """Which of `values` that is."""
        self.values = list(values)
        self.done = np.zeros(size, np.bool_)
        """The phones from which on it is known."""


class Sounding:
    """The ways in which values sound, as numbers; what was asked of late is kept."""

    def __init__(self, sounds: Pronunciation, most: int = 64) -> None:
        self.sounds = sounds
        self._most = most
        self._known: dict[tuple[str, ...], tuple[Phones, Numbers, Numbers]] = {}

    def of(self, values: tuple[str, ...]) -> tuple[Phones, Numbers, Numbers]:
        """Phones (ways, longest), how many they are, and the place of each way's value; the longest way first."""
        if values not in self._known:
            ways = [(way, at) for at, value in enumerate(values) for way in self.sounds.phrase(value) if way]
            ways.sort(key=lambda one: -len(one[0]))
            if len(self._known) >= self._most:
                self._known.pop(next(iter(self._known)))
            self._known[values] = (
                numbered([way for way, _ in ways]),
                np.array([len(way) for way, _ in ways], np.int32),
                np.array([at for _, at in ways], np.int32),
            )
        return self._known[values]


class Values:
    """What the slots may hold in one search."""

    def __init__(self, said: Said, scene: Scene, names: Callable[[], Sequence[str]], sounding: Sounding) -> None:
        self._said, self._scene, self._names, self._sounding = said, scene, names, sounding
        self._known: dict[object, Held] = {}

    def of(self, slot: Slot, starts: NDArray[np.bool_]) -> Held:
        """Known from these phones on at least, (size + 1,); made once for each kind of slot."""
        key: object = slot.type if isinstance(slot.type, Hashable) else id(slot.type)
        if key not in self._known:
            self._known[key] = Held(self._said.size + 1, self._values_of(slot))
        held = self._known[key]
        new = np.flatnonzero(starts & ~held.done)
        if new.size:
            held.done[new] = True
            listed = slot.type.choices is not None or isinstance(slot.type, Listed)
            if listed or held.values:
                self._by_sound(held, new, tuple(held.values) if listed else self._values_of(slot))
            if not listed:
                self._as_heard(slot, held, set(new.tolist()))
        return held

    def _values_of(self, slot: Slot) -> tuple[str, ...]:
        if slot.type.choices is not None:
            found: Sequence[str] = slot.type.choices
        elif isinstance(slot.type, Listed):
            found = slot.type.sayable(self._scene)
        else:
            found = () if slot.type.narrow or slot.type.free else self._names()
        return tuple(dict.fromkeys(found))[:MOST_VALUES]

    def _by_sound(self, held: Held, new: NDArray[np.int64], values: tuple[str, ...]) -> None:
        size = self._said.size + 1
        sounds, lengths, which = self._sounding.of(values)
        first = int(np.searchsorted(-lengths, -LONGER * size, side="left"))
        sounds, lengths, which = sounds[first:], lengths[first:], which[first:]
        if not len(lengths):
            return
        starts = np.full((len(new), size), NEVER * FROM, np.int32)
        starts[np.arange(len(new)), new] = 0
        rows = self._said.along(
            np.tile(starts, (len(lengths), 1)), np.repeat(sounds, len(new), axis=0), np.repeat(lengths, len(new))
        ).reshape(len(lengths), len(new), size)
        nearest = rows.argmin(axis=0)
        held.costs[new] = np.take_along_axis(rows, nearest[None], axis=0)[0] // FROM
        held.which[new] = which[nearest]

    def _as_heard(self, slot: Slot, held: Held, new: set[int]) -> None:
        """The words themselves, where they are a value; for a slot that takes any words, at a cost."""
        words, ends = self._said.words, self._said.ends
        longest = len(words) if slot.type.free else LONGEST_VALUE
        for first, after in itertools.combinations(range(len(words) + 1), 2):
            if ends[first] not in new or after - first > longest:
                continue
            text = " ".join(words[first:after])
            if not isinstance(slot.type.resolve(text, self._scene), Resolved):
                continue
            span = (ends[first], ends[after])
            cost = 0 if slot.type.narrow else round(WIDE_COST * FINE * (span[1] - span[0]))
            if cost < held.costs[span]:
                held.costs[span], held.which[span] = cost, len(held.values)
                held.values.append(text)
