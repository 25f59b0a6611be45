"""`valhalla/distilbart-mnli-12-3` as a zero-shot classifier (Yin et al. 2019: classification as entailment).

The only importer of transformers at run time, and only when its weights are in the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from intents.precision import Precision, lowered, suited
from intents.zero_shot import Label

LONGEST_TOKENS = 256
"""Tokens of premise and hypothesis together; longer premises are cut. Nothing that anyone says is longer."""


class CheckpointFault(ValueError):
    """A checkpoint that is no entailment model; the message says what it lacks."""


class DistilbartClassifier:
    """A BART sequence classifier trained on natural-language inference. `folder` is a Hugging Face checkpoint.

    Its linear layers are put into fewer bits when it is loaded, as the processor likes them best (`intents.precision`):
    `golem bench router` says how much quicker that is, and how far from full precision.
    """

    name = "distilbart-mnli"

    def __init__(self, folder: Path, precision: Precision | None = None) -> None:
        """Load from the folder alone; without a `precision`, in the one that suits this processor.

        Raises CheckpointFault for one without entailment and contradiction, or without safetensors: a pickle is not
        loaded.
        """
        from transformers import AutoModelForSequenceClassification, AutoTokenizer  # noqa: PLC0415 - seconds to import

        self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        if not any(folder.glob("*.safetensors")):
            raise CheckpointFault(f"{folder} has no weights as safetensors, and Golem loads no other kind")
        model = AutoModelForSequenceClassification.from_pretrained(
            str(folder), local_files_only=True, use_safetensors=True
        ).eval()
        self._entailment = _index_of(("entail",), model.config.id2label)
        self._contradiction = _index_of(("contradict", "not"), model.config.id2label)
        self._model: Any = lowered(model, precision or suited())

    def classify(self, premise: str, labels: Sequence[Label]) -> Mapping[str, float]:
        """Softmax over the labels' entailment logits, as transformers' own pipeline has it; one batched forward."""
        logits = self._logits(premise, [label.hypothesis for label in labels])[:, self._entailment]
        return dict(zip((label.name for label in labels), logits.softmax(dim=0).tolist(), strict=True))

    def entails(self, premise: str, hypotheses: Sequence[str]) -> list[float]:
        """How probably each hypothesis follows by itself: entailment against contradiction, neutral left out.

        What transformers' pipeline does with multi_label=True.
        """
        if not hypotheses:
            return []
        logits = self._logits(premise, hypotheses)[:, [self._contradiction, self._entailment]]
        return [float(each) for each in logits.softmax(dim=1)[:, 1]]

    def _logits(self, premise: str, hypotheses: Sequence[str]) -> Any:  # noqa: ANN401 - a torch tensor; torch is lazy
        """Float (hypotheses, classes)."""
        import torch  # noqa: PLC0415 - loaded with the model

        batch = self._tokenizer(
            [premise] * len(hypotheses),
            list(hypotheses),
            return_tensors="pt",
            padding=True,
            truncation="only_first",
            max_length=LONGEST_TOKENS,
        )
        with torch.inference_mode():
            return self._model(**batch).logits


def _index_of(beginnings: tuple[str, ...], id2label: Mapping[int, str]) -> int:
    """Which logit is which: read from the checkpoint's own config, since checkpoints differ in their order."""
    for index, name in id2label.items():
        if name.lower().startswith(beginnings):
            return int(index)
    raise CheckpointFault(
        f"the checkpoint's labels are {sorted(id2label.values())}; none begins with {beginnings[0]!r}"
    )
