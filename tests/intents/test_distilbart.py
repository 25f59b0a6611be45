"""The distilbart classifier, on a tiny BART with random weights that the test builds and saves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from intents.distilbart import CheckpointFault, DistilbartClassifier
from intents.precision import Precision, suited
from intents.router import ROUTES
from intents.zero_shot import Label
from shell.weights import to_safetensors

PREMISES = (
    "open vim",
    "how much disk space is left",
    "tell me a joke, please; I was going to shut down the computer",
    "ünïcode 🙂 \u0301",
    "x",
)
LABELS = (*ROUTES, Label("weather", "This example is about a rather longer matter, which is the weather of tomorrow."))


def build(folder: Path, names: Sequence[str], *, safe: bool = True, spread: float = 0.6) -> Path:
    """Save a BART of two layers whose classes are called `names`, with a byte-level tokenizer of its own."""
    torch = pytest.importorskip("torch")
    from tokenizers import ByteLevelBPETokenizer
    from transformers import BartConfig, BartForSequenceClassification, BartTokenizerFast

    folder.mkdir()
    pieces = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    pieces.train_from_iterator(
        [*PREMISES, *(label.hypothesis for label in LABELS)], vocab_size=320, special_tokens=special
    )
    pieces.save_model(str(folder))
    tokenizer = BartTokenizerFast(
        vocab=str(folder / "vocab.json"), merges=str(folder / "merges.txt"), model_max_length=1024
    )
    tokenizer.save_pretrained(folder)
    torch.manual_seed(11)
    config = BartConfig(
        vocab_size=len(tokenizer),
        d_model=32,
        encoder_layers=2,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        init_std=spread,
        num_labels=len(names),
        id2label=dict(enumerate(names)),
        label2id={name: index for index, name in enumerate(names)},
    )
    model = BartForSequenceClassification(config).eval()
    if safe:
        model.save_pretrained(folder)
    else:
        config.save_pretrained(folder)
        torch.save(model.state_dict(), folder / "pytorch_model.bin")
    return folder


def by_pipeline(folder: Path, premise: str, labels: Sequence[Label]) -> dict[str, float]:
    """What transformers' own zero-shot pipeline says."""
    from transformers import pipeline

    name_of = {label.hypothesis: label.name for label in labels}
    judge = pipeline("zero-shot-classification", model=str(folder), device="cpu")
    found = judge(premise, list(name_of), hypothesis_template="{}", multi_label=False)
    return {name_of[hypothesis]: score for hypothesis, score in zip(found["labels"], found["scores"], strict=True)}


@pytest.mark.parametrize(
    "names",
    [
        ("contradiction", "neutral", "entailment"),
        ("entailment", "neutral", "contradiction"),
        ("neutral", "ENTAILMENT", "contradiction"),
    ],
)
def test_it_equals_the_pipeline_whatever_the_label_order(tmp_path: Path, names: tuple[str, ...]) -> None:
    """One batched forward gives what transformers' pipeline gives, within 1e-5, for every order of the classes."""
    folder = build(tmp_path / "bart", names)
    classifier = DistilbartClassifier(folder, Precision.FULL)
    for premise in PREMISES:
        ours = classifier.classify(premise, LABELS)
        theirs = by_pipeline(folder, premise, LABELS)
        assert ours == pytest.approx(theirs, abs=1e-5)
        assert sum(ours.values()) == pytest.approx(1.0)


def test_the_label_order_matters(tmp_path: Path) -> None:
    """The same weights with other names for their classes judge otherwise: the order is read and not assumed."""
    one = DistilbartClassifier(build(tmp_path / "one", ("contradiction", "neutral", "entailment")))
    other = DistilbartClassifier(build(tmp_path / "other", ("entailment", "neutral", "contradiction")))
    assert one.classify(PREMISES[0], LABELS) != pytest.approx(other.classify(PREMISES[0], LABELS), abs=1e-3)


def test_weights_of_the_older_kind_are_written_anew(tmp_path: Path) -> None:
    """`pytorch_model.bin`, which the hub's checkpoint has, is not loaded; taken apart as data it gives the same."""
    names = ("contradiction", "neutral", "entailment")
    new = DistilbartClassifier(build(tmp_path / "new", names))
    folder = build(tmp_path / "old", names, safe=False)
    with pytest.raises(CheckpointFault, match="no weights as safetensors"):
        DistilbartClassifier(folder)
    to_safetensors(folder / "pytorch_model.bin", folder / "model.safetensors")
    old = DistilbartClassifier(folder)
    assert old.classify(PREMISES[1], LABELS) == pytest.approx(new.classify(PREMISES[1], LABELS), abs=1e-6)


def test_a_checkpoint_without_entailment_is_refused(tmp_path: Path) -> None:
    """A sentiment model is no zero-shot classifier, and the error names its labels."""
    with pytest.raises(CheckpointFault, match="positive"):
        DistilbartClassifier(build(tmp_path / "bart", ("negative", "neutral", "positive")))


def test_not_entailment_is_no_entailment(tmp_path: Path) -> None:
    """A two-way model's other class is not mistaken for it."""
    folder = build(tmp_path / "bart", ("not_entailment", "entailment"))
    assert DistilbartClassifier(folder, Precision.FULL).classify("x", LABELS) == pytest.approx(
        by_pipeline(folder, "x", LABELS), abs=1e-5
    )


def test_a_long_premise_is_cut(tmp_path: Path) -> None:
    """A premise longer than the model reads still gets probabilities."""
    classifier = DistilbartClassifier(build(tmp_path / "bart", ("contradiction", "neutral", "entailment")))
    assert sum(classifier.classify("delete everything " * 500, LABELS).values()) == pytest.approx(1.0)


@pytest.mark.parametrize("precision", [Precision.HALF, Precision.EIGHT, Precision.SEVEN])
def test_fewer_bits_stay_near_full_precision(tmp_path: Path, precision: Precision) -> None:
    """No probability of tame weights moves by more than 0.02; `golem bench router` says how it is at the real size."""
    folder = build(tmp_path / "bart", ("contradiction", "neutral", "entailment"), spread=0.2)
    full, small = DistilbartClassifier(folder, Precision.FULL), DistilbartClassifier(folder, precision)
    for premise in PREMISES:
        assert small.classify(premise, LABELS) == pytest.approx(full.classify(premise, LABELS), abs=0.02)
        hypotheses = [label.hypothesis for label in LABELS]
        assert small.entails(premise, hypotheses) == pytest.approx(full.entails(premise, hypotheses), abs=0.02)


@pytest.mark.parametrize(
    ("capabilities", "precision"),
    [
        ({"amx_bf16": True, "avx512_vnni": True}, Precision.HALF),
        ({"amx_bf16": False, "avx512_vnni": True}, Precision.EIGHT),
        ({"avx_vnni": True}, Precision.EIGHT),
        ({"avx2": True}, Precision.SEVEN),
        ({}, Precision.SEVEN),
    ],
)
def test_the_precision_suits_the_processor(capabilities: dict[str, object], precision: Precision) -> None:
    """Half precision where there are tiles for it, all 8 bits where sums of them do not overflow, 7 elsewhere."""
    assert suited(capabilities) is precision


def test_this_processor_has_a_precision() -> None:
    """torch names this processor's abilities as the choice expects."""
    assert suited() in set(Precision) - {Precision.FULL}


def test_each_hypothesis_is_judged_by_itself(tmp_path: Path) -> None:
    """As the pipeline's multi_label has it; an empty list of hypotheses is no error."""
    from transformers import pipeline

    folder = build(tmp_path / "bart", ("contradiction", "neutral", "entailment"))
    judge = pipeline("zero-shot-classification", model=str(folder), device="cpu")
    hypotheses = [label.hypothesis for label in LABELS]
    found = judge(PREMISES[0], hypotheses, hypothesis_template="{}", multi_label=True)
    theirs = dict(zip(found["labels"], found["scores"], strict=True))
    classifier = DistilbartClassifier(folder, Precision.FULL)
    assert classifier.entails(PREMISES[0], hypotheses) == pytest.approx([theirs[each] for each in hypotheses], abs=1e-5)
    assert classifier.entails("", []) == []
