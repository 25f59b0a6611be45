"""A list to choose from by key while a question stands: which line is marked, and what a key answers. Pure.

A question's options are its lines that begin with two spaces, a number counted from one, and two spaces. A digit alone
answers only where it can mean nothing else: up to nine options, nothing typed yet, and a moment after the list came
up, so that a key meant for the line before answers nothing. To choose is harmless in itself: what is chosen is judged,
and confirmed where need be, like anything that was said. A yes is never given by such a key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

SETTLE_S: Final = 0.4
"""Seconds after a list comes up in which a digit alone answers nothing: the time in which one sees that it is there."""
MOST_PRESSED: Final = 9
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

    def drawn(self, mark: str) -> list[tuple[str, bool]]:
        """The lines, and whether each is the marked one, which begins with the mark (one character)."""
        chosen = f"  {self.marked}  " if self.marked else None
        return [
            (f"{mark} {line[2:]}", True) if chosen is not None and line.startswith(chosen) else (line, False)
            for line in self.lines
        ]


def choosing(question: str, now: float) -> Choosing | None:
    """The list in a question; None where there is nothing to choose from."""
    lines = tuple(question.split("\n"))
    numbers = [int(found.group(1)) for line in lines if (found := _OPTION.match(line))]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return None
    return Choosing(lines, len(numbers), now)
