"""The freedesktop.org trash: what is in it, and how to take it out again. Putting in is `send2trash`'s work.

Specification: https://specifications.freedesktop.org/trash-spec/latest/

`send2trash` has no way back, so the other half is here. Where it puts a file: on the home folder's disk into
`$XDG_DATA_HOME/Trash`; on another disk into `.Trash/$uid` or `.Trash-$uid` at that disk's top, and, where that
cannot be made, nowhere: it raises, and the file stays. A rename that the kernel refuses across mounts of one disk (bind
mounts, btrfs subvolumes) is copied into the home trash instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote_to_bytes

_INFO = ".trashinfo"
_INFO_BYTES = 1 << 16


class TrashFault(Exception):
    """Something that could not be put into the trash or taken out; `str()` is one line for the user."""


@dataclass(frozen=True, slots=True)
class Trashed:
    """One thing in the trash."""

    original: Path
    """Where it was, absolute."""
    kept: Path
    """Where it is now."""
    info: Path
    """Its `.trashinfo` file."""
    deleted: datetime
    """When, in local time without a zone, to the second."""


def put(path: Path) -> None:
    """Move a file, a folder or a link (not what it points to) into the trash. Raises TrashFault."""
    from send2trash import send2trash  # noqa: PLC0415  # it may load GObject's bindings

    if path.is_symlink() and not path.exists():
        raise TrashFault(f"{path.name} is a link to nothing, which the trash cannot take")
    try:
        send2trash(os.fspath(path))
    except OSError as error:
        raise TrashFault(f"{path.name} cannot be put into the trash: {error.strerror or error}") from error
    if os.path.lexists(path):
        raise TrashFault(f"{path.name} is still there")


def contents(near: Path) -> list[Trashed]:
    """What is in the home trash and in that of the disk that `near` is on, the last deleted first."""
    found = [thing for trash, base in _trashes(near) for thing in _read_all(trash, base)]
    # Things of one second: the info file that was written last is the later one.
    return sorted(found, key=lambda thing: (thing.deleted, thing.info.stat().st_mtime_ns), reverse=True)


def restore(thing: Trashed) -> None:
    """Put it back where it was, making that folder anew if need be; never over something. Raises TrashFault."""
    if os.path.lexists(thing.original):
        raise TrashFault(f"something called {thing.original.name} is there again")
    try:
        thing.original.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(thing.kept, thing.original)
        thing.info.unlink(missing_ok=True)
    except (OSError, shutil.Error) as error:
        reason = (isinstance(error, OSError) and error.strerror) or "it cannot be moved"
        raise TrashFault(f"{thing.original.name} cannot be put back: {reason}") from error


def _trashes(near: Path) -> Iterator[tuple[Path, Path]]:
    """Each trash folder, and what relative paths in it are relative to."""
    data = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser()
    yield data / "Trash", data
    top = near.resolve()
    while not top.is_mount():
        top = top.parent
    for folder in (top / ".Trash" / str(os.getuid()), top / f".Trash-{os.getuid()}"):
        # As the specification asks: a shared .Trash must be sticky and no link; nobody else's folder is read.
        shared = folder.parent
        if shared.name == ".Trash" and (shared.is_symlink() or not _sticky(shared)):
            continue
        if folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == os.getuid():
            yield folder, top


def _sticky(folder: Path) -> bool:
    try:
        return bool(folder.stat().st_mode & 0o1000)
    except OSError:
        return False


def _read_all(trash: Path, base: Path) -> Iterator[Trashed]:
    try:
        infos = sorted((trash / "info").glob("*" + _INFO))
    except OSError:
        return
    for info in infos:
        thing = _read(info, trash, base)
        if thing is not None:
            yield thing


def _read(info: Path, trash: Path, base: Path) -> Trashed | None:
    """One info file; None where it is broken or the thing itself is gone (both happen, and neither is ours to mend)."""
    kept = trash / "files" / info.name.removesuffix(_INFO)
    if not os.path.lexists(kept):
        return None
    try:
        with info.open("rb") as file:
            head, *lines = file.read(_INFO_BYTES).split(b"\n")
        fields = dict(line.split(b"=", 1) for line in lines if b"=" in line)
        deleted = datetime.fromisoformat(fields[b"DeletionDate"].decode("ascii").strip()).replace(tzinfo=None)
        original = Path(os.fsdecode(unquote_to_bytes(fields[b"Path"].strip())))
    except (OSError, KeyError, ValueError):
        return None
    place = base / original
    # A disk that was plugged in must not say that its file belongs into the home folder of this machine.
    foreign = trash.name != "Trash" and not place.is_relative_to(base)
    if head.strip() != b"[Trash Info]" or ".." in original.parts or "\0" in str(original) or foreign:
        return None
    return Trashed(place, kept, info, deleted)
