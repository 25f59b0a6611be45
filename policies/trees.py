"""Which working trees the user trusts to run code of their own ("run tests" runs a project's conftest.py).

A tree is trusted as the very folder that it was: by its real path, its owner, and its device and inode, so that another
tree that comes to lie at the same path is asked about again. Only `golem trust` adds one; nothing in a tree does.

    {"trees": [{"path": "/home/me/project", "owner": 1000, "device": 64768, "inode": 1835011, "generation": 7}]}

Trust reaches down to the next repository and no further: what was cloned into a trusted folder is a tree of its own.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import stat
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

LOCK_S = 2.0
"""How long another Golem may hold the list before this one gives up, in seconds."""
MOST_BYTES = 1 << 20
"""A longer file is not ours."""
_GETVERSION = 0x80087601
"""FS_IOC_GETVERSION of linux/fs.h: a number that a file system gives an inode anew each time it is used again."""


class TreesFault(ValueError):
    """A list of trees that cannot be used, or a folder that cannot be on it; `str()` is one line for the user."""


class Tree(msgspec.Struct, frozen=True):
    """A folder as it was when it was trusted."""

    path: str
    """Absolute, without links."""
    owner: int
    """The user id that it belongs to."""
    device: int
    inode: int
    generation: int = 0
    """Which use of the inode this is; 0 where the file system does not tell."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    trees: tuple[Tree, ...] = ()


def tree_around(folder: Path) -> Path:
    """The real path of the repository around `folder`, whoever owns it, else of the folder itself."""
    real = folder.resolve()
    return next((place for place in (real, *real.parents) if os.path.lexists(place / ".git")), real)


def seen(folder: Path) -> Tree:
    """The folder as it is now, links followed. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        found = os.fstat(handle)
        generation = 0
        with suppress(OSError):  # tmpfs and a few others have no such number
            (generation,) = struct.unpack("i", fcntl.ioctl(handle, _GETVERSION, bytes(8))[:4])
    finally:
        os.close(handle)
    return Tree(os.path.realpath(folder), found.st_uid, found.st_dev, found.st_ino, generation)


class TrustedTrees:
    """The user's list. Every question reads it anew, so that what was taken back a moment ago counts."""

    def __init__(self, file: Path | None) -> None:
        """`file` need not exist; None keeps nothing and trusts nothing."""
        self._file = file

    def trusts(self, folder: Path) -> bool:
        """Whether the code in `folder` may run without asking. Never raises: what cannot be read trusts nothing."""
        try:
            kept = {tree.path: tree for tree in self.listed()}
            real = folder.resolve()
            for place in (real, *real.parents):
                if str(place) in kept:
                    return seen(place) == kept[str(place)]
                if os.path.lexists(place / ".git"):
                    return False
        except (TreesFault, OSError, RuntimeError):  # RuntimeError: links that lead in a circle
            return False
        return False

    def listed(self) -> tuple[Tree, ...]:
        """Every trusted tree, by path. Raises TreesFault."""
        if self._file is None:
            return ()
        try:
            handle = os.open(self._file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise self._unreadable(error.strerror or "it is a link") from error
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
                raise self._unreadable("it is not a file that only you can write")
            content = file.read(MOST_BYTES + 1)
        try:
            # The standard library's reader, since a file's name may hold bytes that are no UTF-8.
            return msgspec.convert(json.loads(content[:MOST_BYTES]), _File).trees
        except (ValueError, RecursionError) as error:
            raise self._unreadable(str(error)) from error

    def trust(self, folder: Path, home: Path) -> Path:
        """Trust the tree around `folder` from now on; its real path. Raises TreesFault."""
        tree = _usable(folder, home)
        self._change(lambda trees: (*(kept for kept in trees if kept.path != tree.path), tree))
        return Path(tree.path)

    def revoke(self, folder: Path) -> Path:
        """Take the trust in `folder`, or in the tree around it, back; its path. Raises TreesFault."""
        wanted = dict.fromkeys((str(folder.absolute()), os.path.realpath(folder), str(tree_around(folder))))
        listed = {tree.path for tree in self.listed()}
        path = next((one for one in wanted if one in listed), None)
        if path is None:
            raise TreesFault(f"{folder} is not trusted; `golem trust list` names what is")
        self._change(lambda trees: tuple(kept for kept in trees if kept.path != path))
        return Path(path)

    def _change(self, changed: Callable[[tuple[Tree, ...]], tuple[Tree, ...]]) -> None:
        """Write the list anew, under a lock, as a whole or not at all. Raises TreesFault."""
        if self._file is None:
            raise TreesFault("there is no folder to keep trust in; set GOLEM_HOME to one that can be written")
        unfinished = self._file.with_name(f"{self._file.name}.{os.getpid()}.tmp")
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(f"{self._file}.lock", timeout=LOCK_S, mode=0o600):
                content = json.dumps(msgspec.to_builtins(_File(changed(self.listed()))), indent=2)
                unfinished.unlink(missing_ok=True)
                with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                    file.write(content + "\n")
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.replace(self._file)
        except Timeout as held:
            raise TreesFault(f"{self._file} is being written by another Golem; try again") from held
        except OSError as error:
            raise TreesFault(f"{self._file} cannot be written: {error.strerror}") from error

    def _unreadable(self, why: str) -> TreesFault:
        return TreesFault(f"the list of trusted trees {self._file} cannot be read ({why}); move it away to start anew")


def _usable(folder: Path, home: Path) -> Tree:
    """The tree around `folder`, if it is one that can be trusted. Raises TreesFault."""
    try:
        seen(folder)  # a name that is not there must not stand for the repository around it
        tree = seen(tree_around(folder))
        mode = Path(tree.path).stat().st_mode
    except (OSError, RuntimeError) as error:
        why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else os.strerror(errno.ELOOP)
        raise TreesFault(f"{folder} cannot be trusted: {why}; name a folder that is there") from error
    if home.resolve().is_relative_to(tree.path):
        raise TreesFault(f"{tree.path} is no project's folder: your whole home folder lies in it; name a project's")
    if mode & stat.S_IWOTH:
        raise TreesFault(f"{tree.path} cannot be trusted: everyone may write it; chmod o-w it first")
    return tree
