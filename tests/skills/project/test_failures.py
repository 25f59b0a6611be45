"""What failed and where, from real tools' output."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills import outcomes
from skills.outcomes import Outcome
from skills.project import failures
from skills.project.results import MOST_FAILURES, Results

CARGO = """\
running 2 tests
test tests::works ... ok
test tests::fails ... FAILED

failures:

---- tests::fails stdout ----

thread 'tests::fails' (9974) panicked at src/lib.rs:7:9:
assertion `left == right` failed: no match
  left: 1
 right: 2
stack backtrace:
   0: core::panicking::panic_fmt
             at /rustc/598/library/core/src/panicking.rs:80:14

failures:
    tests::fails

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.41s
"""
GO = """\
=== RUN   TestGood
--- PASS: TestGood (0.00s)
=== RUN   TestBad
    bad_test.go:7: got 1, want 2
--- FAIL: TestBad (0.00s)
FAIL
FAIL\texample.org/x/inner\t0.003s
=== RUN   TestOther
    other_test.go:3: odd
--- FAIL: TestOther (0.00s)
FAIL
FAIL\texample.org/x\t0.002s
"""
TAP = """\
TAP version 13
not ok 2 - fails hard
  ---
  duration_ms: 1.498629
  location: '{folder}/a.test.js:3:1'
  failureType: 'testCodeFailure'
  error: |-
    Expected values to be strictly equal:
    1 !== 2
  stack: |-
    TestContext.<anonymous> ({folder}/a.test.js:3:35)
    Test.run (node:internal/test_runner/test:796:25)
  ...
    not ok 1 - inner
      ---
      location: '{folder}/a.test.js:4:27'
      failureType: 'testCodeFailure'
      error: 'boom'
      stack: |-
        TestContext.<anonymous> ({folder}/a.test.js:4:55)
      ...
not ok 3 - group
  ---
  location: '{folder}/a.test.js:4:1'
  failureType: 'subtestsFailed'
  ...
# pass 1
# fail 2
"""
JEST = """\
FAIL ./a.test.js
  \u25cf group \u203a adds

    expect(received).toBe(expected)

      at Object.<anonymous> (node_modules/expect/x.js:9:1)
      at Object.<anonymous> (a.test.js:4:13)

Tests:       1 failed, 1 passed, 2 total
"""
MADE = """\
tests/test_b.py:3: AssertionError
=========================== short test summary info ============================
FAILED tests/test_b.py::test_three - assert 1 == 2
========================= 1 failed, 2 passed in 0.02s ==========================
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with every file that is named."""
    for name in (
        "src/lib.rs",
        "inner/bad_test.go",
        "other_test.go",
        "a.test.js",
        "tests/test_b.py",
        "node_modules/expect/x.js",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x\n")
    (tmp_path / "go.mod").write_text("module example.org/x\n")
    return tmp_path.resolve()


def read(tool: str, output: str, folder: Path) -> Results:
    """What the tool told."""
    output = output.replace("{folder}", str(folder))
    return failures.read(tool, output, folder, outcomes.read(tool, output))


@pytest.mark.parametrize(
    ("tool", "output", "told"),
    [
        ("cargo", CARGO, [("tests::fails", "assertion `left == right` failed: no match", "src/lib.rs", 7)]),
        (
            "go",
            GO,
            [("TestBad", "got 1, want 2", "inner/bad_test.go", 7), ("TestOther", "odd", "other_test.go", 3)],
        ),
        (
            "npm",
            TAP,
            [
                ("fails hard", "Expected values to be strictly equal:", "a.test.js", 3),
                ("inner", "boom", "a.test.js", 4),
                ("group", "", None, None),
            ],
        ),
        ("npm", JEST, [("group \u203a adds", "expect(received).toBe(expected)", "a.test.js", 4)]),
        ("make", MADE, [("tests/test_b.py::test_three", "assert 1 == 2", "tests/test_b.py", 3)]),
    ],
    ids=["cargo", "go", "node", "jest", "make"],
)
def test_failures_are_told_with_reason_and_place(
    folder: Path, tool: str, output: str, told: list[tuple[object, ...]]
) -> None:
    """Name, why in a line, and where in the project's own code."""
    found = read(tool, output, folder).failures
    assert [
        (one.name, one.message, str(one.file.relative_to(folder)) if one.file else None, one.line) for one in found
    ] == told


def test_a_failure_that_is_only_named_is_kept(folder: Path) -> None:
    """What the counts name and nothing tells of."""
    found = failures.read("make", "nothing", folder, Outcome(0, 1, failures=("odd",), counted=True))
    assert [(one.name, one.message, one.file) for one in found.failures] == [("odd", "", None)]


@pytest.mark.parametrize("tool", ["cargo", "go", "npm", "make"])
def test_places_out_of_the_project_are_none(folder: Path, tool: str) -> None:
    """Whatever a test prints, no file but the project's own is ever a place."""
    (folder.parent / "outside_test.go").write_text("x")
    output = (
        "=== RUN   T\n    ../outside_test.go:1: x\n--- FAIL: T (0s)\nFAIL\texample.org/x/../..\t1s\n"
        "---- t stdout ----\nthread 't' panicked at /etc/passwd:1:1:\nx\n"
        "not ok 1 - t\n  location: '/etc/passwd:1:1'\n/etc/passwd:1: x\nFAILED ../../etc/passwd::t - x\n"
    )
    assert all(one.file is None for one in read(tool, output, folder).failures)


@given(st.sampled_from(["cargo", "go", "npm", "make"]), st.text(alphabet="=-> RUNFAIL:\n\t./ab1'stdout", max_size=120))
def test_any_output_is_read(tool: str, output: str) -> None:
    """Nothing that is printed is a fault."""
    found = failures.read(tool, output, Path("/nowhere"), Outcome())
    assert all(one.file is None for one in found.failures)


@pytest.mark.parametrize("tool", ["pytest", "cargo", "go", "npm", "make", "tox"])
@pytest.mark.parametrize(
    "printed",
    [
        "=== " + "9" * 5_000 + " passed in 1.0s ===\n" + "9" * 5_000 + " passing\n# pass " + "9" * 5_000,
        "---- x stdout ----\n" + "panicked at '" * 20_000,
        "\n".join(["\N{BALLOT X} x" + " " * 1_900 + "y"] * 100),
        "\n" * 100_000,
        "".join(f"FAILED hello{number}.py::t - x\n" for number in range(5_000)) + "hello.py:1: x\n" * 5_000,
        "FAILED hello.py::t - x\nhello.py:" + "a." * 100_000,
    ],
    ids=["numbers", "panics", "blanks", "lines", "names", "words"],
)
def test_whatever_is_printed_is_read_in_no_time(tool: str, printed: str, tmp_path: Path) -> None:
    """What comes of it matters little; before, some of these took minutes, or failed."""
    outcome = outcomes.read(tool, printed)
    assert len(failures.read(tool, printed, tmp_path, outcome).failures) <= MOST_FAILURES
