"""Delete by way of the trash, and take things back out of it."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from skills import trashcan
from skills.author import Context, Effect, ExistingPath, FreeText, Reply, skill
from skills.wording import count, shortened

_DELETE = "(delete|remove|trash|erase|discard|bin|throw away|throw out|get rid of|dispose of)"
_COUNT_S = 1.0


def plan_delete(context: Context, path: Path) -> str:
    """What `delete` would do, for the person who confirms it."""
    if path.is_symlink():
        return f"Move the link {path} to the trash; what it points to stays."
    if not path.is_dir():
        return f"Move the file {path} to the trash."
    files, whole = _count(path)
    return f"Move the folder {path} to the trash, with {'' if whole else 'more than '}{count(files, 'file')} in it."


def _count(folder: Path) -> tuple[int, bool]:
    """Files below a folder, and whether there was time to count them all."""
    files, until = 0, time.monotonic() + _COUNT_S
    for _place, _folders, names in os.walk(folder):
        files += len(names)
        if time.monotonic() > until:
            return files, False
    return files, True


@skill(
    "trash.delete",
    says=[
        f"{_DELETE} [the] [(file|folder|directory)] {{path}} [(file|folder|directory)]",
        "(move|put|send|throw) [the] [(file|folder|directory)] {path} [(in|into|to)] [the] (trash|bin)",
        "rm {path}",
    ],
    effect=Effect.DESTROY,
    plan=plan_delete,
)
def delete(context: Context, path: ExistingPath) -> Reply:
    """Delete a file or a folder by moving it to the trash."""
    if context.cwd.is_relative_to(path.resolve()) and not path.is_symlink():
        return Reply(f"I will not delete {path.name}: we are in it.", ok=False)
    try:
        trashcan.put(path)
    except trashcan.TrashFault as fault:
        return Reply(f"{fault}.", ok=False)
    return Reply(f"{path.name} is in the trash.", f"{path}: in the trash; 'restore {path.name}' brings it back")


@skill(
    "trash.list",
    says=[
        "(list|show|show me|view) [(me|what is in)] [the] (trash|trash can|bin|deleted files)",
        "what is in the (trash|trash can|bin)",
        "(what|which) files (did i delete|have i deleted|are in the trash)",
        "what did i delete [last]",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def list_trash(context: Context) -> Reply:
    """List what is in the trash."""
    things = trashcan.contents(context.cwd)
    if not things:
        return Reply("The trash is empty.")
    names = shortened([thing.original.name for thing in things], 3)
    return Reply(f"{count(len(things), 'thing')} in the trash, last {names}.", "\n".join(map(_line, things)))


def _line(thing: trashcan.Trashed) -> str:
    return f"{thing.deleted:%Y-%m-%d %H:%M}  {thing.original}"


@skill(
    "trash.restore_last",
    says=[
        "(restore|recover|undelete|bring back|get back) [the] (last|latest|most recent) [deleted] [(file|thing|one)]"
        " [(i deleted|from the trash)]",
        "(restore|recover|undelete|bring back) what i [(just|last)] deleted",
        "(undo|revert|take back) [(the|my|that)] [last] (delete|deletion|removal)",
        "undelete [(it|that)]",
        "(restore|recover|bring back) (it|that) [from the trash]",
        "(bring|get|put) (it|that) back [(out of|from) the trash]",
        "(undo|revert) the deletion",
    ],
    effect=Effect.CHANGE,
)
def restore_last(context: Context) -> Reply:
    """Put back what was deleted last."""
    things = trashcan.contents(context.cwd)
    return _restore(things[0]) if things else Reply("The trash is empty.", ok=False)


@skill(
    "trash.restore",
    says=[
        "(restore|recover|undelete|bring back|get back) [the] [deleted] [(file|folder|directory)] {name} [from the trash]",
        "(bring|get) [the] [(file|folder)] {name} back [(out of|from) the trash]",
        "(take|get) [the] [(file|folder)] {name} (out of|from) the trash",
    ],
    effect=Effect.CHANGE,
)
def restore(context: Context, name: FreeText) -> Reply:
    """Put a deleted file or folder back where it was."""
    things = trashcan.contents(context.cwd)
    named = [thing for thing in things if _plain(thing.original.name) == _plain(name)]
    if not named:
        named = [thing for thing in things if _plain(Path(thing.original.name).stem) == _plain(name)]
    if not named:
        return Reply(f"Nothing called {name} is in the trash.", "\n".join(map(_line, things[:10])), ok=False)
    places = dict.fromkeys(thing.original for thing in named)
    if len(places) > 1:
        return Reply(f"{len(places)} of that name are in the trash.", "\n".join(map(_line, named)), ok=False)
    return _restore(named[0])


def _restore(thing: trashcan.Trashed) -> Reply:
    try:
        trashcan.restore(thing)
    except trashcan.TrashFault as fault:
        return Reply(f"{fault}.", ok=False)
    return Reply(f"{thing.original.name} is back.", f"back in {thing.original}")


def _plain(text: str) -> str:
    """A name as it may be said: letters and digits only, small."""
    return re.sub(r"[\W_]+", "", text.casefold())
