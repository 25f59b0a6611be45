"""What the gate weighs beside the call itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intents.model import Route, Source


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a call came to be, and where."""

    source: Source
    confidence: float
    """The recogniser's probability that the words are right, 0 to 1; 1 for typed text."""
    route: Route
    overlapped: bool
    """True where Golem itself was speaking while the words were said."""
    allowed_skills: frozenset[str]
    """Ids of the skills that may run."""
    root: Path
    """The working tree: the repository around the working folder, or that folder; absolute and resolved."""
    home: Path
    own_folders: tuple[Path, ...] = ()
    """Golem's own configuration, state and skills: never an argument."""


def working_tree(cwd: Path, home: Path) -> Path:
    """The repository around `cwd`, unless that is the home folder or above it; else `cwd` itself."""
    for folder in (cwd, *cwd.parents):
        if folder == home or folder in home.parents:
            return cwd
        if (folder / ".git").exists():
            return folder
    return cwd
