"""Of several Golems one listens, and another takes over when that one has ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

from shell.one_ear import alone


class Ears:
    """Hears one thing, and then nothing more until it is closed."""

    def __init__(self) -> None:
        self.opened = self.closed = False

    async def heard(self) -> AsyncGenerator[str, None]:
        """The one thing."""
        self.opened = True
        try:
            yield "words"
            await asyncio.Event().wait()
        finally:
            self.closed = True


async def test_the_second_says_why_it_does_not_listen_and_takes_over(tmp_path: Path) -> None:
    """One line, however long it waits; no sound is heard by both."""
    one, two, told = Ears(), Ears(), []
    first = alone(tmp_path, one.heard, told.append)
    assert await anext(first) == "words"
    assert told == []
    second = alone(tmp_path, two.heard, told.append, retry_s=0.01)
    waiting = asyncio.create_task(anext(second))
    while not told:  # noqa: ASYNC110 - what it waits for is a line that is told
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert not two.opened
    await first.aclose()
    assert one.closed
    assert await waiting == "words"
    assert len(told) == 1
    assert told[0].startswith("Another Golem listens already (process ")
    assert "typed lines until that one ends" in told[0]
    await second.aclose()


async def test_where_no_lock_can_be_kept_it_listens(tmp_path: Path) -> None:
    """A state folder that is a file, say."""
    (tmp_path / "state").write_text("")
    ears = Ears()
    only = alone(tmp_path / "state", ears.heard, lambda _: None)
    assert await anext(only) == "words"
    await only.aclose()
