"""Where a processor has tiles, llama.cpp is kept from them while a model is loaded, and only then."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from shell.amx import has_amx, without_amx


def bindings() -> SimpleNamespace:
    """What stands in for llama_cpp's bindings: parameters that ask for the extra buffer types, as its own do."""
    return SimpleNamespace(llama_model_default_params=lambda: SimpleNamespace(use_extra_bufts=True))


@pytest.mark.parametrize(
    ("flags", "there"), [("flags : fpu amx_bf16 amx_tile amx_int8", True), ("flags : fpu avx2", False), ("", False)]
)
def test_tiles_are_known_by_the_kernels_list(tmp_path: Path, flags: str, there: bool) -> None:
    """The flag decides, and no flag is no tiles."""
    (tmp_path / "cpuinfo").write_text(f"processor : 0\n{flags}\n", "utf-8")
    assert has_amx(tmp_path / "cpuinfo") is there


def test_no_list_is_no_tiles(tmp_path: Path) -> None:
    """Another system than Linux has no such file."""
    assert has_amx(tmp_path / "none") is False


@pytest.mark.parametrize("present", [True, False])
def test_models_are_loaded_without_extra_buffers_where_there_are_tiles(present: bool) -> None:
    """The parameters are as ever on other processors, and everywhere afterwards."""
    llama = bindings()
    with without_amx(llama, present):
        assert llama.llama_model_default_params().use_extra_bufts is not present
    assert llama.llama_model_default_params().use_extra_bufts is True


def test_the_parameters_are_put_back_after_a_failure() -> None:
    """A file that is no model leaves nothing behind."""
    llama = bindings()
    with pytest.raises(ValueError, match="no model"), without_amx(llama, present=True):
        raise ValueError("no model")
    assert llama.llama_model_default_params().use_extra_bufts is True
