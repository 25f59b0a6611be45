"""The hearing line: frames in, utterances out.

    frames ─▶ voice activity ─▶ endpointer ─▶ segments (bounded) ─▶ transcriber (a worker thread) ─▶ Heard
                                 │     ▲                                 ▲
                               pause   └── closing ◀── speculation ──────┘

Voice activity is a fraction of a millisecond a frame and stays on the event loop. Recognition takes hundreds and goes
to the executor, so frames keep flowing while it works, and what is said meanwhile waits its turn. In a live source it
begins at the pause (`shell.speculation`), so that where the pause turns out to be the end, the words are there. While
somebody speaks on, it may glance at the words for the screen (`shell.live_words`).
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from collections.abc import AsyncGenerator, Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from intents.model import Utterance
from shell.asr import NotRecognized, Transcriber, Transcript, Wanted
from shell.endpointer import Endpointer, Paused, SpeechEnded, State
from shell.foresight import Foresight
from shell.frames import SAMPLE_RATE, Audio, Frame, FrameSource
from shell.giving_back import EVERY, give_back
from shell.live_words import Glances, LiveWords
from shell.speculation import Made, Speculation, utterance_of
from shell.switching import promptly
from shell.vad import VoiceActivity

T = TypeVar("T")

HearingState = Literal["idle", "listening", "pause", "processing", "muted"]

_WAITING = 4
"""Segments, and heard utterances, that may wait; at 30 s each that is two minutes of talk that nobody handles."""
_TICK_S = 0.01
"""How often the loop's lateness is measured."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance with all that is known of how it was heard."""

    utterance: Utterance
    transcript: Transcript
    start_s: float
    end_s: float
    """Of the speech itself, without pre-roll and closing silence, in seconds of sound since the source began."""
    audio_s: float
    """Length of the sound that was recognised."""
    began_at: float
    """When the speech was first noticed, on `time.monotonic()`: an answer that began before its question is none."""
    ms: Mapping[str, float]
    """Milliseconds of each stage: `voice_activity` (all its frames), `endpoint` (sound after the last voiced frame),
    `wait` (in the queue), `transcribe` (until the words were there); `ahead`, where they were begun at the pause, is
    what of it lay before the endpoint, and no part of `transcribe`."""
    overlapped_own_speech: bool
    """True where Golem itself was speaking at some time between pre-roll and end: it may have heard itself."""
    cut: bool
    """True where the speech was cut at the longest length: the speaker may not have finished."""

    @property
    def ended_at(self) -> float:
        """When the speech ended, on `time.monotonic()`."""
        return self.began_at + (self.end_s - self.start_s)


@dataclass(frozen=True, slots=True)
class _Waiting:
    ended: SpeechEnded
    start_s: float
    end_s: float
    began_at: float
    queued_at: float
    voice_activity_ms: float
    overlapped: bool
    ahead: asyncio.Task[Made | None] | None
    """Its words, begun at the pause."""


class Hearing:
    """Owns the endpointer and its voice activity for one source at a time."""

    def __init__(
        self,
        vad: VoiceActivity,
        endpointer: Endpointer,
        transcriber: Transcriber,
        executor: Executor,
        *,
        speaking: Callable[[], bool] = lambda: False,
        on_not_recognized: Callable[[NotRecognized], None] = lambda _: None,
        on_voice: Callable[[float], None] = lambda _: None,
        foresight: Foresight | None = None,
        glances: Glances | None = None,
    ) -> None:
        """`executor` runs the transcriber, which allows one thread at a time: give it one worker.

        `speaking` says whether Golem's own voice sounds now; it is asked once a frame, so it must be quick.
        `on_not_recognized` is called on the event loop for speech that became no words; `on_voice` there with every
        frame's probability of speech, before anything comes of it. `foresight` says in a pause of a live source how
        long to wait for more; without it, always as long. Without `glances` at them, words being said are known from
        each pause on.
        """
        self._vad = vad
        self._endpointer = endpointer
        self._transcriber = transcriber
        self._executor = executor
        self._speaking = speaking
        self._on_not_recognized = on_not_recognized
        self._on_voice = on_voice
        self.live = LiveWords(glances, self._work, lambda: self._latest is None or self._latest.done())
        """What is known of the words being said; it counts."""
        self.speculation = Speculation(
            self._transcribe, foresight, endpointer.closes, lambda words: self.live.see(words.text)
        )
        """What is recognised ahead; it counts."""
        self._latest: Future[Any] | None = None
        """The transcriber's last piece of work, under way or done."""
        self._muted = False
        self._transcribing = 0
        self._base = 0
        """Samples of the source before the endpointer's last reset."""
        self._spoke_until = -1
        """The source's sample until which Golem was last heard speaking."""
        self._began_at = 0.0
        self._vad_ms = 0.0
        self.lost_utterances = 0
        """Utterances given up because too many were waiting already."""
        self.longest_stall_ms = 0.0
        """The event loop's longest delay while listening, milliseconds: how late a frame could come."""

    @property
    def state(self) -> HearingState:
        """For the toolbar: what the endpointer is at, or `processing` while words are made of what was said."""
        if self._muted:
            return "muted"
        if self._endpointer.state in (State.LISTENING, State.PAUSE):
            return "listening" if self._endpointer.state is State.LISTENING else "pause"
        return "processing" if self._transcribing else "idle"

    @property
    def partial(self) -> str:
        """What is known of the words being said; empty where nothing is, or nobody speaks."""
        return self.live.words if self.state in ("listening", "pause", "processing") else ""

    def mute(self) -> None:
        """Hear nothing until `unmute`, and forget what is half heard. What has been said to its end is still given."""
        self._muted = True
        self._reset()

    def unmute(self) -> None:
        """Hear again, from the next frame on."""
        self._muted = False

    def _reset(self) -> None:
        self._base += self._endpointer.samples_heard
        self._endpointer.reset()
        self._vad.reset()
        self.speculation.abandon()
        self.live.begin()

    async def utterances(self, source: FrameSource) -> AsyncGenerator[Heard, None]:
        """Each recognised utterance, in order, until the source ends and all that was said is recognised.

        Use `contextlib.aclosing` or exhaust it. Raises what the source or the transcriber raises.
        """
        waiting: asyncio.Queue[_Waiting | None] = asyncio.Queue(_WAITING)
        heard: asyncio.Queue[Heard | None] = asyncio.Queue(_WAITING)
        self._base, self._spoke_until = 0, -1
        self._endpointer.reset()
        self._vad.reset()
        tasks = [
            asyncio.create_task(self._listen(source, waiting)),
            asyncio.create_task(self._recognise(waiting, heard)),
        ]
        watch = asyncio.create_task(self._watch_loop())
        try:
            with promptly():
                while (one := await _next(heard, tasks)) is not None:
                    yield one
        finally:
            for task in (*tasks, watch):
                task.cancel()
            await asyncio.gather(*tasks, watch, return_exceptions=True)
            await self.speculation.close()
            await self.live.close()

    async def _listen(self, source: FrameSource, waiting: asyncio.Queue[_Waiting | None]) -> None:
        gaps = source.gaps
        frames = source.frames()
        try:
            async for frame in frames:
                if source.gaps != gaps:
                    # Half a command is another command: what was cut by a gap is forgotten.
                    gaps = source.gaps
                    self._reset()
                if self._muted:
                    self._base += len(frame)
                    continue
                done = self._hear(frame, live=source.live)
                if done is None:
                    continue
                if source.live and waiting.full():
                    self.lost_utterances += 1
                    if done.ahead is not None:
                        done.ahead.cancel()
                else:
                    await waiting.put(done)
        finally:
            if isinstance(frames, AsyncGenerator):
                await frames.aclose()
        await waiting.put(None)

    def _hear(self, frame: Frame, *, live: bool) -> _Waiting | None:
        """One frame through voice activity and endpointer; the segment if it ended one."""
        clock = asyncio.get_running_loop().time
        began = clock()
        probability = self._vad.probability(frame)
        self._on_voice(probability)
        was = self._endpointer.state
        events = self._endpointer.hear(frame, probability)
        now = clock()
        if own := self._speaking():
            self._spoke_until = self._base + self._endpointer.samples_heard
        if was is State.IDLE:
            self._began_at, self._vad_ms = now, 0.0
            self.live.begin()
        self._vad_ms += 1000 * (now - began)
        if self._endpointer.state is State.LISTENING:
            self.speculation.abandon()
            if live and not own:
                self.live.hear(self._endpointer.tail, self._endpointer.spoken)
        else:
            self.live.stop()
        for event in events:
            if isinstance(event, Paused) and live:  # what comes faster than it is said gains nothing by guesses
                self.speculation.begin(event.audio, event.speech_end)
            if isinstance(event, SpeechEnded):
                self._endpointer.handed_over()
                if event.reason == "silence":
                    self._vad.reset()  # its state drifts over hours of noise; silence is where nothing is lost by it
                return _Waiting(
                    ended=event,
                    start_s=(self._base + event.speech_start) / SAMPLE_RATE,
                    end_s=(self._base + event.speech_end) / SAMPLE_RATE,
                    began_at=self._began_at,
                    queued_at=now,
                    voice_activity_ms=self._vad_ms,
                    overlapped=self._spoke_until > self._base + event.start_sample,
                    ahead=self.speculation.take(event.speech_end),
                )
        return None

    async def _transcribe(self, audio: Audio) -> Transcript | NotRecognized:
        return await self._work(lambda wanted: self._transcriber.transcribe(audio, wanted=wanted))

    async def _work(self, work: Callable[[Wanted], T]) -> T:
        """What the transcriber makes; cancelled, it is called off, since else it would keep the next words waiting."""
        wanted = threading.Event()
        wanted.set()
        self._latest = future = self._executor.submit(work, wanted.is_set)
        try:
            return await asyncio.wrap_future(future)
        finally:
            wanted.clear()

    async def _recognise(self, waiting: asyncio.Queue[_Waiting | None], heard: asyncio.Queue[Heard | None]) -> None:
        loop = asyncio.get_running_loop()
        for count in itertools.count(1):
            if (one := await waiting.get()) is None:
                break
            began = loop.time()
            self._transcribing += 1
            try:
                ahead = await one.ahead if one.ahead is not None else None
                outcome = ahead.outcome if ahead is not None else await self._transcribe(one.ended.audio)
            finally:
                self._transcribing -= 1
            if isinstance(outcome, NotRecognized):
                self._on_not_recognized(outcome)
            else:
                await heard.put(_heard(one, outcome, began, loop.time(), ahead))
            if count % EVERY == 0:
                await loop.run_in_executor(self._executor, give_back)
        await heard.put(None)

    async def _watch_loop(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _TICK_S
            await asyncio.sleep(_TICK_S)
            self.longest_stall_ms = max(self.longest_stall_ms, 1000 * (loop.time() - due))


def _heard(one: _Waiting, transcript: Transcript, began: float, ended: float, ahead: Made | None) -> Heard:
    ms = {
        "voice_activity": one.voice_activity_ms,
        "endpoint": 1000 * (one.ended.end_sample - one.ended.speech_end) / SAMPLE_RATE,
        "wait": 1000 * (began - one.queued_at),
        "transcribe": 1000 * (ended - began),
    }
    if ahead is not None:
        ms["ahead"] = 1000 * (min(ahead.ended, one.queued_at) - ahead.began)
    return Heard(
        utterance=utterance_of(transcript),
        transcript=transcript,
        start_s=one.start_s,
        end_s=one.end_s,
        audio_s=len(one.ended.audio) / SAMPLE_RATE,
        began_at=one.began_at,
        ms=ms,
        overlapped_own_speech=one.overlapped,
        cut=one.ended.reason == "limit",
    )


async def _next(heard: asyncio.Queue[Heard | None], tasks: list[asyncio.Task[None]]) -> Heard | None:
    """The next utterance; whatever a task died of is raised here."""
    getting = asyncio.create_task(heard.get())
    try:
        while not getting.done():
            running = [task for task in tasks if not task.done()]
            await asyncio.wait([getting, *running], return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done():
                    task.result()
        return getting.result()
    finally:
        if not getting.done():
            getting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await getting
