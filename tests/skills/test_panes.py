"""Skills for panes, over panes whose cursors never rest."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from skills.families import panes
from skills.panes import Pane
from skills.testing import FakeContext


class Restless:
    """As much of a workspace as "the other pane" needs: at each look a shell has drawn its prompt further on."""

    def __init__(self, number: int) -> None:
        self._columns = count()
        self._panes = [
            Pane(f"%{place}", 1, True, place == 0, False, 100 + place, Path("/dev/null"), 80, 24, 0, 0, False)
            for place in range(number)
        ]
        self.gone: list[str] = []

    def panes(self) -> tuple[Pane, ...]:
        """Those that there are, as they are just now."""
        return tuple(replace(pane, column=next(self._columns)) for pane in self._panes)

    def current(self) -> Pane:
        """The first."""
        return self.panes()[0]

    def go_to(self, pane: Pane) -> None:
        """Note it."""
        self.gone.append(pane.id)


@pytest.mark.parametrize(("number", "gone"), [(1, []), (2, ["%1"]), (3, ["%1"])])
def test_the_other_pane_is_found_by_its_id(tmp_path: Path, number: int, gone: list[str]) -> None:
    """Though the pane that was looked at is not the same any more by the time the others are."""
    restless: Any = Restless(number)
    assert panes.other(FakeContext(tmp_path, workspace=restless)).ok is bool(gone)
    assert restless.gone == gone
