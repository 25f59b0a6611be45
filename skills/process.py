"""The only file that starts a process, and so the only one to read to know what a process can do.

A process is started from an argument list, never through a shell; its binary comes from a trusted folder
(`skills.programs`), its arguments are hardened (`skills.hardening`), and its environment is built from nothing. It is
started in a sandbox of the kernel (`skills.sandbox`) that gives it what its skill declares, and under limits
(`skills.limits`). It gets a session of its own and no terminal, so that none of it can ask the user anything, and all
that it starts is ended with it (`skills.lineage`); `foreground` alone hands over the terminal, and takes it back
whatever happened.

A `Runner` serves one call of a skill: after `stop()` it starts nothing more. `fresh()` gives the next call its own.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from skills import caches, foreground, hardening, lineage, loopback, options, outlived, reports, services, tmux
from skills.afterwards import Afterwards
from skills.capabilities import ANY, CACHE
from skills.capture import Capture, Lines
from skills.channel import Channel
from skills.context import Completed
from skills.executables import OWN_FOLDERS, prefixes
from skills.hardening import EDITORS, OPENERS, STAYING
from skills.limits import MEMORY_BYTES, Limits
from skills.piping import GRACE_S, has_ended, read_to_the_end
from skills.programs import ProcessFault, ProgramMissing, Trust
from skills.reports import Report
from skills.sandbox import SYSTEM, Grant, Ground, Sandbox, cache_of, sandbox, started

__all__ = ["NoTerminal", "ProcessFault", "ProgramMissing", "Runner", "run_for_setup"]

Streams = tuple[int, int | None, int | None]
"""Standard input, output and error, as subprocess.Popen takes them."""

KEPT_BYTES = 1 << 20
"""How much of each of a program's two outputs is kept: half from its start, half from its end."""
_CONFIG_S = 5.0
"""How long git may take to list a repository's settings."""
_TMUX_S = 10.0
"""How long tmux may take to do what it is told."""
_LEFT_S = 3.0
"""How long a program that may go on is waited for: by then one that fails has said so."""
_COMPLAINT_BYTES = 4096
_GIT_CORE = tuple(map(Path, ("/usr/lib/git-core", "/usr/libexec/git-core", "/usr/local/libexec/git-core")))
"""Where git keeps the programs that it is made of."""


class NoTerminal(ProcessFault):
    """A program needs the terminal, and there is none, or it is not ours to give."""

    def __init__(self, name: str = "that") -> None:
        super().__init__(f"{name} needs a terminal, and there is none here to give")


@dataclass(frozen=True, slots=True)
class _Start:
    """One start, until it has been ended."""

    process: subprocess.Popen[bytes]
    mark: str
    """What tells its orphans from another's (`skills.lineage`)."""
    leaves: ExitStack = field(default_factory=ExitStack)
    """What is to be undone once it has ended."""
    alone: bool = False
    """Whether it has a network of its own."""
    report: Report | None = None
    """Where it was told to write one."""


class Runner:
    """Starts processes for one call of a skill. Any thread may call `stop` while another runs something."""

    def __init__(
        self,
        *,
        trust: Trust | None = None,
        environ: Mapping[str, str] | None = None,
        terminal: int = 0,
        kept_bytes: int = KEPT_BYTES,
        ground: Ground | None = None,
        grant: Grant | None = None,
    ) -> None:
        """By default: the system's folders, this process's environment (what of it may be passed on), and stdin.

        `ground` is what holds for all calls, `grant` what this one may touch; by default it reads the folder that a
        program is started in, and writes nothing.
        """
        self._environ = dict(os.environ) if environ is None else dict(environ)
        self._trust = trust or Trust(home=_home(self._environ))
        self._terminal = terminal
        self._kept_bytes = kept_bytes
        self._ground = ground or Ground(self._trust.home)
        self._grant = grant or Grant()
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._groups: set[int] = set()

    @property
    def home(self) -> Path:
        """The home folder of whoever it starts programs for."""
        return self._ground.home

    def fresh(self, grant: Grant | None = None) -> Runner:
        """A runner with the same settings for another call, not stopped; `grant` is what that call may touch."""
        return Runner(
            trust=self._trust,
            environ=self._environ,
            terminal=self._terminal,
            kept_bytes=self._kept_bytes,
            ground=self._ground,
            grant=grant or self._grant,
        )

    def run(self, argv: Sequence[str], *, cwd: Path, timeout_s: float | None = 30.0) -> Completed:
        """Run a program to its end and capture both outputs, each at most `kept_bytes`, invalid UTF-8 replaced.

        `timeout_s` is in seconds; then it is killed with all that it started. Raises ProcessFault.
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

        An editor is a person's own hands, and is not confined; anything else is, as ever. Ctrl-C then is the program's
        own. One that suspends itself is continued at once: there is no job control.
        Whoever holds the terminal must have let go of it (prompt-toolkit: `run_in_terminal`).
        Raises ProcessFault, and NoTerminal.
        """
        if not foreground.is_ours(self._terminal):
            raise NoTerminal(argv[0])
        if self._stopped.is_set():
            return -signal.SIGKILL
        return self._lend(lambda terminal: self._start(argv, cwd, (terminal, None, None), terminal=True))

    def _lend(self, started: Callable[[int], _Start]) -> int:
        """Start what gets the terminal, and take that back at its end; the exit status."""
        terminal = self._terminal
        if not foreground.is_ours(terminal):
            raise NoTerminal("tmux")
        modes = foreground.modes_of(terminal)
        start = started(terminal)
        with foreground.lent(terminal, modes):
            try:
                foreground.wait(start.process.pid, terminal)
            finally:
                self._end(start)
        return start.process.returncode

    def serve(self, arguments: Sequence[str], *, cwd: Path) -> Channel:
        """Start Golem's own Python with `arguments` and speak with it in lines until `Channel.close`.

        It runs under this runner's grant, and can read the interpreter and Golem beside that. What a skill asks for
        never comes here: no skill's context reaches this method. After `stop` the channel is at its end.
        Raises ProcessFault.
        """
        if self._stopped.is_set():
            raise ProcessFault("it was stopped")
        pipes = (subprocess.PIPE, subprocess.PIPE, subprocess.PIPE)
        start = self._launch(self._trust.own_python, list(arguments), cwd, {}, pipes, reads=OWN_FOLDERS)
        process = start.process
        assert process.stdin and process.stdout and process.stderr
        send, receive, errors = (os.dup(pipe.fileno()) for pipe in (process.stdin, process.stdout, process.stderr))
        process.stdin.close()

        def ended() -> int:
            self._end(start)
            return process.returncode

        return Channel(send, receive, errors, ended, self._kept_bytes)

    def ready(self, argv: Sequence[str], *, cwd: Path) -> list[str]:
        """What an editor is started with in a pane of its own: found, judged and hardened as `foreground` does it.

        Raises ProcessFault; for any program that is no editor, too, since in a pane nothing is confined.
        """
        program = self._trust.resolve(argv[0], cwd)
        self._check(argv)
        if program.name not in EDITORS:
            raise ProcessFault(f"{argv[0]} is no editor, and nothing else gets a pane of its own")
        arguments = hardening.harden(program.resolve().name, argv[1:])
        return [str(program), *(arguments or ["--"])]

    def tmux(self, arguments: Sequence[str], *, cwd: Path, stdin: bytes = b"") -> Completed:
        """Run tmux's client with arguments of `skills.tmux`, which alone calls this; no skill's context reaches it.

        It is not confined: it must reach its server's socket. The first one becomes that server, which outlives it with
        an environment that is built from nothing, as every program's; what runs in its panes is a person's own.
        Raises ProcessFault.
        """
        program = self._trust.resolve("tmux", cwd)
        options.check("tmux", arguments, {"tmux": tmux.USAGE})
        try:
            process = subprocess.Popen(  # noqa: S603  # a list, an absolute binary, no shell
                [str(program), *arguments],
                cwd=cwd,
                env=self._trust.environment(program, self._environ, terminal=True),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise ProcessFault(f"tmux could not be started: {error}") from error
        with process:
            try:
                out, err = process.communicate(stdin, timeout=_TMUX_S)
            except subprocess.TimeoutExpired as expired:
                process.kill()
                raise ProcessFault("tmux does not answer") from expired
        said, complained = out.decode(errors="replace"), err.decode(errors="replace")
        return Completed(("tmux", *arguments), process.returncode, said, complained)

    def attach(self, arguments: Sequence[str], *, cwd: Path) -> int:
        """Give the terminal to tmux's client until it is left; its exit status. As `tmux` in all else.

        Raises ProcessFault, and NoTerminal.
        """
        program = self._trust.resolve("tmux", cwd)
        options.check("tmux", arguments, {"tmux": tmux.USAGE})
        return self._lend(
            lambda terminal: self._launch(program, arguments, cwd, {}, (terminal, None, None), terminal=True, free=True)
        )

    def leave(self, argv: Sequence[str], *, cwd: Path, text: str = "") -> Completed:
        """Start what goes on after the call: the browser that a page is opened in, what holds the clipboard's `text`.

        Only programs of `hardening.STAYING`. What opens a page starts a person's own browser, and is not confined, like
        an editor; the others are, as ever. It comes back when the program has ended, or after `_LEFT_S` seconds as
        done. Raises ProcessFault.
        """
        if self._stopped.is_set():
            return Completed(tuple(argv), -signal.SIGKILL, "", "", stopped=True)
        program = self._trust.resolve(argv[0], cwd)
        self._check(argv)
        if argv[0] not in STAYING:
            raise ProcessFault(f"{argv[0]} is not among the programs that may go on after their call")
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as errors:
            given.write(text.encode())
            given.seek(0)
            streams = (given.fileno(), subprocess.DEVNULL, errors.fileno())
            free = argv[0] in OPENERS
            process = self._launch(program, argv[1:], cwd, {}, streams, free=free, stays=True).process
            try:
                status = process.wait(_LEFT_S)
            except subprocess.TimeoutExpired:
                threading.Thread(target=process.wait, name="left", daemon=True).start()  # so that no zombie is left
                status = 0
            errors.seek(0)
            return Completed(tuple(argv), status, "", errors.read(_COMPLAINT_BYTES).decode(errors="replace"))

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
        errors = subprocess.STDOUT if err is None else subprocess.PIPE
        start = self._start(argv, cwd, (subprocess.DEVNULL, subprocess.PIPE, errors))
        process = start.process
        both = ((process.stdout, out), (process.stderr, err))
        pipes = {pipe.fileno(): capture for pipe, capture in both if pipe is not None and capture is not None}
        report = b""
        try:
            timed_out = read_to_the_end(process.pid, pipes, deadline, self._stopped.is_set)
            report = start.report.read() if start.report is not None else report
        finally:
            self._end(start)
        out.close()
        return Completed(
            tuple(argv),
            process.returncode,
            out.text(),
            err.text() if err else "",
            timed_out=timed_out,
            stopped=self._stopped.is_set(),
            loopback=start.alone,
            report=report,
        )

    def _start(self, argv: Sequence[str], cwd: Path, streams: Streams, *, terminal: bool = False) -> _Start:
        """Judge and harden what a skill asks for, and start it."""
        program = self._trust.resolve(argv[0], cwd)
        self._check(argv)
        name = program.resolve().name
        extra: Mapping[str, str] = {}
        beside: tuple[Path, ...] = ()
        if name == "git":
            settings = self._git_settings(program, cwd)
            extra = hardening.git_environment(settings.repository)
            beside = (*_GIT_CORE, *(SYSTEM if settings.has_own_filter else ()))
        arguments = hardening.harden(name, argv[1:])
        return self._launch(program, arguments, cwd, extra, streams, beside=beside, terminal=terminal)

    def _check(self, argv: Sequence[str]) -> None:
        """Raise OptionRefused for a program that the call may not start, or not with these arguments."""
        asked = self._grant.capabilities
        name = "python" if "/" in argv[0] else argv[0]
        if ANY not in asked.binaries and name not in {*asked.binaries, *asked.options}:
            raise options.OptionRefused(f"{name} is not among the programs that this skill declares")
        options.check(name, argv[1:], {**options.declared(asked.options), **options.TABLES})

    def _launch(
        self,
        program: Path,
        arguments: Sequence[str],
        cwd: Path,
        extra: Mapping[str, str],
        streams: Streams,
        *,
        beside: tuple[Path, ...] = (),
        reads: tuple[Path, ...] = (),
        terminal: bool = False,
        free: bool = False,
        stays: bool = False,
    ) -> _Start:
        """Start a program in its sandbox, with its own mark, folder for temporary files, and limits, or `free`.

        One that `stays` is not ended with the call.
        """
        free = free or (terminal and program.name in EDITORS)
        mark, grant = secrets.token_hex(8), self._grant
        environment = self._trust.environment(program, self._environ, terminal=terminal) | dict(extra)
        spoken_to = services.variables(grant.capabilities.services, self._environ)
        environment |= spoken_to
        reads = (*reads, *services.places(grant.capabilities.services, spoken_to, self._ground.home))
        with ExitStack() as leaves:
            temporary = None
            if grant.capabilities.changes and not free:
                temporary = Path(tempfile.mkdtemp(prefix="golem-")).resolve()
                leaves.callback(shutil.rmtree, temporary, ignore_errors=True)
                environment["TMPDIR"] = str(temporary)
            report = None
            if temporary is not None and reports.asked(arguments):
                arguments, report = reports.named(arguments, temporary, leaves)
            if CACHE in grant.capabilities.writes and (cache := cache_of(self._ground, grant.tree or cwd)):
                environment |= caches.variables(cache, installs=bool(grant.capabilities.hosts))
            leaves.enter_context(lineage.marked(mark))
            environment[lineage.MARK] = lineage.STAYS if terminal or stays else mark

            def confined(*more: Path, alone: bool = False) -> Sandbox | None:
                if free:
                    return None
                places = {"beside": beside, "reads": (*reads, *more)}
                return sandbox(self._ground, grant, program, cwd, temporary=temporary, loopback=alone, **places)

            def popen(argv: list[str], *passed: int) -> subprocess.Popen[bytes]:
                return lineage.born(
                    lambda: subprocess.Popen(  # noqa: S603  # a list, an absolute binary, no shell: see this file's head
                        argv,
                        cwd=cwd,
                        env=environment,
                        stdin=streams[0],
                        stdout=streams[1],
                        stderr=streams[2],
                        close_fds=True,
                        pass_fds=passed,
                        start_new_session=not terminal,
                        process_group=0 if terminal else None,
                    )
                )

            argv, process = [str(program), *arguments], None
            try:
                if grant.capabilities.loopback and not terminal and loopback.possible():
                    own = self._trust.own_python
                    process = loopback.begun(own, confined(*OWN_FOLDERS, *prefixes(own), alone=True), popen, argv)
                alone = process is not None
                process = process or started(confined(), lambda: popen(argv))
            except (OSError, ValueError) as error:  # ValueError: a zero byte in an argument
                reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
                raise ProcessFault(f"{program.name} could not be started: {reason}") from error
            if not free:
                runs_any = ANY in grant.capabilities.binaries
                Limits(memory_bytes=None if runs_any else MEMORY_BYTES).put_on(process.pid)
            start = _Start(process, mark, leaves.pop_all(), alone, report)
        if not (terminal or stays):
            self._watch(start)
        return start

    def _watch(self, start: _Start) -> None:
        """Have `stop` reach it, its orphans come to us, and all of it be ended where Golem is killed meanwhile."""
        pid = start.process.pid
        start.leaves.enter_context(_AFTERWARDS.ending(pid, start.mark))
        start.leaves.enter_context(lineage.kept_in_sight(pid))
        with self._lock:
            self._groups.add(pid)
        if self._stopped.is_set():  # `stop` may have come between the check and the start
            _signal(pid, signal.SIGTERM)

    def _git_settings(self, git: Path, cwd: Path) -> hardening.GitSettings:
        """The names of the settings that git has here, by where they come from. Reading them runs nothing."""
        arguments = hardening.git(["config", "--list", "--show-scope", "--name-only", "--includes", "-z"])
        streams = (subprocess.DEVNULL, subprocess.PIPE, subprocess.DEVNULL)
        start = self._launch(git, arguments, cwd, hardening.git_environment(), streams)
        try:
            listed, _nothing = start.process.communicate(timeout=_CONFIG_S)
        except subprocess.TimeoutExpired as expired:  # an include of a pipe, for one
            raise ProcessFault("git's configuration here cannot be read, so git was not started") from expired
        finally:
            self._end(start)
        return hardening.GitSettings.read(listed.decode(errors="surrogateescape"))

    def _end(self, start: _Start) -> None:
        """See to it that nothing of what was started is left, then reap it.

        The leader is reaped last: while it is a zombie its number, which is the group's, cannot be given to another.
        """
        process = start.process
        try:
            if not has_ended(process.pid):
                _signal(process.pid, signal.SIGTERM)
                deadline = time.monotonic() + GRACE_S
                while time.monotonic() < deadline and not has_ended(process.pid):
                    time.sleep(0.01)
            _signal(process.pid, signal.SIGKILL)
            if process.pid in self._groups:
                lineage.end(process.pid, start.mark)
            process.wait()
        finally:
            with self._lock:
                self._groups.discard(process.pid)
            start.leaves.close()
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()


def _begin_afterwards() -> int:
    """Start what ends the rest where we are killed; the end of its pipe. Golem's own Python, confined by nothing."""
    process = subprocess.Popen(  # noqa: S603  # a list, our own interpreter, no shell
        [sys.executable, "-I", "-S", outlived.__file__],
        cwd="/",
        env={lineage.MARK: "outlived"},  # so that no start takes it for an orphan of its own
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    atexit.register(process.__exit__, None, None, None)  # Golem ends as it should, and so does that
    assert process.stdin is not None  # a pipe was asked for; this is for the type checker
    os.set_blocking(process.stdin.fileno(), False)  # a stopped one keeps nobody waiting
    return process.stdin.fileno()


_AFTERWARDS = Afterwards(_begin_afterwards)


def run_for_setup(arguments: Sequence[str], environment: Mapping[str, str], on_line: Callable[[str], None]) -> int:
    """Run Golem's own Python for `golem models pull`, where pip needs the network and the user's whole environment.

    It is confined by nothing. No utterance and no skill comes here: the arguments are the shipped manifest's. Each line
    of both outputs is given to `on_line`, foreign text; the exit status comes back. Raises OSError.
    """
    with subprocess.Popen(  # noqa: S603  # a list, our own interpreter, no shell
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(environment),
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            assert process.stdout is not None  # a pipe was asked for; this is for the type checker
            for line in process.stdout:
                on_line(line.rstrip("\n"))
        except BaseException:
            process.terminate()
            raise
        return process.wait()


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
