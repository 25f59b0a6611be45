"""Where typed lines and heard utterances meet: one queue of turns, and at most one question waiting for an answer."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from math import inf

from intents.model import Source, Utterance


@dataclass(frozen=True, slots=True)
class Arrival:
    """An utterance on its way to a turn."""

    utterance: Utterance
    ms: dict[str, float] = field(default_factory=dict)
    """What hearing it took, stage to milliseconds; empty for typed text."""
    overlapped: bool = False
    """True where Golem itself was speaking during some of it."""
    began: float = field(default_factory=time.monotonic)
    """When it began to be said (or was entered), on the monotonic clock, seconds."""
    ended: float = field(default_factory=time.monotonic)
    """When it ended, on the same clock."""


class Inbox:
    """Utterances in order of arrival. Use from the event loop's thread only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._turns: asyncio.Queue[Arrival | None] = asyncio.Queue()
        self._next: deque[Arrival] = deque()
        self._answer: asyncio.Future[Utterance] | None = None
        self._asked_at = inf
        self._clock = clock

    @property
    def asking(self) -> bool:
        """True while a question waits for its answer."""
        return self._answer is not None

    def put(self, arrival: Arrival) -> None:
        """Deliver an utterance: to the waiting question, if it began after the question had ended, else to the queue.

        Words that began before the question had been said, or that overlap Golem's own voice, are nobody's answer:
        while a question waits they are dropped, so that an early or an echoed yes never counts. What is typed answers
        what is on the screen.
        """
        if self._answer is None or self._answer.done():  # what comes after an answer is a turn
            self._turns.put_nowait(arrival)
            return
        late_enough = arrival.utterance.source is Source.TYPED or arrival.began >= self._asked_at
        if late_enough and not arrival.overlapped:
            self._answer.set_result(arrival.utterance)

    def put_next(self, utterance: Utterance) -> None:
        """Deliver an answer that turned out to be a command of its own: it takes the next turn, before all others."""
        self._next.append(Arrival(utterance))

    def take_next(self) -> Arrival | None:
        """What `put_next` delivered and nobody has taken yet, without waiting."""
        return self._next.popleft() if self._next else None

    def close(self) -> None:
        """Nothing more will come: `next` returns None once what has arrived is taken."""
        self._turns.put_nowait(None)
        self.leave_unanswered()

    def leave_unanswered(self) -> None:
        """End the waiting question, if any, without an answer."""
        if self._answer is not None and not self._answer.done():
            self._answer.cancel()

    async def next(self) -> Arrival | None:
        """The next utterance to take a turn with; None when the inbox is closed and empty."""
        return self.take_next() or await self._turns.get()

    async def answer(self, timeout_s: float, said: Coroutine[object, object, object] | None = None) -> Utterance | None:
        """The first line typed from now on, or words that begin once `said` is over; None when `timeout_s` pass then.

        `said` ends when the question, which stands on the screen already, has been said aloud; None: it is not said.
        """
        self._asked_at = inf
        self._answer = asyncio.get_running_loop().create_future()
        try:
            if said is not None:
                until: set[asyncio.Future[object]] = {asyncio.create_task(said), self._answer}  # type: ignore[arg-type] # of any
                await asyncio.wait(until, return_when=asyncio.FIRST_COMPLETED)
            self._asked_at = self._clock()
            await asyncio.wait({self._answer}, timeout=timeout_s)
            answered = self._answer.done() and not self._answer.cancelled()
            return self._answer.result() if answered else None
        finally:
            self._answer = None
