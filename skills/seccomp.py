"""A small seccomp filter for the calling thread and what it starts: what Landlock does not hold.

Landlock knows files, and TCP by port. This filter closes what is left: every other way to a network (UDP, raw, Unix
and netlink sockets, and io_uring, which makes sockets without the system call), the kernel's key rings, typing into a
terminal (TIOCSTI), and, for what may write nothing, changing modes, owners, times and attributes, which Landlock does
not govern. On a kernel whose Landlock does not know truncating, that too. What has a network of its own gets a second
filter, under which it stays in that.

Reading order: the table of system calls, the assembler (`program`), the one call to the kernel (`restrict`).
"""

from __future__ import annotations

import errno
import os
import platform
import socket
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from skills import privileges

ALLOW, KILL = 0x7FFF0000, 0x80000000
_ERRNO = 0x00050000
REFUSE = _ERRNO | errno.EACCES
"""Permission denied, which programs know how to say."""
ABSENT = _ERRNO | errno.ENOSYS
"""As on a kernel without the call; programs then take the older one."""
_LOAD, _EQUAL, _AND, _RETURN = 0x20, 0x15, 0x54, 0x06
_NR, _ARCH, _ARGUMENTS = 0, 4, 16
"""Offsets in struct seccomp_data (linux/seccomp.h); an argument has eight bytes, its low half first."""
_X32 = 0x40000000
"""Set in the number of a call by the x32 ABI of x86-64, where the table's numbers mean nothing."""
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_STREAM, _DATAGRAM = 1, 2
_EVERYBODY = 0xFFFFFFFF
"""-1, as kill(2) takes it: every process that may be signalled."""
_NAMESPACES = 0x7E020000
"""CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET (linux/sched.h)."""

_CHANGING = (
    *("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime", "utimes"),
    *("utimensat", "futimesat", "setxattr", "lsetxattr", "fsetxattr", "setxattrat"),
    *("removexattr", "lremovexattr", "fremovexattr", "removexattrat"),
)
"""Calls that change a file's mode, owner, times or attributes."""
_COMMON = {
    "io_uring_setup": 425,
    "clone3": 435,
    "openat2": 437,
    "fchmodat2": 452,
    "setxattrat": 463,
    "removexattrat": 466,
}
_CALLS = {
    "x86_64": (
        0xC000003E,
        _COMMON
        | {
            "open": 2,
            "ioctl": 16,
            "socket": 41,
            "clone": 56,
            "kill": 62,
            "truncate": 76,
            "creat": 85,
            "chmod": 90,
            "fchmod": 91,
            "chown": 92,
        }
        | {"fchown": 93, "lchown": 94, "utime": 132, "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190}
        | {"removexattr": 197, "lremovexattr": 198, "fremovexattr": 199, "utimes": 235, "add_key": 248}
        | {"request_key": 249, "keyctl": 250, "openat": 257, "fchownat": 260, "futimesat": 261, "fchmodat": 268}
        | {"utimensat": 280, "unshare": 272, "setns": 308},
    ),
    "aarch64": (
        0xC00000B7,
        _COMMON
        | {"setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16}
        | {"ioctl": 29, "truncate": 45, "fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55, "openat": 56}
        | {"utimensat": 88, "kill": 129, "socket": 198, "add_key": 217, "request_key": 218, "keyctl": 219}
        | {"unshare": 97, "clone": 220, "setns": 268},
    ),
}
"""Machine → its AUDIT_ARCH number (linux/audit.h) and the numbers of the calls that the filter names."""


Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, and a constant (struct sock_filter)."""


class SeccompFault(OSError):
    """The kernel refused the filter, or this machine's calls are not known here."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is left to a process."""

    network: bool = False
    """Whether it may open TCP and UDP sockets."""
    writes: bool = False
    """Whether it may write anything at all."""
    truncates: bool = True
    """False where Landlock does not hold truncating, so that the filter must."""
    signals: bool = True
    """False where Landlock does not hold signals: the filter then keeps them from Golem, and from all at once."""
    unix: bool = False
    """Whether it may open Unix sockets that carry a stream, by which a machine's own services are spoken to."""


def known() -> bool:
    """Whether the filter can be made for this machine."""
    return platform.machine() in _CALLS


def restrict(wanted: Filter) -> None:
    """Put the calling thread under the filter for good; it must have given up new privileges. Raises SeccompFault."""
    code = program(wanted, platform.machine())
    try:
        privileges.filter_calls(code)
    except privileges.PrivilegeFault as fault:
        raise SeccompFault(fault.errno, fault.strerror) from fault


def program(wanted: Filter, machine: str) -> bytes:
    """The filter as classic BPF, eight bytes an instruction. Raises SeccompFault for a machine that is not known."""
    return _assembled(_rules(wanted), machine)


def without_namespaces(machine: str) -> bytes:
    """A second filter, under which no namespace is made or entered. Raises SeccompFault as `program` does."""
    refuse: list[Instruction] = [(_RETURN, 0, 0, REFUSE)]
    flags = [_load(_argument(0)), (_AND, 0, 0, _NAMESPACES), (_EQUAL, 1, 0, 0), *refuse]
    rules = {"unshare": refuse, "setns": refuse, "clone": flags, "clone3": [(_RETURN, 0, 0, ABSENT)]}
    return _assembled(rules.items(), machine)


def _assembled(rules: Iterable[tuple[str, list[Instruction]]], machine: str) -> bytes:
    if machine not in _CALLS:
        raise SeccompFault(errno.ENOSYS, f"no filter is known for {machine}")
    arch, numbers = _CALLS[machine]
    code = [_load(_ARCH), *_unless_equal(arch, KILL), _load(_NR)]
    if machine == "x86_64":  # above every number that the filter may see, the x32 ABI begins
        code += [(_AND, 0, 0, _X32), *_if_equal(_X32, KILL), _load(_NR)]
    for name, body in rules:
        if name in numbers:
            block = [*body, (_RETURN, 0, 0, ALLOW)]
            code += [(_EQUAL, 0, len(block), numbers[name]), *block]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in [*code, (_RETURN, 0, 0, ALLOW)])


def _rules(wanted: Filter) -> Iterator[tuple[str, list[Instruction]]]:
    """Each call that is looked at, and what is done about it; what falls through is allowed."""
    refuse: list[Instruction] = [(_RETURN, 0, 0, REFUSE)]
    yield "io_uring_setup", [(_RETURN, 0, 0, ABSENT)]
    yield "socket", [*(_unix_streams() if wanted.unix else ()), *(_internet_sockets() if wanted.network else refuse)]
    for name in ("add_key", "request_key", "keyctl"):
        yield name, refuse
    yield "ioctl", [_load(_argument(1)), *_if_equal(_TIOCSTI, REFUSE), *_if_equal(_TIOCLINUX, REFUSE)]
    if not wanted.writes:
        yield from ((name, refuse) for name in _CHANGING)
    if not wanted.signals:
        yield "kill", [_load(_argument(0)), *_if_equal(_EVERYBODY, REFUSE), *_if_equal(os.getpid(), REFUSE)]
    if not wanted.truncates:
        yield "truncate", refuse
        yield "openat2", [(_RETURN, 0, 0, ABSENT)]
        yield "open", _truncating_read(1)
        yield "openat", _truncating_read(2)


def _unix_streams() -> list[Instruction]:
    """Unix sockets that carry a stream are allowed, and no other; another family falls through."""
    kind = [_load(_argument(1)), (_AND, 0, 0, 0xF), *_if_equal(_STREAM, ALLOW), (_RETURN, 0, 0, REFUSE)]
    return [_load(_argument(0)), (_EQUAL, 0, len(kind), int(socket.AF_UNIX)), *kind]


def _internet_sockets() -> list[Instruction]:
    """TCP and UDP over IPv4 and IPv6, and netlink, by which the addresses of this machine are found."""
    families = (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK)
    checks: list[Instruction] = [
        (_EQUAL, len(families) - place, 0, family) for place, family in enumerate(map(int, families))
    ]
    return [
        *(_load(_argument(0)), *checks, (_RETURN, 0, 0, REFUSE)),
        *(_load(_argument(0)), *_if_equal(int(socket.AF_NETLINK), ALLOW)),
        *(_load(_argument(1)), (_AND, 0, 0, 0xF), (_EQUAL, 2, 0, _STREAM), (_EQUAL, 1, 0, _DATAGRAM)),
        (_RETURN, 0, 0, REFUSE),
    ]


def _truncating_read(flags: int) -> list[Instruction]:
    """Refuse to open for reading only and truncate all the same, which needs no right to write before ABI 3."""
    return [
        *(_load(_argument(flags)), (_AND, 0, 0, os.O_ACCMODE | os.O_TRUNC)),
        *_if_equal(os.O_RDONLY | os.O_TRUNC, REFUSE),
    ]


def _argument(place: int) -> int:
    return _ARGUMENTS + 8 * place


def _load(offset: int) -> Instruction:
    return (_LOAD, 0, 0, offset)


def _if_equal(value: int, then: int) -> list[Instruction]:
    return [(_EQUAL, 0, 1, value), (_RETURN, 0, 0, then)]


def _unless_equal(value: int, then: int) -> list[Instruction]:
    return [(_EQUAL, 1, 0, value), (_RETURN, 0, 0, then)]
