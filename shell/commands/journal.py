"""`golem journal`: the turns taken, readably."""

from __future__ import annotations

import argparse
from pathlib import Path

from shell.commands.common import Subparsers, drawn
from shell.errors import GolemError, UsageError
from shell.journal import TurnRecord, read
from shell.journal_check import check
from shell.ledger import Ledger
from shell.output import tell, tell_json, warn, working
from shell.places import places_of_user
from shell.session import home_folder
from shell.tables import tell_table

COLUMNS = ("when", "from", "said", "taken for", "verdict", "outcome", "ms>")


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("journal", help="show the turns taken")
    parser.add_argument("action", nargs="?", choices=("verify",), help="verify: is every line as it was written?")
    parser.add_argument("-n", type=_count, default=20, metavar="N", help="how many of the latest (20)")
    parser.add_argument("--json", action="store_true", help="print them as they are kept, one JSON object a line")
    parser.add_argument("--head", metavar="HASH", help="verify: a hash printed before, which a line must have")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the latest turns, or whether the journal is as it was written: 0 if it is, 1 if not. Raises GolemError."""
    if args.action == "verify":
        return _verify(places_of_user().journal, args)
    if args.head is not None:
        raise UsageError("--head goes with verify: golem journal verify --head HASH")
    turns = latest(places_of_user().journal, args.n)
    if args.json:
        for turn in turns:
            tell_json(turn.to_json())
    elif turns:
        tell_table(COLUMNS, [_row(turn) for turn in turns], drawn=drawn(args))
    else:
        warn("No turns yet.")
    return 0


def _row(turn: TurnRecord) -> tuple[str, ...]:
    verdict = f"{turn.verdict} {turn.rule}" if turn.rule else turn.verdict
    when, total = turn.time[:19].replace("T", " "), sum(turn.ms.values())
    meaning = turn.meaning().replace(f"{home_folder()}/", "~/")
    return when, turn.source, turn.text, meaning, verdict, turn.ended(), f"{total:.0f}"


def _verify(path: Path, args: argparse.Namespace) -> int:
    try:
        with working("reading every line", drawn=drawn(args)):
            found = check(Ledger(path), args.head)
    except OSError as error:
        raise GolemError(f"the journal {path} cannot be read: {error.strerror}") from error
    if found.fault is not None:
        tell(str(found.fault))
        return 1
    tell(f"{found.lines} lines, each as it was written and in its place.")
    if found.begins > 1:
        tell(f"They begin with line {found.begins}: older files are no longer kept.")
    if found.loose:
        tell(f"{found.loose} more, written before lines were chained or torn by a crash, are not vouched for.")
    if found.lines:
        tell(f"The last is line {found.n}. Its hash, to be kept elsewhere and given to --head: {found.head}")
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
        warn(f"golem: {torn} line(s) of {path} cannot be read and are passed over")
    return turns


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of turns; take 0 or more")
    return int(text)
