"""What is asked for beside a remark."""

from __future__ import annotations

import pytest

from intents.clauses import asking
from intents.matcher import Matcher
from intents.model import IntentSpec, Match, NoMatch, RouteLabel, Scene

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
