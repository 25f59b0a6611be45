"""Stand-ins behind the real protocols, for tests of Golem and of skills; none is used by the running shell."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from intents.zero_shot import Label
from shell.fakes_dialogue import FakeAsker
from shell.fakes_hearing import FakeTranscriber, FakeVoiceActivity, ScriptedFrames
from shell.fakes_speaking import FakeChat, FakeOutput, FakeVoice

__all__ = [
    "FakeAsker",
    "FakeChat",
    "FakeClassifier",
    "FakeMouth",
    "FakeOutput",
    "FakeTerminal",
    "FakeTranscriber",
    "FakeVoice",
    "FakeVoiceActivity",
    "ScriptedFrames",
]


@dataclass
class FakeClassifier:
    """A `ZeroShotClassifier` that answers by words: the first key found in the premise gives the winning label."""

    by_word: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = "chat"
    sure: float = 0.9
    """The winner's probability; the others share the rest."""
    name: str = "fake"

    def classify(self, premise: str, labels: Sequence[Label]) -> Mapping[str, float]:
        """Probability of each label's name."""
        winner = next((label for word, label in self.by_word.items() if word in premise.lower()), self.otherwise)
        rest = (1.0 - self.sure) / max(1, len(labels) - 1)
        return {label.name: self.sure if label.name == winner else rest for label in labels}


@dataclass
class FakeTerminal:
    """A `Terminal` that types the lines given and records what is shown."""

    typed: Sequence[str] = ()
    pause_s: float = 0.0
    """Seconds between one line and the next."""
    shown: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lent: int = 0
    on_lend: Callable[[bool], None] = lambda _: None
    on_interrupt: Callable[[], None] = lambda: None
    on_talk: Callable[[], None] = lambda: None

    def show(self, text: str, style: str = "reply") -> None:
        """Record text."""
        del style
        self.shown.append(text)

    def stream(self, chunk: str) -> None:
        """Record a piece."""
        self.shown.append(chunk)

    def end_stream(self) -> None:
        """Nothing to do."""

    def ask(self, question: str | None, mark: str = "yes/no> ") -> None:
        """Record a question."""
        del mark
        if question is not None:
            self.asked.append(question)

    async def lines(self) -> AsyncIterator[str]:
        """The lines given, one after another."""
        for line in self.typed:
            await asyncio.sleep(self.pause_s)
            yield line

    def lend(self, run: Callable[[], int]) -> int:
        """Count it, and run."""
        self.lent += 1
        return run()


@dataclass
class FakeMouth:
    """A `Mouth` (and its `Telling`) that records what it was to say."""

    said: list[str] = field(default_factory=list)
    stopped: int = 0
    speaking: bool = False
    did: list[str] = field(default_factory=list)
    """Each `pause` and `resume`."""

    def say(self, text: str) -> None:
        """Record text."""
        self.said.append(text)

    def begin(self) -> FakeMouth:
        """Itself."""
        return self

    def add(self, chunk: str) -> None:
        """Record a piece."""
        self.said.append(chunk)

    def end(self) -> None:
        """Nothing to do."""

    def stop(self) -> None:
        """Count it."""
        self.stopped += 1

    def pause(self) -> None:
        """Record it."""
        self.did.append("pause")

    def resume(self) -> None:
        """Record it."""
        self.did.append("resume")

    def wait(self, timeout_s: float | None = None) -> bool:
        """Nothing is ever being spoken."""
        del timeout_s
        return True
