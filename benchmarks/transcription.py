"""How much faster short clips are transcribed than by plain `faster_whisper`, and whether as well.

`golem bench transcription`: same weights, int8, same clips, one run, the two sides in turn so that a busy machine is
busy for both. The clips are those that ship: spoken commands, and a speech cut to 8 s. Ratios are of medians, beside
the aims. Words are counted wrong against what was said; with `../shared/data`, one-word answers of many voices as well.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import voice_clips
from benchmarks.clips import RATE
from shell.asr import Transcript
from shell.store import default_models_folder

if TYPE_CHECKING:
    from shell.frames import Audio

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "../shared/data/speech/words"
WHISPER = "whisper-base"
SHORT_S, LONG_S = 3.0, 8.0
AIMS = {"up to 3 s": 4.0, "8 s": 2.5}
"""Times faster than plain `faster_whisper`, at least."""
JFK = "And so my fellow Americans ask not what your country can do for you ask what you can do for your country."
LONG_FROM_S = (0.0, 2.0)
"""Where the speech is cut."""
DIGITS = {"0": "zero", "1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven",
          "8": "eight", "9": "nine"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound that both sides transcribe."""

    name: str
    kind: str
    """One of AIMS, or empty: only its words count."""
    audio: Audio
    said: str
    """Empty where only its time counts."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One side's go at one clip."""

    text: str
    seconds: float


Side = Callable[["Audio"], str]


def clips(words: Path | None) -> list[Clip]:
    """The commands that ship, the speech, its cuts, and every fourth of the one-word answers in `words`."""
    import numpy as np  # noqa: PLC0415 -- heavy

    from shell.audio_file import load  # noqa: PLC0415 -- heavy

    found = [
        Clip(one.name, "up to 3 s" if len(one.audio) <= SHORT_S * RATE else "", one.audio, one.said)
        for one in voice_clips.clips()
        if "[" not in one.said  # a pause in the middle is for `golem bench voice`
    ]
    speech = load(voice_clips.FOLDER / "jfk.flac")
    found.append(Clip("jfk", "", speech, JFK))
    for start_s in LONG_FROM_S:
        cut = speech[int(start_s * RATE) :][: int(LONG_S * RATE)]
        found.append(Clip(f"jfk from {start_s:g} s", "8 s", cut, ""))
    still = np.zeros(RATE // 2, np.float32)
    for path in sorted(words.glob("*.flac"))[::4] if words else []:
        found.append(Clip(path.stem, "", np.concatenate([still[:4800], load(path), still]), path.stem.split("_")[0]))
    return found


def plain(folder: Path, threads: int) -> Side:
    """`WhisperModel.transcribe` with its defaults, and the language set as it is for the other side."""
    from faster_whisper import WhisperModel  # noqa: PLC0415 -- heavy

    model: Any = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads)
    return lambda audio: " ".join(part.text.strip() for part in model.transcribe(audio, language="en")[0])


def golem(folder: Path, threads: int) -> Side:
    """The transcriber with its default settings, on the CPU; what it refuses counts as no words."""
    from shell.asr import TranscriberSettings, WhisperTranscriber  # noqa: PLC0415 -- heavy

    transcriber = WhisperTranscriber(folder, TranscriberSettings(device="cpu", threads=threads))

    def words(audio: Audio) -> str:
        heard = transcriber.transcribe(audio)
        return heard.text if isinstance(heard, Transcript) else ""

    return words


def hear(clip: Clip, sides: Sequence[Side], rounds: int) -> list[list[Heard]]:
    """Each side's goes at a clip, the sides in turn."""
    found: list[list[Heard]] = [[] for _ in sides]
    for _ in range(rounds):
        for side, own in zip(sides, found, strict=True):
            begun = time.perf_counter()
            text = side(clip.audio)
            own.append(Heard(text, time.perf_counter() - begun))
    return found


def spoken(text: str) -> str:
    """Words alone, in lower case, digits as words."""
    words = "".join(char if char.isalnum() or char == "'" else " " for char in text.casefold()).split()
    return " ".join(DIGITS.get(word, word) for word in words)


def wrong_words(pairs: Sequence[tuple[str, str]]) -> float:
    """Word error rate of (said, heard), 0 and up."""
    import jiwer  # noqa: PLC0415 -- heavy

    return float(jiwer.wer([spoken(said) for said, _ in pairs], [spoken(text) for _, text in pairs]))


def ratio(theirs: Sequence[float], own: Sequence[float]) -> float:
    """How many times faster, of medians over all clips and rounds."""
    return statistics.median(theirs) / statistics.median(own)


def report(every: Sequence[Clip], heard: Sequence[Sequence[Sequence[Heard]]]) -> None:
    """Print the ratios beside the aims and the word error rates, and where Golem's words are wrong."""
    print(f"{'':16}{'clips':>6}{'plain':>10}{'golem':>10}{'ratio':>8}{'aim':>7}")
    for kind, aim in AIMS.items():
        rows = [goes for clip, goes in zip(every, heard, strict=True) if clip.kind == kind]
        theirs, own = ([one.seconds for goes in rows for one in goes[side]] for side in (0, 1))
        times = ratio(theirs, own)
        verdict = "" if times >= aim else "   missed"
        print(
            f"{kind:16}{len(rows):>6}{statistics.median(theirs):>8.2f} s{statistics.median(own):>8.2f} s"
            f"{times:>8.1f}{aim:>7.1f}{verdict}"
        )
    groups = {
        "commands": [at for at, clip in enumerate(every) if clip.said and clip.name != "jfk" and "_" not in clip.name],
        "jfk": [at for at, clip in enumerate(every) if clip.name == "jfk"],
        "single words": [at for at, clip in enumerate(every) if "_" in clip.name],
    }
    groups["all of them"] = sorted(at for places in groups.values() for at in places)
    print("words wrong")
    for group, places in groups.items():
        if places:
            rates = [wrong_words([(every[at].said, heard[at][side][0].text) for at in places]) for side in (0, 1)]
            print(f"{group:16}{len(places):>6}{rates[0]:>10.1%}{rates[1]:>10.1%}")
    for at, clip in enumerate(every):
        first, second = (heard[at][side][0].text for side in (0, 1))
        if clip.said and spoken(second) != spoken(clip.said):
            print(f"  {clip.name}: plain {first!r}, golem {second!r}")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="golem bench transcription", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="goes of each side at each timed clip (default: 3)")
    parser.add_argument("--threads", type=int, default=0, help="of each side; 0 is each one's own default")
    options = parser.parse_args(argv)
    every = clips(WORDS if WORDS.is_dir() else None)
    folder = default_models_folder() / WHISPER
    sides = (plain(folder, options.threads), golem(folder, options.threads))
    for side in sides:
        side(every[0].audio)  # the first run of a model is slower
    heard = []
    for count, clip in enumerate(every, 1):
        heard.append(hear(clip, sides, options.rounds if clip.kind else 1))
        print(f"\r{count} of {len(every)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    report(every, heard)
    return 0


if __name__ == "__main__":
    sys.exit(main())
