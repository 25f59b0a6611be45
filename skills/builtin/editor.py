"""Open files, or an empty buffer, in an editor on this terminal."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from skills.author import Choice, Context, Effect, ExistingFile, NewName, ProcessFault, ProgramMissing, Reply, skill

Editor = Annotated[str, Choice("vim", "nano", "neovim", "vi", "emacs", "micro", "helix")]

_PROGRAMS = {
    "vim": ("vim", "--"),
    "vi": ("vi", "--"),
    "nvim": ("nvim", "--"),
    "neovim": ("nvim", "--"),
    "nano": ("nano", "--"),
    "emacs": ("emacs", "-nw", "--"),
    "micro": ("micro", "--"),
    "hx": ("hx", "--"),
    "helix": ("hx", "--"),
}
"""How each editor is started. $EDITOR may name one of these, and its options are not taken over."""
_PREFERRED = ("vim", "nano", "vi")


def favourite(environ: dict[str, str]) -> tuple[str, ...]:
    """The editors to try where none was said, best first: $VISUAL, $EDITOR, then vim, nano and vi."""
    named = [Path(environ.get(name, "").split(" ")[0]).name for name in ("VISUAL", "EDITOR")]
    return tuple(dict.fromkeys([name for name in named if name in _PROGRAMS] + list(_PREFERRED)))


def _edit(context: Context, editor: str | None, path: Path | None) -> Reply:
    """Give the terminal to the editor, or to the first favourite that is installed."""
    wanted = (editor,) if editor else favourite(dict(os.environ))
    before = _stamp(path)
    for name in wanted:
        argv = [*_PROGRAMS[name], *([str(path)] if path else [])]
        try:
            status = context.foreground(argv)
        except ProgramMissing:
            continue
        except ProcessFault as fault:
            return Reply(f"I could not open {name}: {fault}.", ok=False)
        return _closed(name, path, before, status)
    return Reply(f"{wanted[0]} is not installed." if editor else "No editor is installed.", ok=False)


def _closed(name: str, path: Path | None, before: tuple[int, int] | None, status: int) -> Reply:
    """What became of the file, once the editor is closed."""
    if status != 0:
        return Reply(f"{name} ended with status {status}.", ok=False)
    if path is None:
        return Reply(f"{name} is closed.")
    if _stamp(path) == before:
        return Reply(f"{path.name} is unchanged.", f"{path}: closed in {name}, unchanged")
    return Reply(f"{path.name} is saved.", f"{path}: saved in {name}")


def _stamp(path: Path | None) -> tuple[int, int] | None:
    """What tells whether a file was written: its time and size; None where it does not exist."""
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found else None


@skill(
    "editor.open",
    says=[
        "(open|edit|modify) [up] [the] [file] {file} [(in|with|using) [the] [editor] {editor}]",
        "(let me|i want to|i would like to|i need to) (edit|change|open) [the] [file] {file} [(in|with|using) {editor}]",
        "open {editor} (on|with) [the] [file] {file}",
        "{editor} {file}",
    ],
    effect=Effect.CHANGE,
    timeout_s=None,
)
def open_file(context: Context, file: ExistingFile, editor: Editor | None = None) -> Reply:
    """Open a file in an editor."""
    return _edit(context, editor, file)


@skill(
    "editor.start",
    says=[
        "(open|start|launch|run|fire up|bring up) [up] {editor}",
        "{editor}",
        "(open|start|launch|give me|bring up) [up] [(a|an|the|my)] [(new|empty|blank|text)] (editor|buffer)",
        "(open|start) [an] empty file [in {editor}]",
    ],
    effect=Effect.CHANGE,
    timeout_s=None,
)
def start(context: Context, editor: Editor | None = None) -> Reply:
    """Open an editor with an empty buffer."""
    return _edit(context, editor, None)


@skill(
    "editor.new",
    says=[
        "(open|edit|start) [a] new file [(called|named)] {name} [(in|with|using) {editor}]",
        "(open|edit|start) [a] new file (in|with|using) {editor} (called|named) {name}",
    ],
    effect=Effect.CHANGE,
    timeout_s=None,
)
def new_file(context: Context, name: NewName, editor: Editor | None = None) -> Reply:
    """Open a new file under a given name in an editor."""
    return _edit(context, editor, context.cwd / name)
