"""What a yes is bound to: the call as it was shown, and the state of what it would touch. Looks at files, never raises.

A seal is taken when the question is put and again right before the call runs; where they differ, something that was
shown is no longer so, and the yes is to something else. It covers the skill, every argument, the working folder, the
plan's whole text (which names processes, counts files, tells the branch), and of each path among the arguments where it
leads and its device, inode, mode, size, and times of change. The time of the inode's own change is part of it: a
program can set a file's time back, but not that one (inode(7)).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from skills.spec import Call


@dataclass(frozen=True, slots=True)
class Seal:
    """A digest, and what it was made of, by part."""

    digest: str
    """SHA-256 in hex."""
    parts: tuple[tuple[str, str], ...]
    """What each part is of, and that part's own text."""

    def differs(self, now: Seal) -> str | None:
        """The first part that is not the same in `now`, in a few words; None where all are."""
        if self.digest == now.digest:
            return None
        then = dict(self.parts)
        changed = [what for what, state in now.parts if then.get(what) != state]
        return changed[0] if changed else "it is another act"


def seal(call: Call, plan: str) -> Seal:
    """The seal of a call whose plan, as shown, is `plan`; as things stand now."""
    parts = [
        ("another skill", f"{call.skill.id} of {call.skill.module}"),
        ("another folder", f"{str(call.cwd)!r} {_inode(call.cwd)}"),
        *((f"another {name}", repr(value)) for name, value in call.arguments.items()),
        *((f"{str(path)!r} was changed", _state(path)) for path in _targets(call)),
        ("what would happen", plan),
    ]
    written = json.dumps(parts, ensure_ascii=True).encode("ascii")
    return Seal(hashlib.sha256(written).hexdigest(), tuple(parts))


def _targets(call: Call) -> Iterator[Path]:
    """Each path among the arguments, at any depth of lists; a text counts where something of that name is there."""
    for value in call.arguments.values():
        for item in _items(value):
            if isinstance(item, Path) or (
                isinstance(item, str) and "\0" not in item and os.path.lexists(call.cwd / item)
            ):
                yield call.cwd / item


def _items(value: object) -> Iterator[object]:
    if isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _items(item)
    else:
        yield value


def _inode(path: Path) -> str:
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        return type(error).__name__
    return f"{found.st_dev}:{found.st_ino}"


def _state(path: Path) -> str:
    """The path itself (a link is not followed), where it leads, and what is there."""
    try:
        real = os.path.realpath(path)
        return f"{real!r} {_stat(path, follow=False)} {_stat(path, follow=True)}"
    except (OSError, ValueError) as error:
        return type(error).__name__


def _stat(path: Path, *, follow: bool) -> str:
    try:
        found = path.stat(follow_symlinks=follow)
    except FileNotFoundError:
        return "nothing"
    return ":".join(
        str(number)
        for number in (
            *(found.st_dev, found.st_ino, found.st_mode, found.st_size),
            *(found.st_mtime_ns, found.st_ctime_ns),
        )
    )
