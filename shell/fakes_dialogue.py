"""Stand-ins for asking back: a person who answers from a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from intents.model import Source, Utterance


@dataclass
class FakeAsker:
    """An `Asker` whose person gives these answers one after another, None or the end of the list being silence."""

    answers: Sequence[str | Utterance | None] = ()
    asked: list[str] = field(default_factory=list)
    """What was shown."""
    spoken: list[str] = field(default_factory=list)
    """What was said aloud."""
    meanwhile: Callable[[], object] = lambda: None
    """What happens while a question stands."""

    async def ask(
        self, question: str, spoken: str, timeout_s: float, utterance: Utterance, mark: str = ""
    ) -> Utterance | None:
        """The next answer, as words typed unless it is an utterance."""
        del timeout_s, utterance, mark
        self.asked.append(question)
        self.spoken.append(spoken)
        self.meanwhile()
        place = len(self.asked) - 1
        answer = self.answers[place] if place < len(self.answers) else None
        return Utterance(answer, Source.TYPED) if isinstance(answer, str) else answer
