"""How a run of tests went, read from what the tool printed; pure.

Every tool words its summary differently, and a project may silence it: where no count is found, `counted` is False and
only the exit status speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from skills.wording import count, shortened

_NAMED = 3
"""How many failing tests are named aloud."""
MOST_LINE = 2_000
"""Characters of a line that are looked at."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of a test run."""

    passed: int = 0
    failed: int = 0
    """Failures and errors."""
    skipped: int = 0
    failures: tuple[str, ...] = ()
    """The failing tests' names, in the order of the output, each once."""
    counted: bool = False
    """Whether the output gave any count at all."""

    @property
    def ran(self) -> int:
        """Tests that passed or failed."""
        return self.passed + self.failed


# Blank space is spelled out in these: `\s` goes on over line ends, from each of a million blank lines anew.
_PYTEST_LAST = re.compile(r"^=* *((?:no tests ran|\d{1,9} [a-z]+)(?:, \d{1,9} [a-z]+)*) in [\d.]+s", re.M)
_PYTEST_NAME = re.compile(r"^(?:FAILED|ERROR) (\S.*?)(?: - .*)?$", re.M)
_CARGO_LAST = re.compile(r"^test result: \w+\. (\d{1,9}) passed; (\d{1,9}) failed; (\d{1,9}) ignored", re.M)
_CARGO_NAME = re.compile(r"^test (\S+) \.\.\. FAILED$", re.M)
_GO_CASE = re.compile(r"^--- (PASS|FAIL|SKIP): (\S+)", re.M)
_JEST_LAST = re.compile(r"^[ \t]*Tests:?[ \t]+((?:\d{1,9} \w+(?:, | \| |[ \t]*))+)", re.M)
_MOCHA = re.compile(r"^[ \t]*(\d{1,9}) (passing|failing|pending)\b", re.M)
_NODE = re.compile("^(?:#|\N{INFORMATION SOURCE}) (pass|fail|skipped) (\\d{1,9})$", re.M)
_TAP = re.compile(r"^(ok|not ok) \d+(?: -)? ?(.*)$", re.M)
_NODE_NAME = re.compile("^(?:not ok \\d+ - |[ \t]*\N{BALLOT X}[ \t]+)([^#\\n(]+)(?:\\([\\d.]+m?s\\))?$", re.M)
_JEST_NAME = re.compile("^[ \t]+[\N{BLACK CIRCLE}\N{BULLET}] (.+)$", re.M)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_TOX_LINE = re.compile(r"^[ \t]+(\S+): (OK|FAIL)\b", re.M)


def lines_of(output: str) -> list[str]:
    """What was printed, without colours, a line each, none longer than is looked at: a program may print anything."""
    return [line[:MOST_LINE] for line in _COLOURS.sub("", output).replace("\r\n", "\n").split("\n")]


def read(tool: str, output: str) -> Outcome:
    """The counts in what `tool` printed; for make, whose recipe may run anything, the first reading that finds any."""
    output = "\n".join(lines_of(output))
    for reader in _READERS.get(tool, (_pytest, _cargo, _go, _node)):
        found = reader(output)
        if found.counted:
            return found
    return Outcome()


def _pytest(output: str) -> Outcome:
    totals = [match.group(1) for match in _PYTEST_LAST.finditer(output)]
    if not totals:
        return Outcome()
    words = [_words(total) for total in totals]
    return Outcome(
        passed=sum(found.get("passed", 0) + found.get("xpassed", 0) for found in words),
        failed=sum(found.get("failed", 0) + found.get("error", 0) + found.get("errors", 0) for found in words),
        skipped=sum(found.get("skipped", 0) + found.get("xfailed", 0) for found in words),
        failures=_once(_PYTEST_NAME.findall(output)),
        counted=True,
    )


def _tox(output: str) -> Outcome:
    inner = _pytest(output)
    if inner.counted:
        return inner
    runs = _TOX_LINE.findall(output)
    failing = tuple(name for name, result in runs if result == "FAIL")
    return Outcome(len(runs) - len(failing), len(failing), failures=failing, counted=bool(runs))


def _cargo(output: str) -> Outcome:
    totals = [tuple(map(int, found)) for found in _CARGO_LAST.findall(output)]
    passed, failed, skipped = (sum(column) for column in zip(*totals, strict=True)) if totals else (0, 0, 0)
    return Outcome(passed, failed, skipped, _once(_CARGO_NAME.findall(output)), bool(totals))


def _go(output: str) -> Outcome:
    cases = _GO_CASE.findall(output)
    results = [result for result, _name in cases]
    failures = _once(name for result, name in cases if result == "FAIL")
    return Outcome(results.count("PASS"), results.count("FAIL"), results.count("SKIP"), failures, bool(cases))


def _node(output: str) -> Outcome:
    for reader in (_jest, _mocha, _node_runner, _tap):
        found = reader(output)
        if found.counted:
            return found
    return Outcome()


def _jest(output: str) -> Outcome:
    match = _JEST_LAST.search(output)
    found = _words(match.group(1)) if match else {}
    skipped = found.get("skipped", 0) + found.get("todo", 0)
    names = _once(_JEST_NAME.findall(output))
    return Outcome(found.get("passed", 0), found.get("failed", 0), skipped, names, bool(found))


def _mocha(output: str) -> Outcome:
    found = {word: int(number) for number, word in _MOCHA.findall(output)}
    names = _once(re.findall(r"^[ \t]+\d+\) (.+):$", output, re.M))
    return Outcome(found.get("passing", 0), found.get("failing", 0), found.get("pending", 0), names, bool(found))


def _node_runner(output: str) -> Outcome:
    found = {word: int(number) for word, number in _NODE.findall(output)}
    names = _once(name.rstrip() for name in _NODE_NAME.findall(output))
    return Outcome(found.get("pass", 0), found.get("fail", 0), found.get("skipped", 0), names, bool(found))


def _tap(output: str) -> Outcome:
    cases = _TAP.findall(output)
    failures = tuple(name or "a test without a name" for result, name in cases if result == "not ok")
    return Outcome(len(cases) - len(failures), len(failures), 0, _once(failures), bool(cases))


_READERS: dict[str, tuple[Callable[[str], Outcome], ...]] = {
    "pytest": (_pytest,),
    "tox": (_tox,),
    "cargo": (_cargo,),
    "go": (_go,),
    "npm": (_node,),
}


def spoken(outcome: Outcome, returncode: int) -> str:
    """One or two sentences: the verdict, the counts, and the first failing tests by name."""
    if not outcome.counted:
        verdict = "The tests passed" if returncode == 0 else f"The tests failed with status {returncode}"
        return f"{verdict}; the tool gave no counts."
    if outcome.ran == 0:
        return f"No tests ran; {outcome.skipped:,} were skipped." if outcome.skipped else "No tests ran."
    if outcome.failed:
        names = [short(name) for name in outcome.failures]
        which = f": {shortened(names, _NAMED)}" if names else ""
        return f"{outcome.failed:,} of {count(outcome.ran, 'test')} failed{which}."
    if returncode != 0:
        return f"{count(outcome.passed, 'test')} passed, but the run ended with status {returncode}."
    skipped = f", {outcome.skipped:,} skipped" if outcome.skipped else ""
    return f"{_all(outcome.passed)} passed{skipped}."


def short(name: str) -> str:
    """A test's name without its file and class, as one would say it: `tests/test_a.py::T::test_b[1]` is `test_b[1]`."""
    return name.rpartition("::")[2] or name


def _all(passed: int) -> str:
    match passed:
        case 1:
            return "The one test"
        case 2:
            return "Both tests"
    return f"All {passed:,} tests"


def _words(text: str) -> dict[str, int]:
    """`1 failed, 2 passed` as a mapping."""
    return {word: int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", text)}


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in names))
