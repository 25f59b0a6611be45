"""Sums and units: right, bounded, and never code."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.families.sums import MINUS, UNITS, calculate, convert
from skills.sums import SumFault, converted, told, worked_out, written
from skills.testing import FakeContext


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("twelve times seven", 84),
        ("15 percent of 80", 12),
        ("15% of 80", 12),
        ("two point five plus twenty one", 23.5),
        ("3 plus 4 times 5", 23),
        ("(3 + 4) * 5", 35),
        ("two to the power of ten", 1024),
        ("2 ^ 0.5", 2**0.5),
        ("12 squared", 144),
        ("1,000 divided by 8", 125),
        ("minus 3 plus 5", 2),
        ("7 x 8", 56),
        ("10 over 4", 2.5),
    ],
)
def test_sums_as_they_are_said(said: str, value: float) -> None:
    """In words, in signs, or in both; what binds more comes first."""
    text = written(said)
    assert text is not None
    assert worked_out(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "said",
    [
        "love",
        "__import__('os')",
        "a + b",
        "print(1)",
        "1; 2",
        "[1]",
        "1 if 1 else 2",
        "lambda: 1",
        "1e9",
        "",
        ".",
    ],
)
def test_what_is_no_sum_is_none(said: str) -> None:
    """Names, calls, and any other code never reach what works sums out."""
    assert written(said) is None


@pytest.mark.parametrize(
    "text", ["9 ** 9 ** 9", "9 ** 999999", "2 ** (3 ** 4)", "1 / 0", "(((", "1 +", "9" * 40 + " + 1", "1..2 + 1", "2 2"]
)
def test_what_cannot_be_worked_out_is_said(text: str) -> None:
    """Towers of powers, endless figures, and half a sum end at once, in a line."""
    with pytest.raises(SumFault):
        worked_out(text)


@given(st.text(alphabet="0123456789.()+*/- ", max_size=30))
def test_any_figures_and_signs_end_in_a_number_or_a_fault(text: str) -> None:
    """Nothing else comes of them."""
    try:
        assert isinstance(worked_out(text), float)
    except SumFault:
        return


@pytest.mark.parametrize(
    ("amount", "unit", "spoken"),
    [
        ("5 mile", "kilometer", "5 miles is 8.04672 kilometers."),
        ("70 degF", "degC", "70 degrees fahrenheit is 21.111111 degrees celsius."),
        ("1 mile", "meter", "1 mile is 1,609.344 meters."),
        ("3 hour", "minute", "3 hours is 180 minutes."),
        ("1 megabyte", "byte", "1 megabyte is 1,000,000 bytes."),
        ("5 mile", "hour", "I cannot work that out: a mile is no amount of hour."),
    ],
)
def test_amounts_in_other_units(tmp_path: Path, amount: str, unit: str, spoken: str) -> None:
    """With the units as one says them; what cannot be converted is said."""
    assert convert(FakeContext(tmp_path), amount, unit).spoken == spoken


def test_every_unit_is_one_of_pints() -> None:
    """None is mistyped."""
    for unit in UNITS:
        assert converted(1.0, unit, unit) == pytest.approx(1.0)


def test_the_sum_is_shown_with_its_result(tmp_path: Path) -> None:
    """And said alone."""
    reply = calculate(FakeContext(tmp_path), left="15", operator="÷ 100 ×", right="80")
    assert (reply.spoken, reply.printed) == ("12.", "15 ÷ 100 × 80 = 12")
    assert calculate(FakeContext(tmp_path), "1 ÷ 0").spoken == "I cannot work that out: that divides by zero."


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"left": "6", "right": "9", "scaling": "×"}, "6 × 9 = 54"),
        ({"left": "2 + 3", "right": "4", "scaling": "×"}, "(2 + 3) × 4 = 20"),
        ({"left": "10", "right": "3", "taking": MINUS}, "10 − 3 = 7"),
        ({"left": "2.5", "right": "4"}, "2.5 + 4 = 6.5"),
        ({"left": "2", "operator": "×", "right": "3 + 4"}, "2 × 3 + 4 = 10"),
    ],
)
def test_sums_that_begin_with_what_is_to_be_done(tmp_path: Path, parts: dict[str, str], shown: str) -> None:
    """ "multiply 2 plus 3 by 4" takes each side as a whole; "2 times 3 plus 4" goes by what binds more."""
    assert calculate(FakeContext(tmp_path), **parts).printed == shown


@pytest.mark.parametrize(
    ("value", "text"), [(12.0, "12"), (1234567.5, "1,234,567.5"), (1 / 3, "0.333333"), (0.0, "0"), (1e20, "1e+20")]
)
def test_numbers_are_told_short(value: float, text: str) -> None:
    """No decimals that tell nothing."""
    assert told(value) == text
