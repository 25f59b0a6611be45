"""Questions of the commands, outside the prompt: a line told, a line typed."""

from __future__ import annotations

import sys

from shell.output import tell


class Ended(Exception):
    """Nobody answers any more: the input has ended."""


def at_a_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str) -> str:
    """The line typed. Raises Ended at the end of input."""
    tell(question, end=" ")
    line = sys.stdin.readline()
    if not line:
        raise Ended
    return line.rstrip("\r\n")
