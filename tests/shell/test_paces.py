"""Voices, chat models and routers are measured once, and the best that is quick enough is picked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.errors import ModelError
from shell.fakes import FakeChat, FakeClassifier, FakeVoice
from shell.paces import FAST_CHAT, FAST_SPEECH, Engine, Pace, Pacemaker, advice_on, advise, of_chat, of_router, of_voice

ALAN, JOE, LOW = "piper-en_GB-alan-high", "piper-en_US-joe-medium", "piper-en_US-amy-low"


def voice(model: str, rate: float) -> Pace:
    """A voice so many times as fast as it speaks."""
    return Pace("speak", model, 0.1, rate, 60_000_000)


def chat(model: str, rate: float, size: int) -> Pace:
    """A chat model of so many pieces a second."""
    return Pace("chat", model, 0.2, rate, size)


def pick(*paces: Pace, kept: str = "") -> str | None:
    """Which is advised."""
    advice = advise(paces, kept)
    return advice.pick if advice is not None else None


def test_the_best_voice_of_the_language_that_is_quick_enough() -> None:
    """Quality is in the name; a slow one does not count, another language's never does."""
    assert pick(voice(JOE, 4.0), voice(ALAN, 3.0), voice(LOW, 9.0), kept=JOE) == ALAN
    assert pick(voice(JOE, 4.0), voice(ALAN, 1.0), voice(LOW, 9.0), kept=JOE) == JOE
    assert pick(voice(JOE, 4.0), voice("piper-de_DE-thorsten-high", 9.0), kept=JOE) == JOE
    assert pick(voice(JOE, 0.5), voice(ALAN, 0.4), voice(LOW, 0.9), kept=JOE) == LOW


def test_of_equals_the_one_that_is_set_stays() -> None:
    """Nobody is told to change for nothing."""
    other = "piper-en_US-ryan-medium"
    assert pick(voice(JOE, 4.0), voice(other, 9.0), kept=JOE) == JOE
    assert pick(voice(other, 9.0), voice(JOE, 4.0), kept=JOE) == JOE


def test_the_largest_chat_model_that_keeps_up_with_a_reader() -> None:
    """Larger ones know more."""
    small, large = chat("small", 80.0, 100), chat("large", FAST_CHAT, 2_000)
    assert pick(small, large, kept="small") == "large"
    assert pick(small, chat("large", FAST_CHAT - 0.1, 2_000), kept="large") == "small"


def test_a_router_that_ships_comes_before_a_slow_one() -> None:
    """What routes may take a third of a second."""
    ships = Pace("route", "golem-entailment", 0.01, 0.0, 0)
    assert pick(ships, Pace("route", "distilbart-mnli-12-3", 0.9, 0.0, 500)) == "golem-entailment"
    assert pick(ships, Pace("route", "distilbart-mnli-12-3", 0.2, 0.0, 500)) == "distilbart-mnli-12-3"


@given(st.lists(st.tuples(st.floats(0.0, 99.0), st.integers(0, 9)), min_size=1, max_size=6))
def test_what_is_advised_is_quick_if_any_is(rates: list[tuple[float, int]]) -> None:
    """And all that were measured are told of, the quickest first."""
    paces = [chat(f"m{place}", rate, size) for place, (rate, size) in enumerate(rates)]
    advice = advise(paces, "m0")
    assert advice is not None
    chosen = next(one for one in paces if one.model == advice.pick)
    assert chosen.quick == any(one.quick for one in paces) == advice.quick
    assert advice.options[0][0] in {one.model for one in paces if one.rate == max(each.rate for each in paces)}
    assert {model for model, _ in advice.options} == {one.model for one in paces}


def test_nothing_measured_is_no_advice() -> None:
    """There is nothing to say."""
    assert advise([], "joe") is None


class Counting:
    """An engine that counts how often it is measured."""

    def __init__(self, size: int = 100) -> None:
        self.times = 0
        self.engine = Engine("chat", "small", size, self.measure)

    def measure(self) -> tuple[float, float]:
        """Twice as fast each time."""
        self.times += 1
        return 0.5, 10.0 * self.times


def test_each_is_measured_once_and_again_if_asked_or_changed(tmp_path: Path) -> None:
    """What was kept is read by the next process; a file of another size is another model."""
    counting, kept = Counting(), tmp_path / "cache" / "paces.json"
    assert Pacemaker(kept).pace(counting.engine).rate == 10.0
    assert Pacemaker(kept).pace(counting.engine).rate == 10.0
    assert Pacemaker(kept).pace(counting.engine, again=True).rate == 20.0
    larger = Engine("chat", "small", 200, counting.measure)
    assert Pacemaker(kept).pace(larger).rate == 30.0
    for damaged in ("{", "[]", json.dumps({key: {"rate": 1} for key in json.loads(kept.read_text())})):
        kept.write_text(damaged)
        assert Pacemaker(kept).pace(counting.engine).rate == 10.0 * counting.times


def test_what_a_busy_machine_gave_is_told_and_measured_again_on_a_quieter_one(tmp_path: Path) -> None:
    """Once; a machine that is still as busy gives nothing better."""
    counting, kept = Counting(), tmp_path / "paces.json"
    busy = Pacemaker(kept, load=lambda: 6.0).pace(counting.engine)
    assert "busy" in busy.told()
    assert Pacemaker(kept, load=lambda: 5.0).pace(counting.engine) == busy
    quiet = Pacemaker(kept, load=lambda: 0.1).pace(counting.engine)
    assert (quiet.rate, "busy" in quiet.told()) == (20.0, False)
    assert Pacemaker(kept, load=lambda: 6.0).pace(counting.engine) == quiet


def test_a_model_that_would_not_fit_into_memory_is_not_loaded(tmp_path: Path) -> None:
    """It says so, and the others are measured."""
    large, small = Counting(1_000), Counting(10)
    told: list[str] = []
    engines = [Engine("chat", "large", 1_000, large.measure), small.engine]
    pacemaker = Pacemaker(tmp_path / "paces.json", lambda: 500)
    advice, faults = advice_on(pacemaker, engines, "large", again=False, begins=told.append)
    assert large.times == 0
    assert told == ["large", "small"]
    assert "more memory than is free" in str(faults[0])
    assert advice is not None
    assert advice.pick == "small"


def test_a_voice_is_measured_by_its_sound() -> None:
    """Faster than it is spoken, for the fake makes no effort; a whole sentence of it."""
    first_s, rate = of_voice(FakeVoice())
    assert first_s > 0.0
    assert rate > FAST_SPEECH


def test_a_chat_model_is_measured_by_its_words_and_stopped() -> None:
    """Enough of them; one that says nothing is none."""
    model = FakeChat("word " * 500)
    _, rate = of_chat(model)
    assert rate > FAST_CHAT
    assert len(model.asked) == 1
    with pytest.raises(ModelError, match="says nothing"):
        of_chat(FakeChat(""))


def test_a_router_is_measured_by_its_time() -> None:
    """It has no rate."""
    first_s, rate = of_router(FakeClassifier())
    assert first_s > 0.0
    assert rate == 0.0
