"""The whole shell through real PortAudio: a spoken sentence does what it says, and the reply is heard."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
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


def test_a_spoken_sentence_is_done_and_answered_aloud(golem: Golem, pulse_room: PulseRoom, spoken: Path) -> None:
    """ "make a folder called demo", said into the room, makes it, and the reply comes out of the loudspeaker."""
    screen = Screen(golem, more=pulse_room.env)
    try:
        screen.wait_for("golem>")
        screen.wait_for("Listening", 120.0)
        screen.wait_for("speaks piper", 120.0)
        with pulse_room.record_loudspeaker() as recording:
            pulse_room.speak_into_room(spoken)
            _wait_until((golem.folder / "demo").is_dir, screen)
            screen.wait_for("Made")
            time.sleep(3.0)  # the reply is about a second long
        loudness = float(np.sqrt(np.mean(np.square(recording.audio)))) if len(recording.audio) else 0.0
        assert loudness > 0.001, "the loudspeaker stayed silent"
        assert "heard:" in screen.text()
        screen.type("quit")
        assert screen.ended()
    finally:
        screen.kill()


def test_a_deletion_is_confirmed_by_the_word_that_the_question_names(
    golem: Golem, pulse_room: PulseRoom, voice: PiperVoice, tmp_path: Path
) -> None:
    """A plain yes takes nothing away; the word does, said after the question has ended."""
    victim = golem.folder / "notes.txt"
    victim.write_text("x")
    order = say_to_file(voice, "Delete the notes.", tmp_path / "order.wav")
    yes = say_to_file(voice, "Yes.", tmp_path / "yes.wav")
    at_home = {"HOME": str(golem.folder.parent)}  # the way to it is said in two words
    screen = Screen(golem, more=pulse_room.env | at_home)
    try:
        screen.wait_for("Listening", 120.0)
        screen.wait_for("speaks piper", 120.0)
        pulse_room.speak_into_room(order)
        screen.wait_for("(yes / no; aloud:")
        pulse_room.hear_out()  # an answer under the question does not count
        pulse_room.speak_into_room(yes)
        screen.wait_for("Not done: a spoken yes is not enough", 30.0)
        assert victim.exists()
        pulse_room.hear_out()  # that reply is said as well, and an order under it would change nothing
        pulse_room.speak_into_room(order)
        screen.wait_for("(yes / no; aloud:", 30.0, times=2)
        word = re.findall(r"aloud:\s+“(\w+)”", screen.text())[-1]
        pulse_room.hear_out()
        said = say_to_file(voice, f"{word.capitalize()}.", tmp_path / "word.wav")
        assert victim.exists()
        pulse_room.speak_into_room(said)
        _wait_until(lambda: not victim.exists(), screen, 20.0)
    finally:
        screen.kill()


def _wait_until(done: Callable[[], bool], screen: Screen, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"nothing was done:\n{screen.text()}"
        time.sleep(0.1)
