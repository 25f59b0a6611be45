"""Golem is to end though nobody said so: its terminal is gone (SIGHUP), or it is told to (SIGTERM).

By itself a process would end at once at either, in the midst of an act whose end nobody would write down, and leave
behind what it had started.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

SIGNALS: Final = (signal.SIGHUP, signal.SIGTERM)


@contextmanager
def leaving() -> Iterator[asyncio.Event]:
    """An event that is set when Golem is to end, for as long as the block lasts; to be called on the running loop.

    Off the main thread, where signals cannot be taken, it is never set.
    """
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    with suppress(ValueError, RuntimeError):
        for number in SIGNALS:
            loop.add_signal_handler(number, told.set)
    try:
        yield told
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
