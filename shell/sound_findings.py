"""What measured sound means for whoever speaks to Golem, and how to mend it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shell.acoustics import SOFTEST_DB, Echo, Voice
from shell.config import Config
from shell.echo_canceller import LAG
from shell.finding import Finding
from shell.frames import SAMPLE_RATE
from shell.sanitize import visible
from shell.sounding import SENTENCE, Sounding

MUTED_DBFS: Final = -100.0
"""No open microphone is as quiet: 16 bits alone make some -98 dBFS of noise."""
FAINT_DBFS: Final = -45.0
"""Speech below this is hardly heard: a quiet room's noise is about -60."""
CLIPPED: Final = 0.002
"""Share of speech cut off at full scale from which on it sounds torn."""
SHAKY_DB: Final = 6
"""A voice's margin below this does not last: at twice the distance it is 6 dB softer."""
CANCELLED_S: Final = LAG / SAMPLE_RATE
"""How late an echo may come and still be taken out."""

AGAIN: Final = "golem doctor --sound"


def findings_of(measured: Sounding, config: Config) -> Iterator[Finding]:
    """Noise, voice, how surely it is told from the noise, and the echo."""
    yield _noise(measured, config)
    yield _voice(measured.voice)
    yield _margin(measured.voice)
    yield _echo(measured, config)


def _noise(measured: Sounding, config: Config) -> Finding:
    noise, device, topic = measured.noise, visible(measured.device), "noise floor"
    if noise is None:
        detail = "there was no quiet moment: somebody spoke, or something that sounds like it"
        return Finding(topic, "unknown", detail, f"{AGAIN}, where it is quieter")
    if noise.level_dbfs < MUTED_DBFS and measured.voice is None:
        muted = f"{device} gives no sound at all"
        return Finding(topic, "missing", muted, "unmute it, or name another: golem devices, golem setup")
    threshold = config.endpointer.start_threshold
    detail = f"{noise.level_dbfs:.0f} dBFS on {device}; likeness to speech up to {noise.likest:.2f} of {threshold:g}"
    if noise.likest >= threshold:
        return Finding(topic, "missing", detail, "turn off what sounds like speech (a radio), or use a headset")
    return Finding(topic, "good", detail)


def _voice(voice: Voice | None) -> Finding:
    topic = "speech level"
    if voice is None:
        return Finding(topic, "unknown", "no speech was heard", f"{AGAIN}, and say: {SENTENCE}")
    detail = f"{voice.level_dbfs:.0f} dBFS"
    if voice.clipped >= CLIPPED:
        torn = f"{detail}, {voice.clipped:.1%} of it cut off at full scale"
        return Finding(
            topic, "missing", torn, "turn the microphone down in the system's mixer, or speak from further off"
        )
    if voice.level_dbfs < FAINT_DBFS:
        return Finding(topic, "missing", f"{detail}, hardly anything", _louder())
    return Finding(topic, "good", detail)


def _margin(voice: Voice | None) -> Finding:
    topic = "voice activity"
    if voice is None:
        return Finding(topic, "unknown", "no speech was heard", f"{AGAIN}, and say: {SENTENCE}")
    over = f"speech is {voice.over_noise_db:.0f} dB over the noise"
    if voice.margin_db >= SOFTEST_DB:
        return Finding(topic, "good", f"{over}, and still told from it when {SOFTEST_DB} dB softer")
    detail = f"{over}, and told from it down to {voice.margin_db} dB softer"
    if voice.margin_db < SHAKY_DB:
        return Finding(topic, "missing", detail, "a quieter place, or a microphone nearer to the mouth")
    return Finding(topic, "good", detail)


def _echo(measured: Sounding, config: Config) -> Finding:
    topic, echo = "echo path", measured.echo
    if measured.unplayed:
        return Finding(topic, "unknown", f"no tone could be played: {measured.unplayed}", "golem devices, golem setup")
    if echo is None:
        return Finding(topic, "good", "nothing of what is played reaches the microphone: nothing to cancel")
    detail = (
        f"{echo.level_dbfs:.0f} dBFS, {echo.below_db:.0f} dB below what is played, {echo.delay_s * 1000:.0f} ms late"
    )
    if not config.speaker.barge_in:
        return Finding(topic, "good", f"{detail}; only “stop” silences Golem, as set (speaker.barge_in)")
    if echo.delay_s > CANCELLED_S:
        late = f"{detail}: later than the {CANCELLED_S * 1000:.0f} ms that can be cancelled"
        return Finding(topic, "missing", late, _headphones())
    if _drowns(echo, measured.voice):
        return Finding(
            topic, "missing", f"{detail}: louder than you are", f"turn the loudspeaker down, or {_headphones()}"
        )
    return Finding(topic, "good", f"{detail}: the echo canceller is needed, and takes it out; no headphones needed")


def _drowns(echo: Echo, voice: Voice | None) -> bool:
    return voice is not None and echo.level_dbfs > voice.level_dbfs


def _louder() -> str:
    return "turn the microphone up in the system's mixer, come nearer, or name another: golem devices, golem setup"


def _headphones() -> str:
    return "wear headphones, or set barge_in = false under [speaker]"
