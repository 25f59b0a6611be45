"""A process that is spoken with in lines, both ways: one line out, one line in, each with a time limit and a size."""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Callable

from skills.capture import Capture

LONGEST_LINE = 1 << 20
"""Bytes in one line, its end counted; more is a fault of whoever sends it."""
_READ_BYTES = 1 << 16


class ChannelFault(Exception):
    """The other side is gone, too slow, or does not keep to lines; `str()` is one line for the user."""


class ChannelSlow(ChannelFault):
    """Nothing in time; the other side is still there, and may be waited for again."""


class Channel:
    """Lines to and from a process's standard input and output. One thread at a time; any thread may close it."""

    def __init__(self, send: int, receive: int, errors: int, ended: Callable[[], int], kept_bytes: int) -> None:
        """`send`, `receive` and `errors` are our ends of its three pipes, owned from here on.

        `ended` ends the process with all that it started, once, and gives its exit status.
        """
        self._send, self._receive, self._errors = send, receive, errors
        self._ended = ended
        self._heard = bytearray()
        self._complaints = Capture(kept_bytes)
        self._closing = threading.Lock()
        self._status: int | None = None
        self._watch = threading.Thread(target=self._listen, name="errors", daemon=True)
        for pipe in (send, receive):
            os.set_blocking(pipe, False)
        self._watch.start()

    @property
    def complaints(self) -> str:
        """What it wrote to its standard error so far, its beginning and its end."""
        return self._complaints.text()

    def send(self, line: str, *, timeout_s: float) -> None:
        """Send a line, given without its end. Raises ChannelFault where it is not taken within `timeout_s` seconds."""
        data = line.encode(errors="surrogateescape") + b"\n"
        if b"\n" in data[:-1] or len(data) > LONGEST_LINE:
            raise ChannelFault("a message is one line of at most a mebibyte")
        deadline = time.monotonic() + timeout_s
        while data:
            self._wait(self._send, writing=True, until=deadline)
            try:
                data = data[os.write(self._send, data) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise ChannelFault(f"it has ended: {error.strerror}") from error

    def receive(self, *, timeout_s: float) -> str:
        """The next line, without its end. Raises ChannelSlow where none comes in `timeout_s` seconds."""
        deadline = time.monotonic() + timeout_s
        searched = 0
        while (end := self._heard.find(b"\n", searched)) < 0:
            searched = len(self._heard)
            if searched >= LONGEST_LINE:
                raise ChannelFault("it sent more than a mebibyte without an end of line")
            self._wait(self._receive, writing=False, until=deadline)
            try:
                data = os.read(self._receive, _READ_BYTES)
            except BlockingIOError:
                continue
            except OSError as error:
                raise ChannelFault(f"it has ended: {error.strerror}") from error
            if not data:
                raise ChannelFault("its process ended in the midst of it")
            self._heard += data
        line = bytes(self._heard[:end])
        del self._heard[: end + 1]
        return line.decode(errors="replace").removesuffix("\r")

    def close(self) -> int:
        """End the process and all that it started; its exit status, negative for a signal. May be called again."""
        with self._closing:
            if self._status is None:
                self._status = self._ended()
                self._watch.join(1.0)
                for pipe in (self._send, self._receive):
                    os.close(pipe)
            return self._status

    def _wait(self, pipe: int, *, writing: bool, until: float) -> None:
        left = until - time.monotonic()
        try:
            ready = left > 0 and any(select.select([] if writing else [pipe], [pipe] if writing else [], [], left))
        except (OSError, ValueError) as error:  # closed by another thread, or a number beyond select's
            raise ChannelFault("it was closed") from error
        if self._status is not None:
            raise ChannelFault("it was closed")
        if not ready:
            raise ChannelSlow("it took too long")

    def _listen(self) -> None:
        """Take in what it complains about, lest it wait for room in the pipe."""
        with os.fdopen(self._errors, "rb", buffering=0) as errors:
            while data := errors.read(_READ_BYTES):
                self._complaints.add(data)
