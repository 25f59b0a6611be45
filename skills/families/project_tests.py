"""Run the project's own tests with the project's own tool, and say how they went."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from skills.author import Completed, Context, Effect, ProgramMissing, Reply, skill


@dataclass(frozen=True, slots=True)
class Suite:
    """How a project's tests are run."""

    tool: str
    argv: tuple[str, ...]
    root: Path


@dataclass(frozen=True, slots=True)
class Counts:
    """How a run went; None where the tool does not say."""

    passed: int | None = None
    failed: int | None = None
    skipped: int | None = None
    failures: tuple[str, ...] = ()
    """Names of failed tests, as the tool names them."""


@skill(
    "tests.run",
    says=[
        "(run|start|execute|launch|do|kick off) [all] [of] [the|my|our] [unit] (tests|test suite|test|suite) [again]",
        "fire up [all] [of] [the|my|our] [unit] (tests|test suite|suite) [again]",
        "(run|start|execute) [all] [of] [the] tests (here|in this (folder|project|directory)) [again]",
        "(rerun|re-run) [all] [the|my] tests",
        "run (pytest|py test|pie test|the pytest suite)",
        "(test|check) (the|this|my) (project|code)",
        "(pytest|py test|npm test|cargo test|go test|make test)",
        "(see|check) (if|whether) the tests (pass|still pass|work)",
        "do the tests (pass|still pass|work)",
        "are the tests (passing|green|ok|okay)",
    ],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
)
def run_tests(context: Context) -> Reply:
    """Run the project's tests."""
    suite = find_suite(context.cwd)
    if suite is None:
        return Reply("No tests are found here: no pytest, npm, cargo, go, tox or make tests.", ok=False)
    context.show(f"$ {' '.join(suite.argv)}")
    try:
        done = context.stream(suite.argv, timeout_s=None)
    except ProgramMissing as missing:
        return Reply(f"These are {suite.tool} tests, but {str(missing)[0].lower()}{str(missing)[1:]}", ok=False)
    if done.stopped:
        return Reply("The tests were stopped.", ok=False)
    return Reply(summary(suite, done), ok=done.returncode == 0)


def find_suite(start: Path) -> Suite | None:
    """The nearest tests at or above `start`, up to the repository's root."""
    for folder in (start, *start.parents):
        for probe in (_cargo, _go, _npm, _tox, _pytest, _make):
            suite = probe(folder)
            if suite is not None:
                return suite
        if (folder / ".git").exists() or folder == Path.home():
            return None
    return None


def _pytest(folder: Path) -> Suite | None:
    marks = ("pytest.ini", "conftest.py", "setup.cfg")
    has = any((folder / name).is_file() for name in marks) or "pytest" in _toml(folder / "pyproject.toml").get(
        "tool", {}
    )
    has = has or any(
        any(place.glob(pattern)) for place in (folder, folder / "tests") for pattern in ("test_*.py", "*_test.py")
    )
    return Suite("pytest", ("pytest", "-q", "--color=no"), folder) if has else None


def _npm(folder: Path) -> Suite | None:
    try:
        scripts = json.loads((folder / "package.json").read_text("utf-8")).get("scripts", {})
    except (OSError, ValueError, AttributeError):  # not there, or not what npm could read either
        return None
    has = isinstance(scripts, dict) and "no test specified" not in str(scripts.get("test", "no test specified"))
    return Suite("npm", ("npm", "test", "--silent"), folder) if has else None


def _cargo(folder: Path) -> Suite | None:
    return Suite("cargo", ("cargo", "test", "--color=never"), folder) if (folder / "Cargo.toml").is_file() else None


def _go(folder: Path) -> Suite | None:
    return Suite("go", ("go", "test", "-json", "./..."), folder) if (folder / "go.mod").is_file() else None


def _tox(folder: Path) -> Suite | None:
    return Suite("tox", ("tox", "--colored", "no"), folder) if (folder / "tox.ini").is_file() else None


def _make(folder: Path) -> Suite | None:
    for name in ("GNUmakefile", "makefile", "Makefile"):
        try:
            text = (folder / name).read_text("utf-8", errors="replace")
        except OSError:  # no such makefile
            continue
        if re.search(r"^test\s*:(?!=)", text, re.MULTILINE):
            return Suite("make", ("make", "test"), folder)
    return None


def _toml(path: Path) -> dict[str, dict[str, object]]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError):  # not there, or not what pytest could read either
        return {}


def summary(suite: Suite, done: Completed) -> str:
    """The run in one or two short sentences."""
    counts = COUNTERS[suite.tool](done)
    if suite.tool == "pytest" and done.returncode == 5:
        return "There are no tests here yet."
    said = [
        f"{number} {word}"
        for number, word in ((counts.failed, "failed"), (counts.passed, "passed"), (counts.skipped, "skipped"))
        if number
    ]
    if not said:
        return (
            "The tests passed."
            if done.returncode == 0
            else f"The tests failed: {suite.tool} ended with {done.returncode}."
        )
    first = f" The first failure is {counts.failures[0]}." if counts.failures else ""
    lead = "All good: " if done.returncode == 0 else ""
    return f"{lead}{', '.join(said)}.{first}"


def _count_pytest(done: Completed) -> Counts:
    numbers = dict.fromkeys(("passed", "failed", "skipped", "error", "errors"), 0)
    tail = "\n".join(done.stdout.splitlines()[-3:])
    for number, word in re.findall(r"(\d+) (passed|failed|skipped|errors?)\b", tail):
        numbers[word] += int(number)
    failures = tuple(re.findall(r"^(?:FAILED|ERROR) \S*?(?:::)?([^\s:]+)(?: - .*)?$", done.stdout, re.MULTILINE))
    broken = numbers["failed"] + numbers["error"] + numbers["errors"]
    return Counts(numbers["passed"], broken, numbers["skipped"], failures)


def _count_cargo(done: Completed) -> Counts:
    rows = re.findall(r"test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored", done.stdout)
    sums = [sum(int(row[column]) for row in rows) for column in range(3)] if rows else [0, 0, 0]
    return Counts(
        sums[0], sums[1], sums[2], tuple(re.findall(r"^test (\S+) \.\.\. FAILED$", done.stdout, re.MULTILINE))
    )


def _count_go(done: Completed) -> Counts:
    verdicts: dict[tuple[str, str], str] = {}
    for line in done.stdout.splitlines():
        try:
            event = json.loads(line)
        except ValueError:  # a build error is plain text among the events
            continue
        if event.get("Test") and event.get("Action") in ("pass", "fail", "skip"):
            verdicts[event["Package"], event["Test"]] = event["Action"]
    failures = tuple(name for (_, name), verdict in verdicts.items() if verdict == "fail")
    found = list(verdicts.values())
    return Counts(found.count("pass"), len(failures), found.count("skip"), failures)


def _count_npm(done: Completed) -> Counts:
    """Jest, Vitest, Mocha and node's own runner each end with counts in words of their own."""
    text = done.stdout + done.stderr

    def last(*patterns: str) -> int:
        found = [int(number) for pattern in patterns for number in re.findall(pattern, text)]
        return found[-1] if found else 0

    passed = last(r"Tests:?\s.*?(\d+) passed", r"(\d+) passing", r"# pass (\d+)", r"ℹ pass (\d+)")
    failed = last(r"Tests:?\s.*?(\d+) failed", r"(\d+) failing", r"# fail (\d+)", r"ℹ fail (\d+)")
    return Counts(passed, failed)


def _count_any(done: Completed) -> Counts:
    """make and tox run something else: its closing lines may be pytest's or cargo's."""
    cargo = _count_cargo(done)
    return cargo if cargo.passed or cargo.failed else _count_pytest(done)


COUNTERS: dict[str, Callable[[Completed], Counts]] = {
    "pytest": _count_pytest,
    "cargo": _count_cargo,
    "go": _count_go,
    "npm": _count_npm,
    "tox": _count_any,
    "make": _count_any,
}
