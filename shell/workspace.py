"""`golem --workspace`: a Golem in a slim pane of a tmux of its own, and the work beside it.

Two processes play a part. The one that was called sees to it that the workspace runs and has a Golem, and lends its
terminal to tmux until the workspace is left. The other is that Golem, started by tmux in a pane (`shell.pane`); it
learns by `--beside` where the workspace is, and by TMUX_PANE which pane is its own.

What runs in the panes gets an environment built from nothing, so Golem's own settings are handed over in a file that
only the user can read, and that is taken away by who reads it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from shell.errors import ConfigError, GolemError
from shell.output import tell, warn
from shell.places import Places, places_of_user
from skills.known_programs import Program
from skills.own_programs import ProgramFault
from skills.own_programs import load as load_programs
from skills.panes import HANDED, WORKSPACE, Workspace, WorkspaceFault
from skills.process import NoTerminal, ProcessFault, ProgramMissing, Runner
from skills.spec import Call
from skills.tmux import Tmux

LAUNCHER: Final = Path(__file__).with_name("pane.py")
OF_TERMINAL: Final = frozenset({"TMUX", "TMUX_PANE", "TERM", "COLUMNS", "LINES", "SHLVL", "PWD", "OLDPWD", "_"})
"""Variables that belong to a terminal, and are another pane's own there."""
STAYS: Final = "The workspace goes on; golem --workspace joins it again."
ENDED: Final = "the workspace was ended from outside, with what ran in its panes; golem --workspace starts another"
_LOCK_S: Final = 20.0
KEPT_S: Final = 0.1
"""For so long, in seconds, what runs beside Golem is taken to be what was seen; each act looks again."""


class WorkspaceError(GolemError):
    """The workspace cannot be had."""


def open_workspace(args: argparse.Namespace) -> int | None:
    """Start or join the workspace, and show it in this terminal until it is left; 0 then.

    None where tmux is not installed, which is said. Raises WorkspaceError, and ConfigError for a table of programs.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WorkspaceError("--workspace needs a terminal; golem do and golem --typed do not")
    places = places_of_user()
    programs_of(places)  # a Golem in a pane that ends takes its complaint with it
    socket = socket_of(places)
    if os.environ.get("TMUX", "").partition(",")[0] == str(socket):
        raise WorkspaceError("this is the workspace already; golem --workspace joins it from outside")
    runner = Runner()
    workspace = Tmux(runner.tmux, socket)
    try:
        with FileLock(socket.with_suffix(".lock"), timeout=_LOCK_S):
            _furnish(workspace, args, Path.cwd())
        status = runner.attach(workspace.attaching(), cwd=Path("/"))
        if workspace.is_there():
            tell(STAYS)
        elif status != 0:  # tmux's client says by it that its server did not end by itself
            raise WorkspaceError(ENDED)
    except ProgramMissing as missing:
        warn(f"golem: {missing}; going on without a workspace")
        return None
    except (WorkspaceFault, NoTerminal) as fault:
        raise WorkspaceError(str(fault)) from fault
    except Timeout as taken:
        raise WorkspaceError("another golem is starting the workspace; try again") from taken
    except OSError as error:
        raise WorkspaceError(f"the workspace cannot be started: {error.strerror or error}") from error
    return 0


def _furnish(workspace: Tmux, args: argparse.Namespace, cwd: Path) -> None:
    """See to it that the workspace runs, with a Golem in it."""
    if not workspace.is_there():
        size = shutil.get_terminal_size()
        workspace.begin(cwd, size.columns, size.lines)
    if workspace.golem() is None:
        note = hand_over(workspace.socket, os.environ, arguments_of(args, workspace.socket))
        workspace.house([sys.executable, "-I", str(LAUNCHER), str(note)], cwd)


def arguments_of(args: argparse.Namespace, socket: Path) -> list[str]:
    """What the Golem in the pane is started with: what this one was, but for the workspace itself."""
    given = ["--config", str(Path(args.config).absolute())] if args.config else []
    given += [word for one in args.set for word in ("--set", one)]
    flags = [f"--{name}" for name in ("debug", "typed", "quiet") if getattr(args, name, False)]
    return [*given, *flags, "--beside", str(socket)]


def hand_over(socket: Path, environment: Mapping[str, str], arguments: list[str]) -> Path:
    """Write down, for the user's eyes only, what `shell.pane` is to start Golem with."""
    kept = {name: value for name, value in environment.items() if name not in OF_TERMINAL}
    handle, name = tempfile.mkstemp(dir=socket.parent, prefix="golem-")  # made with mode 0600
    with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as note:
        json.dump({"environment": kept, "arguments": arguments}, note)
    return Path(name)


def socket_of(places: Places, environment: Mapping[str, str] = os.environ) -> Path:
    """The workspace's socket, in a folder that is this user's alone; each state folder has a workspace of its own.

    Raises WorkspaceError where there is no such folder. The path is short: a socket's may have 107 bytes.
    """
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    folder = (
        Path(runtime) / "golem" if runtime.startswith("/") else Path(tempfile.gettempdir()) / f"golem-{os.geteuid()}"
    )
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise WorkspaceError(f"{folder} cannot be made: {error.strerror}") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise WorkspaceError(f"{folder} is not a folder of yours alone; remove it")
    return folder / f"{hashlib.sha256(os.fsencode(places.state)).hexdigest()[:12]}.tmux"


def programs_of(places: Places) -> tuple[Program, ...]:
    """What is known of programs in panes, the user's own tables among it. Raises ConfigError for one that is wrong."""
    try:
        return load_programs(places.programs)
    except ProgramFault as fault:
        raise ConfigError(str(fault)) from fault


def workspace_at(socket: str | None, runner: Runner, programs: Sequence[Program] | None = None) -> Tmux | None:
    """The workspace that this Golem runs in; None where it runs in none."""
    own = os.environ.get("TMUX_PANE", "")
    return Tmux(runner.tmux, Path(socket), own, programs) if socket and own else None


def leave(workspace: Tmux) -> None:
    """Give the terminal back when Golem ends. The panes stay."""
    with suppress(ProcessFault):  # a workspace that is gone has given it back already
        workspace.leave()


class Surroundings:
    """What there is beside Golem that words may be for, looked at anew after KEPT_S."""

    def __init__(
        self, workspace: Workspace, last: Callable[[], Call | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`last` gives the last call that was judged."""
        self._workspace = workspace
        self._last = last
        self._clock = clock
        self._seen: tuple[float, frozenset[str]] = (-KEPT_S, frozenset())

    def words_for(self) -> frozenset[str]:
        """The names that a skill's `within` may ask for; from any thread. Never raises."""
        when, verbs = self._seen
        if self._clock() - when >= KEPT_S:
            verbs = self._verbs()
            self._seen = (self._clock(), verbs)
        last = self._last()
        handed = {HANDED} if last is not None and last.skill.id.startswith("hands.") else set()
        return verbs | {WORKSPACE} | handed

    def _verbs(self) -> frozenset[str]:
        """What the program in the current pane can be told to do."""
        try:
            inside = self._workspace.look()
        except ProcessFault:  # it is told where a skill needs the workspace
            return frozenset()
        known = inside.program if inside is not None else None
        return frozenset(known.verbs) if known is not None else frozenset()
