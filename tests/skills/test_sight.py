"""What was looked at is what is opened later, or nothing is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from skills import kernel
from skills.sight import Changed, Sight, folder_of, look, opened


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with a file, a folder, and a secret beside it."""
    root = tmp_path.resolve() / "tree"
    (root / "sub").mkdir(parents=True)
    (root / "file").write_text("inside")
    (root / "sub/file").write_text("below")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/file").write_text("canary")
    return root


def text_of(sight: Sight) -> str:
    """What is read through a sight."""
    with opened(sight.real, sight.object, kernel.READ) as handle:
        return os.read(handle, 100).decode()


def test_a_sight_tells_where_a_thing_is_and_where_it_leads(tree: Path) -> None:
    """A link is itself where it lies, and what it leads to where it leads."""
    (tree / "link").symlink_to("sub")
    (tree / "dangling").symlink_to("nothing")
    plain, link, dangling, absent = (look(tree / name) for name in ("file", "link", "dangling", "absent"))
    assert plain.real == plain.spot.path == tree / "file"
    assert plain.itself == plain.object is not None
    assert (link.real, link.spot.path, link.is_link) == (tree / "sub", tree / "link", True)
    assert link.itself != link.object == look(tree / "sub").object
    assert dangling.itself is not None
    assert dangling.object is None
    assert absent.itself is absent.object is None
    assert absent.spot.identity == look(tree).object
    assert look(tree / "no/such").spot.identity is None
    assert look(Path("/")).real == Path("/")


def test_the_way_there_may_be_by_links(tree: Path) -> None:
    """They are followed once, at the look."""
    (tree / "link").symlink_to("sub")
    sight = look(tree / "link/file")
    assert sight.spot.path == sight.real == tree / "sub/file"
    assert text_of(sight) == "below"


@pytest.mark.parametrize("turned", ["file", "folder", "hard link", "another file", "gone"])
def test_what_was_turned_since_is_not_opened(tree: Path, turned: str) -> None:
    """A link in place of the file or its folder, another file by the same name, or none."""
    sight = look(tree / "sub/file")
    secret = tree.parent / "secret"
    if turned == "folder":
        (tree / "sub").rename(tree / "old")
        (tree / "sub").symlink_to(secret)
    else:
        (tree / "sub/file").rename(tree / "sub/old")
        if turned == "file":
            (tree / "sub/file").symlink_to(secret / "file")
        elif turned == "hard link":
            (tree / "sub/file").hardlink_to(secret / "file")
        elif turned == "another file":
            shutil.copy(secret / "file", tree / "sub/file")
    with pytest.raises(Changed):
        text_of(sight)


def test_a_folder_that_was_swapped_is_not_written_in(tree: Path) -> None:
    """Also where the new one is a real folder."""
    spot = look(tree / "sub/new").spot
    (tree / "sub").rename(tree / "old")
    (tree / "sub").mkdir()
    with pytest.raises(Changed), folder_of(spot):
        pass


def test_a_folder_that_was_not_there_is_said_to_be_missing(tree: Path) -> None:
    """By name."""
    with pytest.raises(FileNotFoundError, match="no folder no"), folder_of(look(tree / "no/new").spot):
        pass


def test_a_circle_of_links_cannot_be_looked_at(tree: Path) -> None:
    """It is an error, never a place."""
    (tree / "a").symlink_to("b")
    (tree / "b").symlink_to("a")
    with pytest.raises((RuntimeError, OSError, Changed)):
        look(tree / "a")
