"""What a slot that takes anything may take: names and words to look for, and no things of talk."""

from __future__ import annotations

import pytest

from intents.matcher import Matcher
from intents.model import Match, Scene, Slot
from intents.slots import FREE_TEXT, NEW_NAME, WORD, Choice
from tests.intents.conftest import command, question

FOLDER = command(
    "files.make_folder",
    "(make|create) [a|an|another|the|one] [new] folder [called|named] {name}",
    "(make|create) a folder {name}",
    slots=(Slot("name", NEW_NAME),),
)
KILL = command("processes.kill", "kill {name}", slots=(Slot("name", WORD),))
SEARCH = question("search.text", "search for {text}", "search the files for {text}", slots=(Slot("text", FREE_TEXT),))


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """A matcher over sentences that end in anything."""
    return Matcher([FOLDER, KILL, SEARCH])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("make a folder called one", "one"),
        ("create a folder named time", "time"),
        ("create a new folder called two", "two"),
    ],
)
def test_a_word_that_is_said_to_be_a_name_is_one(matcher: Matcher, scene: Scene, text: str, name: str) -> None:
    """ "called one" is no name, and "one" is."""
    outcome = matcher.match(text, scene)
    assert isinstance(outcome, Match)
    assert outcome.arguments == {"name": scene.cwd / name}


@pytest.mark.parametrize(
    "text",
    [
        *("make a folder one", "kill time", "search for a new apartment", "search for some peace"),
        *("search for my old friend", "search for the nearest pharmacy"),
    ],
)
def test_a_thing_of_talk_is_no_name(matcher: Matcher, scene: Scene, text: str) -> None:
    """A word that stands for a name, and what has an article or an owner, are taken by no bare verb."""
    assert not isinstance(matcher.match(text, scene), Match)


@pytest.mark.parametrize("text", ["search for hello", "search for a_b", "search the files for a new apartment"])
def test_words_to_look_for_are_looked_for(matcher: Matcher, scene: Scene, text: str) -> None:
    """Bare where they are no thing, any where the sentence tells of files."""
    assert isinstance(matcher.match(text, scene), Match)


def test_the_same_skills_are_tried_in_every_run() -> None:
    """Of skills that share as much with misheard words those with the first ids are tried, in any order."""
    tool = Slot("tool", Choice({"cargo": ()}))
    many = [command(f"skill.{at:02}", f"start the {{tool}} number {at}", slots=(tool,)) for at in range(20)]
    tried = [Matcher(skills)._aligner._likely(["start", "the", "cargo"]) for skills in (many, many[::-1])]
    assert tried[0] == tried[1] != []
