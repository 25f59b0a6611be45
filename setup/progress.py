"""Showing that something is at work: one line that ticks on a terminal, a line now and then in a log."""

from __future__ import annotations

import queue
import re
import shutil
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

TICK_S = 1.0
"""How often the line on a terminal moves."""
LINE_EVERY_S = 30.0
"""How often a log that no terminal shows gets a line while a step is at work."""
TAIL = 20
"""Lines of a failed program's output that are shown."""

_DOWNLOAD = re.compile(r"\s*Downloading (?:\S*/)?([^/\s]+?)(?:\.metadata)?(?: \(.*\))?$")
_BYTES = re.compile(r"Progress (\d+) of (\d+)")
_NINJA = re.compile(r"\s*\[(\d+)/(\d+)\]")
_INSTALL = re.compile(r"\s*Installing collected packages: (.+)")
_BUILD = re.compile(
    r"\s*(Building wheel|Installing|Collecting|Preparing metadata|Using cached|Get:|Unpacking|Setting up)"
)


class Activity:
    """Turns a program's lines into a few words about what it does now."""

    def __init__(self) -> None:
        self._file = ""
        self.words = ""

    def take(self, line: str) -> None:
        """Look at one line; lines that say nothing new leave the words as they were."""
        if found := _DOWNLOAD.match(line):
            self._file = found[1]
            self.words = f"downloading {self._file}"
        elif found := _BYTES.match(line):
            done, total = int(found[1]), int(found[2])
            share = f" {100 * done // total}% of {total / 1e6:,.0f} MB" if total else ""
            self.words = f"downloading {self._file}{share}"
        elif found := _NINJA.match(line):
            self.words = f"compiling, file {found[1]} of {found[2]}"
        elif found := _INSTALL.match(line):
            count = found[1].count(",") + 1
            self.words = f"installing {count} package{'s' if count > 1 else ''}"
        elif _BUILD.match(line):
            self.words = " ".join(line.split())


class Display:
    """Writes the steps of the set-up."""

    def __init__(self, out: IO[str], clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds; only differences count."""
        self._out = out
        self._clock = clock
        self._begun = clock()
        self._live = out.isatty()
        self._head = ""
        self._step_begun = self._begun
        self._last_line = self._begun
        self._shown = ""

    def step(self, number: int, total: int, title: str) -> None:
        """Begin a step."""
        self._head = f"[{number}/{total}] {title}"
        self._step_begun = self._last_line = self._clock()
        if not self._live:
            self.say(self._head)

    def tick(self, words: str) -> None:
        """Show that the step is at work, and on what."""
        now = self._clock()
        line = f"{self._head}  {clock_face(now - self._step_begun)}  {words}".rstrip()
        if self._live:
            line = line[: shutil.get_terminal_size().columns - 1]
            self._out.write("\r" + line.ljust(len(self._shown)))
            self._shown = line
            self._out.flush()
        elif now - self._last_line >= LINE_EVERY_S:
            self._last_line = now
            self.say(line)

    def done(self, words: str = "done") -> None:
        """End a step."""
        self._clear()
        self.say(f"{self._head}  {clock_face(self._clock() - self._step_begun)}  {words}")

    def say(self, text: str) -> None:
        """A line that stays."""
        self._clear()
        self._out.write(text + "\n")
        self._out.flush()

    @property
    def elapsed_s(self) -> float:
        """Seconds since the set-up began."""
        return self._clock() - self._begun

    def _clear(self) -> None:
        if self._shown:
            self._out.write("\r" + " " * len(self._shown) + "\r")
            self._shown = ""


def clock_face(seconds: float) -> str:
    """`m:ss`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def run_shown(argv: Sequence[str], log: Path, display: Display) -> int:
    """Run a program with its output in `log` and its doings on the display; show the log's tail where it fails.

    Returns the exit status; 127 where the program cannot be started.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    activity = Activity()
    tail: deque[str] = deque(maxlen=TAIL)
    with log.open("a", encoding="utf-8") as written:

        def take(line: str) -> None:
            written.write(line + "\n")
            activity.take(line)
            if not _BYTES.match(line):
                tail.append(line)

        take(f"$ {' '.join(argv)}")
        try:
            process = _start(argv)
        except OSError as error:
            display.say(f"{argv[0]} cannot be started: {error.strerror}")
            return 127
        try:
            _follow(process, take, lambda: display.tick(activity.words))
        except BaseException:
            process.terminate()
            raise
        finally:
            status = process.wait()
    if status != 0:
        display.say("\n".join([*tail, f"(exit status {status}; all of it is in {log})"]))
    return status


def run_on_screen(argv: Sequence[str]) -> int:
    """Run a program that shows its own progress; the exit status, 127 where it cannot be started."""
    try:
        return subprocess.run(list(argv), stdin=subprocess.DEVNULL, check=False).returncode  # noqa: S603  # as below
    except OSError:
        return 127


def _start(argv: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  # argv lists of the set-up's own; no shell
        list(argv),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _follow(process: subprocess.Popen[str], take: Callable[[str], None], tick: Callable[[], None]) -> None:
    """Hand on every line until the program ends; tick at each, and every second without one."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    threading.Thread(target=_pump, args=(process, lines), daemon=True).start()
    line: str | None = ""
    while line is not None:
        try:
            line = lines.get(timeout=TICK_S)
        except queue.Empty:
            line = ""
        if line:
            take(line)
        tick()


def _pump(process: subprocess.Popen[str], lines: queue.SimpleQueue[str | None]) -> None:
    """Read to the end, on a thread of its own, so that silence does not stop the clock. The end is None."""
    for line in process.stdout or ():
        lines.put(line.rstrip("\n"))
    lines.put(None)
