"""How far somebody has typed along a sentence: up to which of its slots, and with which letters for that. Pure.

The words before the slot must be typed as one of the template's ways has them, its optional words in or out; the slot's
own letters may be any of its value's, in their order, and those that begin a name count most.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from intents.template import Gap, Part, Parts, Text

_BETWEEN = re.compile(r"[\s._-]+")
_NAMES = re.compile(r"[^\W_]+")
_ARTICLE = re.compile(r"^(?:the|my|a|an|file|folder)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reached:
    """A slot that is being typed."""

    start: str
    """All before it, as the sentence writes it; ends in a space, or is empty."""
    slot: str
    """Its name."""
    typed: str
    """What of its value there is so far, lower case; may be empty."""
    further: str
    """The words that must follow it, up to the next slot; begins with a space where there are any."""


def reached(parts: Parts, typed: str, values: Callable[[str], Sequence[str]]) -> Iterator[Reached]:
    """Every way in which the words typed so far lead into a slot of the sentence; `values` gives what a slot may hold.

    A slot before it must have been typed as one of its values.
    """
    line = " ".join(typed.lower().split()) + (" " if typed[-1:].isspace() else "")
    yield from _walk(parts, line.lstrip(), 0, "", values)


def _walk(parts: Parts, line: str, at: int, said: str, values: Callable[[str], Sequence[str]]) -> Iterator[Reached]:
    if not parts:
        return
    part, rest = parts[0], parts[1:]
    if isinstance(part, Text):
        end = _past(part.text, line, at)
        if end is not None:
            yield from _walk(rest, line, end, _joined(said, part.text), values)
    elif isinstance(part, Gap):
        if at == 0 or line[at - 1] == " ":
            yield Reached(_spaced(said), part.name, line[at:], _further(rest))
            for value in values(part.name) if rest else ():
                if line.startswith(f"{value} ".lower(), at):
                    yield from _walk(rest, line, at + len(value) + 1, f"{_spaced(said)}{value} ", values)
    else:
        for way in (*part.ways, ()) if part.optional else part.ways:
            yield from _walk((*way, *rest), line, at, said, values)


def _past(text: str, line: str, at: int) -> int | None:
    """Where the line goes on after this text; None where it has something else there, or ends before."""
    for letter in text:
        if letter.isspace():
            if at and line[at - 1] != " ":
                if line[at : at + 1] != " ":
                    return None
                at += 1
        elif line[at : at + 1] == letter.lower():
            at += 1
        else:
            return None
    return at


def _joined(said: str, text: str) -> str:
    return f"{said.rstrip() if text[:1].isspace() else said}{text}" if said else text.lstrip()


def _spaced(said: str) -> str:
    return f"{' '.join(said.split())} " if said.strip() else ""


def _further(parts: Sequence[Part]) -> str:
    """The least that must be said next, up to a slot."""
    words = ""
    for part in parts:
        if isinstance(part, Gap):
            break
        if isinstance(part, Text):
            words += part.text
        elif not part.optional:
            way = part.ways[0]
            words += _further(way)
            if any(isinstance(one, Gap) for one in way):
                break
    told = " ".join(words.split())
    return f" {told}" if told else ""


def fit(typed: str, value: str) -> tuple[int, int, int] | None:
    """How well letters fit a value, the least first; None where they are not in it, in their order.

    0: its last name begins so; 1: one of its names does; 2: it holds them in one piece; 3: it holds them. Then the
    letters between them, and at the end how deep it lies.
    """
    letters, whole = _plain(_ARTICLE.sub("", typed)), value.lower()
    deep = whole.count("/") if letters else 0
    last = whole.rstrip("/").rpartition("/")[2]
    if _plain(last).startswith(letters):
        return 0, 0, deep
    if any(_plain(whole[name.start() :]).startswith(letters) for name in _NAMES.finditer(whole)):
        return 1, 0, deep
    if letters in _plain(whole):
        return 2, 0, deep
    places, at = [], -1
    for letter in letters:
        at = whole.find(letter, at + 1)
        if at < 0:
            return None
        places.append(at)
    return 3, sum(after - before - 1 for before, after in pairwise(places)), deep


def _plain(text: str) -> str:
    return _BETWEEN.sub("", text.lower())
