"""Look at files and folders: what is here, what is in a file, how large something is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from skills import kernel
from skills.author import Context, Effect, ExistingFile, ExistingFolder, ExistingPath, Reply, skill
from skills.sayings.files import SAYINGS
from skills.sight import opened
from skills.ways import HERE, KNOW, SHOW, WHAT_IS
from skills.wording import count
from skills.wording import size as size_text

SHOWN = 200
"""Entries listed at most."""
SHOWN_LINES = 60
READ_BYTES = 65_536
MOST_SUMMED = 100_000
"""Files whose sizes are summed at most."""


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
    also=SAYINGS["files.list"],
    kind="question",
    effect=Effect.OBSERVE,
)
def list_files(context: Context, folder: ExistingFolder | None = None) -> Reply:
    """List the files in a folder."""
    place = folder or context.cwd
    seen = context.seen(place)
    try:
        with opened(seen.real, seen.object, kernel.READ | os.O_DIRECTORY) as handle, os.scandir(handle) as found:
            items = sorted(
                ((not item.is_dir(), item.name) for item in found), key=lambda item: (item[0], item[1].lower())
            )
    except OSError as error:
        return Reply(f"{place.name} cannot be read: {error.strerror}.", ok=False)
    names = [name + ("" if is_file else "/") for is_file, name in items]
    shown = tuple(place / name for _, name in items[:SHOWN])
    folders = sum(name.endswith("/") for name in names)
    spoken = f"{count(len(names) - folders, 'file')} and {count(folders, 'folder')}." if names else "Nothing is here."
    more = [f"… and {len(names) - SHOWN} more"] if len(names) > SHOWN else []
    return Reply(spoken, "\n".join([*names[:SHOWN], *more, spoken]), about=folder, listed=shown)


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
    also=SAYINGS["files.where"],
    kind="question",
    effect=Effect.OBSERVE,
)
def where(context: Context) -> Reply:
    """Say which folder this is."""
    return Reply(f"In {context.cwd.name or 'the root folder'}.", str(context.cwd))


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
    also=SAYINGS["files.read"],
    kind="question",
    effect=Effect.OBSERVE,
)
def read(context: Context, file: ExistingFile) -> Reply:
    """Show the beginning of a file."""
    seen = context.seen(file)
    try:
        with opened(seen.real, seen.object, kernel.READ) as handle:
            found = os.fstat(handle)
            head = _head(handle) if stat.S_ISREG(found.st_mode) else b"\0"
    except OSError as error:
        return Reply(f"{file.name} cannot be read: {error.strerror}.", ok=False)
    if b"\0" in head:
        return Reply(f"{file.name} is not text.", ok=False)
    lines = head.decode("utf-8", errors="replace").splitlines()
    more = len(lines) > SHOWN_LINES or found.st_size > READ_BYTES
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
    also=SAYINGS["files.size"],
    kind="question",
    effect=Effect.OBSERVE,
)
def size(context: Context, path: ExistingPath) -> Reply:
    """Say how large a file or folder is and when it changed."""
    seen = context.seen(path)
    try:
        with opened(seen.real, seen.object, kernel.PATH) as handle:
            found = os.fstat(handle)
            is_folder = stat.S_ISDIR(found.st_mode)
            total = sum(islice(_sizes(handle), MOST_SUMMED)) if is_folder else found.st_size
        changed = datetime.fromtimestamp(found.st_mtime).astimezone()
    except OSError as error:
        return Reply(f"{path.name} cannot be read: {error.strerror}.", ok=False)
    return Reply(f"{path.name} has {size_text(total)}, changed on {changed:%B %-d %Y at %H:%M}.")


def _head(handle: int) -> bytes:
    """The first READ_BYTES of a file."""
    with open(handle, "rb", closefd=False) as source:
        return source.read(READ_BYTES)


def _sizes(handle: int) -> Iterator[int]:
    """The size in bytes of each file below an opened folder; a link is none."""
    for _place, _folders, names, folder in os.fwalk(".", dir_fd=handle):
        for name in names:
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if stat.S_ISREG(found.st_mode):
                yield found.st_size
