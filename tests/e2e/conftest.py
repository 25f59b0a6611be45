"""A golem of one's own for each end-to-end test, and words spoken by the real voice."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from shell.tts import PiperVoice
from tests.conftest import find_model
from tests.e2e.golem_process import Golem
from tests.e2e.screen import Screen


def say_to_file(voice: PiperVoice, text: str, path: Path) -> Path:
    """Speak `text` into a 16-bit mono wav file with half a second of quiet on both sides."""
    quiet = np.zeros(voice.sample_rate // 2, np.float32)
    samples = np.concatenate([quiet, *voice.synthesize(text), quiet])
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(voice.sample_rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


@pytest.fixture(scope="session")
def voice(voice_folder: Path) -> PiperVoice:
    """The default voice."""
    return PiperVoice(voice_folder)


@pytest.fixture(scope="session")
def steady_voice(voice_folder: Path) -> PiperVoice:
    """The same without its own noise: it says the same words alike, time and again."""
    made = PiperVoice(voice_folder)
    made._synthesis.noise_scale = made._synthesis.noise_w_scale = 0.0
    return made


@pytest.fixture(scope="session")
def spoken(voice: PiperVoice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of "make a folder called demo", with the pause that Whisper base needs to hear "folder"."""
    return say_to_file(voice, "Make a folder, called demo.", tmp_path_factory.mktemp("spoken") / "demo.wav")


@pytest.fixture
def golem(tmp_path: Path) -> Golem:
    """A folder, a home and the models; skips where the models are not downloaded."""
    models = {find_model(name).parent for name in ("whisper-base", "smollm2-135m-instruct")}
    folder, home = tmp_path / "project", tmp_path / "home"
    folder.mkdir()
    (home / "state").mkdir(parents=True)
    (home / "state" / "set-up").touch()  # the first page was shown
    return Golem(folder.resolve(), home, models.pop())


@pytest.fixture
def screen(golem: Golem) -> Iterator[Screen]:
    """A typed session, its prompt on the screen."""
    made = Screen(golem, "--typed", "--quiet")
    try:
        made.wait_for("golem>")
        yield made
    finally:
        made.kill()
