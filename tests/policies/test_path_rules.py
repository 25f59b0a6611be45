"""Where a call may reach: judged by where a path leads, what it holds, and what a string would be taken for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.circumstances import working_tree
from policies.gate import Gate
from policies.path_rules import looked
from policies.settings import default_policy
from policies.verdict import Verdict
from skills.spec import Effect
from tests.policies.calls import TREE, call, circumstances

GATE = Gate(default_policy())
ACTS = [Effect.CHANGE, Effect.DESTROY]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with keys, Golem's settings, and something harmless."""
    for name in (".ssh", ".config/golem", ".config/other", "notes"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / ".ssh/id").write_text("key")
    (tmp_path / "notes/a.txt").write_text("a")
    return tmp_path.resolve()


def judged(home: Path, effect: Effect, path: Path, **more: object) -> Verdict:
    """The verdict on a call on `path`, said in the home folder."""
    made = call(effect, path=path, cwd=home, **more)  # type: ignore[arg-type] # passed through
    return GATE.judge(made, circumstances(root=home, home=home, own=(home / ".config/golem",))).verdict


@pytest.mark.parametrize("effect", ACTS)
def test_what_holds_keys_or_golems_own_is_not_moved_or_removed(home: Path, effect: Effect) -> None:
    """~/.config holds the policy: to take it away would take the policy away."""
    assert judged(home, effect, home / ".config").rule == "forbidden-place"
    assert judged(home, effect, home / "notes").name != "deny"


def test_what_holds_keys_may_be_looked_at_and_gone_to(home: Path) -> None:
    """To list the home folder, or to go there, hands out no key."""
    assert judged(home, Effect.OBSERVE, home / ".config").name == "allow"
    assert judged(home, Effect.CHANGE, home, skill="files.go").name == "allow"


def test_something_may_be_put_beside_keys(home: Path) -> None:
    """A new name in the home folder is not the home folder."""
    made = call(Effect.CHANGE, new=home / "new.txt", cwd=home)
    assert GATE.judge(made, circumstances(root=home, home=home)).verdict.name == "allow"


@pytest.mark.parametrize("effect", list(Effect))
def test_a_forbidden_place_is_forbidden_where_its_link_leads(home: Path, effect: Effect) -> None:
    """Keys kept elsewhere behind a link (dotfiles) are as secret there."""
    (home / "dotfiles").mkdir()
    (home / ".ssh").rename(home / "dotfiles/ssh")
    (home / ".ssh").symlink_to(home / "dotfiles/ssh")
    (home / ".config/golem").rename(home / "dotfiles/golem")
    (home / ".config/golem").symlink_to(home / "dotfiles/golem")
    (home / "notes/link").symlink_to(home / ".ssh")
    for path in ("dotfiles/ssh/id", "dotfiles/golem/policy.toml", ".ssh/id", "notes/link/id"):
        assert judged(home, effect, home / path).rule == "forbidden-place", path


def test_no_home_folder_still_has_forbidden_places() -> None:
    """Where the home folder is the root, so are the places that are named from it."""
    made = call(Effect.OBSERVE, path=Path("/.ssh/id"))
    assert GATE.judge(made, circumstances(root=Path("/"), home=Path("/"))).verdict.rule == "forbidden-place"


@pytest.mark.parametrize("effect", list(Effect))
def test_a_link_by_a_harmless_name_leads_to_keys_all_the_same(home: Path, effect: Effect) -> None:
    """A repository can hold a link to ~/.ssh under any name."""
    (home / "notes/link").symlink_to(home / ".ssh")
    assert judged(home, effect, home / "notes/link/id").rule == "forbidden-place"


@pytest.mark.parametrize("effect", ACTS)
def test_the_systems_folders_are_changed_only_with_a_yes(effect: Effect) -> None:
    """Being in /etc makes it the working folder, not a project."""
    made = call(effect, path=Path("/etc/hosts"), cwd=Path("/etc"))
    assert GATE.judge(made, circumstances(root=Path("/etc"))).verdict.name == "confirm"


@pytest.mark.parametrize("path", ["/usr", "/usr/bin", "/etc", "/var", "/lib"])
def test_the_systems_folders_are_not_removed(path: str) -> None:
    """Neither a system folder nor what holds one is taken away, whatever is said to the question."""
    made = call(Effect.DESTROY, path=Path(path), cwd=Path("/"))
    assert GATE.judge(made, circumstances(root=Path("/"))).verdict.name == "deny"


def test_a_working_folder_above_the_home_folder_is_no_project(home: Path) -> None:
    """At / or /home everything lies inside: a change is asked about."""
    made = call(Effect.CHANGE, path=home.parent / "x", cwd=home.parent)
    assert GATE.judge(made, circumstances(root=home.parent, home=home)).verdict.rule == "wide-tree"


def test_moving_the_whole_tree_is_asked_about() -> None:
    """Moving or copying the project as a whole is rarely what was said."""
    assert GATE.judge(call(Effect.CHANGE, path=TREE), circumstances()).verdict.rule == "whole-tree"


@pytest.mark.parametrize("value", ["../../.ssh/id", "~/.ssh/id", "/etc/shadow", "~root/x", "..", ("a", "/etc/shadow")])
@pytest.mark.parametrize("effect", ACTS)
def test_a_string_that_is_written_as_a_path_is_one(value: object, effect: Effect) -> None:
    """A skill of the user's own may take a word for a file's name: the rules hold for it too."""
    assert GATE.judge(call(effect, name=value), circumstances()).verdict.name == "deny"


@given(st.lists(st.sampled_from(["..", "a", ".ssh", "b c", "~", ""]), min_size=1, max_size=6).map("/".join))
def test_no_written_path_leads_a_change_outside(value: str) -> None:
    """However a string climbs, a change outside the tree is never allowed."""
    leads = Path(os.path.normpath(TREE / value)) if not value.startswith("~") else Path("/elsewhere")
    verdict = GATE.judge(call(Effect.CHANGE, name=value), circumstances()).verdict
    if "/" in value and not leads.is_relative_to(TREE):
        assert verdict.name == "deny"


def test_a_branch_name_with_a_slash_is_no_way_out() -> None:
    """Words with a slash that stay inside are let be."""
    assert GATE.judge(call(name="feature/login"), circumstances()).verdict.name == "allow"


def test_a_link_that_leads_round_in_a_circle_is_denied(tmp_path: Path) -> None:
    """What cannot be resolved cannot be judged, or is judged as it is written; it is never allowed outside."""
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert GATE.judge(call(path=tmp_path / "a"), circumstances()).verdict.name == "deny"


def test_the_working_tree_is_the_repository_around(tmp_path: Path) -> None:
    """The nearest folder with a .git, folder or file; without one, the working folder."""
    tree, home = tmp_path / "home/tree", tmp_path / "home"
    (tree / "src/deep").mkdir(parents=True)
    assert working_tree(tree / "src", home) == tree / "src"
    (tree / ".git").write_text("gitdir: elsewhere\n")
    assert working_tree(tree / "src/deep", home) == tree


def test_a_repository_in_the_home_folder_does_not_widen_the_tree(tmp_path: Path) -> None:
    """Dotfiles under git do not make all of home one project, behind a link either."""
    (tmp_path / "real/x").mkdir(parents=True)
    (tmp_path / "real/.git").mkdir()
    (tmp_path / "home").symlink_to(tmp_path / "real")
    assert working_tree(tmp_path / "real/x", tmp_path / "home") == tmp_path / "real/x"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_another_users_repository_widens_nothing(tmp_path: Path) -> None:
    """A .git that someone left above the working folder (in /tmp) is not the user's project."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "x").mkdir()
    os.chown(tmp_path / ".git", 12345, 12345)
    assert working_tree(tmp_path / "x", Path("/home/someone")) == tmp_path / "x"


def test_the_place_that_was_looked_at_is_the_one_judged(tmp_path: Path) -> None:
    """A link that is turned after the look changes nothing in the verdict: the act does not follow it either."""
    tree = (tmp_path / "tree").resolve()
    (tree / "real").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tree / "link").symlink_to(tmp_path / "outside")
    seen = looked(call(Effect.CHANGE, path=tree / "link/x", cwd=tree), tmp_path)
    (tree / "link").unlink()
    (tree / "link").symlink_to("real")
    there = circumstances(root=tree, home=tmp_path, own=())
    assert GATE.judge(seen, there).verdict.rule == "outside-tree"
    assert GATE.judge(looked(seen, tmp_path), there).verdict.name == "allow"


def test_dots_behind_a_link_are_judged_where_the_kernel_would_go(tmp_path: Path) -> None:
    """To whoever opens it, "link/../x" is beside what the link leads to."""
    tree = (tmp_path / "tree").resolve()
    tree.mkdir()
    (tmp_path / "outside/deep").mkdir(parents=True)
    (tree / "link").symlink_to(tmp_path / "outside/deep")
    made = looked(call(Effect.CHANGE, name="link/../x", cwd=tree), tmp_path)
    verdict = GATE.judge(made, circumstances(root=tree, home=tmp_path, own=())).verdict
    assert verdict.rule == "outside-tree"
