"""What the first page tries on the machine, for real: the microphone's level, the voice, and the models' speed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from contextlib import aclosing, nullcontext
from dataclasses import dataclass, replace
from typing import Final, Literal

from shell.audio import Microphone
from shell.config import Config
from shell.errors import AudioError, ModelError
from shell.first_page import Level
from shell.frames import SAMPLE_RATE, Frame, level_dbfs
from shell.hearing_speed import Advice, Speedometer, advice_for
from shell.places import Places
from shell.store import Store

WINDOW_S: Final = 0.5
"""Seconds of sound whose loudness is one figure: a syllable or two."""
SETTLE_S: Final = 0.3
"""Seconds at the start that do not count: many devices begin with a click."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Probes of this machine, as the settings have it."""

    config: Config
    places: Places
    store: Store
    working: Callable[[str], contextlib.AbstractContextManager[object]] = lambda _: nullcontext()
    """Shows, while it lasts, that this is being done."""

    def level(self, device: str | int | None, seconds: float) -> Level:
        """Listen for that long. Raises AudioError where there is nothing to listen with."""
        microphone = Microphone(replace(self.config.microphone, device=device))
        with self.working("listening"):
            frames = asyncio.run(_listened(microphone, seconds))
        used = microphone.device
        return level_of(frames, used.name if used is not None else "the microphone")

    def say(self, sentence: str, device: str | int | None) -> None:
        """Say a sentence to its end. Raises ModelMissing, ModelError, AudioError."""
        from shell.engines import speaker_of  # noqa: PLC0415 - loads the voice's modules

        trouble: list[str] = []
        wanted = replace(self.config, speaker=replace(self.config.speaker, device=device))
        with self.working("speaking"):
            speaker = speaker_of(wanted, self.store, self.places, trouble.append)
            try:
                speaker.say(sentence)
                speaker.wait(60.0)
            finally:
                speaker.close()
        if trouble:
            raise AudioError(trouble[0])

    def advice(self) -> Advice | None:
        """Measure what was not measured yet. Raises ModelError where no model loads."""
        every = [one for one in self.store.list() if one.model.use == "hear"]
        here = {one.model.name: one.folder for one in every if one.present}
        known = [one.model.name for one in every if not one.present]
        speedometer = Speedometer(self.places.cache / "hearing-speed.json", self.config.transcriber)
        with self.working("measuring"):
            advice, faults = advice_for(speedometer, here, self.config.transcriber.language, known, again=False)
        if advice is None and faults:
            raise ModelError(str(faults[0]))
        return advice

    def devices(self, direction: Literal["input", "output"]) -> Sequence[str]:
        """Their names, each once. Raises AudioError."""
        from shell.audio_device import list_devices  # noqa: PLC0415 - loads PortAudio

        return list(dict.fromkeys(one.name for one in list_devices() if one.channels(direction)))


async def _listened(microphone: Microphone, seconds: float) -> list[Frame]:
    frames: list[Frame] = []
    async with aclosing(microphone.once()) as sound:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                async for frame in sound:
                    frames.append(frame)
    if not frames:
        raise AudioError("the microphone gives no sound")
    return frames


def level_of(frames: Sequence[Frame], device: str) -> Level:
    """The softest and the loudest WINDOW_S of the sound, what is before SETTLE_S left out where there is enough."""
    import numpy as np  # noqa: PLC0415 - loaded with the microphone

    sound = np.concatenate(frames)
    window, start = int(WINDOW_S * SAMPLE_RATE), int(SETTLE_S * SAMPLE_RATE)
    sound = sound[start:] if len(sound) > start + window else sound
    places = range(0, max(1, len(sound) - window + 1), window // 4)
    levels = [level_dbfs(sound[place : place + window]) for place in places]
    return Level(device, min(levels), max(levels))
