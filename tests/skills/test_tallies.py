"""How many tests are over is counted from what each tool really prints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.tallies import Counter, Tally

PYTEST = """\
============================= test session starts ==============================
collected 12 items

test_slow.py ..F...                                                      [ 50%]
test_two.py .sE...                                                       [100%]

=================================== FAILURES ===================================
__________________________________ test_a[2] ___________________________________
...
FFFF
=========================== short test summary info ============================
FAILED test_slow.py::test_a[2] - assert 2 != 2
"""
QUIET = "collected 40 items / 10 deselected / 30 selected\n" + "." * 20 + " [ 66%]\n"
VERBOSE = """\
collecting ... collected 3 items

tests/test_a.py::test_x PASSED                                           [ 33%]
tests/test_a.py::test_y[a b] FAILED                                      [ 66%]
"""
XDIST = """\
4 workers [40 items]
[gw0] [  2%] PASSED tests/test_a.py::test_x
[gw1] [  5%] FAILED tests/test_a.py::test_y
"""
CARGO = """\
running 3 tests
test tests::adds ... ok
test tests::fails ... FAILED
test tests::waits ... ignored

failures:

running 2 tests
test whole ... ok
"""
GO = """\
=== RUN   TestAdd
--- PASS: TestAdd (0.00s)
=== RUN   TestSub
    --- FAIL: TestSub/one (0.00s)
--- FAIL: TestSub (0.00s)
"""
TAP = "TAP version 13\n1..4\nok 1 - adds\nnot ok 2 - subtracts\nnot ok 3 - later # TODO\n"
COUNTED = [
    (PYTEST, Tally(12, 2, 12)),
    (QUIET, Tally(20, 0, 30)),
    (VERBOSE, Tally(2, 1, 3)),
    (XDIST, Tally(2, 1, 40)),
    (CARGO, Tally(4, 1, 5)),
    (GO, Tally(2, 1)),
    (TAP, Tally(3, 1, 4)),
]


@pytest.mark.parametrize(("output", "tally"), COUNTED)
def test_each_tool_is_counted_as_it_goes(output: str, tally: Tally) -> None:
    """Failures among them, and of how many where the tool told it."""
    counter = Counter()
    for line in output.splitlines():
        counter.take(line)
    assert counter.tally() == tally


@pytest.mark.parametrize("output", ["", "....\n", "FAILED\n", "it is okay 3\n", "1..9\n", "collected 3 items\n"])
def test_what_is_no_test_is_not_counted(output: str) -> None:
    """Another program's dots, and a heading alone."""
    counter = Counter()
    for line in output.splitlines():
        counter.take(line)
    assert counter.tally() is None


@given(st.lists(st.sampled_from("\n".join(output for output, _ in COUNTED).splitlines()) | st.text(max_size=40)))
def test_a_tally_never_tells_more_than_there_is(lines: list[str]) -> None:
    """Whatever is printed: failed are among those over, and those over among all; nothing is forgotten."""
    counter, before = Counter(), 0
    for line in lines:
        counter.take(line)
        tally = counter.tally()
        if tally is not None:
            assert 0 <= tally.failed <= tally.done
            assert tally.of is None or tally.done <= tally.of
            assert tally.done >= before
            before = tally.done


def test_it_is_told_in_few_words() -> None:
    """Failures only where there are any."""
    assert Tally(12, 1, 40).told() == "12 of 40, 1 failed"
    assert Tally(12, 0, 40).told() == "12 of 40"
    assert Tally(12, 2).told() == "12 done, 2 failed"
    assert Tally(10, 0, 40).percent == 25.0
    assert Tally(10).percent is None
