"""Branches, read from a repository's files."""

from __future__ import annotations

from pathlib import Path

from intents.live import PART
from intents.model import Resolved, Scene, Unresolved
from intents.refs import branches
from intents.slots import BRANCH


def repository(folder: Path) -> Path:
    """A repository with loose and packed branches, as git lays it out."""
    git = folder / ".git"
    for name in ("main", "feature/login"):
        ref = git / "refs" / "heads" / name
        ref.parent.mkdir(parents=True, exist_ok=True)
        ref.write_text("0" * 40 + "\n")
    (git / "packed-refs").write_text(
        f"# pack-refs with: peeled\n{'1' * 40} refs/heads/release-2\n^{'2' * 40}\n{'3' * 40} refs/tags/v1\n"
    )
    return git


def test_loose_and_packed_branches_are_named(tmp_path: Path) -> None:
    """Branches come from refs/heads and packed-refs; tags do not; a folder inside the repository sees them too."""
    repository(tmp_path)
    (tmp_path / "src").mkdir()
    assert branches(tmp_path / "src") == ("feature/login", "main", "release-2")


def test_a_worktree_has_the_branches_of_its_repository(tmp_path: Path) -> None:
    """A `.git` file points to the worktree's folder, whose `commondir` points to the repository's."""
    git = repository(tmp_path / "main")
    own = git / "worktrees" / "other"
    own.mkdir(parents=True)
    (own / "commondir").write_text("../..\n")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".git").write_text(f"gitdir: {own}\n")
    assert "main" in branches(tmp_path / "other")


def test_no_repository_has_no_branches(tmp_path: Path) -> None:
    """Outside a repository, and behind a broken `.git` file, there is none to name."""
    assert branches(tmp_path) == ()
    (tmp_path / ".git").write_bytes(b"gitdir: \0nowhere\xff")
    assert branches(tmp_path) == ()


def test_a_branch_is_known_as_it_is_said(tmp_path: Path) -> None:
    """Slashes and dashes need not be said, and what is no branch is refused."""
    repository(tmp_path)
    scene = Scene(tmp_path, tmp_path)
    assert BRANCH.resolve("feature login", scene) == Resolved("feature/login", 1.0)
    assert BRANCH.resolve("feature slash login", scene) == Resolved("feature/login", 1.0)
    assert BRANCH.resolve("the release two", scene) != Resolved("main", 1.0)
    assert isinstance(BRANCH.resolve("develop", scene), Unresolved)


def test_a_branch_is_named_by_its_last_part_or_in_another_order(tmp_path: Path) -> None:
    """As long as one branch alone is named so; of two it is asked which."""
    heads = tmp_path / ".git" / "refs" / "heads"
    for name in ("main", "feature/login", "feature/big-table", "fix/table"):
        (heads / name).parent.mkdir(parents=True, exist_ok=True)
        (heads / name).write_text("0" * 40 + "\n")
    scene = Scene(tmp_path, tmp_path)
    for said in ("login", "the login", "login feature"):
        assert BRANCH.resolve(said, scene) == Resolved("feature/login", PART)
    assert BRANCH.resolve("big table", scene) == Resolved("feature/big-table", PART)
    assert isinstance(BRANCH.resolve("feature", scene), Unresolved)
    assert isinstance(BRANCH.resolve("", scene), Unresolved)
    (heads / "hotfix").mkdir()
    (heads / "hotfix" / "login").write_text("0" * 40 + "\n")
    several = BRANCH.resolve("login", scene)
    assert isinstance(several, Unresolved)
    assert [name for name, _ in several.among] == ["feature/login", "hotfix/login"]
