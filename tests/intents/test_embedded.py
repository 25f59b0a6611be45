"""The embedded classifier, on the real checkpoint."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from intents.embedded import EmbeddedClassifier, opening, prototypes
from intents.router import ROUTES
from intents.zero_shot import Label, LazyClassifier
from shell.fakes import FakeClassifier

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def classifier(minilm_folder: Path) -> EmbeddedClassifier:
    """The classifier, its checkpoint converted where it was not yet."""
    return EmbeddedClassifier(minilm_folder)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("please archive the old reports", "command"),
        ("rename that picture for me", "command"),
        ("how many cores does this machine have", "question"),
        ("which version of node do I have", "question"),
        ("you did that very well", "chat"),
        ("my sister is coming to visit", "chat"),
    ],
)
def test_plain_cases_go_where_they_belong(classifier: EmbeddedClassifier, said: str, label: str) -> None:
    """Sentences that are no prototypes are routed by likeness."""
    scores = classifier.classify(said, ROUTES)
    assert max(scores, key=lambda name: scores[name]) == label
    assert sum(scores.values()) == pytest.approx(1.0)


def test_a_label_withoutprototypes_is_judged_by_its_hypothesis(classifier: EmbeddedClassifier) -> None:
    """Zero-shot: labels that it never saw."""
    labels = (Label("food", "The speaker talks about food."), Label("travel", "The speaker talks about travel."))
    scores = classifier.classify("I would like some soup and bread", labels)
    assert scores["food"] > scores["travel"]


def test_embeddings_are_unit_vectors_and_do_not_depend_on_the_batch(classifier: EmbeddedClassifier) -> None:
    """Float32 (sentences, 384); padding beside a longer sentence changes a vector by no more than int8's rounding."""
    sentences = ["open vim", "how much disk space is left on this machine, roughly, would you say"]
    together = classifier.embed(sentences)
    assert together.shape == (2, 384)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    for row, sentence in enumerate(sentences):
        assert float(together[row] @ classifier.embed([sentence])[0]) > 0.995


def test_it_agrees_with_the_checkpoint_in_torch(classifier: EmbeddedClassifier, minilm_folder: Path) -> None:
    """The int8 encoder's vectors are those of the float32 checkpoint, up to rounding."""
    torch = pytest.importorskip("torch")
    from transformers import AutoModel, AutoTokenizer

    sentence = "show me the git status"
    tokens = AutoTokenizer.from_pretrained(str(minilm_folder), local_files_only=True)(sentence, return_tensors="pt")
    with torch.inference_mode():
        hidden = AutoModel.from_pretrained(str(minilm_folder), local_files_only=True)(**tokens).last_hidden_state[0]
    wanted = hidden.mean(dim=0).numpy()
    assert float(classifier.embed([sentence])[0] @ (wanted / np.linalg.norm(wanted))) > 0.98


@pytest.mark.parametrize("text", ["", " ", "\0", "🙂", "漢字", "x " * 5000])
def test_odd_text_gets_probabilities(classifier: EmbeddedClassifier, text: str) -> None:
    """Empty, foreign and overlong premises are judged like any."""
    assert sum(classifier.classify(text, ROUTES).values()) == pytest.approx(1.0)


def testprototypes_stand_for_the_routes() -> None:
    """Each route has prototypes of its own, and no sentence stands for two."""
    assert set(prototypes()) == {label.name for label in ROUTES}
    every = [sentence for sentences in prototypes().values() for sentence in sentences]
    assert len(every) == len(set(every))


def test_the_longest_opening_counts() -> None:
    """ "do you know" begins a question, "do you" small talk, and most words begin nothing."""
    assert opening("do you know the time") == "question"
    assert opening("Do you like music") == "chat"
    assert opening("Turn it off") == "command"
    assert opening("vim") is None
    assert opening("") is None


def test_a_lazy_classifier_loads_once() -> None:
    """Nothing is loaded until it is needed, and then only once."""
    loads = []

    def load() -> FakeClassifier:
        loads.append(1)
        return FakeClassifier()

    lazy = LazyClassifier(load)
    assert (lazy.name, loads) == ("loading", [])
    lazy.classify("x", ROUTES)
    lazy.classify("y", ROUTES)
    assert (lazy.name, loads) == ("fake", [1])
