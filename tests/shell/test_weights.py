"""Checkpoints that PyTorch pickled, real ones and hostile ones: read as data, or refused."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file

from shell.pickled import PickleFault
from shell.weights import to_safetensors

DTYPES = [torch.float64, torch.float32, torch.float16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8]
SHAPES = st.lists(st.integers(0, 4), max_size=3).map(tuple)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, torch.Tensor]:
    """Tensors of any kind and shape; some are turned round or share a storage."""
    made: dict[str, torch.Tensor] = {}
    for name in draw(st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=4)):
        tensor = (torch.rand(draw(SHAPES)) * 100).to(draw(st.sampled_from(DTYPES)))
        made[name] = tensor
        if tensor.dim() > 1:
            made[name + "'"] = tensor.transpose(0, 1)
        if tensor.dim() and len(tensor) > 1:
            made[name + '"'] = tensor[1:]
    return made


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables(), archive=st.booleans(), ordered=st.booleans())
def test_what_was_saved_is_what_is_read(tmp_path: Path, table: dict[str, Any], archive: bool, ordered: bool) -> None:
    """Both layouts of PyTorch's give every tensor as it was."""
    source, target = tmp_path / "pytorch_model.bin", tmp_path / "model.safetensors"
    saved = OrderedDict(table) if ordered else table
    torch.save(saved, source, _use_new_zipfile_serialization=archive)
    to_safetensors(source, target)
    read = load_file(target)
    ways = {name: (tensor.data_ptr(), tensor.dtype, tensor.shape, tensor.stride()) for name, tensor in table.items()}
    first = {way: name for name, way in reversed(ways.items())}
    assert {name for name, way in ways.items() if first[way] == name} <= read.keys() <= table.keys()
    for name in read:
        assert read[name].dtype == table[name].dtype
        assert torch.equal(read[name], table[name])


@pytest.mark.parametrize("archive", [True, False])
def test_a_whole_model_is_read(tmp_path: Path, archive: bool) -> None:
    """The table of a module, with what PyTorch notes beside it."""
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.LayerNorm(2))
    torch.save(model.state_dict(), tmp_path / "pytorch_model.bin", _use_new_zipfile_serialization=archive)
    to_safetensors(tmp_path / "pytorch_model.bin", tmp_path / "model.safetensors")
    read = load_file(tmp_path / "model.safetensors")
    assert all(torch.equal(read[name], tensor) for name, tensor in model.state_dict().items())


class Runs:
    """What an unpickler would run."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.canary),)


@pytest.mark.parametrize("archive", [True, False])
def test_a_hostile_pickle_runs_nothing(tmp_path: Path, archive: bool) -> None:
    """An act in the place of a tensor is named and not done; an unpickler would have done it."""
    canary, source = tmp_path / "canary", tmp_path / "pytorch_model.bin"
    torch.save({"weight": Runs(canary)}, source, _use_new_zipfile_serialization=archive)
    with pytest.raises(PickleFault, match=r"would call posix\.mkdir"):
        to_safetensors(source, tmp_path / "model.safetensors")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pytorch_model.bin"]
    torch.load(source, weights_only=False)
    assert canary.is_dir()


def archived(pickled: bytes) -> bytes:
    """A checkpoint around a pickle."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("archive/data.pkl", pickled)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "make no sense"),
        (b"no pickle at all", "make no sense|instruction"),
        (pickle.dumps(7), "does not begin as a checkpoint"),
        (archived(pickle.dumps([1, 2], 2)), "no table of tensors"),
        (archived(pickle.dumps({"a": {1, 2}}, 4)), "which no table of tensors needs"),
        (archived(b"\x80\x02cos\nsystem\nX\x02\x00\x00\x00id\x85R."), "would call os.system"),
        (archived(b"\x80\x02(ctorch\nFloatStorage\ntQ."), "no storage"),
        (archived(b"\x80\x02ios\nsystem\n."), "instruction INST"),
        (archived(b"\x80\x02h\x07."), "make no sense"),
        (b"\x80\x04\x8d" + b"\xff" * 7 + b"\x7f", "no table of tensors has"),
        (zipfile.ZipFile, "no data.pkl"),
    ],
)
def test_what_is_no_table_of_tensors_is_refused(tmp_path: Path, content: Any, why: str) -> None:
    """In one line, with nothing written."""
    source = tmp_path / "pytorch_model.bin"
    if content is zipfile.ZipFile:
        with zipfile.ZipFile(source, "w") as archive:
            archive.writestr("else", b"")
    else:
        source.write_bytes(content)
    with pytest.raises(PickleFault, match=why) as fault:
        to_safetensors(source, tmp_path / "model.safetensors")
    assert "\n" not in str(fault.value)
    assert not (tmp_path / "model.safetensors").exists()


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 2_000), value=st.integers(0, 255), archive=st.booleans())
def test_a_damaged_checkpoint_is_read_or_refused(tmp_path: Path, place: int, value: int, archive: bool) -> None:
    """Whichever byte is another one."""
    source = tmp_path / "pytorch_model.bin"
    torch.save({"a": torch.rand(3), "b": torch.rand(2, 2)}, source, _use_new_zipfile_serialization=archive)
    content = bytearray(source.read_bytes())
    content[place % len(content)] = value
    source.write_bytes(content)
    try:
        to_safetensors(source, tmp_path / "model.safetensors")
    except PickleFault as fault:
        assert str(fault)


def test_a_damaged_compressed_archive_is_refused(tmp_path: Path) -> None:
    """What its decompressor finds is told like any other damage."""
    source = tmp_path / "pytorch_model.bin"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({}, 2) * 50)
    content = bytearray(source.read_bytes())
    start = content.index(b"archive/data.pkl") + len("archive/data.pkl")
    content[start + 4] = 0xFF
    source.write_bytes(content)
    with pytest.raises(PickleFault, match="is damaged"):
        to_safetensors(source, tmp_path / "model.safetensors")
