"""The zero-shot classifier that ships: a small cross-encoder over premise and hypothesis, int8, in onnxruntime.

Trained by `intents/training` from all-MiniLM-L6-v2; `intents/checkpoint/README.md` says on what, how right it is and
where it errs. No torch, no transformers: `onnxruntime` and `tokenizers` only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from intents.zero_shot import Label

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHECKPOINT = Path(__file__).with_name("checkpoint")
"""The folder that ships: model.onnx, tokenizer.json, calibration.json, README.md (the model card), manifest.json."""
ENTAILMENT, NEUTRAL, CONTRADICTION = range(3)
"""The model's outputs, in order."""


class EntailmentClassifier:
    """Zero-shot by entailment; any label with a hypothesis. Calls may come from any one thread at a time."""

    name = "golem-entailment"

    def __init__(self, folder: Path = CHECKPOINT, threads: int | None = None) -> None:
        """`threads` for a forward pass; None takes one a core, at most four. Raises OSError where files are missing."""
        import onnxruntime  # noqa: PLC0415 - heavy: the typed prompt must not wait for it
        from tokenizers import Tokenizer  # noqa: PLC0415 - as above

        settings = json.loads((folder / "calibration.json").read_text("utf-8"))
        self._choice_temperature = float(settings["choice_temperature"])
        self._pair_temperature = float(settings["pair_temperature"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(int(settings["most_tokens"]), strategy="longest_first")
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or min(4, os.cpu_count() or 1)
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def classify(self, premise: str, labels: Sequence[Label]) -> Mapping[str, float]:
        """Probability of each label's name: softmax over the entailment logits (Yin et al. 2019), calibrated."""
        entailed = (
            self.logits(premise, [label.hypothesis for label in labels])[:, ENTAILMENT] / self._choice_temperature
        )
        weights = np.exp(entailed - entailed.max())
        return dict(zip((label.name for label in labels), (weights / weights.sum()).tolist(), strict=True))

    def entails(self, premise: str, hypotheses: Sequence[str]) -> list[float]:
        """How probably each hypothesis follows by itself, 0 to 1: entailment against contradiction, calibrated."""
        if not hypotheses:
            return []
        logits = self.logits(premise, hypotheses)
        against = (logits[:, CONTRADICTION] - logits[:, ENTAILMENT]) / self._pair_temperature
        return [float(each) for each in 1.0 / (1.0 + np.exp(against))]

    def logits(self, premise: str, hypotheses: Sequence[str]) -> NDArray[np.float32]:
        """Float32 (hypotheses, 3): entailment, neutral, contradiction, before calibration."""
        encoded = self._tokenizer.encode_batch([(premise, hypothesis) for hypothesis in hypotheses])
        feeds = {
            "input_ids": np.array([each.ids for each in encoded], dtype=np.int64),
            "attention_mask": np.array([each.attention_mask for each in encoded], dtype=np.int64),
            "token_type_ids": np.array([each.type_ids for each in encoded], dtype=np.int64),
        }
        logits: NDArray[np.float32] = self._session.run(["logits"], feeds)[0]
        return logits
