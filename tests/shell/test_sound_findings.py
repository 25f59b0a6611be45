"""What measured sound means, and how it is mended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shell.acoustics import Echo, Noise, Voice
from shell.config import Config, SpeakerSettings
from shell.finding import Finding
from shell.sound_findings import findings_of
from shell.sounding import Sounding

FINE = Sounding("desk microphone", Noise(-62.0, 0.04), Voice(-24.0, 38.0, 0.0, 30), None)


def found(measured: Sounding, config: Config | None = None) -> dict[str, Finding]:
    """Topic to finding."""
    return {each.topic: each for each in findings_of(measured, config or Config())}


def test_a_quiet_place_and_a_clear_voice_are_good() -> None:
    """Four findings, with their figures."""
    by_topic = found(FINE)
    assert list(by_topic) == ["noise floor", "speech level", "voice activity", "echo path"]
    assert {each.state for each in by_topic.values()} == {"good"}
    assert by_topic["noise floor"].detail == "-62 dBFS on desk microphone; likeness to speech up to 0.04 of 0.5"
    assert by_topic["speech level"].detail == "-24 dBFS"
    assert (
        by_topic["voice activity"].detail == "speech is 38 dB over the noise, and still told from it when 30 dB softer"
    )
    assert "nothing to cancel" in by_topic["echo path"].detail


@pytest.mark.parametrize(
    ("measured", "topic", "state", "mend"),
    [
        (replace(FINE, noise=None), "noise floor", "unknown", "quieter"),
        (replace(FINE, noise=Noise(-120.0, 0.0), voice=None), "noise floor", "missing", "unmute"),
        (replace(FINE, noise=Noise(-40.0, 0.8)), "noise floor", "missing", "headset"),
        (replace(FINE, voice=None), "speech level", "unknown", "say: Golem"),
        (replace(FINE, voice=None), "voice activity", "unknown", "say: Golem"),
        (replace(FINE, voice=Voice(-50.0, 20.0, 0.0, 12)), "speech level", "missing", "nearer"),
        (replace(FINE, voice=Voice(-3.0, 50.0, 0.02, 30)), "speech level", "missing", "turn the microphone down"),
        (replace(FINE, voice=Voice(-24.0, 6.0, 0.0, 3)), "voice activity", "missing", "quieter place"),
        (replace(FINE, unplayed="there is no loudspeaker"), "echo path", "unknown", "golem devices"),
        (replace(FINE, echo=Echo(0.6, -40.0, 17.0)), "echo path", "missing", "headphones"),
        (replace(FINE, echo=Echo(0.1, -20.0, -3.0)), "echo path", "missing", "turn the loudspeaker down"),
        (replace(FINE, echo=Echo(0.1, -40.0, 17.0)), "echo path", "good", ""),
    ],
)
def test_what_is_wrong_says_what_to_do(measured: Sounding, topic: str, state: str, mend: str) -> None:
    """Each in one line."""
    finding = found(measured)[topic]
    assert finding.state == state
    assert mend in finding.mend
    assert "\n" not in finding.detail + finding.mend


def test_a_noise_gate_that_lets_a_voice_through_is_no_muted_microphone() -> None:
    """Some take all that is no voice away."""
    assert found(replace(FINE, noise=Noise(-120.0, 0.0)))["noise floor"].state == "good"


def test_who_is_not_to_be_interrupted_by_voice_needs_no_canceller() -> None:
    """A late echo harms nobody then."""
    settings = Config(speaker=SpeakerSettings(barge_in=False))
    assert found(replace(FINE, echo=Echo(0.6, -20.0, -3.0)), settings)["echo path"].state == "good"


def test_a_device_cannot_steer_the_terminal_by_its_name() -> None:
    """Its name is foreign text."""
    assert "\x1b" not in found(replace(FINE, device="mic\x1b[2J"))["noise floor"].detail
