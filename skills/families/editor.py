"""Open a file, or nothing yet, in an editor: in a pane beside Golem, or else in this terminal, which it gives back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from intents.slots import EDITOR
from skills.author import (
    Capabilities,
    Context,
    Editor,
    Effect,
    ExistingFile,
    NewName,
    Number,
    ProgramMissing,
    Reply,
    skill,
)
from skills.sayings.editor import SAYINGS
from skills.sight import Changed, look

_IN_EDITOR = "[(in|with|using|inside|via) {editor}]"


PROGRAMS = {"helix": "hx"}
"""Where the program is not called as the editor is."""

EDITING = Capabilities(binaries=("vim", "nvim", "nano", "emacs", "micro", "hx"))
"""An editor that gets the terminal is a person's own hands, and is not confined (`skills.process`)."""

Line = Annotated[int, Number(1, 9_999_999, name="line")]
"""A line's number, from 1."""

DEFAULT = ("vim", "nano", "nvim", "emacs", "micro")
"""Tried in this order where no editor is named."""


@skill(
    "editor.open_file",
    says=[
        "(open|edit|bring up|pull up|load) [up] {file} [up] " + _IN_EDITOR,
        "show [me] {file} (in|with|using) {editor}",
        "(open|edit|load|bring up|pull up) [up] the file [called|named|name] {file} " + _IN_EDITOR,
        "(start|launch|use|fire up|open|open up|start up|run) {editor} [up]"
        " (on|with|for|to edit|and edit|and open|and load) {file}",
        "[let me] [start] (edit|change|modify|work on|working on|editing|tweak|edit on) {file} " + _IN_EDITOR,
        "(i want|i need|i'd like|i would like|i have|time) to (edit|change|modify|work on|open|fix|tweak)"
        " {file} " + _IN_EDITOR,
        "{editor} {file}",
        "(use|using|with|in) {editor} [to] (open|edit|change|modify|work on) {file}",
        "[let me] (make|do) [some|a few|a couple of|a small|a quick] (changes|edits|change|edit) (to|in|on)"
        " {file} " + _IN_EDITOR,
        "(throw|pull|load|bring|get) {file} [up] (in|into|up in) {editor}",
        "(open|pull|bring|load) {file} up " + _IN_EDITOR,
        "(get|give) me {file} (in|inside) {editor}",
        "(open|edit|bring up|pull up|load) [up] {file} (at|on) line [number] {line} " + _IN_EDITOR,
        "(open|edit|bring up|pull up) [up] line [number] {line} (of|in) {file} " + _IN_EDITOR,
        "(go|jump|take me) to line [number] {line} (of|in) {file} " + _IN_EDITOR,
    ],
    also=SAYINGS["editor.open_file"],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
    capabilities=EDITING,
)
def open_file(context: Context, file: ExistingFile, editor: Editor | None = None, line: Line | None = None) -> Reply:
    """Open a file in an editor."""
    return _edit(context, editor, file, line)


@skill(
    "editor.open_empty",
    says=[
        "(open|start|launch|run|use|bring up|fire up|give me|get me|i need|i want|pull up|load|boot up"
        "|spin up|open up|start up|switch to|go to|go into) [up] [me] [a|an|the|my] [new|fresh|blank"
        "|empty] [editor] {editor} [editor|session|window|instance|up]",
        "{editor}",
        "(get|put|drop|take) me (into|in|to) {editor}",
        "[a] (new|fresh|blank|empty) {editor} [session|window|instance]",
    ],
    also=SAYINGS["editor.open_empty"],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
    capabilities=EDITING,
)
def open_empty(context: Context, editor: Editor) -> Reply:
    """Open an editor with nothing in it."""
    return _edit(context, editor, None)


@skill(
    "editor.open_default",
    says=[
        "(open|start|launch|bring up|fire up|give me|get me|pull up|load|run|i need|i want|open up|start up"
        "|spin up|show me) [up] [me] (an|the|my|your|a|some|any) [default|usual|favourite|favorite|text|code"
        "|blank|empty|new] editor [up]",
        "i (want|need|would like) to (write|edit|type|jot down|write down) something",
        "i'd like to (write|edit|type|jot down|write down) something",
        "(let me write|let me type|edit|let me edit) something",
        "(get|put|drop|take) me (into|in) (an|the|my) [text|code|usual|default] editor",
        "(open|start|launch|give me) (my|the) (default|usual|favourite|favorite) (one|text editor)",
    ],
    also=SAYINGS["editor.open_default"],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
    capabilities=EDITING,
)
def open_default(context: Context) -> Reply:
    """Open an editor."""
    return _edit(context, None, None)


@skill(
    "editor.write_new",
    says=[
        "(write|start writing|start|begin|draft|compose) [me] [a|an|another] [new|fresh|blank|empty] [text]"
        " file [called|named|name|with the name] {name} " + _IN_EDITOR,
        "(open|edit|start editing) [up] [me] [a|an] (new|fresh|blank|empty) [text] file"
        " [called|named|name|with the name] {name} " + _IN_EDITOR,
        "(make|create|add|new) [me] [a|an] [new|empty|blank] [text] file [called|named|name] {name}"
        " (in|with|using) {editor}",
        "(make|create) and (open|edit) [a|an] [new|empty] file [called|named|name] {name} " + _IN_EDITOR,
        "(make|create) [a|an] [new|empty] file [called|named|name] {name} and (open|edit) it " + _IN_EDITOR,
        "(open|start|launch|use|fire up) {editor} (on|with|for|to write) [a|an] (new|fresh|empty|blank) file"
        " [called|named|name] {name}",
    ],
    also=SAYINGS["editor.write_new"],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
    capabilities=EDITING,
)
def write_new(context: Context, name: NewName, editor: Editor | None = None) -> Reply:
    """Open a file that is not there yet in an editor."""
    return _edit(context, editor, name)


def favourites(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The editors to try where none was said: those that $VISUAL and $EDITOR name, if known here, then DEFAULT.

    Only the program's name counts: an $EDITOR with options of its own could run anything.
    """
    named = [Path(environ.get(name, "").partition(" ")[0]).name for name in ("VISUAL", "EDITOR")]
    known = {**{program: editor for editor, program in PROGRAMS.items()}, "vi": "vim"}
    chosen = [known.get(name, name) for name in named]
    return tuple(dict.fromkeys([name for name in chosen if name in EDITOR.values] + list(DEFAULT)))


def _operands(name: str, file: Path, line: int | None) -> list[str]:
    """What an editor is given to open a file, at a line from 1 if that is wanted."""
    at = [f"+{line}"] if line else []
    match name:
        case "emacs":
            return [*at, str(file)]  # emacs has no --; the path is absolute, so it never begins with a dash
        case "micro":
            return ["--", *at, str(file)]  # it takes what comes before -- for files, once one of them is no option
        case _:
            return [*at, "--", str(file)]


def _edit(context: Context, editor: str | None, file: Path | None, line: int | None = None) -> Reply:
    missing: ProgramMissing | None = None
    if file is not None:
        file = _judged(context, file)
    before = _stamp(file)
    for name in (editor,) if editor else favourites(os.environ):
        operands = _operands(name, file, line) if file is not None else []
        argv = [PROGRAMS.get(name, name), *operands]
        try:
            if context.workspace is not None:
                context.beside(argv)
                return Reply(f"Opened {file.name if file else name} beside.", f"{file or name}: open in {name}")
            status = context.foreground(argv)
        except ProgramMissing as absent:
            missing = missing or absent
            continue
        if status != 0:
            return Reply(f"{name} ended with status {status}.", ok=False)
        return Reply(f"Back from {name}.") if file is None else _back_from(file, before)
    return Reply(str(missing), ok=False)


def _judged(context: Context, file: Path) -> Path:
    """The path, without a link in it, of what was judged, looked at once more right before the editor opens it.

    An editor takes a path, not a descriptor: it writes beside the file and renames. So between this look and the
    editor's own a link could still be turned, as it could after you had typed the name. Raises Changed.
    """
    seen, now = context.seen(file), look(file)
    if (seen.real, seen.object, seen.spot.identity) != (now.real, now.object, now.spot.identity):
        raise Changed(f"{file.name} changed meanwhile, so I left it alone")
    return now.real


def _back_from(file: Path, before: tuple[int, int] | None) -> Reply:
    after = _stamp(file)
    unchanged = "is as it was" if after else "was not written"
    what = unchanged if after == before else "is saved"
    return Reply(f"Back from {file.name}: it {what}.", f"{file} {what}")


def _stamp(file: Path | None) -> tuple[int, int] | None:
    """What tells whether a file was written: its time and size; None where it is not there."""
    try:
        found = file.stat() if file else None
    except OSError:  # not there yet
        return None
    return (found.st_mtime_ns, found.st_size) if found else None
