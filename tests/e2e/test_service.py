"""Golem as a service: no terminal, through real PortAudio."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.e2e.golem_process import Golem
from tests.pulse import PulseRoom

pytestmark = [pytest.mark.models, pytest.mark.pulse]


def test_it_does_what_is_said_and_ends_when_told(
    golem: Golem, pulse_room: PulseRoom, spoken: Path, tmp_path: Path
) -> None:
    """With nothing to read from, it listens, acts, tells its turn a line each, and ends cleanly on SIGTERM."""
    told = tmp_path / "told"
    with told.open("wb") as sink:
        service = subprocess.Popen(
            golem.command("--service", "--quiet"),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            cwd=golem.folder,
            env=golem.environment() | pulse_room.env,
        )
    try:
        _wait_for("Routing with", told, service)
        _wait_for("Listening", told, service)
        pulse_room.speak_into_room(spoken)
        _wait_for("Made", told, service)
        assert (golem.folder / "demo").is_dir()
        service.send_signal(signal.SIGTERM)
        assert service.wait(30.0) == 0, told.read_text()
    finally:
        service.kill()
        service.wait()


def _wait_for(text: str, told: Path, service: subprocess.Popen[bytes], seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while text not in told.read_text("utf-8", errors="replace"):
        assert service.poll() is None, told.read_text()
        assert time.monotonic() < deadline, told.read_text()
        time.sleep(0.1)
