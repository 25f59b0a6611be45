"""Sentence templates: compiling, reading, and the words that they need."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.candidates import Candidates
from intents.grammar import MOST_READINGS, MOST_REPEATED, Grammar, SentenceFault, Words
from intents.model import Slot
from intents.slots import EXISTING_PATH, FREE_TEXT, NEW_NAME
from tests.intents.conftest import INTENTS, command

GRAMMARS = [Grammar(intent) for intent in INTENTS]


@pytest.mark.parametrize(("sentence", "part"), [("open (a|b", "does not compile"), ("open {nothing}", "{nothing}")])
def test_a_faulty_sentence_is_named_with_its_skill(sentence: str, part: str) -> None:
    """The error says which skill, which sentence, and what is wrong with it."""
    with pytest.raises(SentenceFault, match=r"x\.y") as fault:
        Grammar(command("x.y", sentence)).check()
    assert repr(sentence) in str(fault.value)
    assert part in str(fault.value)


def test_a_template_matches_the_whole_or_nothing() -> None:
    """Words before or behind a sentence are no match."""
    grammar = Grammar(command("tests.run", "run [all] [the] tests"))
    assert [dict(reading.said) for reading in grammar.readings("Run the tests")] == [{}]
    assert not list(grammar.readings("don't run the tests"))
    assert not list(grammar.readings("run the tests tomorrow"))


def test_readings_are_bounded() -> None:
    """Words made to be read in many ways are read in MOST_READINGS; in very many, in none."""
    slots = (Slot("a", FREE_TEXT), Slot("b", FREE_TEXT))
    grammar = Grammar(command("x.y", "copy {a} to {b}", slots=slots))
    assert len(list(grammar.readings("copy " + "to " * MOST_REPEATED + "x"))) == MOST_READINGS
    assert not list(grammar.readings("copy " + "to " * (MOST_REPEATED + 1) + "x"))


def test_an_example_shows_its_open_slots() -> None:
    """Help shows a slot that takes any words by its name."""
    grammar = next(grammar for grammar in GRAMMARS if grammar.intent.id == "git.commit")
    assert grammar.shown == ("commit with message <message>",)


@given(
    st.lists(
        st.sampled_from(
            [*sorted({word for grammar in GRAMMARS for word in grammar.vocabulary}), "main.py", "x", "tests,"]
        ),
        max_size=7,
    )
)
def test_no_sentence_that_matches_is_left_out(words: list[str]) -> None:
    """Whatever is made of the skills' own words, the index leaves out only sentences that do not match."""
    text = " ".join(words)
    kept = set(map(id, CANDIDATES.of(Words.of(text))))
    for template in TEMPLATES:
        if any(True for _ in template.readings(Words.of(text))):
            assert id(template) in kept


TEMPLATES = [template for grammar in GRAMMARS for template in grammar.templates]
CANDIDATES = Candidates(TEMPLATES)


def test_two_open_slots_may_stand_side_by_side() -> None:
    """ "copy main.py main2.py" is read at every place between two words, and a sentence without them as before."""
    slots = (Slot("path", EXISTING_PATH), Slot("target", NEW_NAME))
    copy = Grammar(command("files.copy", "copy [the] {path} {target}", slots=slots))
    read = [dict(reading.said) for reading in copy.readings("copy the main dot py two")]
    assert {"path": "main dot py", "target": "two"} in read
    assert {"path": "main", "target": "dot py two"} in read
    assert not list(copy.readings("copy main.py"))
    assert all(reading.said["target"] != "to two" for reading in copy.readings("copy one to two"))
    assert not list(copy.readings("copy " + "a " * 20))
