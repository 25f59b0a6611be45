"""What the last run of tests told: what failed, why, and where; `tests.open_failure` stands for opening that file."""

from __future__ import annotations

from typing import Annotated

from intents.context import nth
from skills import outcomes
from skills.author import Choice, Context, Editor, Effect, Reply, skill
from skills.project.results import Failure, Results
from skills.sayings.project_tests import SAYINGS
from skills.wording import count, shortened

_NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
Which = Annotated[
    str,
    Choice(
        {**{f"number {place}": (nth,) for place, nth in enumerate(_NTH, 1)}, "the last one": ("last", "final")},
        name="place",
    ),
]
"""Which failure, in the order in which they were told."""
_FAILURE = "(failure|failing test|failed test|failing one|failed one|broken test|error)"
_NAMED = 3
_SHOWN = 40
"""Lines of a failure that are shown."""
_NONE_YET = Reply("No tests were run here yet. Say: run the tests.", ok=False)
_NONE_FAILED = Reply("None failed in the last run.")


def _where(results: Results, failed: Failure) -> str:
    """`tests/test_a.py:12`, or nothing."""
    if failed.file is None:
        return ""
    folder = results.folder.resolve()
    file = failed.file.relative_to(folder) if failed.file.is_relative_to(folder) else failed.file
    return f"{file}:{failed.line}" if failed.line else str(file)


@skill(
    "tests.what_failed",
    says=[
        "(what|which [of the] tests|which ones|which one) (failed|broke) [in the last run|there]",
        "(what|which) (are|were) the (failures|failed tests|failing tests)",
        "(list|show|show me|tell me|name|read me) [all] [of] [the] (failures|failed tests|failing tests|broken tests)",
        "how many [of the] [tests] failed",
        "(are there|were there) [any] (failures|failed tests) [in the last run]",
    ],
    also=SAYINGS["tests.what_failed"],
    kind="question",
    effect=Effect.OBSERVE,
)
def what_failed(context: Context) -> Reply:
    """Say which tests failed in the last run."""
    results = context.session.tests
    if results is None:
        return _NONE_YET
    if not results.failures:
        return _NONE_FAILED
    names = [outcomes.short(failed.name) for failed in results.failures]
    rows = [
        f"{place}  {failed.name}{f'  {where}' if (where := _where(results, failed)) else ''}"
        for place, failed in enumerate(results.failures, 1)
    ]
    spoken = f"{len(names):,} of {count(max(results.ran, len(names)), 'test')} failed: {shortened(names, _NAMED)}."
    return Reply(spoken, "\n".join([spoken, *rows]))


@skill(
    "tests.why",
    says=[
        f"why did the {{which}} {_FAILURE} (fail|break|happen)",
        "why did the {which} (test|one) fail",
        "(what is|what's|what was) the {which} " + _FAILURE,
        "(show|show me|tell me|read me|explain) [about] the {which} " + _FAILURE,
        "why did (the tests|the test|the test run|the test suite|the failing test) fail",
        "(show|show me|tell me|read me) (why|the reason) the (tests|test) failed",
    ],
    also=SAYINGS["tests.why"],
    kind="question",
    effect=Effect.OBSERVE,
)
def why(context: Context, which: Which = "number 1") -> Reply:
    """Say why a test failed in the last run."""
    results = context.session.tests
    if results is None:
        return _NONE_YET
    if not results.failures:
        return _NONE_FAILED
    failed = nth(which, results.failures)
    if failed is None:
        return _only(results)
    reason = failed.message or "its tool told no reason"
    spoken = f"{outcomes.short(failed.name)}: {reason}"
    head = " at ".join(part for part in (failed.name, _where(results, failed)) if part)
    lines = [line for line in failed.details.splitlines() if line.strip()][-_SHOWN:]
    return Reply(spoken if spoken.endswith(".") else f"{spoken}.", "\n".join([head, *(lines or [reason])]))


@skill(
    "tests.open_failure",
    says=[
        f"(open|edit|go to|jump to|bring up|pull up|take me to) [up] the [{{which}}] {_FAILURE}"
        " [(in|with|using) {editor}]",
        f"open where the {{which}} {_FAILURE} (is|was) [(in|with|using) {{editor}}]",
        f"open the file of the {{which}} {_FAILURE} [(in|with|using) {{editor}}]",
        "open (where it failed|where the test failed|the place where it failed) [(in|with|using) {editor}]",
    ],
    also=SAYINGS["tests.open_failure"],
    kind="command",
    effect=Effect.OBSERVE,
)
def open_failure(context: Context, which: Which = "number 1", editor: Editor | None = None) -> Reply:
    """Open the file in which a test failed, at the line."""
    del editor
    results = context.session.tests
    if results is None:
        return _NONE_YET
    if not results.failures:
        return _NONE_FAILED
    failed = nth(which, results.failures)
    if failed is None:
        return _only(results)
    return Reply(f"Where {outcomes.short(failed.name)} failed is no file of this project that was told.", ok=False)


def _only(results: Results) -> Reply:
    number = len(results.failures)
    return Reply(f"Only {count(number, 'test')} failed.", ok=False)
