"""What passes between a person and the language model: its words as a type of their own, and how much is remembered.

Pure: no model, no clock, no I/O.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

Message = dict[str, str]
"""`role` (system, user or assistant) and `content`, as chat templates take them."""


@dataclass(frozen=True, slots=True)
class ChatText:
    """Words of the language model: to be shown and spoken, never routed, matched, judged or run. No subclass of str."""

    words: str
    """A piece of a reply or a whole one, control sequences removed."""

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Exchange:
    """One past turn of the conversation."""

    said: str
    """What the person said."""
    replied: ChatText
    """What the model answered, as far as it came."""


_CHARACTERS_A_TOKEN: Final = 32
"""No text worth reading has more; it bounds the search in a line of 100 kB."""
HOP: Final = 3
"""Exchanges are forgotten this many at a time, so that the model need not read the whole prompt anew at every turn."""


def fit_history(
    preface: Sequence[Message],
    history: Sequence[Exchange],
    text: str,
    *,
    count: Callable[[Sequence[Message]], int],
    limit: int,
) -> list[Message]:
    """The prompt: `preface`, as much of the newest history as fits, and `text`, in at most `limit` tokens.

    `count` gives the tokens of a whole prompt. Whole exchanges are dropped, the oldest first, by `HOP` at a time. If
    `text` does not fit even alone, its beginning is kept; a `preface` that fills the limit by itself leaves no text.
    """
    turns: list[Message] = []
    for exchange in history:
        turns.append({"role": "user", "content": exchange.said})
        turns.append({"role": "assistant", "content": exchange.replied.words})
    asked = {"role": "user", "content": text}
    drops = (*range(0, len(turns), 2 * HOP), len(turns))

    def fits_without(dropped: int) -> bool:
        return count([*preface, *turns[dropped:], asked]) <= limit

    least = bisect_left(drops, True, key=fits_without)
    if least < len(drops):
        return [*preface, *turns[drops[least] :], asked]
    longest, too_long = 0, min(len(text), limit * _CHARACTERS_A_TOKEN) + 1
    while too_long - longest > 1:
        middle = (longest + too_long) // 2
        fits = count([*preface, {"role": "user", "content": text[:middle]}]) <= limit
        longest, too_long = (middle, too_long) if fits else (longest, middle)
    return [*preface, {"role": "user", "content": text[:longest]}]
