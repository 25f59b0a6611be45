"""llama-cpp-python's own server, kept from a processor's tiles as Golem keeps its own chat model: `python -m` this."""

from __future__ import annotations

import runpy

import llama_cpp.llama_cpp as bindings

from shell.amx import has_amx, without_amx

if __name__ == "__main__":
    with without_amx(bindings, has_amx()):
        runpy.run_module("llama_cpp.server", run_name="__main__")
