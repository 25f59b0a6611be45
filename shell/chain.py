"""The journal's lines as a chain: each holds the hash of the one before, so that none can be changed unseen. Pure.

A line is one JSON object whose last member is its own hash:

    {"n":7,"kind":"turn","before":"<hash of line 6>","turn":{…},"hash":"<SHA-256 of all bytes up to here>"}

The hash is taken of the very bytes that stand in the file, from the brace to the comma before `"hash"`, `before` among
them; so there is no second way to write a line, and a change shows in the line itself or in the next one. Lines that an
older Golem left unchained, and what a crash left torn, are sealed: the next line holds their hash.

What this proves: that lines were not changed, taken out, put in or moved by whoever does not write the rest anew. The
hashes have no key, so who may write the file can make a whole new chain; a head kept elsewhere shows that too.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

GENESIS: Final = "0" * 64
"""What the first line of all has before it."""
_END: Final = re.compile(rb',"hash":"([0-9a-f]{64})"\}\n?\Z')


@dataclass(frozen=True, slots=True)
class Writer:
    """The process that wrote a line, so that a later one can tell whether it still runs."""

    pid: int
    since: float
    """When it started, in seconds since 1970; a number that is used again has another start."""


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the chain."""

    n: int
    """Its place, counted from 1 through all files."""
    kind: str
    """`begun` (an act is about to start), `turn` (a turn is over), or `unseen` (an act's end was never written)."""
    before: str
    """The hash of the line before, 64 hexadecimal digits."""
    turn: msgspec.Raw
    """What it tells, as JSON."""
    hash: str
    """SHA-256 of the line up to here, 64 hexadecimal digits."""
    ends: int | None = None
    """The place of the `begun` line whose act this one ends."""
    seal: str = ""
    """SHA-256 of the unchained bytes since the line before, if there are any."""
    by: Writer | None = None


def forge(
    n: int,
    kind: str,
    before: str,
    turn: Mapping[str, Any],
    *,
    ends: int | None = None,
    seal: str = "",
    by: Writer | None = None,
) -> tuple[bytes, str]:
    """A line with its newline, and its hash."""
    members: dict[str, Any] = {"n": n, "kind": kind, "before": before}
    if ends is not None:
        members["ends"] = ends
    if seal:
        members["seal"] = seal
    if by is not None:
        members["by"] = {"pid": by.pid, "since": by.since}
    text = json.dumps({**members, "turn": turn}, ensure_ascii=True, separators=(",", ":"))
    told = text.removesuffix("}").encode("ascii")
    own = hashlib.sha256(told).hexdigest()
    return told + f',"hash":"{own}"}}\n'.encode("ascii"), own


def parse(line: bytes) -> Link | None:
    """The line as written, whatever its hash; None for one that is no line of a chain."""
    if not _END.search(line):
        return None
    try:
        return msgspec.json.decode(line, type=Link)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def genuine(line: bytes) -> bool:
    """Whether a line that `parse` read is as it was written: its hash is that of its bytes."""
    end = _END.search(line)
    return end is not None and hashlib.sha256(line[: end.start()]).hexdigest().encode() == end.group(1)
