"""Spoken numbers and durations, by text2num; pure."""

from __future__ import annotations

import re
from functools import lru_cache

_UNITS = {
    "second": 1,
    "sec": 1,
    "s": 1,
    "minute": 60,
    "min": 60,
    "m": 60,
    "hour": 3600,
    "hr": 3600,
    "h": 3600,
    "day": 86400,
}
ABBREVIATED = {
    "ounce": ("oz",),
    "pound": ("lb", "lbs"),
    "gram": ("g",),
    "kilogram": ("kg", "kilo", "kilos"),
    "liter": ("l", "litre", "litres"),
    "milliliter": ("ml", "millilitre", "millilitres"),
    "meter": ("metre", "metres"),
    "centimeter": ("cm", "centimetre", "centimetres"),
    "millimeter": ("mm", "millimetre", "millimetres"),
    "kilometer": ("km", "kilometre", "kilometres"),
    "inch": ("inches",),
    "foot": ("ft", "feet"),
    "mile": ("mi",),
    "byte": ("b",),
    "kilobyte": ("kb", "k"),
    "megabyte": ("mb", "meg", "megs"),
    "gigabyte": ("gb", "gig", "gigs"),
    "percent": ("%", "per cent"),
    "degree": ("°",),
    "second": ("sec", "secs"),
    "minute": ("min", "mins"),
    "hour": ("hr", "hrs"),
}
"""Unit → other ways to write it, its plural in "s" left out."""
_UNIT_OF = {other: unit for unit, others in ABBREVIATED.items() for other in (unit, f"{unit}s", *others)}
_FIGURE = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d{1,6})(?![.,]?\d)(?:[\s-]*([a-z%°]+)(?!\w))?", re.IGNORECASE)
_NUMBER_WORDS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?)\b", re.IGNORECASE)
_COMPACT = re.compile(r"(\d+)h(\d{1,2})$", re.IGNORECASE)


@lru_cache(maxsize=1024)
def with_digits(text: str) -> str:
    """`text` with its spelled numbers as digits: "twenty five minutes" → "25 minutes"."""
    from text_to_num import alpha2digit  # noqa: PLC0415 - only needed once a number is looked for

    return str(alpha2digit(text, "en", threshold=0))


@lru_cache(maxsize=1024)
def number(said: str) -> float | None:
    """The number that the whole of `said` is, in words or digits; None if it is none."""
    from text_to_num import text2num  # noqa: PLC0415 - only needed once a number is looked for

    said = said.strip().lower().replace(",", "")
    if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", said):
        return float(said)
    try:
        return float(text2num(said, "en"))
    except ValueError:
        return _digit_by_digit(said)


@lru_cache(maxsize=1024)
def spelled_out(text: str) -> str:
    """`text` as it is spoken: whole numbers in words, their units in full ("16-oz" → "sixteen ounce")."""
    return _FIGURE.sub(_spoken_figure, text) if any(char.isdigit() for char in text) else text


def _spoken_figure(found: re.Match[str]) -> str:
    words = _in_words(int(found[1].replace(",", "")))
    return f"{words} {_UNIT_OF.get(found[2].lower(), found[2])}" if found[2] else words


@lru_cache(maxsize=1024)
def _in_words(value: int) -> str:
    from unicode_rbnf import RbnfEngine  # noqa: PLC0415 - only needed once a number is looked for

    return str(RbnfEngine.for_language("en").format_number(value).text).replace("-", " ")


def quantity(said: str) -> tuple[float, str] | None:
    """The amount and the unit's full name, singular, that the whole of `said` is; None if it is none.

    "twelve ounces", "12-oz", "a pound", "2.5 kg", "half a liter". A word that is no unit here is one of its own.
    """
    text = " ".join(said.lower().replace("-", " ").split())
    text = re.sub(r"^half an? ", "0.5 ", text)
    text = re.sub(r"^an? ", "1 ", text)
    glued = re.fullmatch(r"(\d[\d.,]*)\s*([a-z%°]+)", text)
    amount, _, unit = (glued[1], "", glued[2]) if glued else text.removesuffix(" of").rpartition(" ")
    value = number(amount)
    if value is None or not re.fullmatch(r"[^\W\d]+|[%°]", unit) or number(unit) is not None:
        return None
    return value, _UNIT_OF.get(unit, unit)


def ways_to_write(phrase: str) -> tuple[str, ...]:
    """The other ways in which a phrase with a number may be written: "twelve ounce" → "12 ounce", "12 oz", …

    Of a number without a unit, only the digits; empty for a phrase without a number in words.
    """
    if not _NUMBER_WORDS.search(phrase):
        return ()
    digits = with_digits(phrase)
    ways = {digits: None}
    for written in (phrase, digits):
        *before, last = written.split()
        unit = _UNIT_OF.get(last.lower())
        if before and unit is not None:
            others = (unit, f"{unit}s", *ABBREVIATED[unit])
            ways |= dict.fromkeys(" ".join([*before, other]) for other in others)
    return tuple(way for way in ways if way != phrase)


def _digit_by_digit(said: str) -> float | None:
    """A number told in groups, as ports and years are: "eight zero eight zero", "fifty four thirty two"."""
    groups = with_digits(re.sub(r"\b(?:oh|o)\b", "zero", said)).split()
    told = "".join(groups)
    return float(told) if len(groups) > 1 and re.fullmatch(r"[0-9]{2,15}", told) else None


def seconds(said: str) -> float | None:
    """A spoken duration in seconds: "ten minutes", "an hour and a half", "1h30"; None if it is none."""
    text = said.strip().lower().replace("-", " ")
    compact = _COMPACT.fullmatch(text)
    if compact:
        return int(compact[1]) * 3600.0 + int(compact[2]) * 60.0
    text = re.sub(r"\bhalf an? (hour|minute)\b", r"0.5 \1", text)
    text = re.sub(r"\b(?:a )?quarter of an hour\b", "15 minutes", text)
    text = re.sub(r"\ban? (hour|minute|second|day)\b", r"1 \1", text)
    text = re.sub(r"\bone (hour|minute|second|day)\b", r"1 \1", text)
    text = re.sub(r"(\d+|\w+) and a half (hour|minute|day)s?\b", lambda found: _and_a_half(found[1], found[2]), text)
    text = re.sub(
        r"(\d+(?:\.\d+)?) (hour|minute|day)s? and a half\b", lambda found: _and_a_half(found[1], found[2]), text
    )
    text = with_digits(text)
    total = sum(float(amount) * _UNITS[_singular(unit)] for amount, unit in _PART.findall(text))
    rest = re.sub(r"\band\b|[,\s]", "", _PART.sub("", text))
    return total if total > 0 and not rest else None


def _and_a_half(amount: str, unit: str) -> str:
    whole = number(amount)
    return f"{whole + 0.5} {unit}s" if whole is not None else f"{amount} and a half {unit}"


def _singular(unit: str) -> str:
    unit = unit.lower()
    return unit if unit in _UNITS else unit.rstrip("s")
