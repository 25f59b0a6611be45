"""The way from the loudspeaker to the microphone, learnt: what it does not explain is somebody else's.

An echo canceller of WebRTC's kind suppresses what is left of an echo, and with it the first syllables of whoever speaks
over it: a quarter of a second of them. So beside it a plain linear filter learns the same way, and suppresses nothing.
While Golem's voice is all that there is, it explains nine tenths of the sound's power and more, in reverberant rooms
too; when somebody else begins, from the first frame on hardly anything.

It is a partitioned block adaptive filter in the frequency domain (Soo and Pang 1990), normalised per frequency, on
first differences, since speech is strongest where it tells least. What it learnt while somebody else spoke is
forgotten. Numpy alone; nothing here is heard.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from shell.frames import FRAME, Audio, Frame

PARTITIONS: Final = 8
"""Frames of played sound that an echo is made of: a quarter of a second, a room's reverberation."""
REACH: Final = (PARTITIONS + 1) * FRAME
"""Samples of what was played that each frame is explained with."""
STEP: Final = 0.7
"""Of the way to the filter that would have explained the newest frame, 0 to 1."""
LEAST_POWER: Final = 1e-4
"""Added to the power of what was played, so that silence teaches nothing."""
LEARNT_DB: Final = -12.0
"""What is usually left of an echo, of its power, from which on the filter explains enough to say anything."""
USUAL: Final = 0.05
"""Weight of the newest frame in that."""
UNEXPLAINED_DB: Final = -4.0
"""Of a frame's power, from which on it holds more than the echo. In simulated rooms, from dry to as much reverberation
as direct sound, a minute of echo alone each was never above it for two frames; people as loud as the echo were, 69 to
120 ms after they began, in the median."""
BELOW_ECHO_DB: Final = 7.0
"""What is unexplained must be no softer than that below the echo of late: pauses leave small rests."""
HEARD_DB: Final = -60.0
"""Power of first differences below which a frame holds no echo."""
UP, DOWN = 0.3, 0.01
"""Weights of a louder and of a softer frame in the level of the echo of late."""
KEPT: Final = 8
"""Frames between two copies of the filter; the older one is gone back to."""
HELD: Final = 15
"""Frames for which nothing is learnt after somebody else was heard."""


class EchoPath:
    """Give it every frame while something is played or its echo may be heard; 0.13 to 0.3 ms each."""

    def __init__(self) -> None:
        self._filter = np.zeros((PARTITIONS, FRAME + 1), np.complex128)
        self._copies = (self._filter, self._filter)
        self._last_heard = 0.0
        self._frames = 0
        self._usual = 0.0
        self._level = HEARD_DB
        self._held = 0

    def begin(self, lead: int, gain: float) -> None:
        """Take the echo for what was played, `lead` samples later and `gain` times as loud, until more is learnt."""
        self._filter = np.zeros_like(self._filter)
        self._filter[0] = gain * np.exp(-2j * np.pi * np.arange(FRAME + 1) * lead / (2 * FRAME))
        self._copies = (self._filter, self._filter)

    def unexplained(self, heard: Frame, played: Audio) -> bool:
        """Whether a frame holds more than an echo of the REACH samples that were played until its end.

        The devices' delay is taken off `played` before: it changes with every stream that is opened, and the room does
        not.
        """
        sound = np.diff(heard.astype(np.float64), prepend=self._last_heard)
        self._last_heard = float(heard[-1])
        spectra = _spectra(np.diff(played.astype(np.float64), prepend=float(played[0])))
        rest = sound - np.fft.irfft((self._filter * spectra).sum(axis=0))[FRAME:]
        if not spectra.any():
            return False
        other = self._is_other(_power_db(rest), _power_db(sound))
        if other:
            self._filter, self._held = self._copies[0], HELD
            self._copies = (self._filter, self._filter)
        elif self._held:
            self._held -= 1
        else:
            self._learn(spectra, rest)
        return other

    def _is_other(self, rest_db: float, sound_db: float) -> bool:
        """Told of each frame once."""
        least = self._level - BELOW_ECHO_DB
        self._level += (UP if sound_db > self._level else DOWN) * (sound_db - self._level)
        if sound_db < HEARD_DB:
            return False
        left = rest_db - sound_db
        other = self._usual <= LEARNT_DB and rest_db > least and left > UNEXPLAINED_DB
        if sound_db > least and not other and not self._held:
            self._usual += USUAL * (min(left, 0.0) - self._usual)
        return other

    def _learn(self, spectra: NDArray[np.complex128], rest: NDArray[np.float64]) -> None:
        wrong = np.fft.rfft(np.concatenate((np.zeros(FRAME), rest)))
        power = (np.abs(spectra) ** 2).sum(axis=0) + LEAST_POWER * FRAME
        change = np.fft.irfft(np.conj(spectra) * wrong / power, axis=1)
        change[:, FRAME:] = 0.0  # a filter of one frame each, so that a spectrum's product is no circle
        self._filter = self._filter + STEP * np.fft.rfft(change, axis=1)
        self._frames += 1
        if self._frames % KEPT == 0:
            self._copies = (self._copies[1], self._filter)


def _spectra(played: NDArray[np.float64]) -> NDArray[np.complex128]:
    """Of each two frames in a row, the newest first, (PARTITIONS, FRAME + 1)."""
    frames = played.reshape(PARTITIONS + 1, FRAME)
    return np.asarray(np.fft.rfft(np.concatenate((frames[:-1], frames[1:]), axis=1), axis=1)[::-1])


def _power_db(sound: NDArray[np.float64]) -> float:
    return float(10.0 * np.log10(np.mean(np.square(sound)) + 1e-10))
