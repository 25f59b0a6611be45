"""A classifier's linear layers in fewer bits than 32, as this processor multiplies them fastest; torch.

    bfloat16   where the processor has tiles for it (AMX): 8 bits of mantissa for both sides, sums in 32 bits
    8 bits     where it has VNNI: weights with a scale for every row, activations as they come (dynamic quantisation)
    7 bits     elsewhere: the same with 7 bits for the activations, or AVX2 would overflow its 16-bit sums

`golem bench router` says what each costs and how far it is from full precision.
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any


class Precision(StrEnum):
    """How the linear layers are multiplied."""

    FULL = "32 bits"
    HALF = "bfloat16"
    EIGHT = "8 bits"
    SEVEN = "7 bits"


def suited(capabilities: Mapping[str, object] | None = None) -> Precision:
    """The quickest for a processor, told by the names of `torch.cpu.get_capabilities`; by default for this one."""
    if capabilities is None:
        import torch  # noqa: PLC0415 - seconds to import

        capabilities = torch.cpu.get_capabilities()
    if capabilities.get("amx_bf16"):
        return Precision.HALF
    if capabilities.get("avx512_vnni") or capabilities.get("avx_vnni"):
        return Precision.EIGHT
    return Precision.SEVEN


def lowered(model: Any, precision: Precision) -> Any:  # noqa: ANN401 - a torch module; torch is lazy
    """A copy of the model with its linear layers in this precision, the classification head's two left as they are.

    The head takes no time, and every error of its would show. What lies between the layers stays in 32 bits.
    """
    if precision is Precision.FULL:
        return model
    lower = copy.deepcopy(model)
    names = [name for name, _ in _linear(lower)]
    if precision is Precision.HALF:
        for name in names:
            lower.set_submodule(name, _halved(lower.get_submodule(name)))
        return lower
    lower = _quantised(lower, names)
    if precision is Precision.EIGHT:
        for name in names:
            lower.set_submodule(name, _of_eight(lower.get_submodule(name)))
    return lower


def _linear(model: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - as above
    import torch  # noqa: PLC0415 - loaded with the model

    for name, layer in model.named_modules():
        if isinstance(layer, torch.nn.Linear) and not name.startswith("classification_head"):
            yield name, layer


def _halved(layer: Any) -> Any:  # noqa: ANN401 - as above
    """The layer with weights and what they are multiplied with in bfloat16; its bias is added in 32 bits."""
    import torch  # noqa: PLC0415 - as above

    class Halved(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = layer.weight.detach().bfloat16()
            self.bias = layer.bias.detach()

        def forward(self, inputs: torch.Tensor) -> torch.Tensor:
            found: torch.Tensor = torch.nn.functional.linear(inputs.bfloat16(), self.weight) + self.bias
            return found

    return Halved()


def _quantised(model: Any, names: list[str]) -> Any:  # noqa: ANN401 - as above
    """torch's dynamic quantisation of the layers named.

    torch 2.13 warns that these tensors will leave it, for torchao; that is a further dependency, and has no kernels for
    CPUs with AVX2 alone. The version of torch is pinned.
    """
    from torch.ao.quantization import per_channel_dynamic_qconfig, quantize_dynamic  # noqa: PLC0415 - as above

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return quantize_dynamic(  # type: ignore[no-untyped-call]  # torch leaves it without types
            model, dict.fromkeys(names, per_channel_dynamic_qconfig)
        )


def _of_eight(layer: Any) -> Any:  # noqa: ANN401 - as above
    """A quantised layer that gives its activations all 8 bits; torch's own always keeps one back (reduce_range)."""
    import torch  # noqa: PLC0415 - as above

    class OfEight(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.packed = layer._packed_params._packed_params  # torch 2.13's own attribute; the version is pinned

        def forward(self, inputs: torch.Tensor) -> torch.Tensor:
            found: torch.Tensor = torch.ops.quantized.linear_dynamic(inputs, self.packed, reduce_range=False)
            return found

    return OfEight()
