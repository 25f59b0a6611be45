"""The microphone: frames from a device that may be at another rate, overflow, vanish, and come back.

PortAudio's thread only copies blocks into a bounded queue. Mixing down, resampling and cutting into frames happen on
the event loop, where the frames are used. `shell.audio_device` is the only door to PortAudio; it is passed in, so that
tests can put a device of their own behind it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from shell import audio_device
from shell.audio_device import AudioUnavailable, OpenInput
from shell.devices import DeviceInfo, choose
from shell.errors import AudioError, ConfigError, DeviceLost
from shell.frames import SAMPLE_RATE, SILENT_DBFS, Frame, Rechunker, level_dbfs
from shell.resample import StreamResampler, mix_down

MicrophoneState = Literal["off", "listening", "lost", "none"]
"""`off`: not asked to listen. `listening`: frames flow. `lost`: it was there and is gone. `none`: none found."""

_FIRST_BLOCK_S = 10.0
"""How long a device may take to its first block: a sound server that wakes a sleeping device was seen to take 4 s."""
_STALL_S = 2.0
"""Silence of the *driver*, not of the room: no block at all for so long, and the device counts as gone. PulseAudio
says nothing when a device goes; it was seen to move a stream to another device within 1.5 s."""


@dataclass(frozen=True, slots=True)
class MicrophoneSettings:
    """Which microphone, and how."""

    device: str | int | None = None
    """A number or a part of a name from `golem devices`; None is the system's default."""
    sample_rate: int | None = None
    """Hz to open the device at, for one that takes 16,000 but converts it badly; None asks for 16,000 first."""
    queue_ms: float = 5_000.0
    """Sound kept while the event loop is busy, 100 to 60,000 ms; what comes then is lost and counted."""
    retry_s: float = 2.0
    """Seconds between two attempts to find the device again, 0.01 to 600."""

    def __post_init__(self) -> None:
        """Refuse what cannot work, naming the setting."""
        if self.sample_rate is not None and not 4_000 <= self.sample_rate <= 384_000:
            raise ConfigError(f"microphone.sample_rate must be from 4000 to 384000 Hz, not {self.sample_rate!r}")
        if not 100 <= self.queue_ms <= 60_000:
            raise ConfigError(f"microphone.queue_ms must be from 100 to 60000, not {self.queue_ms!r}")
        if not 0.01 <= self.retry_s <= 600:
            raise ConfigError(f"microphone.retry_s must be from 0.01 to 600, not {self.retry_s!r}")


class Backend(Protocol):
    """What the microphone needs of the machine; the module `shell.audio_device` is the real one."""

    def list_devices(self) -> Sequence[DeviceInfo]:
        """Every device of the last scan."""
        ...

    def rescan(self) -> bool:
        """Look again; False where that must not be now."""
        ...

    def open_input(
        self,
        device: DeviceInfo,
        on_block: Callable[[NDArray[np.float32], bool], None],
        on_end: Callable[[], None],
        *,
        rate: float,
    ) -> OpenInput:
        """See `shell.audio_device.open_input`."""
        ...


class _Blocks:
    """The bounded queue between PortAudio's thread and the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, most_ms: float) -> None:
        self._loop = loop
        self._wake = asyncio.Event()
        self._queue: deque[NDArray[np.float32] | None] = deque()
        """None marks where blocks are missing."""
        self._most = max(2, round(most_ms / 32))
        """Blocks are of 32 ms, whatever the rate."""
        self._ended = self._missing = False
        self.driver_overflows = 0
        self.full = 0

    def put(self, block: NDArray[np.float32], overflowed: bool) -> None:
        """On PortAudio's thread: copy and go."""
        self.driver_overflows += overflowed
        if len(self._queue) >= self._most:
            self.full += 1
            self._missing = True
            return
        if self._missing:
            self._missing = False
            self._queue.append(None)
        self._queue.append(block.copy())
        self._signal()

    def end(self) -> None:
        """On PortAudio's thread: nothing will come any more."""
        self._ended = True
        self._signal()

    def _signal(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed before the stream: nobody is left to wake
            self._loop.call_soon_threadsafe(self._wake.set)

    async def take(self, timeout_s: float) -> NDArray[np.float32] | None:
        """The next block, or None where blocks are missing before the next. Raises DeviceLost where none comes."""
        while not self._queue:
            if self._ended:
                raise DeviceLost("the microphone has gone")
            self._wake.clear()
            if self._queue or self._ended:
                continue
            try:
                async with asyncio.timeout(timeout_s):
                    await self._wake.wait()
            except TimeoutError:
                raise DeviceLost("the microphone gives no sound any more") from None
        return self._queue.popleft()


class Microphone:
    """A FrameSource on a real device. One iteration at a time."""

    live = True
    """Frames come by the clock."""

    def __init__(
        self,
        settings: MicrophoneSettings | None = None,
        *,
        on_state: Callable[[MicrophoneState], None] = lambda _: None,
        backend: Backend = audio_device,
    ) -> None:
        """Nothing is opened yet. `on_state` is called on the event loop at each change of `state`."""
        self._settings = settings or MicrophoneSettings()
        self._on_state = on_state
        self._backend = backend
        self.state: MicrophoneState = "off"
        self.problem: str | None = None
        """Why it is not listening, one line; None while it is."""
        self.device: DeviceInfo | None = None
        """The device in use, or last used."""
        self.overflows = 0
        """How many times the driver lost sound, or the queue was full, because this machine was too busy."""
        self.gaps = 0
        """How many times sound was lost for longer than a frame; see `FrameSource.gaps`."""
        self.level = SILENT_DBFS
        """Loudness of the last frame, dBFS, -120 to 0."""

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """Every frame, for ever: a device that is missing or vanishes is tried again every `retry_s`.

        Ends only where there is no PortAudio at all; `state` and `problem` tell what is the matter.
        """
        try:
            while True:
                try:
                    async with contextlib.aclosing(self.once()) as opened:
                        async for frame in opened:
                            yield frame
                except AudioUnavailable as error:
                    self._turn("none", str(error))
                    return
                except AudioError as error:
                    was_there = self.state in {"listening", "lost"}
                    self._turn("lost" if was_there else "none", str(error))
                self.level = SILENT_DBFS
                await asyncio.sleep(self._settings.retry_s)
                with contextlib.suppress(AudioError):  # then opening fails too, and says why
                    await asyncio.to_thread(self._backend.rescan)
        finally:
            self.level = SILENT_DBFS
            if self.state in {"listening", "lost"}:
                self._turn("off", None)

    async def once(self) -> AsyncGenerator[Frame, None]:
        """Every frame until the device goes.

        Raises AudioError where it cannot be opened, DeviceLost (after counting a gap) where it vanishes.
        """
        closing, blocks = contextlib.ExitStack(), _Blocks(asyncio.get_running_loop(), self._settings.queue_ms)
        stream = await self._open(blocks)
        try:
            resampler = closing.enter_context(contextlib.closing(StreamResampler(stream.sample_rate, SAMPLE_RATE)))
            rechunker = Rechunker()
            timeout_s, counted = _FIRST_BLOCK_S, self.overflows
            while True:
                block = await blocks.take(timeout_s)
                timeout_s = _STALL_S
                self.overflows = counted + blocks.driver_overflows + blocks.full
                if block is None:
                    self.gaps += 1
                    continue
                self._turn("listening", None)
                for frame in rechunker.push(resampler.push(mix_down(block))):
                    self.level = level_dbfs(frame)
                    yield frame
        except DeviceLost:
            self.gaps += 1
            raise
        finally:
            # A dead device may take its time to close, and frames of other sources go on meanwhile.
            closing.close()
            await asyncio.shield(asyncio.to_thread(stream.close))

    async def _open(self, blocks: _Blocks) -> OpenInput:
        opening = asyncio.ensure_future(asyncio.to_thread(self._open_blocking, blocks))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            # The thread cannot be cancelled: whatever it opens in the end is closed then.
            opening.add_done_callback(_close_late)
            raise

    def _open_blocking(self, blocks: _Blocks) -> OpenInput:
        device = choose(self._backend.list_devices(), self._settings.device, "input")
        self.device = device
        rate = self._settings.sample_rate or SAMPLE_RATE
        return self._backend.open_input(device, blocks.put, blocks.end, rate=rate)

    def _turn(self, state: MicrophoneState, problem: str | None) -> None:
        self.problem = problem
        if state != self.state:
            self.state = state
            self._on_state(state)


def _close_late(opening: asyncio.Future[OpenInput]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
