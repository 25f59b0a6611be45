"""Landlock, the kernel's own sandbox, for the calling thread and what it starts: files, TCP ports, signals.

The kernel is spoken to by its three system calls, since glibc has no names for them (landlock(7); linux/landlock.h).
What a kernel offers is its ABI number; what a lower one lacks is left out, and `gaps` says in words what that is:

    1  Linux 5.13   files and folders
    2  Linux 5.19   renaming and linking from one folder to another (before, always refused)
    3  Linux 6.2    truncating files
    4  Linux 6.7    TCP ports
    5  Linux 6.10   ioctl on devices
    6  Linux 6.12   signals, abstract Unix sockets
"""

from __future__ import annotations

import ctypes
import functools
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""The same numbers on every architecture."""
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH, _RULE_NET_PORT = 1, 2

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE = 1 << 4, 1 << 5
MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK = 1 << 6, 1 << 7, 1 << 8, 1 << 9
MAKE_FIFO, MAKE_BLOCK, MAKE_SYM = 1 << 10, 1 << 11, 1 << 12
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
"""Rights on files and folders, as linux/landlock.h numbers them."""

READ = READ_FILE | READ_DIR
CHANGE = (
    WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SOCK | MAKE_FIFO | MAKE_SYM | REFER | TRUNCATE
)
"""All that changes files; not the making of devices."""
_FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
"""What a rule about a single file may give."""
_SINCE = {2: REFER, 3: TRUNCATE, 5: IOCTL_DEV}
_FIRST = (1 << 13) - 1
"""What ABI 1 knows."""
_BIND_TCP, _CONNECT_TCP = 1 << 0, 1 << 1
_ABSTRACT_SOCKETS, _SIGNALS = 1 << 0, 1 << 1


class LandlockFault(OSError):
    """The kernel refused to restrict this thread."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


class _NetPort(ctypes.Structure):
    _fields_ = (("allowed", ctypes.c_uint64), ("port", ctypes.c_uint64))


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be done with a file, or with a folder and all below it."""

    path: str
    """Absolute and without a link in it; one that is not there, or is a link, is passed over."""
    rights: int
    """The sum of EXECUTE, READ_FILE and their like."""


@functools.cache
def abi() -> int:
    """The kernel's Landlock ABI; 0 where there is none (an old kernel, or one that has it turned off)."""
    try:
        return int(_call(_CREATE_RULESET, None, 0, _CREATE_RULESET_VERSION))
    except LandlockFault:
        return 0


def gaps(version: int) -> list[str]:
    """What a kernel of this ABI does not hold, in words; empty where it holds all that Golem asks for."""
    if version < 1:
        return ["files, the ports of declared hosts, and signals to processes outside"]
    lacking = ((4, "the ports of declared hosts"), (5, "ioctl on devices"), (6, "signals to processes outside"))
    return [words for since, words in lacking if version < since]


def restrict(
    rules: Iterable[Rule],
    *,
    ports: Iterable[int] | None = (),
    listens: bool = False,
    abstract: bool = False,
    version: int | None = None,
) -> None:
    """Restrict the calling thread, for good, to `rules`; a process started from it inherits that.

    `ports` are the TCP ports that it may connect to, None for all of them; it may listen on none but where it
    `listens`. Signals, and abstract Unix sockets unless `abstract`, reach only what is restricted with it. The thread
    must have given up new privileges. `version` is the ABI to keep to, the kernel's own unless said. Raises
    LandlockFault where there is no Landlock.
    """
    version = abi() if version is None else version
    known = _known(version)
    network = 0 if listens else _BIND_TCP
    network = 0 if version < 4 else network | (_CONNECT_TCP if ports is not None else 0)
    scoped = _SIGNALS | (0 if abstract else _ABSTRACT_SOCKETS)
    asked = _Ruleset(known, network, scoped if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = _call(_CREATE_RULESET, ctypes.byref(asked), size, 0)
    try:
        for rule in rules:
            _add(ruleset, rule, known)
        for port in ports or () if network else ():
            _call(_ADD_RULE, ruleset, _RULE_NET_PORT, ctypes.byref(_NetPort(_CONNECT_TCP, port)), 0)
        _call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _known(version: int) -> int:
    """Every right on files that an ABI knows, and so refuses where no rule gives it."""
    return _FIRST | sum(right for since, right in _SINCE.items() if version >= since)


def _add(ruleset: int, rule: Rule, known: int) -> None:
    try:
        parent = os.open(rule.path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:  # not there, or not ours to look at: then there is nothing to allow
        return
    try:
        mode = os.fstat(parent).st_mode
        # A folder on the way may have been turned into a link since the path was judged.
        if stat.S_ISLNK(mode) or _name_of(parent) != rule.path:
            return
        rights = rule.rights & known & (-1 if stat.S_ISDIR(mode) else _FOR_FILES)
        if rights:
            _call(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(_PathBeneath(rights, parent)), 0)
    finally:
        os.close(parent)


def _name_of(descriptor: int) -> str:
    return os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115 - hundreds of them, and a Path takes longest of all


def _call(number: int, *arguments: object) -> int:
    result = int(_libc().syscall(number, *arguments))
    if result < 0:
        raise LandlockFault(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
