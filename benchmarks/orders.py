"""Real spoken orders, clean and in a kitchen's noise, and what the transcriber writes for them, kept in a file.

The recordings are Picovoice's speech-to-intent benchmark's (Apache-2.0); the mixing follows it: noise from a random
offset, SNR as the ratio of the largest 2048-sample frame energies, then the peak scaled to 0.5.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shell.asr import Transcript

if TYPE_CHECKING:
    from shell.asr import Transcriber
    from shell.frames import Audio

SEED = 11
FRAME = 2048
"""Samples in a frame whose energy is compared."""
PEAK = 0.5
"""Largest sample of a mixed clip."""
CLEAN = "clean"
SNRS = (24, 21, 18, 15, 12, 9, 6)
"""Signal to noise, dB."""


@dataclass(frozen=True, slots=True)
class Order:
    """One recording, and what was meant."""

    name: str
    """The file's name."""
    slots: Mapping[str, str]
    """The labelled slots."""

    @property
    def held_out(self) -> bool:
        """Whether the clip is kept for the report: half of them, by a hash of the name."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 2 == 1


def orders(folder: Path) -> list[Order]:
    """Every labelled recording in `folder`, by name."""
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    return [Order(name, label["slots"]) for name, label in sorted(labels.items())]


def condition(snr_db: int | None) -> str:
    """The name under which a transcript is kept: `clean`, or `6 dB`."""
    return CLEAN if snr_db is None else f"{snr_db} dB"


def mixed(speech: Audio, noise: Audio, snr_db: float, offset: int) -> Audio:
    """`speech` with `noise` from `offset` (samples) on, the peak at PEAK; float32 (n,), as long as the speech."""
    import numpy as np  # noqa: PLC0415 -- heavy

    room = np.resize(np.roll(noise, -offset), len(speech))
    wanted = largest_energy(speech) / 10 ** (snr_db / 10)
    sound = speech + room * np.sqrt(wanted / max(largest_energy(room), 1e-12))
    return np.asarray(sound * (PEAK / max(float(np.abs(sound).max()), 1e-9)), np.float32)


def largest_energy(sound: Audio) -> float:
    """The mean square of the loudest frame of FRAME samples; of the whole where it is shorter."""
    import numpy as np  # noqa: PLC0415 -- heavy

    whole = sound[: len(sound) // FRAME * FRAME] if len(sound) >= FRAME else sound
    return float(np.max(np.mean(np.square(whole.reshape(-1, min(FRAME, len(whole)))), axis=1)))


class Transcripts:
    """What the transcriber wrote, by clip and condition; each is made once, and kept in a JSON file."""

    def __init__(self, folder: Path, kept: Path) -> None:
        """`folder` has the recordings; `kept` is the file, made where it is missing."""
        self._folder = folder
        self._kept = kept
        self._known: dict[str, dict[str, str]] = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
        self._noise: Audio | None = None

    def known(self, order: Order, snr_db: int | None) -> str | None:
        """The transcript, "" where the transcriber heard no words; None where it was not made yet."""
        return self._known.get(condition(snr_db), {}).get(order.name)

    def make(self, wanted: Iterable[tuple[Order, int | None]], transcriber: Transcriber) -> Iterator[str]:
        """Transcribe what is not known yet, one at a time, yielding each as it is kept."""
        for order, snr_db in wanted:
            if self.known(order, snr_db) is not None:
                continue
            heard = transcriber.transcribe(self.sound(order, snr_db))
            text = heard.text if isinstance(heard, Transcript) else ""
            self._known.setdefault(condition(snr_db), {})[order.name] = text
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            part = self._kept.with_suffix(".part")
            part.write_text(json.dumps(self._known, indent=1, sort_keys=True) + "\n", "utf-8")
            part.replace(self._kept)  # a reader never sees half of it
            yield text

    def sound(self, order: Order, snr_db: int | None) -> Audio:
        """The clip as it is recognised, float32 (n,), 16 kHz; the noise's offset is drawn by SEED, clip and SNR."""
        import numpy as np  # noqa: PLC0415 -- heavy

        from shell.audio_file import load  # noqa: PLC0415 -- heavy

        speech = load(self._folder / order.name)
        if snr_db is None:
            return speech
        if self._noise is None:
            self._noise = load(self._folder / "kitchen_noise.flac")
        drawn = int.from_bytes(hashlib.sha256(f"{SEED} {order.name} {snr_db}".encode()).digest()[:8], "big")
        offset = int(np.random.default_rng(drawn).integers(len(self._noise)))
        return mixed(speech, self._noise, snr_db, offset)
