"""The only file that starts a process, and so the only one to read to know what a process can do.

A process is started from an argument list, never through a shell; its binary comes from a trusted folder
(`skills.programs`), its arguments are hardened (`skills.hardening`), and its environment is built from nothing. It gets
a session of its own and no terminal, so that all it starts can be ended together and none of it can ask the user
anything; `foreground` alone hands over the terminal, and takes it back whatever happened.

A `Runner` serves one call of a skill: after `stop()` it starts nothing more. `fresh()` gives the next call its own.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from skills import hardening
from skills.capture import Capture, Lines
from skills.context import Completed
from skills.programs import ProcessFault, ProgramMissing, Trust

__all__ = ["NoTerminal", "ProcessFault", "ProgramMissing", "Runner"]

KEPT_BYTES = 1 << 20
"""How much of each of a program's two outputs is kept: half from its start, half from its end."""
_POLL_S = 0.05
_GRACE_S = 0.5
"""How long a process may take to end itself once asked to, and how long its pipes may stay open after it has ended."""


_CONFIG_S = 5.0
"""How long git may take to list a repository's settings."""
_OF_REPOSITORY = frozenset({"local", "worktree"})
"""git's scopes (git-config, --show-scope) that come with a repository; the others are the user's or the system's."""


class NoTerminal(ProcessFault):
    """A program needs the terminal, and there is none, or it is not ours to give."""

    def __init__(self, name: str = "that") -> None:
        super().__init__(f"{name} needs a terminal, and there is none here to give")


class Runner:
    """Starts processes for one call of a skill. Any thread may call `stop` while another runs something."""

    def __init__(
        self,
        *,
        trust: Trust | None = None,
        environ: Mapping[str, str] | None = None,
        terminal: int = 0,
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        """By default: the system's folders, this process's environment (what of it may be passed on), and stdin."""
        self._environ = dict(os.environ) if environ is None else dict(environ)
        self._trust = trust or Trust(home=_home(self._environ))
        self._terminal = terminal
        self._kept_bytes = kept_bytes
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._groups: set[int] = set()

    def fresh(self) -> Runner:
        """A runner with the same settings for another call, not stopped."""
        return Runner(trust=self._trust, environ=self._environ, terminal=self._terminal, kept_bytes=self._kept_bytes)

    def run(self, argv: Sequence[str], *, cwd: Path, timeout_s: float | None = 30.0) -> Completed:
        """Run a program to its end and capture both outputs, each at most `kept_bytes`, invalid UTF-8 replaced.

        `timeout_s` is in seconds; then the whole group is killed. Raises ProgramMissing.
        """
        out, err = Capture(self._kept_bytes), Capture(self._kept_bytes)
        return self._capture(argv, cwd, timeout_s, out, err)

    def stream(
        self,
        argv: Sequence[str],
        *,
        cwd: Path,
        timeout_s: float | None = None,
        on_line: Callable[[str], None] | None = None,
    ) -> Completed:
        """As `run`, both outputs in one, each line given to `on_line` as it comes. No `timeout_s`: until it ends."""
        out = Lines(self._kept_bytes, on_line or (lambda _line: None))
        return self._capture(argv, cwd, timeout_s, out, None)

    def foreground(self, argv: Sequence[str], *, cwd: Path) -> int:
        """Give the terminal to a program until it ends; its exit status, negative for the signal that ended it.

        Ctrl-C then is the program's own. One that suspends itself is continued at once: there is no job control.
        Whoever holds the terminal must have let go of it (prompt-toolkit: `run_in_terminal`).
        Raises ProgramMissing, and NoTerminal.
        """
        terminal = self._terminal
        if not os.isatty(terminal) or os.tcgetpgrp(terminal) != os.getpgrp():
            raise NoTerminal(argv[0])
        if self._stopped.is_set():
            return -signal.SIGKILL
        modes = termios.tcgetattr(terminal)
        process = self._start(argv, cwd, stdin=terminal, stdout=None, stderr=None, foreground=True)
        # From here to the end this thread may set the terminal's owner from the background, too.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        try:
            _wait_in_foreground(process.pid, terminal)
        finally:
            self._end(process)
            os.tcsetpgrp(terminal, os.getpgrp())
            termios.tcsetattr(terminal, termios.TCSADRAIN, modes)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return process.returncode

    def stop(self) -> None:
        """Kill all that runs, with everything it started, and start nothing more.

        A program in the foreground is left alone: the person who is typing in it ends it.
        """
        self._stopped.set()
        with self._lock:
            groups = tuple(self._groups)
        for group in groups:
            _signal(group, signal.SIGTERM)

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stopped.is_set()

    def _capture(
        self, argv: Sequence[str], cwd: Path, timeout_s: float | None, out: Capture, err: Capture | None
    ) -> Completed:
        if self._stopped.is_set():
            return Completed(tuple(argv), -signal.SIGKILL, "", "", stopped=True)
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        stderr = subprocess.STDOUT if err is None else subprocess.PIPE
        process = self._start(argv, cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr)
        try:
            timed_out = self._read(process, deadline, out, err)
        finally:
            self._end(process)
        out.close()
        return Completed(
            tuple(argv),
            process.returncode,
            out.text(),
            err.text() if err else "",
            timed_out=timed_out,
            stopped=self._stopped.is_set(),
        )

    def _read(
        self, process: subprocess.Popen[bytes], deadline: float | None, out: Capture, err: Capture | None
    ) -> bool:
        """Read until the process has ended, or must; True where its time was up.

        A child that outlives it may hold the pipes open: they are read for a moment more, and no longer.
        """
        with selectors.DefaultSelector() as selector:
            for pipe, capture in ((process.stdout, out), (process.stderr, err)):
                if pipe is not None and capture is not None:
                    os.set_blocking(pipe.fileno(), False)
                    selector.register(pipe, selectors.EVENT_READ, capture)
            ended_at: float | None = None
            while not self._stopped.is_set():
                now = time.monotonic()
                if deadline is not None and now >= deadline and ended_at is None:
                    return True
                if ended_at is None and _has_ended(process.pid):
                    ended_at = now
                if ended_at is not None and (not selector.get_map() or now - ended_at > _GRACE_S):
                    return False
                if not selector.get_map():
                    time.sleep(0.002)  # both pipes are closed: the process itself ends at any moment
                for key, _events in selector.select(_POLL_S) if selector.get_map() else ():
                    data = os.read(key.fd, 1 << 16)
                    if data:
                        key.data.add(data)
                    else:
                        selector.unregister(key.fileobj)
        return False

    def _start(
        self,
        argv: Sequence[str],
        cwd: Path,
        *,
        stdin: int,
        stdout: int | None,
        stderr: int | None,
        foreground: bool = False,
    ) -> subprocess.Popen[bytes]:
        program = self._trust.resolve(argv[0], cwd)
        name = program.resolve().name
        extra = hardening.git_environment(self._repository_settings(program, cwd)) if name == "git" else {}
        arguments = hardening.harden(name, argv[1:])
        process = self._popen(program, arguments, cwd, extra, (stdin, stdout, stderr), foreground=foreground)
        if foreground:
            return process
        with self._lock:
            self._groups.add(process.pid)
        if self._stopped.is_set():  # `stop` may have come between the check and the start
            _signal(process.pid, signal.SIGTERM)
        return process

    def _popen(
        self,
        program: Path,
        arguments: Sequence[str],
        cwd: Path,
        extra: Mapping[str, str],
        streams: tuple[int, int | None, int | None],
        *,
        foreground: bool,
    ) -> subprocess.Popen[bytes]:
        environment = self._trust.environment(program, self._environ) | dict(extra)
        try:
            return subprocess.Popen(  # noqa: S603  # a list, an absolute binary, no shell: see the head of this file
                [str(program), *arguments],
                cwd=cwd,
                env=environment,
                stdin=streams[0],
                stdout=streams[1],
                stderr=streams[2],
                close_fds=True,
                start_new_session=not foreground,
                process_group=0 if foreground else None,
            )
        except (OSError, ValueError) as error:  # ValueError: a zero byte in an argument
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise ProcessFault(f"{program.name} could not be started: {reason}") from error

    def _repository_settings(self, git: Path, cwd: Path) -> tuple[str, ...]:
        """The names that the repository's own configuration sets; empty outside one. Reading them runs nothing."""
        arguments = hardening.git(["config", "--list", "--show-scope", "--name-only", "--includes", "-z"])
        streams = (subprocess.DEVNULL, subprocess.PIPE, subprocess.DEVNULL)
        process = self._popen(git, arguments, cwd, hardening.git_environment(), streams, foreground=False)
        try:
            listed, _nothing = process.communicate(timeout=_CONFIG_S)
        except subprocess.TimeoutExpired as expired:  # an include of a pipe, for one
            self._end(process)
            raise ProcessFault("git's configuration here cannot be read, so git was not started") from expired
        fields = listed.decode(errors="surrogateescape").split("\0")
        return tuple(name for scope, name in zip(fields[::2], fields[1::2], strict=False) if scope in _OF_REPOSITORY)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """See to it that nothing of the process's group is left, then reap it.

        The leader is reaped last: while it is a zombie its number, which is the group's, cannot be given to another.
        """
        try:
            if not _has_ended(process.pid):
                _signal(process.pid, signal.SIGTERM)
                deadline = time.monotonic() + _GRACE_S
                while time.monotonic() < deadline and not _has_ended(process.pid):
                    time.sleep(0.01)
            _signal(process.pid, signal.SIGKILL)
            process.wait()
        finally:
            with self._lock:
                self._groups.discard(process.pid)
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()


def _wait_in_foreground(pid: int, terminal: int) -> None:
    """Make the process's group the terminal's owner, and wait until the process has ended; it stays unreaped."""
    while True:
        os.tcsetpgrp(terminal, pid)
        # It may have touched the terminal before it was its own, and been stopped for that; or have stopped itself.
        _signal(pid, signal.SIGCONT)
        found = os.waitid(os.P_PID, pid, os.WEXITED | os.WSTOPPED | os.WNOWAIT)
        if found is None or found.si_code != os.CLD_STOPPED:
            return
        time.sleep(_POLL_S)


def _has_ended(pid: int) -> bool:
    """Whether a child of ours has ended; it stays unreaped."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:  # someone else waited for it: "kill process" of one of our own
        return True


def _signal(group: int, number: signal.Signals) -> None:
    """Send a signal to a whole group; one that is gone, or holds a foreign user's process, is no error."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def _home(environ: Mapping[str, str]) -> Path:
    """The user's home folder: HOME if it is an absolute path, else what the password database says."""
    given = environ.get("HOME", "")
    return Path(given) if given.startswith("/") else Path("~").expanduser()
