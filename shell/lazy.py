"""Heavy parts, loaded once, in the background, so that the prompt does not wait for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """A value made by `load` at the first `get`, or earlier by `warm`; from any thread."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._value: T | None = None
        self._error: Exception | None = None

    def get(self) -> T:
        """The value; blocks while it loads. Raises what `load` raised, again at every call."""
        with self._lock:
            if self._error is not None:
                raise self._error
            if self._value is None:
                try:
                    self._value = self._load()
                except Exception as error:
                    self._error = error
                    raise
            return self._value

    def ready(self) -> T | None:
        """The value if it is loaded, else None; never blocks."""
        return self._value

    def warm(self, then: Callable[[T | Exception], None] = lambda _: None) -> threading.Thread:
        """Load on a thread of its own, then call `then` there with the value or with what went wrong."""

        def run() -> None:
            try:
                value: T | Exception = self.get()
            except Exception as error:  # noqa: BLE001 - kept by get() and raised there again; here it is only told
                value = error
            then(value)

        thread = threading.Thread(target=run, name="warm", daemon=True)
        thread.start()
        return thread
