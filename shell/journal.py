"""What happened, one JSON line a turn, kept for the user's own eyes."""

from __future__ import annotations

import dataclasses
import json
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from filelock import FileLock, Timeout

from shell.places import ensure_private

LOCK_S = 2.0
"""Seconds to wait for another Golem that is writing."""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn. What `golem do --json` prints is this."""

    time: str
    """When it began: ISO 8601 with the zone."""
    source: str
    """`typed` or `voice`."""
    text: str
    route: str
    """`command`, `question` or `chat`."""
    scores: Mapping[str, float]
    """The classifier's probability of each route, 0 to 1; empty where the turn ended before it."""
    skill: str | None
    slots: Mapping[str, Any]
    verdict: str
    """`allow`, `confirm`, `deny` or `none`."""
    rule: str | None
    reason: str | None
    executed: bool
    reply: str
    ms: Mapping[str, float]
    """Stage to milliseconds."""
    outcome: str
    """`done`, `failed`, `refused`, `declined`, `unanswered`, `chatted`, `cancelled` or `judged`."""
    decided_by: str = ""
    """What settled the route: `template`, `mention` or the classifier's name."""
    fired: tuple[str, ...] = field(default=())
    """Each rule's word: "confirm effect-destroy: it takes something away"."""
    asked: tuple[str, ...] = field(default=())
    """Each question that was put to find out what was meant, and its answer: "Delete what? old.log"."""
    proof: str = ""
    """What a spoken agreement has to be where the verdict asks: `confirm` (a yes), `word`, `two-words` or `typed`."""
    step: str = ""
    """ "1 of 2" where one utterance asked for several things, each of which is a turn; else empty."""
    undo: Mapping[str, Any] | None = None
    """What would put back what was done (`shell.undo.journaled`); null where nothing does."""
    undoes: str = ""
    """The key, in `undo` of an earlier turn, of what this turn put back; else empty."""

    def to_json(self) -> dict[str, Any]:
        """As JSON holds it."""
        return dataclasses.asdict(self)

    def summary(self) -> str:
        """The turn in one line."""
        slots = " ".join(f"{name}={value!r}" for name, value in self.slots.items())
        what = " ".join(part for part in (self.skill, slots) if part) or self.route
        verdict = f" [{self.verdict} {self.rule}]" if self.rule else ""
        return f"“{self.text}” → {what}{verdict} {self.outcome}"


class Journal:
    """Appends turns to a file; one that cannot be written is told once, and the shell goes on.

    An act goes on without its line: the journal is the user's memory, not a permission, and a full disk must not take
    their hands away.
    """

    def __init__(self, path: Path | None, warn: Callable[[str], None] = lambda _: None) -> None:
        self._path = path
        self._warn = warn
        self._warned = False

    def append(self, record: TurnRecord) -> None:
        """Write one line, whole or not at all, and make sure that it is on the disk."""
        if self._path is None:
            return
        line = json.dumps(record.to_json(), ensure_ascii=True) + "\n"
        try:
            ensure_private(self._path.parent)
            with FileLock(f"{self._path}.lock", timeout=LOCK_S, mode=0o600):
                self._write(line.encode("ascii"))
        except (OSError, Timeout) as error:
            if not self._warned:
                self._warned = True
                self._warn(f"The journal {self._path} cannot be written ({error}); turns go unrecorded.")

    def _write(self, line: bytes) -> None:
        assert self._path is not None
        handle = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":
                line = b"\n" + line  # a line torn by a crash stays by itself
            _write_whole(handle, line, size)
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_whole(handle: int, line: bytes, size: int) -> None:
    """Append a line; where only a part of it went in (a full disk), take that part back. Raises OSError."""
    try:
        written = os.write(handle, line)
    except OSError:
        os.ftruncate(handle, size)
        raise
    if written != len(line):
        os.ftruncate(handle, size)
        raise OSError("the disk is full")


def read(path: Path, latest: int | None = None) -> tuple[list[TurnRecord], int]:
    """The turns, oldest first (only the `latest`, if given), and how many lines among them were torn or foreign.

    No file is no turns. Raises OSError.
    """
    turns: list[TurnRecord] = []
    torn = 0
    for line in deque(_lines(path), maxlen=latest):
        try:
            turns.append(msgspec.json.decode(line, type=TurnRecord))
        except (msgspec.DecodeError, UnicodeDecodeError):
            torn += 1
    return turns, torn


def _lines(path: Path) -> Iterator[bytes]:
    if path.exists():
        with path.open("rb") as file:
            yield from (line for line in file if line.strip())
