"""`golem journal`: the turns taken, readably."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from shell.commands.common import Subparsers
from shell.errors import GolemError
from shell.journal import TurnRecord, read
from shell.places import places_of_user
from shell.sanitize import clean


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("journal", help="show the turns taken")
    parser.add_argument("-n", type=_count, default=20, metavar="N", help="how many of the latest (20)")
    parser.add_argument("--json", action="store_true", help="print them as they are kept, one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the latest turns."""
    turns = latest(places_of_user().journal, args.n)
    for turn in turns:
        if args.json:
            print(json.dumps(turn.to_json(), ensure_ascii=False))
        else:
            total = sum(turn.ms.values())
            print(clean(f"{turn.time[:19].replace('T', ' ')}  {turn.source:5}  {turn.summary()}  {total:.0f} ms"))
    if not turns and not args.json:
        print("No turns yet.")
    return 0


def latest(path: Path, count: int) -> list[TurnRecord]:
    """The journal's last turns, oldest first; lines that cannot be read are counted on standard error.

    Raises GolemError.
    """
    try:
        turns, torn = read(path, count)
    except OSError as error:
        raise GolemError(f"the journal {path} cannot be read: {error.strerror}") from error
    if torn:
        print(f"golem: {torn} line(s) of {path} cannot be read and are passed over", file=sys.stderr)
    return turns


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of turns; take 0 or more")
    return int(text)
