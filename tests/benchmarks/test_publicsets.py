"""The public sets: how their labels are worded."""

from __future__ import annotations

import pytest

from benchmarks.publicsets import label
from intents.model import RouteLabel
from intents.training.recast import Meaning


@pytest.mark.parametrize(
    ("meaning", "hypothesis"),
    [
        ((RouteLabel.COMMAND, "roll a die"), "The speaker asks the computer to roll a die."),
        ((RouteLabel.QUESTION, "how busy a restaurant is"), "The speaker wants to know how busy a restaurant is."),
        ((RouteLabel.CHAT, "says goodbye"), "The speaker says goodbye."),
        ((None, "why a card was declined"), "The speaker wants to know why a card was declined."),
    ],
)
def test_a_label_is_a_sentence_of_its_own_kind(meaning: Meaning, hypothesis: str) -> None:
    """A question is not asked of the computer as an act is, nor is talk wished for."""
    assert label(meaning).hypothesis == hypothesis
