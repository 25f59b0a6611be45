"""Copies of files, folders and links, from descriptor to descriptor: no link is followed, nothing is overwritten.

A copy is made under a name of its own beside its place and renamed when it is whole, so that a copy that fails leaves
nothing behind. What was copied is noted, for a move between file systems to take away just that.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from skills import kernel
from skills.sight import Changed, Identity

MOST_DEEP: Final = 200
"""Levels of folders; each keeps two descriptors open, and a process has about a thousand."""
_PIECE: Final = 1 << 20
_RIGHTS: Final = 0o777
"""What is kept of a mode: a copy must not run as somebody else."""
_WRITE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class NotCopied(OSError):
    """Something that is not copied; `strerror` says why."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(errno.EINVAL, why, name)


@dataclass(slots=True)
class Copies:
    """What was copied so far, each by device, inode, size and time of change; of a folder, only which it is."""

    marks: set[tuple[int, ...]] = field(default_factory=set)

    def add(self, found: os.stat_result) -> None:
        """Note one."""
        self.marks.add(_mark(found))

    def has(self, found: os.stat_result) -> bool:
        """Whether it was copied, and is as it was then."""
        return _mark(found) in self.marks


def copy_onto_nothing(folder: int, name: str, identity: Identity, target: int, new_name: str) -> Copies:
    """Copy what has `name` in `folder` to `new_name` in `target`, if what was copied is what `identity` says.

    Raises Changed, FileExistsError, NotCopied and OSError.
    """
    if _is_there(target, new_name):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new_name)
    meanwhile, copies = f".golem-{secrets.token_hex(6)}", Copies()
    try:
        copied = _copy(_Way(folder, name, target, meanwhile), copies, 0)
        if copied == identity:
            kernel.rename_onto_nothing(target, meanwhile, target, new_name)
    except OSError:
        _discard(target, meanwhile)
        raise
    if copied != identity:
        _discard(target, meanwhile)
        raise Changed(f"{name} changed meanwhile, so I left it alone")
    return copies


def remove_copied(folder: int, name: str, copies: Copies) -> bool:
    """Take away what was copied and is as it was then; False where something else is left there. Raises OSError."""
    found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if not copies.has(found):
        return False
    if not stat.S_ISDIR(found.st_mode):
        os.unlink(name, dir_fd=folder)
        return True
    with _folder(folder, name) as below:
        gone = [remove_copied(below, entry, copies) for entry in _names(below)]
    if not all(gone):
        return False
    try:
        os.rmdir(name, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):  # something came in just now
            return False
        raise
    return True


@dataclass(frozen=True, slots=True)
class _Way:
    """From a name in an opened folder to a name in another."""

    folder: int
    name: str
    target: int
    new_name: str


def _copy(way: _Way, copies: Copies, depth: int) -> Identity:
    """Which thing it was that was copied."""
    name = way.name
    found = os.stat(name, dir_fd=way.folder, follow_symlinks=False)
    if stat.S_ISLNK(found.st_mode):
        os.symlink(os.readlink(name, dir_fd=way.folder), way.new_name, dir_fd=way.target)
    elif stat.S_ISREG(found.st_mode):
        found = _copy_file(way)
    elif not stat.S_ISDIR(found.st_mode):
        raise NotCopied(name, f"{name} is neither a file nor a folder")
    elif depth >= MOST_DEEP:
        raise NotCopied(name, f"its folders are more than {MOST_DEEP} deep")
    else:
        found = _copy_folder(way, copies, depth)
    copies.add(found)
    return Identity.of(found)


def _copy_folder(way: _Way, copies: Copies, depth: int) -> os.stat_result:
    os.mkdir(way.new_name, 0o700, dir_fd=way.target)
    with _folder(way.folder, way.name) as source, _folder(way.target, way.new_name) as copy:
        for entry in _names(source):
            _copy(_Way(source, entry, copy, entry), copies, depth + 1)
        found = os.fstat(source)
        _take_over(source, copy, found)
    return found


def _copy_file(way: _Way) -> os.stat_result:
    source = os.open(way.name, kernel.READ | os.O_NOFOLLOW, dir_fd=way.folder)
    try:
        found = os.fstat(source)
        if not stat.S_ISREG(found.st_mode):
            raise NotCopied(way.name, f"{way.name} is no file any more")
        copy = os.open(way.new_name, _WRITE, 0o600, dir_fd=way.target)
        try:
            with open(source, "rb", closefd=False) as read, open(copy, "wb", closefd=False) as written:
                shutil.copyfileobj(read, written, _PIECE)
            _take_over(source, copy, found)
        finally:
            os.close(copy)
    finally:
        os.close(source)
    return found


def _take_over(source: int, copy: int, found: os.stat_result) -> None:
    """Times, rights, and the attributes that a user may set."""
    for name in os.listxattr(source):
        if name.startswith("user."):
            try:
                os.setxattr(copy, name, os.getxattr(source, name))
            except OSError:  # a file system that keeps none
                break
    os.fchmod(copy, stat.S_IMODE(found.st_mode) & _RIGHTS)
    os.utime(copy, ns=(found.st_atime_ns, found.st_mtime_ns))


def _names(folder: int) -> list[str]:
    """What is in an opened folder."""
    with os.scandir(folder) as items:
        return [item.name for item in items]


@contextmanager
def _folder(folder: int, name: str) -> Iterator[int]:
    handle = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    try:
        yield handle
    finally:
        os.close(handle)


def _discard(folder: int, name: str) -> None:
    """Take away a copy that did not become whole; what cannot be taken away is left."""
    try:
        if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            shutil.rmtree(name, ignore_errors=True, dir_fd=folder)
        else:
            os.unlink(name, dir_fd=folder)
    except OSError:
        return


def _is_there(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _mark(found: os.stat_result) -> tuple[int, ...]:
    which = (found.st_dev, found.st_ino)
    return which if stat.S_ISDIR(found.st_mode) else (*which, found.st_size, found.st_mtime_ns)
