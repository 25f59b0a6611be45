"""What was allowed, kept: each module's text, to show what changed since, and what the module said of itself.

A description is kept beside the text that it is of, so that Golem starts without starting any module. That is safe
because it is data that was checked when the user allowed it, is checked again when it is read, and counts only for a
text of that very SHA-256: what can be said, and what is declared to be touched, is what was shown then, also where the
module would describe itself otherwise today.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

import msgspec

from skills.faults import SkillFault
from skills.foreign import wire

MOST_BYTES = 500_000
"""A module is no longer than this, so that it fits one message and can be read by the person who allows it."""


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the shelf."""

    version: int
    digest: str
    content: bytes
    described: wire.Described


class Shelf:
    """The folder of what was allowed, one file a module."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` need not exist; None keeps nothing."""
        self._folder = folder

    def keep(self, name: str, content: bytes, described: wire.Described) -> None:
        """Keep a module that was just allowed, in place of an older one. Raises OSError."""
        if self._folder is None:
            return
        kept = msgspec.json.encode(_Kept(wire.VERSION, digest_of(content), content, described))
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._folder / f"{name}.{os.getpid()}.tmp"
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(kept)
        unfinished.replace(self._file(name))

    def content(self, name: str, digest: str) -> bytes | None:
        """The text that was allowed; None where it is not kept."""
        kept = self._read(name, digest)
        return kept.content if kept else None

    def described(self, name: str, digest: str) -> wire.Described | None:
        """What the module of that digest said of itself; None where that is not kept, or was another Golem's."""
        kept = self._read(name, digest)
        return kept.described if kept and kept.version == wire.VERSION else None

    def forget(self, name: str) -> None:
        """Drop what is kept of a module."""
        if self._folder is not None:
            with suppress(OSError):
                self._file(name).unlink(missing_ok=True)

    def _read(self, name: str, digest: str) -> _Kept | None:
        if self._folder is None:
            return None
        try:
            kept = msgspec.json.decode(self._file(name).read_bytes(), type=_Kept)
        except (OSError, ValueError, RecursionError):  # not there, or not ours: it is made anew
            return None
        return kept if digest_of(kept.content) == kept.digest == digest else None

    def _file(self, name: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{name}.json"


def digest_of(content: bytes) -> str:
    """The SHA-256 of a module's text, in hex."""
    return hashlib.sha256(content).hexdigest()


def text_of(path: Path) -> bytes:
    """A module's text as it is now. Raises SkillFault, naming it."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SkillFault(f"{path.name}: cannot be read: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise SkillFault(f"{path.name}: is longer than {MOST_BYTES:,} bytes, which nobody reads before allowing it")
    try:
        content.decode()
    except UnicodeDecodeError as error:
        raise SkillFault(f"{path.name}: is not UTF-8 text") from error
    return content
