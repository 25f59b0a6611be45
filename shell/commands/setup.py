"""`golem setup`: the first page, which tries microphone, voice and speed; offered at the very first start, too."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from functools import partial
from pathlib import Path

from policies.consent import Answer, answer
from shell.app import store_of
from shell.asking import Ended, ask, at_a_terminal
from shell.commands.common import Subparsers, load_config
from shell.config_file import change
from shell.errors import GolemError, UsageError
from shell.first_page import Page
from shell.output import tell, working
from shell.places import Places, ensure_private, places_of_user
from shell.probes import Machine

WELCOME = "This is the first start of Golem here. Set it up now? (yes / Enter: later, by: golem setup)"


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "setup", help="try microphone, voice and speed, and choose models and when to listen"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show the page and keep what was chosen. Raises UsageError where there is no terminal, ConfigError."""
    if not at_a_terminal():
        raise UsageError("setup asks questions, and this is no terminal; golem doctor looks without asking")
    _show(args, places_of_user())
    return 0


def first_start(args: argparse.Namespace) -> None:
    """Offer the page where Golem never ran before and somebody is at the terminal; what fails in it stays in it."""
    places = places_of_user()
    if not is_first(args, places, terminal=at_a_terminal()) or not _shown(places):
        return
    try:
        if answer(ask(WELCOME)) is Answer.YES:
            _show(args, places)
    except Ended:
        tell()
    except GolemError as error:
        tell(f"{error}")


def is_first(args: argparse.Namespace, places: Places, *, terminal: bool) -> bool:
    """Whether to offer the page: at a `terminal`, where Golem left neither settings nor a history nor its own note.

    Never for a quiet start, a service, a workspace's pane, or one with a config file of its own.
    """
    if not terminal or args.quiet or args.service or args.beside or _file(args, places) != places.config_file:
        return False
    with suppress(OSError):  # a folder that may not be looked into: not a place to set anything up
        return not any(one.exists() for one in (places.set_up, places.config_file, places.history))
    return False


def _shown(places: Places) -> bool:
    """Note that it was offered; False where that cannot be kept, and so it would be offered at every start."""
    if not ensure_private(places.state):
        return False
    try:
        places.set_up.touch(mode=0o600)
    except OSError:
        return False
    return True


def _show(args: argparse.Namespace, places: Places) -> None:
    config = load_config(args)
    file = _file(args, places)
    drawn = not config.terminal.reader
    machine = Machine(config, places, store_of(config), partial(working, drawn=drawn))
    chosen = Page(config, machine, tell, ask).show()
    _shown(places)
    if not chosen:
        tell("Nothing was changed.")
        return
    change(file, chosen)
    for (section, key), value in chosen.items():
        tell(f"{section}.{key} is {value} now.")
    tell(f"Kept in {file}.")


def _file(args: argparse.Namespace, places: Places) -> Path:
    named = args.config or os.environ.get("GOLEM_CONFIG")
    return Path(named).expanduser() if named else places.config_file
