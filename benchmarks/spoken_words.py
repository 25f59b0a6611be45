"""The words by which a spoken answer shows that it was meant: `python -m benchmarks.spoken_words`.

Candidates, most of three syllables or more (of words of two, said alone, Whisper base lost every other one), are spoken
by the Piper voice and a voice of espeak-ng and heard by Golem's own hearing with every shipped skill's sentences. Told
are the words that were always heard as themselves, and what the others were heard as. `policies/words_to_say.py` keeps
words of the first kind.

What was heard is kept in `benchmarks/out/spoken_words.json`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.commands import Clip, Command, command_aware, hear, lay_out
from policies.words_to_say import WORDS, said
from shell.errors import UsageError
from shell.store import default_models_folder

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "benchmarks/out/spoken_words.json"
_CANDIDATES = """
banana christmas elephant chocolate october umbrella volcano california strawberry kangaroo potato butterfly november
concert telephone dinosaur hospital canada avocado crocodile cobra piano december america alabama tomato violin
tornado pineapple gorilla mosquito jamaica africa harmonica octopus september australia apple atlas argentina cinnamon
broccoli tiger banjo button walnut harbor lantern
"""
CANDIDATES = tuple(_CANDIDATES.split())
VOICES = (("piper", 1.0), ("en-us", 160.0))
"""Voice and speed, as in `benchmarks.commands`."""


def clips(words: Sequence[str]) -> list[Clip]:
    """Each word by each voice."""
    return [
        Clip(Command(word, f"{word.capitalize()}.", None, {}), voice, speed)
        for word in words
        for voice, speed in VOICES
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Speak and hear what is not kept yet, then report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spoken_words", description=__doc__)
    parser.add_argument("--chosen", action="store_true", help="only the words that Golem uses")
    parser.add_argument("--threads", type=int, default=0, help="of the recogniser; 1 is best on a busy machine")
    options = parser.parse_args(argv)
    if not (default_models_folder() / "whisper-base").is_dir():
        raise UsageError("Whisper base is not there: golem models pull")
    every = clips(WORDS if options.chosen else CANDIDATES)
    with tempfile.TemporaryDirectory() as folder:
        aware = command_aware(lay_out({"files": [], "branches": ["main"]}, Path(folder).resolve()), (), options.threads)
        known = hear(every, KEPT, aware)
    wrong = [clip for clip in every if not said(known[clip.key]["golem"], (clip.command.said,))]
    bad = {clip.command.said for clip in wrong}
    words = list(dict.fromkeys(clip.command.said for clip in every))
    print(f"clips right: {len(every) - len(wrong)} of {len(every)}; words always right: {len(words) - len(bad)}")
    print(" ".join(word for word in words if word not in bad))
    for clip in wrong:
        print(f"  {clip.key}: plain {known[clip.key]['plain']!r}, golem {known[clip.key]['golem']!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
