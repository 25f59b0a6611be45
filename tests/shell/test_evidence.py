"""When a transcript is believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.errors import ConfigError
from shell.evidence import COMMON_HALLUCINATIONS, EvidenceSettings, compression_ratio, doubt, loops, once, said_twice

SETTINGS = EvidenceSettings()


def judged(text: str, no_speech: float = 0.05, mean: float = -0.2) -> str | None:
    """With the default settings."""
    return doubt(text, no_speech=no_speech, mean_log_probability=mean, settings=SETTINGS)


@pytest.mark.parametrize("text", ["Open vim.", "Yes.", "no", "Stop!", "run tests", "go", "8", "Thank you.", "no no no"])
def test_clear_words_are_believed(text):
    """With good evidence any words are taken, also those that Whisper often makes up."""
    assert judged(text) is None


@pytest.mark.parametrize("text", sorted(COMMON_HALLUCINATIONS))
def test_common_hallucinations_need_good_evidence(text):
    """Each is refused where the words are unsure, and where speech itself is."""
    assert judged(text.capitalize() + ".", mean=-0.9)
    assert judged(text, no_speech=0.4)


@pytest.mark.parametrize(
    ("text", "no_speech", "mean"),
    [("open vim", 0.9, -1.1), ("open vim", 0.1, -2.0), ("open vim", 0.1, float("nan")),
     ("open vim", float("nan"), -0.1),
     ("", 0.0, 0.0), (" . . !", 0.0, 0.0), ("🙏🏻", 0.0, 0.0), ("Hmm. Uh", 0.0, -0.1), ("Oh! Oh!", 0.1, -0.1),
     ("Thank you. Thank you.", 0.1, -0.8), ("no " * 60, 0.0, -0.1), ("go go go go", 0.0, -0.1),
     ("Wheeeeeee", 0.0, -0.1)],
)  # fmt: skip
def test_weak_evidence_is_doubt(text, no_speech, mean):
    """No speech, unsure words, no words, mere sounds and loops are all refused with a reason."""
    assert judged(text, no_speech, mean)


def test_the_compression_ratio_is_that_of_whisper():
    """Short text does not compress, loops do, nothing is 0."""
    assert compression_ratio("") == 0
    assert compression_ratio("open vim") < 1
    assert compression_ratio("the same again " * 20) > 2.4


def test_a_loop_is_four_times_and_an_emphasis_is_not():
    """Three times is what people do."""
    assert loops("run it run it run it run it")
    assert not loops("stop stop stop")
    assert loops("aaaaaaah")


def test_said_twice_is_a_phrase_again_or_nothing_but_a_word_again():
    """A whole phrase again is noticed, and so is text of one or two words over and over; "very very good" is not."""
    assert said_twice("Make me a latte. Make me a latte.")
    assert said_twice("no no")
    assert said_twice("Go up. Go up. Go")
    assert not said_twice("a very very good one")
    assert not said_twice("no")
    assert not said_twice("")
    assert not said_twice("open the file and open the door")


@given(st.text(), st.floats(allow_nan=True), st.floats(allow_nan=True))
def test_judging_never_fails(text, no_speech, mean):
    """Any text and any numbers give a reason or none."""
    assert judged(text, no_speech, mean) is None or judged(text, no_speech, mean)


@given(
    st.sampled_from(["open vim", "thank you", "you", "delete the log"]),
    st.floats(0, 1),
    st.floats(-3, 0),
    st.floats(0, 3),
)
def test_better_evidence_is_never_believed_less(text, no_speech, mean, better):
    """What is believed stays believed when the words are surer and speech likelier."""
    if judged(text, no_speech, mean) is None:
        assert judged(text, no_speech, min(0.0, mean + better)) is None
        assert judged(text, max(0.0, no_speech - better), mean) is None


@pytest.mark.parametrize(
    "wrong", [{"no_speech": 2}, {"weak_log_probability": 1}, {"max_compression_ratio": 0.5}, {"weak_no_speech": -1}]
)
def test_settings_that_cannot_work_are_refused_by_name(wrong):
    """A value out of range is a ConfigError that names the setting."""
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        EvidenceSettings(**wrong)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Git diff. Git diff.", "Git diff."),
        ("test lib test lib test", "test lib"),
        ("No, no.", "No,"),
        ("Run the tests.", "Run the tests."),
        ("go to the left, the left", "go to the left, the left"),
        ("", ""),
    ],
)
def test_what_comes_twice_from_the_beginning_is_taken_once(text, said):
    """Whatever stands between; words that come again later stay."""
    assert once(text) == said
