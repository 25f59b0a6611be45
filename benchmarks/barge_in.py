"""How soon Golem falls silent when somebody speaks over it: `golem bench barge-in [--rounds N]`.

Through PulseAudio: a loudspeaker, a room, and a microphone in it. Golem reads sentences aloud and a person cuts in:
first with headphones (nothing of Golem's voice comes back), then with a loudspeaker whose sound comes back after 60 ms
as loud as the person. The time is taken from the person's first loud sample in the room until Golem has decided and the
loudspeaker's monitor has given its last loud sample, whichever is later. Rounds in which nobody speaks must not pause
Golem for good.
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
    "The tests passed, all forty two of them, in three seconds.",
    "You are on the branch main, and two files were changed today.",
)
PERSON: Final = (
    "Open the editor and show me notes.",
    "Stop, that is enough.",
    "What time is it now?",
    "Wait a moment, please.",
    "Show me the git status.",
)
SECONDS: Final = 10.0
"""Of each round."""
AFTER_S: Final = 6.0
"""From Golem's first word to the person's. What is learnt of a room is kept from reply to reply, and here of one."""
LOUD: Final = 0.003
"""Of full scale: softer samples at the loudspeaker are none of its sound."""
QUIET_S: Final = 0.15
"""So long it must be silent."""
HEADPHONES, ECHO = "with headphones", "with an echo as loud as the person"
CASES: Final = (HEADPHONES, ECHO)
MOST_MS: Final = 150.0
"""The aim, in the median."""


@dataclass(frozen=True, slots=True)
class Round:
    """What became of one."""

    paused_ms: float | None
    """From the person's first loud sample until Golem had paused and nothing sounded; None where it was not."""
    did: tuple[str, ...]
    """`pause` and `resume`, in order."""


def onset(heard: Audio, person: Audio) -> int:
    """The sample of `heard` where `person`, both float32 and 16 kHz, begins to be loud: where they are most alike."""
    return int(np.argmax(likenesses(person, heard))) + spoken(person)[0]


class Tap:
    """What sounds at a monitor of the room, with its time."""

    def __init__(self, room: PulseRoom, monitor: str) -> None:
        form = (f"--rate={RATE}", "--channels=1", "--format=s16le", "--latency-msec=10")
        self._process = subprocess.Popen(  # noqa: S603 -- the bench's own words
            ["parec", f"--device={monitor}", *form],  # noqa: S607 -- wherever the system has it
            env=room.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._pieces: list[bytes] = []
        self._began = float("inf")
        self._reader = threading.Thread(target=self._drain)
        self._reader.start()

    def _drain(self) -> None:
        assert self._process.stdout is not None
        heard = 0
        while piece := self._process.stdout.read1(65_536):  # type: ignore[attr-defined] # a buffered reader
            heard += len(piece) // 2
            self._began = min(self._began, time.monotonic() - heard / RATE)  # no sample comes early
            self._pieces.append(piece)

    def ended(self) -> tuple[Audio, float]:
        """All of it, float32 (n,), and when its first sample was heard, on the monotonic clock."""
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        data = b"".join(self._pieces)
        sound = np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / np.float32(32768)
        return sound, self._began


def silent_from(sound: Audio, start: int) -> int:
    """The sample after the last loud one, from `start` on, that QUIET_S of silence follows; its length if none does."""
    quiet, loud = int(QUIET_S * RATE), np.flatnonzero(np.abs(sound[start:]) > LOUD) + start
    ends = np.append(loud, len(sound) + quiet)
    before = np.concatenate(([start - 1], loud))
    return min(int(before[np.flatnonzero(ends - before > quiet)[0]]) + 1, len(sound))


def _said(voice: PiperVoice, file: Path, *texts: str) -> Audio:
    import soundfile  # noqa: PLC0415 -- heavy
    import soxr  # noqa: PLC0415 -- as above

    pause = np.zeros(voice.sample_rate // 8, np.float32)
    sound = np.concatenate([part for text in texts for part in (*voice.synthesize(text), pause)])
    soundfile.write(str(file), sound, voice.sample_rate)
    return np.asarray(soxr.resample(sound, voice.sample_rate, RATE), np.float32)


def one_round(room: PulseRoom, golem: Path, person: Path | None, sound: Audio, folder: Path) -> Round:
    """Golem speaks, and after a while the person, if there is one."""
    taps = [Tap(room, monitor) for monitor in ("room.monitor", "loudspeaker.monitor")]
    child = subprocess.Popen(  # noqa: S603 -- our own program, to be measured
        [sys.executable, "-m", "tests.shell.interrupt_in_room", str(golem), str(SECONDS), str(folder / "heard.npy")],
        env=room.env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    lines = []
    for line in child.stdout:
        lines.append(json.loads(line))
        if person is not None and lines[-1].get("speaks"):
            threading.Timer(AFTER_S, room.speak_into_room, [person]).start()
    (around, around_from), (played, played_from) = (tap.ended() for tap in taps)
    if child.wait(30) or "clock" not in lines[-1]:
        raise UsageError("the listening process failed")
    did = tuple(str(one["did"]) for one in lines if "did" in one)
    if person is None:
        return Round(None, did)
    began = around_from + onset(around, sound) / RATE
    paused = [one["at"] for one in lines if one.get("did") == "pause" and one["at"] > began]
    if not paused:
        return Round(None, did)
    silent = played_from + silent_from(played, round((began - played_from) * RATE)) / RATE
    return Round(1000 * (max(paused[0], silent) - began), did)


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
    met = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _said(speaks, folder / "golem.wav", *GOLEM)
        try:
            room.start()
            for case in CASES:
                if case == ECHO:
                    room.load("echo", "module-loopback", "source=loudspeaker.monitor", "sink=room", "latency_msec=60")
                found = []
                for number in range(options.rounds + options.rounds // 2):
                    person = folder / "person.wav"
                    sound = _said(other, person, PERSON[number % len(PERSON)])
                    cuts_in = person if number < options.rounds else None
                    found.append(one_round(room, folder / "golem.wav", cuts_in, sound, folder))
                    time.sleep(0.2)
                print(f"{case}:")
                met = report(found[: options.rounds], found[options.rounds :]) and met
        finally:
            room.stop()
    return 0 if met else 1


def report(spoken_over: Sequence[Round], alone: Sequence[Round]) -> bool:
    """Print what was measured beside its aim; whether it was met."""
    times = [one.paused_ms for one in spoken_over if one.paused_ms is not None]
    for one in spoken_over:
        print("  not paused" if one.paused_ms is None else f"  silent after {one.paused_ms:.0f} ms", *one.did)
    median = statistics.median(times) if times else float("inf")
    met = len(times) == len(spoken_over) and median <= MOST_MS
    print(f"  {len(times)} of {len(spoken_over)} people stopped Golem after {median:.0f} ms in the median,", end=" ")
    print(f"{max(times, default=0):.0f} at worst (aim: {MOST_MS:.0f} in the median, {'met' if met else 'missed'})")
    kept = sum(one.did.count("pause") == one.did.count("resume") for one in alone)
    pauses = sum(one.did.count("pause") for one in alone)
    print(f"  nobody spoke: {kept} of {len(alone)} rounds went on to the end, with {pauses} short pauses", flush=True)
    return met and kept == len(alone)


if __name__ == "__main__":
    sys.exit(main())
