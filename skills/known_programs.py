"""What Golem knows of the programs in panes: `skills/known/*.toml`, a file each. Pure but for reading those.

A file says how a program is recognised, how it is told that it asks something, and what each verb sends. In what is
sent, `<Name>` is a key by tmux's name, `{hole}` a value that was said, `{hole|way}` the same written so that it is only
a value there, and everything else stands for itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec

Kind = Literal["editor", "pager", "shell", "repl"]
RUNS_LINES: Final = frozenset({"shell", "repl"})
"""Kinds in which a line that is ended is run."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key, by tmux's name for it."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """Words of the table's own."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A value that was said, written so that it is only a value where it goes; all of it shows."""

    text: str


Piece = Key | Constant | Said
"""What is sent, one after another."""


class Follow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is sent after a verb where the program then asks."""

    verb: str
    shows: str
    """A regular expression, looked for in the rows that it shows."""
    keys: str


class Program(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One program, or several that are alike."""

    name: str
    """As people call it."""
    kind: Kind
    executables: tuple[str, ...]
    """Patterns of its file's own name, every link followed."""
    verbs: dict[str, str]
    """Verb → what is sent."""
    keys: tuple[str, ...]
    """Keys that do no more than edit or look, where it asks nothing; any other key may do anything."""
    around: tuple[str, ...] = ()
    """Programs that wait around it, in its place at the terminal."""
    raw: bool = False
    """Whether it reads every key itself: then the terminal's not echoing says nothing."""
    letters: bool = True
    """Whether a letter or a digit that is pressed goes in as text, where text goes in at all."""
    prepare: str = ""
    """Sent before every verb."""
    expects: str = ""
    """A regular expression for the cursor's row after that; where it does not fit, nothing more is sent."""
    ready: str = ""
    """A regular expression for the cursor's row while it asks nothing; empty where that says nothing.
    With `prompt_rows` only for those rows, where a program leaves the cursor that shows none."""
    prompt_rows: int = 0
    """Rows at the bottom in which the cursor is only while it asks; where it tells what it missed, too."""
    found: str = ""
    """What it shows once a verb is done; empty where it shows nothing."""
    missed: str = ""
    """A regular expression for the beginning of a row that it shows where there was nothing to find."""
    complains: str = ""
    """The same for a row in which it complains."""
    then: tuple[Follow, ...] = ()

    def asks(self, row: str, from_bottom: int) -> bool:
        """Whether it asks something, by the cursor's row and how many rows are below that."""
        if self.prompt_rows and from_bottom >= self.prompt_rows:
            return False
        return re.search(self.ready, row) is None if self.ready else bool(self.prompt_rows)

    def sent(self, verb: str, values: Mapping[str, object]) -> tuple[Piece, ...]:
        """What a verb sends with these values. Raises KeyError for a verb or a value that is not there."""
        return tuple(pieces(self.verbs[verb], values))

    def sent_before(self) -> tuple[Piece, ...]:
        """What is sent before every verb."""
        return tuple(pieces(self.prepare, {}))

    def pieces(self, written: str) -> tuple[Piece, ...]:
        """Keys of a table, without holes."""
        return tuple(pieces(written, {}))


_KEY: Final = re.compile(r"<((?:[CMS]-)*(?:[A-Za-z][A-Za-z0-9]*|[^\s\w<>]|_))>")
_HOLE: Final = re.compile(r"\{(\w+)(?:\|([\w-]+))?\}")
_PART: Final = re.compile(rf"{_KEY.pattern}|{_HOLE.pattern}|(?:(?!{_KEY.pattern}|{_HOLE.pattern}).)+")
_PLAIN: Final = re.compile(r"[A-Za-z0-9 ]")


def vim_string(text: str) -> str:
    r"""`text` as it stands between vim's double quotes: letters, digits and spaces, everything else by its number."""
    return "".join(char if _PLAIN.match(char) else f"\\U{ord(char):08x}" for char in text)


def vim_pattern(text: str) -> str:
    r"""The same of a pattern that begins with `\V`, which takes only the backslash for a sign."""
    return vim_string(text.replace("\\", "\\\\"))


def elisp_string(text: str) -> str:
    r"""`text` as it stands between elisp's double quotes: letters, digits and spaces, everything else by its number."""
    return vim_string(text)  # both take \U and eight digits


def quoted(text: str) -> str:
    """`text` as one word of a command line that splits words as a POSIX shell does, and expands nothing else."""
    return "'" + text.replace("'", "'\\''") + "'"


def rust_regex(text: str) -> str:
    r"""`text` as a regular expression of Rust's that fits just it: there `\<` is no sign, but the start of a word."""
    return "".join(char if _PLAIN.match(char) else f"\\x{{{ord(char):x}}}" for char in text)


def regex(text: str) -> str:
    """`text` as an extended regular expression that fits just it."""
    return "".join(char if _PLAIN.match(char) or not char.isascii() else f"\\{char}" for char in text)


WAYS: Final[Mapping[str, Callable[[str], str]]] = {
    "": str,
    "vim": vim_string,
    "vim-pattern": vim_pattern,
    "elisp": elisp_string,
    "quoted": quoted,
    "regex": regex,
    "rust-regex": rust_regex,
}
"""How a value is written, by the name after the stroke."""


HOLES: Final[Mapping[str, frozenset[str]]] = {
    "type": frozenset({"words"}),
    "find": frozenset({"words"}),
    "go_to_line": frozenset({"line"}),
    "replace": frozenset({"old", "new"}),
}
"""The values of each verb that has some."""


def holes(written: str) -> Iterator[tuple[str, str]]:
    """The holes in a table's line, each with the way in which its value is written."""
    for found in _PART.finditer(written):
        if found[2] is not None:
            yield found[2], found[3] or ""


def pieces(written: str, values: Mapping[str, object]) -> Iterator[Piece]:
    """A table's line with its holes filled. Raises KeyError for a value that is not there."""
    for found in _PART.finditer(written):
        if found[1] is not None:
            yield Key(found[1])
        elif found[2] is not None:
            yield Said(WAYS[found[3] or ""](str(values[found[2]])))
        else:
            yield Constant(found[0])


@cache
def known() -> tuple[Program, ...]:
    """Every program that has a table."""
    tables = sorted(files("skills").joinpath("known").iterdir(), key=lambda table: table.name)
    found = [table.read_text("utf-8") for table in tables if table.name.endswith(".toml")]
    return tuple(msgspec.convert(tomllib.loads(text), Program) for text in found)


def recognised(name: str, programs: Sequence[Program] | None = None) -> Program | None:
    """The program whose file is called `name`; None where no table has it."""
    among = known() if programs is None else programs
    return next((one for one in among if any(fnmatchcase(name, each) for each in one.executables)), None)
