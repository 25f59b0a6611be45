"""Small projects of every kind, as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

FILES: Final[Mapping[str, Mapping[str, str]]] = {
    "make": {"Makefile": "all: x\n\nlint:\n\tfalse\n"},
    "just": {"justfile": "build:\n  true\n"},
    "npm": {"package.json": '{"scripts": {"build": "true", "docs": "x"}}', "package-lock.json": "{}"},
    "node": {"package.json": '{"scripts": {}}'},
    "pnpm": {"pnpm-lock.yaml": "x", "package.json": "{}"},
    "yarn": {"yarn.lock": "x"},
    "poe": {"pyproject.toml": "[project]\nname = 'x'\n[tool.poe.tasks]\ndocs = 'x'\n[tool.ruff]\nline-length = 100\n"},
    "nox": {"noxfile.py": "import nox\n@nox.session\ndef docs(session):\n    pass\n"},
    "tox": {"tox.ini": "[tox]\n[testenv]\n[testenv:docs]\n", "requirements.txt": "x\n"},
    "cargo": {"Cargo.toml": "[package]\n"},
    "go": {"go.mod": "module x\n"},
    "uv": {"uv.lock": "x"},
    "poetry": {"poetry.lock": "x"},
}
"""Kind → name of a file → its text."""


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Lay out a project; its folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def projects(root: Path) -> Iterator[Path]:
    """One project of every kind, each the top of a repository."""
    for kind, files in FILES.items():
        yield write(root / kind, {**files, ".git/HEAD": "x"})
