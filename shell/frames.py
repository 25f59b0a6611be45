"""The unit of hearing: a frame of sound, where frames come from, and how to cut them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples a second of everything past the microphone: what both Silero and Whisper were trained on."""
FRAME = 512
"""Samples in a frame: the one length that Silero takes at 16 kHz; 32 ms."""

Frame = NDArray[np.float32]
"""Shape (512,), mono, 16 kHz, -1 to 1."""
Audio = NDArray[np.float32]
"""Shape (n,), mono, 16 kHz, -1 to 1."""

SILENT_DBFS = -120.0
"""What `level_dbfs` gives for digital silence."""


DRIFT = 0.00001
"""Seconds a second by which a frame's clock may run apart from the machine's: more than sound cards do."""
SETTLING = 32
"""Frames, a second of them, in which a clock finds its time."""
LEAP_S = 0.02
"""A frame that comes so much earlier than it can proves that the time was wrong: sound was lost or cut before it."""


class FrameSource(Protocol):
    """Something to listen to."""

    @property
    def gaps(self) -> int:
        """How many times so far sound was lost between two frames: what was half heard then cannot be trusted."""
        ...

    @property
    def live(self) -> bool:
        """True where frames come by the clock, whether or not anyone has time for them."""
        ...

    def frames(self) -> AsyncIterator[Frame]:
        """Every frame in order, until the source ends. Call it once at a time."""
        ...


class Rechunker:
    """Cuts chunks of any length into frames; what is left over waits for the next chunk."""

    def __init__(self) -> None:
        self._rest: Audio = np.zeros(0, np.float32)

    def push(self, chunk: Audio) -> Iterator[Frame]:
        """Take the next samples, float32 (n,), n from 0; the frames that are now complete. Exhaust the iterator."""
        joined = np.concatenate((self._rest, chunk)) if len(self._rest) else chunk
        whole = len(joined) // FRAME * FRAME
        self._rest = joined[whole:].copy()
        for start in range(0, whole, FRAME):
            yield joined[start : start + FRAME]

    def reset(self) -> None:
        """Forget what is left over."""
        self._rest = np.zeros(0, np.float32)


def level_dbfs(samples: Audio) -> float:
    """Loudness in dB relative to full scale: 20 log10 of the root mean square; a full-scale square wave is 0."""
    if not len(samples):
        return SILENT_DBFS
    mean_square = float(np.mean(np.square(samples, dtype=np.float64)))
    return max(SILENT_DBFS, 10.0 * float(np.log10(mean_square + 1e-12)))


class FrameClock:
    """When a frame began, though frames come in bursts: no frame comes early, so the earliest tell the time.

    Once it has settled it is steady rather than exact: what was played is looked up by it, and an echo that seemed to
    come 3 ms sooner at every burst would be another room to an echo canceller.
    """

    def __init__(self) -> None:
        self._heard = 0
        self._origin = float("inf")

    def began(self, arrived: float) -> float:
        """Of the frame that arrived now, on the same clock."""
        self._heard += 1
        length = FRAME / SAMPLE_RATE
        earliest, drift = arrived - self._heard * length, DRIFT * length
        if self._heard <= SETTLING or earliest < self._origin - LEAP_S:
            self._origin = min(self._origin, earliest)
        else:
            self._origin += drift if earliest > self._origin else -drift
        return self._origin + (self._heard - 1) * length
