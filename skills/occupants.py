"""What a pane really runs, by the kernel's word and not by its title: the processes that have its terminal now.

A program is known by its file, every link followed, and only where that file lies in a folder that Golem starts
programs from: a file called `vim` that a repository brings is not vim. Of several processes at the terminal (git and
its editor, man and its pager) the one that is known counts, if all others are known to wait around it or do not read
from there.
"""

from __future__ import annotations

import os
import termios
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skills.known_programs import Program, recognised
from skills.panes import Inside, Pane
from skills.programs import SYSTEM_FOLDERS, TOOLCHAINS, distrust

_PROC: Final = Path("/proc")


@dataclass(frozen=True, slots=True)
class _Process:
    pid: int
    parent: int
    group: int
    terminal: int
    foreground: int
    """The group that has its terminal."""


def look(pane: Pane, rows: Sequence[str], programs: Sequence[Program]) -> Inside:
    """What of these programs runs in a pane that shows these rows, spaces at their ends and all.

    Never raises: what cannot be told is not known.
    """
    row = rows[pane.row].rstrip() if pane.row < len(rows) else ""
    found = _running(pane, programs)
    known = recognised(found.file.name, programs) if found is not None and found.trusted else None
    named = found.file.name if found is not None else "what runs there"
    pid = found.pid if found is not None else pane.pid
    given = _arguments(pid) if known is not None else ()
    alone = (
        found is not None and known is not None and found.alone and (known.kind != "shell" or _waits(pane.tty, given))
    )
    hides, line = _hides(pane.tty, known), line_at(rows, pane)
    return Inside(pane, pid, named, known, line, row, hides, given, alone, _key_by_key(pane.tty))


@dataclass(frozen=True, slots=True)
class _Found:
    pid: int
    file: Path
    trusted: bool
    alone: bool
    """Whether every other process at the terminal waits in front of it, or started all of them."""


def _running(pane: Pane, programs: Sequence[Program]) -> _Found | None:
    """The process at a pane's terminal that is typed to, where it can be told."""
    processes = _processes()
    first = processes.get(pane.pid)
    if first is None:
        return None
    there = [each for each in processes.values() if each.terminal == first.terminal and each.group == first.foreground]
    files = {each.pid: file for each in there if (file := _file(each.pid)) is not None}
    if len(files) != len(there) or not there:
        return None
    known = {pid: program for pid, file in files.items() if (program := recognised(file.name, programs)) is not None}
    chosen = next(iter(known), None) if len(known) == 1 else there[0].pid if len(there) == 1 else None
    if chosen is None:
        return None
    waits = known[chosen].around if chosen in known else ()
    others = [pid for pid in files if pid != chosen]
    if any(files[pid].name not in waits and _reads(pid, pane.tty) for pid in others):
        return None
    if chosen in known and _keys_reach_in(known[chosen]) and _has_terminal_inside(chosen, first.terminal, processes):
        return None
    at_terminal = [each for each in processes.values() if each.terminal == first.terminal]
    alone = all(each.group == first.foreground or each.pid == pane.pid for each in at_terminal)
    return _Found(chosen, files[chosen], _trusted(files[chosen]), alone)


def _keys_reach_in(program: Program) -> bool:
    """Whether a key pressed in a program could end a line in a terminal inside it.

    Not where each letter and Enter ask anyway, and text goes in by a command line that must first have come: emacs
    compiles its own files in such terminals.
    """
    asks = bool(program.prepare) and not program.letters and "enter" not in program.keys
    return program.kind == "editor" and not asks


def _has_terminal_inside(pid: int, own: int, processes: dict[int, _Process]) -> bool:
    """Whether a program has a terminal of its own making in it (`:terminal`), where a line that is ended is run."""
    return any(each.parent == pid and each.terminal not in (0, own) for each in processes.values())


def _processes() -> dict[int, _Process]:
    found = {}
    for entry in os.scandir(_PROC):
        if entry.name.isdigit() and (process := _process(int(entry.name))) is not None:
            found[process.pid] = process
    return found


def _process(pid: int) -> _Process | None:
    try:
        stat = (_PROC / str(pid) / "stat").read_text("utf-8", errors="replace")
        fields = stat.rpartition(")")[2].split()
        return _Process(pid, int(fields[1]), int(fields[2]), int(fields[4]), int(fields[5]))
    except (OSError, ValueError, IndexError):  # it has ended meanwhile
        return None


def _file(pid: int) -> Path | None:
    try:
        return (_PROC / str(pid) / "exe").readlink()
    except OSError:  # another user's, as under sudo
        return None


def _arguments(pid: int) -> tuple[str, ...]:
    try:
        given = (_PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ()
    return tuple(given.split("\0")[1:])


def _reads(pid: int, tty: Path) -> bool:
    """Whether a process has the terminal as its input; taken to be so where that cannot be told."""
    try:
        return (_PROC / str(pid) / "fd" / "0").readlink() == tty
    except OSError:
        return True


def _trusted(file: Path) -> bool:
    """Whether a program's file lies where Golem itself would have found it."""
    home = Path.home()
    folders = {folder.resolve() for folder in SYSTEM_FOLDERS}
    folders |= {(home / place).resolve() for places in TOOLCHAINS.values() for place in places if "*" not in place}
    return file.parent in folders and distrust(file) is None


def _waits(tty: Path, given: tuple[str, ...]) -> bool:
    """Whether a shell that was given these arguments reads a line key by key: while it runs something, none does."""
    if any(each and (not each.startswith("-") or each == "-c") for each in given):
        return False
    return _key_by_key(tty)


def _key_by_key(tty: Path) -> bool:
    """Whether what runs in a terminal gets each key as it is pressed, and not lines."""
    modes = _modes(tty)
    return modes is not None and not modes & termios.ICANON


def _hides(tty: Path, program: Program | None) -> bool:
    """Whether a terminal does not show what is typed, and no program is known to show it by itself."""
    modes = _modes(tty)
    if modes is None:
        return True
    if modes & termios.ECHO:
        return False
    return not (program is not None and program.raw and not modes & termios.ICANON)


def _modes(tty: Path) -> int | None:
    """A terminal's local modes (termios(3)); None where it cannot be asked."""
    try:
        handle = os.open(tty, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        return int(termios.tcgetattr(handle)[3])
    except termios.error:
        return None
    finally:
        os.close(handle)


def line_at(rows: Sequence[str], pane: Pane) -> str:
    """The cursor's row, joined with full rows above it that run on into it, and with those that it runs on into."""
    if pane.row >= len(rows):
        return ""
    first = last = pane.row
    while first > 0 and _runs_on(rows, first - 1, pane.width):
        first -= 1
    while last + 1 < len(rows) and _runs_on(rows, last, pane.width):
        last += 1
    return "".join(rows[first : last + 1]).rstrip()


def _runs_on(rows: Sequence[str], at: int, width: int) -> bool:
    """Whether a row was written to its end, so that the next may be more of it: a wide letter leaves a cell empty."""
    left = width - sum(map(_cells, rows[at]))
    return left <= 0 or (left == 1 and _cells(rows[at + 1][:1]) > 1)


def _cells(sign: str) -> int:
    """How many columns a character takes; 0 for none, and for one that is written over the last."""
    if not sign or unicodedata.combining(sign) or unicodedata.category(sign) in {"Cf", "Me", "Mn"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1
