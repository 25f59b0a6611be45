"""The screen and the keyboard: what every kind of terminal does, and plain lines where there is none.

Everything shown goes through `shell.sanitize.clean` here and in `shell.prompt`, so that nothing foreign can steer the
terminal.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import BinaryIO, Protocol, TextIO

from shell.sanitize import Cleaner, clean
from skills.process import NoTerminal

YES_NO_MARK = "yes/no> "
"""Stands where the prompt is while a question waits for a yes or a no."""


class Terminal(Protocol):
    """Where words are read and shown."""

    on_lend: Callable[[bool], None]
    """Called on the event loop with True before the terminal is lent to a program, and with False afterwards."""
    on_interrupt: Callable[[], None]
    """Called when the user presses Ctrl-C."""
    on_talk: Callable[[], None]
    """Called on the event loop when the user presses the key to talk with."""

    def show(self, text: str, style: str = "reply") -> None:
        """Print text above the prompt, cleaned of control sequences; from any thread."""
        ...

    def stream(self, chunk: str) -> None:
        """Show text as it is made; complete lines stay, the last one grows. From the event loop's thread."""
        ...

    def end_stream(self) -> None:
        """The streamed text is complete."""
        ...

    def ask(self, question: str | None, mark: str = YES_NO_MARK) -> None:
        """Show what is being asked until `ask(None)`; `mark` stands in the prompt's place."""
        ...

    def lines(self) -> AsyncIterator[str]:
        """Each typed line, until end of input."""
        ...

    def lend(self, run: Callable[[], int]) -> int:
        """Step aside for a foreground program; see `shell.execute.Stage.lend`."""
        ...


class PlainTerminal:
    """Lines in, lines out: for pipes, files, `golem do` and terminals that are none."""

    def __init__(self, source: BinaryIO | None, sink: TextIO, *, lend_terminal: bool = False) -> None:
        """Without a `source` nothing is ever typed."""
        self._source = source
        self._sink = sink
        self._lend_terminal = lend_terminal
        self.on_lend: Callable[[bool], None] = lambda _: None
        self.on_interrupt: Callable[[], None] = lambda: None
        self.on_talk: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._streamed = Cleaner()

    def show(self, text: str, style: str = "reply") -> None:
        """Print text at once."""
        del style
        self._write(clean(text) + "\n")

    def stream(self, chunk: str) -> None:
        """Print a piece of text with no line end."""
        self._write(self._streamed.feed(chunk))

    def end_stream(self) -> None:
        """End the streamed line."""
        self._write(self._streamed.flush() + "\n")

    def ask(self, question: str | None, mark: str = YES_NO_MARK) -> None:
        """Print the question; nothing to take away afterwards."""
        del mark
        if question is not None:
            self.show(question)

    async def lines(self) -> AsyncIterator[str]:
        """Each line of the source, decoded as UTF-8 with replacement, until its end."""
        loop = asyncio.get_running_loop()
        while self._source is not None and (line := await loop.run_in_executor(None, self._source.readline)):
            yield line.decode("utf-8", errors="replace").rstrip("\r\n")

    def lend(self, run: Callable[[], int]) -> int:
        """Run the program if there is a terminal at all to lend."""
        if not self._lend_terminal:
            raise NoTerminal
        return run()

    def _write(self, text: str) -> None:
        with self._lock, suppress(BrokenPipeError):
            self._sink.write(text)
            self._sink.flush()
