"""`python -m benchmarks`: measure the stages, print the table, write `benchmarks/out/`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs
from rich.console import Console
from rich.table import Table

from benchmarks import confining, hearing, keeping, matching, speaking, starting, understanding
from benchmarks.harness import STAGES, Bench, choose, machine, measure, rows, together, write

ROOT = Path(__file__).parents[1]
MODULES = (hearing, understanding, matching, keeping, speaking, starting, confining)
"""Every module with stages; importing one defines them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options, shared with `golem bench`."""
    parser.add_argument(
        "--only", metavar="TEXT", help="measure only the stages whose names contain TEXT, and their peers"
    )
    parser.add_argument("--rounds", type=int, metavar="N", help="take N samples of each stage, not its own number")
    parser.add_argument("--models", type=Path, metavar="FOLDER", help="where the models are")


def default_models() -> Path:
    """$GOLEM_MODELS, else the user's cache."""
    named = os.environ.get("GOLEM_MODELS")
    return Path(named) if named else platformdirs.user_cache_path("golem") / "models"


def bench(args: argparse.Namespace) -> int:
    """Measure and print; 0 if anything was measured, 1 if every stage was skipped."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)
    data = ROOT / "../shared/data"
    context = Bench(models=args.models or default_models(), data=data if data.is_dir() else None)
    results = []
    groups = list(together(choose(STAGES, args.only)))
    for place, group in enumerate(groups, 1):
        with console.status(f"{group[0].name}, {place} of {len(groups)}"):
            results += measure(group, context, args.rounds)
    about = machine()
    table = Table("stage", "unit", "n", "median", "p95", "beside", box=None, header_style="bold")
    for column in table.columns[2:5]:
        column.justify = "right"
    for cells in rows(results):
        table.add_row(*cells)
    console.print(table)
    console.print(f"{about['cores']} cores, load {about['load']:.1f}, {about['system']}, Python {about['python']}")
    console.print(f"written to {write(results, ROOT / 'benchmarks/out')}", soft_wrap=True)
    return 0 if any(result.samples for result in results) else 1


def main(argv: Sequence[str] | None = None) -> int:
    """Parse and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add_arguments(parser)
    return bench(parser.parse_args(argv))


if __name__ == "__main__":
    sys.exit(main())
