"""The journal's files: lines go to the end of the newest, chained, whole, and on the disk before `append` returns.

`journal.jsonl` is written; when it is full it becomes `journal.000001.jsonl`, and the chain goes on in a new one.
Several Golems may append at once: each takes the lock and reads what the last line is.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import msgspec
from filelock import FileLock, Timeout

from shell.chain import GENESIS, Writer, forge, parse
from shell.places import ensure_private

LOCK_S: Final = 2.0
"""Seconds to wait for another Golem that is writing."""
FULL: Final = 4 * 1024 * 1024
"""Bytes after which a file is put aside: some 3,000 turns."""
KEPT: Final = 32
"""Files put aside that are kept; the oldest goes when there are more."""
RESERVE: Final = 64 * 1024
"""Bytes kept back for the lines of a full disk: some fifty turns, among them the one that makes room."""
_BLOCK: Final = 64 * 1024
_NO_SPACE: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class Head:
    """What was written last, kept beside the journal: a journal that ends before it has lost its end."""

    n: int
    """The last line's place."""
    hash: str
    oldest: int
    """The number of the oldest file put aside that is kept; 1 while none is gone."""


@dataclass(frozen=True, slots=True)
class _End:
    """The last line of the chain, and what stands behind it unchained."""

    n: int
    hash: str
    seal: str = ""


class Ledger:
    """Appends lines to the newest of the files."""

    def __init__(self, path: Path, *, full: int = FULL, kept: int = KEPT) -> None:
        self.path = path
        self._full = full
        self._kept = kept
        self._seen: tuple[int, int] | None = None
        """Inode and size of the file when `_end` was its end."""
        self._end = _End(0, GENESIS)

    @property
    def head_file(self) -> Path:
        """Where `Head` is kept."""
        return self.path.with_suffix(".head")

    def append(self, kind: str, turn: Mapping[str, Any], *, ends: int | None = None, by: Writer | None = None) -> int:
        """Write one line, whole or not at all, and see it on the disk; its place. Blocks. Raises OSError, Timeout."""
        self._keep_private()
        with self.locked():
            handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                end = self._find_end(handle)
                line, own = forge(end.n + 1, kind, end.hash, turn, ends=ends, seal=end.seal, by=by)
                self._write(handle, line)
                os.fsync(handle)
                at = os.fstat(handle)
            finally:
                os.close(handle)
            self._seen, self._end = (at.st_ino, at.st_size), _End(end.n + 1, own)
            with suppress(OSError):  # the line is on the disk; what follows is for comfort
                head = self.head()
                oldest = head.oldest if head is not None else 1
                self._keep_head(self._put_aside(oldest) if at.st_size >= self._full else oldest)
                self._keep_reserve()
        return self._end.n

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other Golems from writing meanwhile. Raises OSError, Timeout."""
        with FileLock(f"{self.path}.lock", timeout=LOCK_S, mode=0o600):
            yield

    def files(self) -> list[Path]:
        """The files that are there, oldest first."""
        aside = [self._aside(number) for number in self.numbers()]
        return [*aside, self.path] if self.path.exists() else aside

    def numbers(self) -> list[int]:
        """The numbers of the files put aside, oldest first."""
        shape = re.compile(rf"{re.escape(self.path.stem)}\.(\d{{6,}}){re.escape(self.path.suffix)}")
        try:
            found = [shape.fullmatch(path.name) for path in self.path.parent.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(int(match[1]) for match in found if match)

    def head(self) -> Head | None:
        """The head as kept; None where there is none that can be read."""
        try:
            return msgspec.json.decode(self.head_file.read_bytes(), type=Head)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def _aside(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.stem}.{number:06}{self.path.suffix}")

    def _keep_private(self) -> None:
        folder = self.path.parent
        ensure_private(folder)
        with suppress(OSError):  # another's folder: what is written there fails or not by itself
            if folder.stat().st_mode & 0o077:
                folder.chmod(0o700)
            if self.path.exists() and self.path.stat().st_mode & 0o077:
                self.path.chmod(0o600)

    def _find_end(self, handle: int) -> _End:
        """The chain's end: known where nobody wrote since, else from the last line; one block is read in most cases."""
        at = os.fstat(handle)
        if self._seen == (at.st_ino, at.st_size):
            return self._end
        end = self._read_end(handle, at.st_size)
        head = self.head()
        if head is not None and head.n >= end.n and head.hash != end.hash:
            return replace(end, n=head.n, hash=head.hash)  # the end was cut off or changed: the gap stays to be seen
        return end

    def _read_end(self, handle: int, size: int) -> _End:
        if not size:
            return self._end_aside()
        last = _last_line(handle, size)
        link = parse(last) if last.endswith(b"\n") else None
        return _End(link.n, link.hash) if link is not None else self._end_behind_foreign(handle)

    def _end_behind_foreign(self, handle: int) -> _End:
        """The end where unchained lines stand last: those of an older Golem, or one torn by a crash."""
        if os.pread(handle, 1, os.fstat(handle).st_size - 1) != b"\n":
            os.write(handle, b"\n")  # a torn line stays by itself
        end = None
        loose = hashlib.sha256()
        with os.fdopen(os.dup(handle), "rb") as file:
            file.seek(0)
            for line in file:
                if (link := parse(line)) is not None:
                    end, loose = _End(link.n, link.hash), hashlib.sha256()
                else:
                    loose.update(line)
        end = end or self._end_aside()
        return _End(end.n, end.hash, loose.hexdigest())

    def _end_aside(self) -> _End:
        """The end of the newest file put aside; the beginning of all where there is none."""
        numbers = self.numbers()
        if not numbers:
            return _End(0, GENESIS)
        with self._aside(numbers[-1]).open("rb") as file:
            for line in reversed(file.readlines()):
                if (link := parse(line)) is not None:
                    return _End(link.n, link.hash)
        return _End(0, GENESIS)

    def _write(self, handle: int, line: bytes) -> None:
        """Append a line; where the disk is full, with what was kept back. Raises OSError."""
        try:
            _write_whole(handle, line)
        except OSError as error:
            if error.errno not in _NO_SPACE or not self._reserve.exists():
                raise
            self._reserve.unlink()
            _write_whole(handle, line)

    def _put_aside(self, oldest: int) -> int:
        """The file is full: a new one begins with the next line. The number of the oldest that is kept."""
        numbers = self.numbers()
        self.path.rename(self._aside(max(oldest, numbers[-1] + 1 if numbers else 1)))
        gone = self.numbers()[: -self._kept]
        for number in gone:
            self._aside(number).unlink()
        folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return gone[-1] + 1 if gone else oldest

    def _keep_head(self, oldest: int) -> None:
        """Note the end, in place: a power cut may leave an older head, never half of one."""
        head = Head(self._end.n, self._end.hash, oldest)
        handle = os.open(self.head_file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.pwrite(handle, msgspec.json.encode(head).ljust(160) + b"\n", 0)
        finally:
            os.close(handle)

    @property
    def _reserve(self) -> Path:
        return self.path.with_suffix(".reserve")

    def _keep_reserve(self) -> None:
        if self._reserve.exists():
            return
        handle = os.open(self._reserve, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(handle, 0, RESERVE)
        except OSError:
            self._reserve.unlink()
        finally:
            os.close(handle)


Unwritable = (OSError, Timeout)
"""What `Ledger.append` raises."""


def _write_whole(handle: int, line: bytes) -> None:
    """Append a line; where only a part of it went in (a full disk), take that part back. Raises OSError."""
    size = os.fstat(handle).st_size
    if os.write(handle, line) != len(line):
        os.ftruncate(handle, size)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _last_line(handle: int, size: int) -> bytes:
    """The last line with its newline, read from the end."""
    tail, start = b"", size
    while start > 0 and b"\n" not in tail[:-1]:
        length = min(_BLOCK, start)
        start -= length
        tail = os.pread(handle, length, start) + tail
    return tail[tail[:-1].rfind(b"\n") + 1 :]
