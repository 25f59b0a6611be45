"""How a phrase is said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intents.sounding import as_said


def test_signs_and_numbers_are_words():
    """A file's name and a number come out as they are said."""
    assert as_said("Main.py") == "main dot py"
    assert as_said("port 8080") == "port eight thousand eighty"
    assert as_said("get-diff.") == "get diff"


@given(st.text(max_size=40))
def test_what_is_said_is_words(text):
    """Any text gives words without signs, one space between them."""
    assert as_said(text) == " ".join(as_said(text).split())
    assert not set(as_said(text)) & set(".,/-@&!?")
