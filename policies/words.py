"""Shell syntax in words, typed or spoken. Pure.

Nothing here protects a shell, since none is ever started: words that carry shell syntax are refused because whoever
said them meant, or was made to say, something that a skill does not do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policies.settings import Words
from policies.verdict import Deny

RULE = "shell-syntax"
_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks by category that show as nothing (Unicode's Default_Ignorable_Code_Point)."""
_ALIKE = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC"})
"""Scripts whose letters pass for one another's."""
_WORD = re.compile(r"[^\W\d_]+")
_JOINERS = frozenset("\u200c\u200d")
"""Zero-width, but part of how Persian, Hindi and emoji are written."""


_LONE_QUOTE = re.compile(r"""(?<!\S)["']+(?!\S)""")


@dataclass(frozen=True, slots=True)
class Injection:
    """Shell syntax found in words."""

    denial: Deny
    position: int
    """Where in the text it begins, in characters: what stands before it is what the speaker seemed to want."""


def find_injection(text: str, words: Words) -> Injection | None:
    """The first sign or word of a shell in `text`, or character that no one can say; None if there is none.

    Compatibility forms count as what they stand for: a full-width semicolon is a semicolon.
    """
    folded, origin = _folded(text)
    spoken = _spoken(folded, words.spoken)
    moved = None if spoken is None else Injection(spoken.denial, origin[spoken.position])
    found = [hit for hit in (find_sign(text, words), moved) if hit is not None]
    return min(found, key=lambda hit: hit.position) if found else None


def find_sign(text: str, words: Words) -> Injection | None:
    """As `find_injection`, but words are only words: for names that are there, whatever they are called."""
    folded, origin = _folded(text)
    hits = [hit for hit in (_sign(folded, words.signs), _lone_quote(folded)) if hit is not None]
    moved = [Injection(hit.denial, origin[hit.position]) for hit in hits]
    found = [hit for hit in (_control(text), *moved) if hit is not None]
    return min(found, key=lambda hit: hit.position) if found else None


def without(text: str, parts: Iterable[str]) -> str:
    """`text` with each of `parts` blanked out once, its length kept; a part that is not in it as written is left."""
    for part in sorted(parts, key=len, reverse=True):
        start = text.rfind(part)
        if part and start >= 0:
            text = text[:start] + " " * len(part) + text[start + len(part) :]
    return text


def is_hidden(char: str) -> bool:
    """What shows as nothing or changes how its neighbours show, and that no name needs.

    Control, format (bidirectional, zero-width, tags), private-use and unassigned characters, line separators, lone
    surrogates, fillers, and the supplementary variation selectors. Joiners are none of them: see `is_unplain`.
    """
    if char in _JOINERS:
        return False
    return (
        unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        or char in _FILLERS
        or "\U000e0100" <= char <= "\U000e01ef"
    )


def is_unplain(char: str) -> bool:
    """What does not show but has its use: joiners, the emoji variation selectors, and every space but the plain one."""
    return char in _JOINERS or "\ufe00" <= char <= "\ufe0f" or (char != " " and unicodedata.category(char) == "Zs")


def mixes_scripts(text: str) -> bool:
    """Whether one word has letters of two scripts that share their shapes: a Cyrillic letter in a Latin name."""
    return not text.isascii() and any(len(set(map(_script, word)) & _ALIKE) > 1 for word in _WORD.findall(text))


def _script(char: str) -> str:
    """The script of a letter, by the first word of its name in Unicode's data: "LATIN", "CYRILLIC"."""
    return unicodedata.name(char, "").partition(" ")[0]


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """`text` in Unicode's NFKC, character by character, and where in `text` each character of it comes from."""
    if text.isascii():
        return text, range(len(text))
    folded: list[str] = []
    origin: list[int] = []
    for position, char in enumerate(text):
        forms = unicodedata.normalize("NFKC", char)
        folded.append(forms)
        origin.extend([position] * len(forms))
    return "".join(folded), origin


def _control(text: str) -> Injection | None:
    for position, char in enumerate(text):
        if char in _BREAKS:
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


def _lone_quote(text: str) -> Injection | None:
    """A quotation mark that quotes nothing: how an injection begins that closes someone else's quotes."""
    found = _LONE_QUOTE.search(text)
    return found and Injection(Deny(RULE, "it has a quotation mark by itself"), found.start())


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
