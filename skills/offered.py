"""Modules of skills that installed packages offer, by the entry-point group `golem.skills`. None is imported here.

    [project.entry-points."golem.skills"]
    notes = "golem_notes.skills"

An entry point names a module; what is offered is the text of its one file, which is allowed and run like a file of the
user's own. What else is in the package stays closed to it, since that was not shown to whoever allowed it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, EntryPoint, entry_points
from pathlib import Path

GROUP = "golem.skills"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MODULE = re.compile(r"\w+(?:\.\w+)*")


@dataclass(frozen=True, slots=True)
class Offered:
    """One module of an installed package."""

    name: str
    """As it is allowed; the entry point's name."""
    file: Path | None
    """None where no file of the package is it."""
    package: str
    """The package with its version, for people."""
    top: str
    """The name under which its other modules could be imported."""


Offers = Callable[[], tuple[Offered, ...]]


def offered(found: Iterable[EntryPoint] | None = None) -> tuple[Offered, ...]:
    """What the packages of this Python offer, by name; the first of two with one name."""
    points = entry_points(group=GROUP) if found is None else found
    first: dict[str, Offered] = {}
    for point in points:
        module = point.value.partition(":")[0].strip()
        if _NAME.fullmatch(point.name) and _MODULE.fullmatch(module) and point.dist is not None:
            package = f"{point.dist.name} {point.dist.version}"
            top = module.partition(".")[0]
            first.setdefault(point.name, Offered(point.name, _file(point.dist, module), package, top))
    return tuple(first[name] for name in sorted(first))


def nothing_offered() -> tuple[Offered, ...]:
    """For who wants no package's skills."""
    return ()


def _file(dist: Distribution, module: str) -> Path | None:
    """The module's file, by what the package lists of itself; a package made for editing lists only a link."""
    path = module.replace(".", "/")
    wanted = {f"{path}.py", f"{path}/__init__.py"}
    for listed in dist.files or ():
        if listed.as_posix() in wanted:
            return Path(str(dist.locate_file(listed)))
    return None
