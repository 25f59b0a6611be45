"""A transcriber that hangs or fails is replaced, and the utterance at hand is recognised again.

A thread that is stuck in a library cannot be ended, only left behind: its model's memory stays until it comes back or
the process ends. So a transcriber is left behind at most `MOST_LEFT_BEHIND` times; after that each utterance is refused
with a line that says what to do, and typing goes on as ever.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

from shell.asr import NotRecognized, Transcriber, Transcript, Wanted, always
from shell.errors import GolemError, ModelError
from shell.frames import SAMPLE_RATE, Audio
from shell.live_words import Glancing

log = logging.getLogger(__name__)

MOST_LEFT_BEHIND: Final = 3
SLOWEST: Final = 20.0
"""Seconds for a second of sound from which on nothing is being recognised: a machine at a hundredth of its speed."""
LEAST_S: Final = 30.0
"""Seconds that even the shortest utterance may take: the machine may have been asleep, or paging."""

T = TypeVar("T")


class WatchedTranscriber:
    """A Transcriber that `load` makes, and makes anew when it hangs or fails. Use from one thread at a time."""

    def __init__(
        self,
        load: Callable[[], Transcriber],
        *,
        least_s: float = LEAST_S,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Loads at once. `tell` is given one line for the user when a transcriber is replaced.

        Raises what `load` raises.
        """
        self._load = load
        self._least_s = least_s
        self._tell = tell
        self._worker: _Worker | None = _Worker(load())
        self.left_behind = 0
        """Transcribers that hung and whose threads may still run."""

    def transcribe(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Transcript | NotRecognized:
        """See `Transcriber.transcribe`; what fails twice is not recognised, and says why."""
        for last in (False, True):
            if self.left_behind >= MOST_LEFT_BEHIND:
                return NotRecognized("recognition keeps hanging: restart golem, or type")
            timeout_s = max(self._least_s, SLOWEST * len(audio) / SAMPLE_RATE)
            try:
                self._worker = self._worker or _Worker(self._load())
            except GolemError as error:
                return NotRecognized(f"recognition cannot be started again: {error}")
            outcome = self._worker.do(lambda one: one.transcribe(audio, prompt=prompt, wanted=wanted), timeout_s)
            if outcome is None:
                self._replace(f"recognition hung for {timeout_s:.0f} s and was started again", hung=True)
            elif isinstance(outcome, ModelError):
                if last:
                    return NotRecognized(f"recognition failed: {outcome}")
                self._replace(f"{outcome}; recognition was started again", hung=False)
            else:
                return outcome
        return NotRecognized("recognition hung twice")

    def glance(self, audio: Audio, *, wanted: Wanted = always) -> str:
        """See `shell.live_words.Glancing`; nothing where it hangs or fails, since the words are yet to be made."""
        worker = self._worker
        if worker is None or self.left_behind >= MOST_LEFT_BEHIND:
            return ""
        words = worker.do(
            lambda one: one.glance(audio, wanted=wanted) if isinstance(one, Glancing) else "", self._least_s
        )
        if words is None:
            self._replace(f"recognition hung for {self._least_s:.0f} s and was started again", hung=True)
        return words if isinstance(words, str) else ""

    def _replace(self, line: str, *, hung: bool) -> None:
        log.warning("%s", line)
        self._tell(line)
        self.left_behind += hung
        if self._worker is not None:
            self._worker.leave()
        self._worker = None


class _Worker:
    """One transcriber on one thread of its own; the thread dies with the process if it must."""

    def __init__(self, transcriber: Transcriber) -> None:
        self._transcriber = transcriber
        self._asked: SimpleQueue[Callable[[Transcriber], Any] | None] = SimpleQueue()
        self._told: SimpleQueue[Any] = SimpleQueue()
        threading.Thread(target=self._run, name="transcriber", daemon=True).start()

    def do(self, work: Callable[[Transcriber], T], timeout_s: float) -> T | ModelError | None:
        """What comes of it, or None where `timeout_s` pass; a ModelError is given back, all others are raised."""
        self._asked.put(work)
        try:
            told = self._told.get(timeout=timeout_s)
        except Empty:
            return None
        if isinstance(told, BaseException) and not isinstance(told, ModelError):
            raise told
        made: T | ModelError = told
        return made

    def leave(self) -> None:
        """The thread ends as soon as it is free."""
        self._asked.put(None)

    def _run(self) -> None:
        while (work := self._asked.get()) is not None:
            try:
                self._told.put(work(self._transcriber))
            except BaseException as error:  # noqa: BLE001  # whatever it is, it is raised where it was asked
                self._told.put(error)
