"""Someone speaks while Golem does: when to fall silent, and when to go on. Pure: no clock, no I/O, time is in frames.

A voice cannot be told from a cough in the first tenth of a second, and whoever waits half a second is no listener. So
Golem **falls silent first and thinks afterwards**: a pause costs nothing, since the reply goes on where it was cut.

1. **SPEAKING**: voice for `onset` frames in a row pauses playback, and so does whatever else drowns Golem's echo; one
   frame of voice does, where it is beyond doubt.
2. **HELD**: it is silent. If the voice ends after less than `MIN_VOICED` frames it was a cough, a door, or "mhm":
   playback resumes. (Its words, if it has any, are still recognised: a short "stop" ends the reply a moment later.)
3. More voice than that is **JUDGED** by its words: a person's end the reply for good (`settle(True)`), an echo of
   Golem's own, words for somebody else, and no words at all let it go on (`settle(False)`), as does no verdict in
   `PATIENCE` frames.
4. Each false alarm doubles the onset that the next pause needs, until Golem has been quiet: in a room where the echo
   canceller does badly, Golem stammers once or twice and then talks on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from shell.endpointer import FRAME_MS

ONSET = 2
"""Frames of sure voice that pause playback: 64 ms, which with the devices' delay stays below 150."""
SURE = 0.5
"""Probability of speech of a sure frame: Silero's own default."""
CERTAIN = 0.95
"""Probability of a frame that pauses alone, as long as nothing paused for nothing: a frame sooner than two sure ones,
and of 46 noises no more than the 7 that have those had one."""
STAY = 0.35
"""Probability from which a frame still belongs to speech: `endpointer.stay_threshold`'s default."""
MIN_VOICED = round(400 / FRAME_MS)
"""Voiced frames from which it is no backchannel."""
OVER = round(500 / FRAME_MS)
"""Frames without voice that end it."""
PATIENCE = round(6_000 / FRAME_MS)
"""Frames that the words may take to be recognised."""

Action = Literal["pause", "resume"]


class State(StrEnum):
    """Who has the floor."""

    SPEAKING = "speaking"
    HELD = "held"
    JUDGED = "judged"


@dataclass(slots=True)
class BargeIn:
    """The rules' memory. Give it every frame, whether or not Golem speaks; from one thread."""

    state: State = State.SPEAKING
    alarms: int = 0
    """Pauses that were for nothing, since Golem was last quiet."""
    _run: int = 0
    _voiced: int = 0
    _silent: int = 0

    @property
    def onset(self) -> int:
        """Frames of sure voice that the next pause needs."""
        return min(ONSET << self.alarms, MIN_VOICED)

    def hear(self, probability: float, *, speaking: bool) -> Action | None:
        """The next frame's probability of speech, and whether Golem has something to say (paused counts as that)."""
        if not speaking:
            self.state, self.alarms, self._run = State.SPEAKING, 0, 0
            return None
        if self.state is State.SPEAKING:
            self._run = self._run + 1 if probability >= SURE else 0
            if probability >= CERTAIN and not self.alarms:
                return self._hold(self._run)
            return self._hold(self._run) if self._run >= self.onset else None
        if probability >= STAY:
            return self._hold(self._voiced + 1)
        self._silent += 1
        short = self.state is State.HELD and self._voiced < MIN_VOICED
        if self._silent >= (OVER if short else PATIENCE):
            return self.settle(person=False)
        if self._silent >= OVER:
            self.state = State.JUDGED
        return None

    def settle(self, *, person: bool) -> Action | None:
        """What was said has been understood, or could not be: is it a person's, for Golem?"""
        if self.state is State.SPEAKING:
            return None
        self.state, self._run = State.SPEAKING, 0
        if person:
            return None
        self.alarms += 1
        return "resume"

    def _hold(self, voiced: int) -> Action:
        """Silent from now on, or still: the pause is renewed with each voiced frame."""
        self.state, self._voiced, self._silent = State.HELD, voiced, 0
        return "pause"
