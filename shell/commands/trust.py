"""`golem trust`: the working trees whose own code may run ("run tests") without asking first."""

from __future__ import annotations

import argparse
from pathlib import Path

from policies.trees import TreesFault, TrustedTrees
from shell.commands.common import Subparsers
from shell.errors import UsageError
from shell.output import tell
from shell.places import places_of_user
from shell.sanitize import visible

USAGE = "golem trust [PATH], golem trust list, or golem trust revoke PATH"


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "trust",
        help="let a working tree's own code run without asking; `list` them, or `revoke` one",
        usage="golem trust [PATH] | golem trust list | golem trust revoke PATH",
    )
    parser.add_argument("words", nargs="*", metavar="PATH", help="a folder in the tree; by default this one")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Trust, list or take back; 2 (by UsageError) for a folder that cannot be trusted or is not."""
    trees = TrustedTrees(places_of_user().trusted_trees)
    try:
        match args.words:
            case ["list"]:
                return _list(trees)
            case ["revoke", path]:
                tell(f"not trusted any more: {visible(str(trees.revoke(Path(path).expanduser())))}")
            case ["revoke"] | [_, _, *_]:
                raise UsageError(f"that is none of: {USAGE}; a folder called list is ./list")
            case words:
                folder = Path(*words[:1]).expanduser()
                tell(f"trusted: {visible(str(trees.trust(folder, Path.home())))}")
    except TreesFault as fault:
        raise UsageError(visible(str(fault))) from fault
    return 0


def _list(trees: TrustedTrees) -> int:
    """Every tree, one a line, and what is the matter with one that is not as it was."""
    for tree in trees.listed():
        state = "" if trees.trusts(Path(tree.path)) else "   (changed or gone: it is asked about again)"
        tell(f"{visible(tree.path)}{state}")
    return 0
