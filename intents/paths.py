"""Words to files and folders that are really there. Looks, never changes; bounded, so that no tree is too large."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from rapidfuzz import process

from intents.model import Resolved, Scene, Unresolved
from intents.normalize import spoken_name, without_article
from intents.sound import sounds_alike
from intents.tree import Entry, plain, tree_of

Kind = Literal["file", "folder", "path"]

LONGEST = 24
"""Words; nobody names a file with more, even spelled."""
LEAST_SCORE = 0.72
"""Below this a fuzzy name is a guess. Set on hand-written pairs (tests/intents/test_paths.py), not on test data."""
LEAST_SHORT = 0.85
"""The same for names of up to SHORT_NAME letters."""
SHORT_NAME = 5
LEAST_HEARD = 0.6
"""Names that sound the same must share this much of their letters too: "money" sounds like "main"."""
MOST_LIKELY = 8
"""Entries that are looked at again, best first: the listing does not follow links, and a link may lead to a folder."""
TIE = 0.03
"""Two names whose scores differ by less are a tie."""

_NOUN = re.compile(r"\s+(?:file|folder|directory|dir|script|module|document)$", re.IGNORECASE)
_LEAD = re.compile(r"^(?:file|folder|directory)\s+(?:called\s+|named\s+)?", re.IGNORECASE)
_INSIDE = re.compile(r"(?P<name>.+?)\s+(?:in|from|inside|under)\s+(?P<folder>.+)", re.IGNORECASE)
_EXPLICIT = re.compile(r"^(?:~|\.{0,2}/|\.\.?$)|/")


def find(said: str, scene: Scene, kind: Kind) -> Resolved | Unresolved:
    """The one existing file or folder that the words name; Unresolved with the reason if none or several do.

    An explicit path (with a slash, or ~) is taken as written, wherever it leads: whether it may be used is for the
    policy to say.
    """
    said = without_article(said.strip())
    if not said or "\0" in said or len(said.split()) > LONGEST:
        return Unresolved("That is no name of a file.")
    found = _named(said, scene, kind)
    inside = _INSIDE.fullmatch(said)
    if isinstance(found, Unresolved) and inside:
        folder = _named(without_article(inside["folder"]), scene, "folder")
        if isinstance(folder, Resolved) and isinstance(folder.value, Path):
            return _fuzzy(inside["name"], scene, kind, folder.value)
    return found


def _named(said: str, scene: Scene, kind: Kind) -> Resolved | Unresolved:
    spoken = spoken_name(said)
    exact = _exact(said, scene, kind) or _exact(spoken, scene, kind)
    if exact is not None:
        return Resolved(exact, 1.0)
    if _EXPLICIT.search(spoken):
        return _by_parts(spoken, scene, kind) or Unresolved(f"There is no {_noun(kind)} {spoken!r}.")
    return _fuzzy(said, scene, kind, scene.cwd)


def _by_parts(spoken: str, scene: Scene, kind: Kind) -> Resolved | None:
    """A path below the working folder whose parts were said loosely: "source/App.py" for src/app.py."""
    wanted = [plain(ALIASES.get(part.lower(), part)) for part in spoken.removeprefix("./").split("/")]
    for entry in tree_of(scene.cwd).entries:
        parts = entry.path.relative_to(scene.cwd).parts
        if len(parts) == len(wanted) and [plain(part) for part in parts] == wanted and _fits(entry.path, kind):
            return Resolved(entry.path, 0.95)
    return None


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


def _fuzzy(said: str, scene: Scene, kind: Kind, below: Path) -> Resolved | Unresolved:
    """The entry under `below` (in the working folder's tree) that is nearest to the words."""
    wanted = without_article(_LEAD.sub("", _NOUN.sub("", said)).strip()) or said
    wanted = ALIASES.get(wanted.lower(), wanted)
    tree = tree_of(scene.cwd)
    likely = _likely(wanted, [entry for entry in tree.entries if _wanted(entry, kind) and below in entry.path.parents])
    likely = [(score, path) for score, path in likely[:MOST_LIKELY] if _fits(path, kind)]
    if not likely:
        seen = "" if tree.complete else f" Only the first {len(tree.entries)} names below this folder were looked at."
        return Unresolved(f"There is no {_noun(kind)} like {wanted!r} here.{seen}")
    best_score, best = likely[0]
    rivals = [path for score, path in likely[1:] if best_score - score < TIE and len(path.parts) == len(best.parts)]
    if rivals:
        among = tuple((str(path.relative_to(scene.cwd)), path) for path in (best, *rivals))
        return Unresolved(f"Which one: {' or '.join(name for name, _ in among[:3])}?", among)
    return Resolved(best, min(best_score, GUESS) if _is_another(wanted, best.name) else best_score)


GUESS = 0.85
"""Score, 0 to 1, at most, of a name that was said to the letter and is not there: low enough to be asked about before
anything changes."""


def _is_another(wanted: str, name: str) -> bool:
    """True where the words are a whole name or have numbers, and these are not this one's: "main2.py" for main.py."""
    if plain(spoken_name(wanted)) == plain(name):
        return False
    return _ENDED.search(spoken_name(wanted)) is not None or _NUMBER.findall(wanted) != _NUMBER.findall(name)


_ENDED = re.compile(r"\w\.[a-zA-Z]\w{0,5}$")
_NUMBER = re.compile(r"\d+")


MOST_NAMED = 300
"""Entries whose names are listed as what can be said, the nearest first."""


def names(scene: Scene, kind: Kind) -> list[str]:
    """How files and folders in the working folder's tree may be named: "main.py", "main"; "src", "source"."""
    spoken_for = {short: long for long, short in reversed(ALIASES.items())}
    found: dict[str, None] = {}
    for entry in [entry for entry in tree_of(scene.cwd).entries if _wanted(entry, kind)][:MOST_NAMED]:
        name = entry.path.name
        stem = name if entry.is_folder or name.startswith(".") else entry.path.stem
        found |= dict.fromkeys((name, stem, spoken_for.get(stem, stem)))
    return list(found)


def _wanted(entry: Entry, kind: Kind) -> bool:
    return kind == "path" or entry.is_folder == (kind == "folder")


ALIASES = {"source": "src", "sources": "src", "documentation": "docs", "documents": "docs", "binaries": "bin"}
"""What people say for folders that are written short."""


def _likely(wanted: str, entries: Sequence[Entry]) -> list[tuple[float, Path]]:
    """Score, 0 to 1, and path of the entries that the words may name, best first, then nearest.

    By letters, with or without the name's ending; by sound where the letters are near but not enough.
    """
    if not plain(wanted) or not entries:
        return []
    by_name = process.cdist([plain(spoken_name(wanted))], [entry.plain for entry in entries])[0] / 100
    by_stem = process.cdist([plain(wanted)], [entry.plain_stem for entry in entries])[0] * 0.97 / 100
    found = []
    for entry, letters in zip(entries, np.maximum(by_name, by_stem).tolist(), strict=True):
        if letters >= _least_score(entry):
            found.append((letters, entry.path))
        elif letters >= LEAST_HEARD and sounds_alike(wanted, entry.plain_stem):
            found.append((0.8, entry.path))
    return sorted(found, key=lambda pair: (-pair[0], len(pair[1].parts), str(pair[1])))


def _least_score(entry: Entry) -> float:
    """One letter in a short name makes another word ("mind", "main"), so a short name must be nearer."""
    return LEAST_SCORE if len(entry.plain_stem) > SHORT_NAME else LEAST_SHORT


def _noun(kind: Kind) -> str:
    return {"file": "file", "folder": "folder", "path": "file or folder"}[kind]
