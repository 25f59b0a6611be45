"""What is loaded once and stays is kept from the garbage collector.

A full collection looks through every object that can hold others and holds the interpreter's lock meanwhile. With all
sentences laid out these are half a million, a third of a second of one core in which no frame is heard and no key is
shown. They stay until the process ends, so there is nothing to be found among them.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_open = 0


@contextmanager
def staying() -> Iterator[None]:
    """What is made inside stays for good: it is not collected while it is made, nor looked through afterwards.

    So do cycles that were garbage by then; all else is freed as ever when nobody holds it. Several threads may be
    inside, and one may be inside twice: collections begin again when the last has left.
    """
    global _open  # noqa: PLW0603 -- as many as there are collectors: one a process
    with _lock:
        _open += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            gc.freeze()
            _open -= 1
            if not _open:
                gc.enable()
