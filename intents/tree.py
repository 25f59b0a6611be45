"""What is in the working tree right now: a bounded listing, kept while no folder in it changes. Looks, never writes."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SKIPPED = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", "target", ".tox", ".mypy_cache"}
    | {".ruff_cache", ".pytest_cache", ".hypothesis", "site-packages", ".cache", "dist", ".eggs"}
)
"""Folders that nobody means by name; an explicit path into one still works."""

MOST_ENTRIES = 5000
"""Entries listed, nearest to the working folder first; what lies beyond can still be named by its path."""
DEEPEST = 6
"""Levels of folders below the working folder."""
_SETTLED_NS = 50_000_000
"""A folder changed this shortly before it was listed may change again within one tick of its time stamp: 50 ms is more
than the 1 to 10 ms by which kernels round those stamps."""


@dataclass(frozen=True)
class Entry:
    """Something in the working tree."""

    path: Path
    """Absolute, below the working folder, no link followed on the way."""
    is_folder: bool
    """True for a folder; a link to one counts as a file."""

    @cached_property
    def plain(self) -> str:
        """The name as letters are compared: lower case, without spaces, dashes and underscores."""
        return plain(self.path.name)

    @cached_property
    def plain_stem(self) -> str:
        """The same of the name without its ending; a folder's whole name."""
        return self.plain if self.is_folder else plain(self.path.stem)


@dataclass(frozen=True, slots=True)
class Tree:
    """The listing of one working folder."""

    root: Path
    entries: tuple[Entry, ...]
    """At most MOST_ENTRIES, nearest first, by name within a folder."""
    complete: bool
    """False where there was more than MOST_ENTRIES, or deeper than DEEPEST."""
    stamps: tuple[tuple[str, int], ...]
    """Each folder that was listed and when it last changed, in ns: the listing holds while these do."""
    listed_ns: int
    """When the listing began, in ns since the epoch."""

    def holds(self) -> bool:
        """True while nothing was added, removed or renamed in any listed folder."""
        return all(changed == _changed(folder) < self.listed_ns - _SETTLED_NS for folder, changed in self.stamps)


def plain(name: str) -> str:
    """A name in lower case without spaces, dashes and underscores."""
    return re.sub(r"[\s_\-]+", "", name.lower())


_kept: dict[Path, Tree] = {}
_lock = threading.Lock()


def tree_of(root: Path) -> Tree:
    """What is under `root` now: the kept listing if it still holds, else a new one. Never raises."""
    with _lock:
        known = _kept.get(root)
        if known is None or not known.holds():
            _kept.clear()  # one working folder is in use at a time
            known = _kept[root] = _list(root)
        return known


def _list(root: Path) -> Tree:
    listed_ns = time.time_ns()
    found: list[Entry] = []
    stamps: list[tuple[str, int]] = []
    level, complete = [str(root)], True
    for _ in range(DEEPEST):
        below: list[str] = []
        for folder in level:
            if len(found) >= MOST_ENTRIES:
                return Tree(root, tuple(found[:MOST_ENTRIES]), False, tuple(stamps), listed_ns)
            stamps.append((folder, _changed(folder)))
            for item in _items(folder):
                is_folder = item.is_dir(follow_symlinks=False)
                found.append(Entry(Path(item.path), is_folder))
                if is_folder:
                    below.append(item.path)
        level = below
    complete = not level and len(found) <= MOST_ENTRIES
    return Tree(root, tuple(found[:MOST_ENTRIES]), complete, tuple(stamps), listed_ns)


def _items(folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as items:
            kept = sorted((item for item in items if item.name not in SKIPPED), key=lambda item: item.name)
    except OSError:  # gone, or not ours to read: nothing there to name
        return
    yield from kept


def _changed(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116 - called for every folder of a tree; a Path costs more than the call
    except OSError:  # gone: as if it had changed just now
        return -1
