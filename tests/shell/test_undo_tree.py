"""Whatever is done to a tree, as many undoings give back the tree that it was."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from intents.model import Match, SlotFill, Source, Utterance
from shell.undo import Kept, left
from skills.registry import Registry
from skills.spec import Call
from skills.testing import FakeContext

REGISTRY = Registry()
NAMES = st.sampled_from(["a", "b", "c.txt", "-dash", "two words", "n\N{LATIN SMALL LETTER I WITH DIAERESIS}\udcff"])
PICKS = st.integers(0, 1_000)


def made_call(skill: str, cwd: Path, arguments: Mapping[str, object]) -> Call:
    """A call of one of Golem's skills with these values."""
    found = REGISTRY.skill(skill)
    slots = [slot for slot in found.intent.slots if slot.name in arguments]
    fills = tuple(SlotFill(slot, str(arguments[slot.name]), arguments[slot.name], 1.0) for slot in slots)
    return Call(found, Match(found.intent, fills, 1.0, "template"), Utterance("do it", Source.TYPED), cwd)


def snapshot(tree: Path) -> dict[str, object]:
    """Everything in a tree: its kind and mode, a file's text, where a link points."""
    found: dict[str, object] = {}
    for path in sorted(tree.rglob("*")):
        mode = path.lstat().st_mode
        held = path.readlink() if path.is_symlink() else path.read_bytes() if stat.S_ISREG(mode) else None
        found[os.fsdecode(os.fsencode(path.relative_to(tree)))] = (mode, held)
    return found


class Undoing(RuleBasedStateMachine):
    """A tree that is changed by Golem's skills, each with what would put it back."""

    def __init__(self, base: Path, monkeypatch: pytest.MonkeyPatch, counts: dict[str, int]) -> None:
        super().__init__()
        self.counts = counts
        place = Path(tempfile.mkdtemp(dir=base))
        monkeypatch.setenv("XDG_DATA_HOME", str(place / "data"))
        self.tree = place / "tree"
        (self.tree / "sub/deep").mkdir(parents=True)
        (self.tree / "one.txt").write_text("one")
        (self.tree / "sub/two.txt").write_text("two")
        (self.tree / "sub/deep/three").write_text("three")
        (self.tree / "link").symlink_to("one.txt")
        self.before = [snapshot(self.tree)]
        self.kept: list[Kept] = []

    def folder(self, pick: int) -> Path:
        """One of the folders that are there, the tree's own among them."""
        folders = [self.tree, *(path for path in self.things() if path.is_dir() and not path.is_symlink())]
        return folders[pick % len(folders)]

    def thing(self, pick: int) -> Path | None:
        """One of the things that are there; None where nothing is."""
        things = self.things()
        return things[pick % len(things)] if things else None

    def things(self) -> list[Path]:
        """All that is in the tree, in one order."""
        return sorted(self.tree.rglob("*"))

    def do(self, skill: str, **arguments: object) -> None:
        """Run a skill, and keep what puts it back as the journal would; what fails must have changed nothing."""
        call = made_call(skill, self.tree, arguments)
        before, inverse = snapshot(self.tree), call.inverse()
        reply = call.skill.run(FakeContext(self.tree), **call.arguments)
        if not reply.ok:
            assert snapshot(self.tree) == before, reply
            return
        kept = left(reply, inverse, self.tree)
        assert kept is not None, reply
        written = kept.to_json()
        assert written is not None
        read = Kept.from_json(written)
        assert read == kept
        self.counts[skill] = self.counts.get(skill, 0) + 1
        self.before.append(before)
        self.kept.append(read)

    def undo(self) -> None:
        """Put back the last change."""
        kept, before = self.kept.pop(), self.before.pop()
        assert kept.hindrance() is None, kept
        call = made_call(kept.inverse.skill, kept.cwd, kept.inverse.arguments)
        reply = call.skill.run(FakeContext(kept.cwd), **call.arguments)
        assert reply.ok, reply
        assert snapshot(self.tree) == before, kept

    @rule(pick=PICKS, name=NAMES)
    def make_file(self, pick: int, name: str) -> None:
        """An empty file, in any folder."""
        self.do("files.make_file", name=self.folder(pick) / name)

    @rule(pick=PICKS, name=NAMES)
    def make_folder(self, pick: int, name: str) -> None:
        """An empty folder, in any folder."""
        self.do("files.make_folder", name=self.folder(pick) / name)

    @rule(pick=PICKS, name=NAMES)
    def rename(self, pick: int, name: str) -> None:
        """Anything, to a name that may be taken."""
        path = self.thing(pick)
        if path is not None:
            self.do("files.rename", path=path, target=path.with_name(name))

    @rule(skill=st.sampled_from(["files.move", "files.copy"]), pick=PICKS, to=PICKS, name=st.none() | NAMES)
    def carry(self, skill: str, pick: int, to: int, name: str | None) -> None:
        """Anything, into a folder or under a new name in it; it may be taken, or be in the thing itself."""
        path, folder = self.thing(pick), self.folder(to)
        if path is not None:
            self.do(skill, path=path, target=folder / name if name is not None else folder)

    @rule(pick=PICKS)
    def trash(self, pick: int) -> None:
        """Anything that is there."""
        path = self.thing(pick)
        if path is not None:
            self.do("trash.delete", path=path)

    @rule()
    def undo_one(self) -> None:
        """In the midst of it, too."""
        if self.kept:
            self.undo()

    @invariant()
    def stays_a_tree(self) -> None:
        """The folder itself is never lost."""
        assert self.tree.is_dir()

    def teardown(self) -> None:
        """As many undoings as changes."""
        while self.kept:
            self.undo()


def test_as_many_undoings_give_back_the_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any order of making, renaming, moving, copying and trashing; and each of them was truly done and undone."""
    counts: dict[str, int] = {}
    bounded = settings(
        max_examples=60,
        stateful_step_count=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(lambda: Undoing(tmp_path, monkeypatch, counts), settings=bounded)  # type: ignore[no-untyped-call] # hypothesis leaves it untyped
    wanted = {"files.make_file", "files.make_folder", "files.rename", "files.move", "files.copy", "trash.delete"}
    assert set(counts) == wanted, counts
