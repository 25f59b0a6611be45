"""Fixtures that find downloaded models: in $GOLEM_MODELS, else in the user's cache, else the test is skipped."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest


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
