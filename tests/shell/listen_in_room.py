"""A child process for test_audio_pulse: opens the real devices and tells what comes, one JSON object a line."""

import asyncio
import json
import sys
import threading
import time

import numpy as np

from shell.audio import Microphone, MicrophoneSettings
from shell.audio_device import open_output
from shell.errors import AudioError


def say(**fields: object) -> None:
    """One line for the parent."""
    print(json.dumps(fields), flush=True)


def play_tone() -> None:
    """A second of 440 Hz, to its end."""
    output = open_output(22_050)
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050)
    for start in range(0, len(tone), 2_205):
        output.write(tone[start : start + 2_205].astype(np.float32))
    output.close()
    say(played=True)


def play_and_abort() -> None:
    """Ten seconds of 440 Hz, aborted from another thread after one."""
    output = open_output(22_050)
    tone = (0.3 * np.sin(2 * np.pi * 440 * np.arange(22_050 * 10) / 22_050)).astype(np.float32)
    threading.Timer(1.0, output.abort).start()
    began = time.monotonic()
    try:
        output.write(tone)
    except AudioError as error:
        say(raised=type(error).__name__, after_s=time.monotonic() - began)
    output.close()
    output.abort()


async def listen(settings: MicrophoneSettings, path: str) -> None:
    """Until the audio heard has had sound and then a second of silence, or for ever; then the sound is saved."""
    microphone = Microphone(settings, on_state=lambda state: say(state=state))
    heard: list[np.ndarray] = []
    quiet, loud = 0, False
    async for frame in microphone.frames():
        assert frame.shape == (512,) and frame.dtype == np.float32
        heard.append(frame.copy())
        if microphone.level > -40 and not loud:
            loud = True
            say(sound=True)
        quiet = quiet + 1 if microphone.level < -60 else 0
        if loud and quiet > 30:
            break
    await asyncio.sleep(0)
    np.save(path, np.concatenate(heard))
    say(done=True, overflows=microphone.overflows, gaps=microphone.gaps, device=microphone.device.name)


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    if what == "play":
        play_tone()
    elif what == "abort":
        play_and_abort()
    else:
        asyncio.run(listen(MicrophoneSettings(**json.loads(words[0])), words[1]))
