"""What is asked for beside a remark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intents.clauses import asking, pointing_back
from intents.matcher import Matcher
from intents.model import IntentSpec, Match, NoMatch, RouteLabel, Scene, Slot
from intents.slots import EXISTING_FILE

SKILLS = (
    IntentSpec("clock.date", RouteLabel.QUESTION, "Say what day it is.", ("what day is it",)),
    IntentSpec("tests.run", RouteLabel.COMMAND, "Run the project's tests.", ("run the tests",)),
)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("I lost track of the days, what day is it?", "what day is it"),
        ("sorry, once again", "once again"),
        ("Oops. Reverse that.", "Reverse that"),
        ("run the tests, I think we are done", "run the tests"),
        ("Anna, open the door", None),
        ("he said, open vim", None),
        ("oops, stop", None),
        ("open vim, run the tests", None),
        ("what day is it", None),
        ("main.py, please", None),
        ("a, b, c, d, e, f", None),
        ("", None),
    ],
)
def test_the_piece_that_asks_is_found(text: str, asked: str | None) -> None:
    """The one that is no remark, if all the others surely are, and if it is more than a word."""
    assert asking(text) == asked


def test_a_sentence_beside_a_remark_is_nearly_matched(scene: Scene) -> None:
    """So that it is asked about before it changes anything."""
    outcome = Matcher(SKILLS).match("I'm done with it, run the tests", scene)
    assert isinstance(outcome, Match)
    assert (outcome.intent.id, outcome.how) == ("tests.run", "near")


@pytest.mark.parametrize(
    "text",
    [
        "I think not, don't run the tests",
        "Tom, run the tests",
        "I forgot, he ran the tests",
        "sorry, how do I run the tests",
    ],
)
def test_nothing_is_read_into_other_words(scene: Scene, text: str) -> None:
    """A name that is called, a "don't", a report and a how beside or in the piece all mean nothing."""
    assert isinstance(Matcher(SKILLS).match(text, scene), NoMatch)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("I don't need the timers any more, get rid of them", "get rid of the timers"),
        ("I have to fix something in main.py, open it up", "open main.py up"),
        ("I've changed my mind about the timers, drop them", "drop the timers"),
        ("I'm done, open it", None),
        ("I need the notes, open main.py in it", None),
        ("Tom has the readme, open it", None),
        ("open it, I need the notes", None),
    ],
)
def test_a_piece_may_point_at_what_its_remark_named(text: str, asked: str | None) -> None:
    """Where it points once, names nothing itself, and comes after a remark of the speaker's own."""
    assert pointing_back(text) == asked


def test_the_thing_of_the_remark_comes_before_the_last_one(scene: Scene) -> None:
    """And what it opens is asked about, since the words fit no sentence."""
    slots = (Slot("file", EXISTING_FILE),)
    edit = IntentSpec("editor.open_file", RouteLabel.COMMAND, "Edit a file.", ("open {file} [up]",), slots)
    said, matcher = "I have to fix something in main.py, open it up", Matcher((edit,))
    outcome = matcher.match(said, replace(scene, it=scene.cwd / "README.md"))
    assert isinstance(outcome, Match)
    assert (outcome.arguments["file"], outcome.how) == (scene.cwd / "main.py", "near")
    gone = matcher.match(said.replace("main.py", "zebra.py"), replace(scene, it=scene.cwd / "README.md"))
    assert isinstance(gone, NoMatch)
