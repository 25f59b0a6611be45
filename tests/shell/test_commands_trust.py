"""`golem trust`: adds, lists and takes back, and says in one line what it will not do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shell.cli import main


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, with homes of its own for the user and for Golem."""
    folder = tmp_path.resolve() / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path / "golem"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return folder


def test_this_folder_is_trusted_listed_and_taken_back(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a path it is the working folder; a tree that is gone is listed as such."""
    assert main(["trust"]) == 0
    assert main(["trust", "list"]) == 0
    assert main(["trust", "revoke", "."]) == 0
    assert main(["trust", "list"]) == 0
    assert capsys.readouterr().out == f"trusted: {project}\n{project}\ttrusted\nnot trusted any more: {project}\n"
    (project / "gone").mkdir()
    assert main(["trust", "gone"]) == 0
    (project / "gone").rmdir()
    assert main(["trust", "list"]) == 0
    assert f"{project}/gone\tchanged or gone" in capsys.readouterr().out
    assert main(["trust", "revoke", "gone"]) == 0


def test_a_script_gets_the_trees_as_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with whether it is as it was."""
    assert main(["trust"]) == 0
    capsys.readouterr()
    assert main(["trust", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"tree": str(project), "trusted": True}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "nonsense cannot be trusted: No such file or directory"),
        (["revoke"], "golem trust revoke PATH"),
        (["one", "two"], "golem trust revoke PATH"),
        (["revoke", "one", "two"], "golem trust revoke PATH"),
        (["revoke", "."], "is not trusted"),
        (["--json"], "golem trust list --json"),
        (["/"], "your whole home folder lies in it"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    project: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """Exit code 2, a line that says what to do, and nothing trusted."""
    assert main(["trust", *words]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert main(["trust", "list"]) == 0
    assert capsys.readouterr().out == ""


def test_odd_name_is_shown_escaped(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder's name reaches no terminal raw."""
    (project / "\x1b[2Jx\n").mkdir()
    assert main(["trust", "\x1b[2Jx\n"]) == 0
    assert main(["trust", "list"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert out.count("\n") == 2
