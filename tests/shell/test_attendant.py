"""What a skill says and asks while it runs: its answers are data, and agree to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from intents.model import Match, Source, Utterance
from shell.attendant import ShellAttendant
from shell.fakes import FakeAsker
from skills.registry import Registry
from skills.spec import Call


class Said:
    """Remembers what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str, utterance: Utterance) -> None:
        """Remember it."""
        self.said.append(f"{utterance.source}: {text}")


@pytest.fixture
def call() -> Call:
    """A call that was spoken."""
    skill = Registry().skill("clock.time")
    return Call(skill, Match(skill.intent, (), 1.0, "template"), Utterance("time", Source.VOICE), Path("/"))


async def test_an_answer_is_given_as_it_was_said(call: Call) -> None:
    """The question names the skill that asks, cleaned and on one line."""
    asker = FakeAsker([" Blue paint "])
    attendant = ShellAttendant(Said(), asker)
    assert await attendant.ask("Which\x1b[2J\ncolour?", (), 5.0, call) == "Blue paint"
    assert asker.asked[0].startswith("clock.time asks: Which")
    assert "\x1b" not in asker.asked[0]
    assert "\n" not in asker.asked[0]


@pytest.mark.parametrize(
    ("answers", "chosen"),
    [
        (["the second one"], "dark blue"),
        (["red"], "red"),
        (["purple", "1"], "red"),
        (["purple", "violet", "green"], None),
        (["never mind"], None),
        ([None], None),
    ],
)
async def test_one_of_the_choices_or_nothing(call: Call, answers: list[str | None], chosen: str | None) -> None:
    """By number or name, three times at most; silence and "never mind" end it."""
    assert await ShellAttendant(Said(), FakeAsker(answers)).ask("Which?", ("red", "dark blue"), 5.0, call) == chosen


async def test_nobody_is_asked_where_nobody_is(call: Call) -> None:
    """A script gets no answer, and what is said goes out with the turn's own source."""
    said = Said()
    attendant = ShellAttendant(said, None)
    assert await attendant.ask("Which?", (), 5.0, call) is None
    attendant.say("Working.", call)
    assert said.said == ["voice: Working."]
