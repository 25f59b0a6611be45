"""What skills keep from one call to the next: a few short texts a module, in a file that Golem writes for them.

A module's process never sees the file; it asks, and what it may keep is bounded. One file a module, so that none reads
another's. The file is read anew at each question, under a lock: two Golems may run at once.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Protocol

import msgspec
from filelock import FileLock, Timeout

MOST_KEYS = 200
"""Texts that a module may keep."""
MOST_CHARS = 4_000
"""Of one of them; of its key, a hundredth of that."""
LOCK_S = 2.0
"""How long another Golem's writing is waited for, in seconds."""

Key = Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_CHARS // 100)]
Kept = Annotated[dict[Key, Annotated[str, msgspec.Meta(max_length=MOST_CHARS)]], msgspec.Meta(max_length=MOST_KEYS)]


class MemoryFault(Exception):
    """What cannot be kept, or read; `str()` is one line for the user."""


class Memory(Protocol):
    """What one module remembers."""

    def recall(self) -> Mapping[str, str]:
        """All of it, by key. Raises MemoryFault."""
        ...

    def remember(self, key: str, text: str | None) -> None:
        """Keep a text under a key, in place of what was there; None forgets it. Raises MemoryFault."""
        ...


class FileMemory:
    """A module's memory in a file of its own."""

    def __init__(self, folder: Path | None, module: str) -> None:
        """`folder` need not exist; None keeps nothing. `module` is the file's name or the family of the skill."""
        name = re.sub(r"[^a-z0-9_]", "_", module.removesuffix(".py").lower())
        self._file = None if folder is None else folder / f"{name}.json"

    def recall(self) -> Mapping[str, str]:
        """All of it."""
        if self._file is None:
            return {}
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Kept)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise MemoryFault(f"{self._file} cannot be read: {error.strerror}") from error
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise MemoryFault(f"{self._file} cannot be read ({error}); move it away to start anew") from error

    def remember(self, key: str, text: str | None) -> None:
        """Keep or forget one text; written whole or not at all."""
        if self._file is None:
            raise MemoryFault("there is no folder to remember in; set GOLEM_HOME to one that can be written")
        unfinished = self._file.with_name(f"{self._file.name}.{os.getpid()}.tmp")
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(f"{self._file}.lock", timeout=LOCK_S, mode=0o600):
                others = {other: kept for other, kept in self.recall().items() if other != key}
                wanted = _checked(others if text is None else {**others, key: text})
                unfinished.unlink(missing_ok=True)
                with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                    json.dump(wanted, file, indent=1)
                unfinished.replace(self._file)
        except Timeout as held:
            raise MemoryFault(f"{self._file} is being written by another Golem; try again") from held
        except OSError as error:
            raise MemoryFault(f"{self._file} cannot be written: {error.strerror}") from error


def _checked(wanted: dict[str, str]) -> dict[str, str]:
    try:
        return msgspec.convert(wanted, Kept)
    except msgspec.ValidationError as error:
        most = f"{MOST_KEYS} texts of {MOST_CHARS:,} characters, under keys of {MOST_CHARS // 100}"
        raise MemoryFault(f"that is more than a skill may remember: at most {most}") from error
