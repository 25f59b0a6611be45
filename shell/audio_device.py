"""The machine's sound devices through PortAudio: the one importer of sounddevice.

PortAudio is initialised once a process and lists the devices of that moment. To see one that came later it must be
terminated and initialised again, which would pull the ground from under an open stream: `rescan` does so only while
none is open, and one lock guards opening, closing and rescanning, because PortAudio's own calls are not thread-safe.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from shell.devices import DeviceInfo, Direction, choose
from shell.errors import AudioError
from shell.frames import FRAME, SAMPLE_RATE, Audio
from shell.resample import StreamResampler

_lock = threading.RLock()
_open_streams: set[int] = set()
"""The id() of each open stream; guarded by `_lock`."""


class AudioUnavailable(AudioError):
    """There is no PortAudio here: no device will ever appear in this process."""


class OpenInput(Protocol):
    """A running microphone."""

    @property
    def sample_rate(self) -> float:
        """Of the blocks that it gives, Hz."""
        ...

    def close(self) -> None:
        """Stop and give the device back; never raises."""
        ...


class OutputStream(Protocol):
    """An open loudspeaker."""

    def write(self, samples: Audio) -> None:
        """Play mono samples, float32 (n,); blocks until the device has taken them. AudioError, also once aborted."""
        ...

    def abort(self) -> None:
        """Silence at once, dropping what the device holds; a blocked `write` or `close` returns.

        From any thread, also after `close`; takes at most one block of 20 ms, and never raises.
        """
        ...

    def close(self) -> None:
        """Play out what was written, unless aborted, and give the device back."""
        ...


@cache
def _library() -> Any:  # noqa: ANN401  # sounddevice has no types
    try:
        import sounddevice  # noqa: PLC0415  # may be missing its C library; and the prompt must not wait for it
    except OSError as error:
        raise AudioUnavailable(
            "the PortAudio library is missing, so there is no sound: `sudo apt-get install libportaudio2` brings it"
        ) from error
    if sys.platform == "linux":
        _hush()
    return sounddevice


_ERROR_HANDLER = ctypes.CFUNCTYPE(None)(lambda: None)
"""Does nothing; kept here, because C holds only its address. Called with arguments that it never looks at (cdecl)."""


def _hush() -> None:
    """Keep ALSA from writing its diagnostics over the prompt: every failure reaches us as a code.

    PortAudio writes three lines of its own to stderr when a device vanishes, and offers no way to stop it.
    """
    with contextlib.suppress(OSError, AttributeError):  # another build of ALSA: then it stays as loud as it is
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_ERROR_HANDLER)


@contextlib.contextmanager
def _mapped(doing: str) -> Iterator[Any]:
    """Foreign failures become AudioError, once, here."""
    library = _library()
    try:
        yield library
    except (library.PortAudioError, ValueError, OSError) as error:
        raise AudioError(f"cannot {doing}: {_one_line(error)}") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error.args[0] if error.args else error).split())[:200]


def list_devices() -> list[DeviceInfo]:
    """Every device that there was at the last scan, in PortAudio's order. Raises AudioError."""
    with _lock, _mapped("list the sound devices") as library:
        apis = library.query_hostapis()
        # The defaults of the first host API are PortAudio's own defaults (Pa_GetDefaultInputDevice).
        default_input, default_output = library.default.device
        if default_input < 0 and apis:
            default_input = apis[0]["default_input_device"]
        if default_output < 0 and apis:
            default_output = apis[0]["default_output_device"]
        return [
            DeviceInfo(
                number=int(device["index"]),
                name=str(device["name"]),
                host_api=str(apis[device["hostapi"]]["name"]),
                input_channels=int(device["max_input_channels"]),
                output_channels=int(device["max_output_channels"]),
                sample_rate=float(device["default_samplerate"]),
                default_input=device["index"] == default_input,
                default_output=device["index"] == default_output,
            )
            for device in library.query_devices()
        ]


def rescan() -> bool:
    """Look again which devices there are; False, and nothing done, while a stream is open. Raises AudioError.

    `_terminate` and `_initialize` are sounddevice's own private names (0.5): it has no public way to scan again.
    """
    with _lock:
        if _open_streams:
            return False
        with _mapped("look for sound devices") as library:
            with contextlib.suppress(library.PortAudioError):  # an attempt before this one failed half-way
                library._terminate()
            library._initialize()
        return True


def _ways(device: DeviceInfo, direction: Direction, rate: float) -> list[tuple[float, int]]:
    """Sample rates and channel counts to try, best first: some hardware takes only its own rate, or only stereo."""
    rates = dict.fromkeys((rate, device.sample_rate, 48_000.0, 44_100.0))
    most = device.channels(direction)
    channels = dict.fromkeys(count for count in (1, 2, min(most, 32)) if count <= most)
    return [(float(each), count) for each in rates for count in channels]


def _start(stream: Any) -> None:  # noqa: ANN401  # sounddevice has no types
    try:
        stream.start()
    except BaseException:
        stream.close(ignore_errors=True)
        raise


class _PortAudioInput:
    def __init__(self, stream: Any, sample_rate: float) -> None:  # noqa: ANN401  # sounddevice has no types
        self._stream = stream
        self.sample_rate = sample_rate
        _open_streams.add(id(self))

    def close(self) -> None:
        with _lock:
            if id(self) in _open_streams:
                self._stream.abort(ignore_errors=True)
                self._stream.close(ignore_errors=True)
                _open_streams.discard(id(self))


def open_input(
    device: DeviceInfo,
    on_block: Callable[[NDArray[np.float32], bool], None],
    on_end: Callable[[], None],
    *,
    rate: float = SAMPLE_RATE,
) -> OpenInput:
    """Start recording at `rate` Hz if the device can, else at a rate of its own.

    `on_block` gets float32 (samples, channels), a view that is void after the call, and whether PortAudio lost sound
    before it; it runs on PortAudio's thread and must only copy. `on_end` is called, there too, when the stream ends,
    by itself or by `close`. Blocks for up to seconds. Raises AudioError.
    """

    def callback(block: NDArray[np.float32], _frames: int, _time: object, status: Any) -> None:  # noqa: ANN401  # no types
        on_block(block, bool(status.input_overflow))

    failure: AudioError | None = None
    for each, channels in _ways(device, "input", rate):
        try:
            with _lock, _mapped(f"open the microphone {device.name!r}") as library:
                stream = library.InputStream(
                    device=device.number,
                    samplerate=each,
                    channels=channels,
                    dtype="float32",
                    blocksize=round(FRAME * each / SAMPLE_RATE),
                    callback=callback,
                    finished_callback=on_end,
                )
                _start(stream)
                return _PortAudioInput(stream, each)
        except AudioError as error:
            failure = failure or error
    raise failure or AudioError(f"the device {device.name!r} cannot record")


class _PortAudioOutput:
    """Blocking writes of 20 ms under a lock, so that an abort from another thread comes between two of them.

    PortAudio does not allow an abort beside a write; a callback instead would need Python's lock in real time.
    """

    def __init__(self, stream: Any, sample_rate: float, rate: float, channels: int) -> None:  # noqa: ANN401  # no types
        self._stream = stream
        self._resampler = StreamResampler(sample_rate, rate)
        self._block = round(rate * 0.02)
        self._channels = channels
        self._using = threading.Lock()
        self._aborted = threading.Event()
        self._closed = False
        _open_streams.add(id(self))

    def write(self, samples: Audio) -> None:
        self._write(self._resampler.push(np.clip(samples, -1.0, 1.0).astype(np.float32, copy=False)))

    def _write(self, samples: Audio) -> None:
        for start in range(0, len(samples), self._block):
            block = samples[start : start + self._block]
            with self._using:
                if self._aborted.is_set() or self._closed:
                    raise AudioError("the loudspeaker was stopped")
                with _mapped("play sound"):
                    self._stream.write(np.ascontiguousarray(np.repeat(block[:, None], self._channels, axis=1)))

    def abort(self) -> None:
        self._aborted.set()
        # A write on a dead device may hold the lock for long: it sees the event when it returns.
        if self._using.acquire(timeout=0.2):
            try:
                if not self._closed:
                    self._stream.abort(ignore_errors=True)
            finally:
                self._using.release()

    def close(self) -> None:
        if not self._aborted.is_set() and not self._closed:
            with contextlib.suppress(AudioError):  # an abort meanwhile, or a device that is gone: there is no rest then
                self._write(self._resampler.push(np.zeros(0, np.float32), last=True))
            self._aborted.wait(self._stream.latency)
        with _lock, self._using:
            if not self._closed:
                self._closed = True
                self._resampler.close()
                _open_streams.discard(id(self))
                if not self._aborted.is_set():
                    self._stream.stop(ignore_errors=True)
                self._stream.close(ignore_errors=True)


def open_output(sample_rate: int, device: str | int | None = None) -> OutputStream:
    """Open the loudspeaker (None is the default) for mono sound at `sample_rate` Hz, resampled where it must be.

    May block for a second. Raises AudioError.
    """
    with _lock:
        chosen = choose(list_devices(), device, "output")
        failure: AudioError | None = None
        for rate, channels in _ways(chosen, "output", sample_rate):
            try:
                with _mapped(f"open the loudspeaker {chosen.name!r}") as library:
                    stream = library.OutputStream(
                        device=chosen.number, samplerate=rate, channels=channels, dtype="float32"
                    )
                    _start(stream)
                    return _PortAudioOutput(stream, sample_rate, rate, channels)
            except AudioError as error:
                failure = failure or error
    raise failure or AudioError(f"the device {chosen.name!r} cannot play")
