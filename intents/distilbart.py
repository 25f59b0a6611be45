"""`valhalla/distilbart-mnli-12-3` as a zero-shot classifier (Yin et al. 2019: classification as entailment).

The only importer of transformers and torch at run time, and only when its weights are in the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from intents.zero_shot import Label

LONGEST_TOKENS = 256
"""Tokens of premise and hypothesis together; longer premises are cut. Nothing that anyone says is longer."""


class CheckpointFault(ValueError):
    """A checkpoint that is no entailment model; the message says what it lacks."""


class DistilbartClassifier:
    """A BART sequence classifier trained on natural-language inference. `folder` is a Hugging Face checkpoint."""

    name = "distilbart-mnli"

    def __init__(self, folder: Path) -> None:
        """Load from the folder alone. Raises CheckpointFault for one without an `entailment` label."""
        import torch  # noqa: PLC0415 - seconds to import
        from transformers import AutoModelForSequenceClassification, AutoTokenizer  # noqa: PLC0415 - as above

        self._torch = torch
        self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        self._model: Any = AutoModelForSequenceClassification.from_pretrained(str(folder), local_files_only=True)
        self._model.eval()
        self._entailment = _entailment_index(self._model.config.id2label)

    def classify(self, premise: str, labels: Sequence[Label]) -> Mapping[str, float]:
        """Softmax over the labels' entailment logits, as transformers' own pipeline has it; one batched forward."""
        batch = self._tokenizer(
            [premise] * len(labels),
            [label.hypothesis for label in labels],
            return_tensors="pt",
            padding=True,
            truncation="only_first",
            max_length=LONGEST_TOKENS,
        )
        with self._torch.inference_mode():
            logits = self._model(**batch).logits[:, self._entailment]
        probabilities = self._torch.softmax(logits, dim=0).tolist()
        return dict(zip((label.name for label in labels), probabilities, strict=True))


def _entailment_index(id2label: Mapping[int, str]) -> int:
    """Which logit is entailment: read from the checkpoint's own config, since checkpoints differ in their order."""
    for index, name in id2label.items():
        if name.lower().startswith("entail"):
            return int(index)
    raise CheckpointFault(f"the checkpoint's labels are {sorted(id2label.values())}, and none of them is entailment")
