"""Answers of models are kept, and only those."""

from __future__ import annotations

import pytest

from intents.remembered import KEPT, RememberedClassifier, RememberedEntailer
from intents.zero_shot import Label

LABELS = (Label("a", "It is a."), Label("b", "It is b."))


class Counting:
    """A classifier and entailer that counts what it is asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def classify(self, premise, labels):
        """Fails once for the premise `fails`."""
        self.asked.append(premise)
        if premise == "fails" and self.asked.count(premise) == 1:
            raise RuntimeError("once")
        return {label.name: 1 / len(labels) for label in labels}

    def entails(self, premise, hypotheses):
        """The number of hypotheses, for each."""
        self.asked.append(premise)
        return [float(len(hypotheses))] * len(hypotheses)


def test_the_same_question_is_asked_once():
    """The second answer is the first one's, and no other words or labels are taken for the same."""
    inner = Counting()
    remembered = RememberedClassifier(inner)
    assert remembered.classify("hello", LABELS) == remembered.classify("hello", list(LABELS)) == {"a": 0.5, "b": 0.5}
    assert inner.asked == ["hello"]
    assert remembered.classify("hello", LABELS[:1]) == {"a": 1.0}
    remembered.classify("Hello", LABELS)
    assert inner.asked == ["hello", "hello", "Hello"]
    assert remembered.name == "counting"


def test_what_is_given_is_a_copy():
    """Who changes an answer does not change the one that is kept."""
    remembered = RememberedEntailer(Counting())
    remembered.entails("hello", ["x", "y"]).append(9.0)
    assert remembered.entails("hello", ["x", "y"]) == [2.0, 2.0]


def test_only_the_last_answers_are_kept():
    """The oldest go; one that is asked for again is young again."""
    inner = Counting()
    remembered = RememberedEntailer(inner)
    for number in range(KEPT):
        remembered.entails(str(number), ["x"])
    remembered.entails("0", ["x"])
    remembered.entails("new", ["x"])
    inner.asked.clear()
    remembered.entails("0", ["x"])
    remembered.entails("1", ["x"])
    assert inner.asked == ["1"]


def test_a_failure_is_not_kept():
    """What failed is tried again."""
    remembered = RememberedClassifier(Counting())
    with pytest.raises(RuntimeError):
        remembered.classify("fails", LABELS)
    assert remembered.classify("fails", LABELS) == {"a": 0.5, "b": 0.5}
