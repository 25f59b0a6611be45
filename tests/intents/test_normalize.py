"""Spoken and typed text to its canonical form, and back to what was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.normalize import LONGEST, as_said, canonical, spoken_name, without_article


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Open vim.", "Open vim"),
        ("Hey Golem, um, could you please open, uh, vim please, thank you.", "open vim"),
        ("Okay, so, run the tests right now!", "run the tests"),
        ("What time is it?", "What time is it"),
        ("whats the time", "what's the time"),
        ("I was wondering if you could run the tests", "run the tests"),
        ("Excuse me, do you think you could open vim?", "open vim"),
        ("would you be so kind as to list the branches if you don't mind", "list the branches"),
        ("Would it be possible to show the log right away?", "show the log"),
        ("would you mind deleting old.log", "delete old.log"),
        ("do you mind running the tests asap", "run the tests"),
        ("how about creating a folder", "create a folder"),
        ("can you do me a favour and open vim, cheers", "open vim"),
        ("I'd really like to see the log", "see the log"),
        ("close golem", "close golem"),
        ("stop, golem", "stop"),
        ("open um.py", "open um.py"),
        ("so.py", "so.py"),
        ("now-playing open", "now-playing open"),
        ("open main.py.", "open main.py"),
        ("go to ..", "go to dot dot"),
        ("please", "please"),
        ("?!", ""),
        ("\x1b[2Jopen\u200b vim\r\n", "[2Jopen vim"),
    ],
)
def test_only_what_carries_no_meaning_goes(said: str, wanted: str) -> None:
    """Punctuation, address, politeness, fillers and invisible characters go; names keep their signs."""
    assert canonical(said) == wanted


@pytest.mark.parametrize("telling", ["semicolon", "dash rf", "&&", "| sh", "$(id)", "`id`", "> out", "../..", "~/.ssh"])
def test_signs_that_the_policy_looks_for_stay(telling: str) -> None:
    """Shell syntax, written or spoken, is still there in the canonical text."""
    assert telling in canonical(f"open vim {telling}")


@given(st.text())
def test_the_canonical_form_is_its_own(text: str) -> None:
    """Whatever the text, doing it twice changes nothing more, and the result is bounded and printable."""
    once = canonical(text)
    assert canonical(once) == once
    assert len(once) <= LONGEST
    assert once.isprintable()


@given(st.text(alphabet=st.sampled_from("um please now so, .'’can you hey golem\u00a0ﬁ\u0301\u200d")))
def test_the_canonical_form_of_fillers_is_its_own(text: str) -> None:
    """The same where the text is made of the very words that are taken away."""
    once = canonical(text)
    assert canonical(once) == once


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["please ", "now ", ",", ",a", "um ", "\u0301", "ﷺ", "open vim ", "."])
def test_a_hundred_kilobytes_are_cut_and_done(piece: str) -> None:
    """Text far too long is cut at LONGEST characters instead of being worked through."""
    assert len(canonical(piece * (100_000 // len(piece)))) <= LONGEST


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("main dot pie", "main.py"),
        ("main dot p y", "main.py"),
        ("source slash app", "source/app"),
        ("my underscore data", "my_data"),
        ("dot gitignore", ".gitignore"),
        ("dot dot slash docs", "../docs"),
        ("index dot h t m l", "index.html"),
        ("main.py", "main.py"),
        ("r e a d m e", "readme"),
        ("alpha bravo dot p y", "ab.py"),
        ("golf club", "golf club"),
        ("snake case user name dot py", "user_name.py"),
        ("source slash camel case my app dot t s", "source/myApp.ts"),
        ("all caps readme dot m d", "README.md"),
        ("snake case", "snake case"),
        ("two words", "two words"),
        ("dot", "dot"),
    ],
)
def test_a_spoken_name_is_written_out(said: str, written: str) -> None:
    """Separators and endings that were said become signs; a name already written stays."""
    assert spoken_name(said) == written


@given(st.text(max_size=300))
def test_a_spoken_name_never_fails(text: str) -> None:
    """Any text is some name, and a written name stays as it is when no separator was said in it."""
    assert isinstance(spoken_name(text), str)


def test_an_article_is_no_part_of_a_name() -> None:
    """ "the readme" names the readme; "my underscore data" begins with "my"."""
    assert without_article("the readme") == "readme"
    assert without_article("my underscore data") == "my underscore data"


@pytest.mark.parametrize(
    ("words", "original", "said"),
    [
        (
            "fix the parser's bug again",
            "commit with message fix: the parser's bug, again.",
            "fix: the parser's bug, again",
        ),
        ("Fix Typo", "Commit with message “Fix Typo”.", "Fix Typo"),
        ("say", "commit with message say thanks.", "say thanks"),
        ("it works", "commit with message it works now", "it works now"),
        ("fix it", "commit with message fix it please", "fix it"),
        ("fix it", "commit with message fix it, thanks", "fix it"),
    ],
)
def test_a_message_is_kept_as_it_was_said(words: str, original: str, said: str) -> None:
    """Case and inner punctuation come back from the original, and so do last words that only looked polite."""
    assert as_said(words, original, to_end=True) == said


def test_a_path_keeps_the_signs_around_it() -> None:
    """Leading dots, dashes and a last ".." belong to a name, though they are punctuation elsewhere."""
    assert as_said("gitignore", "open .gitignore") == ".gitignore"
    assert as_said("../", "go to ../..") == "../.."
    assert as_said("README.md", "Open README.md.") == "README.md"


@given(st.text(max_size=200), st.text(max_size=200))
def test_looking_up_what_was_said_never_fails(words: str, original: str) -> None:
    """Any words in any original give some text."""
    assert isinstance(as_said(words, original, to_end=True), str)


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("see if the tests are ok", "see if the tests are ok"),
        ("check that the tests are still okay", "check that the tests are still okay"),
        ("run the tests, ok", "run the tests"),
    ],
)
def test_being_ok_is_no_politeness(said: str, plain: str) -> None:
    """ "ok" goes from the end of a sentence only where it says nothing of something."""
    assert canonical(said) == plain
