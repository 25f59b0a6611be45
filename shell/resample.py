"""From one sample rate to another, and from many channels to one: the one importer of soxr (libsoxr, quality HQ)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shell.frames import Audio


def mix_down(samples: NDArray[np.float32]) -> Audio:
    """The mean of all channels: (n, channels) or (n,) in, float32 (n,) out. NaN and infinity become 0."""
    mono = samples if samples.ndim == 1 else samples.mean(axis=1, dtype=np.float32)
    return np.nan_to_num(mono, nan=0.0, posinf=0.0, neginf=0.0).astype(np.float32, copy=False)


class StreamResampler:
    """Resamples mono sound that comes in chunks, without a seam between them."""

    def __init__(self, from_rate: float, to_rate: float) -> None:
        """Rates in Hz, above 0. Equal rates cost nothing."""
        self._stream: Any = None
        if from_rate != to_rate:
            import soxr  # noqa: PLC0415  # only a device or file at another rate needs it

            self._stream = soxr.ResampleStream(from_rate, to_rate, 1, dtype="float32", quality="HQ")

    def push(self, samples: Audio, *, last: bool = False) -> Audio:
        """What is ready after the next samples, float32 (n,); with `last` also what the filter still held.

        The filter holds back a few milliseconds. After `last` nothing more may be pushed.
        """
        if self._stream is None:
            return samples
        ready: Audio = self._stream.resample_chunk(np.ascontiguousarray(samples, np.float32), last=last)
        return ready

    def close(self) -> None:
        """Let go of the filter, since one that is held when Python ends is complained of. Then push no more."""
        self._stream = None
