"""The thresholds of meaning, chosen on validation rows only: `python -m benchmarks.thresholds [--write]`.

Run it after a new checkpoint has landed: its probabilities are other ones. Every combination of the grid is put to the
words that no sentence fits: those of the validation halves of the blind and the imagined phrasings, of those that were
tried, and of public validation sets whose intents no skill answers. Chosen is the combination with the most commands
understood among those that match at most MOST_FALSE of the rows that should run nothing; of equals, the strictest.
Nothing here reads a test half.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

from benchmarks import phrasings, publicsets
from benchmarks.running import Remembering
from intents import meaning
from intents.entailment import EntailmentClassifier
from intents.grammar import Grammar
from intents.matcher import Matcher
from intents.meaning import Judged, Meaning, Thresholds, decided
from intents.model import Ambiguous, Incomplete, Match, MatchOutcome, NoMatch, Scene
from intents.normalize import canonical
from shell.errors import UsageError
from skills.registry import Registry

DATA: Final = Path(__file__).parents[1] / "../shared/data/text"
LEAST: Final = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)
"""Probabilities tried; the last one switches meaning off."""
WORTH: Final = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)
MARGINS: Final = (0.1, 0.15, 0.25)
STRICT: Final = (0.75, 0.85, 0.95)
"""Least worth where a sentence fitted but for a value."""
MOST_FALSE: Final = 0.003
"""Share of the rows that should run nothing which meaning may match."""
VALIDATION: Final = frozenset({"clinc150, val", "hwu64, validation"})


@dataclass(frozen=True, slots=True)
class Row:
    """Words that no sentence fits."""

    text: str
    skill: str | None
    """The skill that should answer; None where nothing may run."""
    against: bool
    """Whether a sentence fitted but for a value."""


@dataclass(frozen=True, slots=True)
class Count:
    """What meaning makes of the rows."""

    right: int
    false: int


def told_rows() -> list[phrasings.Phrasing]:
    """The phrasings that may be read."""
    halves = [phrasings.phrasings("validation", file) for file in (phrasings.FILE, phrasings.IMAGINED)]
    return [*halves[0], *halves[1], *phrasings.phrasings(None, phrasings.TRIED)]


def open_rows(matcher: Matcher, scene: Scene, folder: Path, most: int) -> tuple[list[Row], int, int]:
    """The validation rows that no sentence fits; how many are asked, and how many should run nothing, in all."""
    told = [
        (row.text, row.skill) for row in told_rows() if row.kind == phrasings.ASKED or row.kind in phrasings.NEGATIVES
    ]
    told += [
        (row.text, None)
        for each in publicsets.route_sets(folder, most)
        if each.name in VALIDATION
        for row in each.rows
        if not publicsets.ANSWERED.search(row.intent)
    ]
    found = []
    for text, skill in told:
        outcome = matcher.match(text, scene)
        if isinstance(outcome, NoMatch):
            found.append(Row(text, skill, outcome.problem is not None))
    return found, sum(skill is not None for _, skill in told), sum(skill is None for _, skill in told)


def count(limits: Thresholds, rows: Sequence[tuple[Row, Sequence[Judged]]]) -> Count:
    """How many rows are understood, asked back included, and how many match that should not."""
    right = false = 0
    for row, judged in rows:
        outcome = decided(judged, limits, against=row.against)
        if row.skill is None:
            false += isinstance(outcome, Match)
        else:
            right += row.skill in _ids(outcome)
    return Count(right, false)


def _ids(outcome: MatchOutcome | None) -> set[str]:
    if isinstance(outcome, Ambiguous):
        return {each.intent.id for each in outcome.candidates}
    return {outcome.intent.id} if isinstance(outcome, Match | Incomplete) else set()


def chosen(counts: Sequence[tuple[Thresholds, Count]], most_false: float) -> tuple[Thresholds, Count]:
    """The thresholds with the most rows understood among those with at most `most_false` false ones; of equals the
    strictest. ValueError where none has so few."""
    allowed = [each for each in counts if each[1].false <= most_false]
    if not allowed:
        raise ValueError("no thresholds are strict enough")
    return max(
        allowed, key=lambda each: (each[1].right, each[0].least, each[0].covered, each[0].margin, each[0].against)
    )


def write(thresholds: Thresholds, file: Path) -> None:
    """Put the thresholds into the module at `file`. Raises ValueError where it does not name them."""
    text = file.read_text("utf-8")
    for name, value in (
        ("MEANING", thresholds.least),
        ("COVERED", thresholds.covered),
        ("MARGIN", thresholds.margin),
        ("AGAINST", thresholds.against),
    ):
        text, replaced = re.subn(rf"^{name} = [\d.]+$", f"{name} = {value}", text, flags=re.MULTILINE)
        if replaced != 1:
            raise ValueError(f"{file.name} has no {name}")
    file.write_text(text, "utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and with --write put the choice into intents/meaning.py."""
    parser = argparse.ArgumentParser(prog="benchmarks.thresholds", description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of public data (benchmarks/data/README.md)")
    parser.add_argument("--rows", type=int, default=1500, help="rows drawn from each public set")
    parser.add_argument("--write", action="store_true", help="write the choice into intents/meaning.py")
    args = parser.parse_args(argv)
    if not (args.data / "hwu64.tsv").is_file():
        raise UsageError(f"there is no hwu64.tsv in {args.data}; name the folder of public data with --data")
    skills = [skill.intent for skill in Registry().skills]
    embedded = EntailmentClassifier()
    models = Remembering(embedded, embedded)
    grammars = {intent.id: Grammar(intent) for intent in skills}
    with tempfile.TemporaryDirectory() as name:
        scene = phrasings.make_scene(Path(name).resolve())
        rows, asked, quiet = open_rows(Matcher(skills), scene, args.data, args.rows)
        judge = Meaning(grammars, models, Thresholds(covered=min(WORTH), margin=max(MARGINS)))
        judged = [(row, judge.judged(canonical(row.text), row.text, scene)) for row in rows]
    grid = [Thresholds(*each) for each in product(LEAST, MARGINS, WORTH, STRICT)]
    counts = [(limits, count(limits, judged)) for limits in grid]
    print(f"{len(rows)} rows of {asked} asked and {quiet} others fit no sentence\n")
    print("| least | worth | margin | against | understood | false |\n| ---: | ---: | ---: | ---: | ---: | ---: |")
    for limits, found in counts:
        cells = (limits.least, limits.covered, limits.margin, limits.against, found.right, found.false)
        print("| " + " | ".join(map(str, cells)) + " |")
    best, found = chosen(counts, MOST_FALSE * quiet)
    print(f"\nMEANING = {best.least}, COVERED = {best.covered}, MARGIN = {best.margin}, AGAINST = {best.against}:")
    print(f"{found.right} of {asked} more are understood, and {found.false} of {quiet} match that should not")
    if args.write:
        write(best, Path(meaning.__file__))
    return 0


if __name__ == "__main__":
    sys.exit(main())
