"""Memory that the C library keeps after it was freed goes back to the system now and then.

Every utterance takes and frees buffers of its own size, on several threads, each with a heap of its own. What lies
between what is still in use stays with the process: a hundred megabytes after the first hundred utterances, and some
more with each odd length that follows.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Final

EVERY: Final = 25
"""Utterances between two times: it takes some milliseconds on the transcriber's thread."""


@cache
def _trim() -> Callable[[int], int] | None:
    """glibc's own way to do it; None with another C library, which keeps less or cannot be asked."""
    try:
        found = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
    found.argtypes, found.restype = [ctypes.c_size_t], ctypes.c_int
    return found


def give_back() -> bool:
    """Give back what can be; whether this was possible here. From any thread; the interpreter goes on meanwhile."""
    trim = _trim()
    if trim is None:
        return False
    trim(0)
    return True
