"""The user's own tables of programs: read from a folder of the user's, checked, and never from a working tree.

They are laid out as `skills/known/*.toml`, and are held to more: a table can make Golem know another program, and can
make nothing run that would else have asked.

- What Golem knows itself stays as it is; a table for one of those programs, or for one at whose other end anything may
  be (ssh, sudo), is refused.
- In a shell or an interpreter only keys that move about in the line, or take from it, are sent or free. None ends it.
- In an editor Enter is free, and a new line an Enter, only where the table tells how the program shows that it asks.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import msgspec

from intents.keys import KEYS
from skills.known_programs import HOLES, RUNS_LINES, WAYS, Constant, Key, Program, holes, known, pieces, recognised

MOST_TABLES: Final = 100
MOST_BYTES: Final = 64_000
"""Of a table; those that come with Golem have 4,000 at most."""
ELSEWHERE: Final = (
    *("ssh", "mosh*", "telnet", "rlogin", "ftp", "sftp", "screen", "tmux", "zellij", "sudo*", "su", "doas", "pkexec"),
    *("runuser", "login", "docker*", "podman*", "kubectl", "nsenter", "chroot", "unshare", "bwrap", "script", "expect"),
    *("socat", "nc", "ncat", "minicom", "picocom", "passwd", "gpg*", "pinentry*", "env", "busybox", "toybox"),
)
"""Programs at whose other end anything may be, a question for a password too: none of them gets a table."""
RUNS: Final = (
    *("rbash", "tcsh", "csh", "ash", "yash", "posh", "pwsh*", "powershell*", "nu", "xonsh*", "elvish", "osh", "ysh"),
    *("perl*", "php*", "tclsh*", "wish*", "guile*", "gdb", "lldb"),
    *("mysql*", "mariadb*", "mongo*", "redis-cli", "duckdb", "ghci", "iex", "erl*", "scala*", "clj*", "sbcl", "racket"),
    *("bpython*", "ptpython*", "deno", "bun", "octave*", "bc", "dc", "gnuplot*"),
)
"""Programs that run lines: a table may say only that they do."""
LINE_KEYS: Final = frozenset(
    {
        *("Left", "Right", "Home", "End", "BSpace", "DC", "Space", "Escape"),
        *("C-a", "C-b", "C-e", "C-f", "C-h", "C-k", "C-u", "C-w", "C-y", "M-b", "M-d", "M-f"),
    }
)
"""Keys, by tmux's names, that move about in a line or take from it, and no more, in whatever reads lines."""
FREE_IN_LINE: Final = frozenset(
    {
        *("escape", "tab", "backspace", "delete", "up", "down", "left", "right", "home", "end", "page up", "page down"),
        *("space", "control a", "control b", "control e", "control f", "control k", "control u", "control w"),
        *("control l", "alt b", "alt d", "alt f"),
    }
)
"""Keys, by Golem's names, of which the same is so, or which show what could come."""
ENTERS: Final = frozenset({"enter", "control j", "control m", "control o"})
"""Keys that end a line."""
VERBS: Final = frozenset(
    {
        *("type", "new_line", "scratch", "save", "save_quit", "discard", "quit", "go_to_line", "find", "next_match"),
        *("previous_match", "replace", "delete_line", "undo", "redo", "top", "bottom", "up", "down"),
    }
)
"""What a program can be told to do."""
_ENTER: Final = frozenset({"Enter", "KPEnter", "C-j", "C-m", "C-o"})
_FILLED: Final = {"words": "x", "line": 1, "old": "x", "new": "x"}
_PATTERNS: Final = ("expects", "ready", "missed", "complains")


class ProgramFault(Exception):
    """A table that cannot be used; `str()` is one line that names the file and the key."""


def load(folder: Path) -> tuple[Program, ...]:
    """Every program that Golem knows, those of the tables in `folder` last. Raises ProgramFault."""
    try:
        files = sorted(one for one in folder.iterdir() if one.suffix == ".toml" and not one.name.startswith("."))
    except FileNotFoundError:
        return known()
    except OSError as error:
        raise ProgramFault(f"{folder}: cannot be read: {error.strerror}") from error
    if len(files) > MOST_TABLES:
        raise ProgramFault(f"{folder}: has {len(files)} tables, and {MOST_TABLES} are the most that are read")
    return (*known(), *(read(file) for file in files))


def read(file: Path) -> Program:
    """One table. Raises ProgramFault for one that is no table, or that would loosen anything."""
    try:
        text = _text(file)
        program = msgspec.convert(tomllib.loads(text), Program)
    except tomllib.TOMLDecodeError as error:
        raise ProgramFault(f"{file}: {error}") from error
    except msgspec.ValidationError as error:
        raise ProgramFault(f"{file}: {_in_words(error)}") from error
    problem = next(problems(program), None)
    if problem is not None:
        raise ProgramFault(f"{file}: {problem}")
    return program


def _text(file: Path) -> str:
    """What is in the file, which must be a plain one that nobody else writes. Raises ProgramFault."""
    try:
        handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as opened:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise ProgramFault(f"{file}: is no file")
            if found.st_uid not in (0, os.geteuid()) or found.st_mode & stat.S_IWOTH:
                raise ProgramFault(f"{file}: others may write it; make it yours alone: chmod 600")
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise ProgramFault(f"{file}: cannot be read: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise ProgramFault(f"{file}: has more than {MOST_BYTES:,} bytes, and is hardly a table")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProgramFault(f"{file}: is not UTF-8 text") from error


def problems(program: Program) -> Iterator[str]:
    """What is wrong with a user's table, the key first."""
    yield from _names(program)
    yield from _written(program)
    if program.kind in RUNS_LINES:
        yield from _ends_a_line(program)
    elif not (program.ready or program.prompt_rows):
        yield from _enters_unasked(program)


def _names(program: Program) -> Iterator[str]:
    if not program.name.strip() or not program.name.isprintable():
        yield "name is empty, or has characters that do not show"
    if not program.executables:
        yield 'executables is empty; write the file\'s name, as in executables = ["ne"]'
    for pattern in program.executables:
        if not re.fullmatch(r"[A-Za-z0-9_][\w.+-]+[*]?", pattern):
            yield f"executables has {pattern!r}; write a file's name, at most with a * at its end"
        elif (named := _overlaps(pattern, [each for one in known() for each in one.executables])) is not None:
            yield f"executables has {pattern!r}, and Golem knows {named} itself"
        elif (named := _overlaps(pattern, ELSEWHERE)) is not None:
            yield f"executables has {pattern!r}: what is at the other end of {named} cannot be known"
        elif program.kind not in RUNS_LINES and (named := _overlaps(pattern, RUNS)) is not None:
            yield f"kind is {program.kind!r}, and {pattern!r} runs lines; it can only be shell or repl"
    for each in program.around:
        inner = recognised(each)
        if not re.fullmatch(r"[\w.+-]+", each) or (inner is not None and inner.kind in RUNS_LINES):
            yield f"around has {each!r}; a shell does not wait around a program"


def _overlaps(pattern: str, others: Collection[str]) -> str | None:
    """The first of the patterns that some file could fit as well; by their beginnings, where both have a star."""
    for other in others:
        one, two = pattern.removesuffix("*"), other.removesuffix("*")
        both = pattern.endswith("*") and other.endswith("*")
        if (
            fnmatchcase(one, other)
            or fnmatchcase(two, pattern)
            or (both and (one.startswith(two) or two.startswith(one)))
        ):
            return repr(other)
    return None


def _written(program: Program) -> Iterator[str]:
    """Verbs, keys and expressions that are none."""
    yield from _verbs(program)
    for key in program.keys:
        if key not in KEYS:
            yield f'keys has {key!r}, which is no key; write it as it is said: "page up", "control s"'
    for name in _PATTERNS:
        yield from _expression(name, getattr(program, name))
    for number, follow in enumerate(program.then, 1):
        yield from _expression(f"then.{number}.shows", follow.shows)
        if follow.verb not in program.verbs:
            yield f"then.{number}.verb is {follow.verb!r}, which is none of its verbs"
    if program.prepare and not program.expects:
        yield "expects is empty; it says what must show once `prepare` was sent"
    if not 0 <= program.prompt_rows <= 10:
        yield "prompt_rows is a number of rows, 0 to 10"


def _verbs(program: Program) -> Iterator[str]:
    """What is wrong with the lines that it could send."""
    for verb, line in program.verbs.items():
        if verb not in VERBS:
            yield f"verbs.{verb} is no verb; there are: {', '.join(sorted(VERBS))}"
        elif not line:
            yield f"verbs.{verb} sends nothing"
    for where, line in _lines(program):
        wanted = HOLES.get(where.removeprefix("verbs."), frozenset())
        odd = [(name, way) for name, way in holes(line) if name not in wanted or way not in WAYS]
        if odd:
            name, way = odd[0]
            yield f"{where} has {{{name}{'|' * bool(way)}{way}}}, which nothing fills"
        elif not all(isinstance(piece, Key) or piece.text.isprintable() for piece in pieces(line, _FILLED)):
            yield f"{where} has characters that do not show; write keys as <Enter> or <C-s>"


def _lines(program: Program) -> Iterator[tuple[str, str]]:
    """Everything that it could send, as the table has it, with where it stands."""
    yield from ((f"verbs.{verb}", line) for verb, line in program.verbs.items())
    yield "prepare", program.prepare
    yield from ((f"then.{number}.keys", follow.keys) for number, follow in enumerate(program.then, 1))


def _expression(key: str, written: str) -> Iterator[str]:
    try:
        re.compile(written)
    except re.error as error:
        yield f"{key} is no regular expression: {error}"


def _sent(program: Program) -> Iterator[tuple[str, Key | Constant]]:
    """Every key and every word of the table's own that it could send, with where it stands."""
    for where, line in _lines(program):
        for piece in pieces(line, _FILLED):
            if isinstance(piece, Key | Constant):
                yield where, piece


def _ends_a_line(program: Program) -> Iterator[str]:
    """In a shell or an interpreter: a key that may do more than edit the line."""
    for where, piece in _sent(program):
        if isinstance(piece, Key) and piece.name not in LINE_KEYS:
            yield f"{where} has <{piece.name}>; in a {program.kind} only keys that edit the line are sent"
        if isinstance(piece, Constant):
            yield f"{where} has words of its own ({piece.text!r}); in a {program.kind} only what was said goes in"
    for key in program.keys:
        if key not in FREE_IN_LINE:
            yield f"keys has {key!r}; in a {program.kind} only keys that edit the line are free"


def _enters_unasked(program: Program) -> Iterator[str]:
    """In a program that does not say how it asks, where an Enter could answer anything."""
    how = "tell how it asks (prompt_rows, or ready)"
    for key in sorted(ENTERS & set(program.keys)):
        yield f"keys has {key!r}; {how}, for there it could mean anything"
    if program.kind == "editor" and any(
        where == "verbs.new_line" and isinstance(piece, Key) and piece.name in _ENTER for where, piece in _sent(program)
    ):
        yield f"verbs.new_line has an Enter; {how}, for there it could mean anything"


def _in_words(error: msgspec.ValidationError) -> str:
    """msgspec's complaint with the key first: "kind: Invalid enum value 'game'"."""
    said, at, place = str(error).rpartition(" - at `$.")
    told = said if at else str(error)
    for theirs, ours in (
        ("Object missing required field", "it lacks"),
        ("Object contains unknown field", "no such key:"),
    ):
        told = told.replace(theirs, ours)
    return f"{place.removesuffix('`')}: {told}" if at else told


def own(programs: Sequence[Program]) -> tuple[Program, ...]:
    """Those of the programs that are the user's."""
    return tuple(programs[len(known()) :])
