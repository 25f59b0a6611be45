"""The folder in which the golden utterances are said, and the rows themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from intents.model import Scene

GOLDEN = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class Golden:
    """What is said of one skill."""

    skill: str
    said: tuple[str, ...]
    """Each must match the skill."""
    near: tuple[str, ...]
    """Each must not match it."""
    never: tuple[str, ...]
    """Each must match no skill at all."""
    slots: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Some of `said` → slot values; a path is relative to the scene."""


def golden() -> Iterator[Golden]:
    """Every skill's rows."""
    for file in sorted(GOLDEN.glob("*.toml")):
        for skill, rows in tomllib.loads(file.read_text("utf-8")).items():
            slots = {row["said"]: row["slots"] for row in rows.get("slots", [])}
            yield Golden(skill, tuple(rows["said"]), tuple(rows["near"]), tuple(rows["never"]), slots)


def make_home(home: Path) -> None:
    """What golden utterances name of a machine, in the home of whoever says them: units of systemd, and tldr pages."""
    units = home / ".config/systemd/user"
    units.mkdir(parents=True)
    for name in ("nginx", "web-backup", "my_sync"):
        (units / f"{name}.service").write_text("[Unit]\n")
    (units / "nightly.timer").write_text("[Unit]\n")
    pages = home / ".cache/tldr/pages"
    for kind, name, done in (
        ("linux", "ss", ("List open ports", "Show which programs listen on a port")),
        ("common", "tar", ("Unpack an archive", "Create an archive from files", "List the contents of an archive")),
        ("common", "find", ("Find files by their name", "Find empty folders")),
        ("common", "chmod", ("Make a script executable", "Give the owner of a file the right to write")),
        ("common", "diff", ("Compare two files", "Compare two folders recursively")),
        ("common", "sort", ("Sort lines in reverse order",)),
    ):
        (pages / kind).mkdir(parents=True, exist_ok=True)
        examples = "".join(f"- {what}:\n\n`{name} -x`\n\n" for what in done)
        (pages / kind / f"{name}.md").write_text(f"# {name}\n\n> A program.\n\n{examples}")


def make_scene(folder: Path) -> None:
    """Lay out the tree that the golden utterances name things of."""
    for name in ("main.py", "README.md", "old.log", "notes.txt", "src/app.py", "docs/guide.md", "build/out.bin"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("hello\n")
    (folder / "Makefile").write_text("docs:\n\nsite-preview:\n\nclean:\n\nreset-db:\n")
    for name in ("main", "feature/login"):
        ref = folder / ".git" / "refs" / "heads" / name
        ref.parent.mkdir(parents=True, exist_ok=True)
        ref.write_text("0" * 40 + "\n")
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")


@contextmanager
def laid_out(home: Path) -> Iterator[Scene]:
    """The folder in which the rows are said, its docs being what was last spoken of, with this folder as the home."""
    folder = home.resolve() / "scene"
    folder.mkdir()
    make_home(home)
    make_scene(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        yield Scene(folder, home, it=folder / "docs")
