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
from skills.inverses import go_back, move_back, placed, rename_back, uncopy, unmake_file, unmake_folder
from skills.plans import copies, makes_file, makes_folder, moves, renames
from skills.ways import HERE, KNOW, SHOW, WHAT_IS
from skills.wording import count
from skills.wording import size as size_text

_GO = "(go|change|cd|move|switch|jump|hop|navigate|head|step|change directory)"
_MAKE = "(make|create|add|set up|build|give|need)"
_FOLDER = "(folder|directory|dir|subfolder|sub folder|subdirectory)"


SHOWN = 200
"""Entries listed at most."""
SHOWN_LINES = 60
READ_BYTES = 65_536


@skill(
    "files.list",
    says=[
        f"{SHOW} [all] [of] [the|my] files [and folders] [{HERE}]",
        SHOW + " [all] [the] (contents of|content of|files in|files of|stuff in|everything in|what's in|what is in"
        "|what's inside|files inside) [the] [folder|directory] {folder}",
        "(list|show) [me] [the] (folder|directory) [{folder}]",
        "(what|which) (files|folders|files and folders) (are|do we have|do i have|have we got|have i got)"
        f" (there|{HERE})",
        "(what|which) (files|folders|things) (are [there]|do we have|do i have|have we got|live|sit)"
        " (in|inside|under) [the] [folder|directory] {folder}",
        "what (is|'s|all is|files are) (in|inside|inside of|under) {folder}",
        "what (is|'s|all is) (in|inside) (here|this (folder|directory|place)|the (current|working) (folder|directory))",
        f"what's ({HERE})",
        f"what (do we have|do i have|have we got|have i got|is there) ({HERE})",
        "what's (in|inside|inside of|under) {folder}",
        f"(list|show me) (everything|it all|all|all of it) [{HERE}]",
        "list (this folder|this directory|the current (folder|directory)|the (folder|directory) contents) [here]",
        "what does {folder} (contain|have in it|hold)",
        "what (files|folders) does {folder} (contain|have|hold)",
        "(list|show me|see) [the|my] {folder} (folder|directory)",
        f"{SHOW} (what's|what is|what files are|which files are|what we have|what i have) ({HERE}|there)",
        f"(ls|dir) [{HERE}]",
        "ls {folder}",
        "(look|peek) (in|into|inside) {folder}",
        "(list|show) [me] the (contents|content) [of (this|the current) (folder|directory)]",
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
        _GO + " [(in|in to|into|to|over to|back to|inside)] [the] (folder|directory) [to] {folder}",
        _GO + " [(in|in to|into|to|over to|back to|inside)] [the] (folder|directory) (called|named|name) {folder}",
        _GO + " [over|down|back|on] (to|into|in|inside) {folder}",
        "(cd|enter|chdir) [to|into|in] {folder}",
        _GO + " [over|down|back] [to|into] [the] {folder} (folder|directory)",
        "(take|bring|get|put) me [over|down|back] (to|into|in) [the] [folder|directory] {folder}",
        "(change|set) [the|my] [current|working|current working] (folder|directory) to {folder}",
        "(open|enter|open up) [the] (folder|directory) {folder}",
        "(open|enter|open up) [the] {folder} (folder|directory)",
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
    says=[
        "(go|cd|move|step|jump|take me|get me|bring me|change) (up|back up|back one|back a) [to] [(one|a|1)]"
        " [more] [(folder|directory|level|dir|step)]",
        "(go|cd|move|step|take me|change) [up|back] to the (parent|enclosing|upper|containing)"
        " [folder|directory|dir|level]",
        "(go|cd|move|step|take me|change) [up|back] to the (folder|directory|level) above [this] [one]",
        "(go|cd|move|step) (one|a) (folder|directory|level|dir) (up|higher|back)",
        "(one|a) (folder|directory|level|dir) up",
        "[back] up (one|a) (folder|directory|level|dir)",
        "(cd|go|go to) dot dot",
        "(leave|exit|get out of|go out of) (this|the|the current) (folder|directory)",
        "parent (folder|directory)",
    ],
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
    says=[
        "(go|cd|take me|bring me|get me|jump|head|change|navigate|move|send me) [back]"
        " (home|to home|to (my|the) home (folder|directory|dir)|to my home)",
        "(go|cd|take me|bring me|jump|head|change|navigate|move) [back] (to|into) (my|the) home [folder|directory|dir]",
        "(my|the) home (folder|directory|dir)",
        "(home (folder|directory)|back home|back to (my|the) home (folder|directory))",
        "(open|enter) (my|the) home (folder|directory)",
    ],
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
        "where (am i|are we) [at|exactly|again]",
        "(what|which) (folder|directory|dir|path)"
        " (is (this|it)|am i [currently] (in|at)|are we [currently] (in|at|working in))",
        "what (is|'s) the [name of the] (current|working|present|current working|present working)"
        " (folder|directory|dir|path)",
        "what's (the|my|our|this) [name of the] (current|working|present|current working)"
        " (folder|directory|dir|path|location)",
        "(tell me|show me|do you know|know|remind me|check) where (i am|i'm at|we are|we're at) [at]",
        "(tell me|show me|do you know|know|check) (what|which) (folder|directory|dir)"
        " (i am|i'm|we are|we're|this is) [in|at]",
        "(pwd|print [the] working (directory|dir)|(current|working) (folder|directory))",
        "(tell|show|print|give|display) [me] [the|my|our]"
        " (current|working|present|current working|present working) (directory|dir|path|location)",
        "(in|into) (what|which) (folder|directory) (am i|are we)",
        "what's (this|the) (folder|directory) called",
        "what (folder|directory) (do i have open|are we standing in|am i standing in)",
        "where is this",
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
    kind="command",
    effect=Effect.CHANGE,
    undo=unmake_folder,
    plan=makes_folder,
)
def make_folder(context: Context, name: NewName) -> Reply:
    """Make a folder."""
    del context
    return _made(name.mkdir, name, "folder")


@skill(
    "files.make_file",
    says=[
        _MAKE + " [me|us] [a|an|another|the|one] [new] [empty|blank|fresh] [text] file [here]"
        " [called|named|name|with the name|titled] {name}",
        "touch [a] [new] [file] {name}",
        "new [empty|blank] [text] file [called|named|name] {name}",
        _MAKE + " [me] [a|an|another] [new] [empty|blank] [text] file [here] and (call|name) it {name}",
        "i (want|need|would like) [a|an|another] [new] [empty|blank] file (called|named|by the name of) {name}",
        "i'd like [a|an|another] [new] [empty|blank] file (called|named) {name}",
    ],
    kind="command",
    effect=Effect.CHANGE,
    undo=unmake_file,
    plan=makes_file,
)
def make_file(context: Context, name: NewName) -> Reply:
    """Make an empty file."""
    del context
    return _made(lambda: name.touch(exist_ok=False), name, "file")


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
    kind="command",
    effect=Effect.CHANGE,
    undo=uncopy,
    plan=copies,
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
        "(move|mv|shift|relocate) [the] [file|folder] {path} [over|down|up] (to|into|inside|in to|in) [the]"
        " [folder|directory] {target}",
        "(put|stick|drop|place|shove|tuck|drag) [the] [file|folder] {path} (in|into|inside|to|in to) [the]"
        " [folder|directory] {target}",
        "(mv|move) {path} {target}",
    ],
    kind="command",
    effect=Effect.CHANGE,
    undo=move_back,
    plan=moves,
)
def move(context: Context, path: ExistingPath, target: NewName) -> Reply:
    """Move a file or folder."""
    del context
    return _moved(path, placed(path, target), "Moved")


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
    kind="command",
    effect=Effect.CHANGE,
    undo=rename_back,
    plan=renames,
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
        "(read|print|display|cat|type out|show|view|output|print out|read out|read me|show me|look at|see"
        "|less|head) [me] [the] [file] {file} [to me|out|aloud|out loud]",
        "(let me see|can i see|could i see|may i see|let me read|let me look at|can i look at) [the] [file] {file}",
        SHOW + " [the] (contents|content|text|source|source code|code) (of|in|inside) [the] [file] {file}",
        "what (does|is in|is inside) the file {file} [say|contain]",
        SHOW + " the (start|beginning|head|top|first lines|first few lines) of [the] [file] {file}",
        "what does {file} (say|contain|look like|have in it)",
        "what (is|'s) (in|inside|inside of|written in) [the] [file] {file}",
        "what's (in|inside|inside of|written in) [the] [file] {file}",
        "(have|take|let me have|let me take) a [quick] (look|peek) (at|into|inside|in) [the] [file] {file}",
        "(look|peek) (into|inside) [the] [file] {file}",
        SHOW + " (what's|what is) (in|inside|written in) [the] [file] {file}",
        SHOW + " what {file} (says|contains|looks like)",
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
        "how (big|large|huge|heavy) (is|are) [the] [file|folder] {path}",
        WHAT_IS + " the [file|total|exact] (size|age) of [the] [file|folder] {path}",
        "how much (space|disk space|room|disk) (does|is) {path}"
        " (take|take up|use|use up|need|occupy|eat|eat up|taking|taking up|using)",
        "how old is [the] [file|folder] {path}",
        "when was [the] [file|folder] {path} [last] (changed|modified|edited|updated|touched|written|saved)",
        "when did (i|we|anyone|someone) last (change|modify|edit|update|touch|save) {path}",
        "when did {path} [last] change",
        KNOW + " how (big|large|old|huge) {path} is",
        KNOW + " when {path} was [last] (changed|modified|edited|updated|touched)",
        SHOW + " [the] (size|file size|age) of {path}",
        "(what|which) size (is|does) [the] [file|folder] {path} [have]",
        "[file] size of {path}",
        "(is|isn't) {path} (big|large|huge)",
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
