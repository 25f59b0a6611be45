"""Starts a module's process through the one door, with what the call at hand needs and no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from skills.foreign.worker import Place, Speaking, Start
from skills.process import Runner
from skills.sandbox import Grant

CHILD = Path(__file__).with_name("child.py")
"""What the process runs; by its path, so that it is of the Golem that starts it."""


def starting(runner: Runner, tree: Callable[[Path], Path]) -> Start:
    """A way to start processes by `runner`; `tree` gives the working tree around a folder."""

    def start(place: Place) -> Speaking:
        grant = Grant(place.capabilities, tree(place.cwd), place.arguments)
        return runner.fresh(grant).serve(["-I", str(CHILD)], cwd=place.cwd)

    return start
