"""Spoken numbers and spans of time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.numbers import number, quantity, seconds, spelled_out, ways_to_write


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("twelve", 12),
        ("8080", 8080),
        ("eight thousand eighty", 8080),
        ("eight zero eight zero", 8080),
        ("eighty eighty", 8080),
        ("fifty four thirty two", 5432),
        ("one oh eight", 108),
        ("1,024", 1024),
    ],
)
def test_a_number_is_understood_as_it_is_told(said: str, value: float) -> None:
    """In digits, in words, digit by digit, and in pairs, as ports are told."""
    assert number(said) == value


@pytest.mark.parametrize("said", ["", "many", "vim", "12 monkeys", "²", "٣", "1e9", "nan", "inf", "9" * 400])
def test_what_is_no_number_is_none(said: str) -> None:
    """Words, mixtures, other digits and absurd lengths are no number."""
    assert number(said) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("ten minutes", 600),
        ("an hour and a half", 5400),
        ("one and a half hours", 5400),
        ("half an hour", 1800),
        ("a quarter of an hour", 900),
        ("1h30", 5400),
        ("ten minutes and thirty seconds", 630),
        ("two hours, five minutes", 7500),
        ("90 seconds", 90),
    ],
)
def test_a_span_of_time_is_seconds(said: str, value: float) -> None:
    """Hours, minutes and seconds, also halved and joined."""
    assert seconds(said) == value


@pytest.mark.parametrize("said", ["", "soon", "ten", "ten minutes or so later", "minutes"])
def test_what_is_no_span_of_time_is_none(said: str) -> None:
    """A number without a unit and a unit without a number say nothing."""
    assert seconds(said) is None


@given(st.text(max_size=200))
def test_odd_words_never_fail(text: str) -> None:
    """Any text is a number or none, a span of time or none."""
    assert number(text) is None or isinstance(number(text), float)
    assert seconds(text) is None or isinstance(seconds(text), float)


@given(st.integers(0, 999_999))
def test_digits_are_themselves(value: int) -> None:
    """A whole number in digits is that number."""
    assert number(str(value)) == value


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("twelve ounces", (12.0, "ounce")),
        ("12-oz", (12.0, "ounce")),
        ("2.5 kg", (2.5, "kilogram")),
        ("half a liter", (0.5, "liter")),
        ("two hundred megs", (200.0, "megabyte")),
        ("twelve", None),
        ("the ounce", None),
        ("20 one", None),
    ],
)
def test_a_quantity_is_a_number_and_its_unit(said: str, meant: tuple[float, str] | None) -> None:
    """Units are known by their plural and their abbreviations."""
    assert quantity(said) == meant


def test_a_number_is_written_both_ways() -> None:
    """Digits are spelled out with their units in full; what is no whole number stays."""
    assert spelled_out("a 16-oz latte in main2.py on 3.5") == "a sixteen ounce latte in main2.py on 3.5"
    assert {"12 ounce", "12 oz", "twelve ounces"} <= set(ways_to_write("twelve ounce"))
    assert ways_to_write("house coffee") == ()


@given(st.text(max_size=80))
def test_odd_quantities_never_fail(said: str) -> None:
    """Any text is spelled out, and is a quantity or none."""
    spelled_out(said)
    ways_to_write(said)
    quantity(said)
