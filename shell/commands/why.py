"""`golem why`: how the last turn came to what it came to."""

from __future__ import annotations

import argparse

from shell.commands.common import Subparsers
from shell.commands.journal import latest
from shell.output import tell
from shell.places import places_of_user
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
        tell("No turns yet.")
        return 1
    for line in explain(turns[-1]):
        tell(line)
    return 0
