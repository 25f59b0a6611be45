"""Fixed phrases, synthesised once and kept, so that "Yes?" and "Stopped." sound at once."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from shell.sanitize import speakable

if TYPE_CHECKING:
    from shell.tts import Samples, Voice

_MOST_BYTES: Final = 10_000_000
"""A kept phrase is seconds long; a larger file is not ours."""


class KeptPhrases:
    """Fixed phrases ("Yes?", "Stopped."), synthesised once in a lifetime: in memory, and on disk for the next start."""

    def __init__(self, voice: Voice, phrases: Sequence[str], cache: Path | None) -> None:
        """`cache` is a folder, made when needed; None keeps phrases in memory only."""
        self._voice = voice
        self._cache = cache
        self._missing = [spoken for phrase in dict.fromkeys(phrases) if (spoken := speakable(phrase))]
        self._kept: dict[str, Samples] = {}

    @property
    def missing(self) -> bool:
        """True while a phrase is still to be made."""
        return bool(self._missing)

    def get(self, spoken: str) -> Samples | None:
        """The sound of `spoken` (text from `speakable`), if it is kept."""
        return self._kept.get(spoken)

    def make_next(self) -> None:
        """Load or synthesise one missing phrase. Raises ModelError. A cache that cannot be written is done without."""
        spoken = self._missing[0]
        try:
            self._kept[spoken] = self._make(spoken)
        finally:
            self._missing.pop(0)  # also one that cannot be said: it would never be got past

    def _make(self, spoken: str) -> Samples:
        import numpy as np  # noqa: PLC0415 -- the typed prompt need not wait for it

        file = self._file(spoken)
        sound = self._load(file) if file else None
        if sound is None:
            parts = list(self._voice.synthesize(spoken))
            sound = np.concatenate(parts) if parts else np.zeros(0, np.float32)
            if file:
                self._save(file, sound)
        return sound

    def _file(self, spoken: str) -> Path | None:
        if self._cache is None:
            return None
        key = hashlib.sha256(f"{self._voice.fingerprint}\n{self._voice.sample_rate}\n{spoken}".encode()).hexdigest()
        return self._cache / f"{key}.npy"

    @staticmethod
    def _load(file: Path) -> Samples | None:
        """The sound in `file`; None if it is absent or not what was saved."""
        import numpy as np  # noqa: PLC0415 -- as in _make

        try:
            if file.stat().st_size > _MOST_BYTES:
                return None
            sound = np.load(file, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        whole = isinstance(sound, np.ndarray) and sound.dtype == np.float32 and sound.ndim == 1
        return sound if whole and bool(np.isfinite(sound).all()) else None

    @staticmethod
    def _save(file: Path, sound: Samples) -> None:
        import numpy as np  # noqa: PLC0415 -- as in _make

        held = io.BytesIO()
        np.save(held, sound, allow_pickle=False)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
            part = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as opened:
                    opened.write(held.getvalue())
                part.replace(file)
            finally:
                part.unlink(missing_ok=True)
        except OSError:
            return  # a full or read-only disk costs the next start some milliseconds, and nothing else
