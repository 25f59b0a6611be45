"""`golem do TEXT`: one utterance, acted on, from a script or another program."""

from __future__ import annotations

import argparse
import asyncio

from intents.model import Source, Utterance
from shell.commands.common import Subparsers, exit_code, load_config
from shell.errors import UsageError
from shell.inbox import Arrival
from shell.journal import TurnRecord
from shell.modules import left_out
from shell.once import one_shot
from shell.output import tell, tell_json, warn


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("do", help="act on one utterance and end")
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what to do, in plain words")
    parser.add_argument("--yes", action="store_true", help="agree to whatever would ask first; a refusal stays one")
    parser.add_argument("--dry-run", action="store_true", help="stop before acting")
    parser.add_argument(
        "--json", action="store_true", help="print the turn as JSON, one object a line, a line for each step"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Take one turn; 0 where it was done, answered or (dry) judged, 1 where not. Raises UsageError for no text."""
    if not "".join(args.text).strip():
        raise UsageError('nothing to do; say what, for example: golem do "what time is it"')
    golem = one_shot(load_config(args), dry_run=args.dry_run, yes=args.yes, silent=args.json)
    utterance = Utterance(" ".join(args.text), Source.TYPED)
    try:
        record = asyncio.run(golem.take(Arrival(utterance), told=_print_json if args.json else lambda _: None))
        if record.outcome == "unanswered":
            for line in left_out(golem.core.registry):
                warn(line)
    finally:
        golem.close()
    if args.dry_run and not args.json:
        tell(record.summary())
    return exit_code(record)


def _print_json(record: TurnRecord) -> None:
    tell_json(record.to_json())
