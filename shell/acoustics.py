"""What a place sounds like, worked out of sound: its noise, a voice in it, how surely the voice is told from it, and
the way from the loudspeaker to the microphone. No device and no clock; `shell.sounding` records what is given here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shell.endpointer import Endpointer, EndpointerSettings, SpeechEnded
from shell.frames import SAMPLE_RATE, SILENT_DBFS, Audio, Frame, Rechunker, level_dbfs
from shell.likeness import likenesses
from shell.vad import VoiceActivity

LEAST_FRAMES: Final = 8
"""Frames that a level is made of at least: a quarter of a second."""
FULL: Final = 0.98
"""From this share of full scale on a sample counts as cut off."""
SOFTER_DB: Final = 3
"""Steps in which a voice is made softer."""
SOFTEST_DB: Final = 30
"""No softer than that is tried: a whisper is some 25 dB below a voice raised across a room."""
TONE_S: Final = 0.8
TONE_HZ: Final = (300.0, 5_000.0)
"""What small loudspeakers play and 16 kHz hold, and what a voice lies in."""
TONE_DBFS: Final = -23.0
"""As loud as Golem's own voice: the mean of Piper's joe while it speaks is -22.6."""
FOUND: Final = 0.1
"""Likeness from which on the tone was heard. Without it: white, pink and brown noise up to 0.05, speech 0.06. With it:
0.12 where it is 15 dB below white noise, 0.27 where the room's reverberation is 12 dB louder than the direct sound."""


@dataclass(frozen=True, slots=True)
class Noise:
    """A place in which nobody speaks."""

    level_dbfs: float
    """The mean power of the frames that are unlike speech; -120 to 0."""
    likest: float
    """The highest probability of speech in 99 of 100 frames, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks there."""

    level_dbfs: float
    """The mean power of the frames that are like speech, the noise taken off; -120 to 0."""
    over_noise_db: float
    clipped: float
    """Share of its samples that are cut off at full scale, 0 to 1."""
    margin_db: int
    """How much softer it may be and is still told from the noise, 0 to SOFTEST_DB, in steps of SOFTER_DB."""


@dataclass(frozen=True, slots=True)
class Echo:
    """The loudspeaker's sound in the microphone."""

    delay_s: float
    """From handing it to the loudspeaker to its first coming back."""
    level_dbfs: float
    below_db: float
    """By how much it is softer than what was played, the echo return loss (ITU-T G.122)."""


def noise_of(frames: Sequence[Frame], probabilities: Sequence[float], settings: EndpointerSettings) -> Noise | None:
    """The noise in what was recorded while nobody spoke; None where there was hardly a moment without a voice."""
    quiet = [frame for frame, each in zip(frames, probabilities, strict=True) if each < settings.stay_threshold]
    if len(quiet) < LEAST_FRAMES or len(quiet) * 2 < len(frames):
        return None
    return Noise(level_dbfs(np.concatenate(quiet)), float(np.quantile(np.asarray(probabilities), 0.99)))


def voice_of(
    frames: Sequence[Frame],
    probabilities: Sequence[float],
    noise: Sequence[Frame],
    vad: VoiceActivity,
    settings: EndpointerSettings,
) -> Voice | None:
    """The voice in what was recorded while somebody spoke, in a place with that `noise`; None where there is none.

    The `vad` is used, and forgets what it heard; 0.1 s or so for each second of sound.
    """
    voiced = [frame for frame, each in zip(frames, probabilities, strict=True) if each >= settings.start_threshold]
    if len(voiced) < LEAST_FRAMES:
        return None
    sound, around = np.concatenate(voiced), _joined(noise)
    floor = level_dbfs(around)
    level = decibels(power(level_dbfs(sound)) - power(floor))
    return Voice(
        level,
        level - floor,
        float(np.mean(np.abs(sound) >= FULL)),
        margin_db(np.concatenate(frames), around, vad, settings),
    )


def margin_db(speech: Audio, noise: Audio, vad: VoiceActivity, settings: EndpointerSettings) -> int:
    """How much softer `speech` may be before `vad` and the endpointer lose half of it, the `noise` staying as it is.

    It is really made softer, in steps, and the recorded noise is added so that there is as much of it as before.
    """
    whole = _heard_ms(speech, noise, vad, settings)

    def lost(softer: int) -> bool:
        share = 10.0 ** (-softer / 20.0)
        rest = np.sqrt(1.0 - share**2) * np.resize(noise, len(speech)) if len(noise) else 0.0
        return _heard_ms((share * speech + rest).astype(np.float32), noise, vad, settings) < whole / 2

    tried = range(SOFTER_DB, SOFTEST_DB + 1, SOFTER_DB)
    return bisect_left(tried, x=True, key=lost) * SOFTER_DB if whole > 0.0 else 0


def _heard_ms(sound: Audio, noise: Audio, vad: VoiceActivity, settings: EndpointerSettings) -> float:
    """How much of the sound becomes utterances, in milliseconds of voiced frames."""
    after = round((settings.end_silence_ms / 1_000.0 + 1.0) * SAMPLE_RATE)  # voice activity lingers
    ending = np.resize(noise, after) if len(noise) else np.zeros(after, np.float32)
    endpointer, heard = Endpointer(settings), 0.0
    vad.reset()
    for frame in Rechunker().push(np.concatenate((sound, ending)).astype(np.float32)):
        for event in endpointer.hear(frame, vad.probability(frame)):
            if isinstance(event, SpeechEnded):
                heard += event.speech_ms
                endpointer.handed_over()
    vad.reset()
    return heard


def tone() -> Audio:
    """What is played to find the echo: one sweep upwards, TONE_S long at TONE_DBFS, in and out softly.

    A sweep is like itself at one place only, so that its echo is found below the noise (a matched filter).
    """
    seconds = np.arange(round(TONE_S * SAMPLE_RATE)) / SAMPLE_RATE
    low, high = TONE_HZ
    wave = np.sin(2 * np.pi * (low * seconds + (high - low) * seconds**2 / (2 * TONE_S)))
    wave *= np.clip(np.minimum(seconds, TONE_S - seconds) / 0.02, 0.0, 1.0)
    loud = 10.0 ** (TONE_DBFS / 20.0) / np.sqrt(np.mean(wave**2))
    made: Audio = (wave * loud).astype(np.float32)
    return made


def echo_of(heard: Audio, played: Audio, floor_dbfs: float) -> Echo | None:
    """The echo of `played` in what was `heard` from the moment on at which it was handed to the loudspeaker.

    `heard` is the longer of the two; `floor_dbfs` is the level of the noise in it. None where there is no echo.
    """
    likeness: NDArray[np.float64] = likenesses(played, heard)
    best = float(likeness.max())
    if best < FOUND:
        return None
    # What reverberates comes later than the direct sound and may be louder: the first that is nearly as like counts.
    place = int(np.flatnonzero(likeness >= max(FOUND, best / 2))[0])
    found = level_dbfs(heard[place : place + len(played)])
    # All that came back, or, where the noise hides it, what is like the tone alone.
    level = decibels(max(power(found) - power(floor_dbfs), best**2 * power(found)))
    return Echo(place / SAMPLE_RATE, level, level_dbfs(played) - level)


def power(dbfs: float) -> float:
    """A level as a share of full scale's power."""
    return float(10.0 ** (dbfs / 10.0))


def decibels(share: float) -> float:
    """A power as a level, SILENT_DBFS where there is none."""
    return max(SILENT_DBFS, 10.0 * float(np.log10(max(share, 1e-12))))


def _joined(frames: Sequence[Frame]) -> Audio:
    return np.concatenate(frames) if frames else np.zeros(0, np.float32)
