"""The recorded orders: their halves, their noise, and the transcripts that are kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.orders import PEAK, Order, Transcripts, largest_energy, mixed
from shell.asr import NotRecognized, Transcript, Wanted, always
from shell.frames import Audio


@given(st.integers(0, 5000), st.sampled_from([6, 12, 24]))
def test_noise_is_mixed_at_the_ratio_asked_for(offset: int, snr_db: int) -> None:
    """The loudest frames of speech and noise stand in that ratio, and the peak is PEAK."""
    rng = np.random.default_rng(1)
    speech = rng.normal(0, 0.2, 8192).astype(np.float32)
    noise = rng.normal(0, 0.01, 9000).astype(np.float32)
    sound = mixed(speech, noise, snr_db, offset)
    assert np.abs(sound).max() == pytest.approx(PEAK)
    scale = np.dot(sound, speech) / np.dot(speech, speech)  # the noise is all but orthogonal to the speech
    rest = sound / scale - speech
    assert 10 * np.log10(largest_energy(speech) / largest_energy(rest)) == pytest.approx(snr_db, abs=1.5)


def test_both_halves_are_fixed() -> None:
    """Which half a clip is in depends on its name alone."""
    halves = [Order(f"{number}.flac", {}).held_out for number in range(200)]
    assert halves == [Order(f"{number}.flac", {}).held_out for number in range(200)]
    assert 70 < sum(halves) < 130


class Counting:
    """A transcriber that hears nothing, and counts how often it was asked."""

    asked = 0

    def transcribe(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Transcript | NotRecognized:
        """See `shell.asr.Transcriber`."""
        del audio, prompt, wanted
        self.asked += 1
        return NotRecognized("silence")


def test_a_transcript_is_made_once(tmp_path: Path) -> None:
    """It is kept in the file, also where nothing was recognised."""
    import soundfile

    soundfile.write(str(tmp_path / "a.flac"), np.zeros(16000, np.float32), 16000)
    order, transcriber = Order("a.flac", {}), Counting()
    for _ in range(2):
        transcripts = Transcripts(tmp_path, tmp_path / "kept" / "heard.json")
        list(transcripts.make([(order, None)], transcriber))
        assert transcripts.known(order, None) == ""
    assert transcriber.asked == 1
