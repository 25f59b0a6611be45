"""Golem's own voice is taken out of what the microphone hears."""

from __future__ import annotations

import numpy as np
import pytest

from shell.echo_canceller import CHUNK, LAG, WebRtcEchoCanceller, WithoutEcho
from shell.fakes_echo import FakeEchoCanceller
from shell.fakes_hearing import ScriptedFrames
from shell.frames import FRAME, level_dbfs
from shell.likeness import resemblance
from shell.played import Played

SECONDS = 4


def voice(seed: int, seconds: float = SECONDS) -> np.ndarray:
    """Noise in syllables, four a second, between -1 and 1; two seeds are two voices."""
    random = np.random.default_rng(seed)
    count = int(seconds * 16_000)
    syllables = np.sin(np.pi * 4 * np.arange(count) / 16_000) ** 2
    return (0.2 * random.standard_normal(count) * syllables).clip(-1, 1).astype(np.float32)


def delayed(sound: np.ndarray, ms: float) -> np.ndarray:
    """The sound after a silence, as long as before."""
    by = round(16 * ms)
    return np.concatenate((np.zeros(by, np.float32), sound[: len(sound) - by]))


def through(canceller: WebRtcEchoCanceller, heard: np.ndarray, played: np.ndarray) -> np.ndarray:
    """All whole frames."""
    starts = range(0, len(heard) // FRAME * FRAME, FRAME)
    return np.concatenate([canceller.process(heard[at : at + FRAME], played[at : at + FRAME]) for at in starts])


@pytest.mark.parametrize("delay_ms", [20, 150, 300])
def test_an_echo_is_taken_out(delay_ms: float) -> None:
    """Whatever the devices' delay; after two seconds to learn it less than a hundredth of the power is left."""
    played = voice(1)
    echo = delayed(played, delay_ms)
    left = through(WebRtcEchoCanceller(), echo, played)
    assert level_dbfs(left[2 * 16_000 :]) < level_dbfs(echo[2 * 16_000 :]) - 20


async def test_with_headphones_nothing_of_a_voice_is_lost() -> None:
    """Once no echo of what is played was found for two seconds, frames go past the canceller as they are."""
    now = [50.0]
    played = Played(lambda: now[0])
    played.note(voice(1, 8), 16_000)
    person = voice(2, 6)
    heard = []
    async for frame in WithoutEcho(ScriptedFrames([person]), WebRtcEchoCanceller(), played, lambda: now[0]).frames():
        heard.append(frame)
        now[0] += FRAME / 16_000
    whole = np.concatenate(heard)
    late = slice(4 * 16_000, 5 * 16_000)
    assert np.array_equal(whole[late], person[4 * 16_000 - CHUNK : 5 * 16_000 - CHUNK])


async def test_what_was_played_is_given_to_the_canceller() -> None:
    """At the time at which it sounded, and only while it may be heard; other frames are only 10 ms late."""
    now = [50.0]
    played = Played(lambda: now[0])
    canceller = FakeEchoCanceller()
    sound = voice(1, 2)
    source = WithoutEcho(ScriptedFrames([sound]), canceller, played, lambda: now[0])
    heard = []
    async for frame in source.frames():
        heard.append(frame)
        now[0] += FRAME / 16_000
        if len(heard) == 10:
            own = voice(3, 0.1)
            played.note(own, 16_000)
    whole = np.concatenate(heard)
    assert np.array_equal(whole[CHUNK : 10 * FRAME], sound[: 10 * FRAME - CHUNK])
    references = np.concatenate([reference for _, reference in canceller.given])
    at = int(np.flatnonzero(references)[0])
    first = int(np.flatnonzero(own)[0])
    assert np.allclose(references[at : at + 1_000], own[first : first + 1_000])
    assert len(canceller.given) < len(heard) - 10


def test_what_the_canceller_leaves_is_known_by_what_was_played() -> None:
    """Golem's own voice resembles it, later and more quietly; another's does not."""
    played = voice(1)[: 1_536 + LAG]
    assert resemblance(0.1 * played[2_000:3_536], played) > 0.99
    assert resemblance(voice(2)[:1_536], played) < 0.3
    assert resemblance(np.zeros(1_536, np.float32), played) == 0.0


class Leaves:
    """A canceller that is at a loss: whatever it is given, it gives back something else."""

    def __init__(self, rest: np.ndarray) -> None:
        self._rest, self._at = rest, 0

    def process(self, frame: np.ndarray, played: np.ndarray) -> np.ndarray:
        """See `EchoCanceller.process`."""
        self._at += FRAME
        return self._rest[self._at - FRAME : self._at]


async def others(microphone: np.ndarray, played_sound: np.ndarray) -> list[bool]:
    """For each frame whether it holds more than Golem's own voice."""
    now = [50.0]
    played = Played(lambda: now[0])
    played.note(played_sound, 16_000)
    ears = WithoutEcho(ScriptedFrames([microphone]), Leaves(np.zeros_like(microphone)), played, lambda: now[0])
    found = []
    async for _ in ears.frames():
        found.append(ears.other())
        assert not (ears.other() and ears.own())
        now[0] += FRAME / 16_000
    return found


async def test_a_voice_over_the_echo_is_known_though_the_canceller_leaves_nothing_of_it() -> None:
    """In its first syllables, of which a canceller takes away a quarter of a second; the echo alone is no other."""
    played, onset = voice(1, 10), 8 * 16_000
    person = np.concatenate((np.zeros(onset, np.float32), 1.5 * voice(2, 2))).astype(np.float32)
    first = onset // FRAME
    assert not any(await others(delayed(played, 70), played))
    found = await others(delayed(played, 70) + person, played)
    assert not any(found[:first])
    assert sum(found[first : first + 8]) >= 2


async def test_a_stream_that_is_opened_anew_is_no_other_voice() -> None:
    """After a silence the echo comes later and crackles at first: nothing is told from it until it is clear."""
    played, began = voice(1, 12), 9 * 16_000
    played[8 * 16_000 : began] = 0.0
    heard = np.concatenate((delayed(played, 70)[: 8 * 16_000], delayed(played, 90)[8 * 16_000 :]))
    heard[began + 1_440 :][:3_000] = voice(3, 1)[2_000:5_000]
    found = await others(heard.astype(np.float32), played)
    assert not any(found[began // FRAME :])


async def test_without_an_echo_nothing_is_other_than_it() -> None:
    """With headphones, voice activity alone hears the person."""
    assert not any(await others(voice(2, 4), voice(1, 4)))


async def owns(microphone: np.ndarray, played_sound: np.ndarray, rest: np.ndarray) -> list[bool]:
    """For each frame whether it is taken for Golem's own voice, where a canceller leaves `rest` of it."""
    now = [50.0]
    played = Played(lambda: now[0])
    played.note(played_sound, 16_000)
    ears = WithoutEcho(ScriptedFrames([microphone]), Leaves(rest), played, lambda: now[0])
    found = []
    async for _ in ears.frames():
        found.append(ears.own())
        now[0] += FRAME / 16_000
    return found


LOUD = [at for at in range(33, 120) if 0.1 < (at + 1) * FRAME / 16_000 % 0.25 < 0.18]
"""Frames after the first second, at the loudest of a syllable of `voice` and of one that is 70 ms late."""


async def test_an_echo_and_nothing_else_is_golems_own_however_the_canceller_distorts_it() -> None:
    """What it leaves is unlike what was played, but what the microphone heard is as like it as ever."""
    played = voice(1)
    own = await owns(0.8 * delayed(played, 70), played, 0.1 * voice(5))
    assert sum(own[at] for at in LOUD) >= 0.95 * len(LOUD)


async def test_a_person_who_speaks_over_the_echo_is_no_part_of_it_though_the_canceller_leaves_some() -> None:
    """At equal level: the microphone hears less of an echo than ever, whatever is left."""
    played = voice(1)
    person = np.concatenate((np.zeros(16_000, np.float32), voice(2, SECONDS - 1)))
    own = await owns(delayed(played, 70) + person, played, 0.3 * delayed(played, 70) + person)
    assert sum(own[at] for at in LOUD) <= 0.1 * len(LOUD)
