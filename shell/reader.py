"""The terminal for a screen reader: plain lines in and out, nothing drawn over, no toolbar, and states told in words.

The terminal itself edits the line that is typed, as it does for `cat`; what comes meanwhile is printed as a line. What
Golem is at is told when it changes and lasts, not at every flicker: most turns are over before it could be read out.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Final, TextIO

from shell.status import Status, state
from shell.terminal import PlainTerminal

LASTS_S: Final = 1.0
"""Seconds that a state must last before it is told."""
LOOK_S: Final = 0.25
"""How often the state is looked at, in seconds."""
RESTING: Final = frozenset({"listening", "ready"})
"""States that are told only after another was."""
_MOST: Final = 65_536


class States:
    """Which changes of state are worth a line. Pure: times are the caller's."""

    def __init__(self) -> None:
        self._now = ""
        self._since = 0.0
        self._told = ""

    def look(self, at: str, doing: str, now: float) -> str | None:
        """What to tell of a state at that time, in seconds; `doing` is what an acting Golem does. None for nothing."""
        if at != self._now:
            self._now, self._since = at, now
        if at == self._told or now - self._since < LASTS_S:
            return None
        worth = bool(self._told) or at not in RESTING
        self._told = at if worth else ""
        told = f"{at[:1].upper()}{at[1:]}{f': {doing}' if at == 'acting' and doing else ''}."
        return told if worth else None


class ReaderTerminal(PlainTerminal):
    """Lines from a terminal, read when they are complete, so that a program that is lent the terminal gets its keys."""

    def __init__(self, status: Status, source: int, sink: TextIO) -> None:
        """`source` is the terminal's file descriptor to read from. Call it on the running event loop."""
        super().__init__(None, sink, lend_terminal=True)
        self._status = status
        self._descriptor = source
        self._loop = asyncio.get_running_loop()
        self._arrived: asyncio.Queue[bytes] = asyncio.Queue()

    def show(self, text: str, style: str = "reply") -> None:
        """Print text at once; what was understood is told as such, and not by an arrow."""
        super().show(f"Understood: {text.removeprefix('→ ')}" if style == "understood" else text, style)

    async def lines(self) -> AsyncIterator[str]:
        """Each typed line until Ctrl-D; Ctrl-C interrupts what runs."""
        with suppress(ValueError):  # signals are the main thread's alone; elsewhere Ctrl-C is as it was
            self._loop.add_signal_handler(signal.SIGINT, self.on_interrupt)
        telling = asyncio.create_task(self._tell_states())
        self._loop.add_reader(self._descriptor, self._read)
        rest = b""
        try:
            while piece := await self._arrived.get():
                *whole, rest = (rest + piece).split(b"\n")
                for line in whole:
                    yield line.decode("utf-8", errors="replace").rstrip("\r")
        finally:
            telling.cancel()
            self._loop.remove_reader(self._descriptor)
            self._loop.remove_signal_handler(signal.SIGINT)

    def lend(self, run: Callable[[], int]) -> int:
        """Hand the terminal to a program until it ends; from a worker thread."""
        return asyncio.run_coroutine_threadsafe(self._lend(run), self._loop).result()

    async def _lend(self, run: Callable[[], int]) -> int:
        self._loop.remove_reader(self._descriptor)
        self.on_lend(True)
        try:
            return await self._loop.run_in_executor(None, run)
        finally:
            self.on_lend(False)
            self._loop.add_reader(self._descriptor, self._read)

    def _read(self) -> None:
        try:
            piece = os.read(self._descriptor, _MOST)
        except OSError:  # the terminal has gone: that is the end of input
            piece = b""
        if not piece:
            self._loop.remove_reader(self._descriptor)
        self._arrived.put_nowait(piece)

    async def _tell_states(self) -> None:
        states = States()
        while True:
            await asyncio.sleep(LOOK_S)
            told = states.look(state(self._status), self._status.doing, self._loop.time())
            if told is not None:
                self.show(told, "notice")
