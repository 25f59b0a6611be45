"""Another process turns links between the tree and a canary while skills run: it is never read, moved or changed."""

from __future__ import annotations

import itertools
import os
import struct
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from skills.families import files, files_change, search
from skills.families import trash as trash_skills
from skills.process import ProcessFault, Runner
from skills.sight import Changed, look
from skills.spec import Reply
from skills.testing import FakeContext

SWAPS = 5_000
"""Turns of a link during each test, at least."""


@dataclass
class Arena:
    """A tree, what must not be reached from it, and a context to act in."""

    root: Path
    outside: Path
    context: FakeContext

    def canary(self) -> tuple[object, ...]:
        """All that can be known of what lies outside but when it was last read."""
        found = []
        for path in sorted(self.outside.rglob("*")):
            state = path.lstat()
            found.append((path, state.st_ino, state.st_mode, state.st_size, state.st_mtime_ns, state.st_nlink))
        return tuple(found)

    def judged(self, *paths: Path) -> bool:
        """Look at the paths as a judge does; False where one leads outside, or is turned too fast."""
        try:
            self.context.sights = {path: look(path) for path in (self.root, *paths)}
        except (Changed, OSError, RuntimeError):
            return False
        return all(
            sight.real.is_relative_to(self.root) and sight.spot.path.is_relative_to(self.root)
            for sight in self.context.sights.values()
        )


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in memory, where there is one: on a busy disk a thousand turns take ten seconds. The trash is in it."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        monkeypatch.setenv("XDG_DATA_HOME", f"{folder}/data")
        yield Path(folder).resolve()


@pytest.fixture
def arena(place: Path, runner: Runner) -> Arena:
    """`sub/file` inside, and a folder outside that has the same name in it with other text."""
    root, outside = place / "tree", place / "outside"
    outside.mkdir()
    (outside / "file").write_text("CANARY")
    (root / "sub").mkdir(parents=True)
    (root / "sub/file").write_text("inside")
    return Arena(root, outside, FakeContext(root, runner=runner))


TURN_FOLDER = """
sub.rename(away)
link.symlink_to(outside)
link.rename(sub)
sub.unlink()
away.rename(sub)
"""
"""`sub` is a link to the outside for a moment."""
TURN_FILE = """
try:
    file.rename(sub / "kept")
    link.symlink_to(outside / "file")
    link.rename(file)
    file.unlink()
    (sub / "kept").rename(file)
except FileNotFoundError:  # it is moved away just now
    pass
"""
"""`sub/file` is a link to the canary for a moment."""
TURNER = """
import mmap, pathlib, struct, sys
root, outside = map(pathlib.Path, sys.argv[1:3])
sub, away, link = root / "sub", root / "away", root / "link"
file, turned = sub / "file", 0
with open(sys.argv[3], "r+b") as counter:
    shared = mmap.mmap(counter.fileno(), 8)
while True:
    TURN
    turned += 1
    struct.pack_into("q", shared, 0, turned)
"""


def rounds(arena: Arena, turn: str, least: int = 300) -> Iterator[None]:
    """A round at a time while another process turns the link, to SWAPS turns and `least` rounds.

    After each round, the canary is as it was.
    """
    counter, before = arena.outside.parent / "turned", arena.canary()
    counter.write_bytes(bytes(8))
    script = TURNER.replace("    TURN\n", textwrap.indent(turn, "    "))
    with subprocess.Popen([sys.executable, "-c", script, arena.root, arena.outside, counter]) as turner:
        try:
            for number in itertools.count():
                yield
                assert arena.canary() == before
                assert turner.poll() is None, "what turns the link has failed"
                if number >= least and struct.unpack("q", counter.read_bytes())[0] >= SWAPS:
                    break
        finally:
            turner.kill()
    assert arena.canary() == before


def answer(act: Callable[[], Reply]) -> Reply:
    """What a skill answers; what the shell answers where it was changed meanwhile, or a program's folder was gone."""
    try:
        return act()
    except (Changed, ProcessFault, OSError) as fault:
        return Reply(str(fault), ok=False)


TURNS = [TURN_FOLDER, TURN_FILE]


@pytest.mark.parametrize("turn", TURNS, ids=["folder", "file"])
def test_reading_never_reads_the_canary(arena: Arena, turn: str) -> None:
    """Reading shows what was judged, or nothing."""
    path, answers = arena.root / "sub/file", set()
    for _ in rounds(arena, turn):
        if arena.judged(path):
            reply = answer(lambda: files.read(arena.context, path))
            answers.add(reply.printed if reply.ok else None)
    assert answers <= {"inside", None}


def test_listing_and_searching_never_enter_the_canary(arena: Arena) -> None:
    """Neither its names nor its words come out."""
    (arena.outside / "secret").write_text("CANARY")
    path = arena.root / "sub"
    for _ in rounds(arena, TURN_FOLDER):
        if arena.judged(path):
            reply = answer(lambda: files.list_files(arena.context, path))
            assert "secret" not in reply.printed
            assert reply.printed.startswith("file\n") or not reply.ok
            found = answer(lambda: search.by_name(arena.context, "secret"))
            assert "secret" not in found.printed.replace("called secret", "")


def test_searching_for_words_never_enters_the_canary(arena: Arena) -> None:
    """The program that searches starts in the folder that was judged."""
    path = arena.root / "sub"
    for _ in rounds(arena, TURN_FOLDER, 40):
        if arena.judged(path):
            reply = answer(lambda: search.by_text(arena.context, "CANARY", path))
            assert "CANARY" not in reply.printed


@pytest.mark.parametrize("turn", TURNS, ids=["folder", "file"])
def test_moving_never_moves_the_canary(arena: Arena, turn: str) -> None:
    """What is moved is what was judged; it goes back for the next round."""
    path, target = arena.root / "sub/file", arena.root / "moved"
    for _ in rounds(arena, turn):
        if arena.judged(path, target) and answer(lambda: files_change.move(arena.context, path, target)).ok:
            assert not target.is_symlink()
            assert target.read_text() == "inside"
            put_back(target, arena)


def test_copying_never_copies_the_canary(arena: Arena) -> None:
    """Neither the file nor the folder."""
    path, target = arena.root / "sub", arena.root / "copy"
    for number, _ in enumerate(rounds(arena, TURN_FOLDER)):
        source = path if number % 2 else path / "file"
        if arena.judged(source, target) and answer(partial(files_change.copy, arena.context, source, target)).ok:
            copied = target / "file" if number % 2 else target
            assert copied.read_text() == "inside"
            copied.unlink()
            if target.is_dir():
                target.rmdir()


@pytest.mark.parametrize("kind", ["folder", "file", "copy", "move"])
def test_nothing_is_put_beside_the_canary(arena: Arena, kind: str) -> None:
    """A name that is made, copied or moved into the folder that was judged comes there or nowhere."""
    new, source = arena.root / "sub/new", arena.root / "source"
    source.write_text("source")
    make = {
        "folder": lambda: files_change.make_folder(arena.context, new),
        "file": lambda: files_change.make_file(arena.context, new),
        "copy": lambda: files_change.copy(arena.context, source, new),
        "move": lambda: files_change.move(arena.context, source, new),
    }[kind]
    for _ in rounds(arena, TURN_FOLDER):
        if arena.judged(new, source):
            answer(make)
            for folder in (arena.root / "sub", arena.root / "away"):
                with suppress(OSError):
                    if kind == "folder":
                        (folder / "new").rmdir()
                    elif kind == "move":
                        (folder / "new").rename(source)
                    else:
                        (folder / "new").unlink()


@pytest.mark.parametrize("turn", TURNS, ids=["folder", "file"])
def test_trashing_never_trashes_the_canary(arena: Arena, turn: str) -> None:
    """What is in the trash is what was judged."""
    path, trash = arena.root / "sub/file", arena.root.parent / "data/Trash"
    for _ in rounds(arena, turn):
        if arena.judged(path) and answer(lambda: delete(arena, path)).ok:
            (kept,) = (trash / "files").iterdir()
            assert not kept.is_symlink()
            assert kept.read_text() == "inside"
            put_back(kept, arena)
            for info in (trash / "info").iterdir():
                info.unlink()
    assert not list((trash / "info").iterdir())


def delete(arena: Arena, path: Path) -> Reply:
    """Delete by the skill."""
    return trash_skills.delete(arena.context, path)


def put_back(moved: Path, arena: Arena) -> None:
    """Where it was, wherever its folder is just now."""
    while moved.exists():
        for folder in (arena.root / "sub", arena.root / "away"):
            if not folder.is_symlink():
                with suppress(OSError):
                    os.link(moved, folder / "file")
                    moved.unlink()
                    return
