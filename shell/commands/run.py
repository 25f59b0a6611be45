"""`golem` by itself: the shell."""

from __future__ import annotations

import argparse

from shell.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the shell's own options."""
    parser.add_argument("--typed", action="store_true", help="do not use the microphone")
    parser.add_argument("--quiet", action="store_true", help="do not speak")
    parser.add_argument(
        "--workspace",
        action="store_true",
        help="start or join a tmux workspace: Golem in a slim pane, and editors and shells beside it",
    )
    parser.add_argument("--service", action="store_true", help="run without a terminal: by voice alone, until ended")
    parser.add_argument("--beside", metavar="SOCKET", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the shell, or show the workspace that it runs in, until it is left."""
    if args.service and (args.typed or args.workspace):
        raise UsageError("--service has no terminal: it goes with neither --typed nor --workspace")
    if args.workspace:
        from shell.workspace import open_workspace  # noqa: PLC0415 - what the workspace needs is loaded for it only

        done = open_workspace(args)
        if done is not None:
            return done
    from shell.commands.setup import first_start  # noqa: PLC0415 - as below

    first_start(args)
    from shell.start import start  # noqa: PLC0415 - what the prompt needs is loaded for the prompt only

    return start(args)
