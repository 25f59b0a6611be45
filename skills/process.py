"""The only file that starts a process.

Never a shell: an argv list, whose program is a bare name looked up once in trusted folders (never the working folder,
never the caller's PATH). The environment is built from nothing; see ENVIRONMENT for what is let through. A child leads
a process group of its own, which is killed whole on timeout and on "stop". What it prints is data: bounded, and decoded
with replacement.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import selectors
import signal
import stat
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from skills.context import Completed

SYSTEM_FOLDERS = tuple(map(Path, ("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin")))
"""Where programs are looked for first; on Debian only root writes there."""
USER_FOLDERS = (".local/bin", ".cargo/bin", "go/bin", ".local/share/pnpm", ".pyenv/shims", ".nvm/current/bin")
"""Below the user's home, looked in last: tool chains that people install for themselves, for their projects' tests."""

ENVIRONMENT = ("LANG", "LC_ALL", "LC_CTYPE", "TERM", "COLORTERM", "TZ", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")
"""All that is let through. Not PATH, PAGER, EDITOR, LD_*, PYTHON*, GIT_*, BASH_ENV, LESSOPEN: each can run code."""

MOST_OUTPUT = 1_048_576
"""Bytes kept of each of stdout and stderr; the rest is read and dropped."""
LONGEST_LINE = 8192
"""Bytes handed on as one line while streaming."""
GRACE_S = 1.0
"""Seconds between SIGTERM and SIGKILL."""

GIT_SAFE = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat"),
    *("-c", "diff.external=", "-c", "core.sshCommand=/bin/false", "-c", "protocol.ext.allow=never"),
    *("-c", "core.editor=true", "-c", "credential.helper=", "-c", "commit.gpgSign=false", "-c", "tag.gpgSign=false"),
    *("-c", "log.showSignature=false", "-c", "submodule.recurse=false", "--no-pager"),
)
"""Put after `git` in every call: a repository's own settings must not run programs."""
GIT_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1", "GIT_OPTIONAL_LOCKS": "0"}


class ProgramMissing(Exception):
    """No trusted folder has the program; the message says how to get it."""


class NoTerminal(Exception):
    """A program needs the terminal, and there is none."""


def find_program(name: str, *, extra: Sequence[Path] = ()) -> Path:
    """The absolute path of a program, by its bare name.

    `extra` folders (a project's own .venv/bin, for its tests) are looked in first. Raises ProgramMissing where no
    folder has it, and ValueError for a name with a slash: a path is never taken from a caller.
    """
    if not name or "/" in name or "\0" in name:
        raise ValueError(f"a program is given by its bare name, not {name!r}")
    home = Path(pwd.getpwuid(os.getuid()).pw_dir)
    folders = [*extra, *SYSTEM_FOLDERS, *(home / folder for folder in USER_FOLDERS)]
    for folder in folders:
        candidate = folder / name
        if _runnable(candidate):
            return candidate
    raise ProgramMissing(f"{name} is not installed here. Install it, for example with: sudo apt-get install {name}")


def _runnable(path: Path) -> bool:
    """A regular file that we may run, that nobody but root and we may write, in a folder of which the same is true."""
    try:
        status, folder = path.stat(), path.parent.stat()
    except OSError:  # not there, or not ours to look at
        return False
    trusted = all(entry.st_uid in (0, os.getuid()) and not entry.st_mode & stat.S_IWOTH for entry in (status, folder))
    return trusted and stat.S_ISREG(status.st_mode) and os.access(path, os.X_OK)


def environment(program: Path) -> dict[str, str]:
    """A child's whole environment."""
    user = pwd.getpwuid(os.getuid())
    folders = dict.fromkeys((str(program.parent), *map(str, SYSTEM_FOLDERS)))
    kept = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    built = {"PATH": ":".join(folders), "HOME": user.pw_dir, "USER": user.pw_name, "LOGNAME": user.pw_name}
    built |= {"SHELL": "/bin/sh", "PAGER": "cat", "LANG": "C.UTF-8"} | kept
    return built | (GIT_ENVIRONMENT if program.name == "git" else {})


def full_argv(argv: Sequence[str], *, extra: Sequence[Path] = ()) -> list[str]:
    """`argv` with its program as an absolute path, and git made safe. Raises ProgramMissing, ValueError."""
    if any("\0" in part for part in argv):
        raise ValueError("an argument holds a NUL character")
    program = find_program(argv[0], extra=extra)
    safe = GIT_SAFE if program.name == "git" else ()
    return [str(program), *safe, *argv[1:]]


@dataclass
class Runner:
    """Starts programs and can end what it started. One program at a time a thread; `stop` may come from any."""

    _running: set[subprocess.Popen[bytes]] = field(default_factory=set, init=False)
    _stopped: set[int] = field(default_factory=set, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def run(
        self, argv: Sequence[str], *, cwd: Path, timeout_s: float | None = 30.0, extra: Sequence[Path] = ()
    ) -> Completed:
        """Run to the end, capturing what it prints. Raises ProgramMissing."""
        return self.stream(argv, cwd=cwd, timeout_s=timeout_s, on_line=None, extra=extra)

    def stream(
        self,
        argv: Sequence[str],
        *,
        cwd: Path,
        timeout_s: float | None,
        on_line: Callable[[str], None] | None,
        extra: Sequence[Path] = (),
    ) -> Completed:
        """Run to the end; each line of output and errors goes to `on_line` as it comes. Raises ProgramMissing."""
        full = full_argv(argv, extra=extra)
        child = subprocess.Popen(  # noqa: S603 - the one door: an argv list, an absolute trusted program, a built environment
            full,
            cwd=cwd,
            env=environment(Path(full[0])),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        with self._tracked(child):
            captured = _Captured(child, on_line)
            timed_out = not captured.read(timeout_s)
            if timed_out:
                end_group(child)
                captured.read(GRACE_S)
            code = child.wait()
            stopped = child.pid in self._stopped
        return Completed(tuple(full), code, captured.text("out"), captured.text("err"), timed_out, stopped)

    def foreground(self, argv: Sequence[str], *, cwd: Path) -> int:
        """Give the terminal to a program until it ends; its exit status. Raises ProgramMissing, NoTerminal."""
        full = full_argv(argv)
        try:
            terminal = os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC)
        except OSError as error:
            raise NoTerminal from error
        try:
            return self._on_terminal(full, cwd, terminal)
        finally:
            os.close(terminal)

    def stop(self) -> None:
        """Kill the process groups of all that `run` and `stream` have running; a foreground program is the user's."""
        with self._lock:
            running = list(self._running)
            self._stopped.update(child.pid for child in running)
        for child in running:
            end_group(child)

    def _on_terminal(self, full: list[str], cwd: Path, terminal: int) -> int:
        settings = termios.tcgetattr(terminal)
        own_group = os.tcgetpgrp(terminal)
        child = subprocess.Popen(  # noqa: S603 - as in `stream`; here the person, not Golem, has the keyboard
            full,
            cwd=cwd,
            env=environment(Path(full[0])),
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            process_group=0,
        )
        # The write to the terminal's group comes from outside it, which would stop us without this.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        try:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # it has ended already
                os.tcsetpgrp(terminal, child.pid)
            return child.wait()
        finally:
            os.tcsetpgrp(terminal, own_group)
            termios.tcsetattr(terminal, termios.TCSADRAIN, settings)
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)

    @contextlib.contextmanager
    def _tracked(self, child: subprocess.Popen[bytes]) -> Iterator[None]:
        with self._lock:
            self._running.add(child)
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(child)
                self._stopped.discard(child.pid)


def end_group(child: subprocess.Popen[bytes]) -> None:
    """End a child and all of its group: SIGTERM, then SIGKILL after GRACE_S."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, sign)
        if sign is signal.SIGTERM:
            deadline = time.monotonic() + GRACE_S
            while time.monotonic() < deadline and child.poll() is None:
                time.sleep(0.02)


class _Captured:
    """Reads both of a child's pipes as they fill, keeping the first MOST_OUTPUT bytes of each."""

    def __init__(self, child: subprocess.Popen[bytes], on_line: Callable[[str], None] | None) -> None:
        assert child.stdout is not None
        assert child.stderr is not None
        self._kept = {"out": bytearray(), "err": bytearray()}
        self._rest = {"out": b"", "err": b""}
        self._on_line = on_line
        self._selector = selectors.DefaultSelector()
        for name, pipe in (("out", child.stdout), ("err", child.stderr)):
            os.set_blocking(pipe.fileno(), False)
            self._selector.register(pipe, selectors.EVENT_READ, name)

    def read(self, timeout_s: float | None) -> bool:
        """Read until both pipes end; False if `timeout_s` passed first."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while self._selector.get_map():
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                return False
            for key, _ in self._selector.select(left):
                pipe = key.fileobj
                assert not isinstance(pipe, int)
                self._take(key.data, pipe)  # type: ignore[arg-type] # registered above with the pipes themselves
        return True

    def _take(self, name: str, pipe: IO[bytes]) -> None:
        chunk = os.read(pipe.fileno(), 65536)
        room = MOST_OUTPUT - len(self._kept[name])
        self._kept[name] += chunk[:room]
        if self._on_line is not None:
            self._lines(name, chunk)
        if not chunk:
            self._selector.unregister(pipe)
            pipe.close()

    def _lines(self, name: str, chunk: bytes) -> None:
        *complete, rest = (self._rest[name] + chunk).split(b"\n")
        if len(rest) > LONGEST_LINE or (not chunk and rest):
            complete, rest = [*complete, rest], b""
        self._rest[name] = rest
        for line in complete:
            assert self._on_line is not None
            self._on_line(line[:LONGEST_LINE].decode("utf-8", errors="replace"))

    def text(self, name: str) -> str:
        """What was kept of `out` or `err`."""
        return self._kept[name].decode("utf-8", errors="replace")
