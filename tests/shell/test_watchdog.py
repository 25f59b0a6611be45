"""A transcriber that hangs or fails is replaced, and nothing that was said is lost by it."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from shell.asr import CALLED_OFF, NotRecognized, Transcriber, Transcript, Wanted, always
from shell.errors import AudioError, GolemError, ModelError, ModelMissing
from shell.fakes_hearing import FakeTranscriber
from shell.frames import Audio
from shell.watchdog import MOST_LEFT_BEHIND, WatchedTranscriber

SOUND: Audio = np.full(1600, 0.1, np.float32)


class Hanging:
    """Never answers, until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def transcribe(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Transcript | NotRecognized:
        """Hang."""
        del audio, prompt, wanted
        self.let_go.wait()
        return NotRecognized("too late")


def watched(*transcribers: Transcriber, told: list[str] | None = None) -> WatchedTranscriber:
    """A watchdog that loads these one after another, and waits a twentieth of a second."""
    rest = list(transcribers)
    return WatchedTranscriber(lambda: rest.pop(0), least_s=0.05, tell=(told if told is not None else []).append)


def text_of(outcome: Transcript | NotRecognized) -> str:
    """The words, or the reason why there are none."""
    return outcome.text if isinstance(outcome, Transcript) else outcome.reason


@pytest.fixture
def hanging():
    """As many hanging transcribers as a test needs; their threads end with the test."""
    made = [Hanging() for _ in range(MOST_LEFT_BEHIND)]
    yield made
    for one in made:
        one.let_go.set()


def test_a_good_transcriber_is_left_alone() -> None:
    """Its words are passed on, in order."""
    watchdog = watched(FakeTranscriber(["one", "two"]))
    assert [text_of(watchdog.transcribe(SOUND)) for _ in range(2)] == ["one", "two"]


def test_words_that_are_not_wanted_are_called_off() -> None:
    """It is told so, and takes it for no failure: nothing is replaced, and the next words are made."""
    watchdog = watched(FakeTranscriber(["one"]))
    assert watchdog.transcribe(SOUND, wanted=lambda: False) == CALLED_OFF
    assert text_of(watchdog.transcribe(SOUND)) == "one"


def test_the_utterance_that_it_hung_on_is_recognised_by_the_next(hanging: list[Hanging]) -> None:
    """Nothing said is lost, and the user reads one line."""
    told: list[str] = []
    good = FakeTranscriber(["run the tests", "again"])
    watchdog = watched(hanging[0], good, told=told)
    sound = SOUND * 2
    assert text_of(watchdog.transcribe(sound)) == "run the tests"
    assert (good.heard[0] == sound).all()
    assert text_of(watchdog.transcribe(SOUND)) == "again"
    assert len(told) == 1
    assert "hung" in told[0]
    assert watchdog.left_behind == 1


def test_a_failing_one_is_replaced_once() -> None:
    """A lost GPU is loaded anew; what fails again is told as not recognised, and does not end the hearing."""
    told: list[str] = []
    failing = [FakeTranscriber([ModelError("the GPU is gone")]) for _ in range(2)]
    watchdog = watched(*failing, FakeTranscriber(["back"]), told=told)
    outcome = watchdog.transcribe(SOUND)
    assert isinstance(outcome, NotRecognized)
    assert "the GPU is gone" in outcome.reason
    assert len(told) == 1


def test_it_does_not_leave_models_behind_for_ever(hanging: list[Hanging]) -> None:
    """After some, each utterance is refused at once, with what to do."""
    watchdog = watched(*hanging)
    reasons = [text_of(watchdog.transcribe(SOUND)) for _ in range(3)]
    assert reasons[0] == "recognition hung twice"
    assert "restart golem" in reasons[-1]
    assert watchdog.left_behind == MOST_LEFT_BEHIND


def test_a_late_answer_is_nobodys(hanging: list[Hanging]) -> None:
    """What a left transcriber says after all is not taken for the next utterance's words."""
    watchdog = watched(hanging[0], FakeTranscriber(["first", "second"]))
    assert text_of(watchdog.transcribe(SOUND)) == "first"
    hanging[0].let_go.set()
    assert text_of(watchdog.transcribe(SOUND)) == "second"


def test_one_that_cannot_be_loaded_again_ends_nothing() -> None:
    """The utterance is refused with the reason, and the next one tries again."""
    made: list[Transcriber | GolemError] = [
        FakeTranscriber([ModelError("the GPU is gone")]),
        ModelMissing("no Whisper model"),
        FakeTranscriber(["back"]),
    ]

    def load() -> Transcriber:
        one = made.pop(0)
        if isinstance(one, GolemError):
            raise one
        return one

    watchdog = WatchedTranscriber(load, least_s=5)
    assert "no Whisper model" in text_of(watchdog.transcribe(SOUND))
    assert text_of(watchdog.transcribe(SOUND)) == "back"


def test_what_is_no_failure_of_the_model_is_raised() -> None:
    """Sound that is none is the caller's mistake."""
    with pytest.raises(AudioError):
        watched(FakeTranscriber([AudioError("not finite")])).transcribe(SOUND)


def test_a_model_that_is_missing_is_told_at_once() -> None:
    """Loading is no affair of the watchdog's."""

    def load() -> Transcriber:
        raise ModelMissing("no Whisper model")

    with pytest.raises(ModelMissing):
        WatchedTranscriber(load)
