"""What happened, turn by turn, kept for the user's own eyes.

An act has two lines: `begun`, on the disk before it starts, and `turn`, when it is over. A turn in which nothing is
done has the second only. `shell.chain` says what a line looks like, `shell.ledger` writes it; secrets are masked first.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec
import psutil

from shell.chain import Link, Writer, parse
from shell.ledger import Ledger, Unwritable
from shell.sanitize import clean
from skills.masking import masked

BEGUN: Final = "begun"
"""The outcome of an act whose end was not seen."""


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
    """`done`, `failed`, `refused`, `declined`, `unanswered`, `chatted`, `cancelled`, `judged` (a dry run) or `begun`:
    an act that is about to start, or was broken off."""
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
    lasting: bool = False
    """Whether, before it was done, nothing was known to put it back; where that matters, it was said."""
    undoes: str = ""
    """The key, in `undo` of an earlier turn, of what this turn put back; else empty."""

    def to_json(self) -> dict[str, Any]:
        """As JSON holds it."""
        return dataclasses.asdict(self)

    def meaning(self) -> str:
        """What the words were taken for: the skill with its slots, or the route where there is none."""
        slots = " ".join(f"{name}={value!r}" for name, value in self.slots.items())
        return " ".join(part for part in (self.skill, slots) if part) or self.route

    def summary(self) -> str:
        """The turn in one line."""
        verdict = f" [{self.verdict} {self.rule}]" if self.rule else ""
        return f"“{self.text}” → {self.meaning()}{verdict} {self.ended()}"

    def ended(self) -> str:
        """Its outcome, and whether that stays."""
        return f"{self.outcome}; this cannot be undone" if self.lasting else self.outcome


@dataclass(frozen=True, slots=True)
class Begun:
    """An act's first line is on the disk."""

    n: int
    """The line's place in the journal; 0 where no journal is kept."""


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A line is not on the disk."""

    why: str


class Journal:
    """Appends turns to the user's journal; all methods block, and may be called from any thread.

    That it cannot be written is told once. What then becomes of an act is for `shell.turn` to say.
    """

    def __init__(
        self, path: Path | None, warn: Callable[[str], None] = lambda _: None, *, ledger: Ledger | None = None
    ) -> None:
        """Without a `path` or `ledger` nothing is kept, and nothing is missed."""
        self._ledger = ledger or (Ledger(path) if path is not None else None)
        self._warn = warn
        self._warned = False

    def begin(self, record: TurnRecord) -> Begun | Unwritten:
        """Write that an act is about to start, and see it on the disk."""
        return self._write(BEGUN, record, by=_this_process())

    def append(self, record: TurnRecord, begun: Begun | None = None) -> Begun | Unwritten:
        """Write that a turn is over; `begun` is what its act began with."""
        return self._write("turn", record, ends=begun.n if begun is not None else None)

    def unseen(self) -> list[TurnRecord]:
        """The acts whose end was never written, by processes that no longer run; each is given once."""
        if self._ledger is None:
            return []
        try:
            lost = [(link, turn) for link, turn in _open_acts(self._ledger) if not _runs(link.by)]
        except OSError:  # what cannot be read has nothing to tell; `golem journal` says why
            return []
        for link, turn in lost:
            self._write("unseen", turn, ends=link.n)
        return [turn for _, turn in lost]

    def _write(
        self, kind: str, record: TurnRecord, *, ends: int | None = None, by: Writer | None = None
    ) -> Begun | Unwritten:
        if self._ledger is None:
            return Begun(0)
        try:
            return Begun(self._ledger.append(kind, _told(record), ends=ends, by=by))
        except Unwritable as error:
            if not self._warned:
                self._warned = True
                self._warn(
                    f"The journal {self._ledger.path} cannot be written ({error}); until it can, nothing is changed, "
                    "and looking goes unrecorded."
                )
            return Unwritten(str(error))


def read(path: Path, latest: int | None = None) -> tuple[list[TurnRecord], int]:
    """The turns, oldest first (only the `latest`, if given), and how many lines among them were torn or foreign.

    An act whose end was not written is there with the outcome `begun`. No file is no turns. Raises OSError.
    """
    turns: list[TurnRecord] = []
    torn = 0
    ended: set[int | None] = set()
    for line in _backwards(Ledger(path)):
        if latest is not None and len(turns) >= latest:
            break
        link = parse(line)
        if link is not None:
            if link.kind == "turn":
                ended.add(link.ends)
            if link.kind == "unseen" or (link.kind == BEGUN and link.n in ended):
                continue
        turn = _turn(link.turn if link is not None else line)
        if turn is None:
            torn += 1
        else:
            turns.append(turn)
    turns.reverse()
    return turns, torn


def _cleaned(value: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """The value with every text in it rid of control sequences, which could also hide a secret from a pattern."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {name: _cleaned(part) for name, part in value.items()}
    return [_cleaned(part) for part in value] if isinstance(value, list | tuple) else value


def _told(record: TurnRecord) -> dict[str, Any]:
    """The record as it is kept: cleaned, secrets masked, and what they stood in cannot be put back from it."""
    told: dict[str, Any] = masked(_cleaned(record.to_json()))
    if told["undo"] != record.undo:
        told["undo"] = {"group": record.undo["group"]} if record.undo and "group" in record.undo else None
    return told


def _turn(text: bytes | msgspec.Raw) -> TurnRecord | None:
    try:
        return msgspec.json.decode(text, type=TurnRecord)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _backwards(ledger: Ledger, files: int | None = None) -> Iterator[bytes]:
    """Every line that is not empty, the newest first; of the newest `files`, if given."""
    paths = ledger.files()
    for path in reversed(paths if files is None else paths[-files:]):
        with path.open("rb") as file:
            lines = file.readlines()
        yield from (line for line in reversed(lines) if line.strip())


def _open_acts(ledger: Ledger) -> Iterator[tuple[Link, TurnRecord]]:
    """Begun lines that no later line ends, oldest first, in the two newest files: an act does not outlast more."""
    ended: set[int | None] = set()
    found: list[tuple[Link, TurnRecord]] = []
    for line in _backwards(ledger, 2):
        link = parse(line)
        if link is None:
            continue
        ended.add(link.ends)
        if link.kind == BEGUN and link.n not in ended and (turn := _turn(link.turn)) is not None:
            found.append((link, turn))
    return reversed(found)


def _this_process() -> Writer:
    own = psutil.Process(os.getpid())
    return Writer(own.pid, own.create_time())


def _runs(writer: Writer | None) -> bool:
    """Whether a line's writer is still at it."""
    try:
        return writer is not None and abs(psutil.Process(writer.pid).create_time() - writer.since) < 1.0
    except psutil.Error:
        return False
