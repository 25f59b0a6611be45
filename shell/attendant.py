"""Speaks with whoever said the words, while a skill runs: what it says before its reply, and what it asks.

An answer goes to the skill and nowhere else: it agrees to nothing, takes no turn, and counts as data there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from intents.context import cancels, pick
from intents.model import Utterance
from shell.dialogue import ANSWER_MARK, Asker
from shell.sanitize import visible
from skills.spec import Call

MOST_TRIES: Final = 3
"""Times that a question with choices is put before it is given up."""
MOST_S: Final = 60.0
"""Seconds that one question may wait."""


class Speaking(Protocol):
    """What says a sentence; `shell.present.Presentation` is the real one."""

    def say(self, text: str, utterance: Utterance) -> None:
        """Show it, and say it if this utterance is answered aloud."""
        ...


class Attendant(Protocol):
    """Speaks with whoever said the words, while a skill runs."""

    def say(self, text: str, call: Call) -> None:
        """Print a sentence, and say it where the call is answered aloud; from any thread."""
        ...

    async def ask(self, question: str, choices: Sequence[str], timeout_s: float, call: Call) -> str | None:
        """The answer to a question; None where there is none."""
        ...


class NobodyThere:
    """An attendant where there is only a screen."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show

    def say(self, text: str, call: Call) -> None:
        """Print it."""
        del call
        self._show(text)

    async def ask(self, question: str, choices: Sequence[str], timeout_s: float, call: Call) -> str | None:
        """No answer."""
        del question, choices, timeout_s, call
        return None


class ShellAttendant:
    """Asks by the same questions and answers as the rest of the shell."""

    def __init__(self, speaking: Speaking, asker: Asker | None) -> None:
        """Without an `asker` nobody is asked."""
        self._speaking = speaking
        self._asker = asker

    def say(self, text: str, call: Call) -> None:
        """Print a sentence, and say it where the call is answered aloud."""
        self._speaking.say(text, call.utterance)

    async def ask(self, question: str, choices: Sequence[str], timeout_s: float, call: Call) -> str | None:
        """The answer to a question; None where there is none."""
        asker = self._asker
        if asker is None:
            return None
        asked, options = visible(question), [visible(choice) for choice in choices]
        shown = "\n".join([f"{call.skill.id} asks: {asked}", *_numbered(options)])
        spoken = f"{asked} {_either(options)}".strip()
        for _ in range(MOST_TRIES):
            answer = await asker.ask(shown, spoken, min(timeout_s, MOST_S), call.utterance, mark=ANSWER_MARK)
            if answer is None or cancels(answer.text):
                return None
            if not choices:
                return answer.text.strip()
            chosen = pick(answer.text, options)
            if chosen is not None:
                return choices[chosen]
        return None


def _numbered(options: Sequence[str]) -> list[str]:
    return [f"  {number}  {option}" for number, option in enumerate(options, 1)]


def _either(options: Sequence[str]) -> str:
    return f"{', or '.join(f'{number}: {option}' for number, option in enumerate(options, 1))}." if options else ""
