"""A sentence template taken apart, without hassil: what it needs, how it can begin, and what is left without a slot.

hassil reads templates too, and only hassil matches words with them. But it takes long to parse (0.4 ms a sentence), so
with hundreds of skills only the few templates that the words may fit are given to it; this tells which those are.
A template with signs that are read here as nothing (`<rule>`, `a;b`, a backslash) is opaque: never left out, never cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Needs = frozenset[frozenset[str]]
"""Groups of fragments, case folded: words can fit only if they hold a fragment of every group. Empty: no telling."""

_TOKEN = re.compile(r"\{[^{}]*\}|[()\[\]|]|[^()\[\]{}|]+")
_OPAQUE = re.compile(r"[<>;\\]")
_PIECE = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class Text:
    """Words, with the spaces around them as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A slot."""

    name: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One of several ways on."""

    ways: tuple[Parts, ...]
    optional: bool = False
    """True where it may be left out."""


Part = Text | Gap | Branch
Parts = tuple[Part, ...]


def take_apart(template: str) -> Parts | None:
    """The parts of a template; None for one that is opaque or does not close its brackets."""
    if _OPAQUE.search(template):
        return None
    tokens = _TOKEN.findall(template)
    try:
        ways, rest = _ways(tokens, 0)
    except IndexError:
        return None
    if rest != len(tokens) or "".join(tokens) != template:
        return None
    return ways[0] if len(ways) == 1 else (Branch(ways),)


def _ways(tokens: list[str], at: int, end: str = "") -> tuple[tuple[Parts, ...], int]:
    """The alternatives up to the bracket `end`, and where to go on; IndexError where it never comes."""
    ways: list[Parts] = []
    parts: list[Part] = []
    while at < len(tokens) or end:
        sign = tokens[at]
        at += 1
        if sign == end:
            break
        if sign in {"(", "["}:
            inner, at = _ways(tokens, at, ")" if sign == "(" else "]")
            parts.append(Branch(inner, optional=sign == "["))
        elif sign == "|":
            ways.append(tuple(parts))
            parts = []
        elif sign in {")", "]"}:
            raise IndexError(sign)
        else:
            parts.append(Gap(sign[1:-1]) if sign.startswith("{") else Text(sign))
    return (*ways, tuple(parts)), at


def written(parts: Iterable[Part]) -> str:
    """The parts as a template again."""
    return "".join(map(_written, parts))


def _written(part: Part) -> str:
    if isinstance(part, Text):
        return part.text
    if isinstance(part, Gap):
        return f"{{{part.name}}}"
    inner = "|".join(map(written, part.ways))
    return f"[{inner}]" if part.optional else f"({inner})"


def needs(parts: Parts, choices: Mapping[str, tuple[str, ...] | None]) -> Needs:
    """What words must hold to fit; `choices` has each slot's phrases, None for a slot that takes any words."""
    return frozenset(_needs(parts, choices))


def _needs(parts: Parts, choices: Mapping[str, tuple[str, ...] | None]) -> set[frozenset[str]]:
    groups: set[frozenset[str]] = set()
    for part in parts:
        if isinstance(part, Text):
            groups |= {frozenset({piece}) for piece in _pieces(part.text)}
        elif isinstance(part, Gap):
            groups |= _either(
                [{frozenset({piece}) for piece in _pieces(said)} for said in choices.get(part.name) or ()]
            )
        elif not part.optional:
            groups |= _either([_needs(way, choices) for way in part.ways])
    return groups


def _either(ways: list[set[frozenset[str]]]) -> set[frozenset[str]]:
    """One group for all the ways together: the smallest, and then the longest, of each. None if a way needs nothing."""
    if not ways or not all(ways):
        return set()
    chosen = [min(way, key=lambda group: (len(group), -min(map(len, group)), sorted(group))) for way in ways]
    return {frozenset().union(*chosen)}


def _pieces(text: str) -> Iterator[str]:
    """The words of a text that stand in what fits it just so, if only in part ("test" of "test[s]")."""
    for word in unicodedata.normalize("NFC", text).replace("’", "'").split():
        if _PIECE.fullmatch(word):
            yield word.casefold()


def gaps(parts: Parts) -> Iterator[str]:
    """The names of the slots, wherever they stand."""
    for part in parts:
        if isinstance(part, Gap):
            yield part.name
        elif isinstance(part, Branch):
            for way in part.ways:
                yield from gaps(way)


def initials(parts: Parts) -> frozenset[str]:
    """The letters, lower case, that what fits can begin with before any slot; empty where it begins with one."""
    found: set[str] = set()
    for part in parts:
        if isinstance(part, Text):
            if part.text.strip():
                return frozenset(found | {part.text.lstrip()[0].lower()})
        elif isinstance(part, Gap):
            return frozenset(found)
        else:
            found = found.union(*map(initials, part.ways))
            if not part.optional:
                break
    return frozenset(found)


def begins(parts: Parts, words: str) -> bool:
    """Whether a sentence that fits can begin with just these words, before any slot."""
    return _NOTHING in _after(parts, {"".join(words.lower().split())})


_NOTHING = ""


def _after(parts: Parts, left: set[str]) -> set[str]:
    """What may be left of each of the words, run together, once the parts have been said."""
    for part in parts:
        if isinstance(part, Text):
            left = {rest for words in left if (rest := _without(part.text.lower(), words)) is not None}
        elif isinstance(part, Gap):
            left = left & {_NOTHING}
        else:
            left = set().union(*(_after(way, left) for way in part.ways), left if part.optional else set())
    return left


def _without(literal: str, words: str) -> str | None:
    """What is left of `words` after `literal`, which may go on with more words; None where they part ways."""
    begun = bool(words)
    for place, sign in enumerate(literal):
        if sign.isspace():
            continue
        if not words:
            at_word = not begun or literal[place - 1].isspace()
            return _NOTHING if at_word else None
        if words[0] != sign:
            return None
        words = words[1:]
    return words
