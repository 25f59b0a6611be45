"""What the way from loudspeaker to microphone does not explain is somebody else's."""

from __future__ import annotations

import numpy as np
import pytest

from shell.echo_path import PARTITIONS, REACH, EchoPath
from shell.frames import FRAME

LEAD = 64


def voice(seed: int, seconds: float) -> np.ndarray:
    """Noise in syllables, four a second; two seeds are two voices."""
    random = np.random.default_rng(seed)
    count = int(seconds * 16_000)
    syllables = 0.2 + np.sin(np.pi * 4 * np.arange(count) / 16_000) ** 2
    return (0.1 * random.standard_normal(count) * syllables).clip(-1, 1).astype(np.float32)


def in_a_room(sound: np.ndarray, reverberation: float) -> np.ndarray:
    """The sound LEAD samples later, with a tail of that share of its power."""
    way = np.zeros(3_000)
    way[LEAD] = 1.0
    tail = np.random.default_rng(9).standard_normal(2_900) * np.exp(-np.arange(2_900) / 600.0)
    way[100:] += tail * np.sqrt(reverberation / np.sum(tail**2))
    return np.convolve(sound, way)[: len(sound)].astype(np.float32)


def unexplained(path: EchoPath, heard: np.ndarray, played: np.ndarray) -> list[bool]:
    """For each whole frame."""
    whole = np.concatenate((np.zeros(PARTITIONS * FRAME, np.float32), played))
    starts = range(0, len(heard) // FRAME * FRAME, FRAME)
    return [path.unexplained(heard[at : at + FRAME], whole[at : at + REACH]) for at in starts]


@pytest.mark.parametrize("reverberation", [0.0, 0.1, 1.0], ids=["dry", "room", "hall"])
def test_an_echo_is_explained_and_a_voice_over_it_is_not(reverberation: float) -> None:
    """Whatever the room: eight seconds of echo alone are explained; a voice as loud is known in its first syllable."""
    played = voice(1, 9)
    echo = in_a_room(played, reverberation)
    onset = 8 * 16_000 // FRAME * FRAME
    louder = float(np.std(echo) / np.std(played))
    person = np.concatenate((np.zeros(onset, np.float32), louder * voice(2, 1)))[: len(echo)].astype(np.float32)
    path = EchoPath()
    path.begin(LEAD, 1.0)
    found = unexplained(path, echo[: len(person)] + person, played)
    first = onset // FRAME
    assert not any(found[:first])
    assert sum(found[first : first + 4]) >= 2


def test_nothing_is_said_before_the_way_is_learnt() -> None:
    """A voice from the beginning on, and no echo at all: there is nothing to go by."""
    assert not any(unexplained(EchoPath(), voice(2, 3), voice(1, 3)))


def test_silence_is_no_voice() -> None:
    """Neither where Golem pauses nor where the loudspeaker is off."""
    played = voice(1, 8)
    played[6 * 16_000 :] = 0.0
    path = EchoPath()
    path.begin(LEAD, 1.0)
    assert not any(unexplained(path, in_a_room(played, 0.1), played))
