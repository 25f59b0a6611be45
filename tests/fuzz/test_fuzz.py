"""A short run of every fuzz target; `make fuzz` is the long one."""

from __future__ import annotations

import pytest

from tests.fuzz.__main__ import fuzz
from tests.fuzz.targets import TARGETS, Target


@pytest.mark.parametrize("target", TARGETS.values(), ids=list(TARGETS))
def test_nothing_breaks_it(target: Target) -> None:
    """What must hold for every input holds for some hundred new ones."""
    assert fuzz(target, 0.0, examples=150) > 0
