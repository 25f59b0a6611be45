"""Whether the journal is as it was written: every line unchanged, in its place, and none missing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from shell.chain import GENESIS, Link, genuine, parse
from shell.ledger import Head, Ledger, Unwritable


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place that is not as it was written."""

    file: Path
    line: int
    """Counted from 1; where the end is missing, the last line that is there, or 0."""
    what: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at the whole journal found."""

    lines: int
    """Chained lines read, up to the fault if there is one."""
    loose: int
    """Lines outside the chain: an older Golem's, or torn by a crash."""
    begins: int
    """The first line's place; above 1 where older files are no longer kept."""
    n: int
    """The last line's place."""
    head: str
    """The hash of the last line; all zeros where there is none."""
    fault: Fault | None = None


def check(ledger: Ledger, known: str | None = None) -> Checked:
    """Read every file from the oldest on, up to the first fault; `known` is a hash that a line of the chain must have.

    Others may write meanwhile: what is looked at is how things stand now. Raises OSError for what cannot be read.
    """
    with ExitStack() as opened:
        with ExitStack() as held:
            with suppress(*Unwritable):  # a folder that cannot be written has no writers either
                held.enter_context(ledger.locked())
            head, numbers = ledger.head(), ledger.numbers()
            files = [(path, opened.enter_context(path.open("rb"))) for path in ledger.files()]
            ends = [file.seek(0, 2) for _, file in files]
        walk = _Walk(head, known, beginning=not numbers or numbers[0] == 1)
        if head is not None and numbers and numbers[0] > head.oldest:
            walk.fail(files[0][0], 1, f"{numbers[0] - head.oldest} older file(s) are missing before it")
        for (path, file), end in zip(files, ends, strict=True):
            walk.through(path, _lines(file, end))
        walk.finish(ledger.path)
    return walk.result()


def _lines(file: BinaryIO, end: int) -> Iterator[bytes]:
    file.seek(0)
    while (left := end - file.tell()) > 0:
        yield file.readline(left)


class _Walk:
    """Goes from line to line, knowing what the next one must say."""

    def __init__(self, head: Head | None, known: str | None, *, beginning: bool) -> None:
        self._head = head
        self._known = known
        self._beginning = beginning
        """Whether the chain must begin with its first line; else older files were let go."""
        self._first: int | None = None
        self._n, self._hash = 0, GENESIS
        self._lines = self._loose = 0
        self._unsealed: list[tuple[Path, int]] = []
        self._seal = hashlib.sha256()
        self._at: tuple[Path, int] | None = None
        self._fault: Fault | None = None

    def through(self, path: Path, lines: Iterator[bytes]) -> None:
        """Every line of a file, until one is wrong."""
        for number, line in enumerate(lines, 1):
            if self._fault is not None:
                return
            link = parse(line)
            if link is not None:
                self._meet(link, line, path, number)
                continue
            self._seal.update(line)
            if line.strip():
                self._unsealed.append((path, number))

    def _meet(self, link: Link, line: bytes, path: Path, number: int) -> None:
        if not genuine(line):
            self.fail(path, number, "it was changed after it was written")
        elif self._unsealed and link.seal != self._seal.hexdigest():
            self.fail(*self._unsealed[0], "it is no line of Golem's, or was changed beyond reading")
        elif link.seal and not self._unsealed:
            self.fail(path, number, "lines that stood before it, from before the chain, are missing")
        elif (what := self._misplaced(link)) is not None:
            self.fail(path, number, what)
        else:
            self._take(link, path, number)

    def _misplaced(self, link: Link) -> str | None:
        if self._first is None and not self._beginning:
            return None
        if link.n > self._n + 1:
            return f"{link.n - self._n - 1} line(s) are missing before it"
        if link.n <= self._n:
            return f"it stands out of its place: it is line {link.n} of all, and line {self._n} stands before it"
        if link.before != self._hash:
            return "it does not follow from the line before it: one of the two was written anew"
        return None

    def _take(self, link: Link, path: Path, number: int) -> None:
        self._first = self._first or link.n
        self._n, self._hash, self._at = link.n, link.hash, (path, number)
        self._lines += 1
        self._loose += len(self._unsealed)
        self._unsealed, self._seal = [], hashlib.sha256()
        if link.hash == self._known:
            self._known = None
        if self._head is not None and self._head.n == link.n and self._head.hash != link.hash:
            self.fail(path, number, "it is not the line that was written here")

    def fail(self, path: Path, number: int, what: str) -> None:
        """Note the first fault; later ones may only follow from it."""
        self._fault = self._fault or Fault(path, number, what)

    def finish(self, newest: Path) -> None:
        """The lines are over: nothing may be missing behind the last."""
        path, number = self._at or (newest, 0)
        if self._head is not None and self._head.n > self._n:
            self.fail(path, number, f"{self._head.n - self._n} line(s) that were written after it are missing")
        if self._first is not None and len(self._unsealed) > 1:
            self.fail(*self._unsealed[0], "it is no line of Golem's, or was changed beyond reading")
        if self._known is not None:
            self.fail(path, number, f"up to here no line has the hash {self._known}")
        self._loose += len(self._unsealed)

    def result(self) -> Checked:
        """What was found."""
        return Checked(self._lines, self._loose, self._first or 0, self._n, self._hash, self._fault)
