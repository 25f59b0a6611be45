"""The conversation's own state: the working folder, the last words, timers, and the wish to stop or quit."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from intents.model import IntentSpec, Scene, Source
from shell.attention import Attention
from shell.jobs import Jobs
from shell.recent import Recent
from skills.context import Job, Past
from skills.project.results import Results


@dataclass(frozen=True, slots=True)
class Timer:
    """Something to say later."""

    label: str
    spoken: str
    due: float
    """When, on the monotonic clock, in seconds."""


class ShellSession:
    """Implements `skills.context.Session`; its methods may be called from a skill's worker thread."""

    def __init__(
        self,
        cwd: Path,
        sayable: Callable[[], Sequence[IntentSpec]],
        *,
        attention: Attention | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cwd = cwd.resolve()
        self._sayable = sayable
        self._clock = clock
        self._lock = threading.Lock()
        self._timers: list[Timer] = []
        self._spoken: str | None = None
        self.recent = Recent()
        """What the last turns left for the next one to lean on."""
        self.attention = attention or Attention()
        """To whom the microphone's words are taken to be said."""
        self.going = Jobs(clock)
        """What goes on beside the talk."""
        self.quitting = False
        self.inside: Callable[[], frozenset[str]] = frozenset
        """What there is beside Golem that words may be for; set by the composition root."""
        self.on_stop: Callable[[], None] = lambda: None
        """What "stop" does (end speech, chat, a running program); set by the composition root."""

    @property
    def cwd(self) -> Path:
        """The working folder, absolute and resolved."""
        return self._cwd

    def scene(self, source: Source) -> Scene:
        """What the slot values of words from `source` are resolved against now."""
        heard, recent = source is Source.VOICE, self.recent
        return Scene(self._cwd, home_folder(), heard, recent.it, recent.listed, self.inside())

    @property
    def last_spoken(self) -> str | None:
        """The last reply remembered; None before the first."""
        return self._spoken

    def remember(self, spoken: str) -> None:
        """Keep a reply for "say that again"."""
        self._spoken = spoken

    @property
    def past(self) -> Past | None:
        """The last turn but those that only asked about it."""
        return self.recent.past

    def nothing_to(self, wish: Literal["again", "undo", "pick"]) -> str:
        """Why there is nothing to do again, to undo or to pick."""
        return self.recent.nothing_to(wish)

    def change_folder(self, folder: Path) -> None:
        """Make `folder` the working folder from the next turn on."""
        self._cwd = folder.resolve()

    def sayable(self) -> Sequence[IntentSpec]:
        """Every allowed skill's sentences."""
        return self._sayable()

    def stop(self) -> None:
        """End what is being spoken and what is running in this turn."""
        self.on_stop()

    @property
    def tests(self) -> Results | None:
        """How the last run of tests went; None before the first."""
        return self.recent.tests

    def note_tests(self, results: Results) -> None:
        """Keep how a run of tests went, for what leans on it next."""
        self.recent.tests = results

    def jobs(self) -> Sequence[Job]:
        """What goes on beside the talk, and what did."""
        return self.going.seen()

    def stop_jobs(self, name: str | None = None) -> Sequence[str]:
        """End jobs; their names."""
        return self.going.stop(name)

    def say_when_done(self, name: str | None = None) -> Sequence[str]:
        """Have the ends of jobs be said aloud; their names."""
        return self.going.say_when_done(name)

    def quit(self) -> None:
        """End the session after this turn."""
        self.quitting = True

    def sleep(self) -> None:
        """Pass over what is heard until somebody says "wake up", presses the key, or types it."""
        self.attention.asleep = True

    def wake(self) -> None:
        """Listen again."""
        self.attention.asleep = False

    def after(self, seconds: float, spoken: str, label: str) -> None:
        """Say `spoken` in `seconds`."""
        with self._lock:
            self._timers.append(Timer(label, spoken, self._clock() + seconds))
            self._timers.sort(key=lambda timer: timer.due)

    def timers(self) -> Sequence[tuple[str, float]]:
        """Label and seconds left of each timer, soonest first."""
        now = self._clock()
        with self._lock:
            return [(timer.label, max(0.0, timer.due - now)) for timer in self._timers]

    def cancel_timers(self) -> int:
        """Cancel all timers; how many there were."""
        with self._lock:
            count = len(self._timers)
            self._timers.clear()
            return count

    def take_due(self) -> list[Timer]:
        """The timers that have run out, removed from the list."""
        now = self._clock()
        with self._lock:
            due = [timer for timer in self._timers if timer.due <= now]
            self._timers = [timer for timer in self._timers if timer.due > now]
            return due


def home_folder() -> Path:
    """The user's home folder; the root where there is none."""
    try:
        return Path.home()
    except RuntimeError:  # no HOME and no entry in the password database
        return Path("/")
