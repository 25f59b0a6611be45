"""Make, copy, move and rename files and folders. Nothing is ever overwritten."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from skills.author import Context, Effect, ExistingFolder, ExistingPath, NewName, Reply, skill

_MAKE = "(make|create|add|new|start)"


@skill(
    "files.make_folder",
    says=[
        f"{_MAKE} [me] [(a|the)] [new] (folder|directory) [(called|named|by the name of|with the name)] {{name}}",
        f"{_MAKE} [me] [(a|the)] [new] {{name}} (folder|directory)",
        "(mkdir|make dir) {name}",
    ],
    effect=Effect.CHANGE,
)
def make_folder(context: Context, name: NewName) -> Reply:
    """Make a new folder."""
    path = context.cwd / name
    try:
        path.mkdir()
    except FileExistsError:
        return Reply(f"{path.name} exists already.", ok=False)
    except OSError as error:
        return Reply(f"I could not make {path.name}: {error.strerror}.", ok=False)
    return Reply(f"The folder {path.name} is made.", f"made {path}{os.sep}")


@skill(
    "files.make_file",
    says=[
        f"{_MAKE} [me] [(a|an|the)] [new] [(empty|blank)] [text] file [(called|named|by the name of)] {{name}}",
        "touch [the] [file] {name}",
    ],
    effect=Effect.CHANGE,
)
def make_file(context: Context, name: NewName) -> Reply:
    """Make a new, empty file."""
    path = context.cwd / name
    try:
        path.open("x").close()
    except FileExistsError:
        return Reply(f"{path.name} exists already.", ok=False)
    except OSError as error:
        return Reply(f"I could not make {path.name}: {error.strerror}.", ok=False)
    return Reply(f"The file {path.name} is made.", f"made {path}")


def _copy(source: Path, target: Path) -> Reply:
    """Copy to a name that is free; links are copied as links."""
    if os.path.lexists(target):
        return Reply(f"{target.name} exists already there.", ok=False)
    if source.is_dir() and target.resolve().is_relative_to(source.resolve()):
        return Reply(f"I cannot copy {source.name} into itself.", ok=False)
    try:
        if source.is_dir() and not source.is_symlink():
            shutil.copytree(source, target, symlinks=True)
        else:
            shutil.copy2(source, target, follow_symlinks=False)
    except (OSError, shutil.Error) as error:
        return Reply(f"I could not copy {source.name}: {_reason(error)}.", ok=False)
    return Reply(f"{source.name} is copied to {_place(target, source)}.", f"copied {source} to {target}")


def _move(source: Path, target: Path, done: str) -> Reply:
    """Move to a name that is free, across disks if need be."""
    if os.path.lexists(target):
        return Reply(f"{target.name} exists already there.", ok=False)
    if source.is_dir() and target.resolve().is_relative_to(source.resolve()):
        return Reply(f"I cannot move {source.name} into itself.", ok=False)
    try:
        shutil.move(source, target)
    except (OSError, shutil.Error) as error:
        return Reply(f"I could not move {source.name}: {_reason(error)}.", ok=False)
    return Reply(f"{source.name} is {done} {_place(target, source)}.", f"{done.removesuffix(' to')} {source} to {target}")


def _place(target: Path, source: Path) -> str:
    """What to call the target aloud: the folder it went into where it kept its name, else its name."""
    return target.parent.name if target.name == source.name else target.name


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__


@skill(
    "files.copy",
    says=[
        "(copy|duplicate) [the] [(file|folder)] {source} [in] (to|into) [the] [(folder|directory)] {folder}"
        " [(folder|directory)]",
        "(put|make) a copy of [the] [(file|folder)] {source} (in|into|to) [the] [(folder|directory)] {folder}"
        " [(folder|directory)]",
        "cp {source} [to] {folder}",
    ],
    effect=Effect.CHANGE,
)
def copy_into(context: Context, source: ExistingPath, folder: ExistingFolder) -> Reply:
    """Copy a file or a folder into another folder."""
    return _copy(source, folder / source.name)


@skill(
    "files.copy_as",
    says=[
        "(copy|duplicate) [the] [(file|folder)] {source} (as|to) [(a|the)] [new] [(file|folder)] [(called|named)] {name}",
        "make a copy of [the] [(file|folder)] {source} (called|named|as) {name}",
    ],
    effect=Effect.CHANGE,
)
def copy_as(context: Context, source: ExistingPath, name: NewName) -> Reply:
    """Copy a file or a folder under a new name."""
    return _copy(source, context.cwd / name)


@skill(
    "files.move",
    says=[
        "(move|put|shift) [the] [(file|folder)] {source} [in] (to|into|in) [the] [(folder|directory)] {folder}"
        " [(folder|directory)]",
        "mv {source} [to] {folder}",
    ],
    effect=Effect.CHANGE,
)
def move_into(context: Context, source: ExistingPath, folder: ExistingFolder) -> Reply:
    """Move a file or a folder into another folder."""
    return _move(source, folder / source.name, "moved to")


@skill(
    "files.rename",
    says=[
        "(rename|name) [the] [(file|folder|directory)] {source} [(to|as|into)] {name}",
        "(rename|change) the name of [the] [(file|folder)] {source} (to|into) {name}",
        "move [the] [(file|folder)] {source} to [(a|the)] [new] [name] {name}",
    ],
    effect=Effect.CHANGE,
)
def rename(context: Context, source: ExistingPath, name: NewName) -> Reply:
    """Give a file or a folder a new name."""
    return _move(source, context.cwd / name, "renamed to")
