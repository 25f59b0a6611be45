"""Whether words sound alike: Double Metaphone (Lawrence Philips, 2000), by the `doublemetaphone` library."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz


@lru_cache(maxsize=4096)
def code(words: str) -> str:
    """The sound of a phrase: its words' primary codes joined; digits stay as they are."""
    from doublemetaphone import doublemetaphone  # noqa: PLC0415 - only needed once something is not found by letters

    words = words.encode("utf-8", errors="ignore").decode("utf-8")  # a file's name may hold bytes that are no text
    return "".join(word if word.isdigit() else doublemetaphone(word)[0] for word in words.split())


@lru_cache(maxsize=8192)
def codes(word: str) -> tuple[str, ...]:
    """The ways in which one word may sound: its primary code, and the secondary where it has one ("git": JT, KT)."""
    from doublemetaphone import doublemetaphone  # noqa: PLC0415 - as above

    if word.isdigit():
        return (word,)
    return tuple(dict.fromkeys(code for code in doublemetaphone(word) if code))


def sounds_alike(one: str, other: str) -> bool:
    """True where two phrases of some length have the same sound."""
    first, second = code(one.lower()), code(other.lower())
    return len(first) >= 2 and first == second


def likeness(one: str, other: str) -> float:
    """0 to 1: how near two phrases are, the better of their letters' and their sounds' likeness."""
    letters = fuzz.ratio(one.lower(), other.lower()) / 100
    first, second = code(one.lower()), code(other.lower())
    if min(len(first), len(second)) < 2:
        return letters
    return max(letters, 0.95 * fuzz.ratio(first, second) / 100)
