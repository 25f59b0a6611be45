"""The sets of phrasings in `benchmarks/data`, which its README describes: blind, imagined, tried, further, fresh."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, Literal

from intents.model import RouteLabel, Scene

FILE: Final = Path(__file__).parent / "data" / "phrasings.tsv"
IMAGINED: Final = Path(__file__).parent / "data" / "imagined.tsv"
TRIED: Final = Path(__file__).parent / "data" / "tried.tsv"
FURTHER: Final = Path(__file__).parent / "data" / "further.tsv"
FRESH: Final = Path(__file__).parent / "data" / "fresh.tsv"
SINCE: Final = Path(__file__).parent / "data" / "since.tsv"
COLUMNS: Final = ("text", "route", "skill", "kind", "split")
ASKED: Final = "asked"
ROUTE_ONLY: Final = "route"
NEGATIVES: Final = (
    *("negated", "reported", "hypothetical", "how", "past", "chat", "scope"),
    *("title", "idiom", "others"),
)
"""Kinds of rows that must run nothing."""
KINDS: Final = (ASKED, *NEGATIVES, ROUTE_ONLY)

Split = Literal["validation", "test"]


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One thing that people say."""

    text: str
    route: RouteLabel
    skill: str | None
    """The id of the skill that should answer; None where nothing may run."""
    kind: str
    """One of KINDS."""
    split: Split


def split_of(text: str) -> Split:
    """Which half a text belongs to: validation where its SHA-256 is even, test where it is odd."""
    return "test" if hashlib.sha256(text.encode()).digest()[-1] % 2 else "validation"


def read(file: Path = FILE) -> list[Phrasing]:
    """Every row. Raises ValueError, naming the line, for one that breaks the rules of the file's README."""
    with file.open(encoding="utf-8", newline="") as lines:
        table = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(next(table)) != COLUMNS:
            raise ValueError(f"{file.name}: the first line must name the columns {', '.join(COLUMNS)}")
        return [_row(row, f"{file.name}, line {table.line_num}") for row in table]


def _row(row: list[str], where: str) -> Phrasing:
    if len(row) != len(COLUMNS):
        raise ValueError(f"{where}: {len(row)} columns, not {len(COLUMNS)}")
    text, route, skill, kind, split = row
    if kind not in KINDS:
        raise ValueError(f"{where}: no such kind: {kind!r}")
    if split != split_of(text):
        raise ValueError(f"{where}: is said to be in {split!r}, but its text belongs to {split_of(text)!r}")
    if (kind == ASKED) != bool(skill):
        raise ValueError(f"{where}: an asked row names its skill, and no other row does")
    return Phrasing(text, RouteLabel(route), skill or None, kind, split_of(text))


def phrasings(split: Split | None = None, file: Path = FILE) -> list[Phrasing]:
    """Every row of a set, or those of one half, each for the skill that answers it by now. Raises as `read`."""
    later = since()
    return [
        replace(row, skill=later[row.text], kind=ASKED) if row.text in later and row.kind in NEGATIVES else row
        for row in read(file)
        if split in (None, row.split)
    ]


@cache
def since() -> Mapping[str, str]:
    """Texts that no skill answered when their set was written, and the id of the one that was made for them since."""
    with SINCE.open(encoding="utf-8", newline="") as lines:
        return {row["text"]: row["skill"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def make_scene(folder: Path) -> Scene:
    """The scene that the phrasings name things of, in `folder`, with an empty home beside it."""
    place, home = folder / "project", folder / "home"
    for made in (place, home):
        made.mkdir(parents=True)
    lay_out(place)
    return Scene(place.resolve(), home.resolve())


def lay_out(folder: Path) -> None:
    """Make the scene in an empty folder: the files, two folders, and a repository with both branches."""
    for name in ("README.md", "main.py", "notes.txt", "old.log", "src/app.py", "tests/test_app.py"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("hello\n", "utf-8")
    for name in ("main", "feature/login"):
        ref = folder / ".git" / "refs" / "heads" / name
        ref.parent.mkdir(parents=True, exist_ok=True)
        ref.write_text("0" * 40 + "\n", "utf-8")
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n", "utf-8")
