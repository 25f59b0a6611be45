"""What counts as a yes. Pure: everything that is not plainly yes is no."""

from __future__ import annotations

import re
from enum import StrEnum

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


def answer(text: str) -> Answer:
    """Read an answer, typed or heard."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.lower().replace("’", "'"))
    if NO_WORDS & set(words):
        return Answer.NO
    said = " ".join(words)
    plain = re.fullmatch(r"[\w\s,.!'’]*", text) is not None
    return Answer.YES if said in YES and plain else Answer.UNCLEAR


def is_yes(text: str) -> bool:
    """True only for a plain yes."""
    return answer(text) is Answer.YES
