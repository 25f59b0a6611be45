"""What would show that something ran: snapshots of all files, marks, a listener, and the interpreter's audit events."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import socket
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

STARTS: Final = frozenset({"subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "pty.spawn", "os.startfile"})
"""Python's audit events (its library reference, table of audit events) that a process is started with."""


_hashes: dict[tuple[int, ...], str] = {}
"""What `lstat` says of a file → its content's hash. No program can set the time of the last change of its state."""


def snapshot(root: Path) -> dict[str, str]:
    """Every path below `root`, relative to it → its kind, mode and content's hash (a link: where it points).

    Follows no link.
    """
    found: dict[str, str] = {}
    waiting = [(os.fsencode(root), "")]
    while waiting:
        folder, inside = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                name = inside + os.fsdecode(entry.name)
                found[name] = _state(entry)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{name}/"))
    return found


def _state(entry: os.DirEntry[bytes]) -> str:
    try:
        status = entry.stat(follow_symlinks=False)
        mode = oct(status.st_mode)
        if stat.S_ISLNK(status.st_mode):
            return f"{mode} {os.readlink(entry.path)!r}"  # noqa: PTH115 - bytes, for names that are no UTF-8
        if stat.S_ISREG(status.st_mode):
            key = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            if key not in _hashes:
                with open(entry.path, "rb") as file:  # noqa: PTH123 - bytes, for names that are no UTF-8
                    _hashes[key] = hashlib.sha1(file.read(), usedforsecurity=False).hexdigest()
            return f"{mode} {_hashes[key]}"
    except OSError as error:
        return f"unreadable: {error.strerror}"
    return mode


def restore(root: Path, kept: Path, wanted: Mapping[str, str]) -> None:
    """Make `root` as `kept` is, whose snapshot is `wanted`."""
    now = snapshot(root)
    for name in sorted(now.keys() - wanted.keys(), reverse=True):
        path = root / name
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
    for name in sorted(wanted):
        if now.get(name) != wanted[name]:
            _copy(kept / name, root / name)


def _copy(source: Path, target: Path) -> None:
    if target.is_symlink() or target.is_file():
        target.unlink()
    if source.is_dir():
        target.mkdir(exist_ok=True)
        target.chmod(stat.S_IMODE(source.stat().st_mode))
    else:
        if target.is_dir():
            shutil.rmtree(target)
        shutil.copy2(source, target, follow_symlinks=False)


def changes(before: Mapping[str, str], after: Mapping[str, str], may: tuple[str, ...] = ()) -> list[str]:
    """What differs and may not, a line each."""
    paths = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    return [
        f"{path}: {before.get(path, 'nothing')} -> {after.get(path, 'nothing')}"
        for path in paths
        if not any(fnmatch(path, pattern) for pattern in may)
    ]


@dataclass
class Started:
    """What this interpreter did while it was watched."""

    argv: list[tuple[str, ...]] = field(default_factory=list)
    """Every process that it started."""
    connected: list[str] = field(default_factory=list)
    """Every address that it connected to; sockets of the file system are no network."""
    killed: list[int] = field(default_factory=list)
    """Every process that it would have ended, and was kept from."""


_watching: Started | None = None


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching is None:
        return
    if event in STARTS:
        argv = arguments[1] if event != "os.system" and len(arguments) > 1 else arguments[:1]
        argv = (argv,) if isinstance(argv, str | bytes) else argv or ()
        _watching.argv.append(tuple(map(os.fsdecode, argv)))
    elif event == "socket.connect" and not isinstance(arguments[1], str | bytes):
        _watching.connected.append(str(arguments[1]))
    elif event == "os.kill" and arguments[1]:
        # Rows ask for real processes of this machine to be ended; what would do so is told, and kept from it.
        _watching.killed.append(arguments[0])
        raise PermissionError(errno.EPERM, "kept from it by the corpus")


sys.addaudithook(_hook)  # for good: there is no way to take one away, so it looks at `_watching`


@contextmanager
def watched() -> Iterator[Started]:
    """Record what this interpreter starts and reaches meanwhile."""
    global _watching  # noqa: PLW0603 - an audit hook belongs to the interpreter as a whole
    _watching = started = Started()
    try:
        yield started
    finally:
        _watching = None


class Listener:
    """A port on the loopback that tells whether anyone came."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]

    def callers(self) -> int:
        """How many have come since the last call."""
        count = 0
        while True:
            try:
                caller, _ = self._socket.accept()
            except BlockingIOError:
                return count
            caller.close()
            count += 1

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()
