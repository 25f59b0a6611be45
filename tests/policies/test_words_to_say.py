"""The words that a spoken agreement repeats: how they are drawn, and what is taken for them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.consent import NO_WORDS, YES, Answer, answer
from policies.verdict import Proof
from policies.words_to_say import WORDS, Drawer, said

words = st.sampled_from(WORDS)


@given(words)
def test_a_word_said_alone_or_after_a_yes_is_itself(word: str) -> None:
    """Whatever capitals and stops the recogniser puts."""
    for text in (word, f"{word.capitalize()}.", f"Yes, {word}!", f"say {word}"):
        assert said(text, (word,))


@given(words, words)
def test_another_word_of_the_list_is_not_the_word(one: str, other: str) -> None:
    """No word passes for another."""
    assert said(other, (one,)) is (one == other)


@given(words, words)
def test_two_words_are_said_in_their_order(one: str, other: str) -> None:
    """One of them alone, or turned round, is not both."""
    if one != other:
        assert said(f"{one} {other}.", (one, other))
        assert not said(f"{other} {one}", (one, other))
        assert not said(one, (one, other))


@given(st.text(max_size=40), words)
def test_no_other_text_is_the_word(text: str, word: str) -> None:
    """Texts that have nothing of the word in them never agree."""
    if not set(text.lower()) & set(word):
        assert not said(text, (word,))


@pytest.mark.parametrize(
    "text", ["yes", "Yes.", "", "do it", "no", "say yes or no", "to do it, or no", "confirm", "thank you"]
)
@given(word=words)
def test_a_yes_and_the_questions_own_tail_are_no_word(text: str, word: str) -> None:
    """What is heard of the prompt's end does not agree."""
    assert not said(text, (word,))


@given(words)
def test_the_questions_echo_is_no_agreement(word: str) -> None:
    """Golem says the word in its question; the sentence heard back is not the word."""
    assert not said(f"Say {word} to do it, or no.", (word,))
    assert answer(f"Say {word} to do it, or no.") is Answer.NO


def test_nothing_wanted_is_never_said() -> None:
    """A question that names no word takes none."""
    assert not said("", ())
    assert not said("walnut", ())


def test_words_are_drawn_anew_each_time() -> None:
    """The next question never has a word of the last one, and a pair has two."""
    drawer = Drawer()
    for proof, count in ((Proof.WORD, 1), (Proof.TWO_WORDS, 2)):
        drawn = [drawer.draw(proof) for _ in range(200)]
        assert all(len(set(each)) == count for each in drawn)
        assert all(not set(one) & set(other) for one, other in pairwise(drawn))
    assert Drawer().draw(Proof.YES) == ()
    assert Drawer().draw(Proof.TYPED) == ()


def test_every_word_can_be_drawn() -> None:
    """The choice is over the whole list."""
    drawer = Drawer()
    assert {drawer.draw(Proof.WORD)[0] for _ in range(200 * len(WORDS))} == set(WORDS)


def test_no_word_is_an_answer_of_another_kind() -> None:
    """None is, or holds, a yes or a no, and all are plain lower-case letters."""
    for word in WORDS:
        assert word.isascii()
        assert word.isalpha()
        assert word.islower()
        assert answer(word) is Answer.UNCLEAR
        assert word not in YES | NO_WORDS
    assert len(set(WORDS)) == len(WORDS)
