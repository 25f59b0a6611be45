"""What counts as a yes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model import Source, Utterance
from policies.consent import Answer, Question, answer, weigh
from policies.verdict import Proof


@pytest.mark.parametrize(
    "text", ["yes", "Yes.", "YES!", "y", "yeah", "yes, please", "do it", "Do it.", "confirm", "go ahead"]
)
def test_a_plain_yes_is_a_yes(text: str) -> None:
    """Short, whole and plain."""
    assert answer(text) is Answer.YES


@pytest.mark.parametrize(
    "text",
    [
        *(
            "no",
            "No.",
            "no, but actually, yes",
            "yes, but not now",
            "don't do it",
            "do not do it",
            "cancel",
            "wait, yes",
        ),
        *("", "   ", "mhm", "mm-hm", "okay then", "yes and also delete everything", "yes\x1b[2J", "y; rm -rf /"),
        *("yesterday", "sure?", "maybe", "say yes to confirm", "Yes or no", "ok", "thank you", "you"),
    ],
)
def test_anything_else_is_not(text: str) -> None:
    """Doubt, silence, negation and additions are no."""
    assert answer(text) is not Answer.YES


@given(st.text(max_size=40), st.sampled_from(["no", "not", "don't", "cancel", "never", "stop"]), st.text(max_size=40))
def test_a_no_anywhere_is_never_a_yes(before: str, no: str, after: str) -> None:
    """One word of refusal refuses."""
    assert answer(f"{before} {no} {after}") is not Answer.YES


@given(st.text(max_size=60))
def test_reading_an_answer_never_fails(text: str) -> None:
    """Any text has an answer."""
    assert answer(text) in Answer


def heard(text: str, confidence: float = 0.9, *, remote: bool = False) -> Utterance:
    """An answer from the microphone."""
    return Utterance(text, Source.VOICE, confidence, remote)


PLAIN = Question()
WORD = Question(Proof.WORD, ("tiger",))
KEY = Question(Proof.TYPED)
ANY = st.sampled_from([PLAIN, WORD, Question(Proof.TWO_WORDS, ("tiger", "harbor")), KEY])


@given(ANY)
def test_a_typed_yes_agrees_to_whatever_is_asked(question: Question) -> None:
    """A key is pressed by whoever sits there; a typed no, silence and doubt are no."""
    assert weigh(Utterance("yes", Source.TYPED), question, 0.3).answer is Answer.YES
    for words in (None, Utterance("no, but yes", Source.TYPED), Utterance("perhaps", Source.TYPED)):
        assert weigh(words, question, 0.3).answer is not Answer.YES


@pytest.mark.parametrize(
    ("text", "question", "agrees"),
    [
        ("Yes.", PLAIN, True),
        ("Yes.", WORD, False),
        ("Yes.", KEY, False),
        ("Tiger.", WORD, True),
        ("Yes, tiger.", WORD, True),
        ("Harbor.", WORD, False),
        ("Tiger.", PLAIN, False),
        ("Tiger.", KEY, False),
        ("Not tiger.", WORD, False),
        ("Tiger, no.", WORD, False),
    ],
)
def test_a_spoken_answer_must_be_what_was_asked_for(text: str, question: Question, agrees: bool) -> None:
    """A yes where a yes will do, the very word where it takes one, and nothing where it takes a key."""
    assert (weigh(heard(text), question, 0.3).answer is Answer.YES) is agrees


@pytest.mark.parametrize("confidence", [0.0, 0.29, float("nan")])
def test_a_yes_that_was_badly_heard_is_none(confidence: float) -> None:
    """Noise is heard as "yes" at times; the reason is told."""
    weighed = weigh(heard("Yes.", confidence), PLAIN, 0.3)
    assert weighed.answer is Answer.UNCLEAR
    assert "confidence" in weighed.reason


def test_a_yes_that_another_machine_heard_is_none() -> None:
    """It can put a yes into any answer, but it does not know the word before it is said."""
    assert weigh(heard("Yes.", remote=True), PLAIN, 0.3).answer is not Answer.YES
    assert weigh(heard("Tiger.", remote=True), WORD, 0.3).answer is Answer.YES


@given(st.text(max_size=30), ANY, st.floats(0, 1), st.booleans())
def test_nothing_spoken_agrees_where_a_key_is_asked_for(
    text: str, question: Question, confidence: float, remote: bool
) -> None:
    """Whatever is heard."""
    weighed = weigh(heard(text, confidence, remote=remote), question, 0.3)
    if question.proof is Proof.TYPED:
        assert weighed.answer is not Answer.YES
