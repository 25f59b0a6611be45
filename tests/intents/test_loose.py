"""What people vary without meaning anything by it: articles, small adverbs, synonyms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.loose import DISCOUNT, Loose, plain, plain_sentence
from intents.matcher import Matcher
from intents.model import IntentSpec, Match, NoMatch, RouteLabel, Scene, Slot
from intents.slots import EXISTING_FOLDER, FREE_TEXT, NEW_NAME
from intents.template import take_apart

SKILLS = (
    IntentSpec("scales.list", RouteLabel.QUESTION, "List the scales.", ("(show|list) [me] the [old] scales",)),
    IntentSpec("scales.start", RouteLabel.COMMAND, "Start the scales.", ("start (the|my) scales",)),
    IntentSpec(
        "crate.fill",
        RouteLabel.COMMAND,
        "Fill a folder.",
        ("fill the directory {folder}",),
        (Slot("folder", EXISTING_FOLDER),),
    ),
    IntentSpec("crate.new", RouteLabel.COMMAND, "Make a crate.", ("make a crate {name}",), (Slot("name", NEW_NAME),)),
    IntentSpec("note.add", RouteLabel.COMMAND, "Add a note.", ("add the note {text}",), (Slot("text", FREE_TEXT),)),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """A matcher over SKILLS without a model."""
    return Matcher(SKILLS)


@pytest.mark.parametrize(
    ("said", "skill"),
    [
        ("display these scales", "scales.list"),
        ("view old scales please all", "scales.list"),
        ("just launch our scales already", "scales.start"),
        ("fill this dir docs", "crate.fill"),
        ("create crate apples", "crate.new"),
        ("please to view old scale", "scales.list"),
    ],
)
def test_articles_adverbs_and_synonyms_do_not_count(matcher: Matcher, scene: Scene, said: str, skill: str) -> None:
    """Such words match nearly, and score less than the sentence itself."""
    (scene.cwd / "docs").mkdir(exist_ok=True)
    outcome = matcher.match(said, scene)
    assert isinstance(outcome, Match), outcome
    assert (outcome.intent.id, outcome.how) == (skill, "near")
    assert outcome.score <= DISCOUNT


@pytest.mark.parametrize(
    "said",
    [
        *("don't display these scales", "he launched our scales", "I launch our scales", "how do I launch our scales"),
        *("what's a scales list", "the create crate of wonder", "create crate of wonder"),
    ],
)
def test_a_mention_is_none_of_it(matcher: Matcher, scene: Scene, said: str) -> None:
    """Negated, told or asked about, or a noun with what it is of: nothing is read into the words."""
    assert isinstance(matcher.match(said, scene), NoMatch)


def test_what_fills_a_slot_is_as_it_was_said(scene: Scene) -> None:
    """The plain form is for the sentence only: a message keeps its articles, its case and its words."""
    (attempt,) = Loose(Matcher(SKILLS)._grammars.values()).attempts(
        "add some note buy a RAM list", "Add some note buy a RAM list!", scene
    )
    assert attempt.match.arguments == {"text": "buy a RAM list"}


@given(st.lists(st.sampled_from("the dir list a what's file README please of we're xyzzy".split()), max_size=8))  # noqa: SIM905 - words read best as words
def test_every_plain_word_knows_where_it_came_from(words: list[str]) -> None:
    """Origins rise, and lie within the words said."""
    found = plain(" ".join(words))
    assert list(found.origin) == sorted(found.origin)
    assert all(place < len(words) for place in found.origin)
    assert len(found.words) == len(found.origin)


@pytest.mark.parametrize(
    ("sentence", "plainly"),
    [
        ("(show|list) [me] the [old] scales", "show [old] scale"),
        ("(the|my) dir[s] of {name}", "dir[s] of {name}"),
        ("[the|a] [new] directory (called|named) {name}", "[new] folder called {name}"),
        ("the", None),
    ],
)
def test_a_sentence_in_its_plain_form(sentence: str, plainly: str | None) -> None:
    """Articles go, alternatives that come to the same become one, and what is written in parts stays."""
    found = plain_sentence(sentence)
    assert (found and " ".join(found.replace("[ ", "[").replace(" ]", "]").split())) == plainly
    assert found is None or take_apart(found) is not None


def test_the_index_is_made_when_the_matcher_is_warmed() -> None:
    """So that the first words that no sentence fits need not wait for it."""
    matcher = Matcher(SKILLS)
    matcher.warm()
    assert "_candidates" in vars(matcher._loose)


def test_to_give_is_not_to_show(scene: Scene) -> None:
    """ "give me a crate x" makes one, and so "list crate x" is not the same."""
    giving = IntentSpec(
        "crate.new", RouteLabel.COMMAND, "Make a crate.", ("(give me|make) a crate {name}",), (Slot("name", NEW_NAME),)
    )
    assert isinstance(Matcher((giving,)).match("give me the crate red", scene), Match)
    assert not isinstance(Matcher((giving,)).match("list crates red", scene), Match)
