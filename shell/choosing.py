"""A list to choose from by key while a question stands: which line is marked, and what a key answers. Pure.

A question's options are its lines that begin with two spaces, a number counted from one, and two spaces. A digit alone
answers only where it can mean nothing else: up to nine options, nothing typed yet, and a moment after the list came
up, so that a key meant for the line before answers nothing. To choose is harmless in itself: what is chosen is judged,
and confirmed where need be, like anything that was said. A yes is never given by such a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Final, Literal

SETTLE_S: Final = 0.4
"""Seconds after a list comes up in which a digit alone answers nothing: the time in which one sees that it is there."""
MOST_PRESSED: Final = 9
NARROWEST: Final = 10
"""Columns that an option's words get in any terminal."""
Kind = Literal["question", "option", "chosen", "hint"]
"""What a line of it is."""
_OPTION: Final = re.compile(r"  (\d+)  (?=\S)")


@dataclass(slots=True)
class Choosing:
    """One question's list."""

    lines: tuple[str, ...]
    """The question, line by line."""
    count: int
    """How many of its lines are options, from 2."""
    since: float
    """When it came up, on the monotonic clock, in seconds."""
    marked: int = 0
    """The number of the marked option; 0 where none is."""

    def move(self, by: int) -> None:
        """Mark the next (1) or the one before (-1), round and round; the first or the last where none was marked."""
        place = self.marked + by if self.marked else (1 if by > 0 else self.count)
        self.marked = (place - 1) % self.count + 1

    def pressed(self, digit: int, now: float) -> str | None:
        """What a digit alone answers; None where it is to be typed like any letter."""
        alone = self.count <= MOST_PRESSED and now - self.since >= SETTLE_S
        return str(digit) if alone and 1 <= digit <= self.count else None

    def drawn(self, mark: str, columns: int) -> Iterator[tuple[str, Kind]]:
        """The lines, and what each is; the marked option begins with the mark (one character).

        What is longer than the terminal has columns is folded, not cut; further lines stand under the option's words.
        """
        chosen = f"  {self.marked}  " if self.marked else None
        for place, line in enumerate(self.lines):
            option = _OPTION.match(line)
            marked = chosen is not None and line.startswith(chosen)
            kind: Kind = "chosen" if marked else "option" if option else "hint" if place else "question"
            begins = f"{mark} {line[2 : option.end()]}" if marked and option else line[: option.end()] if option else ""
            begins = begins or line[: len(line) - len(line.lstrip())]
            for each in wrap(
                line[len(begins) :],
                max(columns, len(begins) + NARROWEST),
                initial_indent=begins,
                subsequent_indent=" " * len(begins),
            ) or [line]:
                yield each, kind


def choosing(question: str, now: float) -> Choosing | None:
    """The list in a question; None where there is nothing to choose from."""
    lines = tuple(question.split("\n"))
    numbers = [int(found.group(1)) for line in lines if (found := _OPTION.match(line))]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return None
    return Choosing(lines, len(numbers), now)
