"""What the commands share: reading the configuration, and what an exit code means."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from shell.config import Config, here, settle
from shell.errors import ConfigError
from shell.journal import TurnRecord
from shell.layers import Here

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What `ArgumentParser.add_subparsers` returns; argparse has no public name for it."""

DONE = frozenset({"done", "chatted", "judged"})


def load_config(args: argparse.Namespace) -> Config:
    """The configuration that the command line asks for."""
    return settle(where_of(args)).config


def where_of(args: argparse.Namespace) -> Here:
    """Where the command line has settings looked for."""
    try:
        folder: Path | None = Path.cwd()
    except OSError:  # the folder that golem was started in is gone
        folder = None
    return here(args.config, flags=args.set, folder=folder)


def drawn(args: argparse.Namespace) -> bool:
    """Whether tables and bars may be drawn: not for a screen reader. Wrong settings are another's to tell."""
    with suppress(ConfigError):
        return not load_config(args).terminal.reader
    return True


def exit_code(record: TurnRecord) -> int:
    """0 where the turn came to what was asked, 1 where it was refused, declined, unanswered or failed."""
    return 0 if record.outcome in DONE else 1
