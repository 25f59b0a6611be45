"""Golem is interrupted, and does not interrupt itself, through real PortAudio with an echo from loudspeaker to room."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from shell.tts import PiperVoice, VoiceSettings
from tests.pulse import PulseRoom

pytestmark = [pytest.mark.pulse, pytest.mark.models]

ROOT = Path(__file__).parents[2]
SAYS = ("Say yes to confirm.", "Delete the build folder.", "Golem, run the tests.", "There are twelve files in here.")
SECONDS = 8.0


def spoken(folder: Path, voice: PiperVoice, *texts: str) -> Path:
    """These sentences in a file."""
    path = folder / f"{len(texts)}.wav"
    pause = np.zeros(voice.sample_rate // 8, np.float32)
    soundfile.write(path, np.concatenate([p for t in texts for p in (*voice.synthesize(t), pause)]), voice.sample_rate)
    return path


@pytest.mark.parametrize("cuts_in", [False, True])
def test_a_person_cuts_in_and_golems_own_voice_does_not(
    pulse_room: PulseRoom, voice_folder: Path, tmp_path: Path, cuts_in: bool
) -> None:
    """At equal level, over its own sentences, which never pause it for longer than a false alarm; no words of it stay.

    Nothing is asserted of when: a busy machine is late.
    """
    pulse_room.load("echo", "module-loopback", "source=loudspeaker.monitor", "sink=room", "latency_msec=60")
    golem = spoken(tmp_path, PiperVoice(voice_folder, VoiceSettings()), *SAYS)
    person = spoken(tmp_path, PiperVoice(voice_folder, VoiceSettings(speed=1.2)), "Open the editor and show me notes.")
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.shell.interrupt_in_room", str(golem), str(SECONDS), str(tmp_path / "heard.npy")],
        env=pulse_room.env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    did: list[str] = []
    told: dict[str, object] = {}
    for line in child.stdout:
        told = json.loads(line)
        did.extend([str(told["did"])] if "did" in told else [])
        if cuts_in and told.get("speaks"):
            threading.Thread(target=lambda: (time.sleep(3.0), pulse_room.speak_into_room(person))).start()
    assert child.wait(30) == 0
    assert told.get("done")
    if cuts_in:
        assert did[-1:] == ["pause"], did  # it waits for the words, of which this child makes none
    else:
        assert did in ([], ["pause", "resume"], ["pause", "resume"] * 2), did
