"""Files and folders: nothing is overwritten, nothing is lost, odd names are names."""

from __future__ import annotations

from pathlib import Path

import pytest

from skills.families import files, files_change, files_go, search
from skills.testing import FakeContext

ODD = ["-rf", "--help", "a\nb", "\x1b]0;title\x07", "$(touch owned)", ";id", "ü"]


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_made_copied_renamed_and_read(context: FakeContext, name: str) -> None:
    """A leading dash, a line end, an escape or shell syntax in a name is part of the name."""
    path = context.cwd / name
    assert files_change.make_file(context, path).ok
    path.write_text("text\n")
    assert files.read(context, path).printed == "text"
    assert files_change.copy(context, path, context.cwd / "copy").ok
    assert files_change.rename(context, path, context.cwd / "renamed").ok
    assert sorted(item.name for item in context.cwd.iterdir()) == ["copy", "renamed"]
    assert not context.started


def test_nothing_is_overwritten(context: FakeContext) -> None:
    """Making, copying, moving and renaming onto a name that is taken changes nothing and says so."""
    one, two, folder = context.cwd / "one", context.cwd / "two", context.cwd / "folder"
    one.write_text("1")
    two.write_text("2")
    folder.mkdir()
    (folder / "one").write_text("3")
    for reply in (
        files_change.make_file(context, one),
        files_change.make_folder(context, folder),
        files_change.copy(context, one, two),
        files_change.copy(context, one, folder),
        files_change.move(context, one, folder),
        files_change.rename(context, one, two),
    ):
        assert not reply.ok
        assert "already there" in reply.spoken
    assert [path.read_text() for path in (one, two, folder / "one")] == ["1", "2", "3"]


def test_link_in_the_way_counts_as_taken(context: FakeContext) -> None:
    """A link to nothing is not written through."""
    (context.cwd / "link").symlink_to(context.cwd / "nothing")
    (context.cwd / "a").write_text("x")
    assert not files_change.make_file(context, context.cwd / "link").ok
    assert not files_change.copy(context, context.cwd / "a", context.cwd / "link").ok
    assert not (context.cwd / "nothing").exists()


def test_folders_are_copied_and_moved_whole_but_never_into_themselves(context: FakeContext) -> None:
    """A copy keeps links as links; a folder cannot swallow itself."""
    tree = context.cwd / "tree"
    (tree / "deep").mkdir(parents=True)
    (tree / "deep/a").write_text("x")
    (tree / "link").symlink_to("/etc/passwd")
    assert files_change.copy(context, tree, context.cwd / "copy").ok
    assert (context.cwd / "copy/link").is_symlink()
    for act in (files_change.copy, files_change.move):
        reply = act(context, tree, tree / "deep")
        assert not reply.ok
        assert "into itself" in reply.spoken
    (context.cwd / "place").mkdir()
    assert files_change.move(context, tree, context.cwd / "place").ok
    assert (context.cwd / "place/tree/deep/a").read_text() == "x"


def test_going_places(context: FakeContext) -> None:
    """The session's folder changes; above the root there is nothing."""
    (context.cwd / "src").mkdir()
    assert files_go.go(context, context.cwd / "src").ok
    assert context.session.cwd == context.cwd / "src"
    files_go.go_up(context)
    assert context.session.cwd == context.cwd.parent
    assert not files_go.go_up(FakeContext(Path("/"))).ok
    assert files.where(context).printed == str(context.cwd)


def test_reading_is_bounded_and_refuses_what_is_no_text(context: FakeContext) -> None:
    """A long file shows its beginning; binary data is not thrown at the terminal."""
    long, binary, empty = (context.cwd / name for name in ("long", "binary", "empty"))
    long.write_text("".join(f"line {number}\n" for number in range(100_000)))
    binary.write_bytes(b"\x7fELF\0\0")
    empty.write_text("")
    reply = files.read(context, long)
    assert reply.printed.startswith("line 0\n")
    assert len(reply.printed) < 2000
    assert not files.read(context, binary).ok
    assert files.read(context, empty).ok


def test_sizes_are_summed(context: FakeContext) -> None:
    """A folder's size is that of all the files below it."""
    (context.cwd / "a/b").mkdir(parents=True)
    (context.cwd / "a/one").write_bytes(b"x" * 1000)
    (context.cwd / "a/b/two").write_bytes(b"x" * 500)
    assert files.size(context, context.cwd / "a").spoken.startswith("a has 1.5 kB")


def test_listing_counts_and_names(context: FakeContext) -> None:
    """Folders come first; a folder that cannot be read is said to be so."""
    assert files.list_files(context).spoken == "Nothing is here."
    (context.cwd / "b.txt").write_text("x")
    (context.cwd / "a").mkdir()
    reply = files.list_files(context)
    assert reply.spoken == "1 file and 1 folder."
    assert reply.printed.splitlines()[:2] == ["a/", "b.txt"]
    assert not files.list_files(context, context.cwd / "gone").ok


def test_search_finds_words_as_data(context: FakeContext) -> None:
    """Words that look like options or patterns are searched for as they are, and nothing runs."""
    (context.cwd / "a.txt").write_text("one\n--pre=id $(touch owned)\n.*\n")
    (context.cwd / "b.bin").write_bytes(b"--pre=id\0")
    for words in ("--pre=id", "$(touch owned)", ".*", "ONE"):
        reply = search.by_text(context, words)
        assert reply.spoken == "1 line in 1 file.", reply
        assert reply.printed.startswith("a.txt:")
    assert "No file here has" in search.by_text(context, "-e x").spoken
    assert not (context.cwd / "owned").exists()


def test_search_leaves_hidden_files_out_unless_they_are_named(context: FakeContext) -> None:
    """In the home folder the hidden ones hold keys; with ripgrep or grep, the same is found."""
    for name in (".keys/id", "open/.token", "open/plain.txt"):
        path = context.cwd / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("a rare word\n")
    assert search.by_text(context, "rare word").printed.splitlines()[:-1] == ["open/plain.txt:1:a rare word"]
    assert search.by_text(context, "rare word", context.cwd / ".keys").printed.splitlines()[0] == "id:1:a rare word"


def test_search_by_name(context: FakeContext) -> None:
    """A name is found anywhere below, said or written, by a part of it or a pattern."""
    (context.cwd / "deep").mkdir()
    (context.cwd / "deep/my_module.py").write_text("x")
    for said in ("my module", "my_module.py", "*.py", "my module dot pie"):
        assert search.by_name(context, said).spoken == "deep/my_module.py", said
    assert search.by_name(context, "zebra").spoken == "Nothing here is called zebra."
