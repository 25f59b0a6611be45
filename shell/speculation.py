"""Words made ahead of the endpoint: at a pause, what was said so far is recognised, in case nothing more is said.

Of what comes of it nobody learns anything before the endpoint but the endpointer, and that only how long to wait, and
the toolbar, which shows the words and does nothing with them. If speech goes on, it is given up and was never there. At
most one is wanted at a time, the newest; one that has not begun when it is given up never does, and one that the
transcriber is already at is called off: it ends after the step that it is in (`shell.asr.Wanted`), unheard, so that the
next words wait for a step at most.

While words are being made of a pause nobody can act on its utterance anyway, so that the endpoint waits for them, as
long as for an unfinished one: thus what is unfinished is waited for on a slow machine as on a fast one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Final, TypeVar

from intents.model import Source, Utterance
from shell.asr import NotRecognized, Transcript
from shell.endpointer import Closing
from shell.foresight import CLOSES, Foresight
from shell.frames import SAMPLE_RATE, Audio
from shell.live_words import one_line

T = TypeVar("T")

log = logging.getLogger(__name__)

LONGEST_S: Final = 10.0
"""Longer talk is no command and is not recognised ahead: given up, its decoding would keep the transcriber from what
follows."""


@dataclass(frozen=True, slots=True)
class Made:
    """What the transcriber made of the sound."""

    outcome: Transcript | NotRecognized
    began: float
    """When it was asked for, seconds on the event loop's clock."""
    ended: float


@dataclass(frozen=True, slots=True, eq=False)
class _Attempt:
    speech_end: int
    words: asyncio.Task[Made | None]


def utterance_of(transcript: Transcript) -> Utterance:
    """The words as the rest of Golem gets them: foreign text, so without control characters, on one line."""
    return Utterance(one_line(transcript.text), Source.VOICE, transcript.confidence, transcript.remote)


class Speculation:
    """At most one attempt. Use from the event loop's thread."""

    def __init__(
        self,
        transcribe: Callable[[Audio], Awaitable[Transcript | NotRecognized]],
        foresight: Foresight | None,
        closes: Callable[[Closing], None],
        seen: Callable[[Utterance], None] = lambda _: None,
    ) -> None:
        """`closes` is told how long the silence after these words is to be, while their pause still lasts.

        `seen` is given the words, while their pause still lasts, to be looked at and nothing else.

        With a `foresight` it is told twice a pause: that it be late, and, once more is known, what it is to be.
        """
        self._transcribe = transcribe
        self._foresight = foresight
        self._closes = closes
        self._seen = seen
        self._current: _Attempt | None = None
        self._tasks: set[asyncio.Task[object]] = set()
        self.begun = 0
        """Attempts so far."""
        self.used = 0
        """Those that were the whole utterance."""

    def begin(self, audio: Audio, speech_end: int) -> None:
        """Make words of `audio`, float32 (n,), 16 kHz, whose last voiced sample is before `speech_end`."""
        self.abandon()
        if len(audio) > LONGEST_S * SAMPLE_RATE:
            return
        self.begun += 1
        self._current = _Attempt(speech_end, self._task(self._make(audio)))
        self._task(self._show(self._current))
        if self._foresight is not None:
            self._closes(Closing.LATE)
            self._task(self._look_ahead(self._current, self._foresight))

    def abandon(self) -> None:
        """Speech goes on, or what was heard is forgotten: whatever comes of the attempt, nobody wants it."""
        if self._current is not None:
            self._current.words.cancel()
            self._current = None

    def take(self, speech_end: int) -> asyncio.Task[Made | None] | None:
        """The words of the utterance whose speech ended there, made or still being made; None without an attempt.

        The task's result is None where the attempt failed: then the utterance is to be recognised as if there was none.
        """
        attempt, self._current = self._current, None
        if attempt is None:
            return None
        if attempt.speech_end != speech_end:
            attempt.words.cancel()
            return None
        self.used += 1
        return attempt.words

    async def close(self) -> None:
        """End everything that is under way."""
        self._current = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _task(self, work: Coroutine[object, object, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _make(self, audio: Audio) -> Made | None:
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            outcome = await self._transcribe(audio)
        except Exception:  # whatever it is, the utterance itself is recognised too, and then it is raised
            log.debug("recognising ahead failed", exc_info=True)
            return None
        return Made(outcome, began, clock())

    async def _show(self, attempt: _Attempt) -> None:
        await asyncio.wait({attempt.words})
        if self._current is not attempt or (made := attempt.words.result()) is None:
            return
        if isinstance(made.outcome, Transcript):
            self._seen(utterance_of(made.outcome))

    async def _look_ahead(self, attempt: _Attempt, foresight: Foresight) -> None:
        """How long to wait for more, told while the pause still lasts."""
        await asyncio.wait({attempt.words})  # and so neither cancelled with it nor failing with it
        if self._current is not attempt:
            return
        closing = await self._closing(attempt.words.result(), foresight)
        if self._current is attempt:
            self._closes(closing)

    async def _closing(self, made: Made | None, foresight: Foresight) -> Closing:
        if made is None or isinstance(made.outcome, NotRecognized):
            return Closing.USUAL
        try:
            return CLOSES[await foresight.outlook(utterance_of(made.outcome))]
        except Exception:  # a look ahead is worth nothing by itself: the turn meets the same fault and tells it
            log.debug("looking ahead failed", exc_info=True)
            return Closing.USUAL
