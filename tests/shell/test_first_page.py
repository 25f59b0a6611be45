"""The first page on fakes: every step can be skipped, and what is chosen is what was found and agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.asking import Ended
from shell.config import Config
from shell.errors import AudioError
from shell.first_page import Level, Page, Settings, heard
from shell.frames import FRAME
from shell.hearing_speed import Advice
from shell.probes import level_of


@dataclass
class FakeProbes:
    """A machine with two microphones, of which the first is dead, and a quick small model."""

    tried: list[object] = field(default_factory=list)
    broken: bool = False

    def level(self, device: str | int | None, seconds: float) -> Level:
        """The second microphone hears."""
        self.tried.append(("level", device))
        if self.broken:
            raise AudioError("there is no microphone on this machine")
        return Level(str(device), -62.0, -20.0) if device == "good" else Level("dead", -90.0, -88.0)

    def say(self, sentence: str, device: str | int | None) -> None:
        """Remember it."""
        self.tried.append(("say", device))

    def advice(self) -> Advice | None:
        """The smallest."""
        self.tried.append("advice")
        return Advice("whisper-tiny.en", "it is quick")

    def devices(self, direction: str) -> Sequence[str]:
        """Two each way."""
        return ["dead", "good"]


def shown(*answers: str, probes: FakeProbes | None = None) -> tuple[Settings, list[str], FakeProbes]:
    """What is chosen by these answers, what is told, and what was tried; the input ends after them."""
    told: list[str] = []
    left, machine = list(answers), probes or FakeProbes()

    def ask(question: str) -> str:
        told.append(question)
        if not left:
            raise Ended
        return left.pop(0)

    return Page(Config(), machine, told.append, ask).show(), told, machine


def test_enter_all_along_tries_and_changes_nothing() -> None:
    """Four steps, no microphone opened, nothing chosen."""
    chosen, told, machine = shown("", "", "", "")
    assert chosen == {}
    assert machine.tried == []
    assert [line.strip()[:6] for line in told if " of 4 " in line] == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]


def test_what_is_found_and_agreed_to_is_chosen() -> None:
    """A microphone that hears nothing is exchanged for one that does; a loudspeaker that was heard stays."""
    chosen, told, machine = shown("yes", "2", "yes", "", "yes", "yes", "2")
    assert chosen == {
        ("microphone", "device"): "good",
        ("models", "hear"): "whisper-tiny.en",
        ("attention", "mode"): "wake",
    }
    assert machine.tried == [("level", None), ("level", "good"), ("say", None), "advice"]
    assert any("hardly anything" in line for line in told)


def test_a_voice_that_was_not_heard_is_tried_elsewhere() -> None:
    """What is heard then is chosen; what is not heard either changes nothing."""
    chosen, _, machine = shown("", "yes", "no", "2", "", "", "")
    assert machine.tried == [("say", None), ("say", "good")]
    assert chosen == {("speaker", "device"): "good"}
    chosen, _, _ = shown("", "yes", "no", "2", "no", "", "", "")
    assert chosen == {}


def test_what_is_not_there_is_told_and_the_next_step_comes() -> None:
    """One line, and no step is lost by it."""
    chosen, told, _ = shown("yes", "", "", "3", probes=FakeProbes(broken=True))
    assert any("no microphone" in line for line in told)
    assert chosen == {("attention", "mode"): "push"}


def test_a_number_that_is_none_is_asked_again() -> None:
    """And Enter keeps what is set."""
    chosen, told, _ = shown("", "", "", "9", "two", "")
    assert chosen == {}
    assert sum("no number from 1 to 3" in line for line in told) == 2


@given(st.lists(st.text(max_size=8), max_size=12))
def test_whatever_is_typed_the_page_ends_with_settings_that_are_some(answers: list[str]) -> None:
    """No answer breaks it, and each choice is a known section and key."""
    chosen, _, _ = shown(*answers)
    assert chosen.keys() <= {
        ("microphone", "device"),
        ("speaker", "device"),
        ("models", "hear"),
        ("attention", "mode"),
    }


@pytest.mark.parametrize(
    ("level", "told"),
    [(Level("m", -60, -20), "good"), (Level("m", -90, -60), "hardly"), (Level("m", -25, -20), "throughout")],
)
def test_a_level_is_told_in_words(level: Level, told: str) -> None:
    """Good, faint, or loud throughout."""
    assert told in heard(level)


def test_the_level_is_that_of_the_softest_and_the_loudest_half_second() -> None:
    """A second of speech in three of quiet, the first click left out."""
    frames = [np.full(FRAME, 0.0005, np.float32) for _ in range(90)]
    frames[0] = np.full(FRAME, 1.0, np.float32)
    frames[40:70] = [np.full(FRAME, 0.1, np.float32)] * 30
    level = level_of(frames, "m")
    assert level.quiet_dbfs == pytest.approx(-66, abs=0.5)
    assert level.loud_dbfs == pytest.approx(-20, abs=0.5)
