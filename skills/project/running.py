"""What a project's own code may touch while it runs, and what is said where that may be why it failed."""

from __future__ import annotations

import re
from typing import Final

from skills.capabilities import ANY, ARGUMENTS, CACHE, HOME, STARTED_IN, TREE, Capabilities
from skills.context import Completed

RUNNING: Final = Capabilities(
    reads=(TREE, STARTED_IN, ARGUMENTS, HOME),
    writes=(TREE, STARTED_IN, CACHE, "/dev/shm"),  # noqa: S108 - where multiprocessing keeps its locks
    binaries=(ANY,),
    loopback=True,
)
"""Tests and tasks are the project's own code, in whatever language: they read tool chains in the home folder, and start
them."""
INSTALLING: Final = Capabilities(
    reads=(TREE, STARTED_IN, "~/.cargo/bin", "~/.rustup", "~/.volta", "~/.nvm", "~/.local", "~/go/bin"),
    writes=(TREE, STARTED_IN, CACHE),
    hosts=("anywhere:443",),
    binaries=(ANY,),
)
"""What installs dependencies goes on the network and runs strangers' install scripts: so of the home folder it reads
the tool chains and nothing else, and what it downloads is kept for this tree alone. From where, is the user's own
configuration of each tool; the kernel holds the port alone."""
_DENIED: Final = re.compile(
    r"Permission denied|Operation not permitted|PermissionError|EACCES|EPERM"
    r"|Network is unreachable|ENETUNREACH|Connection refused|ECONNREFUSED|name resolution|EAI_AGAIN|ENOTFOUND"
)
_CONFINED: Final = "What runs from here has {}, and no files but the project's to write: see docs/policy.md."
_OWN_LOOPBACK, _NO_NETWORK = (
    "no network but a loopback of its own",
    "no network at all, since this machine gives none",
)
_FAULT: Final = re.compile(r"\b(?:error|fatal|failed|failure|cannot|undefined|no such file)\b|\*\*\*", re.I)
_CLOSING: Final = re.compile(r"npm (?:ERR!|error|warn)|make(?:\[\d+\])?: \*\*\*", re.I)
"""What a tool says at its end of any failure, which tells nothing about this one."""
_LONGEST: Final = 160
"""Characters of a line that is said."""


def why_confined(done: Completed) -> list[str]:
    """Told where a failing run printed that something was denied: the sandbox may be why. At most one line."""
    network = _OWN_LOOPBACK if done.loopback else _NO_NETWORK
    return [_CONFINED.format(network)] if done.returncode != 0 and _DENIED.search(done.stdout) else []


def fault_lines(output: str, most: int = 12) -> list[str]:
    """The lines of an output that tell what went wrong, in their order, at most `most`; foreign text."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    found = [line for line in lines if _FAULT.search(line[:1000]) and not _CLOSING.match(line)]
    return [line[:_LONGEST] for line in (found or lines[-3:])[:most]]


def status(done: Completed) -> str:
    """How a program ended that failed: `with status 2`, `by signal 9`."""
    return f"by signal {-done.returncode}" if done.returncode < 0 else f"with status {done.returncode}"
