"""Plays clips through the real line in real time, and tells when each stage of each utterance came.

The turns are a dry run: each ends where its act would start. Nothing is run, said or journaled.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.clips import RATE
from benchmarks.phrasings import lay_out
from benchmarks.voice_clips import Clip, spoken
from shell.app import Core, compose_conversation, compose_core, foresight_of
from shell.config import Config
from shell.engines import hearing_of
from shell.frames import FRAME, Audio, Frame, FrameSource
from shell.hearing import Heard
from shell.inbox import Arrival, Inbox
from shell.journal import TurnRecord
from shell.present import Presentation
from shell.speaker import Speaker
from shell.terminal import PlainTerminal
from shell.turn import Conversation

STAGES: Final = ("endpoint", "wait", "transcribe", "route", "match", "judge", "other")
"""What lies between the last speech sample and the start of the action, in order. `endpoint` is the silence until
the utterance is closed; `match` holds the screen too; `other` is what loop and threads took between the stages."""
BETWEEN_S: Final = 2.5
"""Silence after each clip: longer than the latest closing."""
NOISE: Final = 1e-4
"""Root mean square of the noise under everything: -80 dB, a quiet room."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An utterance on its way to the act, milliseconds throughout."""

    clip: str
    text: str
    """As heard."""
    start_s: float
    """When it began, in seconds of sound since the source began."""
    skill: str | None
    stages: dict[str, float]
    """Each of STAGES; they sum to `total`."""
    ahead: float | None
    """Of the recognition, what was done before the endpoint; None where none was."""

    @property
    def total(self) -> float:
        """From the last speech sample to the start of the action."""
        return sum(self.stages.values())

    @property
    def after(self) -> float:
        """From the endpoint to the start of the action."""
        return self.total - self.stages["endpoint"]


@dataclass(frozen=True, slots=True)
class Stream:
    """Clips one after another."""

    audio: Audio
    """float32 (n,), 16 kHz."""
    starts: tuple[tuple[int, str], ...]
    """First sample and name of each clip."""

    def clip_at(self, sample: int) -> str:
        """The clip that was the last to begin before `sample`."""
        return next((name for start, name in reversed(self.starts) if start <= sample), "")


def stream(clips: Sequence[Clip], rounds: int = 1) -> Stream:
    """A second of silence, then the clips, each with silence after it; all over again for more `rounds`."""
    parts, starts, at = [np.zeros(RATE, np.float32)], [], RATE
    for clip in list(clips) * rounds:
        audio = clip.audio
        starts.append((at, clip.name))
        parts += [audio, np.zeros(int(BETWEEN_S * RATE), np.float32)]
        at += len(audio) + len(parts[-1])
    noise = np.random.default_rng(1).normal(0, NOISE, at)
    return Stream((np.concatenate(parts) + noise).astype(np.float32), tuple(starts))


class Tap:
    """A FrameSource that passes another's frames on, keeping them, and when each sample came."""

    def __init__(self, source: FrameSource) -> None:
        self._source = source
        self._kept: list[Frame] = []
        self._clock = float("inf")
        """When sample 0 came, by the frame that came with the least delay."""

    @property
    def gaps(self) -> int:
        """See FrameSource."""
        return self._source.gaps

    @property
    def live(self) -> bool:
        """See FrameSource."""
        return self._source.live

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """See FrameSource."""
        loop = asyncio.get_running_loop()
        async for frame in self._source.frames():
            self._kept.append(frame.copy())
            self._clock = min(self._clock, loop.time() - len(self._kept) * FRAME / RATE)
            yield frame

    def when(self, sample: float) -> float:
        """When that sample came, on the event loop's clock, seconds."""
        return self._clock + sample / RATE

    def last_speech(self, start_s: float, end_s: float) -> int:
        """One past the last sample of speech between two times: by loudness, and no later than `end_s`.

        Voice activity gives `end_s` in whole frames; a soft end of a word may be less, and is never taken for more, so
        that a delay counted from here is rather too long than too short.
        """
        first, last = int(start_s * RATE), int(end_s * RATE)
        begun = first // FRAME
        piece = np.concatenate(self._kept[begun : last // FRAME])[first - begun * FRAME :]
        return first + spoken(piece)[1] if len(piece) else last


def timed(heard: Heard, record: TurnRecord, tap: Tap, acted: float, clip: str) -> Timed:
    """What came when; `acted` is on the event loop's clock."""
    stages = record.ms
    spoke = tap.when(tap.last_speech(heard.start_s, heard.end_s))
    closed = tap.when(heard.end_s * RATE + heard.ms["endpoint"] * RATE / 1000)
    ms = {
        "endpoint": 1000 * (closed - spoke),
        "wait": heard.ms["wait"],
        "transcribe": heard.ms["transcribe"],
        "route": stages.get("route", 0.0),
        "match": stages.get("screen", 0.0) + stages.get("match", 0.0),
        "judge": stages.get("judge", 0.0),
    }
    return Timed(
        clip,
        heard.utterance.text,
        heard.start_s,
        record.skill,
        ms | {"other": 1000 * (acted - spoke) - sum(ms.values())},
        heard.ms.get("ahead"),
    )


@contextlib.contextmanager
def line(config: Config) -> Iterator[tuple[Core, Conversation]]:
    """Understanding and judging as they ship, in a small project, warm; nothing is run."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        lay_out(Path(folder))
        core = compose_core(config)
        try:
            core.classifier.warm()
            core.matcher.warm()
            terminal, inbox = PlainTerminal(io.BytesIO(), io.StringIO(), lend_terminal=False), Inbox()
            shown = Presentation(terminal, Speaker(None, None), core.session, inbox, speak_typed=False)
            yield core, compose_conversation(core, terminal, shown, inbox, None, dry_run=True)
        finally:
            core.close()


def without_speculation(config: Config) -> Config:
    """The same line that begins to recognise at the endpoint."""
    return replace(config, endpointer=replace(config.endpointer, ahead_ms=0.0))


async def hear(
    config: Config,
    source: FrameSource,
    clips: Stream | None,
    *,
    live: bool = False,
    told: Callable[[float], None] = lambda _: None,
) -> list[Timed]:
    """Everything that is said in `source`, taken to the start of its act. `clips` tells which clip it was.

    `told` is given how many seconds of it have been heard since it was told last.
    `live` has the words glanced at while they are said, and tells on standard error how often.
    """
    found: list[Timed] = []
    until = 0.0
    clock = asyncio.get_running_loop().time
    tap = Tap(source)
    with line(config) as (core, conversation), ThreadPoolExecutor(1) as transcribing:
        meant = (lambda _: True) if live else None
        load = partial(hearing_of, sayable=core.sayable, foresight=foresight_of(core), meant=meant)
        hearing = await asyncio.to_thread(load, config, core.store, transcribing, lambda: False)
        async with aclosing(hearing.utterances(tap)) as utterances:
            async for heard in utterances:
                record = await conversation.take(Arrival(heard.utterance, dict(heard.ms)))
                clip = clips.clip_at(int(heard.end_s * RATE)) if clips is not None else ""
                found.append(timed(heard, record, tap, clock(), clip))
                told(heard.end_s - until)
                until = heard.end_s
        if live:
            print(f"glances: {hearing.live.begun} begun, {hearing.live.done} in time", file=sys.stderr)
    return found
