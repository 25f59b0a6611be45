"""`python -m tests [ARGUMENTS of pytest]`: all tests, in two goes.

First, on every core, what only has to come to the right result; then, by twos, what plays in real time (through a
sound server, in a terminal), which mostly waits, and which a busy machine would disturb. Each file stays in one
process, for its fixtures' sake, and files go in their own order: else the long ones of the first folders come last.
Arguments that choose by marker, or say how many processes, make it one go of pytest's own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

REAL_TIME = "pulse or tmux"
CORES = os.cpu_count() or 1
BY_FILE = ("--dist", "loadfile", "--no-loadscope-reorder")
SPREAD = ("-n", str(min(8, CORES + 1)), *BY_FILE)
"""One process more than there are cores, since many tests wait for programs; more than eight, each with its own models,
would want more memory than most machines have."""
PAIRED = ("-n", str(min(2, CORES)), *BY_FILE)
OWN_CHOICE = ("-m", "-n", "-p")
NOTHING_CHOSEN = int(pytest.ExitCode.NO_TESTS_COLLECTED)


def main(arguments: Sequence[str]) -> int:
    """Run the tests; the first code of a go that is not success, or that nothing was chosen at all."""
    if any(argument.startswith(OWN_CHOICE) for argument in arguments):
        return _go(*arguments)
    codes = [_go(*SPREAD, "-m", f"not ({REAL_TIME})", *arguments), _go(*PAIRED, "-m", REAL_TIME, *arguments)]
    told = [code for code in codes if code != NOTHING_CHOSEN]
    return next((code for code in told if code), 0) if told else NOTHING_CHOSEN


def _go(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False).returncode  # argv list


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
