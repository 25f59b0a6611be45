"""Which systemd units there are, from the folders of unit files (systemd.unit(5), "UNIT FILE LOAD PATH"); only read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

Side = Literal["system", "user"]
SYSTEM: Final = (
    *("/etc/systemd/system", "/run/systemd/system", "/run/systemd/generator"),
    *("/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"),
)
USER: Final = (
    *("~/.config/systemd/user", "~/.local/share/systemd/user", "/etc/systemd/user", "/run/systemd/user"),
    *("/usr/local/lib/systemd/user", "/usr/lib/systemd/user"),
)
FOLDERS: Final[dict[Side, tuple[str, ...]]] = {"system": SYSTEM, "user": USER}
_UNIT: Final = re.compile(r"[A-Za-z0-9][\w.:@-]{0,200}\.(?:service|socket|timer|target|mount|path)", re.ASCII)


def units(side: Side, folders: dict[Side, tuple[str, ...]] = FOLDERS) -> frozenset[str]:
    """The units that have a file there, by their full names; a template ("getty@.service") is none."""
    return frozenset(name for name in _files(folders[side]) if "@." not in name)


def _files(folders: tuple[str, ...]) -> Iterator[str]:
    for folder in folders:
        try:
            yield from (file.name for file in Path(folder).expanduser().iterdir() if _UNIT.fullmatch(file.name))
        except OSError:  # not there, or not to be looked into
            continue


def names(folders: dict[Side, tuple[str, ...]] = FOLDERS) -> tuple[str, ...]:
    """What units can be called: a service without its ending, any other with it; each once, sorted."""
    found = units("system", folders) | units("user", folders)
    return tuple(sorted({name.removesuffix(".service") for name in found}))


def side_of(unit: str, folders: dict[Side, tuple[str, ...]] = FOLDERS) -> Side:
    """Whose it is: the system's, unless only the user's folders have it."""
    full = whole(unit)
    return "user" if full in units("user", folders) - units("system", folders) else "system"


def whole(unit: str) -> str:
    """A unit's full name: a service where no kind is said."""
    return unit if _UNIT.fullmatch(unit) else f"{unit}.service"
