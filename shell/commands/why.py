"""`golem why`: how the last turn came to what it came to."""

from __future__ import annotations

import argparse

from shell.commands.common import Subparsers
from shell.commands.journal import latest
from shell.places import places_of_user
from shell.sanitize import clean
from shell.telling import explain


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("why", help="explain the last turn")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Explain the last turn, step by step."""
    del args
    turns = latest(places_of_user().journal, 1)
    if not turns:
        print("No turns yet.")
        return 1
    for line in explain(turns[-1]):
        print(clean(line))
    return 0
