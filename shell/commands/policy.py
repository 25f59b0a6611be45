"""`golem policy`: what the policy in force says, what it would say to some words, and whether a file is one."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

from intents.model import Source, Utterance
from policies.settings import Policy, differences, values
from shell.app import policy_of, registry_of, take_policy
from shell.commands.common import Subparsers, load_config
from shell.errors import UsageError
from shell.inbox import Arrival
from shell.journal import TurnRecord
from shell.once import one_shot
from shell.output import tell, tell_json
from shell.places import places_of_user
from shell.telling import explain, proof_told

SOURCES = ("typed", "voice", "overlapped", "remote")


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("policy", help="show the policy, try words against it, check a file")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    explained = actions.add_parser("explain", help="every rule that words set off, and the verdict; nothing is done")
    explained.add_argument("text", nargs="+", metavar="TEXT", help="what is said or typed")
    explained.add_argument("--source", choices=SOURCES, default="typed", help="how the words come")
    explained.add_argument("--confidence", type=float, metavar="SHARE", help="the recogniser's, 0 to 1; 1 unless given")
    explained.add_argument("--age", type=float, default=0.0, metavar="SECONDS", help="since the words ended")
    explained.add_argument("--json", action="store_true", help="print the turn as one JSON object")
    explained.set_defaults(run=explain_words)
    shown = actions.add_parser("show", help="the policy in force, and where each value comes from")
    shown.set_defaults(run=show)
    checked = actions.add_parser("check", help="whether a file can be a policy")
    checked.add_argument("file", type=Path, metavar="FILE")
    checked.set_defaults(run=check)


def explain_words(args: argparse.Namespace) -> int:
    """Judge words as if they came so; 0 where they would be done, perhaps after a yes, 1 where not."""
    golem = one_shot(load_config(args), dry_run=True, silent=True)
    try:
        record = asyncio.run(golem.conversation.take(_arrival(args)))
    finally:
        golem.close()
    if args.json:
        tell_json(record.to_json())
    else:
        for line in _lines(record):
            tell(line)
    return 0 if record.verdict in {"allow", "confirm"} else 1


def _arrival(args: argparse.Namespace) -> Arrival:
    """The words as they would come. Raises UsageError for numbers that cannot be."""
    confidence = 1.0 if args.confidence is None else args.confidence
    if not 0.0 <= confidence <= 1.0:
        raise UsageError("--confidence is a share from 0 to 1")
    if not 0.0 <= args.age < 1e9:
        raise UsageError("--age is a number of seconds, 0 or more")
    typed = args.source == "typed"
    if typed and args.confidence is not None:
        raise UsageError("typed words have no confidence; add --source voice")
    source = Source.TYPED if typed else Source.VOICE
    words = Utterance(" ".join(args.text), source, confidence, remote=args.source == "remote")
    arrival = Arrival(words, overlapped=args.source == "overlapped")
    return Arrival(words, {}, arrival.overlapped, arrival.began - args.age, arrival.ended - args.age)


def _lines(record: TurnRecord) -> Iterator[str]:
    """The turn as far as it was judged, and what an answer would have to be."""
    yield from (line for line in explain(record) if not line.startswith(("outcome", "took", "reply")))
    if record.verdict == "none":
        yield f"{'verdict':9} none: {record.reply or 'it is talk, and nothing would be done'}"
    if record.verdict == "confirm":
        yield f"{'asks for':9} {proof_told(record.proof)}"


def show(args: argparse.Namespace) -> int:
    """Print every key with its value, marked where the user's own file sets it, and every override."""
    del args
    places = places_of_user()
    for line in _shown(policy_of(places, registry_of(places)), str(places.policy_file)):
        tell(line)
    return 0


def _shown(policy: Policy, file: str) -> Iterator[str]:
    ours = differences(policy)
    for key, value in values(policy).items():
        told = json.dumps(value, ensure_ascii=False)
        yield f"{key} = {told}" + (f"   # set in {file}" if ours[key] else "")
    yield from (f"override {each.told()}" for each in policy.override)


def check(args: argparse.Namespace) -> int:
    """Load a file as the policy; raises ConfigError with what is wrong with it."""
    if not args.file.is_file():
        raise UsageError(f"there is no file {args.file}")
    policy = take_policy(args.file, registry_of(places_of_user()))
    changed = [key for key, differs in differences(policy).items() if differs]
    tell(f"{args.file} is a policy: it sets {', '.join(changed) or 'nothing that is not so already'}.")
    for each in policy.override:
        tell(f"override {each.told()}")
    return 0
