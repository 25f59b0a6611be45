"""The blind phrasings (benchmarks/data/README.md) and the small scene that they speak of."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "data" / "phrasings.tsv"
FILES = ("README.md", "main.py", "notes.txt", "old.log")
BRANCHES = ("main", "feature/login")


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One line of the set; its fields are described beside the data."""

    text: str
    route: str
    skill: str
    kind: str
    split: str


def phrasings(split: str | None = None) -> list[Phrasing]:
    """All lines, or those of `validation` or `test`."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = [Phrasing(**{key: row[key] or "" for key in Phrasing.__slots__}) for row in table]
    return [one for one in found if split in (None, one.split)]


def lay_out(folder: Path) -> None:
    """Make the scene in an empty folder: the files, two folders, and a repository with both branches."""
    for name in FILES:
        (folder / name).write_text("# a file\n", "utf-8")
    for name in ("src", "tests"):
        (folder / name).mkdir()
    heads = folder / ".git" / "refs" / "heads"
    for branch in BRANCHES:
        (heads / branch).parent.mkdir(parents=True, exist_ok=True)
        (heads / branch).write_text("0" * 40 + "\n", "utf-8")
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n", "utf-8")
