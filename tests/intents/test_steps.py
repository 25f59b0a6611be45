"""Cutting an utterance into steps."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from intents.matcher import Matcher
from intents.model import IntentSpec, Match, MatchOutcome, NoMatch, Scene, Slot
from intents.slots import EXISTING_PATH, FREE_TEXT
from intents.steps import MOST_STEPS, cuts, steps
from tests.intents.conftest import command, question

SCENE = Scene(Path("/"), Path("/"))
WORDS = st.lists(
    st.sampled_from(["open", "vim", "run", "tests", "and", "then", "and then", ",", "demo", '"', "after that", "x"]),
    max_size=14,
).map(" ".join)


class Knows:
    """A matcher that knows a few whole sentences, and one that lacks its file."""

    def __init__(self, *sentences: str, lacking: str = "") -> None:
        self._sentences = sentences
        self._lacking = lacking
        self._intent: IntentSpec = command("a.b", "a b")

    def match(self, text: str, scene: Scene) -> MatchOutcome:
        """A template match for what it knows."""
        del scene
        if text in self._sentences:
            return Match(self._intent, (), 1.0, "template")
        return NoMatch(intent=self._intent, problem="?") if text == self._lacking else NoMatch()


def plain(text: str) -> list[str]:
    """The words but for the joining ones."""
    return [word for word in re.findall(r"\w+", text) if word not in {"and", "then", "after", "that", "also"}]


@given(WORDS)
def test_no_word_is_lost_added_or_moved(text: str) -> None:
    """The pieces of every cut hold all the words in their order, in two to MOST_STEPS pieces that are not empty."""
    for pieces in cuts(text):
        assert 2 <= len(pieces) <= MOST_STEPS
        assert all(piece.strip() for piece in pieces)
        assert plain(" ".join(pieces)) == plain(text)


@given(WORDS)
def test_fewer_pieces_come_first(text: str) -> None:
    """So that two steps are not taken for three."""
    counts = [len(pieces) for pieces in cuts(text)]
    assert counts == sorted(counts)


@given(st.text(max_size=200))
def test_any_text_can_be_cut(text: str) -> None:
    """Never an exception, and what nobody knows stays whole."""
    list(cuts(text))
    assert steps(text, Knows(), SCENE) == (text,)


@given(WORDS)
def test_a_whole_sentence_is_never_cut(text: str) -> None:
    """Whatever is in it."""
    assert steps(text, Knows(text, *text.split()), SCENE) == (text,)


@given(WORDS)
def test_each_step_is_a_sentence_by_itself(text: str) -> None:
    """What is cut is cut into known sentences only."""
    known = ("open vim", "run tests", "x")
    found = steps(text, Knows(*known), SCENE)
    assert found == (text,) or set(found) <= set(known)


def test_quotes_hold_together() -> None:
    """What is quoted is not cut."""
    assert list(cuts('find "salt and pepper" and open vim')) == [('find "salt and pepper"', "open vim")]


def test_the_ways_to_join() -> None:
    """And, then, and then, after that, with a comma or without."""
    for joint in (" and ", ", and ", " then ", ", then ", " and then ", " and after that ", " and also "):
        assert steps(f"a{joint}b", Knows("a", "b"), SCENE) == ("a", "b")


def test_three_steps_at_most() -> None:
    """Four known sentences are no command."""
    know = Knows("a", "b", "c", "d")
    assert steps("a, then b and c", know, SCENE) == ("a", "b", "c")
    assert steps("a and b and c and d", know, SCENE) == ("a and b and c and d",)


def test_a_later_step_may_point_at_what_an_earlier_one_makes() -> None:
    """But only if it points: a file that is missing is not waited for."""
    assert steps("make demo then go there", Knows("make demo", lacking="go there"), SCENE) == ("make demo", "go there")
    whole = "make demo then open zebra"
    assert steps(whole, Knows("make demo", lacking="open zebra"), SCENE) == (whole,)


def test_negated_and_reported_steps_are_none() -> None:
    """Nothing of it is asked for."""
    for text in ("don't a and b", "he told me to a and b", "a and b, never mind"):
        assert steps(text, Knows("a", "b", "don't a", "he told me to a", "b, never mind"), SCENE) == (text,)


def test_a_piece_that_can_be_cut_leans_on_nothing() -> None:
    """Three steps, the second of which points, are not two, the last one with a name that holds a sentence."""
    know = Knows("make demo", "list files", lacking="move a to it")
    assert steps("make demo and move a to it and list files", know, SCENE) == (
        "make demo",
        "move a to it",
        "list files",
    )


def test_what_is_looked_for_holds_no_step_that_points_at_it(scene: Scene) -> None:
    """ "find old.log and delete it" looks and deletes; "find salt and pepper" looks for both words."""
    matcher = Matcher(
        (
            question("search.name", "find {name}", slots=(Slot("name", FREE_TEXT),)),
            command("notes.take", "note {text}", slots=(Slot("text", FREE_TEXT),)),
            command("trash.delete", "delete {path}", slots=(Slot("path", EXISTING_PATH),)),
        )
    )
    here = replace(scene, it=scene.cwd / "main.py")
    assert steps("find old.log and delete it", matcher, here) == ("find old.log", "delete it")
    assert steps("find old.log and delete it", matcher, replace(scene, it=None)) == ("find old.log", "delete it")
    for whole in ("find salt and pepper", "find it and them", "note old.log and delete it"):
        assert steps(whole, matcher, here) == (whole,)
