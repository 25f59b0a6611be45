"""The blind and the imagined phrasings are what their README says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.phrasings import (
    ASKED,
    COLUMNS,
    FILE,
    FRESH,
    IMAGINED,
    NEGATIVES,
    ROUTE_ONLY,
    TRIED,
    make_scene,
    phrasings,
    read,
    since,
    split_of,
)
from intents.model import RouteLabel
from intents.refs import branches
from skills.registry import Registry

LINE = "open vim\tcommand\teditor.open_empty\tasked\t"


def table(folder: Path, line: str) -> Path:
    """A file with one row."""
    file = folder / "rows.tsv"
    file.write_text("\t".join(COLUMNS) + "\n" + line + "\n", "utf-8")
    return file


def test_every_skill_has_eight_phrasings_of_its_own_kind() -> None:
    """Eight for each of the skills that the set was written for, with the route that the skill has."""
    rows = [row for row in read() if row.kind == ASKED]
    kinds = {skill.id: skill.intent.kind for skill in Registry().skills}
    assert set(Counter(row.skill for row in rows).values()) == {8}
    wrong = {row.text for row in rows if row.skill in kinds and row.route is not kinds[row.skill]}
    assert not wrong


def test_there_is_enough_that_must_run_nothing() -> None:
    """Sixty or more of each kind, and fifty routing lines a route."""
    rows = read()
    kinds = Counter(row.kind for row in rows)
    negatives = set(NEGATIVES) - {"title", "idiom", "others"}
    assert set(kinds) == {ASKED, ROUTE_ONLY, *negatives}
    assert all(kinds[kind] >= 60 for kind in negatives)
    assert Counter(row.route for row in rows if row.kind == ROUTE_ONLY) == dict.fromkeys(RouteLabel, 50)


def test_every_skill_was_imagined_five_times() -> None:
    """Five ways for each skill that needs no turn before it, and twenty or more of each kind that must run nothing."""
    rows = read(IMAGINED)
    kinds = {skill.id: skill.intent.kind for skill in Registry().skills}
    asked = Counter(row.skill for row in rows if row.kind == ASKED)
    assert set(asked.values()) == {5}
    assert len(asked) == 65
    assert not {row.text for row in rows if row.skill in kinds and row.route is not kinds[row.skill]}
    negatives = Counter(row.kind for row in rows)
    assert all(negatives[kind] >= 20 for kind in NEGATIVES)


@pytest.mark.parametrize("file", [TRIED, FRESH])
def test_every_family_was_said_anew(file: Path) -> None:
    """A hundred and more of each, with the routes that the skills have, and no text that an older set has."""
    rows = read(file)
    kinds = {skill.id: skill.intent.kind for skill in Registry().skills}
    asked = [row for row in rows if row.kind == ASKED]
    assert len(asked) > 100
    assert len(rows) - len(asked) > 100
    assert not {row.text for row in asked if row.skill in kinds and row.route is not kinds[row.skill]}
    older = {row.text.lower() for each in (FILE, IMAGINED) for row in read(each)}
    assert older.isdisjoint(row.text.lower() for row in rows)


def test_what_is_answered_since_counts_for_its_skill() -> None:
    """Each such text stands in one set as what nothing answers, and is asked of a skill that there is."""
    ids = {skill.id for skill in Registry().skills}
    rows = [row for file in (FILE, IMAGINED, TRIED, FRESH) for row in read(file) if row.kind in NEGATIVES]
    assert since().keys() <= {row.text for row in rows}
    assert set(since().values()) <= ids
    assert {row.text: row.skill for row in phrasings() if row.text in since() and row.kind == ASKED}


@pytest.mark.parametrize("file", [FILE, IMAGINED, TRIED, FRESH])
def test_no_text_stands_twice(file: Path) -> None:
    """In any of the sets."""
    texts = [row.text.lower() for row in read(file)]
    assert len(texts) == len(set(texts))


def test_no_text_is_in_both_halves() -> None:
    """In any case, over both sets, which share some words."""
    rows = [*read(FILE), *read(IMAGINED)]
    halves = [{row.text.lower() for row in rows if row.split == half} for half in ("validation", "test")]
    assert halves[0].isdisjoint(halves[1])


@given(st.text())
def test_a_text_is_always_in_the_same_half(text: str) -> None:
    """The half depends on nothing but the text."""
    assert split_of(text) == split_of(text)
    assert split_of(text) in ("validation", "test")


def test_the_half_is_the_parity_of_the_hash() -> None:
    """Fixed for good: SHA-256 of "a" ends in bb, which is odd, of "b" in 9d, and of "d" in a4, which is even."""
    assert [split_of(text) for text in "abd"] == ["test", "test", "validation"]


def test_a_row_in_the_wrong_half_is_refused(tmp_path: Path) -> None:
    """A row cannot be moved from the test half to the validation half by hand."""
    right = split_of("open vim")
    assert len(read(table(tmp_path, LINE + right))) == 1
    with pytest.raises(ValueError, match="line 2"):
        read(table(tmp_path, LINE + ("test" if right == "validation" else "validation")))


@pytest.mark.parametrize(
    "line",
    [
        "open vim\tcommand\teditor.open_empty\tsaid\t",
        "open vim\tcommand\t\tasked\t",
        "open vim\tcommand\teditor.open_empty\tnegated\t",
        "open vim\torder\teditor.open_empty\tasked\t",
        "open vim\tcommand\t",
    ],
)
def test_a_row_that_breaks_the_rules_is_refused(tmp_path: Path, line: str) -> None:
    """An unknown kind or route, an asked row without a skill, a negative with one, a missing column."""
    with pytest.raises(ValueError):
        read(table(tmp_path, line + split_of("open vim")))


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    """The heading is checked."""
    file = tmp_path / "rows.tsv"
    file.write_text("said\troute\n", "utf-8")
    with pytest.raises(ValueError, match="columns"):
        read(file)


def test_the_scene_is_as_the_readme_says(tmp_path: Path) -> None:
    """Four files, two folders and two branches."""
    scene = make_scene(tmp_path)
    assert {path.name for path in scene.cwd.iterdir()} >= {
        "README.md",
        "main.py",
        "notes.txt",
        "old.log",
        "src",
        "tests",
    }
    assert branches(scene.cwd) == ("feature/login", "main")
    assert scene.home.is_dir()
