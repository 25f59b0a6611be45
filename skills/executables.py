"""What the kernel opens to start a file: its loader, or the interpreter that its first line names."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from skills.programs import SYSTEM_FOLDERS

OWN_FOLDERS = tuple(dict.fromkeys(map(Path, (sys.prefix, sys.base_prefix, str(Path(__file__).parents[1])))))
"""Golem's interpreter, with what is installed in it, and Golem itself."""
_HEAD_BYTES = 4096
_ELF = b"\x7fELF"
_SIXTY_FOUR_BITS = 2
_PT_INTERP = 3
_MOST_LINKS = 8
_DEEPEST = 4
"""How many interpreters may follow one another; the kernel follows five (BINPRM_MAX_RECURSION and binfmt_script)."""


def needed_to_run(program: Path) -> tuple[Path, ...]:
    """The real files that must be executable for `program` to start: itself, and its loader or interpreters."""
    return tuple(dict.fromkeys(_needed(program, _DEEPEST)))


def prefixes(program: Path) -> tuple[Path, ...]:
    """The folders that hold a tool chain of its own, `bin` among it: of the program, and of each link that it is.

    A virtual environment's Python is a link to the Python that it was made from, and needs both.
    """
    found: dict[Path, None] = {}
    place = program
    for _hop in range(_MOST_LINKS):
        prefix = place.parent.parent.resolve()
        if place.parent.name == "bin" and not _is_wide(prefix):
            found[prefix] = None
        if not place.is_symlink():
            break
        place = place.parent / place.readlink()
    return tuple(found)


def _is_wide(prefix: Path) -> bool:
    """Whether a folder is the system's, or as wide as a home folder."""
    return len(prefix.parts) < 3 or prefix in {Path.home(), *Path.home().parents} or prefix == Path("/usr/local")


def _needed(program: Path, depth: int) -> Iterator[Path]:
    try:
        real = program.resolve(strict=True)
        with real.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:  # not there: starting it will fail, and say so
        return
    yield real
    found = _interpreters(head) if head.startswith(b"#!") else _loader(head)
    for interpreter in found if depth else ():
        yield from _needed(interpreter, depth - 1)


def _interpreters(head: bytes) -> Iterator[Path]:
    """The interpreter of a script, and, where that is `env`, the program that it looks for."""
    words = os.fsdecode(head[2:].partition(b"\n")[0]).split()
    if not words:
        return
    yield Path(words[0])
    if Path(words[0]).name == "env" and len(words) > 1:
        name = next((word for word in words[1:] if not word.startswith("-")), "")
        yield from (folder / name for folder in SYSTEM_FOLDERS if name and (folder / name).is_file())


def _loader(head: bytes) -> Iterator[Path]:
    """The dynamic loader that a 64-bit little-endian ELF file names (elf(5)); nothing for a static one."""
    if len(head) < 64 or not head.startswith(_ELF) or head[4] != _SIXTY_FOUR_BITS:
        return
    (table,) = struct.unpack_from("<Q", head, 32)
    size, count = struct.unpack_from("<HH", head, 54)
    for place in range(table, table + size * count, size or 1):
        if place + 40 > len(head):
            return
        kind, _flags, offset, _virtual, _physical, length = struct.unpack_from("<IIQQQQ", head, place)
        if kind == _PT_INTERP and offset + length <= len(head):
            yield Path(os.fsdecode(head[offset : offset + length].rstrip(b"\0")))
