"""The command line: parses, picks the command, and turns every expected failure into one line and exit code 2."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

from shell.commands import (
    bench,
    config,
    devices,
    do,
    doctor,
    hear,
    integrate,
    journal,
    models,
    policy,
    programs,
    route,
    run,
    setup,
    skills,
    trust,
    undo,
    why,
)
from shell.errors import GolemError
from shell.output import CleanParser, clean_tracebacks, log_to_stderr, warn

COMMANDS = (
    *(do, route, hear, models, skills, programs, trust, policy, config),
    *(devices, setup, doctor, journal, why, undo, integrate, bench),
)

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it: 128 + SIGINT."""


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; `--help` of it is the reference."""
    parser = CleanParser(prog="golem", description="A shell that acts on what you mean, spoken or typed.")
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument("--config", metavar="FILE", help="read this config file instead of the user's own")
    parser.add_argument(
        "--set", metavar="KEY=VALUE", action="append", default=[], help="one setting, for example: voice.speed=1.2"
    )
    parser.add_argument("--debug", action="store_true", help="show tracebacks and what the libraries log")
    run.add_arguments(parser)
    subparsers = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(subparsers)
    return parser


class Parser(Protocol):
    """What `main` needs of an argument parser."""

    def parse_args(self, args: Sequence[str] | None, /) -> argparse.Namespace:
        """The arguments, with `run`, the command, and `debug`."""
        ...


def main(argv: Sequence[str] | None = None, parser: Parser | None = None) -> int:
    """Run one command; 0 done, 1 not done, 2 misuse or trouble, 130 after Ctrl-C."""
    args = (parser or build_parser()).parse_args(argv)
    _stay_offline()
    log_to_stderr(logging.DEBUG if args.debug else logging.CRITICAL)
    clean_tracebacks()
    try:
        return int(args.run(args))
    except GolemError as error:
        if args.debug:
            raise
        warn(f"golem: {error}")
        return 2
    except BrokenPipeError:
        # Whoever read our output has gone; nothing is left to tell them, and Python must not try at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as fault:  # a fault of Golem's own: still one line, and what shows where it lies
        if args.debug:
            raise
        warn(f"golem: a fault in Golem itself: {type(fault).__name__}: {fault}; --debug shows where")
        return 2


def _stay_offline() -> None:
    """Tell the model libraries that nothing is to be fetched; `golem models pull` alone lifts this for itself."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK"):
        os.environ[name] = "1"


def _version() -> str:
    try:
        return f"golem {version('golem-shell')}"
    except PackageNotFoundError:
        return "golem (not installed)"


if __name__ == "__main__":
    sys.exit(main())
