"""Golem where there is no terminal, as a service of the user's: it listens, acts, and answers aloud.

What it tells goes to standard output, a line each, which systemd keeps in its journal. Nobody can press a key there, so
what takes a typed yes is not done. It ends when it is told to (SIGTERM, or "quit" said).
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from typing import TextIO

from shell.terminal import PlainTerminal


class ServiceTerminal(PlainTerminal):
    """Shows lines, and reads none: its lines end when the process is told to end."""

    def __init__(self, sink: TextIO) -> None:
        """Lines go to `sink`."""
        super().__init__(open(os.devnull, "rb"), sink)  # noqa: SIM115, PTH123 - as long as the process; never read

    async def lines(self) -> AsyncIterator[str]:
        """No line, until SIGTERM or SIGINT; to be called once, in the main thread."""
        told, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, told.set)
        await told.wait()
        return
        yield  # makes this the generator that it has to be
