"""Words that overlap Golem's own speech: an echo, a backchannel, or a person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.overlap import NEAREST, judge, likeness, plain

QUESTION = "Delete the build folder. Say yes or no."
WORDS = st.lists(st.text("abcdefghijklmnopqrstuvw", min_size=2, max_size=9), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("heard", "spoken"),
    [
        ("Delete the build folder.", QUESTION),
        ("delete the bill folder", QUESTION),
        ("say yes", QUESTION),
        ("Yes.", QUESTION),
        ("Yes or no?", QUESTION),
        ("Say yes to confirm.", "Say yes to confirm."),
        ("Gollum, run the tests", "Golem, run the tests."),
        ("Done.", "Done. What next?"),
    ],
)
def test_golems_own_words_are_an_echo(heard: str, spoken: str) -> None:
    """Whole or in part, well heard or a little misheard."""
    assert judge(heard, spoken) == "echo"


@pytest.mark.parametrize(
    ("heard", "spoken"),
    [
        ("Open vim.", QUESTION),
        ("Done. Now open vim.", "Done."),
        ("No.", "The newest of them is called notes."),
        ("wait", QUESTION),
        ("what time is it", "There are twelve files in this folder."),
        ("run the tests", "The tests have failed, four of them."),
        ("Yes.", ""),
    ],
)
def test_other_words_are_a_persons(heard: str, spoken: str) -> None:
    """Also where Golem's are a part of them, or theirs a part of a longer word of Golem's."""
    assert judge(heard, spoken) == "person"


@pytest.mark.parametrize("heard", ["Mhm.", "uh-huh", "Okay.", "I see."])
def test_a_listeners_sounds_are_a_backchannel(heard: str) -> None:
    """They wish Golem to go on; "yes" and "no" are not among them."""
    assert judge(heard, "It is ten minutes past four.") == "backchannel"


@given(WORDS, st.data())
def test_any_run_of_own_words_is_an_echo(words: list[str], data: st.DataObject) -> None:
    """Wherever it begins and ends, in whatever case and with whatever punctuation."""
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    heard = ", ".join(word.upper() for word in words[first:last]) + "!"
    assert judge(heard, " ".join(words)) == "echo"


@given(WORDS, WORDS)
def test_words_more_than_twice_as_long_are_never_an_echo(own: list[str], others: list[str]) -> None:
    """What Golem said can explain no more letters than it has."""
    spoken = " ".join(own)
    heard = " ".join([spoken, *others])
    while len(heard) < 3 * len(spoken) + 6:
        heard += " xyzzy"
    assert likeness(plain(heard), plain(spoken)) < NEAREST


@given(st.text(), st.text())
def test_any_text_is_judged(heard: str, spoken: str) -> None:
    """Whatever the characters are; and likeness is a part of one."""
    assert judge(heard, spoken) in {"echo", "backchannel", "person"}
    assert 0.0 <= likeness(plain(heard), plain(spoken)) <= 1.0
