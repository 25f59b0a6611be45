"""Shell syntax in words, typed or spoken. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from policies.settings import Words
from policies.verdict import Deny

RULE = "shell-syntax"


@dataclass(frozen=True, slots=True)
class Injection:
    """Shell syntax found in words."""

    denial: Deny
    position: int
    """Where in the text it begins, in characters: what stands before it is what the speaker seemed to want."""


def find_injection(text: str, words: Words) -> Injection | None:
    """The first sign or word of a shell in `text`, or character that no one can say; None if there is none."""
    found = [hit for hit in (_control(text), _sign(text, words.signs), _spoken(text, words.spoken)) if hit is not None]
    return min(found, key=lambda hit: hit.position) if found else None


def is_hidden(char: str) -> bool:
    """Control, format (bidirectional, zero-width, tags), private-use, unassigned and lone surrogate characters."""
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _control(text: str) -> Injection | None:
    for position, char in enumerate(text):
        if char in "\n\r\v\f\x85\u2028\u2029":
            return Injection(
                Deny(RULE, "it has a line break inside, and a line break is how a shell ends a command"), position
            )
        if char != "\t" and is_hidden(char):
            return Injection(Deny(RULE, f"it has a hidden character, U+{ord(char):04X}"), position)
    return None


def _sign(text: str, signs: Sequence[str]) -> Injection | None:
    hits = [(text.find(sign), -len(sign), sign) for sign in signs if sign in text]
    if not hits:
        return None
    position, _, sign = min(hits)
    return Injection(Deny(RULE, f"it has shell syntax in it: {sign!r}"), position)


def _spoken(text: str, spoken: Sequence[str]) -> Injection | None:
    found = _pattern(tuple(spoken)).search(text)
    if found is None:
        return None
    phrase = " ".join(found.group().lower().split())
    return Injection(Deny(RULE, f"it has spoken shell syntax in it: {phrase!r}"), found.start())


@lru_cache(maxsize=8)
def _pattern(spoken: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the phrases as whole words, whatever punctuation a transcriber put between them."""
    longest_first = sorted(spoken, key=len, reverse=True)
    phrases = (r"[\s,.\-]+".join(map(re.escape, phrase.split())) for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)
