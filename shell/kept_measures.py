"""What was measured on this machine, kept in a file of the cache folder so that it is measured once."""

from __future__ import annotations

import json
from pathlib import Path


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
