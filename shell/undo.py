"""How a turn is put back later, perhaps by another process: its inverse, where it was done, what must still be so."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote_to_bytes

from skills.spec import Call, Effect, Inverse, Reply
from skills.still import Still

OF_SESSION: Final = frozenset(
    {"files.go", "files.go_up", "files.go_home", "files.go_there", "clock.set_timer", "clock.cancel_timers"}
)
"""Skills whose changes end with their session: for another process there is nothing to put back."""
EDITORS: Final = ("editor.", "panes.", "hands.", "browser.", "clipboard.")
"""Skills that hand a file, a page or a text to a person, who does what is done with it, or are the hands of a person in
a program of theirs."""
LASTS: Final = "This cannot be undone."
"""Said before an act that nothing puts back."""
_KEY_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """What would put back what one turn did."""

    key: str
    """By which the turn that undoes it names it; hexadecimal."""
    cwd: Path
    """The folder that it was done in, and will be undone in."""
    inverse: Inverse
    stamps: tuple[str, ...]
    """Of each of the inverse's conditions, right after the act."""

    def hindrance(self) -> str | None:
        """Why it cannot be put back any more; None where it can. Looks at files."""
        if not self.cwd.is_dir():
            return f"the folder {self.cwd} that it was done in is gone"
        found = (still.broken(stamp) for still, stamp in zip(self.inverse.still, self.stamps, strict=True))
        return next((reason for reason in found if reason is not None), None)

    def to_json(self) -> dict[str, Any] | None:
        """As the journal holds it; None for arguments that JSON cannot hold."""
        try:
            arguments = {name: _plain(value) for name, value in self.inverse.arguments.items()}
        except TypeError:
            return None
        still = [
            [one.kind, _uri(one.path), one.otherwise, stamp]
            for one, stamp in zip(self.inverse.still, self.stamps, strict=True)
        ]
        return {
            "key": self.key,
            "cwd": _uri(self.cwd),
            "skill": self.inverse.skill,
            "arguments": arguments,
            "still": still,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Kept | None:
        """What `to_json` made; None for what it cannot have made."""
        try:
            arguments = {str(name): _value(value) for name, value in kept["arguments"].items()}
            still = tuple(Still(kind, _path(uri), otherwise) for kind, uri, otherwise, _stamp in kept["still"])
            stamps = tuple(str(stamp) for *_rest, stamp in kept["still"])
            inverse = Inverse(str(kept["skill"]), arguments, still)
            return cls(str(kept["key"]), _path(kept["cwd"]), inverse, stamps)
        except (KeyError, TypeError, ValueError, AttributeError):
            return None


def lasts(call: Call, inverse: Inverse | None) -> bool:
    """Whether the person must know, before a call is run, that nothing puts back what it does; `inverse` is its own.

    What only looks, ends with its session, or is done in an editor by a person's own hand needs no word.
    """
    if call.skill.effect is not Effect.DESTROY:
        harmless = call.skill.effect is Effect.OBSERVE or call.skill.id in OF_SESSION
        if harmless or call.skill.id.startswith(EDITORS):
            return False
    return inverse is None


def left(reply: Reply, inverse: Inverse | None, cwd: Path) -> Kept | None:
    """What puts back an act that was answered with `reply`; None where it failed, or nothing does. Looks at files."""
    wanted = reply.undo or inverse
    return keep(wanted, cwd) if reply.ok and wanted is not None and not reply.lasting else None


def keep(inverse: Inverse, cwd: Path) -> Kept:
    """An inverse, with what must still be so stamped now: to be called right after the act. Looks at files."""
    return Kept(secrets.token_hex(_KEY_BYTES), cwd, inverse, tuple(still.stamp() for still in inverse.still))


def journaled(kept: Kept | None, group: str) -> dict[str, Any] | None:
    """What the journal keeps of a turn for its undoing: what puts it back, and what it is a step of; None for neither.

    What ends with its session is not kept.
    """
    inverse = kept.to_json() if kept is not None and kept.inverse.skill not in OF_SESSION else None
    return {**(inverse or {}), **({"group": group} if group else {})} or None


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return {"path": _uri(value)}
    if isinstance(value, str):
        return {"text": quote(value, safe=" /", errors="surrogateescape")}
    if isinstance(value, bool | int | float) or value is None:
        return value
    raise TypeError(type(value).__name__)


def _value(plain: object) -> object:
    if not isinstance(plain, Mapping):
        return plain
    if "path" in plain:
        return _path(plain["path"])
    return os.fsdecode(unquote_to_bytes(plain["text"]))


def _uri(path: Path) -> str:
    """A path as ASCII that any JSON holds, whatever bytes are in its name."""
    return quote(os.fsencode(path))


def _path(uri: str) -> Path:
    path = Path(os.fsdecode(unquote_to_bytes(uri)))
    if not path.is_absolute():
        raise ValueError(uri)
    return path
