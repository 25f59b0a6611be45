"""`golem route`: one utterance a line in, one JSON object a line out, nothing executed."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from intents.model import Source, Utterance
from shell.commands.common import Subparsers, load_config
from shell.errors import UsageError
from shell.inbox import Arrival
from shell.once import one_shot
from shell.output import tell_json


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("route", help="say what each line means, executing nothing")
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="lines to read; - or nothing: standard input"
    )
    parser.add_argument("--json", action="store_true", help="JSON, one object a line (what it prints anyway)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Route every line."""
    golem = one_shot(load_config(args), dry_run=True)
    try:
        for line in _lines(args.file):
            record = asyncio.run(golem.conversation.take(Arrival(Utterance(line, Source.TYPED))))
            tell_json(record.to_json())
    finally:
        golem.close()
    return 0


def _lines(name: str) -> Iterator[str]:
    if name == "-":
        yield from _decoded(sys.stdin.buffer)
        return
    try:
        with Path(name).open("rb") as source:
            yield from _decoded(source)
    except OSError as error:
        raise UsageError(f"cannot read {name}: {error.strerror}; name a text file, or - for standard input") from error


def _decoded(source: BinaryIO) -> Iterator[str]:
    for line in source:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")
