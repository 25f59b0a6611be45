"""What must still be so for an act to be undone: stamped right after it, compared before its undoing. Only looks."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Kind = Literal["same", "unchanged", "free"]

READ_WHOLE: Final = 1 << 20
"""Bytes; a larger file is known by device, inode, size and time of change instead of by its text."""
MOST_BELOW: Final = 10_000
"""Things in a folder; what holds more cannot be told to be unchanged."""
_UNKNOWN: Final = ""
"""The stamp of what is not there, or cannot be told."""


@dataclass(frozen=True, slots=True)
class Still:
    """One thing that must not have changed between an act and its undoing."""

    kind: Kind
    """`same`: it is that very file or folder; `unchanged`: so is all that is in it; `free`: nothing has that name."""
    path: Path
    """Absolute."""
    otherwise: str = ""
    """Why the act is not undone where it is not so: "another branch is checked out now". Made from `kind` if empty."""

    def stamp(self) -> str:
        """Its state now, to be compared later. Never raises."""
        try:
            if self.kind == "free":
                return "free" if not os.path.lexists(self.path) else _UNKNOWN
            found = self.path.lstat()
            return f"{found.st_dev}:{found.st_ino}" if self.kind == "same" else _state(self.path, found)
        except OSError:
            return _UNKNOWN

    def broken(self, stamped: str) -> str | None:
        """Why it is not as it was stamped; None where it is. Never raises."""
        now = self.stamp()
        if now == stamped != _UNKNOWN:
            return None
        if self.kind == "free":
            return self.otherwise or f"something is called {self.path.name} again"
        if not os.path.lexists(self.path):
            return f"{self.path.name} is not there any more"
        if _UNKNOWN in (now, stamped):
            return f"whether {self.path.name} was changed since cannot be told"
        return self.otherwise or f"{self.path.name} {'was changed' if self.kind == 'unchanged' else 'is another'} since"


def _state(path: Path, found: os.stat_result) -> str:
    """A digest of a file's text, of where a link points, or of all that is in a folder; unknown if that is too much."""
    digest = hashlib.sha256(str(stat.S_IFMT(found.st_mode)).encode())
    if stat.S_ISLNK(found.st_mode):
        digest.update(os.fsencode(path.readlink()))
    elif stat.S_ISREG(found.st_mode):
        if found.st_size <= READ_WHOLE:
            digest.update(path.read_bytes())
        else:
            digest.update(repr((found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)).encode())
    elif stat.S_ISDIR(found.st_mode):
        for number, line in enumerate(_below(path)):
            if number >= MOST_BELOW:
                return _UNKNOWN
            digest.update(line)
    return digest.hexdigest()


def _below(folder: Path) -> Iterator[bytes]:
    """Each thing below a folder, in one order: its way there, kind, size and time of change; of a folder the first."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted([*folders, *files]):
            path = Path(place) / name
            found = path.lstat()
            mark = (found.st_mode, found.st_size, found.st_mtime_ns) if not stat.S_ISDIR(found.st_mode) else ()
            yield repr((os.fsencode(path.relative_to(folder)), mark)).encode()
