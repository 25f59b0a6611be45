"""Words that are shown while they are still being said, in one long breath too: glances at the sound so far.

A glance is a quick, greedy reading of the utterance under way. It goes to the toolbar and nowhere else: nothing is
routed, judged, asked or kept of it, and what is acted on is made of the whole sound by the transcriber, as if nobody
had looked. So that it does not delay that, a glance begins only where the transcriber has nothing to do, is called off
with the first silent frame, reads no more than the last seconds of long talk, and comes the seldomer the slower the
machine is.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Protocol, runtime_checkable

from shell.asr import Wanted, always
from shell.frames import SAMPLE_RATE, Audio

log = logging.getLogger(__name__)

EVERY_S: Final = 0.7
"""New speech, in seconds, that a glance is worth at least: two or three words."""
SELDOMEST_S: Final = 5.6
"""What it comes to on the slowest machine: commands are over by then, and none is glanced at."""
SHARE: Final = 0.5
"""The most of the time that the transcriber may spend on glances."""
LONGEST_S: Final = 4.5
"""Of longer talk only the last TAIL_S seconds are read, and joined to what was read before: a step of the transcriber's
cannot be called off, and with base on two cores the longest is then over before a pause is told (`ahead_ms`)."""
TAIL_S: Final = 3.5
CROWDED: Final = 1.0
"""Processes that want to run, for each core, above which there are no glances: they would make the words themselves
late."""
ENOUGH: Final = 3
"""Words that tell whether they are meant for Golem."""


@runtime_checkable
class Glancing(Protocol):
    """A transcriber that can be asked for words quickly, to be looked at and not to be acted on."""

    def glance(self, audio: Audio, *, wanted: Wanted = always) -> str:
        """What is said in float32 (n,), 16 kHz mono, up to LONGEST_S.

        Foreign text; empty where there are no words, or where they are not `wanted` any more. Blocking, one thread.
        """
        ...


def crowded() -> bool:
    """Whether more wants to run on this machine than it has cores for, in the last minute."""
    try:
        return os.getloadavg()[0] > CROWDED * (os.cpu_count() or 1)
    except OSError:  # the system does not say
        return False


@dataclass(frozen=True, slots=True)
class Glances:
    """How words are glanced at."""

    by: Glancing
    """The transcriber of the line that they are said in."""
    meant: Callable[[str], bool] = lambda _: True
    """Whether words are meant for Golem, and so may be shown: others are not glanced at again before they are over."""
    crowded: Callable[[], bool] = crowded
    """Whether the machine has no time for glances now."""


class Pace:
    """How much new speech the next glance waits for, by how long those before it took. Pure."""

    def __init__(self) -> None:
        self.every_s = EVERY_S

    def took(self, seconds: float, *, done: bool = True) -> None:
        """A glance took so long: twice as seldom where that is too much, twice as often again where it was little.

        One that was called off before it was `done` may have been about to take long, and says nothing for haste.
        """
        if seconds > SHARE * self.every_s:
            self.every_s = min(SELDOMEST_S, 2 * self.every_s)
        elif done and seconds < SHARE * self.every_s / 4:
            self.every_s = max(EVERY_S, self.every_s / 2)


class LiveWords:
    """What of the words being said is known. Use from the event loop's thread."""

    def __init__(
        self,
        glances: Glances | None,
        work: Callable[[Callable[[Wanted], str]], Awaitable[str]],
        idle: Callable[[], bool],
    ) -> None:
        """Without `glances` only what is told by `see` is known.

        `work` has something done on the transcriber's thread, and cancelled, calls it off; `idle` says whether nothing
        is done there.
        """
        self._glances = glances
        self._work = work
        self._idle = idle
        self._pace = Pace()
        self._task: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.begun = 0
        """Glances so far."""
        self.done = 0
        """Those that were not called off."""
        self.begin()

    @property
    def words(self) -> str:
        """The words so far: one line of printable characters, empty where none are known. Foreign text."""
        return self._words

    def begin(self) -> None:
        """Nothing of what is said next is known yet."""
        self.stop()
        self._words = ""
        self._at = 0
        self._others = False

    def see(self, text: str) -> None:
        """The transcriber's own words for all that was said so far: they count more than any glance."""
        self._words = text

    def hear(self, tail: Callable[[float], Audio], spoken: int) -> None:
        """Another frame of speech, which began `spoken` samples ago; `tail` gives so many seconds of its end."""
        due = spoken - self._at >= self._pace.every_s * SAMPLE_RATE
        if not due or self._glances is None or self._others or not self._idle() or self._glances.crowded():
            return
        self._at = spoken
        audio = tail(LONGEST_S)
        whole = len(audio) < LONGEST_S * SAMPLE_RATE
        self.begun += 1
        looking = self._look(self._glances, audio if whole else tail(TAIL_S), whole=whole)
        self._task = asyncio.create_task(looking)
        self._tasks.add(self._task)
        self._task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """Nobody speaks: what is being glanced at is called off."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def close(self) -> None:
        """End everything that is under way."""
        self.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _look(self, glances: Glances, audio: Audio, *, whole: bool) -> None:
        clock = asyncio.get_running_loop().time
        began, done = clock(), False
        try:
            text = one_line(await self._work(lambda wanted: glances.by.glance(audio, wanted=wanted))).rstrip(".?! ")
            done = True
        except Exception:  # a glance is worth nothing by itself: the transcriber meets the same fault and tells it
            log.debug("a glance failed", exc_info=True)
            return
        finally:
            self._pace.took(clock() - began, done=done)
        self.done += 1
        if not text:
            return
        self._words = text if whole else joined(self._words, text)
        self._others = len(self._words.split()) >= ENOUGH and not glances.meant(self._words)


def one_line(text: str) -> str:
    """Foreign text without control characters, on one line."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def joined(before: str, tail: str) -> str:
    """Words, and a later reading of the last of them and more, as one; `…` is between where they share none."""
    first, second = before.split(), tail.split()
    one, other = [_bare(word) for word in first], [_bare(word) for word in second]
    shared = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    if not shared.size:
        return " ".join([*first, "…", *second[1:]]).strip()  # its first word may be half of one
    return " ".join([*first[: shared.a], *second[shared.b :]])


def _bare(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())
