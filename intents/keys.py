"""Keys as they are said: their names, and the signs held with them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase, digits
from typing import Final

from intents.model import Resolved, Scene, Unresolved
from intents.normalize import NATO
from intents.numbers import number
from intents.slots import Choice

MOST_TIMES: Final = 50
_NAMED: Final[dict[str, tuple[str, ...]]] = {
    "escape": ("esc", "the escape"),
    "enter": ("return", "the enter", "enter key"),
    "tab": (),
    "shift tab": ("back tab",),
    "space": ("space bar", "spacebar"),
    "backspace": ("back space",),
    "delete": ("del",),
    "insert": (),
    "up": ("up arrow", "arrow up", "cursor up"),
    "down": ("down arrow", "arrow down", "cursor down"),
    "left": ("left arrow", "arrow left", "cursor left"),
    "right": ("right arrow", "arrow right", "cursor right"),
    "home": (),
    "end": (),
    "page up": (),
    "page down": (),
}
_FUNCTION: Final = {f"f{number}": (f"f {number}", f"function {number}") for number in range(1, 13)}


def _letters(held: str, said: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each letter with a sign held, by the ways in which that is said; the letter also by the spelling alphabet."""
    for letter in ascii_lowercase:
        spoken = [letter, *(word for word, stands in NATO.items() if stands == letter)]
        yield f"{held} {letter}".strip(), tuple(f"{way} {word}".strip() for way in said for word in spoken)


KEYS: Final[dict[str, tuple[str, ...]]] = {
    **_NAMED,
    **_FUNCTION,
    **dict(_letters("control", ("control", "ctrl", "control plus"))),
    **dict(_letters("alt", ("alt", "meta", "option"))),
    **dict(_letters("", ("", "letter"))),
    **{digit: (f"digit {digit}",) for digit in digits},
}
"""Key → the phrases that mean it."""
KEY: Final = Choice(KEYS, name="key")
NEW_LINE: Final = Choice({"enter": ("new line", "newline", "next line", "line break")}, name="new line")


class Times:
    """How often, as int, 1 to MOST_TIMES: "three", "twice"."""

    name = "number of times"
    choices: None = None
    free = False
    narrow = True

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The number."""
        del scene
        words = said.strip().lower().removesuffix("times").strip()
        value = {"once": 1.0, "twice": 2.0, "thrice": 3.0}.get(words) or number(words)
        if value is None or value != int(value) or not 1 <= value <= MOST_TIMES:
            return Unresolved(f"{said!r} is no number of times from 1 to {MOST_TIMES}.")
        return Resolved(int(value), 1.0)


TIMES: Final = Times()
