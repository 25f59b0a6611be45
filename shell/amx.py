"""llama.cpp kept from a processor's tiles (AMX), with which it ends the whole process.

Seen with llama-cpp-python 0.3.36 (llama.cpp of September 2026) and SmolLM2 in Q4_1: a general protection fault in
libggml-cpu.so at the first token. Its kernels for tiles belong to the "extra buffer types" of the model's parameters,
which the class Llama does not offer; so the parameters that it starts from are made without them. Chat is as quick: the
default model's format has no other kernel among them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CPUINFO = Path("/proc/cpuinfo")


def has_amx(cpuinfo: Path = CPUINFO) -> bool:
    """Whether the kernel says that this processor has tiles; False where it cannot be read. Never raises."""
    try:
        return " amx_tile" in cpuinfo.read_text("utf-8", "replace")
    except OSError:
        return False


@contextlib.contextmanager
def without_amx(bindings: Any, present: bool) -> Iterator[None]:  # noqa: ANN401 - the module llama_cpp.llama_cpp
    """While it lasts, models are loaded without the extra buffer types, where tiles are `present`."""
    defaults = bindings.llama_model_default_params

    def plain() -> Any:  # noqa: ANN401 - a ctypes structure
        parameters = defaults()
        parameters.use_extra_bufts = False
        return parameters

    if present:
        bindings.llama_model_default_params = plain
    try:
        yield
    finally:
        bindings.llama_model_default_params = defaults
