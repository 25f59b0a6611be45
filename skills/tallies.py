"""How many tests are over while they still run, counted from the lines that the tool prints. Pure.

What is counted is what each tool tells as it goes: pytest's letters or verbose lines, cargo's and go's line a test,
TAP's (node, prove, bats). How many there are in all is known where the tool says so beforehand. The report at the end
(`skills.project.junit`) is what counts for good.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 2_000
"""Characters of a line that are looked at."""
_COLLECTED: Final = re.compile(
    r"(?:collecting \.\.\. )?collected (\d{1,6}) items?(?: / (\d{1,6}) deselected)?"
    r"|\d{1,3} workers? \[(\d{1,6}) items?\]"
)
_LETTERS: Final = re.compile(r"(?:\S+\.py )?([.FEsxX]{1,500})\s*(?:\[\s*(?:\d{1,3}%|\d{1,6}/\d{1,6})\s*\])?")
_WORD: Final = re.compile(
    r"(?:\[gw\d{1,3}\] \[ *\d{1,3}%\] )?(?:\S+::.* )?(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b(?: \S+::.*| .*|)"
)
_RUNNING: Final = re.compile(r"running (\d{1,6}) tests?")
_CARGO: Final = re.compile(r"test \S.* \.\.\. (ok|FAILED|ignored)\b.*")
_GO: Final = re.compile(r"--- (PASS|FAIL|SKIP): \S.*")
_PLAN: Final = re.compile(r"1\.\.(\d{1,6})\b.*")
_TAP: Final = re.compile(r"(not )?ok \d{1,6}\b(.*)")


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a run of tests is."""

    done: int
    """Tests that are over, 0 or more."""
    failed: int = 0
    """Of these, not more than they are."""
    of: int | None = None
    """How many there are in all, not fewer than are over; None where the tool has not told."""

    def told(self) -> str:
        """`12 of 40, 1 failed`."""
        far = f"{self.done} of {self.of}" if self.of is not None else f"{self.done} done"
        return f"{far}, {self.failed} failed" if self.failed else far

    @property
    def percent(self) -> float | None:
        """How far that is, 0 to 100; None where it is not known of how many."""
        return 100.0 * self.done / self.of if self.of else None


class Counter:
    """Counts line by line. A tool is known by its own heading, so that other programs' dots are not counted."""

    def __init__(self) -> None:
        self._done = self._failed = self._of = 0
        self._pytest = self._over = False

    def take(self, line: str) -> None:
        """Look at the next line, without its end."""
        line = line[:LONGEST].rstrip()
        if found := _COLLECTED.match(line):
            self._pytest = True
            self._of = max(self._of, int(found[1] or found[3]) - int(found[2] or 0))
        elif (found := _RUNNING.fullmatch(line)) or (found := _PLAN.fullmatch(line)):
            self._of += int(found[1])
        elif self._pytest:
            self._take_of_pytest(line)
        elif found := _CARGO.fullmatch(line):
            self._count(failed=found[1] == "FAILED")
        elif found := _GO.fullmatch(line):
            self._count(failed=found[1] == "FAIL")
        elif found := _TAP.fullmatch(line):
            self._count(failed=bool(found[1]) and "# TODO" not in found[2].upper())

    def _take_of_pytest(self, line: str) -> None:
        if line.startswith(("===", "___")):  # what follows tells of what is over
            self._over = self._over or self._done > 0
        if self._over:
            return
        if found := _WORD.fullmatch(line):
            self._count(failed=found[1] in ("FAILED", "ERROR"))
        elif found := _LETTERS.fullmatch(line):
            for letter in found[1]:
                self._count(failed=letter in "FE")

    def _count(self, *, failed: bool) -> None:
        self._done += 1
        self._failed += failed

    def tally(self) -> Tally | None:
        """What was counted so far; None before the first test was over."""
        if not self._done:
            return None
        # A tool that runs more than it told (a test and an error in its tear-down) is believed in what it did.
        return Tally(self._done, self._failed, max(self._of, self._done) if self._of else None)
