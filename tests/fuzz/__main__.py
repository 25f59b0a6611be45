"""`python -m tests.fuzz [--seconds N] [TARGET…]`: each for so long; what breaks it is printed, at its smallest."""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Sequence

from hypothesis import HealthCheck, given, seed, settings
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.fuzz.targets import TARGETS, Target

ROUND = 500
"""Examples between two looks at the clock; each round has a seed of its own."""


def fuzz(target: Target, seconds: float, examples: int = ROUND, database: str | None = None) -> int:
    """Try inputs until the time is up; how many were tried. Raises what the target raised, for its smallest input."""
    until = time.monotonic() + seconds
    tried = 0
    while True:

        @seed(random.SystemRandom().getrandbits(64))
        @settings(
            max_examples=examples,
            deadline=None,
            database=DirectoryBasedExampleDatabase(database) if database else None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        )
        @given(target.inputs)
        def attempt(given_: object) -> None:
            nonlocal tried
            tried += 1
            target.holds(given_)

        attempt()
        if time.monotonic() >= until:
            return tried


def main(argv: Sequence[str] | None = None) -> int:
    """Fuzz; 1 where anything broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; default: all")
    parser.add_argument("--seconds", type=float, default=600.0, metavar="N", help="for each target (default 600)")
    args = parser.parse_args(argv)
    unknown = [name for name in args.targets if name not in TARGETS]
    if unknown:
        parser.error(f"no target is called {unknown[0]!r}; there are: {', '.join(TARGETS)}")
    broken = 0
    for name in args.targets or TARGETS:
        try:
            tried = fuzz(TARGETS[name], args.seconds, database=".hypothesis/fuzz")
        except Exception:  # noqa: BLE001 - whatever breaks a target is told, and the next one tried
            broken += 1
            traceback.print_exc(limit=-4)
            print(f"{name}: broken, see above", flush=True)
        else:
            print(f"{name}: {tried:,} inputs in {args.seconds:.0f} s, none broke it", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
