"""Golem's own voice is taken out of what the microphone hears: the one importer of livekit (WebRTC's echo canceller).

    microphone ─ frames ─▶ WithoutEcho ─ frames ─▶ voice activity …
                               ▲
    loudspeaker ── blocks ─▶ Played

LiveKit's package is a client for conferences; only its audio processing module is used, which opens no connection.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable
from typing import TYPE_CHECKING, Protocol

import numpy as np

from shell.echo_path import REACH, EchoPath
from shell.errors import ModelError
from shell.frames import FRAME, SAMPLE_RATE, Audio, Frame, FrameClock, FrameSource, level_dbfs
from shell.likeness import likenesses, resemblance
from shell.played import Played

if TYPE_CHECKING:
    from livekit.rtc.audio_frame import AudioFrame

CHUNK = SAMPLE_RATE // 100
"""Samples that WebRTC's audio processing takes at a time: 10 ms."""
COMPARED = 3 * FRAME
"""Samples of what is left that are compared with what was played: 96 ms."""
QUIET_DBFS = -45.0
"""Golem's own voice below this is a pause in it, from which nothing can be told."""
LAG = round(0.4 * SAMPLE_RATE)
"""Samples by which they may come after it: the delay of devices."""
ECHO = 0.22
"""Mean likeness of what is heard to what was played from which on it holds an echo: 0.33 to 0.71 in simulated rooms,
the worst of them 12 dB more reverberant than direct; 0.10 to 0.15 for people who speak at the same time."""
NEWEST = 0.05
"""Weight of the newest frame in that mean: about a second of Golem's speech tells headphones from a loudspeaker."""
ALL_ECHO = 0.9
"""Share of its usual likeness to what was played from which on the microphone hears nothing but the echo: a person as
loud as it takes it to 0.7, and what the canceller then leaves is its own doing, whatever that is like."""
NOT_ALL_ECHO = 0.5
"""Share below which somebody else is heard too, and what the canceller leaves is not asked, in a room that is DRY."""
DRY = 0.8
"""Usual likeness from which on an echo is so clear that its likeness tells that much; reverberation makes it waver."""
RISES, FALLS = 0.15, 0.05
"""Weights of a frame above and below that usual likeness: it is that of the frames in which the echo is clearest."""
SOUND_DBFS = -50.0
"""Below this the microphone hears no echo of what was played, or not yet."""
LEFT_OVER = 0.2
"""Likeness of a voice that is what the canceller left of Golem's: 0.2 to 0.7, a person's mostly below that."""


CLEAR = 0.9
"""Share of its usual likeness to what was played from which on the echo's delay is known, and nobody else is heard."""
JUMPED = 8
"""Samples by which that delay changes with a stream that is opened anew; less is the way's own shape."""
LEAD = 64
"""Samples before the echo's loudest part that may belong to it: 4 ms."""


class EchoCanceller(Protocol):
    """Takes one sound out of another."""

    def process(self, frame: Frame, played: Frame) -> Frame:
        """`frame` without the echo of `played`: what was being played then or up to half a second before.

        All three float32 (512,), 16 kHz, -1 to 1. Frames must be given in order; the result may be some ms late.
        """
        ...


class WebRtcEchoCanceller:
    """AEC3, the echo canceller of WebRTC: an adaptive filter, a delay estimator and a suppressor of what is left."""

    def __init__(self) -> None:
        """Load the library, 0.1 to 1 s. Raises ModelError where it cannot be loaded."""
        try:
            from livekit.rtc.apm import AudioProcessingModule  # noqa: PLC0415 - loaded with the ears
            from livekit.rtc.audio_frame import AudioFrame  # noqa: PLC0415 - as above

            self._module = AudioProcessingModule(echo_cancellation=True)
        except (ImportError, OSError, RuntimeError) as error:  # no wheel for this machine, or its library will not load
            raise ModelError(f"the echo canceller cannot be loaded: {error}") from error
        self._frame = AudioFrame
        self._heard: Audio = np.zeros(0, np.float32)
        self._played: Audio = np.zeros(0, np.float32)
        self._clean: Audio = np.zeros(CHUNK, np.float32)  # chunks do not divide frames: one chunk late, never short

    def process(self, frame: Frame, played: Frame) -> Frame:
        """See `EchoCanceller.process`; 10 ms late."""
        self._heard = np.concatenate((self._heard, frame))
        self._played = np.concatenate((self._played, played))
        clean = [self._clean]
        while len(self._heard) >= CHUNK:
            self._module.process_reverse_stream(self._as_frame(self._played[:CHUNK]))
            chunk = self._as_frame(self._heard[:CHUNK])
            self._module.process_stream(chunk)
            clean.append(np.frombuffer(chunk.data, np.int16).astype(np.float32) / np.float32(32768))
            self._heard, self._played = self._heard[CHUNK:], self._played[CHUNK:]
        whole = np.concatenate(clean)
        self._clean = whole[FRAME:]
        return whole[:FRAME]

    def _as_frame(self, samples: Audio) -> AudioFrame:
        data = np.clip(np.round(samples * 32768), -32768, 32767).astype(np.int16)
        return self._frame(bytearray(data.tobytes()), SAMPLE_RATE, 1, CHUNK)


class WithoutEcho:
    """A `FrameSource` that gives another's frames without what was being played.

    While nothing is played, frames go through as they are, 10 ms late like the others. So they do where no echo of what
    is played is to be found (headphones): a canceller that has nothing to take out takes away from the person's voice.
    """

    def __init__(
        self,
        source: FrameSource,
        canceller: EchoCanceller,
        played: Played,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock` must be the one that `played` goes by."""
        self._source = source
        self._canceller = canceller
        self._played = played
        self._clock = clock
        self._last: Audio = np.zeros(COMPARED, np.float32)
        self._raw: Audio = np.zeros(COMPARED, np.float32)
        self._ended = 0.0
        self._path = EchoPath()
        self._delay: int | None = None
        """Samples from what was played to its echo, once one was clear."""
        self._timed = False
        """Whether it is known since the loudspeaker was last silent: each stream that is opened has one of its own."""
        self._other = False
        self._echo = 1.0
        """The mean likeness of what was heard to what was played, of late, 0 to 1; an echo until it is known."""
        self._likeness = 0.0
        """Of the newest 96 ms of it."""
        self._usual = 0.0
        """That of an echo alone in this room; none at first, so that Golem's first syllables are taken for its own."""

    def own(self) -> bool:
        """Whether the last 96 ms that were given still are what was played in the 0.4 s before.

        The canceller leaves something behind while it learns the room, and after sound was lost. That is known by what
        the microphone hears being as like what was played as ever in this room, which no second voice lets it be; and,
        where it is less so, by its own likeness.
        """
        if self._echo < ECHO or self._other:
            return False
        if self._likeness >= max(ECHO, ALL_ECHO * self._usual):
            return True
        alone = self._usual < DRY or self._likeness >= NOT_ALL_ECHO * self._usual
        return alone and resemblance(self._last, self._before()) >= LEFT_OVER

    def other(self) -> bool:
        """Whether the last frame held more than the echo, so that somebody or something else is heard.

        It is known a quarter of a second sooner than from what the canceller leaves, which takes a voice for an echo at
        first; but a door is something else, too.
        """
        return self._other

    @property
    def gaps(self) -> int:
        """See `FrameSource.gaps`."""
        return self._source.gaps

    @property
    def live(self) -> bool:
        """See `FrameSource.live`."""
        return self._source.live

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """See `FrameSource.frames`."""
        clock, gaps = FrameClock(), self._source.gaps
        late: Audio = np.zeros(CHUNK, np.float32)
        frames = self._source.frames()
        try:
            async for frame in frames:
                if self._source.gaps != gaps:
                    clock, gaps = FrameClock(), self._source.gaps
                began = clock.began(self._clock())
                self._ended = began + FRAME / SAMPLE_RATE
                passed = np.concatenate((late, frame))
                given, late = passed[:FRAME], passed[FRAME:]
                self._raw = np.concatenate((self._raw[FRAME:], frame))
                self._likeness, self._other = 0.0, False
                if self._played.audible(began):
                    clean = self._canceller.process(frame, self._played.during(began, FRAME))
                    given = clean if self._echoes() else given
                    self._other = self._is_other(frame)
                self._last = np.concatenate((self._last[FRAME:], given))
                yield given
        finally:
            if isinstance(frames, AsyncGenerator):
                await frames.aclose()

    def _echoes(self) -> bool:
        """Whether what is played comes back at all."""
        before = self._before()
        found = likenesses(self._raw, before)
        place = int(np.argmax(found))
        self._likeness = float(found[place])
        self._timed = self._timed and bool(before.any())
        if level_dbfs(before) > QUIET_DBFS:
            self._echo += NEWEST * (self._likeness - self._echo)
            if level_dbfs(self._raw) > SOUND_DBFS:
                more = self._likeness - self._usual
                self._usual += (RISES if more > 0 else FALLS) * more
                self._time(before, place)
        return self._echo >= ECHO

    def _time(self, before: Audio, place: int) -> None:
        """Where an echo is clear: by how much it comes later."""
        if self._likeness < max(ECHO, CLEAR * self._usual):
            return
        delay = LAG - place
        if self._delay is None:
            played, heard = np.diff(before[place : place + COMPARED]), np.diff(self._raw)
            self._path.begin(LEAD, float(np.dot(played, heard) / max(float(np.dot(played, played)), 1e-9)))
        if self._delay is None or abs(delay - self._delay) > JUMPED:
            self._delay = delay
        self._timed = True

    def _is_other(self, frame: Frame) -> bool:
        """Two witnesses: what the way explains, and how like the microphone's sound is to what was played."""
        if self._delay is None or not self._timed:
            return False
        ended = self._ended - (self._delay - LEAD) / SAMPLE_RATE
        more = self._path.unexplained(frame, self._played.during(ended - REACH / SAMPLE_RATE, REACH))
        return more and self._echo >= ECHO and self._likeness < CLEAR * self._usual

    def _before(self) -> Audio:
        samples = COMPARED + LAG
        return self._played.during(self._ended - samples / SAMPLE_RATE, samples)
