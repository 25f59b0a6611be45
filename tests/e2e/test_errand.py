"""The flagship, typed: a failing test mended and committed by twelve utterances, in the workspace."""

from __future__ import annotations

import shutil

import pytest

from tests.e2e.beside import Beside
from tests.e2e.errand import ERRAND, check, lay_out, mended, turn
from tests.e2e.golem_process import Golem

pytestmark = [
    pytest.mark.models,
    pytest.mark.tmux,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux: apt-get install tmux"),
    pytest.mark.skipif(shutil.which("vim") is None, reason="needs vim: apt-get install vim"),
]


def test_twelve_utterances_mend_a_failing_test_and_commit_it(golem: Golem) -> None:
    """Each does what it says, none asks, and the repository has the commit in the end."""
    folder = lay_out(golem)
    beside = Beside(golem, "--typed", "--quiet")
    try:
        for number, step in enumerate(ERRAND, 1):
            beside.say(step.said)
            check(step, turn(golem, number))
    finally:
        beside.kill()
    mended(folder)
