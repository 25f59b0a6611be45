"""What stood at a path when a call was judged, and the way back to that very thing when the call is run.

A path is only words: between the judging and the act, any part of it can be made a link to somewhere else. So a path is
looked at once (`look`): its links are followed, and then what was found is opened by no link at all, and its device and
inode are noted. The rules judge that place; the act opens the same place, by no link, and goes on only with the same
device and inode. Whoever turned a link in between gets a refusal.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skills import kernel

_TRIES: Final = 5
"""Looks at a path whose links are turned while it is looked at; then it is given up."""


class Changed(Exception):
    """Something is not what was judged; `str()` is one line for the user."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which thing it is, whatever it is called."""

    device: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> Identity:
        """Of what was stat'ed."""
        return cls(found.st_dev, found.st_ino)


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in a folder: where something lies, or may come to lie."""

    folder: Path
    """Absolute, without a link in it."""
    identity: Identity | None
    """The folder's; None where there was no such folder."""
    name: str

    @property
    def path(self) -> Path:
        """The whole path."""
        return self.folder / self.name


@dataclass(frozen=True, slots=True)
class Sight:
    """One path as it was looked at."""

    path: Path
    """As it was named: absolute, links left as they are."""
    spot: Spot
    """Where the name is kept: the way there followed, the thing itself not."""
    itself: Identity | None
    """What has that name, a link included; None where nothing has."""
    real: Path
    """Where it leads, without a link in it."""
    object: Identity | None
    """What is there; None where nothing is."""
    is_folder: bool = False
    """Whether that is a folder."""

    def inside(self, name: str) -> Spot:
        """The name `name` in the folder that it leads to."""
        return Spot(self.real, self.object, name)

    @property
    def is_link(self) -> bool:
        """Whether it is a link, be it to nothing."""
        return self.itself is not None and self.real != self.spot.path


def look(path: Path) -> Sight:
    """What stands at an absolute path now.

    Raises OSError or RuntimeError for one that leads in a circle, ValueError for one that cannot be a path, and Changed
    for one that changes faster than it can be looked at.
    """
    for _ in range(_TRIES):
        try:
            return _looked(Path(os.path.normpath(path)))
        except _Turned:
            continue
    raise Changed(f"{path.name} keeps changing")


@contextmanager
def opened(path: Path, identity: Identity | None, flags: int) -> Iterator[int]:
    """A descriptor of what was judged at `path`, which has no link in it. Raises Changed, and OSError.

    Where nothing was there to be judged, that is a FileNotFoundError.
    """
    if identity is None:
        raise FileNotFoundError(errno.ENOENT, "nothing is there", str(path))
    handle = _open(path, flags)
    try:
        if Identity.of(os.fstat(handle)) != identity:
            raise Changed(f"{path.name or path} changed meanwhile, so I left it alone")
        yield handle
    finally:
        os.close(handle)


@contextmanager
def folder_of(spot: Spot) -> Iterator[int]:
    """A descriptor of the folder that a spot is in, the one that was judged. Raises Changed, and OSError."""
    if spot.identity is None:
        raise FileNotFoundError(errno.ENOENT, f"there is no folder {spot.folder.name or spot.folder}")
    with opened(spot.folder, spot.identity, kernel.FOLDER) as handle:
        yield handle


def named(folder: int, name: str) -> Identity | None:
    """What has the name in an opened folder, a link being itself; None where nothing has it."""
    try:
        return Identity.of(os.stat(name, dir_fd=folder, follow_symlinks=False))
    except FileNotFoundError:
        return None


class _Turned(Exception):
    """A link was turned between two steps of a look."""


def _looked(path: Path) -> Sight:
    if path == path.parent:  # the root has no name in a folder
        root = Identity.of(path.stat())
        return Sight(path, Spot(path, root, "."), root, path, root, is_folder=True)
    folder = path.parent.resolve()
    try:
        handle = _found(folder, kernel.FOLDER)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return Sight(path, Spot(folder, None, path.name), None, path.resolve(), None)
    try:
        spot = Spot(folder, Identity.of(os.fstat(handle)), path.name)
        return _at(path, spot, handle)
    finally:
        os.close(handle)


def _at(path: Path, spot: Spot, handle: int) -> Sight:
    """The sight of a path whose folder is open."""
    try:
        found = os.stat(spot.name, dir_fd=handle, follow_symlinks=False)
    except (FileNotFoundError, PermissionError):
        return Sight(path, spot, None, spot.path, None)
    itself = Identity.of(found)
    if not stat.S_ISLNK(found.st_mode):
        return Sight(path, spot, itself, spot.path, itself, stat.S_ISDIR(found.st_mode))
    real = spot.path.resolve()
    try:
        target = _found(real, kernel.PATH)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return Sight(path, spot, itself, real, None)
    try:
        found = os.fstat(target)
        return Sight(path, spot, itself, real, Identity.of(found), stat.S_ISDIR(found.st_mode))
    finally:
        os.close(target)


def _found(resolved: Path, flags: int) -> int:
    """A descriptor of a path that had no links a moment ago. Raises _Turned where it has one now."""
    try:
        return kernel.open_beneath(_root(), str(resolved).lstrip("/"), flags)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _Turned from error
        raise


def _open(path: Path, flags: int) -> int:
    try:
        return kernel.open_beneath(_root(), str(path).lstrip("/"), flags)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.ENOENT):
            raise Changed(f"{path.name or path} changed meanwhile, so I left it alone") from error
        raise


_ROOTS: list[int] = []


def _root() -> int:
    """A descriptor of the root folder, kept open: every way begins there."""
    if not _ROOTS:
        _ROOTS.append(os.open("/", kernel.FOLDER))
    return _ROOTS[0]
