"""The flagship, spoken: a failing test mended and committed by twelve utterances and no key."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any, Final

import pytest

from shell.tts import PiperVoice
from tests.e2e.beside import Beside
from tests.e2e.conftest import say_to_file
from tests.e2e.errand import ERRAND, check, lay_out, mended, turn
from tests.e2e.golem_process import Golem
from tests.pulse import PulseRoom

pytestmark = [
    pytest.mark.models,
    pytest.mark.pulse,
    pytest.mark.tmux,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux: apt-get install tmux"),
    pytest.mark.skipif(shutil.which("vim") is None, reason="needs vim: apt-get install vim"),
]

PATIENCE_S: Final = 45.0
"""Seconds without a turn after which an utterance was not heard: a busy machine loses sound."""


def test_twelve_spoken_utterances_mend_a_failing_test_and_commit_it(
    golem: Golem, pulse_room: PulseRoom, steady_voice: PiperVoice, tmp_path: Path
) -> None:
    """Said into the room, heard by Whisper, done in the workspace; nobody touches a key."""
    folder = lay_out(golem)
    said = [
        say_to_file(steady_voice, f"{(step.aloud or step.said).capitalize()}.", tmp_path / f"{number}.wav")
        for number, step in enumerate(ERRAND)
    ]
    beside = Beside(golem, "--quiet", more=pulse_room.env)
    try:
        beside.wait_for("Listening", seconds=120.0)
        for number, (step, sound) in enumerate(zip(ERRAND, said, strict=True), 1):
            check(step, _heard(golem, pulse_room, sound, number))
            time.sleep(0.5)
    finally:
        beside.kill()
    mended(folder)


def _heard(golem: Golem, room: PulseRoom, sound: Path, number: int) -> dict[str, Any]:
    """The turn that an utterance comes to. Where nothing was heard at all, it is said once more, as a person would."""
    room.speak_into_room(sound)
    try:
        return turn(golem, number, PATIENCE_S)
    except AssertionError:
        room.speak_into_room(sound)
        return turn(golem, number)
