"""Two system calls that Python has no name for: to open beneath a folder by no link, and to rename onto nothing.

`openat2` (Linux 5.6) and `renameat2` (Linux 3.15) by way of the C library. Where the kernel, the file system or a
filter of system calls has not got them, a walk by single components and a pair of steps give the same answer.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from collections.abc import Callable
from typing import Final

_OPENAT2: Final = 437
"""The call's number, on every architecture of Linux."""
_NO_MAGIC, _NO_LINKS, _BENEATH = 0x02, 0x04, 0x08
"""RESOLVE_NO_MAGICLINKS, RESOLVE_NO_SYMLINKS, RESOLVE_BENEATH of <linux/openat2.h>."""
_NOREPLACE: Final = 1
_TRIES: Final = 16
"""The kernel says EAGAIN where something on the way was renamed under its feet; then it is asked again."""
_LONGEST: Final = 4096
"""PATH_MAX, with its zero byte."""
_ABSENT: Final = frozenset({errno.ENOSYS, errno.EPERM, errno.EINVAL, errno.EOPNOTSUPP})
"""How a call that is not to be had answers: no such call, a filter (seccomp), a file system without it."""
PATH: Final = getattr(os, "O_PATH", os.O_RDONLY) | os.O_CLOEXEC
"""To name a thing without opening it."""
FOLDER: Final = PATH | os.O_DIRECTORY
READ: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
"""To read, and never to wait on a pipe or become a terminal's own."""


class _How(ctypes.Structure):
    _fields_ = (("flags", ctypes.c_uint64), ("mode", ctypes.c_uint64), ("resolve", ctypes.c_uint64))


_C = ctypes.CDLL(None, use_errno=True)


def open_beneath(folder: int, relative: str, flags: int) -> int:
    """A descriptor of what is at `relative` below `folder`, where no part of that way, its end included, is a link.

    Raises OSError: ELOOP for a link on the way, EXDEV for an absolute path or one with "..".
    """
    _check(relative)
    try:
        return by_openat2(folder, relative, flags)
    except OSError as error:
        if error.errno not in _ABSENT:
            raise
    return by_steps(folder, relative, flags)


def by_openat2(folder: int, relative: str, flags: int) -> int:
    """`open_beneath` in one call of the kernel. Raises OSError, ENOSYS or EPERM where there is no such call."""
    how = _How(flags | os.O_CLOEXEC, 0, _NO_MAGIC | _NO_LINKS | _BENEATH)
    name = os.fsencode(relative or ".")
    for _ in range(_TRIES):
        found = int(_C.syscall(_OPENAT2, folder, name, ctypes.byref(how), ctypes.sizeof(how)))
        if found >= 0:
            return found
        number = ctypes.get_errno()
        if number not in (errno.EAGAIN, errno.EINTR):
            break
    raise OSError(number, os.strerror(number), relative)


def by_steps(folder: int, relative: str, flags: int) -> int:
    """`open_beneath` one component at a time, from descriptor to descriptor. Raises OSError."""
    parts = [part for part in relative.split("/") if part not in ("", ".")]
    if len(os.fsencode(relative)) >= _LONGEST:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), relative)
    ends_in_folder = os.O_DIRECTORY if relative.endswith(("/", "/.")) else 0
    if not parts:
        return os.open(".", flags | os.O_CLOEXEC, dir_fd=folder)
    here = os.dup(folder)
    try:
        for part in parts[:-1]:
            below = _step(here, part, FOLDER)
            os.close(here)
            here = below
        return _step(here, parts[-1], flags | ends_in_folder)
    finally:
        os.close(here)


def rename_onto_nothing(folder: int, name: str, target: int, new_name: str) -> None:
    """Rename, where nothing is there by the new name. Raises FileExistsError where something is, and OSError."""
    try:
        call: Callable[..., int] = _C.renameat2
    except AttributeError:  # an older C library
        _rename_in_steps(folder, name, target, new_name)
        return
    if call(folder, os.fsencode(name), target, os.fsencode(new_name), _NOREPLACE) == 0:
        return
    number = ctypes.get_errno()
    if number not in _ABSENT:
        raise OSError(number, os.strerror(number), name, None, new_name)
    _rename_in_steps(folder, name, target, new_name)


def _rename_in_steps(folder: int, name: str, target: int, new_name: str) -> None:
    """A folder is renamed onto an empty one that was made for it; all else gets its second name, then loses its first.

    Neither step can replace anything: `rename` refuses a folder that is not empty, `link` a name that is there.
    """
    if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
        os.mkdir(new_name, 0o700, dir_fd=target)
        try:
            os.rename(name, new_name, src_dir_fd=folder, dst_dir_fd=target)
        except OSError:
            os.rmdir(new_name, dir_fd=target)
            raise
        return
    os.link(name, new_name, src_dir_fd=folder, dst_dir_fd=target, follow_symlinks=False)
    os.unlink(name, dir_fd=folder)


def _check(relative: str) -> None:
    if "\0" in relative:
        raise OSError(errno.EINVAL, "a zero byte in a name", relative)
    if relative.startswith("/") or ".." in relative.split("/"):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), relative)


def _step(folder: int, part: str, flags: int) -> int:
    """One component; a link is ELOOP, whatever else it would have been."""
    try:
        found = os.open(part, flags | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    except OSError as error:
        if error.errno == errno.ENOTDIR and _is_link(folder, part):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), part) from error
        raise
    if stat.S_ISLNK(os.fstat(found).st_mode):  # a name for the link itself, as O_PATH gives it
        os.close(found)
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), part)
    return found


def _is_link(folder: int, part: str) -> bool:
    try:
        return stat.S_ISLNK(os.stat(part, dir_fd=folder, follow_symlinks=False).st_mode)
    except OSError:  # gone by now
        return False
