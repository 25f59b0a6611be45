"""Sound from a file instead of a microphone: the one importer of soundfile (libsndfile)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import numpy as np

from shell.errors import AudioError
from shell.frames import FRAME, SAMPLE_RATE, Audio, Frame, Rechunker
from shell.resample import StreamResampler, mix_down

_BLOCK = 65_536
"""Samples read at a time: a header that lies about the length costs no memory."""
_LONGEST_S = 3_600
"""An hour is 230 MB as samples; a longer file was hardly meant."""


def load(path: Path) -> Audio:
    """The whole file, mixed down and resampled to float32 (n,), 16 kHz, n at least 1.

    WAV and FLAC of any rate and channel count, and whatever else libsndfile reads. A WAV that breaks off gives what is
    there. Raises AudioError, naming the file, for anything that is no sound: missing, a folder, not audio, damaged,
    empty, with NaN or infinity, or longer than an hour.
    """
    import soundfile  # noqa: PLC0415  # loads a C library; only files need it

    if path.is_dir():
        raise AudioError(f"{path} is a folder, not an audio file")
    if not path.is_file():
        raise AudioError(f"there is no audio file {path}")
    try:
        with soundfile.SoundFile(str(path)) as file:
            pieces = _read(file, path)
    except (soundfile.SoundFileError, OSError, TypeError, ValueError) as error:
        raise AudioError(f"{path} is not audio that can be read, or is damaged: WAV and FLAC are understood") from error
    audio = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    if not len(audio):
        raise AudioError(f"{path} holds no sound")
    return audio


def _read(file: object, path: Path) -> list[Audio]:
    rate: int = file.samplerate  # type: ignore[attr-defined]  # soundfile has no types
    resampler = StreamResampler(rate, SAMPLE_RATE)
    pieces: list[Audio] = []
    total = 0
    while True:
        block = file.read(_BLOCK, dtype="float32", always_2d=True)  # type: ignore[attr-defined]  # soundfile has no types
        if not np.isfinite(block).all():
            raise AudioError(f"{path} holds values that are no sound (NaN or infinity)")
        total += len(block)
        if total > _LONGEST_S * rate:
            raise AudioError(f"{path} is longer than an hour: cut it into pieces")
        if total:
            pieces.append(resampler.push(mix_down(block), last=len(block) < _BLOCK))
        if len(block) < _BLOCK:
            return pieces


class FileFrames:
    """A FrameSource over sound in memory, followed by silence, so that the last utterance ends too."""

    gaps = 0
    """Nothing is ever lost."""

    def __init__(self, audio: Audio, *, realtime: bool = False, trailing_ms: float = 2_000.0) -> None:
        """`audio` is float32 (n,), 16 kHz. With `realtime` a frame comes each 32 ms, else as fast as they are taken.

        `trailing_ms` of silence must be longer than the endpointer's `late_silence_ms`.
        """
        self._audio = audio
        self._realtime = realtime
        self._trailing = np.zeros(int(trailing_ms * SAMPLE_RATE / 1000) + FRAME, np.float32)

    @property
    def live(self) -> bool:
        """True where frames come by the clock."""
        return self._realtime

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """See `FrameSource.frames`."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        rechunker = Rechunker()
        count = 0
        for part in (self._audio, self._trailing):
            for frame in rechunker.push(part):
                count += 1
                due = began + count * FRAME / SAMPLE_RATE if self._realtime else 0.0
                await asyncio.sleep(max(0.0, due - loop.time()))
                yield frame
