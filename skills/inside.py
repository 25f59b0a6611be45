"""Run by Golem's own Python inside a sandbox: tries what it is told to, one line a try, and says whether it could.

Asked `{"act": "read", "target": "/a/path"}`, it answers `{"refused": true, "said": "Permission denied"}`. It imports
nothing of Golem, changes nothing but what it was asked to make, and ends with its input.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import socket
import sys
from collections.abc import Callable, Mapping

REFUSALS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
"""What a sandbox answers; anything else (there is no such file) proves nothing."""
UNREACHED = frozenset({errno.ECONNREFUSED, errno.ENETUNREACH})
"""What a network of its own answers where `reach` is tried on a listener that is there."""
_PTRACE_SEIZE = 0x4206
"""Takes hold of a process without stopping it; let go of at our end."""


def _open(flags: int) -> Callable[[str], object]:
    return lambda target: os.close(os.open(target, flags, 0o600))


def _connect(target: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
        tried.settimeout(5)
        tried.connect(("127.0.0.1", int(target)))


def _speak_to_itself(target: str) -> None:
    with socket.create_server((target, 0)) as server, socket.create_connection(server.getsockname(), timeout=5):
        server.accept()[0].close()


def _send(target: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tried:
        tried.sendto(b"x", ("127.0.0.1", int(target)))


def _connect_unix(target: str) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as tried:
        tried.settimeout(5)
        tried.connect(target)


def _trace(target: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(_PTRACE_SEIZE, int(target), None, None) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _read_environment(target: str) -> None:
    with open(f"/proc/{int(target)}/environ", "rb") as file:  # noqa: PTH123 - the plainest way there is
        file.read(1)


ACTS: Mapping[str, Callable[[str], object]] = {
    "read": _open(os.O_RDONLY),
    "write": _open(os.O_WRONLY | os.O_APPEND),
    "create": _open(os.O_WRONLY | os.O_CREAT | os.O_EXCL),
    "truncate": lambda target: os.truncate(target, 0),
    "remove": os.unlink,
    "make folder": os.mkdir,
    "change mode": lambda target: os.chmod(target, 0o777),  # noqa: S103, PTH101 - that it must not is what is tried
    "rename": lambda target: os.rename(target, f"{target}.away"),  # noqa: PTH104 - plain calls to the kernel, as above
    "connect": _connect,
    "reach": _connect,
    "speak to itself": _speak_to_itself,
    "send": _send,
    "connect unix": _connect_unix,
    "signal": lambda target: os.kill(int(target), 0),
    "trace": _trace,
    "read environment": _read_environment,
}
"""What can be tried: a name, and how. The target is a path, a port, an address, or a process id."""


def answer(asked: Mapping[str, str]) -> dict[str, object]:
    """Try one thing. `refused` is None where neither happened: there was nothing to try it on."""
    try:
        ACTS[asked["act"]](asked["target"])
    except OSError as error:
        refusals = REFUSALS | UNREACHED if asked["act"] == "reach" else REFUSALS
        return {"refused": True if error.errno in refusals else None, "said": os.strerror(error.errno or 0)}
    return {"refused": False, "said": "done"}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
