"""Public fakes behind the hearing line's protocols: sound, voice activity and words that a test decides."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterable, Sequence

import numpy as np

from shell.asr import CALLED_OFF, NotRecognized, Transcript, Wanted, always
from shell.frames import FRAME, Audio, Frame

LOUD = 0.5
"""A frame of this value is speech to `FakeVoiceActivity`; 0 is silence."""


def speech(ms: float) -> Audio:
    """Sound that `FakeVoiceActivity` takes for speech, rounded to whole frames of 32 ms."""
    return np.full(round(ms / 32) * FRAME, LOUD, np.float32)


def silence(ms: float) -> Audio:
    """Sound that is none, rounded to whole frames of 32 ms."""
    return np.zeros(round(ms / 32) * FRAME, np.float32)


class FakeVoiceActivity:
    """The probability of speech is twice the frame's loudest sample, at most 1."""

    def __init__(self) -> None:
        self.resets = 0

    def probability(self, frame: Frame) -> float:
        """See `VoiceActivity.probability`."""
        return min(1.0, 2.0 * float(np.abs(frame).max()))

    def reset(self) -> None:
        """Counts."""
        self.resets += 1


class ScriptedFrames:
    """A FrameSource that plays pieces of sound; between two pieces a script may do anything, a gap included."""

    def __init__(
        self, pieces: Iterable[Audio | None], *, live: bool = False, hold: asyncio.Event | None = None
    ) -> None:
        """None among `pieces` is a gap in the sound. With `hold`, the source stays open at its end until it is set."""
        self._pieces = list(pieces)
        self._hold = hold
        self.gaps = 0
        self.live = live

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """See `FrameSource.frames`."""
        for piece in self._pieces:
            if piece is None:
                self.gaps += 1
                continue
            for start in range(0, len(piece) // FRAME * FRAME, FRAME):
                await asyncio.sleep(0)
                yield piece[start : start + FRAME]
        if self._hold is not None:
            await self._hold.wait()


class FakeTranscriber:
    """Gives back what it was told to, in order, and keeps what it heard; NotRecognized when the script is used up."""

    def __init__(
        self, script: Sequence[str | Transcript | NotRecognized | Exception] = (), *, takes_s: float = 0.0
    ) -> None:
        """A str becomes a sure Transcript; an Exception is raised. Each call blocks for `takes_s` seconds.

        Where its words are not wanted, it says so as soon as it begins, and keeps its script for those that are.
        """
        self._script = list(script)
        self._takes_s = takes_s
        self.heard: list[Audio] = []

    def transcribe(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Transcript | NotRecognized:
        """See `Transcriber.transcribe`."""
        if not wanted():
            return CALLED_OFF
        self.heard.append(audio)
        time.sleep(self._takes_s)
        if not self._script:
            return NotRecognized("the script is used up")
        outcome = self._script.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return transcript(outcome) if isinstance(outcome, str) else outcome


def transcript(text: str, confidence: float = 0.95) -> Transcript:
    """A transcript with that confidence, 0 exclusive to 1, and clean evidence."""
    return Transcript(
        text=text,
        confidence=confidence,
        no_speech_probability=0.01,
        mean_log_probability=float(np.log(confidence)),
        compression_ratio=0.9,
    )
