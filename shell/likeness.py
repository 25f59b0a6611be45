"""How like one piece of sound is to another, at each place: what tells an echo from anything else. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shell.frames import Audio


def likenesses(part: Audio, whole: Audio) -> NDArray[np.float64]:
    """0 to 1 for each place in the longer `whole`: the normalised cross-correlation of `part` with what begins there.

    Shape (len(whole) - len(part) + 1,). Of their first differences, since speech is strongest where it is least
    telling, in the low frequencies.
    """
    one, other = np.diff(part.astype(np.float64)), np.diff(whole.astype(np.float64))
    size = 1 << (len(one) + len(other)).bit_length()
    spectrum = np.conj(np.fft.rfft(one, size)) * np.fft.rfft(other, size)
    products = np.abs(np.fft.irfft(spectrum, size)[: len(other) - len(one) + 1])
    sums = np.cumsum(np.concatenate(([0.0], other**2)))
    energies = (sums[len(one) :] - sums[: -len(one)]) * float(np.sum(one**2))
    found: NDArray[np.float64] = (products / np.sqrt(np.maximum(energies, 1e-9))).clip(0.0, 1.0)
    return found


def resemblance(part: Audio, whole: Audio) -> float:
    """The highest of them: 1 where `part`, at any loudness, lies in `whole`."""
    return float(np.max(likenesses(part, whole)))
