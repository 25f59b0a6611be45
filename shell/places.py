"""The folders that Golem keeps things in: the platform's own, or all below GOLEM_HOME."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are kept. The folders need not exist."""

    config: Path
    """config.toml, policy.toml, skills/, programs/ and the allow-list."""
    state: Path
    """The journal and the history of lines."""
    data: Path
    """What skills keep."""
    cache: Path
    """Models and kept phrases; can be fetched or made again."""

    @property
    def config_file(self) -> Path:
        """The user's settings."""
        return self.config / "config.toml"

    @property
    def policy_file(self) -> Path:
        """The user's policy."""
        return self.config / "policy.toml"

    @property
    def skills(self) -> Path:
        """The user's own skill modules."""
        return self.config / "skills"

    @property
    def programs(self) -> Path:
        """The user's own tables of programs in panes."""
        return self.config / "programs"

    @property
    def allow_list(self) -> Path:
        """Which of them, and of Golem's own, may run."""
        return self.config / "allowed.json"

    @property
    def journal(self) -> Path:
        """One line a turn."""
        return self.state / "journal.jsonl"

    @property
    def allowed(self) -> Path:
        """The user's modules as they were allowed, to show what changed."""
        return self.state / "allowed"

    @property
    def trusted_trees(self) -> Path:
        """The working trees whose own code may run."""
        return self.state / "trees.json"

    @property
    def memories(self) -> Path:
        """What skills remember, a file a module."""
        return self.data / "remembered"

    @property
    def set_up(self) -> Path:
        """There once the first page was shown."""
        return self.state / "set-up"

    @property
    def history(self) -> Path:
        """The lines typed."""
        return self.state / "history"

    @property
    def models(self) -> Path:
        """The model store."""
        return self.cache / "models"


def places_of_user(environment: Mapping[str, str] = os.environ) -> Places:
    """The user's folders: below $GOLEM_HOME if that is set, else the platform's (XDG on Linux)."""
    home = environment.get("GOLEM_HOME")
    if home:
        root = Path(home).expanduser().absolute()
        return Places(root / "config", root / "state", root / "data", root / "cache")
    own = platformdirs.PlatformDirs("golem")
    return Places(own.user_config_path, own.user_state_path, own.user_data_path, own.user_cache_path)


def ensure_private(folder: Path) -> bool:
    """Make a folder that only its owner can look into; False where that cannot be done."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:  # no home folder, a read-only one, a full disk: the caller goes on without
        return False
    return os.access(folder, os.W_OK)
