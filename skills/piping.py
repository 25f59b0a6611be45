"""Reading what a process prints until it has ended, its time is up, or somebody says stop."""

from __future__ import annotations

import os
import selectors
import time
from collections.abc import Callable, Mapping

from skills.capture import Capture

GRACE_S = 0.5
"""How long a process may take to end itself once asked to, and how long its pipes may stay open after it has ended."""
_POLL_S = 0.05
_READ_BYTES = 1 << 16


def read_to_the_end(
    pid: int, pipes: Mapping[int, Capture], deadline: float | None, stopped: Callable[[], bool]
) -> bool:
    """Read the pipes of a child of ours into their captures; True where its time, on the monotonic clock, was up.

    A child that outlives it may hold the pipes open: they are read for a moment more, and no longer.
    """
    with selectors.DefaultSelector() as selector:
        for pipe, capture in pipes.items():
            os.set_blocking(pipe, False)
            selector.register(pipe, selectors.EVENT_READ, capture)
        ended_at: float | None = None
        while not stopped():
            now = time.monotonic()
            if deadline is not None and now >= deadline and ended_at is None:
                return True
            if ended_at is None and has_ended(pid):
                ended_at = now
            if ended_at is not None and (not selector.get_map() or now - ended_at > GRACE_S):
                return False
            if not selector.get_map():
                time.sleep(0.002)  # both pipes are closed: the process itself ends at any moment
            for key, _events in selector.select(_POLL_S) if selector.get_map() else ():
                data = os.read(key.fd, _READ_BYTES)
                if data:
                    key.data.add(data)
                else:
                    selector.unregister(key.fileobj)
    return False


def has_ended(pid: int) -> bool:
    """Whether a child of ours has ended; it stays unreaped."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:  # someone else waited for it: "kill process" of one of our own
        return True
