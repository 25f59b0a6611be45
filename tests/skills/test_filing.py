"""Copies and moves by descriptors: whole or not at all, also between file systems."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from skills import copying, filing
from skills.copying import Copies, NotCopied, remove_copied
from skills.sight import Changed, look


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with files, a link and a folder in it."""
    root = tmp_path / "tree"
    (root / "deep").mkdir(parents=True)
    (root / "file").write_text("text")
    (root / "deep/run").write_text("#!")
    (root / "deep/run").chmod(0o4755)
    (root / "deep/link").symlink_to("../file")
    os.utime(root / "file", (1_000_000, 2_000_000))
    return root


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second file system that can be written to")
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def is_whole(copy: Path) -> None:
    """The tree of the fixture, as a copy of it must be."""
    assert (copy / "file").read_text() == "text"
    assert (copy / "file").stat().st_mtime == 2_000_000
    assert (copy / "deep/run").stat().st_mode & 0o7777 == 0o755
    assert (copy / "deep/link").readlink() == Path("../file")


def test_a_copy_keeps_times_rights_and_links(tree: Path) -> None:
    """But not the right to run as somebody else."""
    filing.copy(look(tree), look(tree.parent / "copy").spot)
    is_whole(tree.parent / "copy")


def test_what_cannot_be_copied_leaves_nothing_behind(tree: Path) -> None:
    """A pipe is not waited on, and the half of a copy that was made is gone."""
    os.mkfifo(tree / "pipe")
    with pytest.raises(NotCopied, match="neither"):
        filing.copy(look(tree), look(tree.parent / "copy").spot)
    assert [path.name for path in tree.parent.iterdir()] == ["tree"]


def test_too_deep_a_folder_is_no_fault(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and nothing is left."""
    monkeypatch.setattr(copying, "MOST_DEEP", 1)
    with pytest.raises(NotCopied, match="deep"):
        filing.copy(look(tree), look(tree.parent / "copy").spot)
    assert [path.name for path in tree.parent.iterdir()] == ["tree"]


def test_a_move_to_another_file_system_is_whole(tree: Path, elsewhere: Path) -> None:
    """There it is as it was, and here it is gone."""
    filing.move(look(tree), look(elsewhere / "moved").spot)
    is_whole(elsewhere / "moved")
    assert not tree.exists()
    assert [path.name for path in elsewhere.iterdir()] == ["moved"]


def test_a_move_to_another_file_system_overwrites_nothing(tree: Path, elsewhere: Path) -> None:
    """Both stay."""
    (elsewhere / "taken").write_text("mine")
    with pytest.raises(FileExistsError):
        filing.move(look(tree), look(elsewhere / "taken").spot)
    assert (elsewhere / "taken").read_text() == "mine"
    is_whole_here = (tree / "file").read_text()
    assert is_whole_here == "text"


def test_only_what_was_copied_is_taken_away(tree: Path) -> None:
    """What was written or came in since the copy stays."""
    root, copies = os.open(tree.parent, os.O_RDONLY), Copies()
    try:
        for path in (tree, *tree.rglob("*")):
            copies.add(path.lstat())
        (tree / "file").write_text("newer text")
        (tree / "deep/new").write_text("new")
        assert not remove_copied(root, "tree", copies)
    finally:
        os.close(root)
    assert sorted(str(path.relative_to(tree)) for path in tree.rglob("*")) == ["deep", "deep/new", "file"]


def test_a_folder_goes_not_into_itself_by_a_link(tree: Path) -> None:
    """Whatever way its inside is named."""
    (tree.parent / "link").symlink_to("tree/deep")
    with pytest.raises(filing.NotFiled, match="into itself"):
        filing.move(look(tree), look(tree.parent / "link/x").spot)
    assert (tree / "file").exists()


@pytest.mark.parametrize("name", ["file", "deep"])
def test_what_got_the_name_meanwhile_is_not_copied(tree: Path, name: str) -> None:
    """The copy of another thing than the one that was judged is thrown away again."""
    judged = look(tree / name).itself
    assert judged is not None
    (tree / name).rename(tree / "away")
    (tree / name).symlink_to("/etc")
    before = sorted(tree.iterdir())
    folder = os.open(tree, os.O_RDONLY)
    try:
        with pytest.raises(Changed):
            copying.copy_onto_nothing(folder, name, judged, folder, "copy")
    finally:
        os.close(folder)
    assert sorted(tree.iterdir()) == before
