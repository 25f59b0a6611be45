"""Opening by no link and renaming onto nothing: the kernel's calls, and the steps that stand in for them."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skills import kernel

Opener = Callable[[int, str, int], int]
NAMES = ("a", "b", "file", "link", "out", "back", "loop", "gone", "fifo")
FLAGS = (kernel.PATH, kernel.FOLDER, kernel.READ)


@pytest.fixture(scope="module")
def has_openat2() -> bool:
    """Whether this kernel has the call; else the comparisons are skipped."""
    folder = os.open("/", kernel.FOLDER)
    try:
        os.close(kernel.by_openat2(folder, ".", kernel.PATH))
    except OSError as error:
        if error.errno in (errno.ENOSYS, errno.EPERM):
            return False
        raise
    finally:
        os.close(folder)
    return True


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders, files, and links that stay inside, lead out, and lead round."""
    root = tmp_path_factory.mktemp("beneath")
    (root.parent / "outside").mkdir(exist_ok=True)
    for folder in (root, root / "a", root / "a/b"):
        folder.mkdir(exist_ok=True)
        (folder / "file").write_text("x")
        (folder / "link").symlink_to("file")
        (folder / "out").symlink_to(root.parent / "outside")
        (folder / "back").symlink_to(".")
        (folder / "loop").symlink_to("loop")
        os.mkfifo(folder / "fifo")
    return root


@contextmanager
def folder(path: Path) -> Iterator[int]:
    """A descriptor of a folder."""
    handle = os.open(path, kernel.FOLDER)
    try:
        yield handle
    finally:
        os.close(handle)


def answer(opener: Opener, root: Path, relative: str, flags: int) -> tuple[int, int] | int:
    """What an opener finds (device and inode), or the number of its error."""
    with folder(root) as handle:
        try:
            found = opener(handle, relative, flags)
        except OSError as error:
            return error.errno or 0
        try:
            return os.fstat(found).st_dev, os.fstat(found).st_ino
        finally:
            os.close(found)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.sampled_from((*NAMES, ".", "", "x" * 300)), max_size=5), flags=st.sampled_from(FLAGS))
def test_the_steps_answer_as_the_kernel_does(tree: Path, has_openat2: bool, parts: list[str], flags: int) -> None:
    """The same thing is found, or the same error is raised, whatever the way."""
    if not has_openat2:
        pytest.skip("this kernel has no openat2")
    relative = "/".join(parts).lstrip("/")
    assert answer(kernel.by_steps, tree, relative, flags) == answer(kernel.by_openat2, tree, relative, flags)


@pytest.mark.parametrize("opener", [kernel.open_beneath, kernel.by_steps])
@pytest.mark.parametrize("relative", ["link", "out", "back/file", "a/back/b", "out/x", "loop", "a/out"])
def test_no_link_is_followed(tree: Path, opener: Opener, relative: str) -> None:
    """Neither on the way nor at its end, wherever it leads."""
    for flags in FLAGS:
        assert answer(opener, tree, relative, flags) == errno.ELOOP, flags


@pytest.mark.parametrize("relative", ["/etc/passwd", "..", "a/../file", "a\0b"])
def test_a_way_that_climbs_is_no_way(tree: Path, relative: str) -> None:
    """Absolute, upward or broken: refused before the kernel is asked."""
    assert answer(kernel.open_beneath, tree, relative, kernel.PATH) in (errno.EXDEV, errno.EINVAL)


@pytest.mark.parametrize("rename", [kernel.rename_onto_nothing, kernel._rename_in_steps])
@pytest.mark.parametrize("taken", ["file", "folder", "full", "link"])
@pytest.mark.parametrize("moved", ["file", "folder", "link"])
def test_nothing_is_renamed_onto(
    tmp_path: Path, rename: Callable[[int, str, int, str], None], taken: str, moved: str
) -> None:
    """What has the name stays as it is, be it an empty folder or a link to nothing; onto no name it works."""

    def made(name: str, kind: str) -> None:
        if kind in ("folder", "full"):
            (tmp_path / name).mkdir()
        elif kind == "link":
            (tmp_path / name).symlink_to("nowhere")
        else:
            (tmp_path / name).write_text(name)
        if kind == "full":
            (tmp_path / name / "inside").write_text("kept")

    made("source", moved)
    made("target", taken)
    before = os.lstat(tmp_path / "target").st_ino
    with folder(tmp_path) as handle:
        with pytest.raises(OSError) as caught:
            rename(handle, "source", handle, "target")
        assert caught.value.errno == errno.EEXIST
        assert os.lstat(tmp_path / "target").st_ino == before
        rename(handle, "source", handle, "free")
    assert os.path.lexists(tmp_path / "free")
    assert not os.path.lexists(tmp_path / "source")
