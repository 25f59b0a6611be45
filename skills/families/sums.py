"""Sums and units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final

from intents.numbers import with_digits
from skills.author import Choice, Context, Effect, Reply, Resolved, Scene, Unresolved, skill
from skills.sayings.sums import SAYINGS
from skills.sums import SumFault, converted, told, worked_out, written

UNITS: Final = {
    "meter": ("meters", "metre", "metres"),
    "kilometer": ("kilometers", "kilometre", "kilometres", "km", "kay em"),
    "centimeter": ("centimeters", "centimetre", "centimetres", "cm"),
    "millimeter": ("millimeters", "millimetre", "millimetres", "mm"),
    "mile": ("miles",),
    "yard": ("yards",),
    "foot": ("feet", "ft"),
    "inch": ("inches",),
    "gram": ("grams",),
    "kilogram": ("kilograms", "kilo", "kilos", "kg"),
    "pound": ("pounds", "lbs"),
    "ounce": ("ounces", "oz"),
    "liter": ("liters", "litre", "litres"),
    "milliliter": ("milliliters", "millilitre", "millilitres", "ml"),
    "gallon": ("gallons",),
    "second": ("seconds",),
    "minute": ("minutes",),
    "hour": ("hours",),
    "day": ("days",),
    "week": ("weeks",),
    "byte": ("bytes",),
    "kilobyte": ("kilobytes", "kb"),
    "megabyte": ("megabytes", "mb", "megs"),
    "gigabyte": ("gigabytes", "gb", "gigs"),
    "terabyte": ("terabytes", "tb"),
    "kibibyte": ("kibibytes", "kib"),
    "mebibyte": ("mebibytes", "mib"),
    "gibibyte": ("gibibytes", "gib"),
    "bit": ("bits",),
    "megabit": ("megabits",),
    "gigabit": ("gigabits",),
    "degC": ("celsius", "degrees celsius", "centigrade", "degrees centigrade"),
    "degF": ("fahrenheit", "degrees fahrenheit"),
    "kelvin": ("kelvins",),
    "kilometer_per_hour": ("kilometers per hour", "kilometres per hour", "km h", "kph"),
    "mile_per_hour": ("miles per hour", "mph"),
    "meter_per_second": ("meters per second", "metres per second"),
    "kilowatt_hour": ("kilowatt hours",),
    "joule": ("joules",),
    "kilocalorie": ("kilocalories", "calories"),
    "degree": ("degrees",),
    "radian": ("radians",),
    "hertz": ("hz",),
    "megahertz": ("mhz",),
}
"""pint's name of a unit → how else it is said."""
Unit = Annotated[str, Choice(UNITS, name="unit")]
_BY_PHRASE: Final = {phrase: unit for unit, phrases in UNITS.items() for phrase in (unit, *phrases)}


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum or a number, as a text of figures and signs."""

    name: str = "sum"
    choices: None = None
    free: bool = False
    narrow: bool = True

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The sum as it is written, with signs that are no part of a path."""
        del scene
        text = written(said)
        return Resolved(_shown(text), 1.0) if text is not None else Unresolved(f"{said!r} is no sum.", stray=True)


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with one of UNITS, as a text: `5 mile`."""

    name: str = "measured"
    choices: None = None
    free: bool = False
    narrow: bool = True

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The number and pint's own name of the unit; "a mile" is one."""
        del scene
        found = re.fullmatch(r"(an?|-?[\d.,]{1,20})\s*(.+)", with_digits(said.lower().replace("minus ", "-")).strip())
        number = "1" if found and found[1] in {"a", "an"} else found[1].replace(",", "") if found else ""
        unit = _BY_PHRASE.get(found[2].strip()) if found else None
        if unit is None or not re.fullmatch(r"-?\d+(?:\.\d+)?", number):
            return Unresolved(f"{said!r} is no amount that I know: say a number and its unit.")
        return Resolved(f"{_shown(number)} {unit}", 1.0)


MINUS: Final = "−"
"""The sign itself, and no hyphen: an argument that begins with one looks like an option, and is refused."""
Operator = Annotated[
    str,
    Choice(
        {
            "+": ("plus",),
            MINUS: ("minus",),
            "×": ("times", "multiplied by", "*"),
            "÷": ("divided by", "over", "/"),
            "÷ 100 ×": ("percent of", "per cent of", "% of"),
            "^": ("to the power of", "raised to the power of"),
        },
        name="operator",
    ),
]
Scaling = Annotated[str, Choice({"×": ("multiply",), "÷": ("divide",)}, name="scaling")]
Taking = Annotated[str, Choice({MINUS: ("subtract", "take", "take away", "deduct")}, name="taking")]
Figures = Annotated[str, Sum()]
_ASK = "(what is|what's|what are|how much is|how much are|calculate|compute|work out|tell me|evaluate)"


def _whole(part: str | None) -> str:
    """One side of a sign; a sum of its own in brackets: "multiply 2 plus 3 by 4"."""
    return f"({part})" if part and " " in part else part or "0"


@skill(
    "sums.calculate",
    says=[
        "(calculate|compute|work out|evaluate|add up) {total}",
        f"{_ASK} {{left}} {{operator}} {{right}}",
        "(what is|what's|calculate|work out) the (sum|result|value) [of] {total}",
        "what (does|do) {left} {operator} {right} (make|come to|equal|give)",
        "{left} {operator} {right}",
        "{scaling} {left} by {right}",
        "{taking} {right} from {left}",
        "add {left} (and|to) {right}",
    ],
    also=SAYINGS["sums.calculate"],
    kind="question",
    effect=Effect.OBSERVE,
)
def calculate(
    context: Context,
    total: Figures | None = None,
    left: Figures | None = None,
    operator: Operator | None = None,
    right: Figures | None = None,
    *,
    scaling: Scaling | None = None,
    taking: Taking | None = None,
) -> Reply:
    """Work out a sum."""
    del context
    if operator:
        text = f"{left} {operator} {right}"
    else:
        text = total or f"{_whole(left)} {scaling or taking or '+'} {_whole(right)}"
    try:
        value = told(worked_out(_as_written(text)))
    except SumFault as fault:
        return Reply(f"I cannot work that out: {fault}.", ok=False)
    return Reply(f"{value}.", f"{text} = {value}")


@skill(
    "sums.convert",
    says=[
        "convert {amount} (to|into|in) {unit}",
        "(what is|what's|how much is|how much are|how many is) {amount} (in|as|to) {unit}",
        "how many {unit} (is|are|are in|are there in|make|in|go into|does it take for) {amount}",
        "{amount} (in|to|into|as) {unit}",
        "(tell me|work out|calculate|give me) {amount} (in|as) {unit}",
        "turn {amount} into {unit}",
    ],
    also=SAYINGS["sums.convert"],
    kind="question",
    effect=Effect.OBSERVE,
)
def convert(context: Context, amount: Annotated[str, Measured()], unit: Unit) -> Reply:
    """Convert an amount into another unit."""
    del context
    number, _space, own = amount.partition(" ")
    count = float(_as_written(number))
    try:
        value = converted(count, own, unit)
    except SumFault as fault:
        return Reply(f"I cannot work that out: {fault}.", ok=False)
    return Reply(f"{told(count)} {_said(own, count)} is {told(value)} {_said(unit, value)}.")


def _said(unit: str, value: float) -> str:
    """A unit as one says it of an amount."""
    phrases = UNITS[unit]
    if unit in {"degC", "degF"}:
        return phrases[1]
    return unit.replace("_", " ") if value == 1 or not phrases[0].endswith(("s", "feet")) else phrases[0]


_SIGNS: Final = (("**", "^"), ("*", "×"), ("/", "÷"), ("-", MINUS))
"""What `skills.sums` reads → what is shown and judged, which is no part of a path and no option."""


def _shown(text: str) -> str:
    for read, shown in _SIGNS:
        text = text.replace(read, shown)
    return text


def _as_written(text: str) -> str:
    for read, shown in _SIGNS:
        text = text.replace(shown, read)
    return text
