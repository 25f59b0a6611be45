"""What goes wrong on the validation halves of the phrasings, row by row: `python -m benchmarks.missed`.

For whoever betters the understanding: the rows that are missed, and those that run and should not. The test halves are
counted only and never shown, so that what is learned here can be reported on them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, cast

from benchmarks.phrasings import ASKED, FILE, IMAGINED, NEGATIVES, Phrasing, Split, make_scene, phrasings
from benchmarks.running import Remembering, Trial
from intents.entailment import EntailmentClassifier
from intents.meaning import Thresholds

SETS: Final = {"phrasings": FILE, "imagined": IMAGINED}


def wrong(trial: Trial, rows: Sequence[Phrasing]) -> list[tuple[Phrasing, str]]:
    """The rows that are not understood or should match nothing, each with what was made of it."""
    found = []
    for row in rows:
        said = trial.outcome(row.text)
        if (row.kind == ASKED and row.skill not in said.split()) or (row.kind in NEGATIVES and said.endswith("!")):
            found.append((row, said))
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Print the validation rows that go wrong, and the counts of both halves of both sets."""
    parser = argparse.ArgumentParser(prog="benchmarks.missed", description=__doc__.partition("\n")[0])
    parser.add_argument("--counts", action="store_true", help="print the counts alone, of the test halves too")
    args = parser.parse_args(argv)
    embedded = EntailmentClassifier()
    models = Remembering(embedded, embedded)
    with tempfile.TemporaryDirectory() as name:
        trial = Trial(models, make_scene(Path(name).resolve()), Thresholds())
        for set_, file in SETS.items():
            for half in ("validation", "test") if args.counts else ("validation",):
                rows = phrasings(cast("Split", half), file)
                ran = trial.run(rows)
                print(
                    f"{set_}, {half}: {ran.asked} asked, {ran.right / max(1, ran.asked):.1%} right, "
                    f"{ran.missed:.1%} missed, {ran.other} of them as another skill; "
                    f"{ran.false} of {ran.quiet} others match ({ran.false_share:.1%})"
                )
                if not args.counts:
                    for row, said in wrong(trial, rows):
                        print(f"  {row.skill or row.kind:22} {row.text!r:60} {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
