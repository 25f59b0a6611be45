"""Run by Golem's own Python as the first thing in a sandbox: leaves the machine's network, then becomes a program.

The kernel lets only a process of one thread into a user namespace, so the thread that starts a process cannot do this.
It is started, confined already, with: a socket's descriptor, a filter of system calls, and the program with its
arguments. Over the socket it says `u` for a user namespace that waits to be mapped (`m` is the answer), `r` when all is
done; then the socket closes with the start of the program, or bears the number of the error that kept it from starting.
Before `r` any fault is its end: nothing of the program has run then.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_INTERNET, _DATAGRAM = 2, 2
_GET_FLAGS, _SET_FLAGS = 0x8913, 0x8914
"""SIOCGIFFLAGS and SIOCSIFFLAGS (linux/sockios.h)."""
_UP = 1
_IGNORED_BY_PYTHON = (13, 25)
"""SIGPIPE and SIGXFSZ, which a program would go on ignoring."""
_FAILED = 126

_C = ctypes.CDLL(None, use_errno=True)


def leave_network(talk: int) -> None:
    """Go into a network of our own: with root's powers at once, else by way of a user namespace. Raises OSError."""
    if _C.unshare(_NEW_NETWORK) == 0:
        return
    _check(_C.unshare(_NEW_USER | _NEW_NETWORK))
    os.write(talk, b"u")
    if os.read(talk, 1) != b"m":
        raise OSError("the user namespace was not mapped")


def raise_loopback() -> None:
    """Bring `lo` up, the only interface of a new network. Raises OSError."""
    talk = _C.socket(_INTERNET, _DATAGRAM, 0)
    _check(min(talk, 0))
    request = ctypes.create_string_buffer(struct.pack("16sh22x", b"lo", 0), 40)
    _check(_C.ioctl(talk, _GET_FLAGS, request))
    (flags,) = struct.unpack_from("h", request, 16)
    struct.pack_into("h", request, 16, flags | _UP)
    _check(_C.ioctl(talk, _SET_FLAGS, request))
    os.close(talk)


def give_up_the_rest(code: bytes) -> None:
    """Drop what the new network gave, and let no further namespace be made or entered. Raises OSError."""
    sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120 - light
    from skills import privileges  # noqa: PLC0415 - not on the path before

    privileges.give_up()
    privileges.filter_calls(code)


def environment() -> dict[bytes, bytes]:
    """The variables as they were given: Python may have added one of its own (PEP 538)."""
    with open("/proc/self/environ", "rb") as file:  # noqa: PTH123 - pathlib takes longer to import than all of this
        pairs = (entry.partition(b"=") for entry in file.read().split(b"\0") if entry)
        return {name: value for name, _equal, value in pairs}


def _check(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def main(talk: int, code: bytes, argv: list[str]) -> None:
    """All of it, in order; returns only where the program could not be started."""
    os.set_inheritable(talk, False)
    variables = environment()
    leave_network(talk)
    raise_loopback()
    give_up_the_rest(code)
    for number in _IGNORED_BY_PYTHON:
        _C.signal(number, None)
    os.write(talk, b"r")
    try:
        os.execve(argv[0], argv, variables)  # noqa: S606  # the one program that skills/process.py judged
    except OSError as error:
        os.write(talk, str(error.errno).encode())


if __name__ == "__main__":
    main(int(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[4:])
    sys.exit(_FAILED)
