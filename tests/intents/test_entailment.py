"""The entailment model that ships: it loads without torch, chooses, judges single hypotheses and takes odd words."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.entailment import CHECKPOINT, EntailmentClassifier
from intents.router import ROUTES
from intents.zero_shot import Label


@pytest.fixture(scope="module")
def classifier() -> EntailmentClassifier:
    """The checkpoint of the repository."""
    return EntailmentClassifier()


def test_it_is_no_larger_than_promised() -> None:
    """The whole checkpoint is at most 25 MB."""
    assert sum(file.stat().st_size for file in CHECKPOINT.iterdir()) <= 25_000_000


def test_the_manifest_describes_these_very_files() -> None:
    """Its hashes are those of the files beside it."""
    made = json.loads((CHECKPOINT / "manifest.json").read_text("utf-8"))["made"]
    assert set(made) == {"model.onnx", "tokenizer.json", "calibration.json"}
    for name, digest in made.items():
        assert hashlib.sha256((CHECKPOINT / name).read_bytes()).hexdigest() == digest


def test_it_needs_neither_torch_nor_transformers() -> None:
    """onnxruntime and tokenizers alone."""
    code = (
        "import sys; from intents.entailment import EntailmentClassifier as E;"
        "E().entails('hello', ['This is a greeting.']);"
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=120).returncode == 0


@pytest.mark.parametrize(
    ("said", "route"),
    [
        ("could you please delete the build folder", "command"),
        ("fire up the tests again", "command"),
        ("what's eating my cpu", "question"),
        ("how do i delete everything", "question"),
        ("my cat sat on the keyboard all morning", "chat"),
        ("he told me to run the tests", "chat"),
        ("don't delete the build folder", "chat"),
    ],
)
def test_it_chooses_the_route(classifier: EntailmentClassifier, said: str, route: str) -> None:
    """An order, a question, talk, and mere mentions."""
    scores = classifier.classify(said, ROUTES)
    assert max(scores, key=lambda name: scores[name]) == route


def test_it_takes_any_labels(classifier: EntailmentClassifier) -> None:
    """Zero-shot: labels that no training had."""
    labels = [Label("sport", "This is about sport."), Label("cooking", "This is about cooking.")]
    scores = classifier.classify("the striker scored a goal in the last minute of the football match", labels)
    assert scores["sport"] > scores["cooking"]


def test_a_single_hypothesis_is_judged_by_itself(classifier: EntailmentClassifier) -> None:
    """What was asked for is likelier than what was not, and a negation is not the deed."""
    asked = "The speaker asks the computer to delete the build folder."
    other = "The speaker asks the computer to play some music."
    meant, unlike = classifier.entails("please delete the build folder", [asked, other])
    (negated,) = classifier.entails("don't delete the build folder", [asked])
    assert meant > 0.5 > unlike
    assert negated < 0.5
    assert classifier.entails("anything", []) == []


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=400))
def test_any_words_get_probabilities(text: str) -> None:
    """Odd, empty and endless words too: shares that sum to one."""
    scores = _shared().classify(text, ROUTES)
    assert sum(scores.values()) == pytest.approx(1.0, abs=1e-5)
    assert all(0.0 <= score <= 1.0 for score in scores.values())


def test_endless_words_are_cut(classifier: EntailmentClassifier) -> None:
    """Ten thousand characters are read as far as the model reads, hypothesis included."""
    logits = classifier.logits("open the file " * 800, [ROUTES[0].hypothesis])
    assert logits.shape == (1, 3)


def test_a_missing_checkpoint_is_an_os_error(tmp_path: Path) -> None:
    """The caller can say what is missing."""
    with pytest.raises(OSError, match=r"calibration\.json"):
        EntailmentClassifier(tmp_path)


_MADE: list[EntailmentClassifier] = []


def _shared() -> EntailmentClassifier:
    if not _MADE:
        _MADE.append(EntailmentClassifier())
    return _MADE[0]
