"""Run the project's own tests with the project's own tool, and say how they went."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from skills import outcomes
from skills.author import Choice, Completed, Context, Effect, ExistingPath, ProcessFault, Reply, skill
from skills.project import failures, junit
from skills.project.reading import folders_of, json_of, python_tool, table, text_of
from skills.project.results import Results
from skills.project.running import RUNNING, why_confined
from skills.project.tasks import makefile
from skills.reports import REPORT
from skills.sayings.project_tests import SAYINGS

_RUN = "(run|start|execute|launch|do|kick off|fire up|fire off|rerun|re-run|run through|go through|trigger|try|set off)"
_TESTS = "(tests|test suite|test|suite|specs|unit tests|test cases|test run)"


Tool = Annotated[
    str,
    Choice(
        {
            "pytest": ("py test", "pie test", "the pytest suite"),
            "npm": ("n p m",),
            "cargo": (),
            "go": (),
            "make": (),
            "tox": ("talks",),
        },
        name="test tool",
    ),
]

_WITH_REPORT = (f"--junitxml={REPORT}", "--override-ini=junit_family=xunit1")
"""The older form of the report, since only that tells files and lines."""
_AGAIN = ("--last-failed", "--last-failed-no-failures=none")
_MAKE_TARGET = re.compile(r"^(test|tests|check)\s*:(?!=)", re.M)


@dataclass(frozen=True, slots=True)
class Suite:
    """A project's tests, and how to run them."""

    tool: str
    folder: Path
    """The project's folder, absolute."""
    argv: tuple[str, ...]


def find_suites(cwd: Path, target: Path | None = None) -> list[Suite]:
    """The suites of the nearest folder, `cwd` or above it, that has any; a repository's top is not left upwards."""
    for folder in folders_of(cwd):
        found = [suite for detect in _DETECTORS if (suite := detect(folder, target)) is not None]
        if found:
            return found
    return []


def _pytest(folder: Path, target: Path | None) -> Suite | None:
    marked = (
        (folder / "pytest.ini").is_file()
        or "[tool.pytest" in text_of(folder / "pyproject.toml")
        or "[tool:pytest]" in text_of(folder / "setup.cfg")
        or "[pytest]" in text_of(folder / "tox.ini")
        or (folder / "conftest.py").is_file()
        or any(next(place.glob(name), None) for place in _test_folders(folder) for name in ("test_*.py", "*_test.py"))
    )
    if not marked:
        return None
    argv = (*python_tool(folder, "pytest", "pytest", own=True), "--color=no", "-rfE", *_WITH_REPORT)
    return Suite("pytest", folder, (*argv, "--", str(target)) if target else argv)


def _test_folders(folder: Path) -> tuple[Path, ...]:
    return (folder, folder / "tests", folder / "test", *(place for place in folder.glob("tests/*") if place.is_dir()))


def _tox(folder: Path, _target: Path | None) -> Suite | None:
    marked = "[testenv" in text_of(folder / "tox.ini") or (folder / "tox.toml").is_file()
    return Suite("tox", folder, ("tox", "--colored", "no")) if marked else None


def _npm(folder: Path, _target: Path | None) -> Suite | None:
    script = table(json_of(folder / "package.json"), "scripts").get("test")
    marked = isinstance(script, str) and "no test specified" not in script
    return Suite("npm", folder, ("npm", "test", "--no-color")) if marked else None


def _cargo(folder: Path, _target: Path | None) -> Suite | None:
    if not (folder / "Cargo.toml").is_file():
        return None
    return Suite("cargo", folder, ("cargo", "test", "--color", "never", "--no-fail-fast"))


def _go(folder: Path, _target: Path | None) -> Suite | None:
    return Suite("go", folder, ("go", "test", "-v", "./...")) if (folder / "go.mod").is_file() else None


def _make(folder: Path, _target: Path | None) -> Suite | None:
    targets = _MAKE_TARGET.findall(makefile(folder))
    if not targets:
        return None
    return Suite("make", folder, ("make", "--no-print-directory", min(targets, key=_TARGETS.index)))


_TARGETS = ("test", "tests", "check")
_DETECTORS: tuple[Callable[[Path, Path | None], Suite | None], ...] = (_pytest, _tox, _cargo, _go, _npm, _make)
"""In the order of choice where a project has several: the tool itself before what wraps it."""


def code_of_tests(cwd: Path, tool: str | None = None, target: Path | None = None) -> tuple[Path, ...]:
    """The folders whose code "run tests" would run: the project's, and the target's, which may be a project in it."""
    suites = [suite.folder for suite in find_suites(cwd, target) if tool in {None, suite.tool}][:1]
    return (*suites, target if target.is_dir() else target.parent) if suites and target else tuple(suites)


def plan_tests(cwd: Path, tool: str | None = None, target: Path | None = None) -> str:
    """What `run_tests` would run, for the person who confirms it."""
    suite = next((suite for suite in find_suites(cwd, target) if tool in {None, suite.tool}), None)
    if suite is None:
        return "Run the project's tests; none are found here."
    return f"Run the project's tests with {suite.tool}.\nin {str(suite.folder)!r}: {list(suite.argv)!r}"


@skill(
    "tests.run",
    says=[
        _RUN
        + " [all] [of] [the|my|our|these|them|this|this project's|a] [whole|full|entire|unit|project|complete] "
        + _TESTS
        + " [again|once more|one more time|another time|over again|once] [(with|using|via|through) {tool}]",
        f"{_RUN} [all] [of] [the|my|our|these] [whole|full|unit] {_TESTS}"
        " (here|in here|in this (folder|project|directory|repo)|for this project|on this project)"
        " [again|once more]",
        "(run|start|execute|do|rerun|re-run|try) [all] [of] [just|only] [the|my|our] [unit] tests"
        " (in|of|from|for|on|under|inside) [the] [file|folder] {target} [again]",
        "test [just|only] [the] (file|folder) {target}",
        f"(rerun|re-run|re run|repeat) [all] [of] [the|my|our] [unit|whole] {_TESTS}",
        "(run|start|execute|launch|do|rerun|use|fire up) [the|a|my] {tool}"
        " [(tests|test suite|suite|test run|run|test)] [again|once more]",
        "(pytest|py test|tox) [again]",
        "{tool} [run] (test|tests)",
        "test (the|this|my|our) [whole] (project|code|codebase|repo|app|changes)",
        "check (the|this|my|our) [whole] (project|code|codebase)",
        "(see|check|find out|tell me|know|let me know|make sure|verify|show me) (if|whether|that) [all]"
        " [the|my|our] [unit] tests [all|still] (pass|work|run|are [still|all] (green|passing|okay|ok|fine))",
        "(do|will|would) [all] [of] (the|my|our) [unit] tests [all|still] (pass|work|run)",
        "are [all] (the|my|our) [unit] tests [all|still] (passing|green|ok|okay|fine|red|failing|broken|good|working)",
        "(are|is) (any tests|any test|some tests|any of the tests) [still] (failing|broken|red)",
        "did (i|we|that|my change) break (anything|something|the tests|any tests|the build)",
        "[all] [the|my|our] [unit] (tests|test suite) (again|once more|one more time)",
        "give (the|my|our) [unit] (tests|test suite) [a|another] (run|go|try|whirl|spin|shot)",
        "(run|execute) (pytest|py test) (on|in|for|against|over) {target}",
        f"{_RUN} the tests and (see|tell me|show me) (if|whether) they pass",
        f"{_RUN} the tests and (see|tell me|show me) (what happens|what fails|how they do|the result|the results)",
    ],
    also=SAYINGS["tests.run"],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
    runs_tree=code_of_tests,
    job="test run",
    capabilities=RUNNING,
    plan=plan_tests,
)
def run_tests(context: Context, tool: Tool | None = None, target: ExistingPath | None = None) -> Reply:
    """Run the project's tests."""
    suites = [suite for suite in find_suites(context.cwd, target) if tool in {None, suite.tool}]
    if not suites:
        what = f"No {tool} tests are found here" if tool else "No tests are found here"
        return Reply(f"{what}." if tool else f"{what}: no pytest, tox, npm, cargo, go or make tests.", ok=False)
    suite = suites[0]
    if target is not None and suite.tool != "pytest":
        return Reply(f"These are {suite.tool} tests, of which I can only run all.", ok=False)
    return _run(context, suite, suite.argv)


def _run(context: Context, suite: Suite, argv: tuple[str, ...]) -> Reply:
    """Run a suite, keep how it went for the session, and say it."""
    context.show(f"$ {' '.join(argv)}")
    try:
        done = context.stream(argv, cwd=suite.folder)
    except ProcessFault as fault:
        return Reply(f"These are {suite.tool} tests, but {fault}", ok=False)
    if done.stopped or done.timed_out:
        return Reply("The tests were stopped.", ok=False)
    outcome = outcomes.read(suite.tool, done.stdout)
    context.session.note_tests(_results(suite, done, outcome))
    spoken = outcomes.spoken(outcome, done.returncode)
    failed = done.returncode != 0
    named = [f"  {name}" for name in outcome.failures]
    return Reply(spoken, "\n".join([spoken, *named, *why_confined(done)]), ok=not failed)


def _results(suite: Suite, done: Completed, outcome: outcomes.Outcome) -> Results:
    """What failed and where: from the tool's report, else from what it printed."""
    if done.report:
        try:
            return junit.read(done.report, suite.tool, suite.folder)
        except junit.ReportFault:
            pass  # a report from code that may write anything
    return failures.read(suite.tool, done.stdout, suite.folder, outcome)


def _suite_to_rerun(cwd: Path) -> Suite | None:
    return next((suite for suite in find_suites(cwd) if suite.tool == "pytest"), None)


def plan_rerun(cwd: Path) -> str:
    """What `rerun_failed` would run, for the person who confirms it."""
    suite = _suite_to_rerun(cwd)
    if suite is None:
        return "Run the tests that failed again; none that can be run alone are found here."
    return f"Run the tests that failed again.\nin {str(suite.folder)!r}: {[*suite.argv, *_AGAIN]!r}"


@skill(
    "tests.rerun_failed",
    says=[
        "(rerun|re-run|re run|run|repeat|try) [only|just] [the] (failed|failing|broken|red) (ones|tests|test|one)"
        " [again|once more]",
        "(rerun|re-run|run|repeat|try) [only|just] [the] (ones|tests|test|one)"
        " (that failed|which failed|that are failing|that broke) [again|once more]",
        "(rerun|re-run|run|repeat|try) [only|just] (what|whatever) failed [again|once more]",
        "(rerun|re-run|repeat) [all] [of] the failures [again]",
        "[run] [only] the failed [ones|tests] again",
    ],
    also=SAYINGS["tests.rerun_failed"],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
    runs_tree=code_of_tests,
    capabilities=RUNNING,
    plan=plan_rerun,
    job="test run",
)
def rerun_failed(context: Context) -> Reply:
    """Run the tests that failed again, and no others."""
    suite, last = _suite_to_rerun(context.cwd), context.session.tests
    if suite is None:
        return Reply("Only pytest's failed tests can be run alone, and none are found here.", ok=False)
    if last is not None and last.folder == suite.folder and not last.failures:
        return Reply("None failed in the last run.", ok=False)
    return _run(context, suite, (*suite.argv, *_AGAIN))


@skill(
    "tests.which",
    says=[
        "(what|which) [unit|kind of] tests"
        " (are there|does (this project|the project|this repo|it) have|are here|do (we|i) have"
        "|have (we|i) got|exist|are in (this project|this repo|here|the project)|can i run|can you"
        " run) [here|in this project|in this repo]",
        "(are there|do we have|do i have|have we got|does (this|the) (project|repo|code) have|is there"
        "|has (this|the) (project|repo|code) [got]) [any|some|a|unit] [unit] (tests|test suite|test|tests at"
        " all) [here|in this project|in this repo|in here|at all]",
        "(what|which) [test] (tool|runner|framework) (runs|does|do|for) [the|these|this project's|our|my]"
        " [unit] tests [use|run on|run with]",
        "(what|which) [test] (tool|runner|framework) (is|are) (used|running|there|set up) [here] [for]"
        " [the|these|our] [tests] [here|with]",
        "(what|which) [test] (tool|runner|framework) does (this|the) project [use|have] [for [its|the] tests]",
        "(how|with what) are the [unit] tests [here] (run|started) [here]",
        "which test (tool|runner|framework) (is this|is used here|do we use|are we using|does it use)",
        "what test (tool|runner|framework) (is this|is used here|do we use|are we using|does it use)",
        "(list|show) [me] [all] [the|our|my] [available|unit] (tests|test suites)",
        "(what is|what's) used to run the tests [here]",
        "(what's|what is) [used for|the tool for|running] (the tests|testing) [here]",
        "(tell me|do you know|know|check) (what|which) tests (there are|we have|this project has)",
        "(tell me|know|check|see) if (there are|we have|this project has) [any] tests [here]",
    ],
    also=SAYINGS["tests.which"],
    kind="question",
    effect=Effect.OBSERVE,
)
def which_tests(context: Context) -> Reply:
    """Say which tests the project has and how they are run."""
    suites = find_suites(context.cwd)
    if not suites:
        return Reply("No tests are found here.")
    lines = [f"{suite.tool:8}{' '.join(suite.argv)}" for suite in suites]
    return Reply(f"The tests here run with {suites[0].tool}.", "\n".join([f"in {suites[0].folder}:", *lines]))
