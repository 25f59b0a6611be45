"""Look at, make, copy, move and rename files and folders. Nothing is overwritten, nothing is lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from pathlib import Path

from skills.author import (
    Context,
    Effect,
    ExistingFile,
    ExistingFolder,
    ExistingPath,
    NewName,
    Reply,
    skill,
)
from skills.inverses import go_back, move_back, placed, rename_back, uncopy, unmake
from skills.wording import count
from skills.wording import size as size_text

SHOWN = 200
"""Entries listed at most."""
SHOWN_LINES = 60
READ_BYTES = 65_536


@skill(
    "files.list",
    says=[
        "(list|show) [me] [all] [the] files [(here|in here|in this folder|in this directory)]",
        "(list|show) [me] [the] (contents of|files in|files of) {folder}",
        "(list|show) [me] [the] (folder|directory) [{folder}]",
        "(what|which) files are (here|there|in here|in this folder|in this directory)",
        "(what|which) files are in {folder}",
        "what (is|'s) in {folder}",
        "what (is|'s) in (here|this folder|this directory)",
        "what's (here|in here|in this folder|in this directory)",
        "what's in {folder}",
        "list (everything|this folder|this directory) [here]",
        "ls",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def list_files(context: Context, folder: ExistingFolder | None = None) -> Reply:
    """List the files in a folder."""
    place = folder or context.cwd
    try:
        items = sorted(place.iterdir(), key=lambda item: (not item.is_dir(), item.name.lower()))
    except OSError as error:
        return Reply(f"{place.name} cannot be read: {error.strerror}.", ok=False)
    names = [item.name + ("/" if item.is_dir() else "") for item in items]
    shown = tuple(items[:SHOWN])
    folders = sum(name.endswith("/") for name in names)
    spoken = f"{count(len(names) - folders, 'file')} and {count(folders, 'folder')}." if names else "Nothing is here."
    more = [f"… and {len(names) - SHOWN} more"] if len(names) > SHOWN else []
    return Reply(spoken, "\n".join([*names[:SHOWN], *more, spoken]), about=folder, listed=shown)


@skill(
    "files.go",
    says=[
        "(go|change|cd|move|switch|jump) [(in|in to|into|to|over to)] [the] (folder|directory) [to] {folder}",
        "(go|change|cd|move|jump) [(in|in to|into|to|over to)] [the] (folder|directory) (called|named|name) {folder}",
        "(go|change|cd|jump) (to|into|in) {folder}",
        "(cd|enter) {folder}",
        "(go|change|switch) [to] [the] {folder} (folder|directory)",
    ],
    kind="command",
    effect=Effect.CHANGE,
    undo=go_back,
)
def go(context: Context, folder: ExistingFolder) -> Reply:
    """Go to a folder."""
    context.session.change_folder(folder)
    return Reply(f"In {folder.name or folder}.", str(folder))


@skill(
    "files.go_up",
    says=["(go|cd|move) (up|back up) [(one|a)] [(folder|directory|level)]", "(go|cd) to the parent [folder|directory]"],
    kind="command",
    effect=Effect.CHANGE,
    undo=go_back,
)
def go_up(context: Context) -> Reply:
    """Go to the folder above."""
    folder = context.cwd.parent
    if folder == context.cwd:
        return Reply("Nothing is above this folder.", ok=False)
    context.session.change_folder(folder)
    return Reply(f"In {folder.name or folder}.", str(folder))


@skill(
    "files.go_home",
    says=["(go|cd) (home|to home|to my home [folder|directory]|to the home (folder|directory))", "take me home"],
    kind="command",
    effect=Effect.CHANGE,
    undo=go_back,
)
def go_home(context: Context) -> Reply:
    """Go to the home folder."""
    context.session.change_folder(Path.home())
    return Reply("In your home folder.", str(Path.home()))


@skill(
    "files.where",
    says=[
        "where am i [now]",
        "(what|which) (folder|directory) (is this|am i in|are we in)",
        "what (is|'s) the (current|working) (folder|directory)",
        "what's the (current|working) (folder|directory)",
        "(pwd|print the working directory)",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def where(context: Context) -> Reply:
    """Say which folder this is."""
    return Reply(f"In {context.cwd.name or 'the root folder'}.", str(context.cwd))


@skill(
    "files.make_folder",
    says=[
        "(make|create|add|set up) [me] [a] [new] (folder|directory) [called|named|name|with the name] {name}",
        "(make|create) {name} (folder|directory)",
        "mkdir {name}",
        "new (folder|directory) [called|named|name] {name}",
    ],
    kind="command",
    effect=Effect.CHANGE,
    undo=unmake,
)
def make_folder(context: Context, name: NewName) -> Reply:
    """Make a folder."""
    del context
    return _made(name.mkdir, name, "folder")


@skill(
    "files.make_file",
    says=[
        "(make|create|add) [me] [a|an] [new] [empty] file [called|named|name|with the name] {name}",
        "touch {name}",
        "new file [called|named|name] {name}",
    ],
    kind="command",
    effect=Effect.CHANGE,
    undo=unmake,
)
def make_file(context: Context, name: NewName) -> Reply:
    """Make an empty file."""
    del context
    return _made(lambda: name.touch(exist_ok=False), name, "file")


@skill(
    "files.copy",
    says=[
        "copy [the] [file|folder] {path} (to|into) [the] [folder] {target}",
        "(make|create) a copy of {path} (called|named|as) {target}",
        "duplicate {path} (as|to) {target}",
    ],
    kind="command",
    effect=Effect.CHANGE,
    undo=uncopy,
)
def copy(context: Context, path: ExistingPath, target: NewName) -> Reply:
    """Copy a file or folder."""
    del context
    place = placed(path, target)
    hindered = _hindered(path, place)
    if hindered:
        return hindered
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, place, symlinks=True)
        else:
            shutil.copy2(path, place, follow_symlinks=False)
    except (OSError, shutil.Error) as error:
        return Reply(f"{path.name} cannot be copied: {_reason(error)}.", ok=False)
    return Reply(f"Copied {path.name} to {place.name}.", f"{path} → {place}", about=place)


@skill(
    "files.move",
    says=[
        "move [the] [file|folder] {path} (to|into) [the] [folder] {target}",
        "put [the] [file|folder] {path} (in|into) [the] [folder] {target}",
    ],
    kind="command",
    effect=Effect.CHANGE,
    undo=move_back,
)
def move(context: Context, path: ExistingPath, target: NewName) -> Reply:
    """Move a file or folder."""
    del context
    return _moved(path, placed(path, target), "Moved")


@skill(
    "files.rename",
    says=[
        "rename [the] [file|folder] {path} (to|as|into) {target}",
        "give [the] [file|folder] {path} the name {target}",
    ],
    kind="command",
    effect=Effect.CHANGE,
    undo=rename_back,
)
def rename(context: Context, path: ExistingPath, target: NewName) -> Reply:
    """Rename a file or folder."""
    del context
    return _moved(path, path.with_name(target.name), "Renamed")


def _made(make: Callable[[], None], name: Path, kind: str) -> Reply:
    """Make a thing that is not there yet, and say how that went."""
    try:
        make()
    except FileExistsError:
        return Reply(f"{name.name} is already there.", ok=False)
    except OSError as error:
        return Reply(f"{name.name} cannot be made: {error.strerror}.", ok=False)
    return Reply(f"Made the {kind} {name.name}.", f"Made {name}")


def _hindered(path: Path, place: Path) -> Reply | None:
    """Why `path` cannot go to `place`: nothing is overwritten, and no folder goes into itself."""
    if os.path.lexists(place):
        return Reply(f"{place.name} is already there.", ok=False)
    if path.is_dir() and place.resolve().is_relative_to(path.resolve()):
        return Reply(f"{path.name} cannot go into itself.", ok=False)
    return None


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else "not all of it could be read or written"


def _moved(path: Path, place: Path, done: str) -> Reply:
    hindered = _hindered(path, place)
    if hindered:
        return hindered
    try:
        shutil.move(path, place)
    except (OSError, shutil.Error) as error:
        return Reply(f"{path.name} cannot be moved: {_reason(error)}.", ok=False)
    return Reply(f"{done} {path.name} to {place.name}.", f"{path} → {place}", about=place)


@skill(
    "files.read",
    says=[
        "(read|print|display|cat|type out) [me] [the] [file] {file}",
        "show [me] [the] (contents|content|text) of {file}",
        "what (does|is in) the file {file} [say]",
        "(show|give) me the (start|beginning|head|top) of {file}",
        "what does {file} say",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def read(context: Context, file: ExistingFile) -> Reply:
    """Show the beginning of a file."""
    del context
    try:
        with file.open("rb") as source:
            head = source.read(READ_BYTES)
    except OSError as error:
        return Reply(f"{file.name} cannot be read: {error.strerror}.", ok=False)
    if b"\0" in head:
        return Reply(f"{file.name} is not text.", ok=False)
    lines = head.decode("utf-8", errors="replace").splitlines()
    more = len(lines) > SHOWN_LINES or file.stat().st_size > READ_BYTES
    shown = [*lines[:SHOWN_LINES], *(["…"] if more else [])]
    return Reply(
        f"{file.name}, the first {len(lines[:SHOWN_LINES])} lines." if more else f"{file.name}.", "\n".join(shown)
    )


@skill(
    "files.size",
    says=[
        "how (big|large) is [the] [file|folder] {path}",
        "(what is|what's) the size of {path}",
        "how much (space|disk space) does {path} (take|take up|use|need)",
        "how old is [the] [file|folder] {path}",
        "when was [the] [file|folder] {path} [last] (changed|modified|edited)",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def size(context: Context, path: ExistingPath) -> Reply:
    """Say how large a file or folder is and when it changed."""
    del context
    try:
        if path.is_dir():
            inside = islice((item for item in path.rglob("*") if item.is_file() and not item.is_symlink()), 100_000)
            total = sum(item.stat().st_size for item in inside)
        else:
            total = path.stat().st_size
        changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except OSError as error:
        return Reply(f"{path.name} cannot be read: {error.strerror}.", ok=False)
    return Reply(f"{path.name} has {size_text(total)}, changed on {changed:%B %-d %Y at %H:%M}.")
