"""Real folders, repositories and a trash of their own for the skills' tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from skills.capabilities import ANY, HOME, TREE, Capabilities
from skills.foreign.starting import starting
from skills.foreign.worker import Start
from skills.process import Runner
from skills.programs import Trust
from skills.registry import Registry
from skills.sandbox import Grant
from skills.testing import FakeContext
from tests.skills.repositories import person_git


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with nothing in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


TRIED = {"python3": ("-c ANY", "-u"), "stty": ("-echo",)} | dict.fromkeys(("printf", "env", "uname", "echo"), ())
"""Programs that only tests start, and the options that they get."""
WORKING = Grant(
    Capabilities(
        reads=(TREE, HOME),
        writes=(TREE,),
        binaries=(ANY,),
        options=TRIED | dict.fromkeys(("touch", "true", "ls"), ()) | {"wc": ("--words",)},
    )
)
"""What most of Golem's families may touch between them: the folder they work in, and reading the home folder."""


@pytest.fixture
def runner(home: Path) -> Runner:
    """Starts real programs in a sandbox, with a home folder of their own."""
    return Runner(trust=Trust(home), environ={"LANG": "C.UTF-8", "TERM": "dumb"}, grant=WORKING)


@pytest.fixture
def start(runner: Runner) -> Start:
    """Starts the processes of modules, in their sandboxes; the working tree is the folder they work in."""
    return starting(runner, lambda folder: folder)


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
def repository(context: FakeContext, home: Path, runner: Runner) -> FakeContext:
    """A context in a new git repository with one commit, on the branch main; it may do what git's skills declare."""
    declared = Registry().skill("git.commit").capabilities
    context.runner = runner.fresh(Grant(declared, context.cwd))
    (home / ".gitconfig").write_text("[user]\nname = Ann\nemail = ann@example.org\n[init]\ndefaultBranch = main\n")
    (context.cwd / "main.py").write_text("print('one')\n")
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "First"]):
        assert person_git(context, *arguments).returncode == 0
    return context
