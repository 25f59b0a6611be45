"""Real folders, repositories and a trash of their own for the skills' tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from skills.capabilities import ANY, HOME, TREE, Capabilities
from skills.process import Runner
from skills.programs import Trust
from skills.sandbox import Grant
from skills.testing import FakeContext


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with nothing in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


WORKING = Grant(Capabilities(reads=(TREE, HOME), writes=(TREE,), binaries=(ANY,)))
"""What most of Golem's families may touch between them: the folder they work in, and reading the home folder."""


@pytest.fixture
def runner(home: Path) -> Runner:
    """Starts real programs in a sandbox, with a home folder of their own."""
    return Runner(trust=Trust(home), environ={"LANG": "C.UTF-8", "TERM": "dumb"}, grant=WORKING)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The working folder of the call."""
    place = (tmp_path / "work").resolve()
    place.mkdir()
    return place


@pytest.fixture
def context(folder: Path, runner: Runner) -> FakeContext:
    """A context whose programs are real."""
    return FakeContext(folder, runner=runner)


@pytest.fixture
def repository(context: FakeContext, home: Path) -> FakeContext:
    """A context in a new git repository with one commit, on the branch main."""
    (home / ".gitconfig").write_text("[user]\nname = Ann\nemail = ann@example.org\n[init]\ndefaultBranch = main\n")
    (context.cwd / "main.py").write_text("print('one')\n")
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "First"]):
        assert context.run(["git", *arguments]).returncode == 0
    context.started.clear()
    return context
