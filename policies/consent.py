"""What counts as agreement to a question. Pure: everything that is not plainly one is no."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from intents.model import Source, Utterance
from policies.verdict import Proof
from policies.words_to_say import said

YES = frozenset(
    {
        "yes",
        "y",
        "yeah",
        "yep",
        "yup",
        "yes please",
        "yes do it",
        "do it",
        "confirm",
        "confirmed",
        "go ahead",
        "yes go ahead",
    }
    | {"yes confirm", "yes yes", "please do", "yes i am sure", "i confirm", "affirmative", "aye"}
)
"""Whole answers; nothing may stand beside them."""

NO_WORDS = frozenset(
    {
        "no",
        "n",
        "nope",
        "not",
        "don't",
        "dont",
        "never",
        "stop",
        "cancel",
        "wait",
        "but",
        "abort",
        "nah",
        "negative",
        "forget",
    }
)
"""A single one of these makes the whole answer a no: "no, but actually yes" is no."""


class Answer(StrEnum):
    """What an answer comes to."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked for."""

    proof: Proof = Proof.YES
    words: tuple[str, ...] = ()
    """The random words that were shown, in their order; none where none will do."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an answer comes to, and why it is no yes."""

    answer: Answer
    reason: str = "nobody said yes"


def weigh(words: Utterance | None, question: Question, floor: float) -> Weighed:
    """Whether an answer, given after its question had ended, agrees to it.

    A typed yes does, whatever was asked for. A spoken one must be what the question's proof asks for, heard by this
    very machine with a confidence of `floor`, 0 to 1, or more; random words are their own proof of having been heard.
    """
    plain = Answer.NO if words is None else answer(words.text)
    if words is None or plain is Answer.NO:
        return Weighed(Answer.NO)
    by_word = bool(question.words) and said(words.text, question.words)
    if not by_word and plain is not Answer.YES:
        return Weighed(Answer.UNCLEAR)
    hindrance = None if words.source is Source.TYPED else _hindrance(words, question, floor, by_word=by_word)
    return Weighed(Answer.YES) if hindrance is None else Weighed(Answer.UNCLEAR, hindrance)


def _hindrance(words: Utterance, question: Question, floor: float, *, by_word: bool) -> str | None:
    """Why a spoken agreement is not enough; None where it is."""
    if question.proof is Proof.TYPED:
        return "that takes a typed yes"
    if by_word:
        return None
    if question.proof is not Proof.YES:
        return "a spoken yes is not enough, it takes the word"
    if words.remote:
        return "a yes that another machine heard does not count; type it"
    unsure = f"the yes was heard with a confidence of only {words.confidence:.0%}"
    return None if words.confidence >= floor else unsure  # NaN is unsure


def answer(text: str) -> Answer:
    """Read a plain answer, typed or heard."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.lower().replace("’", "'"))
    if NO_WORDS & set(words):
        return Answer.NO
    plainly = re.fullmatch(r"[\w\s,.!'’]*", text) is not None
    return Answer.YES if " ".join(words) in YES and plainly else Answer.UNCLEAR
