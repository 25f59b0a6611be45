"""`golem undo`: put back the last change, whichever session made it, from what the journal keeps."""

from __future__ import annotations

import argparse
import asyncio
from typing import Final

from intents.model import Source, Utterance
from shell.commands.common import Subparsers, exit_code, load_config
from shell.commands.journal import latest
from shell.inbox import Arrival
from shell.once import one_shot
from shell.output import tell, tell_json

LOOKED_BACK: Final = 1_000
"""Turns of the journal, the latest, that are looked through for changes."""
SAID: Final = "undo that"


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("undo", help="put back the last change; again for the one before it")
    parser.add_argument("--yes", action="store_true", help="agree to whatever would ask first; a refusal stays one")
    parser.add_argument("--dry-run", action="store_true", help="stop before acting")
    parser.add_argument("--json", action="store_true", help="print the turn as one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Undo the last change as "undo that" would; 0 where it was undone or (dry) judged, 1 where not."""
    golem = one_shot(load_config(args), dry_run=args.dry_run, yes=args.yes, silent=args.json)
    core = golem.core
    core.session.recent.recall(latest(core.places.journal, LOOKED_BACK), core.registry.skill)
    try:
        record = asyncio.run(golem.take(Arrival(Utterance(SAID, Source.TYPED))))
    finally:
        golem.close()
    if args.json:
        tell_json(record.to_json())
    elif args.dry_run:
        tell(record.summary())
    return exit_code(record)
