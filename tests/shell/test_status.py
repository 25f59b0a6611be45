"""What Golem is at, in a word."""

from __future__ import annotations

import pytest

from shell.status import Status, state


@pytest.mark.parametrize(
    ("stage", "told"), [("route", "thinking"), ("confirm", "asking"), ("act", "acting"), ("chat", "answering")]
)
def test_a_turn_s_stage_comes_before_what_the_ears_are_at(stage: str, told: str) -> None:
    """While a turn runs, it is what is told."""
    status = Status(microphone="listening", hearing=lambda: "listening", busy=True)
    status.at(stage, 1.0)
    assert state(status) == told


@pytest.mark.parametrize(
    ("ears", "told"), [("idle", "listening"), ("pause", "hearing"), ("processing", "thinking"), ("muted", "deaf")]
)
def test_without_a_turn_it_is_the_ears(ears: str, told: str) -> None:
    """Where the microphone listens."""
    assert state(Status(microphone="listening", hearing=lambda: ears)) == told


def test_what_the_ears_wait_for_comes_before_what_they_hear() -> None:
    """What is said then may be meant for somebody else."""
    asleep = Status(microphone="listening", hearing=lambda: "listening", attention=lambda: "asleep")
    assert state(asleep) == "asleep"


def test_golem_speaks_or_is_ready_where_there_are_no_ears() -> None:
    """Typed sessions have a state too."""
    assert state(Status()) == "ready"
    assert state(Status(speaking=lambda: True)) == "speaking"


def test_what_was_understood_is_forgotten_with_its_turn() -> None:
    """The next turn begins with nothing understood."""
    status = Status(doing="Run the tests")
    status.at("act", 1.0)
    assert status.doing
    status.at("", 2.0)
    assert not status.doing
