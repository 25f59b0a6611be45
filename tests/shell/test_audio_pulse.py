"""The microphone and the loudspeaker through real PortAudio, on PulseAudio null sinks."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, Queue

import numpy as np
import pytest
import soundfile

from tests.pulse import PulseRoom

pytestmark = pytest.mark.pulse

ROOT = Path(__file__).parents[2]


class Child:
    """A listener in the room, and the lines that it writes."""

    def __init__(self, room: PulseRoom, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.shell.listen_in_room", *words],
            env=room.env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._lines: Queue[dict] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._lines.put(json.loads(line))

    def expect(self, **wanted: object) -> dict:
        """Wait for a line with these fields; others are passed over."""
        seen = []
        while True:
            try:
                line = self._lines.get(timeout=30)
            except Empty:
                self.process.kill()
                raise AssertionError(f"no {wanted} in {seen}; stderr: {self.process.stderr.read()}") from None
            seen.append(line)
            if wanted.items() <= line.items():
                return line

    def end(self) -> str:
        """Wait for its end; what it wrote to stderr."""
        assert self.process.wait(30) == 0, self.process.stderr.read()
        return self.process.stderr.read()


def tone(path: Path, rate: int, channels: int) -> Path:
    """One second of 440 Hz between silences, with every channel alike."""
    wave = 0.4 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    silent = np.zeros(rate // 2)
    soundfile.write(path, np.repeat(np.concatenate([silent, wave, silent])[:, None], channels, axis=1), rate)
    return path


def pitch(audio: np.ndarray, rate: int) -> float:
    """The strongest frequency, Hz."""
    return float(np.argmax(np.abs(np.fft.rfft(audio))) * rate / len(audio))


@pytest.mark.parametrize(
    ("settings", "rate", "channels"),
    [
        ({}, 16_000, 1),
        ({"device": "room_mic", "sample_rate": 48_000}, 48_000, 2),
        ({"device": "ROOM_MIC", "sample_rate": 44_100}, 44_100, 2),
    ],
)
def test_a_tone_in_the_room_comes_as_frames_at_16_khz(pulse_room, tmp_path, settings, rate, channels):
    """Whatever the device's own rate, frames hold the same sound at 16 kHz, and nothing is lost."""
    child = Child(pulse_room, "listen", json.dumps(settings), str(tmp_path / "heard.npy"))
    child.expect(state="listening")
    pulse_room.speak_into_room(tone(tmp_path / "tone.wav", rate, channels))
    done = child.expect(done=True)
    assert done["gaps"] == 0
    assert done["device"] == settings.get("device", "default").lower()
    assert child.end() == ""
    heard = np.load(tmp_path / "heard.npy")
    loud = np.flatnonzero(np.abs(heard) > 0.05)
    assert abs(pitch(heard[loud[0] : loud[-1]], 16_000) - 440) < 3
    assert abs((loud[-1] - loud[0]) / 16_000 - 1.0) < 0.05


def test_a_microphone_that_vanishes_is_lost_and_found_again(pulse_room, tmp_path):
    """When the device goes in mid-stream the state says so, and listening goes on when it is back."""
    child = Child(pulse_room, "listen", json.dumps({"retry_s": 0.3}), str(tmp_path / "heard.npy"))
    child.expect(state="listening")
    pulse_room.empty()
    child.expect(state="lost")
    pulse_room.furnish()
    child.expect(state="listening")
    pulse_room.speak_into_room(tone(tmp_path / "tone.wav", 48_000, 1))
    assert child.expect(done=True)["gaps"] >= 1
    # PortAudio itself complains on stderr and cannot be silenced; nothing else may.
    assert all(line.startswith("Expression '") for line in child.end().splitlines())


def test_a_machine_without_a_microphone_says_none_and_then_finds_one(pulse_room, tmp_path):
    """Started without any device, the microphone says so once, and listens as soon as there is one."""
    pulse_room.empty()
    child = Child(pulse_room, "listen", json.dumps({"retry_s": 0.3}), str(tmp_path / "heard.npy"))
    child.expect(state="none")
    pulse_room.furnish()
    child.expect(state="listening")
    pulse_room.speak_into_room(tone(tmp_path / "tone.wav", 48_000, 1))
    child.expect(done=True)
    child.end()


def one_second_of_tone(path: Path) -> None:
    """Fails unless the recording holds a second of 440 Hz at 16 kHz."""
    heard = np.load(path)
    loud = np.flatnonzero(np.abs(heard) > 0.05)
    assert abs(pitch(heard[loud[0] : loud[-1]], 16_000) - 440) < 3
    assert abs((loud[-1] - loud[0]) / 16_000 - 1.0) < 0.05


def test_a_device_that_comes_back_at_another_rate_sounds_the_same(pulse_room, tmp_path):
    """A headset that switches its profile is lost and found, and its sound still comes at 16 kHz."""
    child = Child(pulse_room, "listen", json.dumps({"retry_s": 0.3}), str(tmp_path / "heard.npy"))
    child.expect(state="listening")
    pulse_room.empty()
    child.expect(state="lost")
    pulse_room.furnish(rate=44_100)
    child.expect(state="listening")
    pulse_room.speak_into_room(tone(tmp_path / "tone.wav", 44_100, 1))
    child.expect(done=True)
    one_second_of_tone(tmp_path / "heard.npy")


def test_when_the_default_microphone_changes_the_new_one_is_heard(pulse_room, tmp_path):
    """Who plugs in a headset, and makes it the default, is heard on it without a restart."""
    child = Child(pulse_room, "listen", json.dumps({}), str(tmp_path / "heard.npy"))
    child.expect(state="listening")
    pulse_room.load("room2", "module-null-sink", "sink_name=room2", "rate=48000", "channels=2")
    pulse_room.load("mic2", "module-remap-source", "source_name=mic2", "master=room2.monitor")
    pulse_room.pactl("set-default-source", "mic2")
    heard = threading.Event()

    def speak_until_heard() -> None:
        """The stream may be lost for some seconds before it is found on the new device."""
        while not heard.wait(2.5):
            pulse_room.speak_into_room(tone(tmp_path / "tone.wav", 48_000, 1), room="room2")

    speaking = threading.Thread(target=speak_until_heard)
    speaking.start()
    try:
        child.expect(done=True)
    finally:
        heard.set()
        speaking.join()
    sound = np.load(tmp_path / "heard.npy")
    loud = np.flatnonzero(np.abs(sound) > 0.05)
    assert abs(pitch(sound[loud[0] : loud[-1]], 16_000) - 440) < 3


def test_a_suspended_process_hears_again_when_it_goes_on(pulse_room, tmp_path):
    """Ctrl-Z and fg, or a laptop that slept: what is said afterwards is heard whole."""
    child = Child(pulse_room, "listen", json.dumps({"retry_s": 0.3}), str(tmp_path / "heard.npy"))
    child.expect(state="listening")
    child.process.send_signal(signal.SIGSTOP)
    time.sleep(3)
    child.process.send_signal(signal.SIGCONT)
    time.sleep(1)
    pulse_room.speak_into_room(tone(tmp_path / "tone.wav", 48_000, 1))
    child.expect(done=True)
    one_second_of_tone(tmp_path / "heard.npy")


def test_what_is_played_comes_out_of_the_loudspeaker(pulse_room):
    """A second of sound at a voice's rate is heard whole at its pitch, to its end."""
    with pulse_room.record_loudspeaker() as recording:
        child = Child(pulse_room, "play")
        child.expect(played=True)
        child.end()
    loud = np.flatnonzero(np.abs(recording.audio) > 0.05)
    assert abs(pitch(recording.audio[loud[0] : loud[-1]], 16_000) - 440) < 3
    assert abs((loud[-1] - loud[0]) / 16_000 - 1.0) < 0.05


def test_abort_silences_the_loudspeaker_in_mid_word(pulse_room):
    """An abort from another thread ends a long write with AudioError, and the rest is never heard."""
    with pulse_room.record_loudspeaker() as recording:
        child = Child(pulse_room, "abort")
        assert child.expect(raised="AudioError")
        child.end()
    loud = np.flatnonzero(np.abs(recording.audio) > 0.05)
    assert len(loud) > 0
    assert (loud[-1] - loud[0]) / 16_000 < 4.0
