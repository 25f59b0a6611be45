"""The trained model as it ships: ONNX, layers fused, weights in 8 bits, with tokenizer, calibration and manifest."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from tokenizers import Tokenizer

from intents.training.fit import HEADS, HIDDEN, MOST_TOKENS

if TYPE_CHECKING:
    from transformers import BertForSequenceClassification

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OPSET = 17
FLOAT = 1
"""onnx.TensorProto.FLOAT."""


class _Logits(torch.nn.Module):
    """The model with plain tensors in and out."""

    def __init__(self, model: BertForSequenceClassification) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).logits
        return logits


def export(model: BertForSequenceClassification, tokenizer_file: Path, folder: Path) -> None:
    """Write model.onnx and tokenizer.json to `folder`. Weights keep 7 bits a sign: without VNNI, 8 would overflow the
    16-bit sums of AVX2 (onnxruntime's documentation of quantisation, "reduce_range")."""
    folder.mkdir(parents=True, exist_ok=True)
    model.cpu()
    model.train(False)
    model.set_attn_implementation("eager")  # the fusions know this form
    plain = torch.ones((2, 8), dtype=torch.int64)
    with tempfile.TemporaryDirectory() as work:
        exported, fused = str(Path(work) / "exported.onnx"), str(Path(work) / "fused.onnx")
        torch.onnx.export(
            _Logits(model),
            (plain, plain, plain),
            exported,
            input_names=list(INPUTS),
            output_names=["logits"],
            dynamic_axes={name: {0: "pairs", 1: "tokens"} for name in INPUTS},
            opset_version=OPSET,
            dynamo=False,
        )
        optimizer.optimize_model(
            exported,
            model_type="bert",
            num_heads=HEADS,
            hidden_size=HIDDEN,
            opt_level=0,
        ).save_model_to_file(fused)
        quantize_dynamic(
            fused,
            str(folder / "model.onnx"),
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": FLOAT},
        )
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    write_calibration(folder, 1.0, 1.0)


def write_calibration(folder: Path, choice: float, pair: float) -> None:
    """The two temperatures, and the most tokens of premise and hypothesis together."""
    settings = {"choice_temperature": choice, "pair_temperature": pair, "most_tokens": MOST_TOKENS}
    (folder / "calibration.json").write_text(json.dumps(settings, indent=2) + "\n", "utf-8")
