"""The first page on fakes: every step can be skipped, and what is chosen is what was found and agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from shell.acoustics import Noise, Voice
from shell.asking import Ended
from shell.config import Config
from shell.engine_speeds import Speeds
from shell.errors import AudioError, ModelError
from shell.first_page import Page, Settings
from shell.hearing_speed import Advice
from shell.sounding import Sounding

TWO = (("whisper-base", "0.40 s"), ("whisper-tiny.en", "0.10 s"))
SPEEDS = (
    Speeds("hear", "whisper-base", Advice("whisper-tiny.en", "it is quick", TWO), ()),
    Speeds("speak", "joe", Advice("joe", "it is fast enough", (("joe", "fast"),)), ()),
    Speeds("chat", "small", None, (ModelError("chat is damaged"),)),
    Speeds("route", "golem-entailment", Advice("golem-entailment", "5 ms", (("golem-entailment", "5 ms"),)), ()),
)


@dataclass
class FakeProbes:
    """A machine with two microphones, of which the first is dead, and a quick small model."""

    tried: list[object] = field(default_factory=list)
    broken: bool = False

    def sound(self, device: str | int | None, *, played: bool) -> Sounding:
        """The second microphone hears."""
        self.tried.append(("sound", device))
        assert played
        if self.broken:
            raise AudioError("there is no microphone on this machine")
        if device == "good":
            return Sounding("good", Noise(-62.0, 0.02), Voice(-20.0, 42.0, 0.0, 30), None)
        return Sounding("dead", Noise(-120.0, 0.0), None, None)

    def say(self, sentence: str, device: str | int | None) -> None:
        """Remember it."""
        self.tried.append(("say", device))

    def speeds(self) -> Sequence[Speeds]:
        """Two that hear, one that speaks, a damaged one that chats, and the router that ships."""
        self.tried.append("speeds")
        return SPEEDS

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
    chosen, told, machine = shown("yes", "2", "yes", "", "yes", "2", "2")
    assert chosen == {
        ("microphone", "device"): "good",
        ("models", "hear"): "whisper-tiny.en",
        ("attention", "mode"): "wake",
    }
    assert machine.tried == [("sound", None), ("sound", "good"), ("say", None), "speeds"]
    assert any("Hardly anything" in line for line in told)
    assert any("unmute it" in line for line in told)
    assert any("speech level: -20 dBFS" in line for line in told)


def test_each_use_tells_its_speed_and_asks_only_where_there_is_a_choice() -> None:
    """The one that fits is marked, Enter keeps the one that is set, and what is damaged is told."""
    chosen, told, _ = shown("", "", "yes", "", "")
    assert chosen == {}
    for line in ("  hears: it is quick", "  speaks: it is fast enough", "  chat is damaged", "  routes: 5 ms"):
        assert line in told
    assert "  There is no model here yet that chats: golem models pull" in told
    assert "  2  whisper-tiny.en: 0.10 s, fits this machine best" in told
    assert sum("A number (Enter: whisper-base)" in line for line in told) == 1


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
