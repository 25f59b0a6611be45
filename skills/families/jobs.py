"""What goes on beside the talk: how far it is, its output, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from skills.author import Choice, Context, Effect, Reply, skill
from skills.context import Job
from skills.families.project import ProjectTask
from skills.project.running import fault_lines
from skills.sayings.jobs import SAYINGS
from skills.wording import capital, count, listed, span

_WITHOUT_TESTS = {
    "build": ("compilation", "compile"),
    "linter": ("lint", "linting", "lint run"),
    "formatting": ("formatter",),
    "installation": ("install", "dependencies", "download", "downloads"),
}
_TESTS = ("tests", "test", "test suite", "suite", "unit tests", "testing")
JobName = Annotated[str, Choice({**_WITHOUT_TESTS, "test run": _TESTS}, name="job")]
OtherJob = Annotated[str, Choice(_WITHOUT_TESTS, name="job without tests")]
"""Why tests failed is a question of its own (`tests.why`)."""
_SHOWN = 30
"""Lines of output that are shown."""
_OVER = "(done|over|finished|ready|through|complete|completed)"


def _name(job: str | None, task: str | None) -> str | None:
    return f"task {task}" if task else job


def _known(context: Context, name: str | None) -> Job | None:
    """The job of that name, or any, that runs or was the last to; the latest."""
    return next((job for job in context.session.jobs() if name in (None, job.name)), None)


def _none(name: str | None) -> Reply:
    return Reply(f"No {name} is going on." if name else "Nothing is going on.", ok=name is None)


def _stands(job: Job) -> str:
    """How a job stands, in a sentence."""
    if not job.running:
        return f"The {job.name} ended {span(job.ago)} ago: {job.spoken}"
    far = f", {job.percent:.0f} percent done" if job.percent is not None else ""
    if job.tally is not None:
        far = f", {job.tally.told()}"
    return f"The {job.name} has been going for {span(job.seconds)}{far}."


@skill(
    "jobs.progress",
    says=[
        "how (is|are) (the|my|our) {job} (going|coming along|getting on|progressing) [so far|now]",
        "how far (is|are|along is|along are|has) (the|my|our) {job} [got|along|come]",
        f"(is|are) (the|my|our) {{job}} {_OVER} [yet|already|now]",
        "(is|are) (the|my|our) {job} still (running|going|at it|busy)",
        "how is (the task {task}|the {task} task) (going|coming along|getting on)",
        f"is (the task {{task}}|the {{task}} task) {_OVER} [yet]",
        f"is (it|that) {_OVER} yet",
        "how far (is it|along is it|are you) [now]",
        "(what is|what's|show me) the progress [of (the|my|our) {job}]",
    ],
    also=SAYINGS["jobs.progress"],
    kind="question",
    effect=Effect.OBSERVE,
)
def progress(context: Context, job: JobName | None = None, task: ProjectTask | None = None) -> Reply:
    """Say how far a job that goes on beside the talk is."""
    name = _name(job, task)
    found = _known(context, name)
    if found is None:
        return _none(name)
    stands = _stands(found)
    last = next((line.strip() for line in reversed(found.lines) if line.strip()), "")
    return Reply(stands, f"{stands}\n  {last}" if found.running and last else stands, ok=found.ok)


@skill(
    "jobs.list",
    says=[
        "(what|which) jobs (are|are there|do you have) [running|going|going on] [now|right now|in the background]",
        "(list|show|show me) [all] [the|your|my] [running|background] jobs",
        "(what is|what's) (running|going on) beside (this|the talk)",
        "what are you (doing|working on|running|busy with) [now|right now|at the moment|in the background]",
        "(is|are) (anything|any jobs|any job) [still] (running|going|going on) in the background",
    ],
    also=SAYINGS["jobs.list"],
    kind="question",
    effect=Effect.OBSERVE,
)
def list_jobs(context: Context) -> Reply:
    """Say which jobs go on beside the talk."""
    found = context.session.jobs()
    running = [job for job in found if job.running]
    rows = [_stands(job) for job in found]
    if not running:
        return Reply("Nothing is going on.", "\n".join(["Nothing is going on.", *rows]))
    names = listed([f"the {job.name}" for job in running])
    spoken = rows[0] if len(running) == 1 else f"{capital(count(len(running), 'job'))}: {names}."
    return Reply(spoken, "\n".join(rows))


@skill(
    "jobs.stop",
    says=[
        "(stop|cancel|abort|interrupt|call off) (the|my|our) [running|current] {job}",
        "(stop|cancel|abort|interrupt|call off) (the task {task}|the {task} task)",
        "(stop|cancel|abort|interrupt) (the|that|this) [running|current|background] job",
        "(stop|quit) (building|compiling|testing|linting|installing)",
    ],
    also=SAYINGS["jobs.stop"],
    kind="command",
    effect=Effect.OBSERVE,
)
def stop_one(context: Context, job: JobName | None = None, task: ProjectTask | None = None) -> Reply:
    """Stop a job that goes on beside the talk."""
    return stopped(context, _name(job, task))


@skill(
    "jobs.stop_all",
    says=[
        "(stop|cancel|abort|end) (all|all the|all of the|every|all my|all your) [running|background] (jobs|job)",
        "(stop|cancel|abort) everything [that is running|that's running|you are doing|now|at once]",
        "(stop|cancel|abort) (all of them|them all|both [of them|jobs])",
    ],
    also=SAYINGS["jobs.stop_all"],
    kind="command",
    effect=Effect.OBSERVE,
)
def stop_all(context: Context) -> Reply:
    """Stop everything that is being said, done, or going on beside the talk."""
    context.session.stop()
    return _stopping(context.session.stop_jobs())


@skill(
    "jobs.tell",
    says=[
        f"(tell me|let me know|say|say so|call me|ping me|shout) (when|once|as soon as) (it|that|this) is {_OVER}",
        f"(tell me|let me know|say|say so|call me|ping me|shout) (when|once|as soon as) (it's|that's) {_OVER}",
        f"(tell me|let me know|say|call me|ping me) (when|once|as soon as) (the|my|our) {{job}} (is|are) {_OVER}",
        "(tell me|let me know|say|call me) (when|once|as soon as) (the|my|our) {job} (ends|end|finishes|finish)",
        "(tell me|let me know|say|call me) (when|once|as soon as) (it ends|it finishes|you are done|you're done)",
    ],
    also=SAYINGS["jobs.tell"],
    kind="command",
    effect=Effect.OBSERVE,
)
def tell(context: Context, job: JobName | None = None) -> Reply:
    """Say aloud when a job is over."""
    names = context.session.say_when_done(job)
    if not names:
        found = _known(context, job)
        return Reply(_stands(found)) if found is not None else _none(job)
    return Reply(f"I'll say so when {_the(names)} over.")


@skill(
    "jobs.output",
    says=[
        "(show|show me|print|let me see|read me) [the] [last] (output|log|lines) (of|from) (the|my|our) {job}",
        "(show|show me|print|let me see|what is|what's) (the|my|our) {job} (output|log)",
        "what (did|is) (the|my|our) {job} (print|printing)",
        "why did (the|my|our) {failed} fail",
        "what (went wrong with|broke|is wrong with) (the|my|our) {failed}",
        "(show|show me|print|let me see) the (output|log) (of the task {task}|of the {task} task)",
        "(show|show me|let me see) [the] job's output",
    ],
    also=SAYINGS["jobs.output"],
    kind="question",
    effect=Effect.OBSERVE,
)
def output(
    context: Context, job: JobName | None = None, task: ProjectTask | None = None, failed: OtherJob | None = None
) -> Reply:
    """Show the latest lines of a job's output, and say what went wrong where it failed."""
    name = _name(failed or job, task)
    found = _known(context, name)
    if found is None:
        return _none(name)
    faults = [] if found.ok else fault_lines("\n".join(found.lines), 1)
    spoken = faults[0] if faults else _stands(found)
    return Reply(spoken, "\n".join([*found.lines[-_SHOWN:], _stands(found)]))


def stopped(context: Context, name: str | None) -> Reply:
    """Stop the job of that name, or the only one that runs; where several do and none is named, ask which."""
    running = [job.name for job in context.session.jobs() if job.running]
    if name is None and len(running) > 1:
        return Reply(f"{_the(running).capitalize()} going on. Say which to stop, or stop all jobs.", ok=False)
    names = context.session.stop_jobs(name)
    return _stopping(names) if names else _none(name)


def _stopping(names: Sequence[str]) -> Reply:
    return Reply(f"Stopping {listed([f'the {name}' for name in names])}." if names else "Stopped.")


def _the(names: Sequence[str]) -> str:
    """`the build is`, `the build and the test run are`."""
    return f"{listed([f'the {name}' for name in names])} {'is' if len(names) == 1 else 'are'}"
