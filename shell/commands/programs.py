"""`golem programs`: the programs in the workspace's panes that are known, and whether a table of one's own will do."""

from __future__ import annotations

import argparse
from pathlib import Path

from shell.commands.common import Subparsers, drawn
from shell.errors import ConfigError
from shell.output import tell, tell_json
from shell.places import places_of_user
from shell.tables import tell_table
from shell.workspace import programs_of
from skills.known_programs import Program
from skills.own_programs import ProgramFault, own, read


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("programs", help="the programs in panes that Golem knows, and tables of your own")
    actions = parser.add_subparsers(dest="action", metavar="list|check", required=True)
    listed = actions.add_parser("list", help="every program that is known, and what it can be told")
    listed.add_argument("--json", action="store_true", help="print them as one JSON object")
    listed.set_defaults(run=show)
    checked = actions.add_parser("check", help="whether a file can be a table")
    checked.add_argument("file", type=Path, metavar="FILE")
    checked.set_defaults(run=check)


def show(args: argparse.Namespace) -> int:
    """Print every program. Raises ConfigError for a table that is wrong."""
    places = places_of_user()
    programs = programs_of(places)
    yours = own(programs)
    if args.json:
        tell_json([_as_json(one, yours=one in yours) for one in programs])
        return 0
    rows = [
        (
            f"{one.name} *" if one in yours else one.name,
            one.kind,
            ", ".join(one.executables),
            ", ".join(one.verbs) or "nothing but keys",
        )
        for one in programs
    ]
    note = f"* yours, read from {places.programs}."
    tell_table(("program", "kind", "run as", "can be told"), rows, notes=[note], drawn=drawn(args))
    return 0


def _as_json(program: Program, *, yours: bool) -> dict[str, object]:
    return {
        "name": program.name,
        "kind": program.kind,
        "executables": list(program.executables),
        "verbs": list(program.verbs),
        "yours": yours,
    }


def check(args: argparse.Namespace) -> int:
    """Say whether the file is a table. Raises ConfigError, with the file and the key, where it is none."""
    try:
        program = read(args.file)
    except ProgramFault as fault:
        raise ConfigError(str(fault)) from fault
    tell(f"{args.file}: good; it tells Golem of {program.name}.")
    return 0
