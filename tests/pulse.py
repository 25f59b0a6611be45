"""A room with a microphone and a loudspeaker, without a sound card: a private PulseAudio daemon with null sinks.

    paplay ─▶ sink `room` ─▶ its monitor ─▶ source `mic` ─▶ the program under test
    parec ◀─ its monitor ◀─ sink `loudspeaker` ◀──────────────────────────────────┘

The daemon has its own runtime folder and socket, works as root and in a container, touches no configuration and no
other sound server, and dies with the test. PortAudio reaches it through ALSA's pulse plugin and is initialised once a
process, so the program under test must be a child process started with `room.env`:

    def test_something(pulse_room):
        with pulse_room.record_loudspeaker() as recording:
            child = subprocess.Popen([sys.executable, ...], env=pulse_room.env)
            pulse_room.speak_into_room(wav)
            child.wait(30)
        assert np.abs(recording.audio).max() > 0.01

Device names for a config: `default` (PulseAudio's defaults: `mic` and `loudspeaker`), `room_mic`, `room_loudspeaker`.
Needs Debian's pulseaudio, pulseaudio-utils, libasound2-plugins and libportaudio2; `pulse_room` skips without them.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

NEEDED = ("pulseaudio", "pactl", "paplay", "parec")
RATE = 16_000
"""Samples a second of a recording."""
_LOUD = 200
"""Above this a 16-bit sample is part of what is said."""

_ALSA = """
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
pcm.room_mic { type pulse device "mic" }
pcm.room_loudspeaker { type pulse device "loudspeaker" }
"""


def missing() -> str | None:
    """Which program is not installed, or None."""
    return next((program for program in NEEDED if shutil.which(program) is None), None)


@dataclass
class Recording:
    """What the loudspeaker played; `audio` is there when the `with` block has ended."""

    audio: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    """float32 (n,), mono, RATE Hz, -1 to 1."""


class PulseRoom:
    """The daemon and what it holds. Use `start` and `stop`, or the `pulse_room` fixture."""

    def __init__(self) -> None:
        # Not pytest's tmp_path: a socket's path may have 107 characters at most.
        self.folder = Path(tempfile.mkdtemp(prefix="golem-room-"))
        self.folder.chmod(0o700)
        self._socket = self.folder / "native"
        alsa = self.folder / "asound.conf"
        alsa.write_text(_ALSA)
        self.env: dict[str, str] = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(self.folder),
            "PULSE_RUNTIME_PATH": str(self.folder),
            "PULSE_STATE_PATH": str(self.folder),
            "PULSE_COOKIE": str(self.folder / "cookie"),
            "PULSE_SERVER": f"unix:{self._socket}",
            "ALSA_CONFIG_PATH": str(alsa),
            "DBUS_SESSION_BUS_ADDRESS": "",
        }
        for inherited in ("PULSE_SINK", "PULSE_SOURCE", "DISPLAY"):
            self.env.pop(inherited, None)
        self._daemon: subprocess.Popen[bytes] | None = None
        self._modules: dict[str, str] = {}

    def start(self) -> None:
        """Start the daemon and furnish the room."""
        log = (self.folder / "log").open("wb")
        self._daemon = subprocess.Popen(
            [
                "pulseaudio", "-n", "-F", "/dev/null", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                "--disable-shm=yes", "-L", f"module-native-protocol-unix socket={self._socket} auth-anonymous=1",
            ],
            env=self.env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )  # fmt: skip
        log.close()
        deadline = time.monotonic() + 15
        while subprocess.run(["pactl", "info"], env=self.env, capture_output=True, check=False).returncode:
            if time.monotonic() > deadline or self._daemon.poll() is not None:
                text = (self.folder / "log").read_text(errors="replace")
                self.stop()
                raise RuntimeError(f"pulseaudio did not start: {text[-500:]}")
            time.sleep(0.1)
        self.furnish()

    def furnish(self, rate: int = 48_000) -> None:
        """Bring in loudspeaker, room and microphone at a sample rate, Hz, and make them the defaults."""
        self.load("loudspeaker", "module-null-sink", "sink_name=loudspeaker", f"rate={rate}", "channels=2")
        self.load("room", "module-null-sink", "sink_name=room", f"rate={rate}", "channels=2")
        self.load("mic", "module-remap-source", "source_name=mic", "master=room.monitor")
        self.pactl("set-default-source", "mic")
        self.pactl("set-default-sink", "loudspeaker")

    def empty(self) -> None:
        """Carry everything out: a program that records loses its device, as when the only one is unplugged.

        All of it must go, because PulseAudio moves streams of a device that vanishes to any other.
        """
        for name in ("mic", "room", "loudspeaker"):
            self.unload(name)

    def load(self, name: str, *module: str) -> None:
        """Load a module and remember it by `name`."""
        self._modules[name] = self.pactl("load-module", *module).strip()

    def unload(self, name: str) -> None:
        """Unload what was loaded by that name."""
        self.pactl("unload-module", self._modules.pop(name))

    def pactl(self, *words: str) -> str:
        """Run pactl in this room; its output."""
        done = subprocess.run(["pactl", *words], env=self.env, capture_output=True, text=True, check=True, timeout=20)
        return done.stdout

    def speak_into_room(self, wav: Path, room: str = "room") -> None:
        """Play a WAV or FLAC file where the microphone hears it; returns at its end."""
        subprocess.run(
            ["paplay", f"--device={room}", str(wav)], env=self.env, check=True, capture_output=True, timeout=120
        )

    def _at_the_loudspeaker(self) -> subprocess.Popen[bytes]:
        """What the loudspeaker plays from now on, 16-bit samples on standard output, RATE a second."""
        command = ["parec", "--device=loudspeaker.monitor", f"--rate={RATE}", "--channels=1", "--format=s16le",
                   "--latency-msec=50"]  # fmt: skip
        return subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    @contextmanager
    def record_loudspeaker(self) -> Iterator[Recording]:
        """Record what the loudspeaker plays inside the `with` block."""
        recording = Recording()
        process = self._at_the_loudspeaker()
        pieces: list[bytes] = []
        first = threading.Event()

        def drain() -> None:
            assert process.stdout is not None
            while piece := process.stdout.read1(65_536):
                pieces.append(piece)
                first.set()

        reader = threading.Thread(target=drain)
        reader.start()
        try:
            first.wait(10)  # before that it would miss the beginning
            yield recording
            time.sleep(0.3)  # what is still on its way through the monitor
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(10)
            reader.join(10)
            data = b"".join(pieces)
            recording.audio = np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / 32768

    def hear_out(self, quiet_s: float = 1.5, limit_s: float = 60.0) -> None:
        """Return once the loudspeaker has said something and then nothing for `quiet_s`. Raises AssertionError."""
        process = self._at_the_loudspeaker()
        assert process.stdout is not None
        deadline, spoke, quiet = time.monotonic() + limit_s, False, 0.0
        try:
            while not spoke or quiet < quiet_s:
                assert time.monotonic() < deadline, "nothing was said" if not spoke else "it is still being said"
                piece = np.frombuffer(process.stdout.read(RATE // 10 * 2), "<i2")
                loud = np.abs(piece).max(initial=0) > _LOUD
                spoke, quiet = spoke or bool(loud), 0.0 if loud else quiet + len(piece) / RATE
        finally:
            process.kill()
            process.wait(10)

    def stop(self) -> None:
        """End the daemon and remove its folder."""
        if self._daemon is not None and self._daemon.poll() is None:
            self._daemon.terminate()
            try:
                self._daemon.wait(5)
            except subprocess.TimeoutExpired:
                self._daemon.kill()
                self._daemon.wait(5)
        shutil.rmtree(self.folder, ignore_errors=True)
