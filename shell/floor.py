"""Who has the floor: pauses Golem's voice when somebody speaks, and says whose the words were that overlapped it."""

from __future__ import annotations

from typing import Protocol

from shell.barge_in import SURE, BargeIn, State
from shell.echo_canceller import EchoCanceller, WithoutEcho
from shell.frames import FrameSource
from shell.hearing import Heard
from shell.overlap import Overlap, judge
from shell.played import Played

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

    def __init__(self, voice: Voice, played: Played, *, barge_in: bool = True) -> None:
        self.played = played
        self.canceller: EchoCanceller | None = None
        """Without one Golem hears itself, so nothing that it hears while it speaks can pause it or be trusted."""
        self._voice = voice
        self._wanted = barge_in
        self._barge_in = BargeIn()
        self._ears: WithoutEcho | None = None

    def speaking(self) -> bool:
        """Whether Golem has something to say now."""
        return self._voice.speaking

    def without_echo(self, source: FrameSource) -> FrameSource:
        """The source's frames without Golem's own voice, where there is an echo canceller."""
        if self.canceller is None:
            return source
        self._ears = WithoutEcho(source, self.canceller, self.played)
        return self._ears

    def hear(self, probability: float) -> None:
        """The probability of speech in the next frame."""
        if not self._wanted or self._ears is None:
            return
        speaking = self._voice.speaking
        if speaking and self._barge_in.state is State.SPEAKING and probability >= SURE and self._ears.own():
            probability = 0.0
        self._do(self._barge_in.hear(probability, speaking=speaking))

    def whose(self, words: Heard) -> Overlap:
        """Whose the words were; what did not overlap Golem's voice is a person's."""
        if not words.overlapped_own_speech:
            return "person"
        if self.canceller is None:
            return "echo"  # most likely; a sentence misheard twice over would get past the comparison of words
        return judge(words.utterance.text, self.played.words_since(words.began_at - ECHO_S))

    def settle(self, *, person: bool) -> None:
        """What was said is understood: a person's, for Golem, or none that it need be silent for."""
        self._do(self._barge_in.settle(person=person))

    def _do(self, action: str | None) -> None:
        if action == "pause":
            self._voice.pause()
        elif action == "resume":
            self._voice.resume()
