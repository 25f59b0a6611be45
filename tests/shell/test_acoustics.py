"""What a place sounds like, worked out of sound that was made for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.acoustics import (
    SOFTER_DB,
    SOFTEST_DB,
    TONE_DBFS,
    TONE_S,
    decibels,
    echo_of,
    margin_db,
    noise_of,
    power,
    tone,
    voice_of,
)
from shell.audio_file import load
from shell.endpointer import EndpointerSettings
from shell.fakes_hearing import FakeVoiceActivity
from shell.frames import FRAME, SAMPLE_RATE, Frame, Rechunker, level_dbfs
from shell.likeness import likenesses
from shell.vad import SileroVoiceActivity

SETTINGS = EndpointerSettings()
SPOKEN = Path(__file__).parents[2] / "shell" / "measure.flac"


def hiss(dbfs: float, seconds: float, seed: int = 0) -> np.ndarray:
    """White noise of that level."""
    made = np.random.default_rng(seed).standard_normal(round(seconds * SAMPLE_RATE))
    return (made * 10 ** (dbfs / 20)).astype(np.float32)


def flat(value: float, count: int) -> list[Frame]:
    """Frames that all hold the one value, whose level is 20 log10 of it."""
    return [np.full(FRAME, value, np.float32)] * count


@given(st.floats(-119.0, 0.0))
def test_decibels_and_power_are_each_others_inverse(dbfs: float) -> None:
    """Down to what counts as silence."""
    assert decibels(power(dbfs)) == pytest.approx(dbfs, abs=1e-6)


@given(st.floats(0.001, 0.5), st.integers(8, 60), st.integers(0, 7))
def test_the_noise_is_that_of_the_frames_unlike_speech(value: float, quiet: int, voiced: int) -> None:
    """Whatever a cough amid it is like."""
    frames = [*flat(value, quiet), *flat(0.9, voiced)]
    noise = noise_of(frames, [0.1] * quiet + [0.9] * voiced, SETTINGS)
    assert noise is not None
    assert noise.level_dbfs == pytest.approx(20 * np.log10(value), abs=0.01)
    assert noise.likest <= 0.9


def test_where_somebody_speaks_all_along_there_is_no_noise_to_measure() -> None:
    """And no voice where nobody does."""
    assert noise_of(flat(0.1, 60), [0.9] * 31 + [0.1] * 29, SETTINGS) is None
    assert noise_of([], [], SETTINGS) is None
    assert voice_of(flat(0.1, 60), [0.1] * 60, [], FakeVoiceActivity(), SETTINGS) is None


@given(st.floats(-30.0, -10.0), st.floats(12.0, 40.0))
def test_a_voice_is_measured_without_the_noise_it_is_in(voice_dbfs: float, over_db: float) -> None:
    """Its frames hold both powers."""
    floor = voice_dbfs - over_db
    both = 10 ** (decibels(power(voice_dbfs) + power(floor)) / 20)
    frames = [*flat(0.0, 5), *flat(both, 20), *flat(0.0, 40)]
    probabilities = [0.0] * 5 + [0.9] * 20 + [0.0] * 40
    voice = voice_of(frames, probabilities, flat(10 ** (floor / 20), 20), FakeVoiceActivity(), SETTINGS)
    assert voice is not None
    assert voice.level_dbfs == pytest.approx(voice_dbfs, abs=0.01)
    assert voice.over_noise_db == pytest.approx(over_db, abs=0.01)
    assert voice.clipped == 0.0


def test_what_is_cut_off_at_full_scale_is_counted() -> None:
    """A quarter of the samples of what is spoken."""
    torn = np.where(np.arange(FRAME) % 4 == 0, 1.0, 0.5).astype(np.float32)
    voice = voice_of([torn] * 30, [0.9] * 30, [], FakeVoiceActivity(), SETTINGS)
    assert voice is not None
    assert voice.clipped == pytest.approx(0.25)


@given(st.sampled_from(range(0, SOFTEST_DB + 1, SOFTER_DB)))
def test_the_margin_is_how_much_softer_it_may_be(margin: int) -> None:
    """To the fake, speech is what reaches a sample of a quarter; so much over that is so much margin."""
    loud = 0.25 * 10 ** ((margin + 0.5) / 20)
    speech = np.full(40 * FRAME, loud, np.float32)
    assert margin_db(speech, np.zeros(0, np.float32), FakeVoiceActivity(), SETTINGS) == margin


def test_a_real_voice_has_the_more_margin_the_less_noise_there_is() -> None:
    """By the real model, on the spoken command that ships: little is left in noise as loud as it."""
    spoken, vad = load(SPOKEN), SileroVoiceActivity()
    margins = []
    for over_db in (30, 0):
        noise = hiss(-22.6 - over_db, 3.0)
        frames = list(Rechunker().push(np.concatenate((noise[:8_000], spoken + noise[: len(spoken)]))))
        probabilities = [vad.probability(frame) for frame in frames]
        voice = voice_of(frames, probabilities, list(Rechunker().push(noise)), vad, SETTINGS)
        assert voice is not None
        assert voice.over_noise_db == pytest.approx(over_db, abs=2.0)
        margins.append(voice.margin_db)
    assert margins == sorted(margins, reverse=True)
    assert margins[0] >= 24
    assert margins[-1] <= 6


def test_the_tone_is_as_loud_as_it_says_and_like_itself_at_one_place() -> None:
    """Else its echo could not be told from it."""
    sweep = tone()
    assert len(sweep) == round(TONE_S * SAMPLE_RATE)
    assert level_dbfs(sweep) == pytest.approx(TONE_DBFS, abs=0.1)
    assert np.abs(sweep).max() < 0.5
    padded = np.pad(sweep, 1_600)
    likeness = likenesses(sweep, padded)
    assert likeness[1_600] == pytest.approx(1.0, abs=1e-6)
    assert np.delete(likeness, range(1_570, 1_631)).max() < 0.1


@given(st.integers(0, 8_000), st.floats(0.0, 35.0), st.integers(0, 99))
def test_an_echo_is_found_with_its_delay_and_its_level(delay: int, below_db: float, seed: int) -> None:
    """In noise that is a little softer than it."""
    sweep = tone()
    floor = TONE_DBFS - below_db - 6.0
    heard = hiss(floor, TONE_S + 1.0, seed)
    heard[delay : delay + len(sweep)] += sweep * 10 ** (-below_db / 20)
    echo = echo_of(heard, sweep, floor)
    assert echo is not None
    assert echo.delay_s * SAMPLE_RATE == pytest.approx(delay, abs=3)
    assert echo.below_db == pytest.approx(below_db, abs=1.0)


@given(st.integers(0, 500))
def test_in_noise_alone_there_is_no_echo(seed: int) -> None:
    """However loud; nor in silence, nor in speech."""
    assert echo_of(hiss(-20.0, TONE_S + 1.0, seed), tone(), -20.0) is None


def test_speech_is_no_echo_of_the_tone() -> None:
    """Somebody may speak into it."""
    assert echo_of(np.resize(load(SPOKEN), round((TONE_S + 1) * SAMPLE_RATE)), tone(), -60.0) is None
    assert echo_of(np.zeros(round((TONE_S + 1) * SAMPLE_RATE), np.float32), tone(), -120.0) is None


def test_an_echo_below_the_noise_is_still_found() -> None:
    """By its shape: what is twelve decibels louder hides it to the ear."""
    sweep, heard = tone(), hiss(-30.0, TONE_S + 1.0)
    heard[3_000 : 3_000 + len(sweep)] += sweep * 10 ** (-19 / 20)
    echo = echo_of(heard, sweep, -30.0)
    assert echo is not None
    assert echo.delay_s == pytest.approx(3_000 / SAMPLE_RATE, abs=0.001)
    assert echo.below_db == pytest.approx(19.0, abs=2.0)


def test_what_reverberates_does_not_hide_when_it_came() -> None:
    """A room whose reverberation is as loud as the direct sound."""
    random, sweep = np.random.default_rng(3), tone()
    tail = random.standard_normal(8_000) * np.exp(-6.9 * np.arange(8_000) / 8_000)
    room = np.concatenate(([1.0], np.zeros(30), tail / np.sqrt(np.sum(tail**2))))
    heard = np.zeros(round((TONE_S + 1) * SAMPLE_RATE), np.float32)
    came = 0.1 * np.convolve(sweep, room)[: len(heard) - 1_000]
    heard[1_000 : 1_000 + len(came)] = came
    echo = echo_of(heard, sweep, -120.0)
    assert echo is not None
    assert echo.delay_s == pytest.approx(1_000 / SAMPLE_RATE, abs=0.001)
