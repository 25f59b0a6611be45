"""Which task "build", "lint" and "format it" mean in a project, and how its dependencies are installed. Reads files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from skills.programs import PROJECT_PYTHONS
from skills.project import recipes
from skills.project.reading import folders_of, python_tool, table, text_of, toml_of
from skills.project.tasks import Task, find_tasks, makefile

Verb = Literal["build", "lint", "format"]

_CALLED: Final[Mapping[Verb, tuple[str, ...]]] = {
    "build": ("build", "compile", "all", "dist"),
    "lint": ("lint", "linting", "lints", "clippy", "vet", "check-lint", "style", "ruff", "flake8", "eslint"),
    "format": ("format", "fmt", "formatting", "reformat", "prettier", "black"),
}
"""What such a task is called, the likeliest first."""

CLEARING: Final = frozenset(
    """clean clear cleanup distclean clean-all cleanall clobber realclean mostlyclean maintainer-clean purge reset wipe
    nuke drop prune delete remove uninstall destroy teardown""".split()  # noqa: SIM905 - words read best as words
)
"""Names of tasks that take something away; so is `clean:cache`, by its first word."""


def clears(name: str) -> bool:
    """Whether a task's name says that it takes something away."""
    lowered = name.lower()
    return lowered in CLEARING or any(lowered.partition(mark)[0] in CLEARING for mark in ":-_.")


def task_for(cwd: Path, verb: Verb) -> Task | None:
    """The project's task for a verb: one that is called so, else what its tool does by itself."""
    tasks = find_tasks(cwd)
    for name in _CALLED[verb]:
        for task in tasks:
            if task.name.lower() == name:
                return task
    return next(_by_itself(cwd, verb), None)


def _by_itself(cwd: Path, verb: Verb) -> Iterator[Task]:
    """What make does unasked, and what ruff does, where a project is set up for it."""
    for folder in folders_of(cwd):
        if verb == "build":
            first = next(iter(recipes.make_targets(makefile(folder))), None)
            if first is not None and not clears(first):
                yield Task(first, "make", folder, ("make", "--no-print-directory", first))
        elif any((folder / name).is_file() for name in ("ruff.toml", ".ruff.toml")) or table(
            toml_of(folder / "pyproject.toml"), "tool", "ruff"
        ):
            does = "check" if verb == "lint" else "format"
            yield Task(does, "ruff", folder, (*python_tool(folder, "ruff", "ruff", own=True), does))


def installing(cwd: Path) -> Task | None:
    """How the dependencies of the nearest project are installed, by the lock file or list that it has."""
    return next((task for folder in folders_of(cwd) for task in _installers(folder)), None)


def _installers(folder: Path) -> Iterator[Task]:
    def there(*names: str) -> bool:
        return any((folder / name).is_file() for name in names)

    if there("uv.lock"):
        yield Task("install", "uv", folder, ("uv", "sync", "--no-progress"))
    if there("poetry.lock"):
        yield Task("install", "poetry", folder, ("poetry", "install", "--no-ansi", "--no-interaction"))
    if there("pnpm-lock.yaml"):
        yield Task("install", "pnpm", folder, ("pnpm", "install", "--frozen-lockfile"))
    if there("yarn.lock"):
        yield Task("install", "yarn", folder, ("yarn", "install", "--frozen-lockfile"))
    if there("package-lock.json", "npm-shrinkwrap.json"):
        yield Task("install", "npm", folder, ("npm", "ci", "--no-color"))
    if there("package.json"):
        yield Task("install", "npm", folder, ("npm", "install", "--no-color"))
    yield from _with_pip(folder)
    if there("Cargo.toml"):
        yield Task("install", "cargo", folder, ("cargo", "fetch", "--color", "never"))
    if there("go.mod"):
        yield Task("install", "go", folder, ("go", "mod", "download"))


def _with_pip(folder: Path) -> Iterator[Task]:
    """pip of the project's own Python; there must be one, since nothing is installed into the system's or Golem's."""
    python = next((folder / one for one in PROJECT_PYTHONS if (folder / one).is_file()), folder / PROJECT_PYTHONS[0])
    pip = (str(python), "-m", "pip", "install", "--no-input", "--progress-bar", "off")
    if text_of(folder / "requirements.txt"):
        yield Task("install", "pip", folder, (*pip, "--requirement", "requirements.txt"))
    elif table(toml_of(folder / "pyproject.toml"), "project") or (folder / "setup.py").is_file():
        yield Task("install", "pip", folder, (*pip, "--editable", "."))
