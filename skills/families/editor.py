"""Open a file, or nothing yet, in an editor that gets this terminal and gives it back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from intents.slots import EDITOR
from skills.author import Context, Editor, Effect, ExistingFile, NewName, ProgramMissing, Reply, skill

PROGRAMS = {"helix": "hx"}
"""Where the program is not called as the editor is."""

SAFE_OPTIONS = {"emacs": ("-nw", "--eval", "(setq enable-local-variables nil enable-local-eval nil)")}
"""So that a file or a folder cannot run code by being opened; vim's own are added by `skills.hardening`."""

DEFAULT = ("vim", "nano", "nvim", "emacs", "micro")
"""Tried in this order where no editor is named."""


@skill(
    "editor.open_file",
    says=[
        "(open|edit|show me|bring up|pull up|load) [up] {file} [(in|with|using) {editor}]",
        "(open|edit|load) [up] the file [called|named|name] {file} [(in|with|using) {editor}]",
        "(start|launch|use|fire up) {editor} (on|with|for) {file}",
        "[let me] (edit|change|modify|work on) {file} [(in|with|using) {editor}]",
        "i want to edit {file} [(in|with|using) {editor}]",
        "{editor} {file}",
    ],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
)
def open_file(context: Context, file: ExistingFile, editor: Editor | None = None) -> Reply:
    """Open a file in an editor."""
    return _edit(context, editor, file)


@skill(
    "editor.open_empty",
    says=[
        "(open|start|launch|run|use|bring up|fire up|give me) [up] [the] [editor] {editor} [editor]",
        "{editor}",
    ],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
)
def open_empty(context: Context, editor: Editor) -> Reply:
    """Open an editor with nothing in it."""
    return _edit(context, editor, None)


@skill(
    "editor.open_default",
    says=["(open|start|launch|bring up|fire up|give me) [up] (an|the|my|your) editor", "i want to write something"],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
)
def open_default(context: Context) -> Reply:
    """Open an editor."""
    return _edit(context, None, None)


@skill(
    "editor.write_new",
    says=[
        "(write|start writing) [a] [new] file [called|named|name] {name} [(in|with|using) {editor}]",
        "(open|edit) [a] new file [called|named|name] {name} [(in|with|using) {editor}]",
    ],
    kind="command",
    effect=Effect.CHANGE,
    timeout_s=None,
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


def _edit(context: Context, editor: str | None, file: Path | None) -> Reply:
    missing: ProgramMissing | None = None
    before = _stamp(file)
    for name in (editor,) if editor else favourites(os.environ):
        operands = ["--", str(file)] if file is not None else []
        if name == "emacs" and file is not None:
            operands = [str(file)]  # emacs has no --; the path is absolute, so it never begins with a dash
        try:
            status = context.foreground([PROGRAMS.get(name, name), *SAFE_OPTIONS.get(name, ()), *operands])
        except ProgramMissing as absent:
            missing = missing or absent
            continue
        if status != 0:
            return Reply(f"{name} ended with status {status}.", ok=False)
        return Reply(f"Back from {name}.") if file is None else _back_from(file, before)
    return Reply(str(missing), ok=False)


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
