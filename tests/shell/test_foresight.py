"""The outlook of words that may not be all of them, by the real skills and their sentences."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from intents.matcher import Matcher
from intents.model import Scene, Source, Utterance
from intents.normalize import LONGEST
from intents.remembered import RememberedClassifier
from intents.router import Router
from shell.endpointer import Closing
from shell.fakes import FakeClassifier
from shell.foresight import CLOSES, Outlook, SkillForesight
from skills.registry import Registry
from skills.spec import Effect
from tests.golden_scene import make_scene

REGISTRY = Registry()
MATCHER = Matcher([skill.intent for skill in REGISTRY.skills])


@pytest.fixture
def scene(tmp_path) -> Scene:
    """The golden scene, heard."""
    make_scene(tmp_path)
    return Scene(tmp_path, Path.home(), heard=True)


@pytest.fixture
def look(scene):
    """Looks ahead at words in the golden scene."""
    with ThreadPoolExecutor(1) as thinking:

        def looks(**more) -> SkillForesight:
            given = {
                "scene": lambda source: replace(scene, heard=source is Source.VOICE),
                "effects": lambda match, _: [REGISTRY.skill(match.intent.id).effect],
            }
            return SkillForesight(Router(FakeClassifier({}), MATCHER), MATCHER, thinking, **given | more)

        async def outlook(text: str, **more) -> Outlook:
            return await looks(**more).outlook(Utterance(text, Source.VOICE, 0.9))

        yield outlook


@pytest.mark.parametrize(
    "text",
    ["Run the tests.", "Show git status.", "What time is it?", "Stop.", "Open main.py in vim.",
     "set a timer for five minutes"],
)  # fmt: skip
async def test_a_whole_sentence_of_a_skill_that_loses_nothing_is_complete(look, text):
    """It may close early."""
    assert await look(text) is Outlook.COMPLETE


@pytest.mark.parametrize(
    "text",
    ["Delete", "Delete the...", "delete the", "Open.", "run the", "show me the", "make a folder called", "open the",
     "rename notes.txt to", "run the tests and", "Open main.py in", "set a timer for", "tell me a story about the",
     "I would like to", "what is the weather, um", "run the tests,"],
)  # fmt: skip
async def test_what_cannot_be_all_is_unfinished(look, text):
    """It waits longer."""
    assert await look(text) is Outlook.UNFINISHED


@pytest.mark.parametrize("text", ["Delete notes.txt.", "delete the notes", "run the tests and delete notes.txt"])
async def test_what_would_lose_something_is_destructive(look, text):
    """So it is as one of several steps."""
    assert await look(text) is Outlook.DESTRUCTIVE


@pytest.mark.parametrize(
    "text", ["tell me a joke", "What a nice day.", "run the tests and show git status", "", "x" * (LONGEST + 1)]
)
async def test_all_else_closes_as_usual(look, text):
    """Talk, several steps, and what is no sentence at all."""
    assert await look(text) is Outlook.OTHER


async def test_words_kept_as_said_never_close_early(look):
    """A commit message may go on: "commit with message fix the bug" has no end of its own."""
    assert await look("commit with message fix the bug") is Outlook.OTHER
    assert await look("commit with message look for") is Outlook.UNFINISHED


async def test_what_the_words_stand_for_counts(look):
    """ "do that again" is as destructive as what was done."""
    assert await look("do that again") is Outlook.COMPLETE
    assert await look("do that again", effects=lambda *_: [Effect.OBSERVE, Effect.DESTROY]) is Outlook.DESTRUCTIVE


async def test_the_words_are_those_that_the_turn_will_have(look):
    """Without the wake phrase, where one is taken off."""
    strip = {"addressed": lambda text: text.removeprefix("Golem, ")}
    assert await look("Golem, run the tests.", **strip) is Outlook.COMPLETE
    assert await look("Golem, delete the", **strip) is Outlook.UNFINISHED


def test_only_the_complete_close_early():
    """And only what is unfinished or loses something waits longer, the unfinished longest."""
    early = {outlook for outlook, closing in CLOSES.items() if closing is Closing.EARLY}
    late = {outlook for outlook, closing in CLOSES.items() if closing is Closing.LATE}
    assert (early, late) == ({Outlook.COMPLETE}, {Outlook.UNFINISHED})
    assert CLOSES[Outlook.DESTRUCTIVE] is Closing.CARE
    assert set(CLOSES) == set(Outlook)


async def test_the_turn_looks_at_the_files_anew_but_asks_the_model_nothing(scene):
    """A file that is gone between pause and endpoint is gone for the turn; the classifier's answer is kept."""
    asked: list[str] = []

    class Counting(FakeClassifier):
        def classify(self, premise, labels):
            asked.append(premise)
            return super().classify(premise, labels)

    router = Router(RememberedClassifier(Counting({})), MATCHER)
    words = Utterance("Open notes.txt.", Source.VOICE, 0.9)
    (scene.cwd / "notes.txt").touch()
    with ThreadPoolExecutor(1) as thinking:
        effects = lambda match, _: [REGISTRY.skill(match.intent.id).effect]  # noqa: E731 - a stand-in, once
        ahead = SkillForesight(router, MATCHER, thinking, scene=lambda _: scene, effects=effects)
        assert await ahead.outlook(words) is Outlook.COMPLETE
    before = MATCHER.match(words.text, scene)
    (scene.cwd / "notes.txt").unlink()
    after = MATCHER.match(words.text, scene)
    assert after != before
    router.route(words, scene)
    assert asked == [words.text]
