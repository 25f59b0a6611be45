"""Phrases near in sound, many at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intents.sounding import as_said, likenesses


def test_signs_and_numbers_are_words():
    """A file's name and a number come out as they are said."""
    assert as_said("Main.py") == "main dot py"
    assert as_said("port 8080") == "port eight thousand eighty"
    assert as_said("get-diff.") == "get diff"


def test_what_sounds_alike_is_nearer_than_what_does_not():
    """ "Them" may be "vim" and "get" may be "git"; neither may be "disk"."""
    near = likenesses(["them", "get"], ["vim", "git", "disk"])
    assert near[0, 0] > near[0, 2]
    assert near[1, 1] > near[1, 2]


@given(st.lists(st.text(max_size=12), max_size=4), st.lists(st.text(max_size=12), max_size=4))
def test_likeness_is_a_share_and_whole_only_for_equal_letters(heard, phrases):
    """Any words give shares, of the right shape."""
    ones, others = [as_said(text) for text in heard], [as_said(text) for text in phrases]
    near = likenesses(ones, others)
    assert near.shape == (len(heard), len(phrases))
    for row, one in enumerate(ones):
        for column, other in enumerate(others):
            assert 0 <= near[row, column] <= 1
            if near[row, column] == 1:
                assert one.replace(" ", "") == other.replace(" ", "")
