"""Dictated words: signs, casing, spelling, keys; and that nothing which does not show ever comes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.dictation import CASING, DICTATION, SIGNS, SPELLING, cased, showable, spelled, written
from intents.keys import KEY, KEYS, NEW_LINE, TIMES
from intents.model import Resolved, Scene, Unresolved

SCENE = Scene(Path("/tmp"), Path("/tmp"))
HEARD = Scene(Path("/tmp"), Path("/tmp"), heard=True)


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("hello comma world period", "hello, world."),
        ("Hello, comma, world.", "Hello, world."),
        ("return a plus b", "return a + b"),
        ("if x double equals none colon", "if x == none:"),
        ("print call quote hi quote close paren", 'print("hi")'),
        ("git commit dash m quote fix quote", 'git commit -m "fix"'),
        ("dash dash help", "--help"),
        ("main dot py", "main.py"),
        ("source slash app dot py", "source/app.py"),
        ("camel case user name equals snake case get user", "userName = get_user"),
        ("all caps warning colon cap hello there", "WARNING: Hello there"),
        ("kebab case my page dot html", "my-page.html"),
        ("literal comma separated", "comma separated"),
        ("user underscore name", "user_name"),
        ("a no space b", "ab"),
        ("open bracket one comma two close bracket", "[one, two]"),
        ("snake case", "snake case"),
        ("it's 5 o'clock", "it's 5 o'clock"),
        ("semicolon", ";"),
        ("rm dash rf tilde slash", "rm -rf ~/"),
    ],
)
def test_words_are_written_as_they_are_meant(said: str, typed: str) -> None:
    """Signs by their names, close to their neighbours or not; casing up to the next sign; the rest as it was said."""
    assert written(said) == typed


@given(st.text())
def test_all_that_comes_out_shows(said: str) -> None:
    """Whatever goes in: no line end, no escape, nothing that turns or hides what stands beside it."""
    assert written(said).isprintable()
    assert (spelled(said) or "").isprintable()
    assert showable(said).isprintable()


@given(st.lists(st.sampled_from([*SIGNS, "hello", "camel case", "cap", "literal", "quote", "\n", "\x1b[A"])))
def test_any_row_of_names_is_written(said: list[str]) -> None:
    """Without an error, and showing."""
    assert written(" ".join(said)).isprintable()


@given(st.text(alphabet=st.characters(categories=("L", "N")), min_size=1).filter(lambda word: word.isprintable()))
def test_a_plain_word_stays_itself(word: str) -> None:
    """What names nothing is kept letter by letter."""
    assert written(f"xx{word}") == f"xx{word}"


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("alpha bravo cap charlie", "abC"),
        ("a b three dash x", "ab3-x"),
        ("cap g one underscore", "G1_"),
        ("42 x", "42x"),
    ],
)
def test_letters_are_spelled(said: str, typed: str) -> None:
    """By the spelling alphabet, by themselves, digits and signs among them."""
    assert SPELLING.resolve(said, SCENE) == Resolved(typed, 1.0)


@pytest.mark.parametrize("said", ["hello", "the a b", "", "a b or so"])
def test_what_is_no_letter_is_not_spelled(said: str) -> None:
    """Half a spelling is none."""
    assert isinstance(SPELLING.resolve(said, SCENE), Unresolved)


def test_the_recognisers_full_stop_is_none() -> None:
    """Whisper ends what it hears with one; who types one means it."""
    assert DICTATION.resolve("good morning.", HEARD) == Resolved("good morning", 1.0)
    assert DICTATION.resolve("good morning.", SCENE) == Resolved("good morning.", 1.0)


def test_a_casing_is_put_on_words() -> None:
    """By the names that it has in a dictation."""
    assert cased("camel case", "user name equals x") == "userName = x"
    assert {cased(case, "get user id") for case in CASING.values} >= {"getUserId", "get_user_id", "GET_USER_ID"}


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("esc", "escape"),
        ("control charlie", "control c"),
        ("ctrl x", "control x"),
        ("return", "enter"),
        ("alt f", "alt f"),
    ],
)
def test_keys_have_more_names_than_one(said: str, key: str) -> None:
    """As people call them."""
    assert KEY.resolve(said, SCENE) == Resolved(key, 1.0)


def test_a_new_line_is_enter() -> None:
    """And so is judged as it, wherever it is said."""
    assert NEW_LINE.resolve("new line", SCENE) == Resolved("enter", 1.0)
    assert set(NEW_LINE.values) <= set(KEYS)


@pytest.mark.parametrize(("said", "times"), [("three times", 3), ("twice", 2), ("5", 5), ("once", 1)])
def test_times(said: str, times: int) -> None:
    """In words or digits."""
    assert TIMES.resolve(said, SCENE) == Resolved(times, 1.0)


@pytest.mark.parametrize("said", ["51", "zero", "minus two", "a lot", "1.5"])
def test_what_is_no_number_of_times(said: str) -> None:
    """Nobody presses a key a thousand times by voice."""
    assert isinstance(TIMES.resolve(said, SCENE), Unresolved)
