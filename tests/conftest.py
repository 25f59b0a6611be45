"""Fixtures that find downloaded models: in $GOLEM_MODELS, else in the user's cache, else the test is skipped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from hypothesis import settings

from tests import pulse

settings.register_profile("untimed", deadline=None)  # a busy machine is slow, and that is no fault of the code
settings.load_profile("untimed")

SHARED_DATA = Path(__file__).parents[1] / "../shared/data"


def find_model(name: str) -> Path:
    """The folder of the model `name`; skips the test where it is not downloaded."""
    roots = [Path(os.environ["GOLEM_MODELS"])] if os.environ.get("GOLEM_MODELS") else []
    roots.append(platformdirs.user_cache_path("golem") / "models")
    for root in roots:
        if (root / name).is_dir():
            return root / name
    pytest.skip(f"the model {name} is not in {' or '.join(map(str, roots))}: make setup fetches it")


@pytest.fixture(scope="session")
def voice_folder() -> Path:
    """The folder of the Piper voice that the shell uses by default."""
    return find_model("piper-en_US-joe-medium")


@pytest.fixture(scope="session")
def chat_model_file() -> Path:
    """The GGUF file of the default chat model."""
    files = sorted(find_model("smollm2-135m-instruct").glob("*.gguf"))
    if not files:
        pytest.skip("the chat model's folder holds no .gguf: golem models verify")
    return files[0]


@pytest.fixture(scope="session")
def whisper_folder() -> Path:
    """The folder of Whisper base in CTranslate2's format."""
    return find_model("whisper-base")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository; skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("no ../shared/data beside this repository")
    return SHARED_DATA.resolve()


@pytest.fixture
def pulse_room() -> Iterator[pulse.PulseRoom]:
    """A microphone and a loudspeaker without a sound card; see tests/pulse.py."""
    absent = pulse.missing()
    if absent:
        pytest.skip(f"{absent} is not installed (Debian: pulseaudio, pulseaudio-utils, libasound2-plugins)")
    room = pulse.PulseRoom()
    try:
        room.start()
        yield room
    finally:
        room.stop()


@pytest.fixture
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home trash of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "Trash"
