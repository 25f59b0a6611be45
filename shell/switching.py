"""How soon the interpreter's lock goes to the thread that waits for it, while frames are heard.

Words are looked for and matched in Python, on threads of their own, and each keeps the lock until the interpreter takes
it away: 5 ms as it comes. The event loop gives the lock up and waits for it several times a frame (for voice activity,
at its selector), beside other threads that wait too, so a frame came up to 90 ms late with nothing else amiss.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SWITCH_S: Final = 0.0005
"""Seconds after which a thread must give the lock to one that waits; a switch costs some microseconds."""


@contextmanager
def promptly() -> Iterator[None]:
    """While it lasts, whoever waits for the interpreter's lock gets it soon."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(SWITCH_S, before))
    try:
        yield
    finally:
        sys.setswitchinterval(before)
