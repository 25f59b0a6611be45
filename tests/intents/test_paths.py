"""Words to files and folders that are there."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents.model import Resolved, Scene, Unresolved
from intents.paths import GUESS, Kind, find
from intents.tree import MOST_ENTRIES, tree_of


def found(said: str, scene: Scene, kind: Kind = "path") -> str | None:
    """The path that `said` resolves to, below the tree; None if to nothing."""
    answer = find(said, scene, kind)
    if isinstance(answer, Unresolved):
        return None
    assert isinstance(answer.value, Path)
    return os.path.relpath(answer.value, scene.cwd)


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ("main.py", "main.py"),
        ("main dot pie", "main.py"),
        ("the readme", "README.md"),
        ("the read me", "README.md"),
        ("Readme.md", "README.md"),
        ("the old log", "old.log"),
        ("parser", "src/parser.py"),
        ("the parser file", "src/parser.py"),
        ("parcer", "src/parser.py"),
        ("source slash app dot pie", "src/app.py"),
        ("app in src", "src/app.py"),
        ("the guide in the docs folder", "docs/guide.md"),
        ("the source folder", "src"),
        ("dot gitignore", ".gitignore"),
        (".gitignore", ".gitignore"),
        ("..", ".."),
        ("./src/../main.py", "main.py"),
    ],
)
def test_words_name_what_is_there(scene: Scene, said: str, path: str) -> None:
    """Exact names, spoken names, names by sound, without their ending, and in a folder, are found."""
    assert found(said, scene) == path


@pytest.mark.parametrize(
    "said", ["my mind", "money", "x", "everything", "them", "", "\0", "main\0.py", "-", "x.js", "p" * 5000]
)
def test_words_that_name_nothing_are_unresolved(scene: Scene, said: str) -> None:
    """A wrong guess is worse than none: near is not enough for short names, and skipped folders are not looked in."""
    assert found(said, scene) is None


def test_the_kind_that_was_asked_for_is_found(scene: Scene) -> None:
    """A folder is no file."""
    assert found("src", scene, "file") is None
    assert found("src", scene, "folder") == "src"
    assert found("main", scene, "folder") is None


def test_an_explicit_path_is_taken_as_written(scene: Scene, tmp_path: Path) -> None:
    """Paths out of the tree resolve to what they say; whether they may be used is the policy's to judge."""
    (tmp_path / "beside.txt").write_text("x")
    assert found("../beside.txt", scene) == "../beside.txt"
    assert find("~/beside.txt", scene, "file") == Resolved(tmp_path.resolve() / "beside.txt", 1.0)
    assert found("node_modules/x.js", scene) == "node_modules/x.js"
    assert found("/no/such/file", scene) is None


def test_a_tie_names_both(scene: Scene) -> None:
    """Two files that the words fit equally well are a question, not a guess."""
    for folder in ("src", "docs"):
        (scene.cwd / folder / "config.toml").write_text("")
    answer = find("config", scene, "file")
    assert isinstance(answer, Unresolved)
    assert "docs/config.toml" in answer.reason
    assert "src/config.toml" in answer.reason


def test_the_nearer_of_two_is_meant(scene: Scene) -> None:
    """A file here comes before one of the same name further down."""
    (scene.cwd / "src" / "main.py").write_text("")
    assert found("main", scene) == "main.py"


def test_a_new_file_is_seen_at_once(scene: Scene) -> None:
    """The kept listing is dropped when something is made or removed in any folder of it."""
    assert found("plan", scene) is None
    (scene.cwd / "src" / "plan.md").write_text("")
    assert found("plan", scene) == "src/plan.md"
    (scene.cwd / "src" / "plan.md").unlink()
    assert found("plan", scene) is None


def test_links_are_not_followed_down(scene: Scene, tmp_path: Path) -> None:
    """A link that leads out of the tree, or round in it, adds no names."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("")
    (scene.cwd / "out").symlink_to(tmp_path / "outside")
    (scene.cwd / "loop").symlink_to(scene.cwd)
    assert found("secret", scene) is None
    assert all("loop" not in entry.path.parts[:-1] for entry in tree_of(scene.cwd).entries)


def test_a_large_tree_is_cut_and_said_to_be(scene: Scene) -> None:
    """At most MOST_ENTRIES names are looked at, and the refusal says so."""
    for number in range(MOST_ENTRIES + 10):
        (scene.cwd / "docs" / f"page{number}").touch()
    answer = find("zebra crossing", scene, "file")
    assert len(tree_of(scene.cwd).entries) == MOST_ENTRIES
    assert isinstance(answer, Unresolved)
    assert str(MOST_ENTRIES) in answer.reason


def test_a_folder_that_is_gone_names_nothing(scene: Scene) -> None:
    """A working folder removed under the shell has no files, and no error."""
    assert found("main", replace(scene, cwd=scene.cwd / "gone")) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_odd_words_never_fail(scene: Scene, text: str) -> None:
    """Any text names one thing or nothing."""
    for kind in ("file", "folder", "path"):
        answer = find(text, scene, kind)
        assert isinstance(answer, Resolved | Unresolved)
        if isinstance(answer, Resolved):
            assert isinstance(answer.value, Path)
            assert answer.value.is_absolute()
            assert 0 < answer.score <= 1


def test_a_name_that_is_no_text_is_passed_over_without_a_fault(tmp_path: Path) -> None:
    """A file whose name holds bytes outside UTF-8 is compared by what can be read of it."""
    (tmp_path / os.fsdecode(b"od\xffd.txt")).write_text("")
    outcome = find("odd", Scene(tmp_path, tmp_path), "file")
    assert isinstance(outcome, Resolved | Unresolved)


@pytest.mark.parametrize("said", ["main2.py", "main dot pi two", "mains.py", "readme2.md", "parser2"])
def test_a_name_that_is_not_there_is_a_guess_at_another(scene: Scene, said: str) -> None:
    """ "main2.py" is no main.py: whatever is nearest is asked about before it is moved."""
    answer = find(said, scene, "path")
    assert isinstance(answer, Unresolved) or answer.score <= GUESS


@pytest.mark.parametrize("said", ["main.py", "Main.py", "the readme", "readme.md", "main dot pie"])
def test_a_name_that_is_there_is_no_guess(scene: Scene, said: str) -> None:
    """However it is cased, or said in part."""
    answer = find(said, scene, "path")
    assert isinstance(answer, Resolved)
    assert answer.score > GUESS
