"""Lending the terminal to a program and taking it back, whatever the program has done to it."""

from __future__ import annotations

import os
import signal
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

_PAUSE_S = 0.05
Modes = list[Any]
"""What termios.tcgetattr gives."""


def is_ours(terminal: int) -> bool:
    """Whether a descriptor is a terminal that this process may give away now."""
    return os.isatty(terminal) and os.tcgetpgrp(terminal) == os.getpgrp()


def modes_of(terminal: int) -> Modes:
    """How the terminal is set now."""
    return termios.tcgetattr(terminal)


@contextmanager
def lent(terminal: int, modes: Modes) -> Iterator[None]:
    """Afterwards the terminal is ours again, and set to `modes`.

    To be entered once the program is started, which would else inherit that a signal is blocked.
    """
    # From here to the end this thread may set the terminal's owner from the background, too.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
    try:
        yield
    finally:
        os.tcsetpgrp(terminal, os.getpgrp())
        termios.tcsetattr(terminal, termios.TCSADRAIN, modes)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def wait(pid: int, terminal: int) -> None:
    """Make a child's group the terminal's owner, and wait until the child has ended; it stays unreaped.

    One that suspends itself is continued at once.
    """
    while True:
        os.tcsetpgrp(terminal, pid)
        # It may have touched the terminal before it was its own, and been stopped for that; or have stopped itself.
        with suppress(ProcessLookupError, PermissionError):  # gone already, or a group of another user's by now
            os.killpg(pid, signal.SIGCONT)
        found = os.waitid(os.P_PID, pid, os.WEXITED | os.WSTOPPED | os.WNOWAIT)
        if found is None or found.si_code != os.CLD_STOPPED:
            return
        time.sleep(_PAUSE_S)
