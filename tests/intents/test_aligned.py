"""Whole sentences fitted to misheard words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.aligned import LEAST_WHOLE, Aligner
from intents.grammar import Grammar
from intents.matcher import Matcher
from intents.model import Match, NoMatch, Scene, Slot
from intents.slots import EXISTING_FILE, Choice
from tests.intents.conftest import command

SIZE = Choice({"small": (), "large": (), "eight ounce": (), "twelve ounce": ()}, name="size")
DRINK = Choice({"iced mocha": (), "mocha": (), "house coffee": (), "espresso": ()}, name="drink")
MILK = Choice({"soy milk": (), "whole milk": (), "cream": ()}, name="milk")
ORDER = command(
    "drinks.order",
    "(brew|make me|i want) [a|an] ([{size}];[quick]) {drink} [with {milk}]",
    slots=(Slot("size", SIZE, required=False), Slot("drink", DRINK), Slot("milk", MILK, required=False)),
)
OPEN = command(
    "files.open",
    "open the {file} [with {milk}]",
    slots=(Slot("file", EXISTING_FILE), Slot("milk", MILK, required=False)),
)
SCENE = Scene(Path("/"), Path("/"), heard=True)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """A matcher over a skill of choices, and one with an open slot."""
    return Matcher([ORDER, OPEN, command("timer.start", "start the timer"), command("timer.stop", "stop the timer")])


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Brew an 8 oz. espresso.", {"size": "eight ounce", "drink": "espresso"}),
        ("Brew a 12-ounce house coffee.", {"size": "twelve ounce", "drink": "house coffee"}),
        ("Brewer 12 oz house coffee", {"size": "twelve ounce", "drink": "house coffee"}),
        ("Make me a large iced mocha with sormilk", {"size": "large", "drink": "iced mocha", "milk": "soy milk"}),
        ("Make me a large ice moco with whole milk", {"size": "large", "drink": "iced mocha", "milk": "whole milk"}),
        ("I want a small expresso with hole milk", {"size": "small", "drink": "espresso", "milk": "whole milk"}),
        ("make me a quick Ae Down's iced mocha", {"size": "eight ounce", "drink": "iced mocha"}),
    ],
)
def test_words_joined_cut_and_misheard_are_fitted(matcher: Matcher, heard: str, meant: dict[str, str]) -> None:
    """Each piece takes the words that fit it best, wherever the recogniser put their ends."""
    outcome = matcher.match(heard, SCENE)
    assert isinstance(outcome, Match), outcome
    assert {fill.slot.name: fill.value for fill in outcome.fills} == meant


def test_what_does_not_fit_whole_says_so(matcher: Matcher) -> None:
    """A fitted reading is a near one, scores less than a whole one, and keeps the words that were heard."""
    outcome = matcher.match("Brewer 12 oz ice moco with cream", SCENE)
    assert isinstance(outcome, Match)
    assert outcome.how == "near"
    assert outcome.score < 0.9
    assert {fill.said for fill in outcome.fills} == {"twelve ounce", "ice moco", "cream"}


@pytest.mark.parametrize(
    "heard",
    [
        "make me a large house",
        "make me a promise with cream",
        "don't make me a large moca",
        "i made a large moca with creme",
        "he wants a large ice moco with cream",
        "make me a large mocha with cream and run",
        "we had a large expresso",
        "start the shop timer with cream",
        "large",
        "",
    ],
)
def test_other_words_are_not_fitted(matcher: Matcher, heard: str) -> None:
    """Words added or left out, negated, or told of, are no mishearing."""
    assert isinstance(matcher.match(heard, SCENE), NoMatch)


def test_an_open_slot_is_never_fitted() -> None:
    """Only sentences whose slots are choices are read so."""
    grammars = [Grammar(OPEN)]
    aligner = Aligner(grammars, {word: frozenset({"files.open"}) for word in grammars[0].vocabulary})
    assert not list(aligner.matches("open the redme with creme", SCENE))


ODD = [
    "make",
    "me",
    "a",
    "large",
    "ice",
    "moco",
    "with",
    "sormilk",
    "brewer",
    "8",
    "oz",
    "and",
    "xylophones",
    "🙂",
    "''",
]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(ODD), max_size=15))
def test_odd_words_never_fail(words: list[str]) -> None:
    """Whatever is heard, a reading has all that its skill needs and an honest score."""
    grammar = Grammar(ORDER)
    aligner = Aligner([grammar], {word: frozenset({ORDER.id}) for word in grammar.vocabulary})
    for match in aligner.matches(" ".join(words), SCENE):
        assert LEAST_WHOLE <= match.score <= 1
        assert "drink" in match.arguments


@settings(deadline=None, max_examples=40)
@given(st.sampled_from([*SIZE.values]), st.sampled_from([*DRINK.values]), st.sampled_from([*MILK.values]))
def test_what_is_said_exactly_is_fitted_exactly(size: str, drink: str, milk: str) -> None:
    """A sentence of the skill, word for word, costs nothing."""
    grammar = Grammar(ORDER)
    aligner = Aligner([grammar], {word: frozenset({ORDER.id}) for word in grammar.vocabulary})
    (match,) = aligner.matches(f"make me a {size} {drink} with {milk}", SCENE)
    assert match.score == 1.0
    assert match.arguments == {"size": size, "drink": drink, "milk": milk}
