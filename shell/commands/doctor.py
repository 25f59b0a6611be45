"""`golem doctor`: what is there, what is not, and how to mend it."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterator
from contextlib import suppress

from policies.consent import Answer, answer
from shell.app import ground_of, policy_of, registry_of, store_of
from shell.asking import Ended, ask, at_a_terminal
from shell.audio_device import list_devices
from shell.commands.common import Subparsers, where_of
from shell.config import Config, settle
from shell.doctor import looks
from shell.errors import AudioError, ConfigError, GolemError
from shell.finding import Finding
from shell.guiding import measured
from shell.lazy import Lazy
from shell.output import tell, tell_json, working
from shell.places import places_of_user
from shell.sound_findings import AGAIN, findings_of

MARKS = {"good": "ok", "missing": "--", "bad": "!!", "unknown": "??"}
OFFER = "Measure noise, your voice and the echo? Golem listens for some seconds and plays a tone. (yes / Enter skips)"


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("doctor", help="look at the set-up and say how to mend what is wrong")
    parser.add_argument("--json", action="store_true", help="print the findings as a JSON list; asks nothing")
    parser.add_argument(
        "--sound", action="store_true", help="listen and play a tone, without asking: noise, your voice, and the echo"
    )
    parser.add_argument("--measure", action="store_true", help="measure every model's speed anew")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every finding; 1 where something needs mending."""
    places = places_of_user()
    config, settings = _settings(args)
    registry = Lazy(lambda: registry_of(places)).get
    policy = Lazy(lambda: policy_of(places, registry())).get
    sound = list(_sound(args, config))
    findings = [settings]
    with working("looking at", total=1.0, drawn=not config.terminal.reader) as advance:
        every = looks(
            config,
            places,
            store_of(config),
            registry,
            policy,
            ground=lambda: ground_of(places, policy(), store_of(config)),
            sound=sound,
            measure_again=args.measure,
            begins=lambda model: advance(note=model),
        )
        for what, found in every:
            advance(note=what)
            findings += found
            advance(1 / len(every))
    if args.json:
        tell_json([dataclasses.asdict(finding) for finding in findings])
    else:
        for finding in findings:
            tell(f"{MARKS[finding.state]} {finding.topic}: {finding.detail}")
            if finding.mend:
                tell(f"     {finding.mend}")
    return 1 if any(finding.state == "bad" for finding in findings) else 0


def _sound(args: argparse.Namespace, config: Config) -> Iterator[Finding]:
    """What listening finds, where it was asked for; else one line that says how to ask for it."""
    if not _microphone_there():
        return  # it is found missing anyway
    if not args.sound and (args.json or not _agreed()):
        yield Finding(
            "sound", "unknown", "noise, speech and echo were not measured", f"{AGAIN} listens and plays a tone"
        )
        return
    try:
        yield from findings_of(measured(config), config)
    except GolemError as fault:
        yield Finding("sound", "missing", str(fault), "golem devices lists what there is; golem setup tries it")


def _agreed() -> bool:
    """Whether somebody is there, and says yes to being listened to."""
    with suppress(Ended):
        return at_a_terminal() and answer(ask(OFFER)) is Answer.YES
    return False


def _microphone_there() -> bool:
    try:
        return any(device.channels("input") for device in list_devices())
    except AudioError:
        return False


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
