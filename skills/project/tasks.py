"""The tasks that a project has, found in its files without running anything.

Makefile, justfile, package.json, pyproject.toml (poe), tox, nox, Cargo.toml and go.mod are read as data. A task is
named as its project names it; a name that is no plain word (control characters, a dash in front, a variable) is none.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skills.project import recipes
from skills.project.reading import (
    NAME,
    folders_of,
    json_of,
    python_tool,
    sections_of,
    table,
    text_of,
    toml_of,
)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that a project can be told to do."""

    name: str
    """As the project names it."""
    tool: str
    """What runs it: `make`, `npm`, …"""
    folder: Path
    """The project's folder, absolute."""
    argv: tuple[str, ...]
    """What is started."""
    says: str = ""
    """What the project says of it, in a line; foreign text."""


def find_tasks(cwd: Path) -> list[Task]:
    """The tasks of the nearest folder, `cwd` or above it, that has any; a repository's top is not left upwards."""
    for folder in folders_of(cwd):
        found = [task for finder in _FINDERS for task in finder(folder) if NAME.fullmatch(task.name)]
        if found:
            return found
    return []


def named(cwd: Path, name: str) -> Task | None:
    """The task of that name; the first, where several tools have one."""
    return next((task for task in find_tasks(cwd) if task.name == name), None)


def makefile(folder: Path) -> str:
    """The text of the file that make would read there; empty where there is none."""
    return next((text for name in ("GNUmakefile", "makefile", "Makefile") if (text := text_of(folder / name))), "")


def _make(folder: Path) -> Iterator[Task]:
    for name, says in recipes.make_targets(makefile(folder)).items():
        yield Task(name, "make", folder, ("make", "--no-print-directory", name), says)


def _just(folder: Path) -> Iterator[Task]:
    text = next((text for name in ("justfile", "Justfile", ".justfile") if (text := text_of(folder / name))), "")
    for name, says in recipes.just_recipes(text).items():
        yield Task(name, "just", folder, ("just", "--color", "never", name), says)


def _npm(folder: Path) -> Iterator[Task]:
    for name, script in table(json_of(folder / "package.json"), "scripts").items():
        if isinstance(script, str) and "no test specified" not in script:
            yield Task(name, "npm", folder, ("npm", "run", "--no-color", name), script)


def _poe(folder: Path) -> Iterator[Task]:
    for name, does in table(toml_of(folder / "pyproject.toml"), "tool", "poe", "tasks").items():
        if not name.startswith("_"):
            says = does if isinstance(does, str) else str(table(does).get("help", ""))
            yield Task(name, "poe", folder, (*python_tool(folder, "poethepoet", "poe"), name), says)


def _nox(folder: Path) -> Iterator[Task]:
    """Functions that are marked `@nox.session` (or `@session`), by their own name or the one that the mark gives."""
    try:
        parsed = ast.parse(text_of(folder / "noxfile.py"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for function in parsed.body:
        if not isinstance(function, ast.FunctionDef):
            continue
        for mark in function.decorator_list:
            called = mark.func if isinstance(mark, ast.Call) else mark
            if ast.unparse(called) in {"nox.session", "session"}:
                name = _given_name(mark) or function.name
                says = (ast.get_docstring(function) or "").partition("\n")[0]
                yield Task(name, "nox", folder, (*python_tool(folder, "nox", "nox"), "--session", name), says)


def _given_name(mark: ast.expr) -> str | None:
    for keyword in mark.keywords if isinstance(mark, ast.Call) else ():
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
            return keyword.value.value
    return None


def _tox(folder: Path) -> Iterator[Task]:
    names = [name.partition(":")[2] for name in sections_of(folder / "tox.ini") if name.startswith("testenv:")]
    for found in (toml_of(folder / "tox.toml"), table(toml_of(folder / "pyproject.toml"), "tool", "tox")):
        names += table(found, "env")
    for name in dict.fromkeys(names):
        yield Task(name, "tox", folder, (*python_tool(folder, "tox", "tox"), "--colored", "no", "-e", name))


def _cargo(folder: Path) -> Iterator[Task]:
    if (folder / "Cargo.toml").is_file():
        for name, says in _OF_CARGO.items():
            colour = () if name == "fmt" else ("--color", "never")
            yield Task(name, "cargo", folder, ("cargo", name, *colour), says)


def _go(folder: Path) -> Iterator[Task]:
    if (folder / "go.mod").is_file():
        for name, says in _OF_GO.items():
            yield Task(name, "go", folder, ("go", name, "./..."), says)


_OF_CARGO: Final = {
    "build": "compile the package",
    "check": "look for errors without building",
    "clippy": "look for mistakes",
    "fmt": "format the source",
    "doc": "build the documentation",
    "bench": "run the benchmarks",
}
_OF_GO: Final = {"build": "compile the packages", "vet": "look for mistakes", "fmt": "format the source"}
_FINDERS: Final[tuple[Callable[[Path], Iterator[Task]], ...]] = (_make, _just, _npm, _poe, _nox, _tox, _cargo, _go)
"""In the order of choice: what a project wrote itself before what its tool brings."""
