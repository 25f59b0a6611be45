"""`golem bench`: how long each stage takes on this machine, or one of the reports; only in a source checkout."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any

from shell.errors import UsageError

_ROOT = Path(__file__).parents[2]
REPORTS = {
    "accuracy": "benchmarks.accuracy",
    "attention": "benchmarks.attention",
    "barge-in": "benchmarks.barge_in",
    "coffee": "benchmarks.coffee",
    "commands": "benchmarks.commands",
    "errand": "benchmarks.errand",
    "router": "benchmarks.router",
    "safety": "benchmarks.safety",
    "side-by-side": "benchmarks.side_by_side",
    "transcription": "benchmarks.transcription",
    "soak": "benchmarks.soak",
    "voice": "benchmarks.voice",
}
"""Name to the module whose `main` makes it."""


def add_parser(subparsers: Any) -> None:  # noqa: ANN401 -- argparse has no public name for its type
    """Declare the command."""
    parser = subparsers.add_parser("bench", help="measure how long each stage takes (from a source checkout)")
    parser.add_argument(
        "report",
        nargs="?",
        metavar="REPORT",
        help=f"instead of the stages: {', '.join(REPORTS)}; options after it are its own (golem bench accuracy --help)",
    )
    parser.add_argument("own", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    parser.add_argument("--only", metavar="TEXT", help="only the stages whose names contain TEXT, and their peers")
    parser.add_argument("--rounds", type=int, metavar="N", help="take N samples of each stage, not its own number")
    parser.add_argument("--models", type=Path, metavar="FOLDER", help="where the models are")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, root: Path = _ROOT) -> int:
    """Measure and print; 0 if anything could be measured. Raises UsageError outside a source checkout."""
    if not (root / "benchmarks" / "__main__.py").is_file():
        raise UsageError("golem bench needs the source checkout, which holds the benchmarks: run `make bench` there")
    if args.report is not None and args.report not in REPORTS:
        raise UsageError(f"there is no report {args.report!r}; there are: {', '.join(REPORTS)}")
    if args.rounds is not None and args.rounds < 1:
        raise UsageError("--rounds must be at least 1")
    sys.path.insert(0, str(root))  # an editable install maps only the packages that ship
    if args.report is not None:
        return int(importlib.import_module(REPORTS[args.report]).main(args.own))
    from benchmarks.__main__ import bench  # noqa: PLC0415 -- not part of the package, and heavy

    return bench(args)
