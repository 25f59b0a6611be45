"""A Piper voice reads text as sound, and fails in one line."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from shell.errors import ModelError, ModelMissing
from shell.tts import PiperVoice, VoiceSettings, english_sounds


def test_a_missing_voice_is_named(tmp_path: Path) -> None:
    """A folder without a voice: one line that says where, and what fetches it."""
    with pytest.raises(ModelMissing, match="golem models pull"):
        PiperVoice(tmp_path)


@pytest.mark.parametrize("settings", ["", "{}", "not json"])
def test_a_corrupt_voice_is_one_line(tmp_path: Path, settings: str) -> None:
    """Damaged files give a ModelError of one line."""
    (tmp_path / "x.onnx").write_bytes(b"not onnx")
    (tmp_path / "x.onnx.json").write_text(settings)
    with pytest.raises(ModelError, match="golem models verify") as raised:
        PiperVoice(tmp_path)
    assert "\n" not in str(raised.value)


@pytest.fixture(scope="module")
def voice(voice_folder: Path) -> PiperVoice:
    """The default voice."""
    return PiperVoice(voice_folder)


@pytest.mark.models
def test_words_become_sound(voice: PiperVoice) -> None:
    """A sentence is float32 mono within full scale, not silent, of a length that a person would take."""
    sound = np.concatenate(list(voice.synthesize("All twelve tests passed.")))
    assert sound.dtype == np.float32
    assert sound.ndim == 1
    assert np.abs(sound).max() <= 1.0
    assert np.sqrt(np.mean(sound**2)) > 0.01
    assert 0.8 < len(sound) / voice.sample_rate < 4


@pytest.mark.models
@pytest.mark.parametrize("text", ["", "\x00", "[[", "...", "\x1b[2J"])
def test_what_cannot_be_spoken_is_no_sound(voice: PiperVoice, text: str) -> None:
    """Text without words gives nothing, and raises nothing."""
    assert sum(map(len, voice.synthesize(text))) == 0


@pytest.mark.models
def test_settings_are_heard(voice: PiperVoice, voice_folder: Path) -> None:
    """Twice the speed takes about half the time, at half the volume; and the fingerprint tells them apart."""
    quick = PiperVoice(voice_folder, VoiceSettings(speed=2.0, volume=0.5))
    text = "There are forty gigabytes free on this disk."
    slow_sound = np.concatenate(list(voice.synthesize(text)))
    quick_sound = np.concatenate(list(quick.synthesize(text)))
    assert len(quick_sound) < 0.7 * len(slow_sound)
    assert np.abs(quick_sound).max() <= 0.5
    assert quick.fingerprint != voice.fingerprint


@pytest.fixture
def spanish() -> Iterator[Callable[[str], list[list[str]]]]:
    """Piper's own way from text to phones for a Spanish voice, which needs no model; threads change over often."""
    from piper.config import PhonemeType, PiperConfig
    from piper.voice import PiperVoice as Piper

    config = PiperConfig(
        num_symbols=1,
        num_speakers=1,
        sample_rate=22_050,
        espeak_voice="es",
        length_scale=1.0,
        noise_scale=1.0,
        noise_w_scale=1.0,
        phoneme_id_map={},
        phoneme_type=PhonemeType.ESPEAK,
    )
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield Piper(session=None, config=config).phonemize  # only making sound asks for a model
    sys.setswitchinterval(before)


def test_two_threads_get_their_own_languages_sounds(spanish: Callable[[str], list[list[str]]]) -> None:
    """espeak-ng has one voice for the whole process: while Piper speaks Spanish, English sounds stay English."""
    text = "show the git status"
    english_alone, spanish_alone = english_sounds(text), spanish(text)
    others: list[list[list[str]]] = []
    over = threading.Event()

    def speak() -> None:
        while not over.is_set():
            others.append(spanish(text))

    thread = threading.Thread(target=speak)
    thread.start()
    mine = {english_sounds(text) for _ in range(500)}
    over.set()
    thread.join()
    assert mine == {english_alone}
    assert others
    assert [one for one in others if one != spanish_alone] == []
