"""The freedesktop.org trash: what is in it, how to put something in, and how to take it out again.

Specification: https://specifications.freedesktop.org/trash-spec/latest/

On the home trash's disk a thing goes into `$XDG_DATA_HOME/Trash`; on another disk into `.Trash/$uid` or `.Trash-$uid`
at that disk's top, and, where that cannot be made, nowhere: TrashFault, and it stays. A rename that the kernel refuses
across mounts of one disk (bind mounts, btrfs subvolumes) is a copy into the home trash, after which the original goes.
Both ways are by descriptors, so that only what was judged is moved (`skills.filing`).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from skills import filing, kernel
from skills.sight import Changed, Sight, folder_of, look, named, opened

_INFO = ".trashinfo"
_INFO_BYTES = 1 << 16
_MOST_READ = 2_000
"""Info files remembered: what is in the trash is looked through at every command that is heard."""
MOST_OF_A_NAME: Final = 10_000
"""Things of one name in one trash."""


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


def put(sight: Sight) -> Path:
    """Move a file, a folder or a link (not what it points to) into the trash; where it is kept now.

    Raises TrashFault and Changed.
    """
    name = sight.spot.name
    try:
        return _put(sight, *_taker(sight))
    except (OSError, filing.NotFiled) as error:
        reason = (isinstance(error, OSError) and error.strerror) or error
        raise TrashFault(f"{name} cannot be put into the trash: {reason}") from error


def _taker(sight: Sight) -> tuple[Path, Path | None]:
    """The trash folder that takes a thing, made where need be, and what paths in it are relative to. Raises OSError."""
    home = _make(_home_trash())
    if sight.itself is None or home.stat().st_dev == sight.itself.device:
        return home, None
    top = _top(sight.spot.folder)
    return _trash_of(top), top


def _put(sight: Sight, trash: Path, base: Path | None) -> Path:
    """Into one trash: the info file first, which reserves the name. Raises OSError, TrashFault, NotFiled, Changed."""
    name, path = sight.spot.name, sight.spot.path
    written = path if base is None else path.relative_to(base)
    text = f"[Trash Info]\nPath={quote(os.fsencode(written))}\nDeletionDate={datetime.now():%Y-%m-%dT%H:%M:%S}\n"
    files, info = look(trash / "files"), look(trash / "info")
    with (
        opened(files.real, files.object, kernel.FOLDER) as kept,
        opened(info.real, info.object, kernel.FOLDER) as infos,
    ):
        for number in range(MOST_OF_A_NAME):
            free = name if number == 0 else f"{Path(name).stem} {number}{Path(name).suffix}"
            if named(kept, free) is not None or not _reserve(infos, free + _INFO, text):
                continue
            try:
                _move(sight, kept, free)
            except FileExistsError:  # another trashed a thing of that name just now
                os.unlink(free + _INFO, dir_fd=infos)
            except (OSError, Changed):
                with suppress(OSError):
                    os.unlink(free + _INFO, dir_fd=infos)
                raise
            else:
                return trash / "files" / free
    raise TrashFault(f"too many things called {name} are in the trash")


def _move(sight: Sight, kept: int, name: str) -> None:
    with folder_of(sight.spot) as source:
        if sight.itself is None or named(source, sight.spot.name) != sight.itself:
            raise Changed(f"{sight.spot.name} changed meanwhile, so I left it alone")
        filing.move_entry(source, sight.spot.name, sight.itself, kept, name)


def _reserve(infos: int, name: str, text: str) -> bool:
    """Write an info file; False where there is one of that name. Raises OSError."""
    try:
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=infos)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
    return True


def _home_trash() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "Trash"


def _top(folder: Path) -> Path:
    """Where the disk that a folder is on is mounted."""
    while not folder.is_mount():
        folder = folder.parent
    return folder


def _trash_of(top: Path) -> Path:
    """The user's trash on a disk, made if need be: in the shared one if that is as the specification asks, else alone.

    Raises OSError.
    """
    shared = top / ".Trash"
    if shared.is_dir() and not shared.is_symlink() and _sticky(shared):
        with suppress(OSError):
            return _make(shared / str(os.getuid()))
    return _make(top / f".Trash-{os.getuid()}")


def _make(trash: Path) -> Path:
    for part in ("files", "info"):
        (trash / part).mkdir(mode=0o700, parents=True, exist_ok=True)
    if trash.stat().st_uid != os.getuid():
        raise PermissionError(errno.EACCES, f"{trash} belongs to another user", str(trash))
    return trash


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
        filing.move(look(thing.kept), look(thing.original).spot)
        thing.info.unlink(missing_ok=True)
    except (OSError, filing.NotFiled, Changed) as error:
        reason = (isinstance(error, OSError) and error.strerror) or error
        raise TrashFault(f"{thing.original.name} cannot be put back: {reason}") from error


def _trashes(near: Path) -> Iterator[tuple[Path, Path]]:
    """Each trash folder, and what relative paths in it are relative to."""
    home = _home_trash()
    yield home, home.parent
    top = _top(near.resolve())
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
    """Things whose info file is broken, or which are gone themselves, are left out: neither is ours to mend."""
    try:
        with os.scandir(trash / "info") as entries:
            infos = sorted((entry.name, entry.stat().st_mtime_ns) for entry in entries if entry.name.endswith(_INFO))
    except OSError:
        return
    for name, written in infos:
        thing = _read(name, written, trash, base)
        if thing is not None and os.path.lexists(thing.kept):
            yield thing


@lru_cache(maxsize=_MOST_READ)
def _read(name: str, written: int, trash: Path, base: Path) -> Trashed | None:
    """One info file, not read again until it is `written` again; None where it is broken."""
    info, kept = trash / "info" / name, trash / "files" / name.removesuffix(_INFO)
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
