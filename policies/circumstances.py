"""What the gate weighs beside the call itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from intents.model import Route, Source

Way = Literal["typed", "voice", "overlapped", "remote"]
"""How words came to Golem."""


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
    """The user's home folder; may be or lie behind a link."""
    own_folders: tuple[Path, ...] = ()
    """Golem's own configuration, state and models; never an argument, wherever they lead."""
    trusts: Callable[[Path], bool] = lambda _folder: False
    """Whether the user trusts the code in a folder to run; see `policies.trees`."""
    remote: bool = False
    """True where an engine on another machine made the words of the sound."""
    age_s: float = 0.0
    """Seconds from the end of the words until now, less what Golem asked meanwhile; 0 or more."""

    @property
    def ways(self) -> tuple[Way, ...]:
        """Every way in which the words came, as the policy's tables name them."""
        if self.source is Source.TYPED:
            return ("typed",)
        more: list[Way] = []
        if self.overlapped:
            more.append("overlapped")
        if self.remote:
            more.append("remote")
        return ("voice", *more)


def working_tree(cwd: Path, home: Path) -> Path:
    """The repository around `cwd`, unless that is the home folder or above it; else `cwd` itself. Never raises.

    As with git's own safe.directory, a repository that belongs to another user (one left in /tmp) widens nothing.
    """
    home = home.resolve()
    for folder in (cwd, *cwd.parents):
        if folder == home or folder in home.parents:
            return cwd
        if _is_own(folder / ".git"):
            return folder
    return cwd


def _is_own(repository: Path) -> bool:
    try:
        return repository.stat().st_uid in {os.geteuid(), 0}
    except OSError:  # not there, or not to be looked at
        return False
