"""Spoken clips to hear: made with the default voice, so that a user's clone needs no recordings."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from benchmarks.harness import Bench
from benchmarks.speaking import load_voice

if TYPE_CHECKING:
    from shell.tts import Samples

RATE = 16_000
COMMAND = "Show me the git status."
DICTATION = (
    "Please look into the folder of the project, find every file that was changed this week, and tell me "
    "which of them are larger than ten megabytes."
)


@lru_cache(maxsize=8)
def clip(bench: Bench, text: str, seconds: float) -> Samples:
    """`text` spoken, float32 mono at 16 kHz, cut or filled with near silence to just `seconds`."""
    import numpy as np  # noqa: PLC0415 -- heavy
    import soxr  # noqa: PLC0415 -- as above

    voice = load_voice(bench)
    sound = np.concatenate(list(voice.synthesize(text)))
    sound = np.asarray(soxr.resample(sound, voice.sample_rate, RATE), np.float32)
    length = int(seconds * RATE)
    filled = np.random.default_rng(1).normal(0, 1e-4, length).astype(np.float32)
    filled[: len(sound)] += sound[:length]
    return filled
