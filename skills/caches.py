"""Where tools keep what is slow to get again: in a folder of the working tree's own, never one that projects share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

_ALWAYS: Final[Mapping[str, str]] = {
    "GOCACHE": "go-build",
    "npm_config_cache": "npm",
    "PIP_CACHE_DIR": "pip",
    "UV_CACHE_DIR": "uv",
    "POETRY_CACHE_DIR": "poetry",
    "YARN_CACHE_FOLDER": "yarn",
}
"""Variable → folder in the tree's cache."""
_OF_WHAT_WAS_INSTALLED: Final[Mapping[str, str]] = {"CARGO_HOME": "cargo", "GOMODCACHE": "go-mod"}
"""The same for what builds read again: only once it was installed for this tree, else the user's own holds it."""


def variables(cache: Path, *, installs: bool) -> dict[str, str]:
    """What a program's environment says of caches, `cache` being the tree's; `installs`: it has the network."""
    kept = {name: folder for name, folder in _OF_WHAT_WAS_INSTALLED.items() if installs or (cache / folder).is_dir()}
    return {name: str(cache / folder) for name, folder in {**_ALWAYS, **kept}.items()}
