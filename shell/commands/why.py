"""`golem why`: how the last turn came to what it came to."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from shell.commands.common import Subparsers
from shell.commands.journal import latest
from shell.journal import TurnRecord
from shell.places import places_of_user
from shell.sanitize import clean


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


def explain(turn: TurnRecord) -> Iterator[str]:
    """The steps of a turn, a line each."""
    yield f"{'heard' if turn.source == 'voice' else 'read':9} “{turn.text}”"
    if turn.scores:
        scores = ", ".join(f"{label} {score:.2f}" for label, score in turn.scores.items())
        yield f"{'routed':9} {turn.route}, decided by {turn.decided_by} (classifier: {scores})"
    if turn.skill:
        slots = ", ".join(f"{name} = {value!r}" for name, value in turn.slots.items())
        yield f"{'matched':9} {turn.skill}" + (f" with {slots}" if slots else "")
    for word in turn.fired:
        yield f"{'judged':9} {word}"
    if turn.rule:
        yield f"{'verdict':9} {turn.verdict}, by the rule {turn.rule}: {turn.reason}"
    yield f"{'outcome':9} {turn.outcome}{'' if turn.executed else ', nothing was executed'}"
    if turn.reply:
        yield f"{'reply':9} {turn.reply}"
    yield f"{'took':9} " + ", ".join(f"{stage} {ms:.0f} ms" for stage, ms in turn.ms.items())
