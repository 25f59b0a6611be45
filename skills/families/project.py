"""A project's tasks: build, lint, format, install what it needs, and whatever else its own files name."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

from skills.author import Context, Effect, Live, ProcessFault, Reply, skill
from skills.project.running import INSTALLING, RUNNING, fault_lines, status, why_confined
from skills.project.tasks import Task, find_tasks, named
from skills.project.verbs import Verb, clears, installing, task_for
from skills.sayings.project import SAYINGS
from skills.wording import capital, count, shortened, span

_RUN = "(run|start|execute|launch|do|kick off|fire up|fire off|rerun|trigger|invoke)"
_TASK = "(task|target|script|recipe|job)"
_PROJECT = "(project|code|codebase|app|application|program|repo|package|library|thing)"
_IT = f"(it|everything|all of it|this|the {_PROJECT}|this {_PROJECT}|my {_PROJECT}|our {_PROJECT})"
_AGAIN = "[again|once more|one more time]"
_NO_TASK = (
    "No {} is found here: no Makefile, justfile, package.json, pyproject.toml, tox, nox, Cargo or go file has one."
)


def _names(folder: Path) -> tuple[str, ...]:
    return tuple(dict.fromkeys(task.name for task in find_tasks(folder) if not clears(task.name)))


def _clearing_names(folder: Path) -> tuple[str, ...]:
    return tuple(dict.fromkeys(task.name for task in find_tasks(folder) if clears(task.name)))


ProjectTask = Annotated[str, Live(_names, name="task")]
"""A task of the project, but for those that take something away."""
ClearingTask = Annotated[str, Live(_clearing_names, name="clearing task")]
"""A task of the project whose name says that it takes something away."""


def _code(find: Callable[[Path], Task | None], cwd: Path) -> tuple[Path, ...]:
    found = find(cwd)
    return (found.folder,) if found else ()


def _plan(what: str, find: Callable[[Path], Task | None], cwd: Path) -> str:
    found = find(cwd)
    if found is None:
        return f"{what}; nothing for that is found here."
    return f"{what} with {found.tool}.\nin {str(found.folder)!r}: {list(found.argv)!r}"


def _for(verb: Verb) -> Callable[[Path], Task | None]:
    return lambda cwd: task_for(cwd, verb)


def _called(task: str) -> Callable[[Path], Task | None]:
    return lambda cwd: named(cwd, task)


def _perform(context: Context, what: str, task: Task | None, missing: str) -> Reply:
    """Run a task to its end, its lines shown as they come, and say how it went."""
    if task is None:
        return Reply(_NO_TASK.format(missing), ok=False)
    context.show(f"$ {' '.join(task.argv)}")
    began = time.monotonic()
    try:
        done = context.stream(task.argv, cwd=task.folder)
    except ProcessFault as fault:
        return Reply(f"{capital(what)} runs with {task.tool}, but {fault}", ok=False)
    if done.stopped or done.timed_out:
        return Reply(f"{capital(what)} was stopped.", ok=False)
    if done.returncode == 0:
        return Reply(f"{capital(what)} is done, in {span(time.monotonic() - began)}.")
    faults = fault_lines(done.stdout)
    spoken = f"{capital(what)} failed {status(done)}{f': {faults[0]}' if faults else ''}."
    return Reply(spoken, "\n".join([spoken, *(f"  {line}" for line in faults[1:]), *why_confined(done)]), ok=False)


@skill(
    "project.build",
    says=[
        f"(build|compile|rebuild|re-build|recompile) [{_IT}] {_AGAIN}",
        f"(make|do|start|run|kick off|trigger|give me|get me) [me] (a|the|another|one more) [new|fresh|full|clean]"
        f" (build|rebuild|compilation) [of {_IT}] {_AGAIN}",
        f"(start|run|kick off) (building|compiling) [{_IT}]",
    ],
    also=SAYINGS["project.build"],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
    runs_tree=partial(_code, _for("build")),
    job="build",
    capabilities=RUNNING,
    plan=partial(_plan, "Build the project", _for("build")),
)
def build(context: Context) -> Reply:
    """Build the project."""
    return _perform(context, "the build", task_for(context.cwd, "build"), "build")


@skill(
    "project.lint",
    says=[
        f"lint [{_IT}] {_AGAIN}",
        f"{_RUN} [the|my|our|a] (linter|linters|lint|linting|lint checks|style checks|static analysis) [on {_IT}]"
        f" {_AGAIN}",
        f"(check|look at) [the|my|our] (style|code style|coding style) [of {_IT}] {_AGAIN}",
    ],
    also=SAYINGS["project.lint"],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
    runs_tree=partial(_code, _for("lint")),
    job="linter",
    capabilities=RUNNING,
    plan=partial(_plan, "Lint the project", _for("lint")),
)
def lint(context: Context) -> Reply:
    """Run the project's linter."""
    return _perform(context, "the linter", task_for(context.cwd, "lint"), "linter")


@skill(
    "project.format",
    says=[
        f"(format|reformat|auto-format|autoformat|prettify) {_IT} {_AGAIN}",
        f"{_RUN} [the|my|our|a] (formatter|code formatter|auto formatter|formatting) [on {_IT}] {_AGAIN}",
        f"(fix|tidy|clean) [up] (the|my|our) [code] formatting {_AGAIN}",
    ],
    also=SAYINGS["project.format"],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
    runs_tree=partial(_code, _for("format")),
    job="formatting",
    capabilities=RUNNING,
    plan=partial(_plan, "Format the project's source", _for("format")),
)
def reformat(context: Context) -> Reply:
    """Format the project's source."""
    return _perform(context, "the formatting", task_for(context.cwd, "format"), "formatter")


@skill(
    "project.install",
    says=[
        "(install|fetch|download|get|pull in|set up) [all] [of] (the|my|our|its|this project's|all)"
        f" [project's|project] [missing] (dependencies|deps|requirements|packages it needs) [{_AGAIN[1:-1]}]",
        "(install|fetch|download) (what|everything) (the|this) project (needs|depends on|requires)",
        "(npm|pnpm|yarn|poetry|pip) install",
        "(uv sync|cargo fetch|go mod download|npm ci)",
    ],
    also=SAYINGS["project.install"],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
    runs_tree=partial(_code, installing),
    job="installation",
    capabilities=INSTALLING,
    plan=partial(_plan, "Install the project's dependencies, over the network,", installing),
)
def install(context: Context) -> Reply:
    """Install the project's dependencies, over the network."""
    task = installing(context.cwd)
    if task is None:
        return Reply("No list of dependencies is found here.", ok=False)
    if task.tool == "pip" and not Path(task.argv[0]).is_file():
        where = task.folder.name
        return Reply(f"{where} has no Python of its own; make one first: python3 -m venv .venv", ok=False)
    return _perform(context, "the installation", task, "list of dependencies")


@skill(
    "project.run_task",
    says=[
        f"{_RUN} [the|my|our] {_TASK} [called|named] {{task}} {_AGAIN}",
        f"{_RUN} [the|my|our] {{task}} {_TASK} {_AGAIN}",
        "make [the] [target] {task}",
        "(npm run|just|poe|nox|tox|cargo|go) {task}",
    ],
    also=SAYINGS["project.run_task"],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
    runs_tree=lambda cwd, task: _code(_called(task), cwd),
    job=lambda task: f"task {task}",
    capabilities=RUNNING,
    plan=lambda cwd, task: _plan(f"Run the task {task!r}", _called(task), cwd),
)
def run_task(context: Context, task: ProjectTask) -> Reply:
    """Run a task of the project."""
    return _perform(context, f"the task {task}", named(context.cwd, task), f"task {task}")


@skill(
    "project.clear",
    says=[
        f"{_RUN} [the|my|our] {_TASK} [called|named] {{task}} {_AGAIN}",
        f"{_RUN} [the|my|our] {{task}} {_TASK} {_AGAIN}",
        "make [the] [target] {task}",
        "(npm run|just|poe|nox|tox|cargo|go) {task}",
    ],
    also=SAYINGS["project.clear"],
    kind="command",
    effect=Effect.DESTROY,
    timeout_s=None,
    runs_tree=lambda cwd, task: _code(_called(task), cwd),
    job=lambda task: f"task {task}",
    capabilities=RUNNING,
    plan=lambda cwd, task: _plan(f"Run the task {task!r}, which takes something away,", _called(task), cwd),
)
def clear(context: Context, task: ClearingTask) -> Reply:
    """Run a task of the project that takes something away, such as clean."""
    return _perform(context, f"the task {task}", named(context.cwd, task), f"task {task}")


@skill(
    "project.tasks",
    says=[
        "(what|which) [project] (tasks|targets|scripts|recipes|make targets|npm scripts)"
        " (are there|does (this|the) (project|repo) have|do (we|i) have|can (i|you|we) run|have we got|exist) [here]",
        "(list|show|show me|tell me|give me|print|display) [all] [of] [the|my|our] [available|project|project's]"
        " (tasks|targets|scripts|recipes|make targets|npm scripts) [of (this|the) project|here]",
        "(are there|do we have|does this project have|do i have) [any] (tasks|targets|scripts|make targets) [here]",
    ],
    also=SAYINGS["project.tasks"],
    kind="question",
    effect=Effect.OBSERVE,
)
def tasks(context: Context) -> Reply:
    """Say which tasks the project has."""
    found = find_tasks(context.cwd)
    if not found:
        return Reply("No tasks are found here.")
    width = max(len(task.name) for task in found)
    lines = [f"{task.name:{width}}  {task.tool:5}  {' '.join(task.says.split())[:80]}".rstrip() for task in found]
    names = list(dict.fromkeys(task.name for task in found))
    spoken = f"{capital(count(len(names), 'task'))}: {shortened(names, 5)}."
    return Reply(spoken, "\n".join([f"in {found[0].folder}:", *lines]))
