"""Everything that a process has started, found and ended: also what left its group, or lost its parent.

While a process runs, orphans below Golem become Golem's own children (PR_SET_CHILD_SUBREAPER, prctl(2)) instead of
init's, and so stay in sight. Which start an orphan belongs to is told by a mark in its environment; one without the
mark of any start belongs to whoever ends first. Only what has given up new privileges is taken for an orphan of a
start: what Golem's libraries run has not.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

MARK = "GOLEM_START"
"""The variable that holds the mark of a start."""
STAYS = secrets.token_hex(8)
"""The mark of what goes on when its call is over, and of what has the terminal: nobody takes that for left behind."""
_PR_SET_CHILD_SUBREAPER = 36
_ROUNDS = 20
"""How often what is found is ended and looked for again: something may be started while we look."""
_PAUSE_S = 0.01
_BIRTH_S = 0.001
"""Seconds between two looks at whether a process has its environment; it mostly has at the first."""
_ZOMBIE = "Z"

_births = threading.Lock()
_lock = threading.Lock()
_leaders: set[int] = set()
"""The processes that are running now, each ended and reaped by its own runner."""
_marks = {STAYS}
"""Those of starts that are not over. No program can guess another's, and any other mark is worth as much as none."""


class _Started(Protocol):
    """What a start gives, as far as it matters here."""

    pid: int


Begun = TypeVar("Begun", bound=_Started)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A process as `/proc/PID/stat` shows it."""

    pid: int
    parent: int
    state: str
    started: int
    """Clock ticks since boot; with the pid, what tells it from a later process of that pid."""


def born(start: Callable[[], Begun]) -> Begun:
    """Start a process, and wait until it has its mark; meanwhile no other thread looks for orphans.

    Between its fork and its program's start it has our own environment, and for a moment more, in which it counts as
    started already, none at all: it would look like what another one has left behind.
    """
    with _births:
        process = start()
        for _round in range(_ROUNDS):
            if _has_begun(process.pid):
                break
            time.sleep(_BIRTH_S)
        return process


@contextmanager
def marked(mark: str) -> Iterator[None]:
    """While this lasts, from before its start on, what bears the mark is that start's own."""
    with _lock:
        _marks.add(mark)
    try:
        yield
    finally:
        with _lock:
            _marks.discard(mark)


@contextmanager
def kept_in_sight(leader: int) -> Iterator[None]:
    """While this lasts, orphans of `leader`, a child of ours, come to us."""
    with _lock:
        _leaders.add(leader)
        _adopt(True)
    try:
        yield
    finally:
        with _lock:
            _leaders.discard(leader)
            if not _leaders:  # an editor's clipboard program, say, is init's and not ours
                _adopt(False)


def end(leader: int, mark: str) -> None:
    """Kill all that `leader` has started and that still runs, and reap what has become our own; not `leader` itself.

    It must be a child of ours that is not reaped yet, within `kept_in_sight`.
    """
    for _round in range(_ROUNDS):
        with _births:
            found = _started_by(leader, mark)
            alive = [seen for seen in found if seen.state != _ZOMBIE]
            for seen in alive:
                _kill(seen)
            for seen in found:
                if seen.parent == os.getpid():
                    _reap(seen.pid)
        if not alive:
            return
        time.sleep(_PAUSE_S)


def started(pid: int) -> int:
    """When a process was started, in clock ticks since boot; 0 where it is gone already."""
    seen = _look(pid)
    return seen.started if seen is not None else 0


def _started_by(leader: int, mark: str) -> list[_Seen]:
    table = {seen.pid: seen for seen in _processes()}
    children: dict[int, list[int]] = {}
    for seen in table.values():
        children.setdefault(seen.parent, []).append(seen.pid)
    since = table[leader].started if leader in table else 0
    with _lock:
        others = _leaders - {leader}
    orphans = [
        pid
        for pid in children.get(os.getpid(), ())
        if pid != leader and pid not in others and table[pid].started >= since and _is_orphan_of(pid, mark)
    ]
    found, waiting = [], [*children.get(leader, ()), *orphans]
    while waiting:
        pid = waiting.pop()
        found.append(table[pid])
        waiting += children.get(pid, ())
    return found


def _processes() -> Iterator[_Seen]:
    """Every process that can be seen now; a few milliseconds."""
    for name in os.listdir("/proc"):  # noqa: PTH208 - hundreds of them, and a Path for each takes longest of all
        if name.isdigit() and (seen := _look(int(name))) is not None:
            yield seen


def _look(pid: int) -> _Seen | None:
    try:
        with open(f"/proc/{pid}/stat", "rb", buffering=0) as file:  # noqa: PTH123 - as above
            fields = file.read(1024).rpartition(b") ")[2].split()
    except OSError:  # it ended while we looked
        return None
    return _Seen(pid, int(fields[1]), fields[0].decode("ascii"), int(fields[19])) if len(fields) > 19 else None


def _is_orphan_of(pid: int, mark: str) -> bool:
    """Whether a child of ours, by its status and its mark, was started by the one with that mark: it has no other's."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8", errors="replace")
        if "\nNoNewPrivs:\t1\n" not in status:
            return False
        variables = _variables(pid).split(b"\0")
    except OSError:  # gone, or not ours to look into
        return False
    with _lock:
        others = {f"{MARK}={other}".encode() for other in _marks - {mark}}
    return others.isdisjoint(variables)


def _has_begun(pid: int) -> bool:
    """Whether a process has its environment, or has ended already."""
    seen = _look(pid)
    try:
        return seen is None or seen.state == _ZOMBIE or _variables(pid) != b""
    except OSError:  # it ended while we looked
        return True


def _variables(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


def _kill(seen: _Seen) -> None:
    try:
        handle = os.pidfd_open(seen.pid)
    except OSError:  # it has ended
        return
    try:
        now = _look(seen.pid)
        if now is not None and now.started == seen.started:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
    except OSError:  # it ended, or is another user's by now
        return
    finally:
        os.close(handle)


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # somebody else waited for it
        return


def _adopt(wanted: bool) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, int(wanted), 0, 0, 0)
