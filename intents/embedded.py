"""The classifier for a machine without distilbart's weights: sentence embeddings against labels and their prototypes.

all-MiniLM-L6-v2 (Apache-2.0) runs in CTranslate2, int8, with `tokenizers`: no torch at run time. The first use converts
the checkpoint once (about 5 s, with torch) and keeps the result beside it. Cosine likeness is a weak judge of what
someone wants (see docs/decisions.md for the figures); it serves until an entailment model of that size takes its place.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from intents.zero_shot import Label

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEMPERATURE = 0.07
"""Divides the likeness before softmax; set so that hand-written lines come out about as sure as they are right."""
OPENING = 0.1
"""Added to the likeness of the label whose way to begin a sentence this is: word order, which a mean over tokens loses.
One to two spreads of the likenesses of hand-written lines."""
NEIGHBOURS = 3
"""A label's likeness is the mean over its nearest prototypes, this many."""
LONGEST_TOKENS = 128
"""Tokens; longer premises are cut (all-MiniLM-L6-v2's own training cut at 128, its model card says)."""
CONVERTED = "ctranslate2-int8"


class EmbeddedClassifier:
    """Zero-shot by embedding. `folder` holds the checkpoint: config.json, model.safetensors, tokenizer files."""

    name = "minilm"

    def __init__(self, folder: Path) -> None:
        import ctranslate2  # noqa: PLC0415 - heavy, and only this classifier needs it here
        from tokenizers import Tokenizer  # noqa: PLC0415 - as above

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST_TOKENS)
        self._encoder: Any = ctranslate2.Encoder(
            str(_converted(folder)), compute_type="int8", intra_threads=min(4, os.cpu_count() or 1)
        )
        self._label_vectors: dict[Label, NDArray[np.float32]] = {}

    def classify(self, premise: str, labels: Sequence[Label]) -> Mapping[str, float]:
        """Probability of each label's name: by likeness to its hypothesis, and to its prototypes where it has some."""
        vector = self.embed([premise or " "])[0]
        begun = opening(premise)
        likeness = np.array([self._likeness(vector, label) + OPENING * (label.name == begun) for label in labels])
        likeness /= TEMPERATURE
        weights = np.exp(likeness - likeness.max())
        return dict(zip((label.name for label in labels), (weights / weights.sum()).tolist(), strict=True))

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32 (sentences, 384): the mean of the last layer over tokens."""
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(sentences))]
        tokens = [[self._tokenizer.id_to_token(token) for token in row] for row in ids]
        hidden = np.asarray(self._encoder.forward_batch(tokens).last_hidden_state, dtype=np.float32)
        means = np.stack([hidden[row, : len(tokens[row])].mean(axis=0) for row in range(len(tokens))])
        unit: NDArray[np.float32] = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit

    def _likeness(self, vector: NDArray[np.float32], label: Label) -> float:
        if label not in self._label_vectors:
            self._label_vectors[label] = self.embed([*prototypes().get(label.name, ()), label.hypothesis])
        scores = np.sort(self._label_vectors[label] @ vector)[::-1]
        return float(scores[:NEIGHBOURS].mean())


def opening(premise: str) -> str | None:
    """The name of the route whose sentences often begin as `premise` does; the longest opening counts."""
    words = premise.lower().replace("’", "'").split()[:3]
    beginnings = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((_openings()[begun] for begun in beginnings if begun in _openings()), None)


@cache
def prototypes() -> Mapping[str, tuple[str, ...]]:
    """Route → sentences that stand for it, hand-written."""
    return {name: tuple(sentences) for name, sentences in _read()["sentences"].items()}


@cache
def _openings() -> Mapping[str, str]:
    return {begun: name for name, openings in _read()["openings"].items() for begun in openings}


@cache
def _read() -> dict[str, dict[str, list[str]]]:
    with (Path(__file__).parent / "prototypes.toml").open("rb") as file:
        return tomllib.load(file)


def _converted(folder: Path) -> Path:
    """The checkpoint in CTranslate2's form, made at the first use; in a temporary folder if `folder` is read-only."""
    made = folder / CONVERTED
    if (made / "model.bin").is_file():
        return made
    from ctranslate2.converters import TransformersConverter  # noqa: PLC0415 - loads torch: only for the conversion

    parent = folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="golem-minilm-"))
    unfinished = Path(tempfile.mkdtemp(prefix=f".{CONVERTED}-", dir=parent))
    TransformersConverter(str(folder)).convert(str(unfinished), quantization="int8", force=True)
    try:
        unfinished.rename(parent / CONVERTED)
    except OSError:  # another process was quicker: its result is the same
        shutil.rmtree(unfinished, ignore_errors=True)
    return parent / CONVERTED
