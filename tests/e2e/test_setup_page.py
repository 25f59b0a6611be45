"""`golem setup` in a real terminal, with a microphone and a loudspeaker: it measures, and can be repeated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.golem_process import ROOT, Golem
from tests.e2e.screen import Screen
from tests.pulse import PulseRoom

pytestmark = [
    pytest.mark.models,
    pytest.mark.pulse,
    pytest.mark.tmux,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux: apt-get install tmux"),
]

SPOKEN = ROOT / "shell" / "measure.flac"


def kept_of(golem: Golem) -> Path:
    """Where the page keeps what was chosen."""
    return golem.home / "config" / "config.toml"


def test_the_page_measures_and_is_skipped_and_repeated(golem: Golem, pulse_room: PulseRoom) -> None:
    """A sentence said when asked for is measured, each engine tells its speed; Enter all along changes nothing."""
    screen = Screen(golem, "setup", more=pulse_room.env)
    try:
        screen.wait_for("1 of 4  Microphone")
        screen.type("yes")
        screen.wait_for("Be quiet for a moment.")
        screen.wait_for("Now say: “Golem, show me the branches.”")
        pulse_room.speak_into_room(SPOKEN)
        screen.wait_for("A tone is played.")
        shown = screen.wait_for("2 of 4  Voice")
        assert "speech level: -2" in shown
        assert "still told from it when 30 dB softer" in shown
        assert "nothing to cancel" in shown
        screen.press("Enter")
        screen.wait_for("3 of 4  Speed")
        screen.type("yes")
        shown = screen.wait_for("4 of 4", 240.0)
        for does in ("hears:", "speaks:", "chats:", "routes:"):
            assert does in shown
        screen.type("2")
        assert screen.ended()
    finally:
        screen.kill()
    written = kept_of(golem).read_text()
    assert 'mode = "wake"' in written
    again = Screen(golem, "setup", more=pulse_room.env)
    try:
        for step in ("1 of 4", "2 of 4", "3 of 4", "4 of 4"):
            again.wait_for(step)
            again.press("Enter")
        assert again.ended()
    finally:
        again.kill()
    assert kept_of(golem).read_text() == written
