"""When did speech begin, and when did it end? One pure table: no clock, no I/O.

Time here is counted in samples heard, never read from a clock, so the same sound gives the same events however fast it
comes. The rules:

1. **IDLE** waits. The last `pre_roll_ms` of sound are kept in a ring. Speech starts when every frame for `start_ms`
   reaches `start_threshold`: one loud frame is a click, not a word. The utterance's audio then begins with the whole
   ring, because a soft first consonant ("f", "s", "h") lies before the first frame that voice activity is sure of.
2. **LISTENING** goes on while frames reach `stay_threshold`, which is lower than the one to start: speech that fades is
   still speech (the two thresholds are Silero's own advice, `threshold` and `neg_threshold = threshold - 0.15`).
3. The first frame below it is a **PAUSE**. A frame that reaches `stay_threshold` again is LISTENING again; silence for
   `end_silence_ms` ends the utterance. Once a pause has lasted `ahead_ms` it is told (`Paused`), with the sound so far,
   so that work which the end will need can begin: at most once a pause, and never after its end.
4. An ended utterance is in **PROCESSING** until the caller has handed it over (`handed_over`), and only then is the
   table back in IDLE. Frames in between are illegal: they would be lost without anyone noticing.
5. Less than `min_speech_ms` of voiced frames is a cough or a key: `Dropped`, and IDLE again, with the ring kept,
   because the word that follows at once may have begun in it.
6. An utterance is cut at `max_utterance_ms`, pre-roll included: the recogniser's window is no longer. What is said on
   is a new utterance, and `reason` says that this one was cut.
7. No sample is in two utterances, and none between an utterance's first and last is missing: after an end the ring
   starts empty.
8. Whoever has made out what was said may say so in a pause (`closes`): this may close EARLY, after `early_silence_ms`,
   or must wait, with CARE for `careful_silence_ms` or until LATE, `late_silence_ms`. The last word counts, it holds for
   this one pause, and every pause begins as USUAL. Silence that is long enough already closes with the next frame,
   never between two: what that frame holds comes first. Telling moves the end of the utterance and nothing else.
9. An event that the table does not allow raises `IllegalEvent` and leaves everything as it was.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from shell.errors import ConfigError
from shell.frames import FRAME, SAMPLE_RATE, Frame

FRAME_MS = 1000 * FRAME / SAMPLE_RATE
"""A frame's length: 32 ms."""


class State(StrEnum):
    """Where in an utterance we are."""

    IDLE = "idle"
    LISTENING = "listening"
    PAUSE = "pause"
    PROCESSING = "processing"


class Trigger(StrEnum):
    """What can happen: drawn from the frames' probabilities and counts, or told by the caller."""

    ONSET = "onset"
    LULL = "lull"
    VOICE = "voice"
    SILENCE = "silence"
    TOO_SHORT = "too short"
    LIMIT = "limit"
    CLOSING = "closing"
    HANDED_OVER = "handed over"


class Closing(StrEnum):
    """How long the silence has to be that ends an utterance."""

    EARLY = "early"
    USUAL = "usual"
    CARE = "careful"
    LATE = "late"


TABLE: dict[tuple[State, Trigger], State] = {
    (State.IDLE, Trigger.ONSET): State.LISTENING,
    (State.LISTENING, Trigger.LULL): State.PAUSE,
    (State.LISTENING, Trigger.LIMIT): State.PROCESSING,
    (State.PAUSE, Trigger.VOICE): State.LISTENING,
    (State.PAUSE, Trigger.CLOSING): State.PAUSE,
    (State.PAUSE, Trigger.SILENCE): State.PROCESSING,
    (State.PAUSE, Trigger.TOO_SHORT): State.IDLE,
    (State.PAUSE, Trigger.LIMIT): State.PROCESSING,
    (State.PROCESSING, Trigger.HANDED_OVER): State.IDLE,
}
"""Every legal step; all others are illegal."""


class IllegalEvent(RuntimeError):
    """An event that the table does not allow in this state: a mistake in the caller, not in the sound."""


@dataclass(frozen=True, slots=True)
class EndpointerSettings:
    """When speech begins and ends. Milliseconds are rounded up to whole frames of 32 ms."""

    start_threshold: float = 0.5
    """Probability of speech from which a frame can start an utterance, above 0 to 1 (Silero's default threshold)."""
    stay_threshold: float = 0.35
    """Probability from which a frame still belongs to speech, above 0 to `start_threshold`."""
    start_ms: float = 96.0
    """Length that must reach `start_threshold` without a break: 3 frames. Above 0 to 1,000."""
    end_silence_ms: float = 600.0
    """Silence that ends an utterance, 100 to 5,000. Longer lets people think in mid-sentence."""
    early_silence_ms: float = 300.0
    """Silence that ends one that is known to be whole and harmless, 100 to 5,000; `end_silence_ms` if that is less."""
    careful_silence_ms: float = 800.0
    """Silence that ends one known to be whole and to lose something, 100 to 5,000; at least `end_silence_ms`."""
    late_silence_ms: float = 1_200.0
    """Silence that ends one known to be unfinished, 100 to 5,000; at least `end_silence_ms`."""
    ahead_ms: float = 128.0
    """Silence after which a pause is told, 0 to 5,000; 0 tells none, so that every utterance closes as usual. Voice
    activity notices silence some 66 ms late (the median of clips), so that the default is 200 ms of it."""
    pre_roll_ms: float = 800.0
    """Sound kept from before the first sure frame, 0 to 5,000."""
    min_speech_ms: float = 150.0
    """Utterances with less voiced sound than this are dropped, 0 to 2,000."""
    max_utterance_ms: float = 30_000.0
    """Utterances are cut at this length, pre-roll included; up to 30,000, which is Whisper's window."""

    def __post_init__(self) -> None:
        """Refuse what cannot work, naming the setting."""
        _between("endpointer.start_threshold", self.start_threshold, 0.01, 1.0)
        _between("endpointer.stay_threshold", self.stay_threshold, 0.01, self.start_threshold)
        _between("endpointer.start_ms", self.start_ms, 1.0, 1_000.0)
        _between("endpointer.end_silence_ms", self.end_silence_ms, 100.0, 5_000.0)
        _between("endpointer.early_silence_ms", self.early_silence_ms, 100.0, 5_000.0)
        _between("endpointer.careful_silence_ms", self.careful_silence_ms, 100.0, 5_000.0)
        _between("endpointer.late_silence_ms", self.late_silence_ms, 100.0, 5_000.0)
        _between("endpointer.ahead_ms", self.ahead_ms, 0.0, 5_000.0)
        _between("endpointer.pre_roll_ms", self.pre_roll_ms, 0.0, 5_000.0)
        _between("endpointer.min_speech_ms", self.min_speech_ms, 0.0, 2_000.0)
        shortest = self.pre_roll_ms + self.start_ms + self.end_silence_ms + self.min_speech_ms
        _between("endpointer.max_utterance_ms", self.max_utterance_ms, shortest, 30_000.0)


def _between(name: str, value: float, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ConfigError(f"{name} must be a number from {low:g} to {high:g}, not {value!r}")


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Someone began to speak."""

    start_sample: int
    """First sample of the utterance's audio, pre-roll included, counted from the start (or the last reset)."""
    speech_sample: int
    """First sample of the first sure frame."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Speech has stopped for `ahead_ms`; it may go on. If it does not, its words are all in this sound."""

    audio: NDArray[np.float32]
    """Shape (end_sample - start_sample,), 16 kHz mono: pre-roll, speech, and the silence so far."""
    start_sample: int
    end_sample: int
    """One past the last sample of `audio`: now."""
    speech_end: int
    """One past the last sample of the last voiced frame. The end of these very words has the same."""


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """An utterance is complete."""

    audio: NDArray[np.float32]
    """Shape (end_sample - start_sample,), 16 kHz mono: pre-roll, speech, and the silence that ended it."""
    start_sample: int
    end_sample: int
    """One past the last sample of `audio`."""
    speech_start: int
    """First sample of the first sure frame."""
    speech_end: int
    """One past the last sample of the last voiced frame."""
    speech_ms: float
    """Length of the voiced frames alone."""
    reason: Literal["silence", "limit"]
    """`limit`: cut at `max_utterance_ms`; the speaker may not have finished."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What had started was too short to be speech."""

    start_sample: int
    end_sample: int
    speech_ms: float


Event = SpeechStarted | Paused | SpeechEnded | Dropped


class Endpointer:
    """The table with its counts. Feed it every frame with its probability; not thread-safe."""

    def __init__(self, settings: EndpointerSettings | None = None) -> None:
        self.settings = settings or EndpointerSettings()
        self._start_frames = _frames(self.settings.start_ms)
        self._ahead_frames = _frames(self.settings.ahead_ms)
        self._silence_frames = _silences(self.settings)
        self._most_frames = int(self.settings.max_utterance_ms // FRAME_MS)
        self._ring: deque[Frame] = deque(maxlen=_frames(self.settings.pre_roll_ms) + self._start_frames)
        self.reset()

    @property
    def state(self) -> State:
        """The table's state."""
        return self._state

    @property
    def samples_heard(self) -> int:
        """Samples fed since the start or the last reset: the time axis of every event."""
        return self._heard

    @property
    def spoken(self) -> int:
        """Samples since the first sure frame of the utterance under way; 0 where there is none."""
        return self._heard - self._speech_start if self._audio else 0

    def tail(self, seconds: float) -> NDArray[np.float32]:
        """The last so many seconds, in whole frames, of the utterance under way; all of it where it is shorter."""
        return np.concatenate([np.zeros(0, np.float32), *self._audio[-_frames(1000 * seconds) :]])

    def reset(self) -> None:
        """As new: for a gap in the sound, after which neither ring nor utterance is one piece."""
        self._state = State.IDLE
        self._closing = Closing.USUAL
        self._ring.clear()
        self._audio: list[Frame] = []
        self._heard = self._row = self._quiet = self._voiced = self._speech_start = self._speech_end = 0

    def hear(self, frame: Frame, probability: float) -> tuple[Event, ...]:
        """Take the next frame, float32 (512,), with its probability of speech, 0 to 1.

        Returns what came of it, at most one event. Raises IllegalEvent in PROCESSING, and ValueError for a frame or
        probability that is none; nothing has changed then.
        """
        if self._state is State.PROCESSING:
            raise IllegalEvent("a frame came while an ended utterance waits to be handed over")
        if frame.shape != (FRAME,):
            raise ValueError(f"a frame has shape ({FRAME},), not {frame.shape}")
        if not 0.0 <= probability <= 1.0:
            raise ValueError(f"a probability lies in 0 to 1, not {probability}")
        self._heard += FRAME
        if self._state is State.IDLE:
            return self._wait(frame, probability)
        return self._follow(frame, probability)

    def closes(self, closing: Closing) -> None:
        """The silence that ends this pause is to be so long; see rule 8. Raises IllegalEvent unless in PAUSE."""
        self._step(Trigger.CLOSING)
        self._closing = closing

    def handed_over(self) -> None:
        """The ended utterance is in other hands: wait for the next. Raises IllegalEvent unless in PROCESSING."""
        self._step(Trigger.HANDED_OVER)

    def _step(self, trigger: Trigger) -> None:
        after = TABLE.get((self._state, trigger))
        if after is None:
            raise IllegalEvent(f"{trigger.value!r} is not allowed in state {self._state.value!r}")
        self._state = after

    def _wait(self, frame: Frame, probability: float) -> tuple[Event, ...]:
        self._ring.append(frame.copy())
        self._row = self._row + 1 if probability >= self.settings.start_threshold else 0
        if self._row < self._start_frames:
            return ()
        self._step(Trigger.ONSET)
        self._audio = list(self._ring)
        self._ring.clear()
        self._voiced, self._quiet, self._row = self._start_frames, 0, 0
        self._speech_start = self._heard - self._start_frames * FRAME
        self._speech_end = self._heard
        return (SpeechStarted(self._start_sample, self._speech_start),)

    @property
    def _start_sample(self) -> int:
        return self._heard - len(self._audio) * FRAME

    def _follow(self, frame: Frame, probability: float) -> tuple[Event, ...]:
        self._audio.append(frame.copy())
        if probability >= self.settings.stay_threshold:
            self._voiced += 1
            self._quiet = 0
            self._speech_end = self._heard
            if self._state is State.PAUSE:
                self._step(Trigger.VOICE)
        else:
            self._quiet += 1
            if self._state is State.LISTENING:
                self._step(Trigger.LULL)
                self._closing = Closing.USUAL
        if self._quiet >= self._silence_frames[self._closing]:
            return self._end_by_silence()
        if len(self._audio) >= self._most_frames:
            return self._end(Trigger.LIMIT, "limit")
        if self._quiet and self._quiet == self._ahead_frames and self._voiced_ms >= self.settings.min_speech_ms:
            return (Paused(np.concatenate(self._audio), self._start_sample, self._heard, self._speech_end),)
        return ()

    @property
    def _voiced_ms(self) -> float:
        return self._voiced * FRAME_MS

    def _end_by_silence(self) -> tuple[Event, ...]:
        if self._voiced_ms >= self.settings.min_speech_ms:
            return self._end(Trigger.SILENCE, "silence")
        self._step(Trigger.TOO_SHORT)
        dropped = Dropped(self._start_sample, self._heard, self._voiced_ms)
        self._ring.extend(self._audio)
        self._audio = []
        return (dropped,)

    def _end(self, trigger: Trigger, reason: Literal["silence", "limit"]) -> tuple[Event, ...]:
        self._step(trigger)
        ended = SpeechEnded(
            audio=np.concatenate(self._audio),
            start_sample=self._start_sample,
            end_sample=self._heard,
            speech_start=self._speech_start,
            speech_end=self._speech_end,
            speech_ms=self._voiced_ms,
            reason=reason,
        )
        self._audio = []
        return (ended,)


def _frames(ms: float) -> int:
    return math.ceil(ms / FRAME_MS)


def _silences(settings: EndpointerSettings) -> dict[Closing, int]:
    """Frames of silence that end an utterance."""
    usual = settings.end_silence_ms
    return {
        Closing.EARLY: _frames(min(settings.early_silence_ms, usual)),
        Closing.USUAL: _frames(usual),
        Closing.CARE: _frames(max(settings.careful_silence_ms, usual)),
        Closing.LATE: _frames(max(settings.late_silence_ms, usual)),
    }
