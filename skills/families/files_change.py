"""Make, copy, move and rename files and folders. Nothing is overwritten, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from intents.slots import DESTINATION
from skills import filing
from skills.author import Context, Effect, ExistingPath, NewName, Reply, skill
from skills.inverses import move_back, rename_back, uncopy, unmake_file, unmake_folder
from skills.plans import copies, makes_file, makes_folder, moves, renames
from skills.sayings.files import SAYINGS
from skills.sight import Sight, Spot

Target = Annotated[Path, DESTINATION]
"""Where a file is to go: a new name, a folder, or the one last spoken of; an absolute Path."""

_MAKE = "(make|create|add|set up|build|give|need)"
_FOLDER = "(folder|directory|dir|subfolder|sub folder|subdirectory)"


@skill(
    "files.make_folder",
    says=[
        _MAKE
        + " [me|us] [a|an|another|the|one] [new|empty|fresh] "
        + _FOLDER
        + " [here] [called|named|name|with the name|titled] {name}",
        _MAKE + " [me] [a|an|the] [new] {name} (folder|directory)",
        "mkdir {name}",
        "new [empty] " + _FOLDER + " [called|named|name] {name}",
        _MAKE + " [me] [a|another] [new|empty] " + _FOLDER + " [here] and (call|name) it {name}",
        "i (want|need|would like|'d like) [you to make] [a|another] [new|empty] "
        + _FOLDER
        + " (called|named|by the name of) {name}",
        "i'd like [a|another] [new|empty] " + _FOLDER + " (called|named) {name}",
    ],
    also=SAYINGS["files.make_folder"],
    kind="command",
    effect=Effect.CHANGE,
    undo=unmake_folder,
    plan=makes_folder,
)
def make_folder(context: Context, name: NewName) -> Reply:
    """Make a folder."""
    return _made(filing.make_folder, context, name, "folder")


@skill(
    "files.make_file",
    says=[
        _MAKE + " [me|us] [a|an|another|one] [new] [empty|blank|fresh] [text] file [here]"
        " [called|named|name|with the name|titled] {name}",
        "touch [a] [new] [file] {name}",
        "new [empty|blank] [text] file [called|named|name] {name}",
        _MAKE + " [me] [a|an|another] [new] [empty|blank] [text] file [here] and (call|name) it {name}",
        "i (want|need|would like) [a|an|another] [new] [empty|blank] file (called|named|by the name of) {name}",
        "i'd like [a|an|another] [new] [empty|blank] file (called|named) {name}",
    ],
    also=SAYINGS["files.make_file"],
    kind="command",
    effect=Effect.CHANGE,
    undo=unmake_file,
    plan=makes_file,
)
def make_file(context: Context, name: NewName) -> Reply:
    """Make an empty file."""
    return _made(filing.make_file, context, name, "file")


@skill(
    "files.copy",
    says=[
        "(copy|cp|duplicate) [over] [the] [file|folder] {path} [over] (to|into|in|as) [the]"
        " [folder|directory] {target}",
        "(make|create|put|save|drop|place|leave|i need|i want|give me|do) (a|another)"
        " (copy|duplicate|backup) of {path}"
        " (called|named|as|in|into|to|and (call|name) it|with the name|under) [the] [folder|directory]"
        " {target}",
        "(duplicate|clone|save|back up) {path} (as|to|into|under) [the] [name|folder|directory] {target}",
        "cp {path} {target}",
    ],
    also=SAYINGS["files.copy"],
    kind="command",
    effect=Effect.CHANGE,
    undo=uncopy,
    plan=copies,
)
def copy(context: Context, path: ExistingPath, target: Target) -> Reply:
    """Copy a file or folder."""
    return _filed(context, path, _place(context, path, target), filing.copy, "Copied")


@skill(
    "files.move",
    says=[
        "(move|mv|shift|relocate) [the] [file|folder] {path} [over|down|up] (to|into|inside|in to|in) [the]"
        " [folder|directory] {target}",
        "(put|stick|drop|place|shove|tuck|drag) [the] [file|folder] {path} (in|into|inside|to|in to) [the]"
        " [folder|directory] {target}",
        "(mv|move) {path} {target}",
    ],
    also=SAYINGS["files.move"],
    kind="command",
    effect=Effect.CHANGE,
    undo=move_back,
    plan=moves,
)
def move(context: Context, path: ExistingPath, target: Target) -> Reply:
    """Move a file or folder."""
    return _filed(context, path, _place(context, path, target), filing.move, "Moved")


@skill(
    "files.rename",
    says=[
        "rename [the] [file|folder] {path} (to|as|into|to be) [be] [called] {target}",
        "give [the] [file|folder] {path} the [new] name [of] {target}",
        "give {path} a new name {target}",
        "change the (name of|file name of|filename of) [the] [file|folder] {path} (to|into) {target}",
        "i (want|need|would like) {path} (called|named|renamed to|renamed as|to be called) {target}",
        "i'd like {path} (called|named|renamed to|to be called) {target}",
    ],
    also=SAYINGS["files.rename"],
    kind="command",
    effect=Effect.CHANGE,
    undo=rename_back,
    plan=renames,
)
def rename(context: Context, path: ExistingPath, target: NewName) -> Reply:
    """Rename a file or folder."""
    place = replace(context.seen(path).spot, name=target.name), path.with_name(target.name)
    return _filed(context, path, place, filing.move, "Renamed")


def _made(make: Callable[[Spot], None], context: Context, name: Path, kind: str) -> Reply:
    """Make a thing that is not there yet, and say how that went."""
    try:
        make(context.seen(name).spot)
    except FileExistsError:
        return Reply(f"{name.name} is already there.", ok=False)
    except OSError as error:
        return Reply(f"{name.name} cannot be made: {error.strerror}.", ok=False)
    return Reply(f"Made the {kind} {name.name}.", f"Made {name}")


def _place(context: Context, path: Path, target: Path) -> tuple[Spot, Path]:
    """Where `path` comes to lie when it goes to `target`, as judged and as named: in a folder, else under that name."""
    seen = context.seen(target)
    if seen.is_folder:
        return seen.inside(path.name), target / path.name
    return seen.spot, target


def _filed(context: Context, path: Path, to: tuple[Spot, Path], act: Callable[[Sight, Spot], None], done: str) -> Reply:
    """Copy or move, and say how that went: "Copied a to b."."""
    spot, place = to
    try:
        act(context.seen(path), spot)
    except FileExistsError:
        return Reply(f"{place.name} is already there.", ok=False)
    except filing.NotFiled as fault:
        return Reply(f"{path.name} was not {done.lower()}: {fault}.", ok=False)
    except OSError as error:
        return Reply(f"{path.name} was not {done.lower()}: {error.strerror}.", ok=False)
    return Reply(f"{done} {path.name} to {place.name}.", f"{path} → {place}", about=place)
