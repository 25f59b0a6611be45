"""Text to sound: voices.

The one importer of piper, and only when a voice is loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

from msgspec import Meta

from shell.errors import ModelError, ModelMissing
from shell.sanitize import speakable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    """Mono sound, shape (samples,), -1 to 1, at the voice's sample rate."""


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How Golem sounds."""

    speed: Annotated[float, Meta(ge=0.25, le=4.0)] = 1.0
    """1 is the voice's own; 1.5 is half as fast again. 0.25 to 4."""
    volume: Annotated[float, Meta(ge=0.0, le=1.0)] = 1.0
    """Share of full scale, 0 to 1."""
    speaker: Annotated[int, Meta(ge=0)] | None = None
    """Which speaker of a voice that has several, counted from 0; None is the voice's own choice."""


class Voice(Protocol):
    """Something that reads text aloud."""

    @property
    def name(self) -> str:
        """Which voice this is, for the toolbar."""
        ...

    @property
    def sample_rate(self) -> int:
        """Samples a second of all that it says."""
        ...

    @property
    def fingerprint(self) -> str:
        """Differs wherever the same text would sound different; hexadecimal. May take 0.1 s at first."""
        ...

    def synthesize(self, text: str) -> Iterator[Samples]:
        """Sound for `text`, piece by piece, each a whole sentence or less. Blocks; one thread at a time.

        Raises ModelError.
        """
        ...


class PiperVoice:
    """A Piper voice (VITS in ONNX): 50 to 250 ms for a short sentence on 2 cores. Loading takes about half a second."""

    def __init__(self, folder: Path, settings: VoiceSettings | None = None) -> None:
        """Load the one `*.onnx` in `folder`, with its `*.onnx.json` beside it.

        Raises ModelMissing without either, ModelError for files that are no Piper voice.
        """
        self._settings = settings or VoiceSettings()
        files = sorted(folder.glob("*.onnx"))
        if len(files) != 1 or not files[0].with_name(f"{files[0].name}.json").is_file():
            raise ModelMissing(
                f"no Piper voice (one .onnx and its .onnx.json) in {folder}: `golem models pull` fetches it"
            )
        self._file = files[0]
        self._piper, self._synthesis = self._load()

    def _load(self) -> tuple[Any, Any]:
        from piper import PiperVoice as Piper  # noqa: PLC0415 -- heavy: brings onnxruntime
        from piper import SynthesisConfig  # noqa: PLC0415 -- as above

        settings = self._settings
        try:
            piper = Piper.load(self._file, download_dir=self._file.parent)
            rate = float(piper.config.length_scale)
        except Exception as error:  # broad: json, onnxruntime and piper each raise their own
            raise ModelError(
                f"{self._file} is not a Piper voice, or is damaged ({_one_line(error)}): "
                "`golem models verify` checks it"
            ) from error
        return piper, SynthesisConfig(
            speaker_id=settings.speaker, length_scale=rate / settings.speed, volume=settings.volume
        )

    @property
    def name(self) -> str:
        """The file's name without its ending: `en_US-joe-medium`."""
        return self._file.stem

    @property
    def sample_rate(self) -> int:
        """From the voice's own settings; 22,050 or 16,000 Hz for most."""
        return int(self._piper.config.sample_rate)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the voice's two files and of the settings."""
        digest = hashlib.sha256(repr(astuple(self._settings)).encode())
        try:
            for file in (self._file, self._file.with_name(f"{self._file.name}.json")):
                with file.open("rb") as opened:
                    digest.update(hashlib.file_digest(opened, "sha256").digest())
        except OSError as error:
            raise ModelMissing(f"the voice {self._file} cannot be read: {error.strerror}") from error
        return digest.hexdigest()

    def synthesize(self, text: str) -> Iterator[Samples]:
        """See `Voice.synthesize`."""
        try:
            for chunk in self._piper.synthesize(speakable(text), self._synthesis):
                yield chunk.audio_float_array
        except Exception as error:  # broad: espeak-ng and onnxruntime raise their own
            raise ModelError(f"the voice {self.name} cannot say that: {_one_line(error)}") from error


def english_sounds(words: str) -> str:
    """Words to IPA, as espeak-ng's American English says them; quick, and from any thread.

    espeak-ng, which Piper brings, has one voice at a time for the whole process: a use sets it and then asks for the
    phones, in two steps. Piper holds a lock of its own over both, and so the same one is held here.
    """
    # Private, and yet the one lock that Piper's threads wait for; a Piper without it fails here, not in between.
    from piper.voice import _ESPEAK_PHONEMIZER_LOCK  # noqa: PLC0415 -- heavy: brings onnxruntime

    with _ESPEAK_PHONEMIZER_LOCK:
        return "".join("".join(one) for one in _phonemizer().phonemize("en-us", words))


@cache
def _phonemizer() -> Any:  # noqa: ANN401  # piper has no types for it
    """Made under the lock, too: making one sets espeak-ng up anew."""
    from piper.phonemize_espeak import EspeakPhonemizer  # noqa: PLC0415 -- heavy: brings onnxruntime

    return EspeakPhonemizer()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
