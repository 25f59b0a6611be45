"""Look at files and folders, and go from one folder to another; nothing here changes a file."""

from __future__ import annotations

import os
import time
from pathlib import Path

from skills.author import Context, Effect, ExistingFile, ExistingFolder, ExistingPath, Reply, skill
from skills.wording import capital, count, listed, shortened, size

_HEAD_LINES = 40
_HEAD_BYTES = 1 << 20
_WALK_S = 5.0
"""How long adding up a folder may take."""


@skill(
    "files.list",
    says=[
        "(list|show|display) [me] [(all|all of)] [(the|my)] (files|folders|directories|contents)"
        " [and (folders|files)] [(in|of) (here|this folder|this directory|the current folder)] [here]",
        "[(list|show|display)] [me] [(all|all of)] [(the|my)] (files|folders|contents) (in|of|inside) [the] [folder]"
        " {folder} [folder]",
        "list [the] [folder] {folder} [folder]",
        "what is (in|inside) [the] [folder] {folder} [folder]",
        "what is (in here|here|in this folder|in this directory|in the current folder)",
        "(what|which) (files|folders) (are|do i have) (here|in here|in this folder|there|in this directory)",
        "(what|which) files are (in|inside) [the] [folder] {folder} [folder]",
        "ls [{folder}]",
    ],
    effect=Effect.OBSERVE,
)
def list_files(context: Context, folder: ExistingFolder | None = None) -> Reply:
    """List the files and folders in a folder."""
    place = folder or context.cwd
    try:
        entries = sorted(os.scandir(place), key=lambda entry: (not entry.is_dir(), entry.name.casefold()))
    except OSError as error:
        return Reply(f"I cannot look into {place.name}: {error.strerror}.", ok=False)
    shown = [entry for entry in entries if not entry.name.startswith(".")]
    hidden = len(entries) - len(shown)
    folders = [entry.name for entry in shown if entry.is_dir()]
    files = [entry.name for entry in shown if not entry.is_dir()]
    lines = [f"{place}:", *(f"  {name}/" for name in folders), *(f"  {name}" for name in files)]
    if hidden:
        lines.append(f"  and {count(hidden, 'hidden one')}")
    if not shown:
        return Reply("Nothing is here." if folder is None else f"Nothing is in {place.name}.", "\n".join(lines))
    kinds = listed([count(len(names), noun) for names, noun in ((folders, "folder"), (files, "file")) if names])
    return Reply(f"{capital(kinds)}: {shortened(folders + files, 5)}.", "\n".join(lines))


@skill(
    "files.count",
    says=[
        "how many files (are|do i have) [there] (here|in here|in this folder|in this directory)",
        "how many files (are|are there) in [the] [folder] {folder} [folder]",
        "how many files [are there]",
        "count [(the|my|all)] files [(here|in here|in this folder)]",
        "count [the] files in [the] [folder] {folder} [folder]",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def count_files(context: Context, folder: ExistingFolder | None = None) -> Reply:
    """Count the files in a folder."""
    place = folder or context.cwd
    try:
        entries = list(os.scandir(place))
    except OSError as error:
        return Reply(f"I cannot look into {place.name}: {error.strerror}.", ok=False)
    files = sum(1 for entry in entries if not entry.is_dir())
    folders = len(entries) - files
    return Reply(f"{capital(count(files, 'file'))} and {count(folders, 'folder')}, hidden ones included.")


@skill(
    "files.go",
    says=[
        "(go|change|switch|move|step) [(back|down|over)] [in] (to|into) [the] [(folder|directory)] {folder}"
        " [(folder|directory)]",
        "(enter|visit) [the] [(folder|directory)] {folder} [(folder|directory)]",
        "(cd|change directory|change folder) [to] {folder}",
        "go {folder}",
    ],
    effect=Effect.CHANGE,
)
def go_to(context: Context, folder: ExistingFolder) -> Reply:
    """Make another folder the working folder."""
    context.session.change_folder(folder)
    return Reply(f"Now in {folder.name or folder}.", f"{folder}")


@skill(
    "files.up",
    says=[
        "(go|move|step|cd) (up|back up) [(one|a|1)] [(folder|level|directory)]",
        "(go|change|cd) [up] to the (parent|enclosing) [(folder|directory)]",
        "(up|up one|one up|cd ..|parent folder)",
        "leave this (folder|directory)",
        "(get|go|step) out of (here|this folder|this directory)",
    ],
    effect=Effect.CHANGE,
)
def go_up(context: Context) -> Reply:
    """Make the parent folder the working folder."""
    parent = context.cwd.parent
    if parent == context.cwd:
        return Reply("There is nothing above this folder.", ok=False)
    context.session.change_folder(parent)
    return Reply(f"Now in {parent.name or parent}.", f"{parent}")


@skill(
    "files.where",
    says=[
        "where am i [(now|right now)]",
        "(what|which) (folder|directory) (am i in|is this|are we in)",
        "(what is|show|show me|print|tell me) [(the|my)] [(current|working|present)] (folder|directory)",
        "what is the (current|working) working (folder|directory)",
        "print working directory",
        "pwd",
        "where are we",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def where(context: Context) -> Reply:
    """Say which folder is the working folder."""
    return Reply(f"You are in {context.cwd.name or context.cwd}.", f"{context.cwd}")


@skill(
    "files.read",
    says=[
        "(read|show|print|display|cat|view) [me] [(out|aloud)] [the] [(file|contents of|content of|text of)] {file}",
        "(read|show|print|display) [me] [the] [(first lines|head|beginning|start|top)] of [the] [file] {file}",
        "head [of] {file}",
        "what (does|is in) [the] file {file} [say]",
        "what does {file} (say|contain)",
    ],
    effect=Effect.OBSERVE,
)
def read_file(context: Context, file: ExistingFile) -> Reply:
    """Show the beginning of a text file."""
    try:
        if not file.is_file():
            return Reply(f"{file.name} is not a plain file.", ok=False)
        with file.open("rb") as opened:
            data = opened.read(_HEAD_BYTES)
            whole = not opened.read(1)
    except OSError as error:
        return Reply(f"I cannot read {file.name}: {error.strerror}.", ok=False)
    if b"\0" in data:
        return Reply(f"{file.name} is not text.", f"{file.name}: {size(file.stat().st_size)} of data that is not text")
    lines = data.decode(errors="replace").splitlines()
    if not lines:
        return Reply(f"{file.name} is empty.")
    rest = len(lines) - _HEAD_LINES
    more = "" if rest <= 0 and whole else f"\n... {f'{rest:,} more lines' if whole else 'and more'}"
    first = next((line.strip() for line in lines if line.strip()), "")
    spoken = f"{file.name} has {count(len(lines), 'line')}" if whole else f"{file.name} is long"
    return Reply(f"{spoken}. It begins: {first[:80]}", "\n".join(lines[:_HEAD_LINES]) + more)


@skill(
    "files.size",
    says=[
        "how (big|large|heavy) is [the] [(file|folder|directory)] {path} [(file|folder|directory)]",
        "what is the size of [the] [(file|folder|directory)] {path} [(file|folder|directory)]",
        "(how much|what) (space|room) does [the] [(file|folder)] {path} (take|use|need) [up]",
        "[(show|tell|give)] [me] [the] size of [the] [(file|folder|directory)] {path}",
        "how many bytes (is|has|are in) {path}",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def size_of(context: Context, path: ExistingPath) -> Reply:
    """Say how big a file or a folder is."""
    try:
        if not path.is_dir():
            number = path.lstat().st_size
            return Reply(f"{path.name} is {size(number)}.", f"{path}: {number:,} bytes")
        total, files, whole = _folder_size(path)
    except OSError as error:
        return Reply(f"I cannot measure {path.name}: {error.strerror}.", ok=False)
    at_least = "" if whole else "at least "
    spoken = f"{path.name} holds {at_least}{size(total)} in {count(files, 'file')}."
    return Reply(spoken, f"{path}: {at_least}{total:,} bytes in {count(files, 'file')}")


def _folder_size(folder: Path) -> tuple[int, int, bool]:
    """Bytes and files below a folder, links not followed, and whether there was time for all of it."""
    total = files = 0
    until = time.monotonic() + _WALK_S
    for place, _folders, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(place) / name).lstat().st_size
            except OSError:
                continue  # it is gone since
            files += 1
        if time.monotonic() > until:
            return total, files, False
    return total, files, True
