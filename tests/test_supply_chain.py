"""What Golem is made from: pinned, and never a pickle."""

from __future__ import annotations

import ast
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from shell import store_hub
from shell.errors import ModelError
from shell.manifest import IndexSource, ModelFile, load_manifest
from shell.store_index import unpack

ROOT = Path(__file__).parents[1]
PACKAGES = ("intents", "skills", "policies", "shell", "setup", "benchmarks")
PICKLED = frozenset({"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"})
FORMATS = frozenset({".safetensors", ".onnx", ".gguf", ".json", ".txt", ".model", ".md", ""})
"""What a model may be made of: weights that are data, and texts. `model.bin` is CTranslate2's own format."""


EXCEPTION = ("distilbart-mnli-12-3", store_hub.PICKLED)
"""Fetched where its publisher has no safetensors, and written anew as such: tests/shell/test_weights.py."""


def _unpicklings(source: str) -> Iterator[str]:
    """Whatever in a module's text could load a pickle."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in PICKLED)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in PICKLED:
            yield str(node.module)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "load":
            given = {word.arg: word.value for word in node.keywords}
            owner = ast.unparse(node.func.value)
            allowed = given.get("allow_pickle")
            if isinstance(allowed, ast.Constant) and allowed.value:
                yield f"{owner}.load(allow_pickle=True)"
            safe = given.get("weights_only")
            if owner == "torch" and not (isinstance(safe, ast.Constant) and safe.value is True):
                yield "torch.load without weights_only=True"


def test_no_pickle_is_loaded() -> None:
    """No module of Golem loads a pickle, by any of the ways that there are."""
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    found = [f"{file.relative_to(ROOT)}: {what}" for file in files for what in _unpicklings(file.read_text("utf-8"))]
    assert len(files) > 100
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        *("import pickle", "from joblib import load", "np.load(x, allow_pickle=True)", "torch.load(x)"),
        "torch.load(x, weights_only=False)",
    ],
)
def test_the_search_finds_each_way(source: str) -> None:
    """The search above is not blind."""
    assert list(_unpicklings(source))


def test_no_model_is_a_pickle() -> None:
    """Every file of every model is of a format that holds data alone, but for one that is never unpickled."""
    for model in load_manifest().model:
        names = [file.path for file in model.files]
        names += [name for source in model.source for group in getattr(source, "wanted", ()) for name in group]
        for name in names:
            path = PurePosixPath(name)
            if (model.name, name) == EXCEPTION:
                continue
            assert path.name == "model.bin" or path.suffix in FORMATS, f"{model.name}: {name}"


def test_every_model_of_the_index_is_pinned() -> None:
    """What the package index gives has a size and a SHA-256, of each wheel and of each file in it."""
    for model in load_manifest().model:
        for source in (source for source in model.source if isinstance(source, IndexSource)):
            assert all(len(wheel.sha256) == 64 and wheel.size > 0 for wheel in source.wheels), model.name
            assert all(file.sha256 and len(file.sha256) == 64 and file.size for file in model.files), model.name


@pytest.mark.parametrize("stated", [10, 1 << 20])
def test_an_archive_that_swells_is_cut_off(tmp_path: Path, stated: int) -> None:
    """A member that unpacks to more than the manifest states (a bomb) is refused, whatever the archive says."""
    wheel = tmp_path / "x.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.bin", b"\0" * (64 << 20))
    target = tmp_path / "files"
    target.mkdir()
    with pytest.raises(ModelError):
        unpack([wheel], {"model.bin": ("model.bin",)}, (ModelFile("model.bin", stated, "0" * 64),), target)
    assert sum(path.stat().st_size for path in target.rglob("*")) <= stated


@pytest.mark.parametrize("damage", [0, 30, 60, -20, -40])
def test_a_damaged_wheel_is_one_line(tmp_path: Path, damage: int) -> None:
    """Whatever byte is wrong, a name that is no UTF-8 among them, the archive is refused and no traceback is shown."""
    wheel, target = tmp_path / "x.whl", tmp_path / "files"
    target.mkdir()
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("mödel.bin", b"x" * 50)
    raw = bytearray(wheel.read_bytes())
    at = raw.find("ö".encode()) if damage == 0 else damage
    raw[at] ^= 0xFF
    wheel.write_bytes(raw)
    with pytest.raises(ModelError):
        unpack([wheel], {"model.bin": ("model.bin",)}, (ModelFile("model.bin", 50, "0" * 64),), target)
