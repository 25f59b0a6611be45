"""Tells the process that ends what a killed Golem has left (`skills.outlived`) of each start and of each end."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from skills import lineage


class Afterwards:
    """The way to that process, which is started with the first start, and anew where somebody has ended it."""

    def __init__(self, begin: Callable[[], int]) -> None:
        """`begin` starts it and gives the end of the pipe to write to, which never blocks. It may raise OSError."""
        self._begin = begin
        self._lock = threading.Lock()
        self._pipe: int | None = None

    @contextmanager
    def ending(self, pid: int, mark: str) -> Iterator[None]:
        """While this lasts, a process that was just started is ended with all that it starts, should we be killed."""
        self._tell(f"+ {pid} {lineage.started(pid)} {mark}")
        try:
            yield
        finally:
            self._tell(f"- {pid}")

    def _tell(self, line: str) -> None:
        """Never raises: where nobody is there to be told, what is wanted is done without."""
        with self._lock:
            try:
                if self._pipe is None:
                    self._pipe = self._begin()
                os.write(self._pipe, f"{line}\n".encode("ascii"))
            except BrokenPipeError:  # it was ended; the next start has another
                self._pipe = None
            except OSError:
                return
