"""Putting a call to a person: what is shown, what is said, and what counts as agreement."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from intents.model import Source, Utterance
from policies.settings import default_policy
from policies.verdict import Confirm, Consent
from shell.confirm import AskingConfirmer
from skills.spec import Effect
from tests.policies.calls import TREE, call

POLICY = default_policy()


@dataclass
class Person:
    """Answers with the words given, and remembers what was asked."""

    words: str | None
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def ask(self, question: str, spoken: str, timeout_s: float, utterance: Utterance) -> Utterance | None:
        """The answer."""
        del timeout_s, utterance
        self.asked.append((question, spoken))
        return Utterance(self.words, Source.VOICE) if self.words is not None else None


@pytest.mark.parametrize(
    ("words", "agreed"),
    [("yes", True), ("Yes.", True), ("no", False), ("no, but actually yes", False), ("what?", False), (None, False)],
)
async def test_only_a_plain_yes_agrees(words: str | None, agreed: bool) -> None:
    """Silence and doubt are no."""
    person = Person(words)
    made = call(path=TREE / "old.log")
    answered = await AskingConfirmer(person, POLICY).agrees(made, Confirm("near-match", "it only sounds like it"))
    assert isinstance(answered, Consent) is agreed


async def test_the_whole_path_is_shown_and_only_its_name_is_said() -> None:
    """The screen shows exactly what will be done; the voice does not read out folders."""
    person = Person("no")
    await AskingConfirmer(person, POLICY).agrees(call(Effect.DESTROY, path=TREE / "old.log"), Confirm("a", "because"))
    (question, spoken) = person.asked[0]
    assert str(TREE / "old.log") in question
    assert "because" in question
    assert str(TREE) not in spoken


async def test_hidden_characters_of_a_name_are_shown() -> None:
    """A name that would steer the terminal is shown escaped."""
    person = Person("no")
    await AskingConfirmer(person, POLICY).agrees(call(Effect.DESTROY, path=TREE / "a\x1b[2Jb"), Confirm("a", "because"))
    assert "\x1b" not in person.asked[0][0]
