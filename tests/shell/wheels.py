"""Small real wheels and a manifest for them: what the tests of the store fetch through the real pip."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

from shell.manifest import IndexSource, Manifest, Model, ModelFile, Wheel

DIST_INFO = {
    "METADATA": b"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
    "WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "RECORD": b"",
}


def build_wheel(folder: Path, name: str, members: Mapping[str | zipfile.ZipInfo, bytes]) -> Path:
    """A wheel of version 1.0 with these members beside what pip asks for. `name` has no hyphens."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
        for leaf, content in DIST_INFO.items():
            archive.writestr(f"{name}-1.0.dist-info/{leaf}", content.replace(b"{name}", name.encode()))
    return path


def sha256(content: bytes) -> str:
    """Hex SHA-256."""
    return hashlib.sha256(content).hexdigest()


def wheel_of(path: Path) -> Wheel:
    """The manifest's entry for a wheel."""
    name = path.name.partition("-")[0].replace("_", "-")
    return Wheel(requirement=f"{name}==1.0", size=path.stat().st_size, sha256=sha256(path.read_bytes()))


def model_of(
    name: str, files: Mapping[str, bytes], wheels: tuple[Wheel, ...], members: dict[str, tuple[str, ...]]
) -> Model:
    """A model of the package index."""
    listed = tuple(ModelFile(path=path, size=len(data), sha256=sha256(data)) for path, data in files.items())
    source = IndexSource(wheels=wheels, members=members)
    return Model(name=name, use="hear", licence="MIT", default=True, files=listed, source=(source,))


WEIGHTS = bytes(range(256)) * 500
CONFIG = b'{"a": 1}\n'


def two_part_model(links: Path, name: str = "small-model") -> Manifest:
    """A manifest of one model: weights in two wheels, to be joined, and a config in the second."""
    stem = name.replace("-", "_")
    cut = 70_000
    one = build_wheel(links, f"{stem}_1", {f"{stem}_1/data/w.part1": WEIGHTS[:cut], f"{stem}_1/__init__.py": b"1/0"})
    two = build_wheel(
        links, f"{stem}_2", {f"{stem}_2/data/w.part2": WEIGHTS[cut:], f"{stem}_2/data/config.json": CONFIG}
    )
    members = {
        "weights.bin": (f"{stem}_1/data/w.part1", f"{stem}_2/data/w.part2"),
        "config.json": (f"{stem}_2/data/config.json",),
    }
    files = {"weights.bin": WEIGHTS, "config.json": CONFIG}
    return Manifest(model=(model_of(name, files, (wheel_of(one), wheel_of(two)), members),))
