"""Words that are still being said, in a real terminal: they are in the toolbar before the speech has ended."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest

from shell.tts import PiperVoice
from tests.e2e.conftest import say_to_file
from tests.e2e.golem_process import Golem
from tests.e2e.screen import Screen
from tests.pulse import PulseRoom

pytestmark = [
    pytest.mark.models,
    pytest.mark.pulse,
    pytest.mark.tmux,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux: apt-get install tmux"),
]

BREATH = (
    "What I would really like to know about the folder that we are in just now is how many of the files in it "
    "were changed by somebody else before the meeting of this afternoon."
)
"""Eight seconds without a pause."""


def test_words_are_in_the_toolbar_while_they_are_said(
    golem: Golem, pulse_room: PulseRoom, voice: PiperVoice, tmp_path: Path
) -> None:
    """The first of them come up while the loudspeaker still plays the rest."""
    said = say_to_file(voice, BREATH, tmp_path / "breath.wav")
    screen = Screen(golem, "--quiet", "--set", "terminal.live_words=always", more=pulse_room.env)
    try:
        screen.wait_for("Listening", 120.0)
        screen.wait_for("Routing with", 120.0)
        speaking = threading.Thread(target=pulse_room.speak_into_room, args=(said,))
        speaking.start()
        shown = ""
        while speaking.is_alive() and "like" not in shown:
            time.sleep(0.1)
            shown = screen.text().rstrip().splitlines()[-1]
        early = speaking.is_alive()
        speaking.join()
        assert early, f"nothing was shown before the speech had ended:\n{screen.text()}"
        assert "hearing" in shown
    finally:
        screen.kill()
