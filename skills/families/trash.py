"""The desktop's trash (freedesktop.org Trash specification 1.0): nothing is deleted for good."""

from __future__ import annotations

import configparser
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from rapidfuzz import fuzz, process

from intents.normalize import spoken_name
from skills.author import Context, Effect, ExistingPath, FreeText, Reply, skill

SHOWN = 20
LEAST_LIKENESS = 75
"""Percent; below it a name is not taken for one in the trash."""


@dataclass(frozen=True, slots=True)
class Trashed:
    """Something in the trash."""

    original: Path
    stored: Path
    info: Path
    when: str
    """ISO 8601, local time, as the specification has it."""


@skill(
    "trash.delete",
    says=[
        "(delete|remove|trash|bin|throw away|get rid of) [the] [file|folder] {path}",
        "(move|put|throw) [the] [file|folder] {path} (to|in|into) the (trash|bin)",
        "rm {path}",
    ],
    kind="command",
    effect=Effect.DESTROY,
)
def delete(context: Context, path: ExistingPath) -> Reply:
    """Put a file or folder in the trash."""
    del context
    from send2trash import send2trash  # noqa: PLC0415 - only needed when something is trashed

    try:
        send2trash(str(path))
    except OSError as error:
        return Reply(f"{path.name} cannot be put in the trash: {error}.", ok=False)
    return Reply(f"{path.name} is in the trash. Say restore it to have it back.", f"{path} is in the trash")


@skill(
    "trash.restore",
    says=[
        "(restore|undelete|recover) [the] [file|folder] {name} [from the (trash|bin)]",
        "(restore|undelete|recover|bring back) (it|that|the last (one|file|thing)) [from the (trash|bin)]",
        "(get|bring|put|take) [the] [file|folder] {name} back [from the (trash|bin)]",
        "bring back [the] [file|folder] {name}",
        "undo the (delete|deletion)",
    ],
    kind="command",
    effect=Effect.CHANGE,
)
def restore(context: Context, name: FreeText | None = None) -> Reply:
    """Take something back out of the trash."""
    del context
    trashed = contents()
    if not trashed:
        return Reply("The trash is empty.", ok=False)
    chosen = trashed[0] if name is None else _by_name(name, trashed)
    if chosen is None:
        return Reply(f"Nothing like {name} is in the trash.", ok=False)
    if chosen.original.exists() or chosen.original.is_symlink():
        return Reply(f"{chosen.original.name} is there again already; it stays in the trash.", ok=False)
    try:
        chosen.original.parent.mkdir(parents=True, exist_ok=True)
        chosen.stored.rename(chosen.original)
        chosen.info.unlink()
    except OSError as error:
        return Reply(f"{chosen.original.name} cannot be restored: {error.strerror}.", ok=False)
    return Reply(f"{chosen.original.name} is back.", str(chosen.original))


@skill(
    "trash.list",
    says=[
        "(list|show) [me] [the] (trash|bin) [contents]",
        "(what|which files) (is|are) in the (trash|bin)",
        "what's in the (trash|bin)",
        "show [me] what's in the (trash|bin)",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def list_trash(context: Context) -> Reply:
    """List what is in the trash."""
    del context
    trashed = contents()
    if not trashed:
        return Reply("The trash is empty.")
    rows = [f"{item.when}  {item.original}" for item in trashed[:SHOWN]]
    count = f"{len(trashed)} {'thing is' if len(trashed) == 1 else 'things are'} in the trash"
    return Reply(f"{count}; the latest is {trashed[0].original.name}.", "\n".join(rows))


def contents() -> list[Trashed]:
    """What is in the user's home trash, the latest first."""
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    home_trash = Path(data) / "Trash"
    found = [_read(info, home_trash) for info in (home_trash / "info").glob("*.trashinfo")]
    return sorted((item for item in found if item is not None), key=lambda item: item.when, reverse=True)


def _read(info: Path, home_trash: Path) -> Trashed | None:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(info.read_text("utf-8", errors="surrogateescape"))
        original = Path(unquote(parser["Trash Info"]["Path"], errors="surrogateescape"))
        when = parser["Trash Info"].get("DeletionDate", "")
    except (OSError, configparser.Error, KeyError):  # not one of the specification's files: not ours to restore
        return None
    stored = home_trash / "files" / info.name.removesuffix(".trashinfo")
    if not original.is_absolute() or not (stored.exists() or stored.is_symlink()):
        return None
    return Trashed(original, stored, info, when)


def _by_name(name: str, trashed: list[Trashed]) -> Trashed | None:
    wanted = spoken_name(name).lower()
    names = [item.original.name.lower() for item in trashed]
    found = process.extractOne(wanted, names, scorer=fuzz.WRatio, score_cutoff=LEAST_LIKENESS)
    return trashed[found[2]] if found else None
