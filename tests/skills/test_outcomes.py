"""How a run of tests went, from real tools' output."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills import outcomes
from skills.outcomes import Outcome

PYTEST = """\
..F.s                                                    [100%]
=========================== short test summary info ============================
FAILED tests/test_a.py::TestX::test_b[1] - assert 1 == 2
ERROR tests/test_c.py - ImportError: no module
=== 1 failed, 3 passed, 1 skipped, 2 warnings, 1 error in 0.12s ===
"""
CARGO = """\
test tests::it_adds ... ok
test tests::it_breaks ... FAILED
test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s
"""
GO = """\
=== RUN   TestAdd
--- PASS: TestAdd (0.00s)
=== RUN   TestBreak
    a_test.go:9: no
--- FAIL: TestBreak (0.00s)
--- SKIP: TestLater (0.00s)
FAIL
"""
JEST = """\
  \N{BULLET} sum > adds wrongly

    expect(received).toBe(expected)

Tests:       1 failed, 1 skipped, 4 passed, 6 total
"""
VITEST = " Test Files  1 passed (1)\n      Tests  1 failed | 2 passed (3)\n"
MOCHA = "  3 passing (12ms)\n  1 pending\n  1 failing\n\n  1) sum adds wrongly:\n"
NODE = (
    "\N{HEAVY CHECK MARK} adds (0.5ms)\n\N{BALLOT X} breaks (0.4ms)\n"
    "\N{INFORMATION SOURCE} tests 2\n\N{INFORMATION SOURCE} pass 1\n\N{INFORMATION SOURCE} fail 1\n"
)
TAP = "TAP version 13\nok 1 - adds\nnot ok 2 - breaks\n1..2\n"
TOX = "  py311: OK (1.2 seconds)\n  py312: FAIL code 1 (2.0 seconds)\n  evaluation failed :( (3.2 seconds)\n"


@pytest.mark.parametrize(
    ("tool", "output", "wanted"),
    [
        ("pytest", PYTEST, Outcome(3, 2, 1, ("tests/test_a.py::TestX::test_b[1]", "tests/test_c.py"), True)),
        ("pytest", "1 passed in 0.01s\n", Outcome(1, 0, 0, (), True)),
        ("pytest", "no tests ran in 0.01s\n", Outcome(0, 0, 0, (), True)),
        ("pytest", "\x1b[32m=== \x1b[1m2 passed\x1b[0m in 0.01s ===\x1b[0m\n", Outcome(2, 0, 0, (), True)),
        ("pytest", "== 2 passed in 75.21s (0:01:15) ==\n", Outcome(2, 0, 0, (), True)),
        ("cargo", CARGO, Outcome(4, 1, 1, ("tests::it_breaks",), True)),
        ("go", GO, Outcome(1, 1, 1, ("TestBreak",), True)),
        ("npm", JEST, Outcome(4, 1, 1, ("sum > adds wrongly",), True)),
        ("npm", VITEST, Outcome(2, 1, 0, (), True)),
        ("npm", MOCHA, Outcome(3, 1, 1, ("sum adds wrongly",), True)),
        ("npm", NODE, Outcome(1, 1, 0, ("breaks",), True)),
        ("npm", TAP, Outcome(1, 1, 0, ("breaks",), True)),
        ("tox", TOX, Outcome(1, 1, 0, ("py312",), True)),
        ("make", CARGO, Outcome(4, 1, 1, ("tests::it_breaks",), True)),
        ("make", PYTEST, Outcome(3, 2, 1, ("tests/test_a.py::TestX::test_b[1]", "tests/test_c.py"), True)),
        ("make", "cc -o a a.c\n", Outcome()),
    ],
)
def test_counts_are_read(tool: str, output: str, wanted: Outcome) -> None:
    """Each tool's own summary gives passed, failed, skipped and the failing names."""
    assert outcomes.read(tool, output) == wanted


@pytest.mark.parametrize(
    ("outcome", "status", "said"),
    [
        (Outcome(12, counted=True), 0, "All 12 tests passed."),
        (Outcome(2, skipped=1, counted=True), 0, "Both tests passed, 1 skipped."),
        (Outcome(1, counted=True), 0, "The one test passed."),
        (Outcome(0, 0, 3, counted=True), 0, "No tests ran; 3 were skipped."),
        (Outcome(counted=True), 5, "No tests ran."),
        (Outcome(10, 2, failures=("a::b", "c"), counted=True), 1, "2 of 12 tests failed: b and c."),
        (Outcome(0, 5, failures=tuple("abcde"), counted=True), 1, "5 of 5 tests failed: a, b, c and 2 more."),
        (Outcome(3, counted=True), 2, "3 tests passed, but the run ended with status 2."),
        (Outcome(), 0, "The tests passed; the tool gave no counts."),
        (Outcome(), 101, "The tests failed with status 101; the tool gave no counts."),
    ],
)
def test_the_summary_is_one_sentence(outcome: Outcome, status: int, said: str) -> None:
    """Counts, and the first failing tests by their own names; a bad status is never called a success."""
    assert outcomes.spoken(outcome, status) == said


@given(st.sampled_from(["pytest", "npm", "cargo", "go", "make", "tox", "other"]), st.text(), st.integers(-15, 255))
def test_any_output_gives_a_sentence(tool: str, output: str, status: int) -> None:
    """No output makes the reading fail, and a failed run is never told as passed."""
    said = outcomes.spoken(outcomes.read(tool, output), status)
    assert said.endswith(".")
    assert status == 0 or not said.startswith(("All", "The tests passed", "Both", "The one"))
