"""A child process for tests of barge-in on PulseAudio: speaks, listens, and says when its voice was interrupted."""

from __future__ import annotations

import asyncio
import json
import sys
import time

import numpy as np

from shell.audio import Microphone, MicrophoneSettings
from shell.audio_device import open_output
from shell.echo_canceller import WebRtcEchoCanceller
from shell.floor import Floor
from shell.played import Played
from shell.speaker import Speaker
from shell.vad import SileroVoiceActivity

SETTLED = 40
"""Frames heard before it speaks: a microphone has long been open when Golem answers."""


class RecordedVoice:
    """Says every text with the sound in a file."""

    name = "recorded"
    fingerprint = "0" * 64

    def __init__(self, samples: np.ndarray, sample_rate: int) -> None:
        self.sample_rate = sample_rate
        self._samples = samples

    def synthesize(self, text: str):
        """Yield it."""
        yield self._samples


def say(**what: object) -> None:
    """One line to the test."""
    print(json.dumps({"at": time.monotonic(), **what}), flush=True)


class Told:
    """The speaker, and a line for each thing done to it."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._paused = False

    @property
    def speaking(self) -> bool:
        """As the speaker says."""
        return self._speaker.speaking

    def pause(self) -> None:
        """Pause."""
        if not self._paused:
            began = time.monotonic()
            self._speaker.pause()
            say(did="pause", took_ms=1000 * (time.monotonic() - began))
        else:
            self._speaker.pause()
        self._paused = True

    def resume(self) -> None:
        """Resume."""
        self._speaker.resume()
        self._paused = False
        say(did="resume")


async def converse(path: str, seconds: float, out: str) -> None:
    """Speak the recording while listening for so many seconds; what was heard is saved, echo cancelled."""
    import soundfile

    samples, rate = soundfile.read(path, dtype="float32")
    played = Played()
    speaker = Speaker(RecordedVoice(samples, rate), open_output, played=played, notify=lambda line: say(told=line))
    floor = Floor(Told(speaker), played)
    floor.canceller = WebRtcEchoCanceller()
    vad = SileroVoiceActivity()
    heard, probabilities = [], []
    say(ready=True)
    began, clock = None, float("inf")
    async for frame in floor.without_echo(Microphone(MicrophoneSettings())).frames():
        heard.append(frame)
        if began is None and len(heard) >= SETTLED:
            began = time.monotonic()
            speaker.say("Here it is.")
            say(speaks=True)
        probability = vad.probability(frame)
        floor.hear(probability)
        clock = min(clock, time.monotonic() - len(heard) * len(frame) / 16_000)  # when the first sample was heard
        probabilities.append(round(probability, 2))
        if began is not None and time.monotonic() - began > seconds:
            break
    np.save(out, np.concatenate(heard))
    speaker.stop()
    say(done=True, clock=clock, highest=max(probabilities), probabilities=probabilities)


if __name__ == "__main__":
    asyncio.run(converse(sys.argv[1], float(sys.argv[2]), sys.argv[3]))
