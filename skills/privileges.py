"""What the calling thread, and what it starts, gives up for good: new privileges, root's powers, system calls."""

from __future__ import annotations

import ctypes
import functools
import os

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_VERSION_3 = 0x20080522
"""Of the capability system calls: two words of 32 bits (linux/capability.h)."""
_KEPT = sum(1 << number for number in (0, 1, 3, 4, 6, 7))
"""CAP_CHOWN, DAC_OVERRIDE, FOWNER, FSETID, SETGID, SETUID: what root needs to work with files that are another's.

Not CAP_SYS_ADMIN, SYS_PTRACE and PERFMON, with any of which a process looks into others past Landlock."""
FOR_A_NETWORK = 1 << 12 | 1 << 21
"""CAP_NET_ADMIN and SYS_ADMIN: what root needs to make a network of its own (`skills.alone`, which drops them)."""


class PrivilegeFault(OSError):
    """The kernel refused to take something away from this thread."""


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Words(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def give_up(*, keeps: int = 0) -> None:
    """Let no program that this thread starts gain rights, and drop root's powers but those over files and `keeps`.

    Without new privileges a program that root starts has no more powers than the thread (capabilities(7)).
    Raises PrivilegeFault.
    """
    libc = _libc()
    _check(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    header, words = _Header(_VERSION_3, 0), (_Words * 2)()
    _check(libc.capget(ctypes.byref(header), ctypes.byref(words)))
    if not any(word.permitted for word in words):
        return
    for place, word in enumerate(words):
        kept = ((_KEPT | keeps) >> (32 * place)) & 0xFFFFFFFF
        word.effective &= kept
        word.permitted &= kept
        word.inheritable = 0
    _check(libc.capset(ctypes.byref(header), ctypes.byref(words)))


def filter_calls(code: bytes) -> None:
    """Put this thread under a filter of system calls, classic BPF (`skills.seccomp`), beside those that it is under.

    It must have given up new privileges. Raises PrivilegeFault.
    """
    instructions = ctypes.create_string_buffer(code, len(code))
    asked = _Program(len(code) // 8, ctypes.addressof(instructions))
    _check(_libc().prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(asked), 0, 0))


def _check(result: int) -> None:
    if result != 0:
        raise PrivilegeFault(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
