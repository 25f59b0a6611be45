"""Sentences are recognised as soon as they are complete, and only then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.sentences import SentenceCutter


def cut(text: str) -> list[str]:
    """The sentences of a whole text."""
    cutter = SentenceCutter()
    return cutter.feed(text) + cutter.flush()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Smith ran main.py in 3.5 s. It works.", ["Dr. Smith ran main.py in 3.5 s.", "It works."]),
        ("See e.g. this one. Yes", ["See e.g. this one.", "Yes"]),
        ("first line\nsecond line\n", ["first line", "second line"]),
        ("Look:\n```python\nprint('no. really.')\n```\nDone.", ["Look:", "Done."]),
        ("~~~\nnever closed. at all.", []),
        ("No.", ["No."]),
        ("\x1b]0;title. here\x07Shown.", ["Shown."]),
        ("", []),
        ("``not a fence``", ["not a fence"]),
    ],
)
def test_text_is_cut_where_a_reader_would_pause(text: str, sentences: list[str]) -> None:
    """Abbreviations, numbers and file names do not end a sentence; lines do; fenced code is not spoken."""
    assert cut(text) == sentences


def test_a_sentence_comes_before_the_text_ends() -> None:
    """The first sentence is given as soon as the next has begun."""
    cutter = SentenceCutter()
    assert cutter.feed("Why did the computer go to the doctor? Bec") == ["Why did the computer go to the doctor?"]


texts = st.lists(
    st.sampled_from(
        [
            "Hello. ",
            "Dr. Smith ",
            "3.5 ",
            "e.g. ",
            "main.py ",
            "Yes! ",
            "\n",
            "```",
            "~~~\n",
            "code.",
            "**b** ",
            "no",
            "?",
        ]
    ),
    max_size=10,
).map("".join)


@given(texts, st.integers(1, 7))
def test_any_chunks_give_the_same_sentences(text: str, size: int) -> None:
    """However the words arrive, the same sentences are spoken."""
    cutter = SentenceCutter()
    found: list[str] = []
    for start in range(0, len(text), size):
        found += cutter.feed(text[start : start + size])
    assert found + cutter.flush() == cut(text)


@given(texts)
def test_a_flushed_cutter_is_as_new(text: str) -> None:
    """Nothing of one text reaches the next."""
    cutter = SentenceCutter()
    cutter.feed(text)
    cutter.flush()
    assert cutter.feed("Fresh start.") + cutter.flush() == ["Fresh start."]
