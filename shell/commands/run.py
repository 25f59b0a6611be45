"""`golem` by itself: the shell."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the shell's own options."""
    parser.add_argument("--typed", action="store_true", help="do not use the microphone")
    parser.add_argument("--quiet", action="store_true", help="do not speak")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the shell until it is left."""
    from shell.start import start  # noqa: PLC0415 - what the prompt needs is loaded for the prompt only

    return start(args)
