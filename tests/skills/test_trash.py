"""The trash: a real one, in a data folder of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intents.model import Resolved, Scene, Unresolved
from skills import trashcan
from skills.families import trash as family
from skills.testing import FakeContext

NAMES = ["old.log", "-rf", "a\nb", "\x1b[31mred", "100%25", "ü ß", "x.trashinfo", "[Trash Info]"]


@pytest.mark.parametrize("name", NAMES)
def test_deleted_and_restored(context: FakeContext, trash: Path, name: str) -> None:
    """Whatever a file is called, it goes to the trash and comes back as it was."""
    path = context.cwd / name
    path.write_text("kept")
    assert family.delete(context, path).ok
    assert not path.exists()
    assert [thing.original for thing in trashcan.contents(context.cwd)] == [path]
    assert trash.is_dir()
    assert family.restore(context).ok
    assert path.read_text() == "kept"
    assert not trashcan.contents(context.cwd)
    assert not list((trash / "info").iterdir())


def test_undoing_brings_back_the_very_thing(context: FakeContext, trash: Path) -> None:
    """Of two things deleted from one path, each undoing brings back its own, whatever the clock said meanwhile."""
    path, undone = context.cwd / "notes", []
    for text in ("first", "second"):
        path.write_text(text)
        reply = family.delete(context, path)
        assert reply.undo is not None
        undone.append(reply.undo)
    for number, info in enumerate(sorted((trash / "info").iterdir(), key=lambda info: info.stat().st_mtime_ns)):
        # The second by an hour the earlier, as where summer time ended between the two.
        info.write_text(f"[Trash Info]\nPath={path}\nDeletionDate=2026-10-25T0{3 - number}:00:00\n")
    for inverse, text in zip(reversed(undone), ("second", "first"), strict=True):
        assert all(still.broken(still.stamp()) is None for still in inverse.still)
        assert family.restore(context, **inverse.arguments).ok  # type: ignore[arg-type] # values of an inverse are objects
        assert path.read_text() == text
        path.unlink()


def test_nothing_else_is_brought_back_for_what_left_the_trash(context: FakeContext, trash: Path) -> None:
    """Where the thing itself was taken out of the trash, its undoing is hindered, though one of that path is there."""
    path = context.cwd / "notes"
    path.write_text("first")
    undo = family.delete(context, path).undo
    assert undo is not None
    stamps = [still.stamp() for still in undo.still]
    (kept,) = (trash / "files").iterdir()
    path.write_text("second")
    assert family.delete(context, path).ok
    kept.unlink()
    assert "is not there any more" in str(
        [still.broken(stamp) for still, stamp in zip(undo.still, stamps, strict=True)]
    )


def test_folder_goes_whole_and_its_plan_counts_it(context: FakeContext, trash: Path) -> None:
    """The question before says how much is in a folder; the folder comes back with all of it."""
    folder = context.cwd / "build"
    (folder / "deep").mkdir(parents=True)
    for name in ("a", "deep/b", "deep/c"):
        (folder / name).write_text(name)
    assert family.plan_delete(folder) == f"Move the folder {folder} to the trash, with 3 files in it."
    assert family.delete(context, folder).ok
    assert family.restore(context, "build").ok
    assert (folder / "deep/c").read_text() == "deep/c"


def test_link_is_deleted_and_not_what_it_points_to(context: FakeContext, trash: Path) -> None:
    """A link goes by itself, also one that leads nowhere; back it is the link that it was."""
    target, link = context.cwd / "target", context.cwd / "link"
    target.write_text("x")
    link.symlink_to(target)
    assert "what it points to stays" in family.plan_delete(link)
    assert family.delete(context, link).ok
    assert target.exists()
    assert not os.path.lexists(link)
    target.unlink()
    link.symlink_to(target)
    assert family.delete(context, link).ok
    assert not os.path.lexists(link)
    assert family.restore(context).ok
    assert link.readlink() == target


def test_what_was_not_deleted_is_no_name_to_restore(context: FakeContext, trash: Path) -> None:
    """ "restore factory settings" is about nothing in the trash; what is there, or has a file's signs, is a name."""
    scene = Scene(context.cwd, context.cwd)
    assert isinstance(family.DeletedName().resolve("factory settings", scene), Unresolved)
    assert isinstance(family.DeletedName().resolve("old.log", scene), Resolved)
    (context.cwd / "factory settings").write_text("here")
    family.delete(context, context.cwd / "factory settings")
    assert isinstance(family.DeletedName().resolve("factory settings", scene), Resolved)


def test_the_last_deleted_comes_back_first(context: FakeContext, trash: Path) -> None:
    """Without a name it is the last; with one, the nearest name, and an unknown name brings nothing back."""
    for name in ("one.txt", "two.txt", "three.txt"):
        (context.cwd / name).write_text(name)
        family.delete(context, context.cwd / name)
    assert family.list_trash(context).spoken.startswith("3 things in the trash, last three.txt")
    assert not family.restore(context, "zebra crossing").ok
    assert family.restore(context, "one dot text").ok
    assert (context.cwd / "one.txt").exists()
    assert family.restore(context).ok
    assert (context.cwd / "three.txt").exists()


def test_restoring_never_overwrites(context: FakeContext, trash: Path) -> None:
    """Where the name is taken again, both files stay where they are."""
    path = context.cwd / "a.txt"
    path.write_text("old")
    family.delete(context, path)
    path.write_text("new")
    reply = family.restore(context)
    assert not reply.ok
    assert path.read_text() == "new"
    assert len(trashcan.contents(context.cwd)) == 1


def test_two_of_one_name_are_not_guessed_between(context: FakeContext, trash: Path) -> None:
    """Two files of one name from two folders: the user is shown both."""
    for place in ("a", "b"):
        (context.cwd / place).mkdir()
        (context.cwd / place / "same.txt").write_text(place)
        family.delete(context, context.cwd / place / "same.txt")
    reply = family.restore(context, "same.txt")
    assert not reply.ok
    assert reply.printed.count("same.txt") == 2


def test_missing_folder_is_made_anew(context: FakeContext, trash: Path) -> None:
    """A file comes back even if its folder is gone since."""
    path = context.cwd / "gone" / "a.txt"
    path.parent.mkdir()
    path.write_text("x")
    family.delete(context, path)
    path.parent.rmdir()
    assert family.restore(context).ok
    assert path.exists()


def test_working_folder_is_not_deleted(context: FakeContext, trash: Path) -> None:
    """The folder that we are in, or one above it, stays."""
    for path in (context.cwd, context.cwd.parent):
        assert not family.delete(context, path).ok
        assert path.exists()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[Trash Info]\n",
        b"[Trash Info]\nPath=%FF%00x\nDeletionDate=2020-01-01T00:00:00\n",
        b"[Trash Info]\nPath=../../../etc/passwd\nDeletionDate=2020-01-01T00:00:00\n",
        b"[Trash Info]\nPath=/tmp/x\nDeletionDate=yesterday\n",
        b"\xff\xfe garbage",
        b"[Other]\nPath=/tmp/x\nDeletionDate=2020-01-01T00:00:00\n",
    ],
)
def test_broken_info_files_are_passed_over(context: FakeContext, trash: Path, text: bytes) -> None:
    """A foreign or broken entry is neither shown nor restored, and hides no other."""
    for part in ("info", "files"):
        (trash / part).mkdir(parents=True)
    (trash / "info" / "bad.trashinfo").write_bytes(text)
    (trash / "files" / "bad").write_text("x")
    (context.cwd / "good").write_text("x")
    family.delete(context, context.cwd / "good")
    assert [thing.original.name for thing in trashcan.contents(context.cwd)] == ["good"]


def test_empty_trash_says_so(context: FakeContext, trash: Path) -> None:
    """Listing and restoring from nothing are plain answers."""
    assert family.list_trash(context).spoken == "The trash is empty."
    assert not family.restore(context).ok
