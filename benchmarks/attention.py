"""Wake phrase and short answers on real voices: `golem bench attention [FOLDER]`.

Recordings go through the whole hearing line (voice activity, endpointer, transcriber), and what it writes through
`shell.attention` and `policies.consent`. Told are the calls that are missed (recordings of the wake words), the false
ones an hour (all speech and noise without the phrase), and what becomes of "yes", "no", "stop" and "go".

Transcripts are kept in `benchmarks/out/attention.json`; the first run takes about a second a clip.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policies.consent import Answer, answer
from shell.attention import without_phrase
from shell.errors import UsageError
from shell.store import default_models_folder

if TYPE_CHECKING:
    from shell.hearing import Hearing

ROOT = Path(__file__).parents[1]
RECORDINGS = ROOT / "../shared/data"
KEPT = ROOT / "benchmarks" / "out" / "attention.json"
PHRASES = ("computer", "jarvis", "golem")
"""The wake words that there are recordings of, and Golem's own name, of which there are none."""
MOST_AN_HOUR, MOST_MISSED, LEAST_RIGHT = 0.5, 0.05, 0.97
"""The aims."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A file and what the hearing line made of it."""

    file: str
    """Below the folder of recordings."""
    texts: tuple[str, ...]
    """Each utterance that was recognised in it."""
    seconds: float


def files(folder: Path) -> list[Path]:
    """All recordings of speech and noise."""
    parts = ("speech/wake", "speech/words", "speech/clips", "speech/coffee_commands", "noise")
    return [file for part in parts for file in sorted((folder / part).glob("*.flac"))]


def recordings(folder: Path, kept: Path) -> Iterator[Recording]:
    """What is heard in each file; made once, and kept."""
    known = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    hearing: Hearing | None = None
    with ThreadPoolExecutor(1) as executor:
        for file in files(folder):
            name = str(file.relative_to(folder))
            if name not in known:
                hearing = hearing or _hearing(executor)
                known[name] = asdict(asyncio.run(_heard(hearing, file, name)))
                kept.parent.mkdir(parents=True, exist_ok=True)
                part = kept.with_suffix(".part")
                part.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
                part.replace(kept)
                print(f"\r{name:70}", end="", file=sys.stderr, flush=True)
            yield Recording(name, tuple(known[name]["texts"]), known[name]["seconds"])


def _hearing(executor: ThreadPoolExecutor) -> Hearing:
    from shell.asr import WhisperTranscriber  # noqa: PLC0415 -- heavy
    from shell.endpointer import Endpointer  # noqa: PLC0415 -- as above
    from shell.hearing import Hearing as Line  # noqa: PLC0415 -- as above
    from shell.vad import SileroVoiceActivity  # noqa: PLC0415 -- as above

    transcriber = WhisperTranscriber(default_models_folder() / "whisper-base")
    return Line(SileroVoiceActivity(), Endpointer(), transcriber, executor)


async def _heard(hearing: Hearing, file: Path, name: str) -> Recording:
    from shell.audio_file import FileFrames, load  # noqa: PLC0415 -- heavy
    from shell.frames import SAMPLE_RATE  # noqa: PLC0415 -- as above

    audio = load(file)
    texts = [heard.utterance.text async for heard in hearing.utterances(FileFrames(audio))]
    return Recording(name, tuple(texts), len(audio) / SAMPLE_RATE)


def report(heard: Sequence[Recording]) -> None:
    """Print what is missed, what is false, and the short answers."""
    print(f"{'wake phrase':14}{'missed':>20}{'false':>8}{'hours':>8}{'an hour':>9}")
    for phrase in PHRASES:
        calls = [one for one in heard if one.file.startswith(f"speech/wake/{phrase}")]
        missed = [one for one in calls if not _called(one, phrase)]
        others = [one for one in heard if one not in calls]
        false = [text for one in others for text in one.texts if without_phrase(text, phrase)[0]]
        hours = sum(one.seconds for one in others) / 3600
        share = f"{len(missed)} of {len(calls)}, {len(missed) / len(calls):.0%}" if calls else "no recordings"
        print(f"{phrase:14}{share:>20}{len(false):>8}{hours:>8.2f}{len(false) / hours:>9.1f}   {', '.join(false)}")
        for one in missed:
            print(f"    missed: {one.texts or 'no words'}")
    print(f"(aims: at most {MOST_MISSED:.0%} missed, {MOST_AN_HOUR} false ones an hour)\n")
    for word, meant in (("yes", Answer.YES), ("no", Answer.NO), ("stop", Answer.NO)):
        said = [one for one in heard if one.file.startswith(f"speech/words/{word}_")]
        got = [answer(" ".join(one.texts)) for one in said]
        wrong = [one.texts for one, each in zip(said, got, strict=True) if each is not meant]
        yeses = f", taken for a yes: {got.count(Answer.YES)}" if meant is Answer.NO else ""
        print(f"{word}: {got.count(meant)} of {len(got)} right{yeses}; wrong: {wrong}")
    print(f"(aims: at least {LEAST_RIGHT:.0%} right, and no other word taken for a yes)")


def _called(one: Recording, phrase: str) -> bool:
    return any(without_phrase(text, phrase)[0] for text in one.texts)


def main(argv: Sequence[str] | None = None) -> int:
    """Hear what was not heard yet, then report."""
    parser = argparse.ArgumentParser(prog="golem bench attention", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=RECORDINGS, help="the recordings")
    parser.add_argument("--kept", type=Path, default=KEPT, help="the file of transcripts")
    options = parser.parse_args(argv)
    if not files(options.folder):
        raise UsageError(f"{options.folder} has no recordings (speech/wake/*.flac and others)")
    report(list(recordings(options.folder, options.kept)))
    return 0
