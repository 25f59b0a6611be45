"""Delete by way of the desktop's trash, and take things back out of it: nothing is deleted for good."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from rapidfuzz import fuzz, process

from intents.normalize import spoken_name
from skills import trashcan
from skills.author import Context, Effect, ExistingPath, Inverse, Reply, Resolved, Scene, Unresolved, skill
from skills.inverses import undelete, untrash
from skills.sayings.trash import SAYINGS
from skills.still import Still
from skills.ways import SHOW
from skills.wording import count, shortened

_BIN = "[the|my] (trash|bin|trash can|trash bin|recycle bin|rubbish|rubbish bin|garbage|waste basket)"


LEAST_LIKENESS = 75
"""Percent; below it a name is not taken for one in the trash."""
_SHOWN = 20
_COUNT_S = 1.0
_COUNTED = 10_000
"""Files below a folder that are counted; more are told as more."""

_SIGNED = re.compile(r"\w[._/\-]\w|\d|\b(?:dot|slash|underscore|dash)\b", re.IGNORECASE)
"""What only names of files have."""


@dataclass(frozen=True, slots=True)
class DeletedName:
    """The name of a thing that was deleted, as str: one that is in the trash, or that has a file's signs in it."""

    name: str = "deleted thing"
    choices: None = None
    free: bool = True
    narrow: bool = False

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The words; "restore my faith" is about nothing that was deleted."""
        words = said.strip()
        if words and (_SIGNED.search(words) or _by_name(words, trashcan.contents(scene.cwd))):
            return Resolved(words, 1.0)
        return Unresolved(f"Nothing like {words} is in the trash.", stray=True)


Deleted = Annotated[str, DeletedName()]


def plan_delete(path: Path) -> str:
    """What `delete` would do, for the person who confirms it."""
    if path.is_symlink():
        return f"Move the link {path} to the trash; what it points to stays."
    if not path.is_dir():
        return f"Move the file {path} to the trash."
    files = _count(path)
    held = f"more than {_COUNTED:,} files" if files is None else count(files, "file")
    return f"Move the folder {path} to the trash, with {held} in it."


def _count(folder: Path) -> int | None:
    """Files below a folder; None where they are too many to count, or take too long: the same answer each time."""
    files, until = 0, time.monotonic() + _COUNT_S
    for _place, _folders, names in os.walk(folder):
        files += len(names)
        if files > _COUNTED or time.monotonic() > until:
            return None
    return files


@skill(
    "trash.delete",
    says=[
        "(delete|remove|trash|bin|throw away|get rid of|erase|discard|toss|throw out|toss out|chuck out"
        "|chuck|ditch|dispose of|nuke|wipe) [the|that|this|my] [file|folder] {path}",
        "(move|put|throw|toss|send|chuck|drop|stick|drag|dump) [the|that|this|my] [file|folder] {path}"
        " (to|in|into) " + _BIN,
        "rm {path}",
        "(throw|toss|chuck) [the|that|this|my] [file|folder] {path} (away|out)",
        "i (want|need|would like) {path} (deleted|gone|removed|in the trash|in the bin)",
        "i'd like {path} (deleted|gone|removed)",
        "make {path} (go away|disappear)",
    ],
    also=SAYINGS["trash.delete"],
    kind="command",
    effect=Effect.DESTROY,
    plan=plan_delete,
    undo=undelete,
)
def delete(context: Context, path: ExistingPath) -> Reply:
    """Delete a file or a folder by moving it to the trash."""
    seen = context.seen(path)
    if not seen.is_link and any(here.is_relative_to(seen.spot.path) for here in (context.cwd, context.session.cwd)):
        return Reply(f"I will not delete {path.name}: we are in it.", ok=False)
    try:
        kept = trashcan.put(seen)
    except trashcan.TrashFault as fault:
        return Reply(f"{fault}.", ok=False)
    told = f"{path}: in the trash; 'restore {path.name}' brings it back"
    return Reply(f"{path.name} is in the trash.", told, undo=untrash(path, kept))


def delete_again(cwd: Path, name: str | None = None) -> Inverse | None:
    """What puts the thing that is to be restored back into the trash, while nobody changed it; None where none is."""
    named = _named(name, trashcan.contents(cwd))
    if len({thing.original for thing in named}) != 1:
        return None
    place = named[0].original
    return Inverse("trash.delete", {"path": place}, (Still("unchanged", place),))


@skill(
    "trash.restore",
    says=[
        "(restore|undelete|un-delete|recover|rescue|retrieve|salvage) [the] [file|folder] {name} [from " + _BIN + "]",
        "(restore|undelete|un-delete|recover|bring back|get back|rescue|retrieve)"
        " (it|that|the last (one|file|thing)|the last (deleted|removed) (file|one|thing)"
        f"|what i [just] deleted|the file i [just] deleted) [from {_BIN}]",
        f"(bring|get|fetch) (it|that|them|the last (one|file)|the file) back [from {_BIN}]",
        "(get|bring|put|take|fetch|pull) [the] [file|folder] {name} back [(from|out of) " + _BIN + "]",
        "(get|bring|take|pull|fish|dig|fetch|put|move) [the] [file|folder] {name} [back] (from|out of) " + _BIN,
        "bring back [the] [file|folder] {name}",
        "undo (the|that|my|the last) (delete|deletion|deleting|removal)",
        "i (want|need) {name} back from " + _BIN,
    ],
    also=SAYINGS["trash.restore"],
    kind="command",
    effect=Effect.CHANGE,
    undo=delete_again,
)
def restore(context: Context, name: Deleted | None = None) -> Reply:
    """Put what was deleted back where it was: the last thing, or one by its name."""
    things = trashcan.contents(context.cwd)
    if not things:
        return Reply("The trash is empty.", ok=False)
    named = _named(name, things)
    if not named:
        return Reply(f"Nothing like {name} is in the trash.", "\n".join(map(_line, things[:_SHOWN])), ok=False)
    if len({thing.original for thing in named}) > 1:
        return Reply(f"{len(named)} of that name are in the trash.", "\n".join(map(_line, named)), ok=False)
    try:
        trashcan.restore(named[0])
    except trashcan.TrashFault as fault:
        return Reply(f"{fault}.", ok=False)
    original = named[0].original
    return Reply(f"{original.name} is back.", f"back: {original}", about=original)


@skill(
    "trash.list",
    says=[
        f"{SHOW} {_BIN} [contents]",
        f"{SHOW} [the|all] (contents of|content of|files in|things in|everything in|stuff in) {_BIN}",
        f"(what|which files|what files|what all|what stuff) (is|are) (in|inside) {_BIN}",
        f"what's (in|inside|inside of) {_BIN}",
        f"{SHOW} (what's|what is|what i have|what we have|which files are|what files are|everything that's)"
        f" (in|inside) {_BIN}",
        f"{SHOW} [the|my|all|all the] (deleted|trashed|removed) files",
        "(what|which files) (did i|have i|did we|have we) [just|recently|last]"
        " (delete|deleted|trash|trashed|throw away|thrown away) [so far|recently|lately]",
        f"(is|is there) (anything|something) in {_BIN}",
        f"(is|how full is) {_BIN} [empty|full]",
        f"(open|look in|look into|look inside|peek in|peek into) {_BIN}",
    ],
    also=SAYINGS["trash.list"],
    kind="question",
    effect=Effect.OBSERVE,
)
def list_trash(context: Context) -> Reply:
    """List what is in the trash."""
    things = trashcan.contents(context.cwd)
    if not things:
        return Reply("The trash is empty.")
    names = shortened([thing.original.name for thing in things], 3)
    return Reply(f"{count(len(things), 'thing')} in the trash, last {names}.", "\n".join(map(_line, things[:_SHOWN])))


def _line(thing: trashcan.Trashed) -> str:
    return f"{thing.deleted:%Y-%m-%d %H:%M}  {thing.original}"


def _named(name: str | None, things: list[trashcan.Trashed]) -> list[trashcan.Trashed]:
    """What is meant: the last thing deleted where no name was said."""
    return things[:1] if name is None else _by_name(name, things)


def _by_name(name: str, things: list[trashcan.Trashed]) -> list[trashcan.Trashed]:
    """What is kept, else was, at that very path; else all of the name nearest to what was said, last deleted first."""
    for exact in (
        [thing for thing in things if str(thing.kept) == name],
        [thing for thing in things if str(thing.original) == name],
    ):
        if exact:
            return exact
    wanted = spoken_name(name).lower()
    names = list(dict.fromkeys(thing.original.name.lower() for thing in things))
    found = process.extractOne(wanted, names, scorer=fuzz.WRatio, score_cutoff=LEAST_LIKENESS)
    return [thing for thing in things if found and thing.original.name.lower() == found[0]]
