"""Proves the sandbox by trying, from inside one, what must not be done: real files, sockets and processes."""

from __future__ import annotations

import json
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from skills import inside
from skills.capabilities import ANY, HOME, TREE, Capabilities
from skills.channel import Channel, ChannelFault
from skills.process import Runner
from skills.programs import Trust
from skills.sandbox import Grant, Ground

_ANSWER_S = 20.0
_AS_A_SKILL = Capabilities(reads=(TREE, HOME))
_AS_TESTS = Capabilities(binaries=(ANY,), loopback=True)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One thing tried from inside."""

    what: str
    """In words: "read a key"."""
    refused: bool | None
    """None where it could not be tried."""
    said: str
    """The kernel's words, or why it could not be tried."""
    wanted: bool = True
    """Whether it is to be refused; False for what a process must be able to do."""
    needed: bool = True
    """False for what not every machine offers, and Golem does without."""

    @property
    def good(self) -> bool:
        """Whether it went as it should."""
        return self.refused is self.wanted


def attempts() -> list[Attempt]:
    """Try each thing in a home folder made for it and thrown away, as a skill that reads home and tree."""
    with _scene() as (ground, tree, targets), _inside(ground, tree) as channel:
        tried = [_try(channel, *target) for target in targets]
    return tried + _attempts_alone()


def _attempts_alone() -> list[Attempt]:
    """What a project's tests may do with sockets: speak to themselves, and not to a listener of this machine."""
    with (
        tempfile.TemporaryDirectory(prefix="golem-proof-") as folder,
        socket.create_server(("127.0.0.1", 0)) as listener,
        _inside(Ground(Path(folder).resolve()), Path(folder).resolve(), _AS_TESTS) as channel,
    ):
        itself = _try(channel, "speak to itself, as tests do", "speak to itself", "127.0.0.1", wanted=False)
        port = str(listener.getsockname()[1])
        return [replace(itself, needed=False), _try(channel, "connect to this machine, as tests do", "reach", port)]


def attempts_on(ground: Ground) -> list[Attempt]:
    """Try to open what is really closed and kept on this machine; nothing of it is read or changed."""
    with (
        tempfile.TemporaryDirectory(prefix="golem-proof-") as folder,
        _inside(ground, Path(folder).resolve()) as channel,
    ):
        tried = [_try(channel, f"read {path}", "read", str(path)) for path in ground.closed if _can_open(path)]
        kept = [file for place in ground.kept for file in _files(place)]
        return tried + [_try(channel, f"write {file}", "write", str(file)) for file in kept]


def _can_open(path: Path) -> bool:
    return path.is_relative_to(Path.home()) and os.access(path, os.R_OK)


def _files(place: Path) -> list[Path]:
    try:
        return [file for file in place.iterdir() if file.is_file() and not file.is_symlink()]
    except OSError:  # not there yet
        return []


@contextmanager
def _inside(ground: Ground, tree: Path, needs: Capabilities = _AS_A_SKILL) -> Iterator[Channel]:
    runner = Runner(trust=Trust(ground.home), ground=ground, grant=Grant(needs, tree=tree))
    channel = runner.serve(["-I", inside.__file__], cwd=tree)
    try:
        yield channel
    finally:
        channel.close()


def _try(channel: Channel, what: str, act: str, target: str, wanted: bool = True) -> Attempt:
    try:
        channel.send(json.dumps({"act": act, "target": target}), timeout_s=_ANSWER_S)
        answer = json.loads(channel.receive(timeout_s=_ANSWER_S))
    except (ChannelFault, ValueError) as fault:
        return Attempt(what, None, str(fault), wanted)
    return Attempt(what, answer["refused"], answer["said"], wanted)


Target = tuple[str, str, str, bool]
"""In words, the act, what it is tried on, and whether it must be refused."""


@contextmanager
def _scene() -> Iterator[tuple[Ground, Path, list[Target]]]:
    """A home folder with a key, Golem's folders and a tree in it; listening sockets; and what to try on them."""
    with ExitStack() as stack:
        top = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="golem-proof-"))).resolve()
        home, tree, config = top / "home", top / "home/tree", top / "home/.config/golem"
        for folder in (home / ".ssh", tree, config):
            folder.mkdir(parents=True)
        for file in (home / ".ssh/key", home / "note", tree / "file", config / "config.toml", top / "outside"):
            file.write_text("x")
        (tree / "link").symlink_to(home / ".ssh/key")
        ground = Ground(home, (home / ".ssh", home / ".aws"), (config, home / ".local/state/golem"))
        tcp, udp, unix = (stack.enter_context(made) for made in _sockets(top / "socket"))
        outside = str(os.getpid())
        yield (
            ground,
            tree,
            [
                ("read the tree", "read", str(tree / "file"), False),
                ("read the home folder, where it is declared", "read", str(home / "note"), False),
                ("read a key in ~/.ssh", "read", str(home / ".ssh/key"), True),
                ("list ~/.ssh", "read", str(home / ".ssh"), True),
                ("read it by a link in the tree", "read", str(tree / "link"), True),
                ("read a file outside what is declared", "read", str(top / "outside"), True),
                ("write the policy's folder", "write", str(config / "config.toml"), True),
                ("create a policy that does not exist yet", "create", str(config / "policy.toml"), True),
                ("make Golem's state folder, which does not exist yet", "make folder", str(home / ".local"), True),
                ("make ~/.aws, which does not exist yet", "make folder", str(home / ".aws"), True),
                ("write the tree, which is only read", "write", str(tree / "file"), True),
                ("empty a file", "truncate", str(tree / "file"), True),
                ("remove a file", "remove", str(tree / "file"), True),
                ("rename a file", "rename", str(tree / "file"), True),
                ("change a file's mode", "change mode", str(tree / "file"), True),
                ("connect to a TCP port of this machine", "connect", str(tcp.getsockname()[1]), True),
                ("send to a UDP port of this machine", "send", str(udp.getsockname()[1]), True),
                ("connect to a Unix socket", "connect unix", str(unix.getsockname()), True),
                ("signal a process outside", "signal", outside, True),
                ("trace a process outside", "trace", outside, True),
                ("read another process's environment", "read environment", outside, True),
            ],
        )


def _sockets(path: Path) -> tuple[socket.socket, socket.socket, socket.socket]:
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    unix = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    unix.bind(str(path))
    unix.listen()
    return tcp, udp, unix
