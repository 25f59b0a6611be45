"""Misheard words, put right or left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.matcher import Matcher
from intents.misheard import COMMON
from intents.model import Match, Scene
from intents.near import MOST_TRIED, NEAR_WORD, Vocabulary, word_likeness
from tests.intents.conftest import command

SENTENCES = "show git status get run the tests start stop timer branches list files what time is it open vim"
WORDS = Vocabulary(SENTENCES.split())


@pytest.mark.parametrize(
    ("heard", "meant"),
    [("shall", "show"), ("get", "git"), ("ran", "run"), ("texts", "tests"), ("flies", "files"), ("disc", "disk")],
)
def test_a_misheard_word_is_like_the_one_meant(heard: str, meant: str) -> None:
    """What a recogniser really mixes up is near enough."""
    assert word_likeness(heard, meant)[0] >= NEAR_WORD


@pytest.mark.parametrize(
    ("heard", "meant"), [("them", "vim"), ("weather", "date"), ("source", "home"), ("fun", "run"), ("pull", "files")]
)
def test_another_word_is_not(heard: str, meant: str) -> None:
    """A word that begins with another sound, or is quite another, is no mishearing."""
    assert word_likeness(heard, meant)[0] < NEAR_WORD


def corrected(text: str) -> set[str]:
    """Every way in which the text is put right."""
    return {correction.text for correction in WORDS.corrections(text)}


def test_two_words_at_most_are_put_right() -> None:
    """ "shall get status" needs two, and keeps the third."""
    assert "show git status" in corrected("shall get status")
    assert all("status" in text for text in corrected("shall get status"))


def test_a_word_of_the_sentences_is_no_mishearing() -> None:
    """ "start the timer" never becomes "stop the timer"; "get" may be "git", since they sound the same."""
    assert "stop the timer" not in corrected("start the timer")
    assert "show git status" in corrected("show get status")


def test_an_inflection_is_no_mishearing() -> None:
    """ "opened vim" tells of it."""
    assert "open vim" not in corrected("opened vim")
    assert "open vim" not in corrected("opening vim")


@given(st.text(max_size=100))
def test_odd_words_never_fail(text: str) -> None:
    """Any text is put right in a bounded number of ways, each with as many words and an honest likeness."""
    found = list(WORDS.corrections(text))
    assert len(found) <= MOST_TRIED
    for correction in found:
        assert len(correction.words) == len(correction.heard)
        assert all(NEAR_WORD <= likeness <= 1 for likeness in correction.likeness)


@pytest.mark.parametrize(("heard", "found"), [("list the brunches", True), ("turn on the vacuum", False)])
def test_a_common_word_alone_makes_no_far_mishearing(heard: str, found: bool, scene: Scene) -> None:
    """Where all that was heard right is a verb that many skills use, what was misheard must be near."""
    many = [command(f"other.n{count}", f"(turn on|list) thing{count}") for count in range(COMMON)]
    skills = (command("git.branches", "list the branches"), command("volume.unmute", "turn on the volume"), *many)
    assert isinstance(Matcher(skills).match(heard, scene), Match) == found
