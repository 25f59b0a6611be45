"""Sums and units, worked out by pint (imported here alone), which takes expressions apart and evaluates no code."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from intents.numbers import with_digits

if TYPE_CHECKING:
    import pint

_WORDS: Final = (
    (r"(?:percent|per cent|%)\s+(?:of|off?)\b", " / 100 * "),
    (r"\b(?:to the power of|raised to the power of|raised to)\b", " ** "),
    (r"\b(?:divided by|over)\b|÷", " / "),
    (r"\b(?:times|multiplied by)\b|×|(?<=\d)\s*x\s*(?=\d)", " * "),
    (r"\b(?:plus|and add)\b", " + "),
    (r"\b(?:minus|less|take away)\b|−", " - "),
    (r"\bsquared\b", " ** 2 "),
    (r"\bcubed\b", " ** 3 "),
    (r"(?<=\d),(?=\d{3}\b)", ""),
    (r"\^", " ** "),
)
"""How an operator is said or typed → how it is written."""
_SUM: Final = re.compile(r"[\d.\s()+*/-]{1,200}")
_NUMBER: Final = re.compile(r"\d{1,15}(?:\.\d{1,15})?")
_BESIDE: Final = re.compile(r"[\d)]\s*\(|\)\s*\d|\d\s+\d")
_POWER: Final = re.compile(r"\*\*\s*-?\s*(\d+(?:\.\d+)?)")
MOST_POWER: Final = 64
"""The greatest exponent: above it a number is no answer to read out, and a tower of them would not end."""


class SumFault(ValueError):
    """A sum that cannot be worked out, or a unit that cannot be had; `str()` is one line for the user."""


def written(said: str) -> str | None:
    """A sum as it is written ("2.5 + 21"), from words or signs; None for words that are no sum or number."""
    text = with_digits(said.lower())
    for pattern, sign in _WORDS:
        text = re.sub(pattern, sign, text)
    text = " ".join(text.split())
    return text if _SUM.fullmatch(text) and any(char.isdigit() for char in text) else None


def worked_out(text: str) -> float:
    """The value of a sum as `written` gives it. Raises SumFault."""
    powers = _POWER.findall(text)
    if len(powers) != text.count("**") or len(powers) > 1 or any(float(power) > MOST_POWER for power in powers):
        raise SumFault(f"that power is too much for me; at most {MOST_POWER}, once")
    if not all(map(_NUMBER.fullmatch, re.findall(r"[\d.]+", text))):
        raise SumFault("that has a number that is none, or one of more than fifteen digits")
    if _BESIDE.search(text):
        raise SumFault("that has numbers with nothing between them")
    try:
        value = float(_registry().parse_expression(text).to("").magnitude)
    except ZeroDivisionError as fault:
        raise SumFault("that divides by zero") from fault
    except Exception as fault:  # pint raises whatever its tokens meet: a sum that is none is the user's, and no fault
        raise SumFault("that is no sum that I can read") from fault
    if not math.isfinite(value):
        raise SumFault("that is too large a number")
    return value


def converted(value: float, unit: str, to: str) -> float:
    """An amount in another unit; both by pint's own names. Raises SumFault."""
    registry = _registry()
    try:
        return float(registry.Quantity(value, unit).to(to).magnitude)
    except Exception as fault:
        raise SumFault(f"a {unit} is no amount of {to}") from fault


def told(value: float) -> str:
    """A number as one reads it: at most six decimals, and none that tell nothing."""
    if value and (abs(value) >= 1e15 or abs(value) < 1e-6):
        return f"{value:.6g}"
    return f"{value:,.6f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry[float]:
    import pint as library  # noqa: PLC0415 - takes most of a second to read its units

    return library.UnitRegistry()
