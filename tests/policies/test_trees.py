"""Trusted trees: the very folder that was trusted, and no other; what cannot be read trusts nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.gate import Gate
from policies.settings import default_policy
from policies.trees import TreesFault, TrustedTrees, seen, tree_around
from policies.verdict import Confirm, Deny
from skills.spec import Call, Effect
from tests.policies.calls import call, circumstances


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with a folder in it."""
    folder = tmp_path.resolve() / "project"
    (folder / ".git").mkdir(parents=True)
    (folder / "src").mkdir()
    return folder


@pytest.fixture
def trees(tmp_path: Path) -> TrustedTrees:
    """An empty list."""
    return TrustedTrees(tmp_path / "state" / "trees.json")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder that the trees lie outside of."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def test_trust_is_kept_listed_and_taken_back(trees: TrustedTrees, tree: Path, home: Path, tmp_path: Path) -> None:
    """Trusting a folder trusts the repository around it, for every Golem, until it is taken back."""
    assert not trees.trusts(tree)
    assert trees.trust(tree / "src", home) == tree
    again = TrustedTrees(tmp_path / "state" / "trees.json")
    assert again.trusts(tree)
    assert again.trusts(tree / "src")
    assert not again.trusts(tmp_path)
    assert [kept.path for kept in again.listed()] == [str(tree)]
    assert again.revoke(tree / "src") == tree
    assert not trees.trusts(tree)
    with pytest.raises(TreesFault, match="is not trusted"):
        trees.revoke(tree)


def test_list_is_private_and_nothing_is_left_beside_it(trees: TrustedTrees, tree: Path, home: Path) -> None:
    """Mode 0600 whatever the umask, and no half-written file."""
    before = os.umask(0)
    try:
        trees.trust(tree, home)
    finally:
        os.umask(before)
    folder = tree.parent / "state"
    assert {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()} == {
        "trees.json": 0o600,
        "trees.json.lock": 0o600,
    }


def test_another_tree_at_the_same_path_is_not_trusted(trees: TrustedTrees, tree: Path, home: Path) -> None:
    """Moved away and replaced, by a folder or by a link to one, the path alone is worth nothing."""
    trees.trust(tree, home)
    tree.rename(tree.with_name("away"))
    (tree / ".git").mkdir(parents=True)
    assert not trees.trusts(tree)
    assert not trees.trusts(tree.with_name("away"))
    (tree / ".git").rmdir()
    tree.rmdir()
    tree.symlink_to(tree.with_name("away"))
    assert not trees.trusts(tree)


@pytest.mark.parametrize("change", ["owner", "device", "inode", "generation"])
def test_a_single_difference_is_another_tree(trees: TrustedTrees, tree: Path, home: Path, change: str) -> None:
    """Owner, device, inode, and which use of that inode: each of them counts."""
    trees.trust(tree, home)
    file = tree.parent / "state" / "trees.json"
    now = getattr(seen(tree), change)
    file.write_text(file.read_text().replace(f'"{change}": {now}', f'"{change}": {now + 1}'))
    assert not trees.trusts(tree)


def test_what_was_cloned_into_a_trusted_tree_is_a_tree_of_its_own(trees: TrustedTrees, tree: Path, home: Path) -> None:
    """Trust ends at the next repository, also one whose .git is a file."""
    trees.trust(tree, home)
    inner = tree / "vendor" / "other"
    inner.mkdir(parents=True)
    assert trees.trusts(inner)
    (inner / ".git").write_text("gitdir: elsewhere\n")
    assert not trees.trusts(inner)
    assert tree_around(inner) == inner


def test_a_link_is_trusted_for_where_it_leads(trees: TrustedTrees, tree: Path, home: Path) -> None:
    """Named through a link, the tree is the real one."""
    link = tree.with_name("link")
    link.symlink_to(tree)
    assert trees.trust(link, home) == tree
    assert trees.trusts(link)
    link.unlink()
    link.symlink_to(home)
    assert not trees.trusts(link)


def test_what_is_no_project_is_refused(trees: TrustedTrees, tree: Path, home: Path) -> None:
    """The home folder and what is above it, what everyone may write, and what is not there: one line each."""
    for folder, why in ((home, "home folder"), (home.parent, "home folder"), (Path("/"), "home folder")):
        with pytest.raises(TreesFault, match=why):
            trees.trust(folder, home)
    with pytest.raises(TreesFault, match="No such file"):
        trees.trust(tree / "nonsense", home)
    with pytest.raises(TreesFault, match="Not a directory"):
        (tree / "file").touch()
        trees.trust(tree / "file", home)
    tree.chmod(0o777)
    with pytest.raises(TreesFault, match="everyone may write"):
        trees.trust(tree, home)
    assert trees.listed() == ()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"trees": 3}', '{"trees": [{"path": "/"}]}', '{"trees": [], "more": 1}', "[" * 9999]
)
def test_broken_list_trusts_nothing_and_says_so(trees: TrustedTrees, tree: Path, home: Path, content: str) -> None:
    """It is not taken for an empty list and written over."""
    file = tree.parent / "state" / "trees.json"
    file.parent.mkdir()
    file.write_text(content)
    assert not trees.trusts(tree)
    for act in (lambda: trees.trust(tree, home), trees.listed):
        with pytest.raises(TreesFault, match="cannot be read"):
            act()
    assert file.read_text() == content


@given(st.binary(max_size=200))
def test_any_content_is_an_answer(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever stands in the file, the question is answered, and the answer is no."""
    file = tmp_path_factory.mktemp("state") / "trees.json"
    file.write_bytes(content)
    assert not TrustedTrees(file).trusts(file.parent)


def test_list_that_others_can_write_or_lead_elsewhere_trusts_nothing(
    trees: TrustedTrees, tree: Path, home: Path
) -> None:
    """A file that is not only the user's to write, or a link, is not believed."""
    trees.trust(tree, home)
    file = tree.parent / "state" / "trees.json"
    file.chmod(0o622)
    assert not trees.trusts(tree)
    file.chmod(0o600)
    assert trees.trusts(tree)
    file.rename(file.with_name("real.json"))
    file.symlink_to(file.with_name("real.json"))
    assert not trees.trusts(tree)
    file.unlink()
    os.mkfifo(file)
    assert not trees.trusts(tree)


def test_name_that_is_no_text_can_be_trusted(trees: TrustedTrees, tmp_path: Path, home: Path) -> None:
    """A folder whose name is no UTF-8 is kept and found again."""
    folder = Path(os.fsdecode(os.fsencode(tmp_path.resolve()) + b"/\xff\xfe"))
    folder.mkdir()
    trees.trust(folder, home)
    assert trees.trusts(folder)


def running(folder: Path, *, said: bool = True) -> Call:
    """A call that runs the code in `folder`."""
    made = call(Effect.CHANGE, cwd=folder)
    return replace(made, skill=replace(made.skill, runs_tree=said))


def test_gate_asks_before_code_of_an_untrusted_tree_runs(trees: TrustedTrees, tree: Path, home: Path) -> None:
    """Until the tree is trusted, with its real path; a skill that runs none of its code is not asked about."""
    gate = Gate(default_policy())
    around = replace(circumstances(root=tree), trusts=trees.trusts)
    verdict = gate.judge(running(tree / "src"), around).verdict
    assert isinstance(verdict, Confirm)
    assert verdict.rule == "untrusted-tree"
    assert f"this runs code of {str(tree)!r}, which you have not trusted yet" in verdict.reason
    assert gate.judge(running(tree, said=False), around).verdict.rule == "effect-change"
    trees.trust(tree, home)
    assert gate.judge(running(tree / "src"), around).verdict.rule == "effect-change"


def test_where_nobody_can_say_which_code_runs_nothing_runs(tree: Path) -> None:
    """A skill whose own answer fails is denied."""

    def lost(cwd: Path) -> tuple[Path, ...]:
        raise OSError(cwd)

    made = running(tree)
    verdict = Gate(default_policy()).judge(replace(made, skill=replace(made.skill, runs_tree=lost)), circumstances())
    assert isinstance(verdict.verdict, Deny)
    assert verdict.verdict.rule == "untrusted-tree"
