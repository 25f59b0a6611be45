"""The tasks that real project files have, found without running anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from skills.project.tasks import find_tasks, named
from skills.project.verbs import clears, installing, task_for
from tests.skills.project.projects import FILES, write


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """The top of a repository, so that nothing above it is looked at."""
    return write(tmp_path, {".git/HEAD": "x"})


def names(folder: Path) -> list[str]:
    """The names of all tasks."""
    return [task.name for task in find_tasks(folder)]


@pytest.mark.parametrize(
    ("kind", "argv"),
    [
        ("make", ("make", "--no-print-directory", "lint")),
        ("just", ("just", "--color", "never", "build")),
        ("npm", ("npm", "run", "--no-color", "docs")),
        ("poe", ("poe", "docs")),
        ("nox", ("nox", "--session", "docs")),
        ("tox", ("tox", "--colored", "no", "-e", "docs")),
        ("cargo", ("cargo", "clippy", "--color", "never")),
        ("go", ("go", "vet", "./...")),
    ],
)
def test_each_tool_has_its_tasks(top: Path, kind: str, argv: tuple[str, ...]) -> None:
    """They are found from below the project's folder too, and run in it."""
    write(top, {**FILES[kind], "src/x": ""})
    found = {task.argv: task for task in find_tasks(top / "src")}
    assert argv in found
    assert found[argv].folder == top


def test_projects_own_python_runs_its_tools(top: Path) -> None:
    """A tool that the project's virtual environment has is run from there."""
    write(top, {**FILES["poe"], ".venv/bin/python": "", ".venv/lib/python3.11/site-packages/poethepoet/x": ""})
    assert find_tasks(top)[0].argv == (str(top / ".venv/bin/python"), "-m", "poethepoet", "docs")


HOSTILE = [
    "\x1b[2Jclear",
    "a\u202eb",
    "-rf",
    "--eval=x",
    "X=1",
    "a b",
    "",
    "a\nb",
    "../x",
    "$(id)",
    "a;id",
    "\x00",
    "x" * 200,
]


def test_hostile_script_names_are_no_tasks(top: Path) -> None:
    """Names that hide, that look like options or settings, or that are no plain words are left out; the rest stays."""
    import json

    write(top, {"package.json": json.dumps({"scripts": {**dict.fromkeys(HOSTILE, "x"), "docs:watch": "y"}})})
    assert names(top) == ["docs:watch"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package.json", "[" * 100_000),
        ("package.json", '{"scripts": [1]}'),
        ("package.json", '{"scripts": {"a": 1}}'),
        ("pyproject.toml", "[tool.poe]\ntasks = 3"),
        ("pyproject.toml", "x = " + "[" * 50_000),
        ("noxfile.py", "def f(:"),
        ("noxfile.py", "(" * 50_000),
        ("noxfile.py", "x\x00"),
        ("tox.ini", "[testenv:\n"),
        ("tox.toml", "env = 1"),
        ("Makefile", "\x00\xff"),
    ],
)
def test_broken_files_have_no_tasks(top: Path, name: str, text: str) -> None:
    """What no tool could read is no reason to fail."""
    write(top, {name: text})
    assert find_tasks(top) == []
    assert task_for(top, "build") is None


def test_a_noxfile_is_parsed_and_not_run(top: Path) -> None:
    """Sessions are found by their mark; nothing of the file's code runs."""
    marks = "import nox, pathlib\npathlib.Path('ran').touch()\n"
    body = (
        "@nox.session(name='pages')\ndef docs(s):\n    '''Write.'''\n@nox.session\ndef lint(s): pass\ndef no(s): pass\n"
    )
    write(top, {"noxfile.py": marks + body})
    assert [(task.name, task.says) for task in find_tasks(top)] == [("pages", "Write."), ("lint", "")]
    assert not (top / "ran").exists()


def test_a_named_pipe_is_not_waited_for(top: Path) -> None:
    """A file that is none is not opened."""
    import os

    os.mkfifo(top / "Makefile")
    assert find_tasks(top) == []


@pytest.mark.parametrize(
    ("files", "verb", "argv"),
    [
        ({"Makefile": "x:\nbuild:\n"}, "build", ("make", "--no-print-directory", "build")),
        ({"Makefile": "first:\nsecond:\n"}, "build", ("make", "--no-print-directory", "first")),
        ({"Makefile": "clean:\nsecond:\n"}, "build", None),
        ({"Makefile": "x:\n", "Cargo.toml": ""}, "build", ("cargo", "build", "--color", "never")),
        ({"package.json": '{"scripts": {"LINT": "x"}}'}, "lint", ("npm", "run", "--no-color", "LINT")),
        ({"Cargo.toml": ""}, "lint", ("cargo", "clippy", "--color", "never")),
        ({"Cargo.toml": ""}, "format", ("cargo", "fmt")),
        ({"go.mod": ""}, "lint", ("go", "vet", "./...")),
        ({"ruff.toml": "", ".venv/bin/python": "", ".venv/lib/python3.9/site-packages/ruff/x": ""}, "format", "ruff"),
        ({"README.md": ""}, "lint", None),
    ],
)
def test_what_a_verb_means(top: Path, files: dict[str, str], verb: str, argv: object) -> None:
    """What the project calls so comes first, then what its tool does by itself; what takes away is never guessed."""
    write(top, files)
    task = task_for(top, verb)  # type: ignore[arg-type] # one of the verbs
    if argv == "ruff":
        argv = (str(top / ".venv/bin/python"), "-m", "ruff", "format")
    assert (task.argv if task else None) == argv


@pytest.mark.parametrize("name", ["clean", "Clean", "clean:cache", "clean-all", "reset_db", "distclean", "uninstall"])
def test_what_takes_away_is_known_by_its_name(name: str) -> None:
    """Such a task is another skill's, which asks."""
    assert clears(name)
    assert not clears(f"un{name}x")


@pytest.mark.parametrize(
    ("files", "argv"),
    [
        ({"uv.lock": "", "pyproject.toml": "[project]\nname = 'x'\n"}, ("uv", "sync", "--no-progress")),
        ({"poetry.lock": ""}, ("poetry", "install", "--no-ansi", "--no-interaction")),
        ({"pnpm-lock.yaml": "", "package.json": "{}"}, ("pnpm", "install", "--frozen-lockfile")),
        ({"package.json": "{}", "package-lock.json": "{}"}, ("npm", "ci", "--no-color")),
        ({"package.json": "{}"}, ("npm", "install", "--no-color")),
        ({"Cargo.toml": ""}, ("cargo", "fetch", "--color", "never")),
        ({"go.mod": ""}, ("go", "mod", "download")),
    ],
)
def test_how_dependencies_are_installed(top: Path, files: dict[str, str], argv: tuple[str, ...]) -> None:
    """By the lock file that is there, else by the list."""
    task = installing(write(top, files))
    assert task is not None
    assert task.argv == argv


def test_pip_installs_into_the_projects_own_python_alone(top: Path) -> None:
    """Never into Golem's or the system's."""
    task = installing(write(top, {"requirements.txt": "x\n"}))
    assert task is not None
    assert task.argv[0] == str(top / ".venv/bin/python")
    assert task.argv[-2:] == ("--requirement", "requirements.txt")


def test_a_task_is_found_by_its_name(top: Path) -> None:
    """The project's own first; None for one that is not there."""
    write(top, {"Makefile": "build:\n", "Cargo.toml": ""})
    assert named(top, "build").tool == "make"  # type: ignore[union-attr] # it is there
    assert named(top, "nothing") is None
