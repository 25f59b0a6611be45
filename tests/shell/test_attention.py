"""Who is spoken to: wake phrase, key, sleep and the window after a reply, with no sound and no clock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.attention import Addressed, Attention, AttentionSettings, Called, Passed, Woken, without_phrase
from shell.errors import ConfigError


def waiting(phrase: str = "golem") -> Attention:
    """Golem that wants to be called."""
    return Attention(AttentionSettings(mode="wake", phrase=phrase))


@pytest.mark.parametrize(
    ("heard", "rest"),
    [
        ("Golem, open the readme.", "open the readme."),
        ("Gollum, open the readme.", "open the readme."),
        ("Go, Lem. Run the tests.", "Run the tests."),
        ("Hey golem run the tests", "run the tests"),
        ("Okay, Golem! What time is it?", "What time is it?"),
        ("golem golem stop that", "stop that"),
        ("Golem.", ""),
    ],
)
def test_the_phrase_is_taken_off_and_the_command_kept(heard: str, rest: str) -> None:
    """Phrase and command may come in one breath, and Whisper may write the name as one that it knows."""
    assert without_phrase(heard, "golem") == (True, rest)


@pytest.mark.parametrize(
    "heard",
    [
        "go left",
        "the golem of Prague",
        "Golden Gate",
        "call them now",
        "",
        "!!!",
        "I said golem",
        "go home",
        "Collins says so",
    ],
)
def test_other_words_are_no_call(heard: str) -> None:
    """The phrase elsewhere in the sentence, or a word somewhat like it, calls nobody."""
    assert without_phrase(heard, "golem") == (False, heard)


def test_a_phrase_of_the_users_own() -> None:
    """Any one to three words will do."""
    assert without_phrase("Computer, lights.", "computer") == (True, "lights.")
    assert without_phrase("hey big brother run the tests", "big brother") == (True, "run the tests")


def test_always_hears_everything() -> None:
    """Without a wake phrase all words count, and one that is said is taken off."""
    assert Attention().weigh("open vim", 1.0) == Addressed("open vim")
    assert Attention().weigh("golem open vim", 1.0) == Addressed("open vim")
    assert Attention().weigh("golem", 1.0) == Called()


def test_without_the_phrase_words_are_passed_over() -> None:
    """The radio is not obeyed."""
    assert waiting().weigh("open vim", 1.0) == Passed()
    assert waiting().weigh("Golem, open vim", 1.0) == Addressed("open vim")


def test_after_a_reply_no_phrase_is_needed_for_a_while() -> None:
    """What begins within the window counts; what begins after it does not."""
    attention = waiting()
    attention.busy(10.0)
    window_s = attention.settings.window_s
    assert attention.weigh("run the tests", 10.0 + window_s) == Addressed("run the tests")
    assert attention.weigh("run the tests", 10.1 + window_s) == Passed()


def test_a_call_opens_the_window() -> None:
    """The phrase alone, a breath, then the command."""
    attention = waiting()
    assert attention.weigh("Golem?", 1.0) == Called()
    attention.busy(2.0)
    assert attention.weigh("run the tests", 4.0) == Addressed("run the tests")


def test_an_answer_needs_no_phrase() -> None:
    """A question's answer is the question's own affair, whoever gives it."""
    assert waiting().weigh("yes", 1.0, asking=True) == Addressed("yes")
    assert waiting().weigh("golem yes", 1.0, asking=True) == Addressed("yes")


def test_stop_needs_no_phrase() -> None:
    """It can only end things."""
    assert waiting().weigh("Stop!", 1.0) == Addressed("Stop!")


def test_asleep_hears_only_wake_up() -> None:
    """Neither commands nor the phrase nor answers get through."""
    attention = Attention()
    attention.asleep = True
    for words in ("open vim", "golem open vim", "golem", "he told me to wake up"):
        assert attention.weigh(words, 1.0) == Passed()
    assert attention.weigh("yes", 1.0, asking=True) == Passed()
    assert attention.weigh("Golem, wake up!", 2.0) == Woken()
    assert attention.weigh("open vim", 3.0) == Addressed("open vim")


def test_a_press_is_good_for_one_utterance() -> None:
    """In push mode words count after the key, once, and not for ever."""
    attention = Attention(AttentionSettings(mode="push"))
    assert attention.weigh("open vim", 1.0) == Passed()
    assert attention.press(2.0)
    assert attention.weigh("open vim", 3.0) == Addressed("open vim")
    assert attention.weigh("and the radio goes on", 4.0) == Passed()
    assert attention.press(5.0)
    assert attention.weigh("too late", 5.0 + attention.settings.push_s + 0.1) == Passed()


def test_a_second_press_takes_the_first_back() -> None:
    """The key toggles, and it wakes."""
    attention = Attention(AttentionSettings(mode="push"))
    attention.asleep = True
    assert attention.press(1.0)
    assert not attention.asleep
    assert not attention.press(2.0)
    assert attention.weigh("open vim", 2.5) == Passed()


def test_the_state_says_what_is_waited_for() -> None:
    """The toolbar shows it; where all is heard there is nothing to say."""
    assert Attention().state(1.0) == ""
    assert waiting("computer").state(1.0) == "waiting for “computer”"
    assert Attention(AttentionSettings(mode="push")).state(1.0) == "press f9 to talk"
    attention = Attention()
    attention.asleep = True
    assert attention.state(1.0) == "asleep"


def test_words_for_others_are_not_shown_while_they_are_said() -> None:
    """Only what will be heeded: after the phrase (without it), in the window, or as an answer; asleep, nothing."""
    attention = waiting("computer")
    assert attention.shown("my card number is", 100.0) == ""
    assert attention.shown("Computer, open the", 100.0) == "open the"
    assert attention.shown("the second", 100.0, asking=True) == "the second"
    attention.busy(100.0)
    assert attention.shown("open the", 101.0) == "open the"
    attention.asleep = True
    assert attention.shown("computer open the", 101.0) == ""


@pytest.mark.parametrize(
    "wrong",
    [{"mode": "sometimes"}, {"phrase": ""}, {"phrase": "hal"}, {"phrase": "c3po"}, {"window_s": -1}, {"push_s": 0}],
)
def test_settings_that_cannot_work_are_refused(wrong: dict[str, object]) -> None:
    """The complaint names the setting."""
    with pytest.raises(ConfigError, match=f"attention.{next(iter(wrong))}"):
        AttentionSettings(**wrong)  # type: ignore[arg-type]  # wrong on purpose


@given(st.text(), st.sampled_from(["golem", "computer"]))
def test_what_is_left_was_there(text: str, phrase: str) -> None:
    """Taking the phrase off adds nothing, and taking it off again changes nothing."""
    called, rest = without_phrase(text, phrase)
    assert rest in text
    assert called or rest == text
    assert without_phrase(rest, phrase) == (False, rest)


@given(st.lists(st.tuples(st.text(max_size=30), st.floats(0, 100)), max_size=8))
def test_asleep_lets_no_command_through(said: list[tuple[str, float]]) -> None:
    """Whatever is said, asleep it is passed over unless it wakes or stops."""
    attention = waiting()
    attention.asleep = True
    for text, began in said:
        heeded = attention.weigh(text, began)
        assert isinstance(heeded, Passed | Woken) or text.strip()
        if isinstance(heeded, Woken):
            break
