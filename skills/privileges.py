"""What the calling thread, and what it starts, gives up for good: new privileges, and most of root's powers."""

from __future__ import annotations

import ctypes
import functools
import os

_PR_SET_NO_NEW_PRIVS = 38
_VERSION_3 = 0x20080522
"""Of the capability system calls: two words of 32 bits (linux/capability.h)."""
_KEPT = sum(1 << number for number in (0, 1, 3, 4, 6, 7))
"""CAP_CHOWN, DAC_OVERRIDE, FOWNER, FSETID, SETGID, SETUID: what root needs to work with files that are another's.

Not CAP_SYS_ADMIN, SYS_PTRACE and PERFMON, with any of which a process looks into others past Landlock."""


class PrivilegeFault(OSError):
    """The kernel refused to take something away from this thread."""


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Words(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def give_up() -> None:
    """Let no program that this thread starts gain rights, and drop root's powers but those over files.

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
        kept = (_KEPT >> (32 * place)) & 0xFFFFFFFF
        word.effective &= kept
        word.permitted &= kept
        word.inheritable = 0
    _check(libc.capset(ctypes.byref(header), ctypes.byref(words)))


def _check(result: int) -> None:
    if result != 0:
        raise PrivilegeFault(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
