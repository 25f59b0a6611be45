"""`golem trust`: the working trees whose own code may run ("run tests") without asking first."""

from __future__ import annotations

import argparse
from pathlib import Path

from policies.trees import TreesFault, TrustedTrees
from shell.commands.common import Subparsers, drawn
from shell.errors import UsageError
from shell.output import tell, tell_json, warn
from shell.places import places_of_user
from shell.sanitize import visible
from shell.tables import tell_table

USAGE = "golem trust [PATH], golem trust list, or golem trust revoke PATH"


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "trust",
        help="let a working tree's own code run without asking; `list` them, or `revoke` one",
        usage="golem trust [PATH] | golem trust list | golem trust revoke PATH",
    )
    parser.add_argument("words", nargs="*", metavar="PATH", help="a folder in the tree; by default this one")
    parser.add_argument("--json", action="store_true", help="list: print them as a JSON list")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Trust, list or take back; 2 (by UsageError) for a folder that cannot be trusted or is not."""
    trees = TrustedTrees(places_of_user().trusted_trees)
    if args.json and args.words != ["list"]:
        raise UsageError("--json goes with list: golem trust list --json")
    try:
        match args.words:
            case ["list"]:
                return _list(trees, args)
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


def _list(trees: TrustedTrees, args: argparse.Namespace) -> int:
    """Every tree, and what is the matter with one that is not as it was."""
    listed = [(tree.path, trees.trusts(Path(tree.path))) for tree in trees.listed()]
    if args.json:
        tell_json([{"tree": path, "trusted": trusted} for path, trusted in listed])
        return 0
    rows = [
        (visible(path), "trusted" if trusted else "changed or gone: it is asked about again")
        for path, trusted in listed
    ]
    if rows:
        tell_table(("tree", "state"), rows, drawn=drawn(args))
    else:
        warn("No tree is trusted; golem trust PATH trusts one.")
    return 0
