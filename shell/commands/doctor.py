"""`golem doctor`: what is there, what is not, and how to mend it."""

from __future__ import annotations

import argparse
import dataclasses

from shell.app import ground_of, policy_of, registry_of, store_of
from shell.commands.common import Subparsers, where_of
from shell.config import Config, settle
from shell.doctor import Finding, examine
from shell.errors import ConfigError
from shell.lazy import Lazy
from shell.output import tell, tell_json, working
from shell.places import places_of_user

MARKS = {"good": "ok", "missing": "--", "bad": "!!"}


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("doctor", help="look at the set-up and say how to mend what is wrong")
    parser.add_argument("--json", action="store_true", help="print the findings as a JSON list")
    parser.add_argument("--measure", action="store_true", help="measure the speech models' speed anew")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every finding; 1 where something needs mending."""
    places = places_of_user()
    config, settings = _settings(args)
    registry = Lazy(lambda: registry_of(places)).get
    with working("looking at the set-up"):
        findings = [settings]
        findings += list(
            examine(
                config,
                places,
                store_of(config),
                registry,
                lambda: policy_of(places, registry()),
                ground=lambda: ground_of(places, policy_of(places, registry()), store_of(config)),
                measure_again=args.measure,
            )
        )
    if args.json:
        tell_json([dataclasses.asdict(finding) for finding in findings])
    else:
        for finding in findings:
            tell(f"{MARKS[finding.state]} {finding.topic}: {finding.detail}")
            if finding.mend:
                tell(f"     {finding.mend}")
    return 1 if any(finding.state == "bad" for finding in findings) else 0


def _settings(args: argparse.Namespace) -> tuple[Config, Finding]:
    """The settings in force, or the built-in ones where those cannot be used: the rest is looked at all the same."""
    try:
        settled = settle(where_of(args))
    except ConfigError as fault:
        return Config(), Finding(
            "settings", "bad", str(fault), "golem config edit, and golem config check until it is so"
        )
    told = ", ".join(str(layer.where) for layer in settled.layers) or "built in"
    return settled.config, Finding("settings", "good", told)
