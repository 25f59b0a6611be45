"""How a run of tests went, in detail: what failed, why, and where; kept for the session and nowhere else."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOST_FAILURES: Final = 500
"""Failures that are kept of one run."""
MOST_DETAILS: Final = 20_000
"""Characters of one failure's text that are kept."""
_MOST_LOOKED_AT: Final = 20
"""Files and lines of a failure's text that are looked at on the disk."""
_PLACE: Final = re.compile(r"(?<![\w./@+~-])([\w./@+~-]{1,400}):(\d{1,7})\b")
"""A file and a line as tools write them: `tests/test_a.py:12`. It begins where such a word does, or else each letter of
a long one would be tried."""
_ENDING: Final = re.compile(r"\.\w{1,8}$")
_FOREIGN: Final = frozenset({"site-packages", "node_modules", ".venv", "venv", "vendor", ".tox", ".nox", ".cargo"})
"""Folders in a project that hold others' code: a failure is looked for before it came there."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One test that failed. Texts are foreign."""

    name: str
    """As the tool names it."""
    message: str = ""
    """Why, in a line."""
    details: str = ""
    """All that the tool told."""
    file: Path | None = None
    """Where it failed: a file of the project's, absolute, links followed; None where that is not known."""
    line: int | None = None
    """From 1."""


@dataclass(frozen=True, slots=True)
class Results:
    """How a run of tests went."""

    tool: str
    folder: Path
    """The project's, absolute."""
    ran: int
    """Tests that passed or failed."""
    failures: tuple[Failure, ...] = ()
    """In the order told."""


def place_in(folder: Path, file: str, line: int | None) -> tuple[Path, int | None] | None:
    """A file that a report names, if it is one of the project's in `folder`, links followed; else None.

    A report comes from code that may say anything: `../../.ssh/id_rsa`, a link out of the tree, a pipe.
    """
    try:
        real, top = (folder / file).resolve(), folder.resolve()
        if not real.is_relative_to(top) or not real.is_file():
            return None
    except (OSError, ValueError, RuntimeError):  # a zero byte, links in a circle, a name too long
        return None
    return real, line if line is not None and line > 0 else None


def place_told(folder: Path, text: str) -> tuple[Path, int | None] | None:
    """The last place in the project's own code that a failure's text names; None where it names none."""
    return _first_of(folder, reversed(_places(text)))


def first_told(folder: Path, text: str) -> tuple[Path, int | None] | None:
    """The first such place: where a tool tells the innermost first."""
    return _first_of(folder, _places(text))


def _places(text: str) -> list[tuple[str, int]]:
    """Each file and line that a text names, once, in the order of the last time."""
    told = [(file, int(line)) for file, line in _PLACE.findall(text[:MOST_DETAILS]) if _ENDING.search(file)]
    return [each for each in dict.fromkeys(told) if _FOREIGN.isdisjoint(Path(each[0]).parts)]


def _first_of(folder: Path, places: Iterable[tuple[str, int]]) -> tuple[Path, int | None] | None:
    """The first that is there; what comes after many that are not is not looked at."""
    for file, line in itertools.islice(places, _MOST_LOOKED_AT):
        if (found := place_in(folder, file, line)) is not None:
            return found
    return None


def failure(name: str, message: str, details: str, place: tuple[Path, int | None] | None) -> Failure:
    """A failure, its texts cut to what is kept."""
    line = next((part.strip() for part in message.splitlines() if part.strip()), "")
    file, number = place or (None, None)
    return Failure(name[:1000], line[:500], details[:MOST_DETAILS], file, number)


def kept(failures: Iterable[Failure]) -> tuple[Failure, ...]:
    """Each name once, the first, and no more than are kept."""
    return tuple({one.name: one for one in reversed(list(failures))}.values())[::-1][:MOST_FAILURES]
