"""Reading a project's files as data: bounded, regular files only, and never a reason to fail."""

from __future__ import annotations

import configparser
import importlib.util
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from skills.programs import PROJECT_PYTHONS

READ_BYTES: Final = 1 << 20
"""How much of a project's file is read."""
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@/+-]{0,79}")
"""What a task may be called to be offered: nothing that a tool takes for an option or a variable, nothing hidden."""


def text_of(path: Path) -> str:
    """The beginning of a regular file as text; empty where it cannot be read."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return file.read(READ_BYTES).decode(errors="replace")
    except OSError:
        return ""


def json_of(path: Path) -> Mapping[str, Any]:
    """A JSON file's object; empty where there is none."""
    try:
        found = json.loads(text_of(path))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def toml_of(path: Path) -> Mapping[str, Any]:
    """A TOML file's table; empty where it cannot be read."""
    try:
        return tomllib.loads(text_of(path))
    except (ValueError, RecursionError):
        return {}


def sections_of(path: Path) -> list[str]:
    """The sections of an INI file, in order; none where it cannot be read."""
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text_of(path))
    except configparser.Error:
        return []
    return parser.sections()


def table(found: object, *keys: str) -> Mapping[str, Any]:
    """The table below `keys`; empty where anything on the way is no table."""
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def folders_of(cwd: Path) -> Iterator[Path]:
    """`cwd` and the folders above it, to a repository's top or the home folder, which are the last."""
    for folder in (cwd, *cwd.parents):
        yield folder
        if (folder / ".git").exists() or folder == Path.home():
            return


def python_tool(folder: Path, module: str, program: str, *, own: bool = False) -> tuple[str, ...]:
    """How a tool written in Python is started: by the project's own Python if it has it, else as a program.

    `own`: Golem's Python comes before the program, if it has the module.
    """
    for place in folders_of(folder):
        for python in PROJECT_PYTHONS:
            found = place / python
            if found.is_file() and next(found.parent.parent.glob(f"lib/python*/site-packages/{module}"), None):
                return (str(found), "-m", module)
    if own and importlib.util.find_spec(module):
        return (sys.executable, "-m", module)
    return (program,)
