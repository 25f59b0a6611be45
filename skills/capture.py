"""Bounded memory of what a process printed."""

from __future__ import annotations

import codecs
from collections.abc import Callable

_LINE_BYTES = 1 << 16
"""A line longer than this is handed on in pieces."""


class Capture:
    """Keeps the first and the last bytes of an output; what was between is counted and left out."""

    def __init__(self, kept_bytes: int) -> None:
        """`kept_bytes` is the most that is kept, half of it from the start."""
        self._half = max(1, kept_bytes // 2)
        self._head = bytearray()
        self._tail = bytearray()
        self._dropped = 0

    def add(self, data: bytes) -> None:
        """Take the next bytes."""
        room = self._half - len(self._head)
        if room > 0:
            self._head += data[:room]
            data = data[room:]
        self._tail += data
        excess = len(self._tail) - self._half
        if excess > 0:
            del self._tail[:excess]
            self._dropped += excess

    def close(self) -> None:
        """No more bytes will come."""

    def text(self) -> str:
        """All that was kept, invalid UTF-8 replaced, with a line that counts what was left out."""
        if not self._dropped:
            return (self._head + self._tail).decode(errors="replace")
        gap = f"\n... {self._dropped} bytes left out ...\n"
        return self._head.decode(errors="replace") + gap + self._tail.decode(errors="replace")


class Lines(Capture):
    """A capture that also hands on each line, without its end, as soon as it is whole."""

    def __init__(self, kept_bytes: int, on_line: Callable[[str], None]) -> None:
        """`on_line` is called on the reading thread."""
        super().__init__(kept_bytes)
        self._on_line = on_line
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._open = ""

    def add(self, data: bytes) -> None:
        """Take the next bytes and hand on the lines that they end."""
        super().add(data)
        *whole, self._open = (self._open + self._decoder.decode(data)).split("\n")
        for line in whole:
            self._on_line(line.removesuffix("\r"))
        if len(self._open) > _LINE_BYTES:
            self._on_line(self._open)
            self._open = ""

    def close(self) -> None:
        """Hand on a last line that had no end."""
        rest = self._open + self._decoder.decode(b"", final=True)
        self._open = ""
        if rest:
            self._on_line(rest.removesuffix("\r"))
