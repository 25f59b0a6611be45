"""Public fakes of looking ahead: an outlook that a test decides, and sound that waits for what it leads to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping

from intents.model import Utterance
from shell.fakes_hearing import ScriptedFrames
from shell.foresight import Outlook
from shell.frames import Audio, Frame


class FakeForesight:
    """Gives each text the outlook that it was told, else OTHER; an Exception is raised."""

    def __init__(self, outlooks: Mapping[str, Outlook | Exception]) -> None:
        self._outlooks = outlooks
        self.asked: list[str] = []
        """Every text that was looked at."""
        self.go = asyncio.Event()
        """No outlook is given before it is set; it is set from the start."""
        self.go.set()

    async def outlook(self, utterance: Utterance) -> Outlook:
        """See `Foresight.outlook`."""
        self.asked.append(utterance.text)
        await self.go.wait()
        found = self._outlooks.get(utterance.text, Outlook.OTHER)
        if isinstance(found, Exception):
            raise found
        return found


Step = Callable[[], Awaitable[None]]


class SteppedFrames:
    """A live FrameSource of pieces of sound, of gaps (None), and of steps that are awaited between two frames."""

    live = True

    def __init__(self, pieces: Iterable[Audio | Step | None]) -> None:
        self._pieces = list(pieces)
        self.gaps = 0

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """See `FrameSource.frames`."""
        for piece in self._pieces:
            if piece is None:
                self.gaps += 1
            elif callable(piece):
                await piece()
            else:
                async for frame in ScriptedFrames([piece]).frames():
                    yield frame


def until(true: Callable[[], bool], most_s: float = 20.0) -> Step:
    """A step that lasts until something is true. Raises TimeoutError where it does not become so."""

    async def wait() -> None:
        async with asyncio.timeout(most_s):
            while not true():  # noqa: ASYNC110 - any condition at all, most of them without an event
                await asyncio.sleep(0.001)

    return wait
