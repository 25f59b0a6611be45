"""Words to files and folders that are really there. Looks, never changes; bounded, so that no tree is too large."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz

from intents.model import Resolved, Scene, Unresolved
from intents.normalize import spoken_name, without_article
from intents.sound import sounds_alike

Kind = Literal["file", "folder", "path"]

SKIPPED = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", "target", ".tox", ".mypy_cache"}
    | {".ruff_cache", ".pytest_cache", ".hypothesis", "site-packages", ".cache", "dist", ".eggs"}
)
"""Folders that nobody means by name; an explicit path into one still works."""

MOST_ENTRIES = 5000
DEEPEST = 6
LEAST_SCORE = 0.72
"""Below this a fuzzy name is a guess. Set on hand-written pairs (tests/intents/test_paths.py), not on test data."""
LEAST_HEARD = 0.5
"""Names that sound the same must share this much of their letters too: "money" sounds like "main"."""
TIE = 0.03
"""Two names whose scores differ by less are a tie."""

_NOUN = re.compile(r"\s+(?:file|folder|directory|dir|script|module|document)$", re.IGNORECASE)
_LEAD = re.compile(r"^(?:file|folder|directory)\s+(?:called\s+|named\s+)?", re.IGNORECASE)
_EXPLICIT = re.compile(r"^(?:~|\.{0,2}/|\.\.?$)|/")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the working tree."""

    path: Path
    is_folder: bool


def find(said: str, scene: Scene, kind: Kind) -> Resolved | Unresolved:
    """The one existing file or folder that the words name; Unresolved with the reason if none or several do.

    An explicit path (with a slash, or ~) is taken as written, wherever it leads: whether it may be used is for the
    policy to say.
    """
    said = without_article(said.strip())
    if not said or "\0" in said:
        return Unresolved("That is no name of a file.")
    exact = _exact(said, scene, kind) or _exact(spoken_name(said), scene, kind)
    if exact is not None:
        return Resolved(exact, 1.0)
    if _EXPLICIT.search(spoken_name(said)):
        return Unresolved(f"There is no {_noun(kind)} {spoken_name(said)!r}.")
    return _fuzzy(said, scene, kind)


def written(said: str, scene: Scene) -> Path | None:
    """The absolute path, links left as they are, that a name as written stands for; None for what cannot be one."""
    if not said or "\0" in said:
        return None
    if said == "~" or said.startswith("~/"):
        return Path(os.path.normpath(scene.home / said[2:]))
    return Path(os.path.normpath(scene.cwd / said))


def _exact(said: str, scene: Scene, kind: Kind) -> Path | None:
    path = written(said, scene)
    try:
        return path if path is not None and _fits(path, kind) else None
    except OSError:  # a name that is too long, or a folder that may not be read, names nothing
        return None


def _fits(path: Path, kind: Kind) -> bool:
    if kind == "file":
        return path.is_file()
    if kind == "folder":
        return path.is_dir()
    return path.exists() or path.is_symlink()


def _fuzzy(said: str, scene: Scene, kind: Kind) -> Resolved | Unresolved:
    wanted = _LEAD.sub("", _NOUN.sub("", said)).strip() or said
    wanted = ALIASES.get(wanted.lower(), wanted)
    spoken = spoken_name(wanted)
    scored = sorted(
        ((_likeness(spoken, wanted, entry), entry.path) for entry in entries(scene.cwd) if _wanted(entry, kind)),
        key=lambda pair: (-pair[0], len(pair[1].parts), str(pair[1])),
    )
    scored = [(score, path) for score, path in scored if score >= LEAST_SCORE]
    if not scored:
        return Unresolved(f"There is no {_noun(kind)} like {wanted!r} here.")
    best_score, best = scored[0]
    rivals = [path for score, path in scored[1:] if best_score - score < TIE and len(path.parts) == len(best.parts)]
    if rivals:
        names = " or ".join(str(path.relative_to(scene.cwd)) for path in (best, *rivals[:2]))
        return Unresolved(f"Which one: {names}?")
    return Resolved(best, best_score)


def _wanted(entry: Entry, kind: Kind) -> bool:
    return kind == "path" or entry.is_folder == (kind == "folder")


ALIASES = {"source": "src", "sources": "src", "documentation": "docs", "documents": "docs", "binaries": "bin"}
"""What people say for folders that are written short."""


def _likeness(spoken: str, wanted: str, entry: Entry) -> float:
    """0 to 1: how near the words are to an entry's name, with or without its ending, by letters or by sound."""
    name = entry.path.name.lower()
    stem = name if entry.is_folder else entry.path.stem.lower()
    by_letters = max(
        fuzz.ratio(_plain(spoken), _plain(name)) / 100,
        0.97 * fuzz.ratio(_plain(wanted), _plain(stem)) / 100,
    )
    if LEAST_HEARD <= by_letters < LEAST_SCORE and sounds_alike(wanted, stem):
        return 0.8
    return by_letters


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name.lower())


def _noun(kind: Kind) -> str:
    return {"file": "file", "folder": "folder", "path": "file or folder"}[kind]


def entries(root: Path) -> Iterator[Entry]:
    """Files and folders under `root`, nearest first, at most MOST_ENTRIES, never through links."""
    level = [root]
    seen = 0
    for _ in range(DEEPEST):
        below: list[Path] = []
        for folder in level:
            for item in _listed(folder):
                seen += 1
                if seen > MOST_ENTRIES:
                    return
                is_folder = item.is_dir(follow_symlinks=False)
                yield Entry(Path(item.path), is_folder)
                if is_folder and item.name not in SKIPPED:
                    below.append(Path(item.path))
        level = below


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as items:
            return sorted((item for item in items if item.name not in SKIPPED), key=lambda item: item.name)
    except OSError:  # gone, or not ours to read: nothing there to name
        return []
