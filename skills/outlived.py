"""Ends what a Golem has left running that was killed: the program of a process of its own, `python -I -S outlived.py`.

It reads lines: `+ PID STARTED MARK` of each process that was started, `- PID` of each that has been ended. Golem holds
the other end, and nothing else does. When that closes, Golem is gone, and what is still listed is killed with all that
it has started: its session, what has its mark in its environment, and the children of those. A Golem that ends as it
should has ended everything itself, and nothing is listed then.

The kernel's own way, a signal at the parent's death (PR_SET_PDEATHSIG), is tied to the thread that started a process,
which here lives for the start alone (`skills.sandbox`), would take code of ours between fork and exec, and reaches no
grandchild.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

MARK = "GOLEM_START"
"""The variable that holds a start's mark; the same as `skills.lineage.MARK`, which this program does not import."""
_ROUNDS, _PAUSE_S = 50, 0.02
"""How often what is found is killed and looked for again, and what is waited between, in seconds."""


@dataclass(frozen=True)
class Left:
    """A process that was started and not ended."""

    pid: int
    """Of the process, and so of the session that it began."""
    started: int
    """Clock ticks since boot."""
    mark: str


def listed(lines: Iterable[str]) -> list[Left]:
    """What is left at the end of these lines; a line that is torn counts for nothing."""
    left: dict[int, Left] = {}
    for line in lines:
        words = line.split()
        if len(words) == 4 and words[0] == "+":
            left[int(words[1])] = Left(int(words[1]), int(words[2]), words[3])
        elif len(words) == 2 and words[0] == "-":
            left.pop(int(words[1]), None)
    return list(left.values())


def end(left: list[Left]) -> None:
    """Kill all of it, until a look finds nothing more."""
    for _round in range(_ROUNDS):
        found = _alive(left)
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:  # it has ended, or is another user's
                continue
        if not found:
            return
        time.sleep(_PAUSE_S)


def _alive(left: list[Left]) -> set[int]:
    table: dict[int, tuple[int, int, int]] = {}
    for name in os.listdir("/proc"):  # noqa: PTH208 - nothing that is slow to import: it starts beside every Golem
        if name.isdigit() and int(name) != os.getpid():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:  # noqa: PTH123 - as above
                    fields = file.read(1024).rpartition(b") ")[2].split()
            except OSError:  # it ended while we looked
                continue
            if fields[0] != b"Z":
                table[int(name)] = int(fields[1]), int(fields[3]), int(fields[19])
    found = {pid for pid, seen in table.items() for one in left if _belongs(pid, seen, one)}
    while more := {pid for pid, (parent, _session, _started) in table.items() if parent in found} - found:
        found |= more
    return found


def _belongs(pid: int, seen: tuple[int, int, int], one: Left) -> bool:
    _parent, session, started = seen
    if started < one.started:
        return False
    return session == one.pid or f"{MARK}={one.mark}".encode() in _variables(pid)


def _variables(pid: int) -> list[bytes]:
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:  # noqa: PTH123 - as above
            return file.read().split(b"\0")
    except OSError:  # gone, or not ours to look into
        return []


if __name__ == "__main__":
    end(listed(sys.stdin))
