"""A skill's sentences as a graph of words and slots, along which misheard words can be laid (`intents.aligned`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


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


def arcs_of(expressions: Sequence[object]) -> tuple[Arc, ...]:
    """The graph of sentences as hassil parsed them, from node 0 to node 1."""
    found: list[Arc] = []
    for expression in expressions:
        _Arcs(found).sentence(expression)
    return tuple(found)
