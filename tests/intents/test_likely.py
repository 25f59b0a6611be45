"""Which skills share telling words with what was said."""

from __future__ import annotations

import pytest

from intents.likely import stems


@pytest.mark.parametrize(
    ("one", "other"), [("tests", "test"), ("changed", "changing"), ("branches", "branch"), ("memory", "memories")]
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    """One and many, and what was done."""
    assert [*stems(one)] == [*stems(other)]


def test_a_bus_is_not_busy() -> None:
    """A short word's "y" is no ending: "which bus do I take" does not ask how busy the machine is."""
    assert [*stems("bus")] != [*stems("busy")]
