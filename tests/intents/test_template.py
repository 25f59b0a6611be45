"""Templates taken apart: what they need, how they begin, and that they can be written down again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.candidates import Candidates
from intents.grammar import Grammar, Words
from intents.template import begins, gaps, needs, take_apart, written
from skills.registry import Registry

GRAMMARS = [Grammar(skill.intent) for skill in Registry().skills]
TEMPLATES = [template for grammar in GRAMMARS for template in grammar.templates]
CANDIDATES = Candidates(TEMPLATES)


@settings(deadline=None)  # the first sentence loads hassil
@given(st.data())
def test_every_way_of_saying_a_sentence_finds_it_in_the_index(data: st.DataObject) -> None:
    """Whatever hassil takes a template to mean, the index offers that template for it."""
    chosen = data.draw(st.sampled_from(TEMPLATES))
    said = data.draw(st.sampled_from(list(chosen.grammar.said_ways(chosen.sentence, 300))))
    words = Words.of(said.replace("{", "x").replace("}", "x"))
    assert chosen in CANDIDATES.of(words)


def test_taking_apart_loses_nothing() -> None:
    """Every sentence of Golem's own skills comes back as it was written."""
    for template in TEMPLATES:
        assert template.parts is not None
        assert written(template.parts) == template.sentence
        assert set(gaps(template.parts)) == template.slots


@pytest.mark.parametrize("sentence", ["a <rule>", "(a;b)", "a\\(b", "open (a|b", "open a)", "x [y"])
def test_what_is_not_understood_is_opaque(sentence: str) -> None:
    """A template with signs of another kind, or with a bracket left open, is not guessed at."""
    assert take_apart(sentence) is None


def test_needs_are_the_words_that_cannot_be_left_out() -> None:
    """Alternatives need one of their words, options none, and a choice one of its phrases."""
    parts = take_apart("(open|bring up) [the] file {x} with {y}")
    assert parts is not None
    found = needs(parts, {"x": None, "y": ("vim", "nano")})
    assert found == {frozenset({"open", "bring"}), frozenset({"file"}), frozenset({"with"}), frozenset({"vim", "nano"})}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        *(("show", True), ("show me", True), ("show the", True), ("show me the log", True), ("Show Me", True)),
        *(("sho", False), ("me", False), ("show log of x", False), ("list", False), ("show me the logs", False)),
    ],
)
def test_a_beginning_is_one_of_whole_words(words: str, expected: bool) -> None:
    """Options may be said or left out; half a word begins nothing."""
    parts = take_apart("show [me] [the] log of {x}")
    assert parts is not None
    assert begins(parts, words) is expected
