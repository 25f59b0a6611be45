"""Who has the floor: pauses Golem's voice when somebody speaks, and says whose the words were that overlapped it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from shell.barge_in import SURE, BargeIn, State
from shell.echo_canceller import EchoCanceller, WithoutEcho
from shell.frames import FrameSource
from shell.hearing import Heard
from shell.overlap import Overlap, judge
from shell.played import Played

LEFT_OVER = 0.3
"""Part of an utterance's voiced frames, 0 to 1, from which it is what the canceller left of Golem's voice."""
ECHO_S = 0.5
"""An echo begins at most so long after its sentence has ended: devices' delay, and that of noticing."""


class Voice(Protocol):
    """Golem's own voice, as far as it can be interrupted; `shell.present.Presentation` is the real one."""

    @property
    def speaking(self) -> bool:
        """True while something is being said, is paused, or waits to be said."""
        ...

    def pause(self) -> None:
        """Silence at once, and forget nothing; a second call renews the pause."""
        ...

    def resume(self) -> None:
        """Go on after a pause."""
        ...


class Floor:
    """Use from the event loop's thread; `played` is told by the loudspeaker's."""

    def __init__(
        self, voice: Voice, played: Played, *, barge_in: bool = True, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`clock` must be the one that `played` goes by; without `barge_in` nothing is paused."""
        self.played = played
        self.canceller: EchoCanceller | None = None
        """Without one Golem hears itself, so nothing that it hears while it speaks can pause it or be trusted."""
        self._voice = voice
        self._wanted = barge_in
        self._clock = clock
        self._barge_in = BargeIn()
        self._ears: WithoutEcho | None = None
        self._voiced: deque[tuple[float, bool]] = deque(maxlen=1_000)
        """When each voiced frame came while Golem had something to say, and whether it was left of its own voice."""

    def speaking(self) -> bool:
        """Whether Golem has something to say now."""
        return self._voice.speaking

    def without_echo(self, source: FrameSource) -> FrameSource:
        """The source's frames without Golem's own voice, where there is an echo canceller."""
        if self.canceller is None:
            return source
        self._ears = WithoutEcho(source, self.canceller, self.played, self._clock)
        return self._ears

    def hear(self, probability: float) -> None:
        """The probability of speech in the next frame."""
        if self._ears is None:
            return
        speaking = self._voice.speaking
        if speaking and probability >= SURE:
            own = self._ears.own()
            self._voiced.append((self._clock(), own))
            if own and self._barge_in.state is State.SPEAKING:
                probability = 0.0
        if speaking and self._ears.other() and self._barge_in.state is State.SPEAKING:
            probability = max(probability, SURE)
        if self._wanted:
            self._do(self._barge_in.hear(probability, speaking=speaking))

    def whose(self, words: Heard) -> Overlap:
        """Whose the words were; what did not overlap Golem's voice is a person's."""
        if not words.overlapped_own_speech:
            return "person"
        if self.canceller is None:
            return "echo"  # most likely; a sentence misheard twice over would get past the comparison of words
        own = [own for at, own in self._voiced if at >= words.began_at - ECHO_S]
        if own and sum(own) >= LEFT_OVER * len(own):
            return "echo"  # in a bad room its words are misheard, and unlike those that were said
        return judge(words.utterance.text, self.played.words_since(words.began_at - ECHO_S))

    def settle(self, *, person: bool) -> None:
        """What was said is understood: a person's, for Golem, or none that it need be silent for."""
        self._do(self._barge_in.settle(person=person))

    def _do(self, action: str | None) -> None:
        if action == "pause":
            self._voice.pause()
        elif action == "resume":
            self._voice.resume()
