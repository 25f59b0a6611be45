"""The microphone over a backend that a test holds: rates, overflow, loss and return; and which device is meant."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from shell.audio import Microphone, MicrophoneSettings
from shell.audio_device import AudioUnavailable
from shell.devices import DeviceInfo, choose
from shell.errors import AudioError, ConfigError, DeviceLost
from shell.frames import FRAME, Rechunker, level_dbfs

USB = DeviceInfo(0, "USB Headset", "ALSA", 1, 2, 48_000.0)
BUILT_IN = DeviceInfo(1, "Built-in Audio", "ALSA", 2, 2, 44_100.0, default_input=True, default_output=True)
MONITOR = DeviceInfo(2, "HDMI", "ALSA", 0, 8, 48_000.0)


class Opened:
    """A stream that the test feeds, from another thread as PortAudio does."""

    def __init__(self, device, on_block, on_end, rate) -> None:
        self.device, self._on_block, self._on_end = device, on_block, on_end
        self.sample_rate = rate
        self.closed = False

    def feed(self, samples: np.ndarray, overflowed: bool = False) -> None:
        """One block, from PortAudio's thread; the buffer is overwritten afterwards, as PortAudio's is."""
        buffer = samples.copy()
        thread = threading.Thread(target=self._on_block, args=(buffer, overflowed))
        thread.start()
        thread.join()
        buffer[:] = 9.0

    def vanish(self) -> None:
        """The device goes."""
        self._on_end()

    def close(self) -> None:
        """Counts."""
        self.closed = True


class Machine:
    """A Backend whose devices the test plugs and unplugs; a stream opens at the device's rate."""

    def __init__(self, *devices: DeviceInfo, device_rate: float | None = None) -> None:
        self.devices = list(devices)
        self.device_rate = device_rate
        self.streams: asyncio.Queue[Opened] = asyncio.Queue()
        self.rescans = 0
        self.loop = asyncio.get_running_loop()
        self.asked_rate = 0.0
        self.unavailable = False

    def list_devices(self):
        """What is plugged in."""
        if self.unavailable:
            raise AudioUnavailable("no PortAudio")
        return self.devices

    def rescan(self) -> bool:
        """Counts."""
        self.rescans += 1
        return True

    def open_input(self, device, on_block, on_end, *, rate):
        """Always works."""
        self.asked_rate = rate
        opened = Opened(device, on_block, on_end, self.device_rate or rate)
        self.loop.call_soon_threadsafe(self.streams.put_nowait, opened)
        return opened


def block(value: float, samples: int = FRAME, channels: int = 1) -> np.ndarray:
    """A block of one value in every channel."""
    return np.full((samples, channels), value, np.float32)


async def test_blocks_become_frames():
    """Sound comes through unchanged, in order, with its level."""
    machine = Machine(BUILT_IN)
    microphone = Microphone(backend=machine)
    async with contextlib.aclosing(microphone.frames()) as frames:
        first = asyncio.ensure_future(anext(frames))
        stream = await machine.streams.get()
        stream.feed(block(0.5))
        stream.feed(block(0.25))
        assert np.all(await first == 0.5)
        assert microphone.level == pytest.approx(-6.02, abs=0.01)
        assert np.all(await anext(frames) == 0.25)
        assert (microphone.state, microphone.device, microphone.problem) == ("listening", BUILT_IN, None)
    assert stream.closed
    assert microphone.state == "off"


@pytest.mark.parametrize("rate", [44_100, 48_000, 8_000])
async def test_another_rate_and_more_channels_come_as_16_khz_mono(rate):
    """A stereo device at its own rate gives the same tone at 16 kHz, without seams between its blocks."""
    machine = Machine(USB, device_rate=rate)
    time = np.arange(rate * 2) / rate
    tone = (0.5 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)
    heard = []
    async with contextlib.aclosing(Microphone(backend=machine).frames()) as frames:
        first = asyncio.ensure_future(anext(frames))
        stream = await machine.streams.get()
        for piece in np.array_split(np.stack([tone, tone], axis=1), 60):
            stream.feed(piece)
        heard.append(await first)
        while len(heard) < 58:
            heard.append(await anext(frames))
    audio = np.concatenate(heard)
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(len(audio)) / 16_000)
    assert np.abs(audio - expected)[500:].max() < 0.02


async def test_broken_samples_become_silence():
    """NaN from a driver never reaches the models."""
    machine = Machine(BUILT_IN)
    async with contextlib.aclosing(Microphone(backend=machine).frames()) as frames:
        first = asyncio.ensure_future(anext(frames))
        (await machine.streams.get()).feed(block(np.nan))
        assert not (await first).any()


async def test_overflows_are_counted_and_never_raised():
    """A full queue loses the newest blocks, counts them, and marks one gap where they are missing."""
    machine = Machine(BUILT_IN)
    microphone = Microphone(MicrophoneSettings(queue_ms=128), backend=machine)
    async with contextlib.aclosing(microphone.frames()) as frames:
        first = asyncio.ensure_future(anext(frames))
        stream = await machine.streams.get()
        stream.feed(block(0.1), overflowed=True)
        await first
        for value in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
            stream.feed(block(value))
        got = [float((await anext(frames))[0]) for _ in range(4)]
        assert got == pytest.approx([0.2, 0.3, 0.4, 0.5])
        assert (microphone.overflows, microphone.gaps) == (3, 0)
        stream.feed(block(0.8))
        assert (await anext(frames))[0] == pytest.approx(0.8)
        assert (microphone.overflows, microphone.gaps) == (3, 1)


async def test_a_device_that_vanishes_is_reopened_when_it_is_back():
    """Lost is told once, each attempt looks anew for devices, and frames go on afterwards with a gap counted."""
    machine = Machine(USB)
    states = []
    microphone = Microphone(MicrophoneSettings(retry_s=0.01), backend=machine, on_state=states.append)
    async with contextlib.aclosing(microphone.frames()) as frames:
        first = asyncio.ensure_future(anext(frames))
        stream = await machine.streams.get()
        stream.feed(block(0.1))
        await first
        after = asyncio.ensure_future(anext(frames))
        machine.devices.clear()
        stream.vanish()
        while machine.rescans < 3:  # noqa: ASYNC110  # the backend is called on a thread, and knows no events
            await asyncio.sleep(0.01)
        assert (microphone.state, microphone.problem) == ("lost", "there is no microphone on this machine")
        machine.devices.append(USB)
        (await machine.streams.get()).feed(block(0.2))
        assert np.all(await after == np.float32(0.2))
        assert microphone.gaps == 1
    assert states == ["listening", "lost", "listening", "off"]
    assert stream.closed


async def test_once_raises_what_happened():
    """Without the loop around it, a loss is DeviceLost and no device is AudioError."""
    machine = Machine(USB)
    frames = Microphone(backend=machine).once()
    waiting = asyncio.ensure_future(anext(frames))
    (await machine.streams.get()).vanish()
    with pytest.raises(DeviceLost):
        await waiting
    with pytest.raises(AudioError, match="no microphone"):
        await anext(Microphone(backend=Machine()).once())


async def test_without_portaudio_listening_ends_at_once():
    """No library will appear in this process: the state says none, and nothing is tried again."""
    machine = Machine()
    machine.unavailable = True
    states = []
    microphone = Microphone(backend=machine, on_state=states.append)
    assert [frame async for frame in microphone.frames()] == []
    assert (states, microphone.problem, machine.rescans) == (["none"], "no PortAudio", 0)


async def test_leaving_while_the_device_opens_closes_it():
    """A device that opens after nobody wants it any more is given back."""
    machine = Machine(USB)
    opening = asyncio.ensure_future(anext(Microphone(backend=machine).once()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    stream = await machine.streams.get()
    while not stream.closed:  # noqa: ASYNC110  # closed on a thread, which knows no events
        await asyncio.sleep(0.01)


async def test_the_rate_of_the_settings_is_asked_for():
    """A device that converts badly can be opened at another rate."""
    machine = Machine(USB)
    opening = asyncio.ensure_future(anext(Microphone(MicrophoneSettings(sample_rate=48_000), backend=machine).once()))
    (await machine.streams.get()).vanish()
    with pytest.raises(DeviceLost):
        await opening
    assert machine.asked_rate == 48_000


@pytest.mark.parametrize("wrong", [{"sample_rate": 5}, {"queue_ms": 0}, {"retry_s": 0}])
def test_settings_that_cannot_work_are_refused_by_name(wrong):
    """A value out of range is a ConfigError that names the setting."""
    with pytest.raises(ConfigError, match=f"microphone.{next(iter(wrong))}"):
        MicrophoneSettings(**wrong)


ALL = [USB, BUILT_IN, MONITOR]


@pytest.mark.parametrize(
    ("wanted", "direction", "found"),
    [(None, "input", BUILT_IN), ("", "output", BUILT_IN), (0, "input", USB), ("0", "input", USB), ("usb", "input", USB),
     ("HEADSET", "output", USB), (2, "output", MONITOR), ("Built-in Audio", "input", BUILT_IN),
     ("i", "output", BUILT_IN)],
)  # fmt: skip
def test_a_device_is_chosen_by_number_or_by_part_of_its_name(wanted, direction, found):
    """Numbers, names in any case, parts of names, or nothing for the default."""
    assert choose(ALL, wanted, direction) is found


@pytest.mark.parametrize(
    ("devices", "wanted", "direction", "message"),
    [([], None, "input", "no microphone"), ([MONITOR], None, "input", "no microphone"), (ALL, 7, "input", "number 7"),
     (ALL, 2, "input", "number 2"), (ALL, "USB Hedset", "input", "nearest is 'USB Headset'"),
     ([USB, MONITOR], "d", "output", "several")],
)  # fmt: skip
def test_a_device_that_is_not_there_is_named_with_the_nearest(devices, wanted, direction, message):
    """The error says what to do in one line."""
    with pytest.raises(AudioError, match=message) as caught:
        choose(devices, wanted, direction)
    assert "\n" not in str(caught.value)


def test_levels_are_relative_to_full_scale():
    """Full scale is 0 dBFS, half of it -6, silence the floor."""
    assert level_dbfs(np.ones(512, np.float32)) == pytest.approx(0, abs=0.01)
    assert level_dbfs(np.full(512, 0.5, np.float32)) == pytest.approx(-6.02, abs=0.01)
    assert level_dbfs(np.zeros(512, np.float32)) == level_dbfs(np.zeros(0, np.float32)) == -120


def test_a_rechunker_forgets_on_reset():
    """What was left over before a gap is not joined to what comes after."""
    rechunker = Rechunker()
    assert list(rechunker.push(np.ones(500, np.float32))) == []
    rechunker.reset()
    assert list(rechunker.push(np.ones(500, np.float32))) == []


def test_a_machine_without_portaudio_is_told_what_to_install():
    """The missing C library is one clear line, and everything else goes on (in a child, which hides the library)."""
    code = (
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
        "from shell.audio_device import AudioUnavailable, list_devices, open_output\n"
        "for ask in (list_devices, lambda: open_output(16000)):\n"
        "    try: ask()\n"
        "    except AudioUnavailable as error: print(error)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert all("libportaudio2" in line for line in lines)
