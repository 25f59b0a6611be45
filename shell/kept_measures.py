"""What was measured on this machine, kept in a file of the cache folder so that it is measured once.

What is measured while other work goes on is slower than the machine is. So the load is kept beside it (`load_now`), and
what was measured on a busy machine is measured again once that is quieter (`is_stale`).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

BUSY: Final = 0.7
"""Processes that want to run, a core, from which on a measure is told to be of a busy machine."""


def load_now() -> float:
    """How many processes wanted to run in the last minute, a core (getloadavg(3)); 0 where that cannot be told."""
    try:
        return os.getloadavg()[0] / (os.cpu_count() or 1)
    except OSError:
        return 0.0


def is_stale(then: float, now: float) -> bool:
    """Whether what was measured at the load `then` is worth measuring again at the load `now`."""
    return then > BUSY and now < then / 2


def told_of(load: float) -> str:
    """What is to be said of a load beside its figures; nothing where it is low."""
    return " (measured while the machine was busy)" if load > BUSY else ""


class KeptMeasures:
    """Rows of plain values by a key that names what they depend on."""

    def __init__(self, file: Path) -> None:
        """`file` is made where it is missing, and made anew where it cannot be read."""
        self._file = file

    def row(self, key: str) -> object:
        """What was kept under that key; None for nothing. It may have been written by anybody."""
        return self._read().get(key)

    def keep(self, key: str, row: object) -> None:
        """Keep it; where that cannot be, it is measured again the next time."""
        part = self._file.with_suffix(".part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps({**self._read(), key: row}, indent=1, sort_keys=True) + "\n", "utf-8")
            part.replace(self._file)  # a reader never sees half of it
        except OSError:  # a read-only cache
            return

    def _read(self) -> dict[str, object]:
        try:
            known = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):  # not there yet, or damaged: it is measured anew
            return {}
        return known if isinstance(known, dict) else {}
