"""What `golem doctor --sound` measures through real PortAudio is what is there: noise, a voice, and an echo."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.pulse import PulseRoom

pytestmark = pytest.mark.pulse

ROOT = Path(__file__).parents[2]
SPOKEN = ROOT / "shell" / "measure.flac"
SPOKEN_DBFS = -22.6
NOISE_DBFS = -48.0


def figure(detail: str, before: str) -> float:
    """The number that stands before these words."""
    found = re.search(rf"(-?\d+) {before}", detail)
    assert found is not None, detail
    return float(found[1])


def doctor(room: PulseRoom, home: Path, *arguments: str) -> subprocess.Popen[str]:
    """The real command, without models, in that room."""
    own = {"GOLEM_HOME": str(home), "GOLEM_MODELS": str(home / "models"), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "shell", *arguments],
        env=room.env | own, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_a_noisy_room_with_an_echo_is_measured_as_it_is(pulse_room: PulseRoom, tmp_path: Path) -> None:
    """Levels within two decibels of what is played into it; the echo comes back as loud as it was played."""
    pulse_room.load("echo", "module-loopback", "source=loudspeaker.monitor", "sink=room", "latency_msec=60")
    noise = np.random.default_rng(0).standard_normal(16_000 * 60) * 10 ** (NOISE_DBFS / 20)
    soundfile.write(tmp_path / "noise.wav", noise, 16_000)
    humming = subprocess.Popen(["paplay", "--device=room", str(tmp_path / "noise.wav")], env=pulse_room.env)
    try:
        golem = doctor(pulse_room, tmp_path, "doctor", "--sound", "--json")
        assert golem.stderr is not None
        lines = iter(golem.stderr.readline, "")
        assert any("Be quiet" in line for line in lines)
        assert any("Now say: “Golem, show me the branches.”" in line for line in lines)
        pulse_room.speak_into_room(SPOKEN)
        assert any("A tone is played." in line for line in lines)
        told, complaints = golem.communicate(timeout=120)
        assert golem.returncode == 0, complaints
    finally:
        humming.kill()
        humming.wait()
    found = {each["topic"]: each for each in json.loads(told)}
    assert figure(found["noise floor"]["detail"], "dBFS") == pytest.approx(NOISE_DBFS, abs=2)
    assert figure(found["speech level"]["detail"], "dBFS") == pytest.approx(SPOKEN_DBFS, abs=2)
    assert figure(found["voice activity"]["detail"], "dB over") == pytest.approx(SPOKEN_DBFS - NOISE_DBFS, abs=3)
    assert figure(found["echo path"]["detail"], "dB below") == pytest.approx(0, abs=2)
    assert figure(found["echo path"]["detail"], "ms late") >= 60
    for topic in ("noise floor", "speech level", "voice activity"):
        assert found[topic]["state"] == "good"
    assert all(each["mend"] for each in found.values() if each["state"] != "good")


def test_a_machine_without_devices_is_told_in_plain_lines(pulse_room: PulseRoom, tmp_path: Path) -> None:
    """Nothing is listened to, nothing is waited for, and the rest is looked at all the same."""
    pulse_room.empty()
    golem = doctor(pulse_room, tmp_path, "doctor", "--sound")
    told, complaints = golem.communicate(timeout=120)
    assert "Traceback" not in told + complaints
    assert "ok python" in told
    assert any(line.startswith("-- ") and "microphone" in line for line in told.splitlines()), told
