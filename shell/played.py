"""What the loudspeaker plays, when: the reference without which no echo can be told from a voice.

The loudspeaker's thread notes each block as it hands it over; the hearing line asks what sounded during a frame. Both
use `time.monotonic()`. A device takes its first blocks faster than it plays them, so a block begins where the one
before it ends, or now, if that is over already. What is noted is early by the devices' own delay, never late; the echo
canceller finds the rest.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

import numpy as np

from shell.frames import SAMPLE_RATE, Audio
from shell.resample import StreamResampler

_KEPT = 1 << 19
"""Samples kept: 32 s, more than is ever handed to a device ahead of its time."""
TAIL_S = 0.6
"""Sound that was played may come back so long afterwards: devices' delay and the room's reverberation."""


class Played:
    """A timeline of played sound at 16 kHz, mono. All methods may be called from any thread, and are quick."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._origin = clock()
        self._ring = np.zeros(_KEPT, np.float32)
        self._until = 0
        """The timeline's first sample that nothing is known to sound at."""
        self._resampler: StreamResampler | None = None
        self._rate = 0
        self._sentences: deque[tuple[str, int]] = deque(maxlen=64)
        """Each with the sample at which it ends, as far as it has been handed over."""

    def note(self, samples: Audio, rate: int, text: str = "") -> None:
        """The loudspeaker is being handed `samples`, float32 (n,), -1 to 1, at `rate` Hz, now; they are of `text`."""
        with self._lock:
            now = self._index(self._clock())
            if self._until < now or self._resampler is None or rate != self._rate:
                self._resampler, self._rate = StreamResampler(rate, SAMPLE_RATE), rate
                self._write(max(now - self._until, 0))
            ready = self._resampler.push(np.asarray(samples, np.float32))[-_KEPT:]
            self._write(len(ready), ready)
            if text:
                if self._sentences and self._sentences[-1][0] == text:
                    self._sentences.pop()
                self._sentences.append((text, self._until))

    def words_since(self, at: float) -> str:
        """Every sentence of which something sounded after `at` (monotonic, seconds), in order, joined."""
        with self._lock:
            first = self._index(at)
            return " ".join(text for text, until in self._sentences if until >= first)

    def cut(self) -> float:
        """The loudspeaker was silenced now: what was handed over and not played never sounds. Its length, seconds."""
        with self._lock:
            now = self._index(self._clock())
            unheard = max(0, self._until - now)
            self._ring[np.arange(self._until - unheard, self._until) % _KEPT] = 0.0
            self._until -= unheard
            self._resampler = None
            return unheard / SAMPLE_RATE

    def during(self, began: float, samples: int) -> Audio:
        """What was handed over to sound from `began` (monotonic, seconds) for `samples` samples, else 0."""
        with self._lock:
            first = self._index(began)
            wanted = np.arange(first, first + samples)
            known = (wanted < self._until) & (wanted >= max(0, self._until - _KEPT))
            return np.where(known, self._ring[wanted % _KEPT], np.float32(0.0)).astype(np.float32, copy=False)

    def audible(self, at: float) -> bool:
        """Whether played sound, or its echo, may be in the room at `at` (monotonic, seconds)."""
        with self._lock:
            return self._until > 0 and self._index(at) < self._until + round(TAIL_S * SAMPLE_RATE)

    def _index(self, at: float) -> int:
        return round((at - self._origin) * SAMPLE_RATE)

    def _write(self, count: int, samples: Audio | None = None) -> None:
        """Append `count` samples, silence unless given."""
        kept = min(count, _KEPT)
        places = np.arange(self._until + count - kept, self._until + count) % _KEPT
        self._ring[places] = 0.0 if samples is None else samples[count - kept :]
        self._until += count
