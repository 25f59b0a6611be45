"""Spoken times of day: "half past six", "quarter to nine in the evening", "17:45", "noon". Pure."""

from __future__ import annotations

import re
from datetime import time

from intents.numbers import number, with_digits

_FIXED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_HALF = re.compile(
    r"\s*(?:(?P<am>a\.?\s?m\.?|in the morning)|(?P<pm>p\.?\s?m\.?|in the (?:afternoon|evening)|at night|tonight))$"
)
_PAST = re.compile(
    r"(?P<minutes>half|(?:a )?quarter|[\w ]+?)(?: minutes?)? (?P<way>past|after|to|till|before) (?P<hour>[\w ]+)"
)
_DIGITS = re.compile(r"(?P<hour>\d{1,2})(?:[:. ]\s?(?P<minute>\d{2}))?(?: hours)?")
_SPELLED_MINUTE = re.compile(r"(?P<hour>[\w ]+?) (?P<minute>\w+(?: \w+)?)")


def time_of_day(said: str) -> tuple[time, bool] | None:
    """The time, and whether it is sure which half of the day is meant; None for what is no time.

    "five thirty" is 05:30 and not sure; "5 pm", "17:30", "noon" and "half past six in the evening" are sure.
    """
    text = re.sub(r"^at\s+", "", " ".join(said.lower().replace("-", " ").split()).strip(" .,"))
    if text in _FIXED:
        return _FIXED[text], True
    half = _HALF.search(text)
    bare = re.sub(r"\s*o['’]?\s?clock$", "", (text[: half.start()] if half else text).strip())
    found = _past(bare) or _plain(bare)
    if found is None:
        return None
    hour, minute = found
    if half is not None:
        if not 1 <= hour <= 12:
            return (time(hour, minute), True) if half["pm"] and hour > 12 else None
        hour = hour % 12 + (12 if half["pm"] else 0)
        return time(hour, minute), True
    return time(hour, minute), hour > 12 or hour == 0 or bare.startswith("0")


def _past(text: str) -> tuple[int, int] | None:
    found = _PAST.fullmatch(text)
    if found is None:
        return None
    shift = {"half": 30.0, "quarter": 15.0, "a quarter": 15.0}.get(found["minutes"]) or number(found["minutes"])
    hour = number(found["hour"])
    if shift is None or hour is None or not (0 < shift < 60 and 0 <= hour <= 23):
        return None
    past = found["way"] in ("past", "after")
    minutes = int(hour) * 60 + int(shift) * (1 if past else -1)
    if hour <= 12 and minutes < 60:  # "quarter to one" is before one, on a clock's face
        minutes += 12 * 60
    return minutes // 60 % 24, minutes % 60


def _plain(text: str) -> tuple[int, int] | None:
    """Hour and minute told one after the other: "5:30", "five thirty", "nine oh five"."""
    digits = _DIGITS.fullmatch(text)
    if digits is None:
        digits = _DIGITS.fullmatch(with_digits(re.sub(r"\b(?:oh|o) (?=\w)", "zero ", text)).replace(" 0 ", " 0"))
    if digits is None:
        told = _SPELLED_MINUTE.fullmatch(text)
        parts = (number(told["hour"]), number(told["minute"])) if told else (None, None)
        if None in parts:
            return None
        hour, minute = int(parts[0] or 0), int(parts[1] or 0)
        return (hour, minute) if 0 <= hour <= 23 and 10 <= minute <= 59 else None
    hour, minute = int(digits["hour"]), int(digits["minute"] or 0)
    return (hour, minute) if hour <= 23 and minute <= 59 else None
