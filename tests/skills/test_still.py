"""What must still be so: seen to be so while nothing happens, and told when something does."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from skills import still
from skills.still import Still

CHANGES: dict[str, Callable[[Path], object]] = {
    "written": lambda path: path.write_text("other"),
    "grown": lambda path: path.open("a").write("x"),
    "replaced": lambda path: (path.unlink(), path.write_text("none")),
    "gone": lambda path: path.unlink(),
    "linked": lambda path: (path.unlink(), path.symlink_to("/etc/hostname")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_file_is_told(tmp_path: Path, change: str) -> None:
    """By its text, not by its times: a file that was only touched is as it was."""
    path = tmp_path / "a"
    path.write_text("text")
    one = Still("unchanged", path)
    stamped = one.stamp()
    os.utime(path, (1, 1))
    assert one.broken(stamped) is None
    CHANGES[change](path)
    assert one.broken(stamped)


def test_a_large_file_is_told_by_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read."""
    monkeypatch.setattr(still, "READ_WHOLE", 10)
    path = tmp_path / "a"
    path.write_text("x" * 11)
    one = Still("unchanged", path)
    stamped = one.stamp()
    assert one.broken(stamped) is None
    os.utime(path, (1, 1))
    assert one.broken(stamped) == "a was changed since"


@pytest.mark.parametrize("what", ["new", "deep/file", "deep/gone", "deep/link"])
def test_a_changed_folder_is_told(tmp_path: Path, what: str) -> None:
    """Whatever was added, written, removed or pointed elsewhere in it."""
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    for name in ("file", "gone"):
        (folder / "deep" / name).write_text("x")
    (folder / "deep/link").symlink_to("file")
    one = Still("unchanged", folder)
    stamped = one.stamp()
    assert one.broken(stamped) is None
    path = folder / what
    if what.endswith(("gone", "link")):
        path.unlink()
    if what.endswith("link"):
        path.symlink_to("gone")
    elif not what.endswith("gone"):
        path.write_text("other")
    assert one.broken(stamped) == "folder was changed since"


def test_what_is_too_much_to_tell_is_not_taken_for_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doubt means no."""
    monkeypatch.setattr(still, "MOST_BELOW", 1)
    for name in ("a", "b"):
        (tmp_path / name).write_text("x")
    one = Still("unchanged", tmp_path)
    assert "cannot be told" in str(one.broken(one.stamp()))


def test_the_same_file_may_be_written_but_not_replaced(tmp_path: Path) -> None:
    """It is about which it is."""
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("x")
    other.write_text("y")
    one = Still("same", path, "it is not the one")
    stamped = one.stamp()
    path.write_text("longer")
    assert one.broken(stamped) is None
    other.rename(path)
    assert one.broken(stamped) == "it is not the one"


def test_a_free_name_is_one_that_nothing_has(tmp_path: Path) -> None:
    """A link to nothing has it, too."""
    one = Still("free", tmp_path / "a")
    stamped = one.stamp()
    assert one.broken(stamped) is None
    (tmp_path / "a").symlink_to("nowhere")
    assert one.broken(stamped) == "something is called a again"
