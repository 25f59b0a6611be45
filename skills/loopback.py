"""The other end of `skills.alone`: how Golem gives what it starts a network of its own, in which only `lo` is up.

What cannot be given one is to be ended, and started without any socket: nothing falls back to the machine's network.
"""

from __future__ import annotations

import os
import platform
import socket
from collections.abc import Callable
from pathlib import Path
from typing import IO, Protocol, TypeVar

from skills import alone, seccomp
from skills.sandbox import Sandbox, started

_ANSWER_S = 10.0
"""How long a start may take until the program itself begins."""


class Process(Protocol):
    """What is needed here of a process that was started."""

    pid: int
    stdin: IO[bytes] | None
    stdout: IO[bytes] | None
    stderr: IO[bytes] | None

    def kill(self) -> None:
        """End it."""
        ...

    def wait(self) -> int:
        """Reap it."""
        ...


Begun = TypeVar("Begun", bound=Process)


def possible() -> bool:
    """Whether it can be tried here: only with the filter can sockets be closed again where it fails."""
    return seccomp.known()


def words(python: Path, talk: int, argv: list[str]) -> list[str]:
    """What to start instead of `argv`: `python`, Golem's own, with the launcher, which speaks over `talk`."""
    code = seccomp.without_namespaces(platform.machine()).hex()
    return [str(python), "-I", "-S", alone.__file__, str(talk), code, "--", *argv]


def begun(python: Path, confined: Sandbox | None, start: Callable[..., Begun], argv: list[str]) -> Begun | None:
    """A program that begins in a network of its own; None where that is not to be had, and nothing was left running.

    `start` starts an argument list, given beside it a descriptor to pass on. Raises OSError where the program could not
    be started.
    """
    near, far = socket.socketpair()
    with near:
        with far:
            launched = words(python, far.fileno(), argv)
            process = started(confined, lambda: start(launched, far.fileno()))
        became = False
        try:
            became = settled(near, process.pid)
        finally:
            if not became:
                process.kill()
                process.wait()
                for pipe in (process.stdin, process.stdout, process.stderr):
                    if pipe is not None:
                        pipe.close()
    return process if became else None


def settled(talk: socket.socket, pid: int) -> bool:
    """Whether the process `pid`, a launcher that speaks at the other end of `talk`, has become its program.

    False: it has no network of its own, none of the program has run, and it is to be ended. Raises OSError where the
    program itself could not be started.
    """
    talk.settimeout(_ANSWER_S)
    try:
        said = talk.recv(1)
        if said == b"u":
            _map(pid)
            talk.sendall(b"m")
            said = talk.recv(1)
        if said != b"r":
            return False
        fault = talk.recv(16)
    except OSError:  # it ended, or hangs, or may not be mapped
        return False
    if fault:
        raise OSError(int(fault), os.strerror(int(fault)))
    return True


def _map(pid: int) -> None:
    """Let the user and the group of a new user namespace be who they were. Raises OSError.

    Landlock keeps the process from doing it itself: it may write nothing in /proc.
    """
    user, group = os.geteuid(), os.getegid()
    texts = {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}
    for name, text in texts.items():
        Path(f"/proc/{pid}/{name}").write_text(text, "ascii")
