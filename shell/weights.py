"""Checkpoints that PyTorch pickled, written anew as safetensors; nothing of the pickle is ever run (`shell.pickled`).

Both of PyTorch's layouts are known (torch/serialization.py, `_save` and `_legacy_save`): the zip archive, and the file
of before version 1.6, in which the numbers follow five pickles.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from shell.pickled import PickleFault, Storage, View, followed
from shell.store_files import DAMAGED

Tensors = dict[str, NDArray[Any]]

DTYPES: Final[Mapping[str, np.dtype[Any]]] = {
    "DoubleStorage": np.dtype("<f8"),
    "FloatStorage": np.dtype("<f4"),
    "HalfStorage": np.dtype("<f2"),
    "LongStorage": np.dtype("<i8"),
    "IntStorage": np.dtype("<i4"),
    "ShortStorage": np.dtype("<i2"),
    "CharStorage": np.dtype("i1"),
    "ByteStorage": np.dtype("u1"),
    "BoolStorage": np.dtype("?"),
}
"""Of PyTorch's storages; bfloat16, which numpy lacks, is refused."""
MAGIC: Final = 0x1950A86A20F9469CFC6C
PROTOCOL: Final = 1001
MOST_BYTES: Final = 1 << 26
"""Of the pickle in an archive."""
UNREADABLE: Final = (*DAMAGED, KeyError, TypeError, OverflowError)
"""What reading a damaged archive, or numbers that fit nothing, raises."""


def to_safetensors(source: Path, target: Path) -> None:
    """Write the tensors of a pickled checkpoint to `target`. Raises PickleFault, and OSError.

    Of names for one and the same tensor only the first is written, as `safetensors.torch.save_model` does it: whoever
    loads a model ties them again.
    """
    try:
        with source.open("rb") as file:
            tensors = _of_archive(file) if zipfile.is_zipfile(file) else _of_legacy(file)
        save_file(tensors, target, metadata={"format": "pt"})
    except PickleFault as fault:
        raise PickleFault(f"{source.name} is not taken for weights: {fault}") from fault
    except UNREADABLE as error:
        raise PickleFault(f"{source.name} is damaged: {str(error) or type(error).__name__}") from error


def _of_archive(file: BinaryIO) -> Tensors:
    with zipfile.ZipFile(file) as archive:
        inner = next((name for name in archive.namelist() if name.endswith("/data.pkl")), None)
        if inner is None or archive.getinfo(inner).file_size > MOST_BYTES:
            raise PickleFault("it holds no data.pkl of a size that a table of tensors has")
        views = _views(followed(io.BytesIO(archive.read(inner))))
        folder = inner.removesuffix("data.pkl")
        return _tensors(views, lambda storage: _numbers(storage, archive.read(f"{folder}data/{storage.key}")))


def _of_legacy(file: BinaryIO) -> Tensors:
    file.seek(0)
    if followed(file) != MAGIC or followed(file) != PROTOCOL:
        raise PickleFault("it does not begin as a checkpoint of PyTorch's does")
    followed(file)  # the number sizes of the machine that wrote it; they are those of DTYPES
    views, keys = _views(followed(file)), followed(file)
    wanted = {view.storage.key: view.storage for view in views.values()}
    if not isinstance(keys, list) or set(keys) != set(wanted):
        raise PickleFault("its storages are not those of its tensors")
    held = {}
    for key in keys:
        storage = wanted[key]
        size = storage.count * _dtype(storage).itemsize
        if int.from_bytes(file.read(8), "little") != storage.count or size > os.fstat(file.fileno()).st_size:
            raise PickleFault("a storage is not as long as its tensors say")
        held[key] = _numbers(storage, file.read(size))
    return _tensors(views, lambda storage: held[storage.key])


def _dtype(storage: Storage) -> np.dtype[Any]:
    if storage.kind not in DTYPES:
        raise PickleFault(f"it has numbers of the kind {storage.kind}, which is not known here")
    return DTYPES[storage.kind]


def _numbers(storage: Storage, raw: bytes) -> NDArray[Any]:
    dtype = _dtype(storage)
    if len(raw) != storage.count * dtype.itemsize:
        raise PickleFault("a storage is not as long as its tensors say")
    return np.frombuffer(raw, dtype)


def _views(table: object) -> dict[str, View]:
    if not isinstance(table, dict) or not all(
        isinstance(name, str) and isinstance(view, View) for name, view in table.items()
    ):
        raise PickleFault("it is no table of tensors by name")
    return table


def _tensors(views: dict[str, View], numbers: Callable[[Storage], NDArray[Any]]) -> Tensors:
    """Each tensor by itself, copied out of its storage, which others may share."""
    first = {view: name for name, view in reversed(views.items())}
    return {name: _seen(numbers(view.storage), view) for name, view in views.items() if first[view] == name}


def _seen(numbers: NDArray[Any], view: View) -> NDArray[Any]:
    """A copy of what a tensor shows of its storage, which nothing of it lies outside of."""
    if min((view.offset, *view.shape, *view.strides)) < 0:
        raise PickleFault("a tensor has negative sizes")
    last = view.offset + sum((size - 1) * stride for size, stride in zip(view.shape, view.strides, strict=True))
    if 0 in view.shape:
        return np.zeros(view.shape, numbers.dtype)
    if last >= len(numbers) or np.prod(view.shape, dtype=object) > len(numbers):
        raise PickleFault("a tensor is larger than its storage")
    strides = [stride * numbers.itemsize for stride in view.strides]
    return np.lib.stride_tricks.as_strided(numbers[view.offset :], view.shape, strides).copy()
