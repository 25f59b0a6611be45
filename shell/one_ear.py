"""One Golem listens at a time: two would both do what is said once.

Whoever listens holds a lock in the state folder, which the kernel releases with its process, however that ends. Another
one takes typed lines, says why, and listens as soon as it may.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Final, TypeVar

from filelock import FileLock, Timeout

T = TypeVar("T")

RETRY_S: Final = 2.0
"""How often another looks whether it may listen now, in seconds."""


async def alone(
    folder: Path, listen: Callable[[], AsyncGenerator[T, None]], tell: Callable[[str], None], retry_s: float = RETRY_S
) -> AsyncGenerator[T, None]:
    """What `listen` gives, from the time on at which no other process listens; `folder` is the one both know.

    Where the lock cannot be kept (a read-only folder), nobody is waited for.
    """
    lock, told = FileLock(folder / "listening.lock", mode=0o600), False
    while True:
        try:
            lock.acquire(blocking=False)
            break
        except Timeout:
            if not told:
                tell(f"Another Golem listens already{_who(folder)}; this one takes typed lines until that one ends.")
                told = True
            await asyncio.sleep(retry_s)
        except (OSError, NotImplementedError):  # a read-only or a foreign file system
            break
    try:
        with suppress(OSError):
            (folder / "listening.pid").write_text(f"{os.getpid()}\n", "ascii")
        async with aclosing(listen()) as heard:
            async for words in heard:
                yield words
    finally:
        lock.release()


def _who(folder: Path) -> str:
    """` (process 1234)`; empty where it did not say."""
    with suppress(OSError, ValueError):
        return f" (process {int((folder / 'listening.pid').read_text('ascii'))})"
    return ""
