"""What failed, why, and again: told from the last run, which a real pytest made."""

from __future__ import annotations

from pathlib import Path

import pytest

from skills.families import failed_tests, project_tests
from skills.project.results import Failure, Results
from skills.testing import FakeContext
from tests.skills.project.projects import write

TESTS = """\
import pytest

class TestX:
    @pytest.mark.parametrize("a", [1, 2])
    def test_three(self, a):
        wanted = 2
        assert a == wanted

def test_four():
    helper()

def helper():
    raise ValueError("odd")

def test_five():
    pass
"""


@pytest.fixture
def ran(context: FakeContext) -> FakeContext:
    """A context in which tests were run, two of which failed."""
    write(context.cwd, {"tests/test_a.py": TESTS, ".git/HEAD": ""})
    reply = project_tests.run_tests(context)
    assert reply.spoken == "2 of 4 tests failed: test_three[1] and test_four."
    return context


def test_what_failed_is_told_with_its_place(ran: FakeContext) -> None:
    """In the order told, numbered, so that one of them can be named."""
    reply = failed_tests.what_failed(ran)
    assert reply.spoken == "2 of 4 tests failed: test_three[1] and test_four."
    assert "1  tests/test_a.py::TestX::test_three[1]  tests/test_a.py:7" in reply.printed
    assert "2  tests/test_a.py::test_four  tests/test_a.py:13" in reply.printed


def test_why_is_the_failures_own_reason(ran: FakeContext) -> None:
    """The first where none is named; its text is shown."""
    assert failed_tests.why(ran).spoken == "test_three[1]: assert 1 == 2."
    reply = failed_tests.why(ran, "number 2")
    assert reply.spoken == "test_four: ValueError: odd."
    assert 'raise ValueError("odd")' in reply.printed
    assert failed_tests.why(ran, "number 9").spoken == "Only 2 tests failed."


def test_only_the_failed_ones_are_run_again(ran: FakeContext) -> None:
    """What failed and was mended since is run, and nothing else."""
    write(ran.cwd, {"tests/test_a.py": TESTS.replace("[1, 2]", "[2, 2]").replace('raise ValueError("odd")', "pass")})
    (ran.cwd / "tests/test_a.py").write_text(TESTS.replace('raise ValueError("odd")', "pass"))
    reply = project_tests.rerun_failed(ran)
    assert reply.spoken == "1 of 2 tests failed: test_three[1]."
    assert project_tests.plan_rerun(ran.cwd).startswith("Run the tests that failed again.\nin ")


def test_a_project_that_writes_no_reports_is_still_run(context: FakeContext) -> None:
    """Where it switched them off, what is printed is read."""
    write(
        context.cwd, {"tests/test_a.py": TESTS, "pytest.ini": "[pytest]\naddopts = -p no:junitxml\n", ".git/HEAD": ""}
    )
    assert project_tests.run_tests(context).spoken == "2 of 4 tests failed: test_three[1] and test_four."
    assert context.session.tests is not None
    assert [one.name for one in context.session.tests.failures][1] == "tests/test_a.py::test_four"


def test_a_hostile_report_is_no_harm(context: FakeContext) -> None:
    """A conftest that writes a bomb in its place: what was printed counts."""
    bomb = "<!DOCTYPE x [<!ENTITY a 'b'>]><testsuite>&a;</testsuite>"
    conftest = (
        "import pytest\n@pytest.hookimpl(trylast=True)\ndef pytest_unconfigure(config):\n"
        f"    open(config.option.xmlpath, 'w').write({bomb!r})\n"
    )
    write(context.cwd, {"conftest.py": conftest, "test_a.py": "def test_x():\n    assert 0\n", ".git/HEAD": ""})
    assert project_tests.run_tests(context).spoken == "1 of 1 test failed: test_x."
    assert failed_tests.what_failed(context).spoken == "1 of 1 test failed: test_x."


def test_before_any_run_and_after_a_good_one(context: FakeContext) -> None:
    """Each says what there is, and what to say."""
    for ask in (failed_tests.what_failed, failed_tests.why, failed_tests.open_failure):
        assert ask(context).spoken == "No tests were run here yet. Say: run the tests."
    write(context.cwd, {"test_a.py": "def test_x():\n    pass\n", ".git/HEAD": ""})
    project_tests.run_tests(context)
    for ask in (failed_tests.what_failed, failed_tests.why, failed_tests.open_failure):
        assert ask(context).spoken == "None failed in the last run."
    assert project_tests.rerun_failed(context).spoken == "None failed in the last run."


def test_a_failure_without_a_place_cannot_be_opened(folder: Path) -> None:
    """And that is said."""
    context = FakeContext(folder)
    context.session.note_tests(Results("make", folder, 1, (Failure("odd"),)))
    assert failed_tests.open_failure(context).spoken == "Where odd failed is no file of this project that was told."
    assert failed_tests.why(context).spoken == "odd: its tool told no reason."
