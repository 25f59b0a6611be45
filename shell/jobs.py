"""Long jobs beside the talk: what goes on while other turns are taken, how far it is, and its end.

A job begins as any call does: judged, permitted, on the journal. Only when it takes longer than a moment does its turn
end before it; from then on it is kept here, its lines are no longer shown but can be asked for, and whoever began it
sees to it that its end is written down and told. All that a job started ends with it, and all jobs end with Golem.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from intents.model import Utterance
from skills.context import Job
from skills.process import Runner
from skills.spec import Call, Reply
from skills.tallies import Counter, Tally

MOMENT_S: Final = 2.0
"""How long a job is waited for, in seconds, before it goes on beside the talk."""
MOST: Final = 6
"""Jobs that go on at once; a further one is waited for."""
KEPT_LINES: Final = 200
"""Lines of each job's output that are kept, the latest."""
KEPT_ENDED: Final = 10
"""Jobs that have ended and are still remembered, the latest."""
_LONGEST_LINE: Final = 2000
_PERCENT: Final = re.compile(r"\[\s*(\d{1,3})%\s*\]|\b(\d{1,3})%(?:\s|$)")
_SHARE: Final = re.compile(r"[\[(]\s*(\d{1,6})\s*/\s*(\d{1,6})\s*[\])]")


def percent_of(line: str) -> float | None:
    """How far a tool says it is, 0 to 100: `[ 37%]`, `[3/10]`; None where the line does not tell."""
    if shares := _SHARE.findall(line[:_LONGEST_LINE]):
        done, of = map(int, shares[-1])
        return 100.0 * done / of if of > 0 and done <= of else None
    percents = [int(one or other) for one, other in _PERCENT.findall(line[:_LONGEST_LINE])]
    return float(percents[-1]) if percents and percents[-1] <= 100 else None


class Shows(Protocol):
    """Where the lines of a job go while it is waited for."""

    def show(self, text: str) -> None:
        """Print above the prompt, from any thread."""
        ...

    def lend(self, run: Callable[[], int]) -> int:
        """Give the terminal away meanwhile."""
        ...


class Output:
    """A job's output: shown as it comes until the job goes on beside the talk, and kept throughout. Any thread."""

    def __init__(self, stage: Shows) -> None:
        self._stage = stage
        self._lock = threading.Lock()
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._percent: float | None = None
        self._counter = Counter()
        self._quiet = False

    def show(self, text: str) -> None:
        """Take a line or more."""
        with self._lock:
            for line in text.splitlines():
                self._lines.append(line[:_LONGEST_LINE])
                self._counter.take(line)
                found = percent_of(line)
                self._percent = self._percent if found is None else found
            quiet = self._quiet
        if not quiet:
            self._stage.show(text)

    def lend(self, run: Callable[[], int]) -> int:
        """As the stage does."""
        return self._stage.lend(run)

    def hush(self) -> None:
        """Show nothing from now on."""
        with self._lock:
            self._quiet = True

    def seen(self) -> tuple[tuple[str, ...], float | None, Tally | None]:
        """The latest lines, how far the last of them that told said it was, and how many tests are over."""
        with self._lock:
            tally = self._counter.tally()
            counted = tally.percent if tally is not None else None
            return tuple(self._lines), self._percent if counted is None else counted, tally


@dataclass(eq=False)
class Ongoing:
    """A job that goes on beside the talk."""

    call: Call
    name: str
    """What it is called: "build"."""
    runner: Runner
    output: Output
    work: asyncio.Future[Reply]
    """What it comes to."""
    began: float
    """When, on the monotonic clock, in seconds."""
    aloud: bool = False
    """Whether its end is to be said, however it was begun."""
    ended: float | None = None
    reply: Reply | None = None

    def seen(self, now: float) -> Job:
        """How it stands."""
        lines, percent, tally = self.output.seen()
        return Job(
            self.name,
            running=self.ended is None,
            seconds=(now if self.ended is None else self.ended) - self.began,
            ago=0.0 if self.ended is None else now - self.ended,
            percent=percent,
            tally=tally,
            lines=lines,
            spoken=self.reply.spoken if self.reply is not None else "",
            ok=self.reply is None or self.reply.ok,
        )


@dataclass
class Jobs:
    """The jobs of one session. What is asked of it may be asked from any thread; what changes it, from the loop's."""

    clock: Callable[[], float] = time.monotonic
    _running: list[Ongoing] = field(default_factory=list)
    _ended: list[Ongoing] = field(default_factory=list)
    _untold: list[Ongoing] = field(default_factory=list)
    _following: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def full(self) -> bool:
        """Whether no further job may go on beside the talk."""
        return len(self._running) >= MOST

    def running(self, name: str, folder: Path) -> Job | None:
        """The job of that name that goes on in a folder's tree already."""
        found = next((one for one in self._running if (one.name, one.call.cwd) == (name, folder)), None)
        return found.seen(self.clock()) if found is not None else None

    def add(self, job: Ongoing) -> None:
        """Keep one that goes on from now on."""
        job.output.hush()
        self._running.append(job)

    def follow(self, job: Ongoing, end: Callable[[Reply], Coroutine[None, None, None]]) -> None:
        """Wait for a job's end beside everything else, have `end` write it down, and leave it to be told."""

        async def see_through() -> None:
            try:
                job.reply = await job.work
                await end(job.reply)
            finally:
                job.ended = self.clock()
                self._running.remove(job)
                self._ended = [*self._ended, job][-KEPT_ENDED:]
                self._untold.append(job)

        task = asyncio.create_task(see_through())
        self._following.add(task)
        task.add_done_callback(self._following.discard)

    def take_ended(self) -> list[tuple[Reply, Utterance, bool]]:
        """What was not told yet of jobs that have ended: reply, the words that began it, whether to say it anyway."""
        untold, self._untold = self._untold, []
        return [(job.reply, job.call.utterance, job.aloud) for job in untold if job.reply is not None]

    def seen(self) -> list[Job]:
        """Every job that is known: what runs first, then what has ended, the latest first in each."""
        now = self.clock()
        return [job.seen(now) for job in (*reversed(self._running), *reversed(self._ended))]

    def stop(self, name: str | None = None) -> list[str]:
        """End the jobs of that name, or all; their names. Their ends are told like any other."""
        chosen = [job for job in self._running if name in (None, job.name)]
        for job in chosen:
            job.runner.stop()
        return [job.name for job in chosen]

    def say_when_done(self, name: str | None = None) -> list[str]:
        """Have the ends of the jobs of that name, or of all, be said aloud; their names."""
        chosen = [job for job in self._running if name in (None, job.name)]
        for job in chosen:
            job.aloud = True
        return [job.name for job in chosen]

    async def finish(self) -> Sequence[str]:
        """End all that goes on, wait until every end is written down, and give the names of what was ended."""
        stopped = self.stop()
        await asyncio.gather(*self._following, return_exceptions=True)
        return stopped
