"""The clips of `golem bench voice`: `clips.tsv` and a FLAC each, in `benchmarks/data/voice`.

`python -m benchmarks.voice_clips` speaks them anew with the default voice (CC0). A pause is real silence put between
two pieces spoken by themselves, so that its length is known. `jfk.flac` is eleven seconds of J. F. Kennedy's inaugural
address (a work of the United States government, in the public domain).
"""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.clips import RATE
from benchmarks.harness import Bench, Skipped
from benchmarks.speaking import load_voice
from shell.audio_file import load
from shell.frames import Audio
from shell.store import default_models_folder

FOLDER: Final = Path(__file__).parent / "data/voice"
_PAUSE: Final = re.compile(r"\[(\d+)\]")
LEVEL: Final = 0.1
"""Root mean square of a clip's loudest second: -20 dB of full scale, a voice near a microphone."""
FLOOR_DB: Final = 35.0
"""What is this much quieter than the loudest 10 ms is not speech any more."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Something to say."""

    name: str
    said: str
    """Its words, with pauses in milliseconds: "Delete the [800] old log."."""
    skill: str | None
    """The id of the skill that is meant; None for none."""
    kind: str
    """`complete`, `paused` (a complete one, with a pause in it), `destructive` or `other`."""

    @property
    def audio(self) -> Audio:
        """Its sound, float32 (n,), 16 kHz. Raises AudioError where the file is missing."""
        return load(FOLDER / f"{self.name}.flac")


def clips(only: str | None = None) -> list[Clip]:
    """All clips, or those whose name or kind contain `only`."""
    with (FOLDER / "clips.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if row and not row[0].startswith("#")]
    every = [Clip(name, said, skill or None, kind) for name, said, skill, kind in rows]
    return [clip for clip in every if only is None or only in clip.name or only in clip.kind]


def spoken(audio: Audio) -> tuple[int, int]:
    """First and one past the last sample of speech in float32 (n,), by loudness; (0, 0) in silence."""
    step = RATE // 100
    whole = len(audio) // step * step
    power = np.mean(np.square(audio[:whole].reshape(-1, step), dtype=np.float64), axis=1) if whole else np.zeros(0)
    loud = np.flatnonzero(power > max(1e-9, power.max(initial=0.0) * 10 ** (-FLOOR_DB / 10)))
    return (int(loud[0]) * step, (int(loud[-1]) + 1) * step) if len(loud) else (0, 0)


def make(clip: Clip, bench: Bench) -> Audio:
    """Speak a clip."""
    import soxr  # noqa: PLC0415 -- heavy

    voice = load_voice(bench)
    parts: list[Audio] = []
    for at, part in enumerate(_PAUSE.split(clip.said)):
        if at % 2:
            parts.append(np.zeros(int(part) * RATE // 1000, np.float32))
            continue
        sound: Audio = np.concatenate(list(voice.synthesize(part.strip())))
        sound = np.asarray(soxr.resample(sound, voice.sample_rate, RATE), np.float32)
        first, last = spoken(sound)
        parts.append(sound[first:last])
    audio = np.concatenate(parts)
    loudest = np.sqrt(np.mean(np.square(audio[np.abs(audio) > np.abs(audio).max() / 30])))
    louder: Audio = (audio * (LEVEL / loudest)).clip(-1, 1).astype(np.float32)
    return louder


def main() -> int:
    """Write every clip but the recorded one."""
    import soundfile  # noqa: PLC0415 -- heavy

    bench = Bench(models=default_models_folder(), data=None)
    try:
        for clip in clips():
            if clip.name != "jfk":
                soundfile.write(str(FOLDER / f"{clip.name}.flac"), make(clip, bench), RATE, subtype="PCM_16")
                print(clip.name)
    except Skipped as missing:
        print(missing, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
