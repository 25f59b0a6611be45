"""Numbers, sizes, times and lists as people say them; pure."""

from __future__ import annotations

from collections.abc import Sequence


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 file`, `2 files`, `no files`; `plural` where an s does not make it."""
    many = plural or f"{noun}s"
    if number == 0:
        return f"no {many}"
    return f"{number:,} {noun if number == 1 else many}"


def listed(things: Sequence[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {word} {things[-1]}"


def shortened(things: Sequence[str], most: int, noun: str = "more") -> str:
    """The first `most` things as a list, and how many were left out: `a, b and 3 more`."""
    if len(things) <= most:
        return listed(things)
    return listed([*things[:most], f"{len(things) - most} {noun}"])


def size(number: float) -> str:
    """A number of bytes in decimal units, as disks are sold: `512 bytes`, `1.5 MB`."""
    if number < 1000:
        return f"{int(number)} byte{'' if int(number) == 1 else 's'}"
    units = ["kB", "MB", "GB", "TB"]
    number /= 1000
    while round(number, 1) >= 1000 and len(units) > 1:
        number /= 1000
        del units[0]
    return f"{number:.1f}".removesuffix(".0") + f" {units[0]}"


def span(seconds: float) -> str:
    """A length of time in its two largest units: `2 hours and 5 minutes`, `90 seconds` as `1 minute and 30 seconds`."""
    whole = max(0, round(seconds))
    if whole == 0:
        return "less than a second" if seconds > 0 else "0 seconds"
    parts = []
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        number, whole = divmod(whole, length)
        if number:
            parts.append(count(number, unit))
        elif parts:
            break
    return listed(parts[:2])


def capital(text: str) -> str:
    """The text with a capital first letter and the rest as it was."""
    return text[:1].upper() + text[1:]
