"""What a skill's programs may touch: what an author writes in the decorator, and the defaults where nothing is written.

A place is one of the words below, a path from the home folder ("~/.cargo"), or an absolute path; it stands for all that
is in it. What a person's policy closes (keys, passwords, browsers' folders) stays closed whatever is declared, and what
Golem keeps for itself (policy, allow-list, skills, journal) is never written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from skills.services import SERVICES

TREE: Final = "@tree"
"""The working tree: the repository around the working folder, or that folder."""
ARGUMENTS: Final = "@arguments"
"""The files and folders that the call names, as they were judged."""
GIT: Final = "@git"
"""The repository's own folder, where it lies outside the working tree (a linked worktree, a submodule)."""
STARTED_IN: Final = "@started-in"
"""The folder that the program is started in: of the project, where the working folder lies below its top."""
HOME: Final = "@home"
"""The home folder."""
CACHE: Final = "@cache"
"""A folder of this working tree's own, for what is slow to make again. A cache that all projects share would let the
code of one change what is built for another."""
WORDS: Final = (TREE, ARGUMENTS, GIT, STARTED_IN, HOME, CACHE)
ANY: Final = "*"
"""Among `binaries`: whatever may be read."""

_PLACE = re.compile(r"(?:~/|/)[^\x00-\x1f\x7f]+")
_HOST = re.compile(r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?):(\d{1,5})")
_BINARY = re.compile(r"\*|[A-Za-z0-9_][A-Za-z0-9_.+-]*")


class CapabilityFault(ValueError):
    """Capabilities that mean nothing; `str()` names the value at fault."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the programs that a skill starts may touch. What is not named is closed to them."""

    reads: tuple[str, ...] = (TREE, ARGUMENTS)
    """Places that may be read, beside the system's programs and libraries."""
    writes: tuple[str, ...] = ()
    """Places that may be written, and read too. With any there is a private folder for temporary files."""
    hosts: tuple[str, ...] = ()
    """`name:port` of each server that may be spoken to. The kernel holds the port and not the name."""
    binaries: tuple[str, ...] = ()
    """Programs that it may start, of those that Golem has a table of options for (`skills.options`), by name.

    ANY is all of them, and whatever these start in turn, if it may be read: for what runs a project's own code.
    """
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Further programs that it may start: each one's name → the options that it may get, as `skills.options` says."""
    loopback: bool = False
    """Whether they get a network of their own, where they may speak to each other (127.0.0.1, ::1) and to nobody else.

    For what runs a project's own code, so only with ANY; where the kernel gives none, they have no network at all. For
    Golem's own skills.
    """
    services: tuple[str, ...] = ()
    """What of this machine they may speak to by its Unix socket, by the names in `skills.services`: "sound", "session".

    The kernel then lets them make such sockets, and cannot hold which one is spoken to: so it is for fixed programs
    whose options are in a table, never with ANY, and for Golem's own skills alone.
    """

    def __post_init__(self) -> None:
        """Refuse what means nothing. Raises CapabilityFault."""
        for place in (*self.reads, *self.writes):
            if place not in WORDS and not (isinstance(place, str) and _PLACE.fullmatch(place)):
                raise CapabilityFault(f"a place starts with / or ~/, or is one of {', '.join(WORDS)}, not {place!r}")
        for host in self.hosts:
            found = _HOST.fullmatch(host)
            if not found or not 0 < int(found[1]) < 65536:
                raise CapabilityFault(f"a host is written name:port, not {host!r}")
        for binary in (*self.binaries, *self.options):
            if not _BINARY.fullmatch(binary):
                raise CapabilityFault(f"a binary is a program's bare name, not {binary!r}")
        if self.loopback and (self.hosts or ANY not in self.binaries):
            raise CapabilityFault("a loopback of its own goes with binaries=(ANY,) and without hosts")
        unknown = next((name for name in self.services if name not in SERVICES), None)
        if unknown is not None:
            raise CapabilityFault(f"a service is one of {', '.join(SERVICES)}, not {unknown!r}")
        if self.services and (self.hosts or ANY in self.binaries):
            raise CapabilityFault("services go without hosts, and without binaries=(ANY,)")

    @property
    def ports(self) -> tuple[int, ...]:
        """The TCP ports of `hosts`, each once."""
        return tuple(dict.fromkeys(int(host.rpartition(":")[2]) for host in self.hosts))

    @property
    def changes(self) -> bool:
        """Whether anything at all may be written."""
        return bool(self.writes)

    def describe(self) -> str:
        """One line for the person who allows the skill."""
        parts = [
            f"reads {_listed(self.reads)}",
            f"writes {_listed(self.writes)}",
            f"network {'its own loopback' if self.loopback else _listed(self.hosts)}",
        ]
        if self.services:
            parts.append(f"speaks to {_listed(tuple(SERVICES[name].about for name in self.services))}")
        return "; ".join([*parts, f"starts {_listed((*self.binaries, *self.options))}"])


def default(*, changes: bool) -> Capabilities:
    """What a skill gets whose author says nothing: it reads the tree, and writes there where it is to change things."""
    return Capabilities(writes=(TREE,) if changes else ())


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(values) if values else "nothing"
