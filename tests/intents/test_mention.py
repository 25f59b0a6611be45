"""Words that only speak about an action."""

from __future__ import annotations

import pytest

from intents.matcher import Matcher
from intents.mention import (
    asks_about,
    asks_elsewhere,
    asks_of_a_lack,
    only_mentions,
    said_to_another,
    takes_back,
    tells_of,
)
from intents.model import NoMatch, Scene, Slot
from intents.slots import FREE_TEXT
from tests.intents.conftest import command


@pytest.mark.parametrize(
    "text",
    [
        "don't delete the build folder",
        "do not run the tests",
        "dont open vim",
        "never run that again",
        "I was going to shut down the computer",
        "he told me to run the tests",
        "my boss wants the tests run",
        "yesterday I said delete it",
        "because she told us to stop",
        "should I run the tests",
        "what would happen if I deleted it",
        "if I run the tests",
        "you could open vim",
        "I used to delete logs",
        "delete old.log, no wait",
        "run the tests never mind",
        "open vim, actually don't",
        "tell Bob to delete it",
        "ask my sister to run the tests",
        "Alexa set a timer for five minutes",
        "my wife asked how much battery is left",
        "would the battery last longer in the fridge",
        "is it safe to delete old.log",
        "leave main.py alone",
        "hold off on deleting old.log",
        "no need to commit that",
        "you needn't open vim",
    ],
)
def test_a_mention_is_known(text: str) -> None:
    """Negated, reported, supposed and taken back: nothing of it is asked for."""
    assert only_mentions(text)


@pytest.mark.parametrize(
    "text",
    [
        "run the tests",
        "delete the build folder",
        "I'd like to see the git status",
        "remind me about the meeting that I have tomorrow",
        "play the song that I used on monday",
        "tell me a joke",
        "tell git to add everything",
        "remind me to call mum in five minutes",
        "would you like to run the tests",
        "what's using all the ram",
        "never mind",
    ],
)
def test_a_wish_is_no_mention(text: str) -> None:
    """What is asked for stays asked for, also where a verb of telling stands further in."""
    assert only_mentions(text) is (text == "never mind")


def test_taking_back_needs_something_before_it() -> None:
    """ "never mind" alone may be a skill's own sentence."""
    assert takes_back("open vim, never mind")
    assert not takes_back("never mind")


@pytest.mark.parametrize("text", ["how do I delete everything", "what does open vim do", "why did it fail"])
def test_a_question_about_an_action_is_known(text: str) -> None:
    """Asking how is not asking for it."""
    assert asks_about(text)


def test_telling_of_someone_is_known() -> None:
    """A sentence with a subject tells."""
    assert tells_of("he listed the branches")
    assert not tells_of("list the branches")


@pytest.mark.parametrize(
    "text",
    [
        "what date will it be 5 days from now",
        "what day was it last monday",
        "what day is christmas this year",
        "what time is it in tokyo",
        "what's my to do list for today",
        "what may I call you",
        "what is my name",
    ],
)
def test_asking_of_elsewhere_is_known(text: str) -> None:
    """Another time, another place, and a person's affairs are nothing that this machine knows."""
    assert asks_elsewhere(text)


@pytest.mark.parametrize("text", ["what day is it", "what was the last commit", "what's the name of this machine"])
def test_asking_of_here_and_now_is_nothing_else(text: str) -> None:
    """What the machine knows may be asked for."""
    assert not asks_elsewhere(text)


@pytest.mark.parametrize(
    "text",
    ["which tests did not pass", "what's the reason it didn't run", "which files are modified and not committed"],
)
def test_a_question_may_ask_for_what_is_not_so(text: str) -> None:
    """It forbids nothing."""
    assert asks_of_a_lack(text)


@pytest.mark.parametrize(
    "text",
    [
        *("don't say which tests pass", "why not delete it", "why don't you run the tests", "what if it does not run"),
        *("what should I not delete", "he told me what did not work", "which tests passed"),
    ],
)
def test_no_order_is_a_question_for_what_is_not_so(text: str) -> None:
    """What forbids, supposes or reports stays a mention."""
    assert not asks_of_a_lack(text)


@pytest.mark.parametrize(
    "text",
    [
        *("ok google, search the web for pizza", "Alexa stop the music", "hey siri, play the next song"),
        *("could somebody turn the volume down", "can one of you open the door", "would you guys be quiet"),
    ],
)
def test_what_is_said_to_another_is_nothing(text: str, scene: Scene) -> None:
    """Whatever sentence comes after the name."""
    assert said_to_another(text)
    whole = command("all.words", "[search] {words}", slots=(Slot("words", FREE_TEXT),))
    assert isinstance(Matcher((whole,)).match(text, scene), NoMatch)


@pytest.mark.parametrize("text", ["google pizza", "ok stop the music", "could you stop it", "can you stop"])
def test_what_is_said_to_golem_is_not_said_to_another(text: str) -> None:
    """Politeness, and a search engine by its name."""
    assert not said_to_another(text)


def test_looking_for_something_is_a_wish() -> None:
    """ "I'm looking for …" asks; "I'm running …" tells."""
    assert not only_mentions("I'm looking for a file called demo.txt")
    assert only_mentions("I'm running the tests")
