"""Records what `shell.acoustics` measures: a quiet moment, a sentence, and a tone from the loudspeaker.

One microphone is open throughout, so that all is heard alike, and the tone's way is told by one clock. Nobody should
call this who was not asked: it listens, and it plays.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager, aclosing
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np

from shell.acoustics import LEAST_FRAMES, Echo, Noise, Voice, echo_of, noise_of, tone, voice_of
from shell.audio import Microphone
from shell.audio_device import OutputStream
from shell.config import Config
from shell.errors import AudioError
from shell.frames import SAMPLE_RATE, SILENT_DBFS, Frame, FrameClock, level_dbfs
from shell.vad import VoiceActivity

SETTLE_S: Final = 0.3
"""Seconds at the start that do not count: many devices begin with a click."""
QUIET_S: Final = 2.0
SPOKEN_S: Final = 8.0
"""At most; a sentence that has ended is not waited after."""
ENDED_FRAMES: Final = 25
"""Frames without speech after which a sentence has ended: 0.8 s."""
ECHO_S: Final = 1.0
"""How late an echo is looked for; wireless loudspeakers come some 0.2 to 0.3 s late."""
LOOK_S: Final = 0.1
"""How often it is looked whether the tone has been handed over, in seconds."""
SENTENCE: Final = "Golem, show me the branches."

BE_QUIET: Final = "Be quiet for a moment."
SPEAK: Final = f"Now say: “{SENTENCE}”"
A_TONE: Final = "A tone is played."


class Guide(Protocol):
    """Tells whoever sits there what to do, and shows how loud it is."""

    def phase(self, what: str, seconds: float) -> AbstractContextManager[Callable[[float], None]]:
        """`what` is to be done now, for so many seconds at most; is given the level of each frame, dBFS."""
        ...


@dataclass(frozen=True, slots=True)
class Sounding:
    """What was measured in one go."""

    device: str
    """The microphone's name; foreign text."""
    noise: Noise | None
    """None where there was no quiet moment."""
    voice: Voice | None
    """None where nobody spoke."""
    echo: Echo | None
    """None where nothing of the tone came back, or it was not played."""
    unplayed: str = ""
    """Why no tone was played; empty where one was."""


def sounded(
    config: Config, guide: Guide, vad: VoiceActivity, open_output: Callable[[], OutputStream] | None
) -> Sounding:
    """Measure, in some 6 to 14 seconds. `open_output` is for sound at 16 kHz; without it nothing is played.

    Raises AudioError where there is nothing to listen with.
    """
    return asyncio.run(_sounded(config, guide, vad, open_output))


async def _sounded(
    config: Config, guide: Guide, vad: VoiceActivity, open_output: Callable[[], OutputStream] | None
) -> Sounding:
    microphone, vad_settings = Microphone(config.microphone), config.endpointer
    came, unplayed = None, ""
    async with aclosing(microphone.once()) as frames:
        ear = _Ear(frames, vad)
        await ear.listen(SETTLE_S)
        with guide.phase(BE_QUIET, QUIET_S) as seen:
            quiet = await ear.listen(QUIET_S, seen)
        with guide.phase(SPEAK, SPOKEN_S) as seen:
            spoken = await ear.listen(SPOKEN_S, seen, ended=vad_settings.start_threshold)
        noise = noise_of(quiet.frames, quiet.probabilities, vad_settings)
        if open_output is not None:
            try:
                with guide.phase(A_TONE, ECHO_S) as seen:
                    came = await _came_back(ear, open_output, seen, noise)
            except AudioError as error:
                unplayed = str(error)
    device = microphone.device
    around = quiet.frames if noise is not None else []
    voice = await asyncio.to_thread(voice_of, spoken.frames, spoken.probabilities, around, vad, vad_settings)
    return Sounding(device.name if device is not None else "the microphone", noise, voice, came, unplayed)


@dataclass(frozen=True, slots=True)
class _Heard:
    frames: list[Frame] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    began: list[float] = field(default_factory=list)
    """When each frame began, on the monotonic clock, in seconds."""


class _Ear:
    """Frames as they come, each with its time and its probability of speech."""

    def __init__(self, frames: AsyncGenerator[Frame, None], vad: VoiceActivity) -> None:
        self._frames = frames
        self._vad = vad
        self._clock = FrameClock()
        vad.reset()

    async def listen(
        self, seconds: float, seen: Callable[[float], None] = lambda _: None, *, ended: float | None = None
    ) -> _Heard:
        """So much sound; less, where a sentence, of frames from the probability `ended` on, has come to its end."""
        heard, voiced, quiet = _Heard(), 0, 0
        while len(heard.frames) * 0.032 < seconds:
            try:
                frame = await anext(self._frames)
            except StopAsyncIteration:
                raise AudioError("the microphone gives no sound") from None
            probability = self._vad.probability(frame)
            heard.frames.append(frame.copy())
            heard.probabilities.append(probability)
            heard.began.append(self._clock.began(time.monotonic()))
            seen(level_dbfs(frame))
            if ended is not None:
                speaks = probability >= ended
                voiced, quiet = voiced + speaks, 0 if speaks else quiet + 1
                if voiced >= LEAST_FRAMES and quiet >= ENDED_FRAMES:
                    break
        return heard


async def _came_back(
    ear: _Ear, open_output: Callable[[], OutputStream], seen: Callable[[float], None], noise: Noise | None
) -> Echo | None:
    """Play the tone and listen. Raises AudioError."""
    played, handed_over = tone(), [0.0]

    def play() -> None:
        output = open_output()
        try:
            handed_over[0] = time.monotonic()
            output.write(played)
        finally:
            output.close()

    playing = asyncio.create_task(asyncio.to_thread(play))
    pieces: list[_Heard] = []
    try:
        while not playing.done():
            pieces.append(await ear.listen(LOOK_S, seen))
        pieces.append(await ear.listen(ECHO_S, seen))
    finally:
        await playing
    sound = np.concatenate([frame for piece in pieces for frame in piece.frames])
    start = max(0, round((handed_over[0] - pieces[0].began[0]) * SAMPLE_RATE))
    return echo_of(sound[start:], played, noise.level_dbfs if noise is not None else SILENT_DBFS)
