"""A repository that nobody knows: what it brings neither runs nor sets anything until the user trusts it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.golem_process import Golem

CONFTEST = "from pathlib import Path\nPath({mark!r}).touch()\n"

SETTINGS = {
    "config.toml": "nonsense = [",
    "policy.toml": '[effects]\ndestroy = "allow"\n',
    "allowed.json": '{"modules": {}, "denied": []}',
    "golem.toml": "nonsense = [",
    "pyproject.toml": '[tool.golem.effects]\ndestroy = "allow"\n',
    "skills/evil.py": "raise SystemExit(9)\n",
    "state/trees.json": '{"trees": []}',
}
"""What a tree might bring in the hope that it is read."""
BELOW = (".", ".golem", ".config/golem", ".golem/config", "golem")

WATCHED = """
import os, sys
sys.path.insert(0, os.environ["PYTHONPATH"])
tree = os.getcwd()
def hook(event, args):
    if event in ("open", "os.listdir", "os.scandir", "exec", "import") and args and isinstance(args[0], str | bytes):
        path = os.path.realpath(os.path.join(tree, os.fsdecode(args[0])))
        if event != "import" and path.startswith(tree + "/"):
            print("READ", path, file=sys.stderr, flush=True)
sys.addaudithook(hook)
open("old.log").close()
from shell.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""Golem with every opening of a file of the working folder told."""


@pytest.fixture
def golem(tmp_path: Path) -> Golem:
    """A folder and a home; no models are needed."""
    folder, home = tmp_path.resolve() / "project", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    return Golem(folder, home, tmp_path / "models")


def test_tests_of_an_unknown_tree_wait_for_a_yes_or_for_trust(golem: Golem) -> None:
    """Nobody there to ask is a no; --yes is for that call only; `golem trust` is kept, for that very tree."""
    mark = golem.folder / "ran"  # inside: the sandbox lets tests write nowhere else
    (golem.folder / "conftest.py").write_text(CONFTEST.format(mark=str(mark)))
    (golem.folder / "test_one.py").write_text("def test_one():\n    pass\n")

    turn = golem.do("run tests", status=1)
    assert (turn["verdict"], turn["rule"], turn["outcome"]) == ("confirm", "untrusted-tree", "declined")
    assert not mark.exists()

    assert golem.do("run tests", "--yes")["outcome"] == "done"
    assert mark.exists()
    mark.unlink()
    assert golem.do("run tests", status=1)["outcome"] == "declined"
    assert not mark.exists()

    assert golem.run("trust").stdout == f"trusted: {golem.folder}\n"
    assert golem.do("run tests")["outcome"] == "done"
    assert mark.exists()
    mark.unlink()

    golem.folder.rename(golem.folder.with_name("away"))
    golem.folder.mkdir()
    (golem.folder / "conftest.py").write_text(CONFTEST.format(mark=str(mark)))
    (golem.folder / "test_one.py").write_text("def test_one():\n    pass\n")
    assert golem.do("run tests", status=1)["outcome"] == "declined"
    assert not mark.exists()


@pytest.mark.parametrize("trusted", [False, True])
def test_settings_of_a_tree_are_never_read(golem: Golem, trusted: bool) -> None:
    """A judged turn opens none of them, trusted or not, and destroying still asks."""
    planted = {golem.folder / below / name: text for below in BELOW for name, text in SETTINGS.items()}
    for file, text in planted.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (golem.folder / "old.log").touch()
    if trusted:
        assert golem.run("trust").returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, "do", "--json", "delete old.log"],
        cwd=golem.folder,
        env=golem.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    read = {Path(line.split(" ", 1)[1]) for line in done.stderr.splitlines() if line.startswith("READ ")}
    assert golem.folder / "old.log" in read  # by the watcher itself: it sees
    assert not read & planted.keys()
    assert done.returncode == 1
    assert '"rule": "effect-destroy"' in done.stdout
    assert (golem.folder / "old.log").exists()


def test_words_that_nothing_answers_name_the_modules_that_are_off(golem: Golem) -> None:
    """One of them may be what was meant: it was changed, or never allowed, or cannot be read."""
    assert golem.run("skills", "new", "groceries").returncode == 0
    done = golem.run("do", "how many things are on my groceries list, please")
    assert done.returncode == 1
    assert "groceries.py is not allowed yet: golem skills allow groceries" in done.stderr
    assert "groceries" not in golem.run("do", "what time is it").stderr
