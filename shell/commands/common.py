"""What the commands share: reading the configuration, and what an exit code means."""

from __future__ import annotations

import argparse
from typing import TypeAlias

from shell.config import Config
from shell.config import load as load_file
from shell.journal import TurnRecord

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What `ArgumentParser.add_subparsers` returns; argparse has no public name for it."""

DONE = frozenset({"done", "chatted", "judged"})


def load_config(args: argparse.Namespace) -> Config:
    """The configuration that the command line asks for."""
    return load_file(args.config)


def exit_code(record: TurnRecord) -> int:
    """0 where the turn came to what was asked, 1 where it was refused, declined, unanswered or failed."""
    return 0 if record.outcome in DONE else 1
