"""What counts as a yes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.consent import Answer, answer


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
