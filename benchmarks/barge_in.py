"""How soon Golem falls silent when somebody speaks over it: `golem bench barge-in [--rounds N]`.

Through PulseAudio: a loudspeaker whose sound comes back into the room after 60 ms, and a microphone there. Golem reads
sentences aloud, a person of the same level cuts in, and the time is taken from the person's first loud sample at the
microphone until the loudspeaker has been emptied. Rounds in which nobody speaks must not pause Golem for good.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.clips import RATE
from benchmarks.speaking import VOICE
from benchmarks.voice_clips import spoken
from shell.errors import UsageError
from shell.likeness import likenesses
from shell.store import default_models_folder

if TYPE_CHECKING:
    from shell.frames import Audio
    from shell.tts import PiperVoice
    from tests.pulse import PulseRoom

ROOT: Final = Path(__file__).parents[1]
GOLEM: Final = (
    "Say yes to confirm.",
    "Delete the build folder.",
    "Golem, run the tests.",
    "There are twelve files here.",
)
PERSON: Final = (
    "Open the editor and show me notes.",
    "Stop, that is enough.",
    "What time is it now?",
    "Wait a moment, please.",
    "Show me the git status.",
)
SECONDS: Final = 8.0
"""Of each round."""
AFTER_S: Final = 3.0
"""From Golem's first word to the person's."""
MOST_MS: Final = 150.0
"""The aim, in the median."""


@dataclass(frozen=True, slots=True)
class Round:
    """What became of one."""

    paused_ms: float | None
    """From the person's first loud sample until the loudspeaker was emptied; None where it was not."""
    did: tuple[str, ...]
    """`pause` and `resume`, in order."""


def onset(heard: Audio, person: Audio) -> int:
    """The sample of `heard` where `person`, both float32 and 16 kHz, begins to be loud: where they are most alike."""
    return int(np.argmax(likenesses(person, heard))) + spoken(person)[0]


def _said(voice: PiperVoice, file: Path, *texts: str) -> Audio:
    import soundfile  # noqa: PLC0415 -- heavy
    import soxr  # noqa: PLC0415 -- as above

    pause = np.zeros(voice.sample_rate // 8, np.float32)
    sound = np.concatenate([part for text in texts for part in (*voice.synthesize(text), pause)])
    soundfile.write(str(file), sound, voice.sample_rate)
    return np.asarray(soxr.resample(sound, voice.sample_rate, RATE), np.float32)


def one_round(room: PulseRoom, golem: Path, person: Path | None, sound: Audio, folder: Path) -> Round:
    """Golem speaks, and after a while the person, if there is one."""
    out = folder / "heard.npy"
    child = subprocess.Popen(  # noqa: S603 -- our own program, to be measured
        [sys.executable, "-m", "tests.shell.interrupt_in_room", str(golem), str(SECONDS), str(out)],
        env=room.env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    lines = []
    for line in child.stdout:
        lines.append(json.loads(line))
        if person is not None and lines[-1].get("speaks"):
            threading.Timer(AFTER_S, room.speak_into_room, [person]).start()
    if child.wait(30) or "clock" not in lines[-1]:
        raise UsageError("the listening process failed")
    did = tuple(str(one["did"]) for one in lines if "did" in one)
    if person is None:
        return Round(None, did)
    began = lines[-1]["clock"] + onset(np.load(out), sound) / RATE
    silent = [one["at"] for one in lines if one.get("did") == "pause" and one["at"] > began]
    return Round(1000 * (silent[0] - began) if silent else None, did)


def main(argv: Sequence[str] | None = None) -> int:
    """Play, listen, report; 1 where the aim is missed."""
    parser = argparse.ArgumentParser(prog="golem bench barge-in", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="with a person, and as many without / 2")
    options = parser.parse_args(argv)
    from shell.tts import PiperVoice, VoiceSettings  # noqa: PLC0415 -- heavy
    from tests.pulse import PulseRoom, missing  # noqa: PLC0415 -- the tests' room, in a checkout only

    if (absent := missing()) is not None:
        raise UsageError(f"{absent} is not installed")
    room, speaks = PulseRoom(), PiperVoice(default_models_folder() / VOICE, VoiceSettings())
    other = PiperVoice(default_models_folder() / VOICE, VoiceSettings(speed=1.2))
    found: list[Round] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _said(speaks, folder / "golem.wav", *GOLEM)
        try:
            room.start()
            room.load("echo", "module-loopback", "source=loudspeaker.monitor", "sink=room", "latency_msec=60")
            for number in range(options.rounds + options.rounds // 2):
                cuts_in = number < options.rounds
                person = folder / "person.wav"
                sound = _said(other, person, PERSON[number % len(PERSON)])
                found.append(one_round(room, folder / "golem.wav", person if cuts_in else None, sound, folder))
                time.sleep(0.2)
        finally:
            room.stop()
    return 0 if report(found[: options.rounds], found[options.rounds :]) else 1


def report(spoken_over: Sequence[Round], alone: Sequence[Round]) -> bool:
    """Print what was measured beside its aim; whether it was met."""
    times = [one.paused_ms for one in spoken_over if one.paused_ms is not None]
    for one in spoken_over:
        print("not paused" if one.paused_ms is None else f"silent after {one.paused_ms:.0f} ms", *one.did)
    median = statistics.median(times) if times else float("inf")
    met = len(times) == len(spoken_over) and median <= MOST_MS
    print(f"{len(times)} of {len(spoken_over)} people stopped Golem after {median:.0f} ms in the median,", end=" ")
    print(f"{max(times, default=0):.0f} at worst (aim: {MOST_MS:.0f} in the median, {'met' if met else 'missed'})")
    kept = sum(one.did.count("pause") == one.did.count("resume") for one in alone)
    print(
        f"nobody spoke: {kept} of {len(alone)} rounds went on to the end, with {sum(map(_pauses, alone))} short pauses"
    )
    return met and kept == len(alone)


def _pauses(one: Round) -> int:
    return one.did.count("pause")


if __name__ == "__main__":
    sys.exit(main())
