"""distilbart-mnli's ways to run, and the model that ships: `golem bench router`.

At the real checkpoint's size (12 encoder and 3 decoder layers, 1,024 wide), with its weights where they are in the
store and random ones else: transformers' own pipeline (a hypothesis at a time), one batched forward, and that in fewer
bits, of which Golem uses what suits the processor. Random weights say nothing of accuracy, so that is left to `golem
bench accuracy`; their head is scaled so that the probabilities spread, or agreeing on them would be no feat.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.phrasings import phrasings
from intents.distilbart import DistilbartClassifier
from intents.entailment import EntailmentClassifier
from intents.precision import Precision, suited
from intents.router import ROUTES
from shell.app import DISTILBART
from shell.manifest import load_manifest
from shell.store import Store, default_models_folder

SEED = 7
SPREAD = 2.0
"""The random head's logits get about this standard deviation: none of three labels stays at a third."""
VOCABULARY = 50265

Classify = Callable[[str], Mapping[str, float]]


def random_checkpoint(folder: Path) -> Path:
    """A checkpoint of distilbart-mnli-12-3's shape with random weights and a tokenizer trained on the phrasings."""
    import torch  # noqa: PLC0415 - heavy
    from tokenizers import ByteLevelBPETokenizer  # noqa: PLC0415 - as above
    from transformers import BartConfig, BartForSequenceClassification, BartTokenizerFast  # noqa: PLC0415 - as above

    pieces = ByteLevelBPETokenizer()
    texts = [row.text for row in phrasings()] + [label.hypothesis for label in ROUTES] * 20
    pieces.train_from_iterator(texts, vocab_size=4000, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    pieces.save_model(str(folder))
    BartTokenizerFast(vocab=str(folder / "vocab.json"), merges=str(folder / "merges.txt")).save_pretrained(folder)
    torch.manual_seed(SEED)
    names = ("contradiction", "neutral", "entailment")
    config = BartConfig(
        vocab_size=VOCABULARY,
        encoder_layers=12,
        decoder_layers=3,
        d_model=1024,
        encoder_ffn_dim=4096,
        decoder_ffn_dim=4096,
        encoder_attention_heads=16,
        decoder_attention_heads=16,
        num_labels=3,
        id2label=dict(enumerate(names)),
        label2id={name: index for index, name in enumerate(names)},
    )
    model = BartForSequenceClassification(config).eval()
    model.save_pretrained(folder)
    with torch.no_grad():  # the same random head, scaled by what it gives on the phrasings
        logits = _entailments(DistilbartClassifier(folder, Precision.FULL), [row.text for row in phrasings()[:30]])
        model.classification_head.out_proj.weight.mul_(SPREAD / max(statistics.pstdev(logits), 1e-6))
    model.save_pretrained(folder)
    return folder


def _entailments(classifier: DistilbartClassifier, premises: Sequence[str]) -> list[float]:
    hypotheses = [label.hypothesis for label in ROUTES]
    logits: list[float] = []
    for premise in premises:
        logits += classifier._logits(premise, hypotheses)[:, 2].tolist()
    return logits


def stock(folder: Path) -> Classify:
    """transformers' own pipeline, as its documentation shows it."""
    from transformers import pipeline  # noqa: PLC0415 - heavy

    judge: Any = pipeline("zero-shot-classification", model=str(folder), device="cpu")
    name_of = {label.hypothesis: label.name for label in ROUTES}

    def classify(premise: str) -> Mapping[str, float]:
        found = judge(premise, list(name_of), hypothesis_template="{}")
        return {name_of[said]: score for said, score in zip(found["labels"], found["scores"], strict=True)}

    return classify


def main(argv: Sequence[str] | None = None) -> int:
    """Measure all in turn, premise by premise, and print a table."""
    parser = argparse.ArgumentParser(prog="golem bench router", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=25, help="premises put to every way")
    args = parser.parse_args(argv)
    store = Store(default_models_folder(), load_manifest())
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 130)
    with tempfile.TemporaryDirectory() as work:
        real = store.has(DISTILBART)
        folder = store.resolve(DISTILBART) if real else random_checkpoint(Path(work))
        ways: dict[str, Classify] = {"distilbart: transformers' pipeline": stock(folder)}
        used = suited()
        for precision in Precision:
            loaded = DistilbartClassifier(folder, precision)
            name = f"distilbart: one batch, {precision}{' (used)' if precision is used else ''}"
            ways[name] = lambda premise, loaded=loaded: loaded.classify(premise, ROUTES)  # type: ignore[misc]  # its own
        embedded = EntailmentClassifier()
        ways["the model that ships"] = lambda premise: embedded.classify(premise, ROUTES)
        measured = measure(ways, [row.text for row in phrasings("validation")[: args.rounds + 2]])
    console.print(table(measured))
    console.print(f"distilbart's weights: {'real' if real else 'random, of its size'}; three labels")
    return 0


Measured = dict[str, tuple[list[float], list[Mapping[str, float]]]]
"""Way to ms and probabilities, premise by premise."""


def measure(ways: Mapping[str, Classify], premises: Sequence[str]) -> Measured:
    """Every premise by every way in turn; the first two warm up and are thrown away."""
    found: Measured = {name: ([], []) for name in ways}
    for at, premise in enumerate(premises):
        for name, classify in ways.items():
            began = time.perf_counter()
            scores = classify(premise)
            if at >= 2:
                found[name][0].append((time.perf_counter() - began) * 1000)
                found[name][1].append(scores)
    return found


def table(measured: Measured) -> Table:
    """Median ms, how many times as quick as the pipeline, and how far from full precision on the same weights."""
    rows = Table("way", "median ms", "p95 ms", "× the pipeline's speed", "most apart", "spread", box=None)
    names = list(measured)
    for name in names:
        took, scores = measured[name]
        ratio = statistics.median(one / other for one, other in zip(measured[names[0]][0], took, strict=True))
        mine = name.startswith("distilbart")
        rows.add_row(
            name,
            f"{statistics.median(took):.0f}",
            f"{sorted(took)[int(0.95 * (len(took) - 1))]:.0f}",
            f"{ratio:.1f}",
            f"{apart(measured[names[1]][1], scores):.4f}" if mine else "",
            f"{min(min(each.values()) for each in scores):.2f}–{max(max(each.values()) for each in scores):.2f}",
        )
    return rows


def apart(one: Sequence[Mapping[str, float]], other: Sequence[Mapping[str, float]]) -> float:
    """The largest difference between two probabilities of the same label."""
    pairs = zip(one, other, strict=True)
    return max((abs(mine[name] - theirs[name]) for mine, theirs in pairs for name in mine), default=0.0)


if __name__ == "__main__":
    sys.exit(main())
