"""Real projects with real tests, run by their own tools."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from skills.context import Completed
from skills.families.project_tests import code_of_tests, find_suites, run_tests, which_tests
from skills.process import Runner
from skills.registry import Registry
from skills.sandbox import Grant, holds_files
from skills.testing import FakeContext

GOOD = "def test_one():\n    pass\n\ndef test_two():\n    pass\n"
BAD = "def test_three():\n    assert 1 == 2\n"


def write(folder: Path, files: dict[str, str]) -> None:
    """Lay out a project."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def test_pytest_project_passes(context: FakeContext) -> None:
    """The lines are streamed, and the summary has the counts."""
    write(context.cwd, {"tests/test_a.py": GOOD})
    reply = run_tests(context)
    assert reply.ok
    assert reply.spoken == "Both tests passed."
    assert any("2 passed" in line for line in context.shown)


def test_failing_tests_are_named(context: FakeContext) -> None:
    """A failure is said with the test's name, from a folder below the project's too, whatever its options."""
    write(context.cwd, {"pytest.ini": "[pytest]\naddopts = -q\n", "tests/test_a.py": GOOD, "tests/test_b.py": BAD})
    (context.cwd / "src").mkdir()
    below = FakeContext(context.cwd / "src", runner=context.runner)
    reply = run_tests(below)
    assert not reply.ok
    assert reply.spoken == "1 of 3 tests failed: test_three."
    assert "tests/test_b.py::test_three" in reply.printed


CONFINED = """
import socket, pathlib, pytest

def test_writes_here(tmp_path):
    pathlib.Path("made").write_text("")
    (tmp_path / "made").write_text("")

@pytest.mark.parametrize("act", [
    lambda: socket.create_connection(("192.0.2.1", 80), timeout=5),
    lambda: socket.socket(socket.AF_UNIX),
    lambda: pathlib.Path("../beside").write_text(""),
    lambda: (pathlib.Path.home() / "made").write_text(""),
])
def test_reaches_nothing_else(act):
    with pytest.raises(OSError):
        act()
"""


@pytest.mark.skipif(not holds_files(), reason="this kernel has no Landlock")
def test_a_projects_code_reaches_nothing_but_the_project(context: FakeContext, runner: Runner) -> None:
    """Tests run with what the skill declares: they write the project and a private temporary folder, and no more."""
    write(context.cwd, {"test_a.py": CONFINED})
    context.runner = runner.fresh(Grant(Registry().skill("tests.run").capabilities, context.cwd))
    reply = run_tests(context)
    assert reply.spoken == "All 5 tests passed.", context.shown
    write(context.cwd, {"test_a.py": "import socket\ndef test_x():\n    socket.socket(socket.AF_UNIX)\n"})
    reply = run_tests(context)
    assert not reply.ok
    assert "no network" in reply.printed


def test_one_file_of_tests(context: FakeContext) -> None:
    """Tests of one file alone can be run."""
    write(context.cwd, {"tests/test_a.py": GOOD, "tests/test_b.py": BAD})
    assert run_tests(context, target=context.cwd / "tests/test_a.py").spoken == "Both tests passed."


def test_projects_own_python_is_used(context: FakeContext) -> None:
    """A virtual environment of the project's that has pytest comes before Golem's own Python."""
    (context.cwd / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    write(context.cwd, {"test_a.py": GOOD})
    suite = find_suites(context.cwd)[0]
    assert suite.argv[0] == str(context.cwd / ".venv/bin/python")
    assert run_tests(context).ok


def test_project_with_no_tests_in_it(context: FakeContext) -> None:
    """A project that is set up for pytest and has no test is not called passed."""
    write(context.cwd, {"pyproject.toml": "[tool.pytest.ini_options]\n"})
    reply = run_tests(context)
    assert (reply.ok, reply.spoken) == (False, "No tests ran.")


def test_no_project_at_all(context: FakeContext) -> None:
    """Where nothing says how tests are run, nothing is started."""
    (context.cwd / ".git").mkdir()
    reply = run_tests(context)
    assert not reply.ok
    assert reply.spoken.startswith("No tests are found here")
    assert not context.started


def test_broken_test_files_count_as_failures(context: FakeContext) -> None:
    """A file that cannot be imported is an error, named."""
    write(context.cwd, {"tests/test_a.py": "import no_such_module_x\n"})
    reply = run_tests(context)
    assert (reply.ok, reply.spoken) == (False, "1 of 1 test failed: tests/test_a.py.")


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_make_runs_its_test_target(context: FakeContext) -> None:
    """A recipe's status decides where it gives no counts."""
    write(context.cwd, {"Makefile": "all:\n\tfalse\ntest:\n\t@echo ran\n"})
    assert run_tests(context).spoken == "The tests passed; the tool gave no counts."
    assert "ran" in context.shown
    write(context.cwd, {"Makefile": "test:\n\t@exit 3\n"})
    assert not run_tests(context).ok


@pytest.mark.skipif(not Path("/usr/bin/npm").exists(), reason="npm is not installed")
def test_npm_runs_its_test_script(context: FakeContext) -> None:
    """package.json's script is run, and npm's placeholder is none."""
    write(context.cwd, {"package.json": '{"scripts": {"test": "node --test"}}'})
    write(context.cwd, {"a.test.js": "const {test} = require('node:test');\ntest('adds', () => {});\n"})
    assert run_tests(context).spoken == "The one test passed."
    write(context.cwd, {"package.json": '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1"}}'})
    assert not find_suites(context.cwd)


@pytest.mark.parametrize(
    ("files", "tool", "first"),
    [
        ({"Cargo.toml": "[package]\n"}, "cargo", "cargo"),
        ({"go.mod": "module x\n"}, "go", "go"),
        ({"tox.ini": "[testenv]\n"}, "tox", "tox"),
        ({"GNUmakefile": "check: all\n"}, "make", "make"),
        ({"setup.cfg": "[tool:pytest]\n"}, "pytest", sys.executable),
    ],
)
def test_tools_are_found_by_their_files(folder: Path, files: dict[str, str], tool: str, first: str) -> None:
    """Each tool has files of its own by which it is known."""
    write(folder, files)
    suites = find_suites(folder)
    assert [suite.tool for suite in suites] == [tool]
    assert suites[0].argv[0] == first


def test_search_for_a_project_ends_at_the_repositorys_top(folder: Path) -> None:
    """Tests above the repository are none of its own."""
    write(folder, {"pytest.ini": "", "inner/.git/HEAD": ""})
    assert not find_suites(folder / "inner")


def test_a_tool_can_be_chosen(context: FakeContext) -> None:
    """With several tools, the one that was said is taken; one that is not there is said to be missing."""
    write(context.cwd, {"Makefile": "test:\n\t@true\n", "test_a.py": GOOD})
    assert which_tests(context).spoken == "The tests here run with pytest."
    assert run_tests(context, tool="make").spoken == "The tests passed; the tool gave no counts."
    assert run_tests(context, tool="cargo").spoken == "No cargo tests are found here."


@pytest.mark.parametrize("text", ["", "{", "[]", '{"scripts": []}', '{"scripts": {"test": 3}}', "[" * 100_000])
def test_broken_project_files_are_no_project(folder: Path, text: str) -> None:
    """A package.json that npm could not read either names no tests."""
    write(folder, {"package.json": text, ".git/HEAD": ""})
    assert not find_suites(folder)


def test_missing_tool_and_stopped_run_are_said(folder: Path) -> None:
    """Neither is taken for a result of the tests."""
    write(folder, {"go.mod": "module x\n"})
    assert "go is not installed here" in run_tests(FakeContext(folder)).spoken
    stopped = Completed(("go",), -15, "--- PASS: TestA (0.0s)\n", "", stopped=True)
    reply = run_tests(FakeContext(folder, outputs={"go": stopped}))
    assert (reply.ok, reply.spoken) == (False, "The tests were stopped.")


def test_whose_code_would_run_is_known_beforehand(context: FakeContext) -> None:
    """The project's folder, from below it too, and the target's; none where there are no tests."""
    cwd = context.cwd
    (cwd / "src").mkdir()
    (cwd / ".git").mkdir()
    assert code_of_tests(cwd / "src") == ()
    write(cwd, {"pytest.ini": "[pytest]\n", "vendor/other/test_a.py": GOOD})
    assert code_of_tests(cwd / "src") == (cwd,)
    assert code_of_tests(cwd, "cargo") == ()
    for target in (cwd / "vendor/other", cwd / "vendor/other/test_a.py"):
        assert code_of_tests(cwd, target=target) == (cwd, cwd / "vendor/other")
