"""What goes wrong on the validation halves of the phrasings, row by row: `python -m benchmarks.missed`.

For whoever betters the understanding: the rows that are missed, and those that match a skill and should not, public
validation rows among them. With `--counts` it prints the README's table of what would run instead: the test halves and
the fresh set are counted only and never shown, so that what is learned here can be reported on them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks import publicsets
from benchmarks.phrasings import (
    ASKED,
    FILE,
    FURTHER,
    IMAGINED,
    NEGATIVES,
    TRIED,
    Phrasing,
    Split,
    make_scene,
    phrasings,
)
from benchmarks.running import ASKS, CHANGES, HEAD, LOOKS, Remembering, Trial, line, running_sets
from benchmarks.thresholds import DATA, VALIDATION
from intents.entailment import EntailmentClassifier
from intents.meaning import Thresholds

SHOWN: Final[Mapping[str, tuple[Path, Split | None]]] = {
    "phrasings, validation": (FILE, "validation"),
    "imagined, validation": (IMAGINED, "validation"),
    "tried": (TRIED, None),
    "further": (FURTHER, None),
}


def public_rows(folder: Path, most: int) -> list[str]:
    """Rows of the public validation sets that no skill answers; none where the data are not there."""
    if not (folder / "hwu64.tsv").is_file():
        return []
    return [
        row.text
        for each in publicsets.route_sets(folder, most)
        if each.name in VALIDATION
        for row in each.rows
        if not publicsets.ANSWERED.search(row.intent)
    ]


def wrong(trial: Trial, rows: Sequence[Phrasing]) -> list[tuple[Phrasing, str]]:
    """The rows that are not understood or should match nothing, each with what was made of it."""
    found = []
    for row in rows:
        said = trial.outcome(row.text, row.skill)
        if (row.kind == ASKED and row.skill not in said.split()) or (row.kind in NEGATIVES and said.endswith("!")):
            found.append((row, said))
    return found


def show(trial: Trial, public: Sequence[str]) -> None:
    """Print every validation row that goes wrong."""
    for name, (file, half) in SHOWN.items():
        print(name)
        for row, said in wrong(trial, phrasings(half, file)):
            print(f"  {row.skill or row.kind:22} {row.text!r:60} {said}")
    print("public validation rows")
    for text in public:
        if (came := trial.came_of(text)) in {ASKS, LOOKS, CHANGES}:
            print(f"  {came:22} {text!r:60} {trial.outcome(text)}")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the validation rows that go wrong, or the counts of all sets."""
    parser = argparse.ArgumentParser(prog="benchmarks.missed", description=__doc__.partition("\n")[0])
    parser.add_argument("--counts", action="store_true", help="print a table of the counts, of the test halves too")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of public data (benchmarks/data/README.md)")
    parser.add_argument("--rows", type=int, default=1500, help="rows drawn from each public validation set; 0 for none")
    args = parser.parse_args(argv)
    embedded = EntailmentClassifier()
    models = Remembering(embedded, embedded)
    public = public_rows(args.data, args.rows) if args.rows else []
    with tempfile.TemporaryDirectory() as name:
        trial = Trial(models, make_scene(Path(name).resolve()), Thresholds())
        if not args.counts:
            show(trial, public)
            return 0
        print("| " + " | ".join(HEAD) + " |\n| ---" + " | ---:" * (len(HEAD) - 1) + " |")
        for set_, (rows, quiet) in (running_sets(args.data) | {"public validation rows": ([], public)}).items():
            print("| " + " | ".join(line(set_, trial.run(rows, quiet))) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
