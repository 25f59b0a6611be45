"""Nothing that understanding loads reports home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

LOADS = """
from intents.entailment import EntailmentClassifier
EntailmentClassifier()
"""


def test_loading_the_model_leaves_the_home_folder_as_it_was(tmp_path: Path) -> None:
    """onnxruntime makes no device id and no store of events to send: its reporter is off before it is imported."""
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment = kept | {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / ".cache"), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", LOADS], env=environment, cwd=ROOT, check=True)
    assert list(tmp_path.iterdir()) == []
