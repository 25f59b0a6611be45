"""What a running skill may use: the session it serves and the only door to processes. The shell implements it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from intents.model import IntentSpec
from skills.panes import Inside, Workspace
from skills.project.results import Results
from skills.sight import Sight
from skills.tallies import Tally


@dataclass(frozen=True, slots=True)
class Completed:
    """How a child process ended."""

    argv: tuple[str, ...]
    returncode: int
    """The exit status; negative is the signal that ended it."""
    stdout: str
    stderr: str
    timed_out: bool = False
    stopped: bool = False
    """True where the user said "stop" and the process group was killed."""
    loopback: bool = False
    """Whether it had a network of its own (`Capabilities.loopback`), and so could speak to itself."""
    report: bytes = b""
    """What it wrote where an option of its arguments had `skills.reports.REPORT`; empty for nothing."""


@dataclass(frozen=True, slots=True)
class Past:
    """A turn that is over, in words."""

    text: str
    """What was said or typed."""
    did: str
    """What came of it, in one or two sentences."""
    because: str
    """Why it came to that, in one or two sentences."""
    lines: tuple[str, ...]
    """Every step of it, for the screen, as `golem why` prints them."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something that goes on beside the talk, or did, as it stands when it is asked about."""

    name: str
    """What it is called: "build", "test run", "task docs"."""
    running: bool
    seconds: float
    """How long it has run, or ran, 0 or more."""
    ago: float = 0.0
    """Seconds since its end; 0 while it runs."""
    percent: float | None = None
    """How far its output says it is, 0 to 100; None where it does not tell."""
    tally: Tally | None = None
    """How many tests are over, where its output tells of tests."""
    lines: tuple[str, ...] = ()
    """The latest lines of its output, oldest first; foreign text."""
    spoken: str = ""
    """What it came to, in one or two sentences; empty while it runs."""
    ok: bool = True
    """False where it has ended and did not do what was asked."""


def numbered_lines(items: Sequence[str], heading: str = "") -> str:
    """Items one a line, numbered from 1, below a heading if there is one."""
    width = len(str(len(items)))
    lines = [f"{number:>{width}}  {item}" for number, item in enumerate(items, 1)]
    return "\n".join([heading, *lines] if heading else lines)


class Session(Protocol):
    """The conversation that a skill runs in."""

    @property
    def cwd(self) -> Path:
        """The session's working folder, absolute and resolved."""
        ...

    @property
    def last_spoken(self) -> str | None:
        """The last reply but for this one; None before the first."""
        ...

    @property
    def past(self) -> Past | None:
        """The last turn but those that only asked about it; None before the first."""
        ...

    def nothing_to(self, wish: Literal["again", "undo", "pick"]) -> str:
        """Why there is nothing to do again, to undo or to pick, in one sentence."""
        ...

    def change_folder(self, folder: Path) -> None:
        """Make `folder` the working folder from the next turn on."""
        ...

    def sayable(self) -> Sequence[IntentSpec]:
        """Every allowed skill's sentences, for help."""
        ...

    def stop(self) -> None:
        """End what is being spoken and what is running in this turn; jobs that go on beside the talk do not end."""
        ...

    @property
    def tests(self) -> Results | None:
        """How the last run of tests went; None before the first."""
        ...

    def note_tests(self, results: Results) -> None:
        """Keep how a run of tests went, for as long as the session lasts."""
        ...

    def jobs(self) -> Sequence[Job]:
        """What goes on beside the talk, the latest first, then what has ended, the latest first."""
        ...

    def stop_jobs(self, name: str | None = None) -> Sequence[str]:
        """End the jobs of that name, or all, with all that they started; their names."""
        ...

    def say_when_done(self, name: str | None = None) -> Sequence[str]:
        """Have the ends of the jobs of that name, or of all, be said aloud; their names."""
        ...

    def quit(self) -> None:
        """End the session after this turn."""
        ...

    def sleep(self) -> None:
        """Pass over all that is heard but "wake up"; what is typed goes on as before."""
        ...

    def wake(self) -> None:
        """Listen again."""
        ...

    def after(self, seconds: float, spoken: str, label: str) -> None:
        """Say `spoken` in `seconds` (a timer); shown by `timers` as `label`."""
        ...

    def timers(self) -> Sequence[tuple[str, float]]:
        """Label and seconds left of each timer, soonest first."""
        ...

    def cancel_timers(self) -> int:
        """Cancel all timers; how many there were."""
        ...


class Context(Protocol):
    """Handed to every skill as its first argument."""

    @property
    def session(self) -> Session:
        """The conversation that this call belongs to."""
        ...

    @property
    def cwd(self) -> Path:
        """The folder that the call was judged in; relative names mean names in it."""
        ...

    def seen(self, path: Path) -> Sight:
        """What stood at one of the call's paths, or at `cwd`, when the call was judged: a skill acts on that.

        Raises `skills.sight.Changed` for a path that was not judged.
        """
        ...

    @property
    def stopped(self) -> bool:
        """True once the user said "stop", or the call's time is up: nothing more that it does is waited for."""
        ...

    def show(self, text: str) -> None:
        """Print a line or more at once, above the prompt; stripped of control sequences."""
        ...

    def say(self, text: str) -> None:
        """Print a sentence at once, and say it aloud where this turn is answered aloud: before the reply, not in it."""
        ...

    def list(self, items: Sequence[str], heading: str = "") -> None:
        """Print items at once, one a line and numbered, below a heading if there is one."""
        ...

    def ask(self, question: str, choices: Sequence[str] = (), *, timeout_s: float = 20.0) -> str | None:
        """Put a question to whoever speaks or types, and wait: their words, or the one of `choices` that they named.

        None where nobody answers within `timeout_s` seconds (60 at most), where they call it off ("cancel", "never
        mind"), where their answer is none of the choices three times, and where nobody is there (a script). The skill's
        own time goes on meanwhile. An answer agrees to nothing: what is destroyed is asked about
        by the policy, before the skill runs.
        """
        ...

    def recall(self) -> Mapping[str, str]:
        """All that skills of this module remember, by key, in the order in which it was first remembered."""
        ...

    def remember(self, key: str, text: str | None) -> None:
        """Keep a short text under a key until another takes its place, also when Golem has ended; None forgets it.

        At most 200 texts of 4,000 characters a module (`skills.memory`), and not for a skill whose effect is OBSERVE.
        Raises `skills.memory.MemoryFault` where it cannot be kept, which may be left to Golem.
        """
        ...

    def schedule(self, seconds: float, spoken: str, label: str = "") -> None:
        """Say something in so many seconds, if Golem still runs then; `label` is what "what timers are set" says."""
        ...

    def run(self, argv: Sequence[str], *, cwd: Path | None = None, timeout_s: float = 30.0) -> Completed:
        """Run a program to its end and capture what it prints. argv[0] is a bare name; see `skills.process`.

        It runs in `cwd`, by default the folder that the call was judged in.
        Raises `skills.process.ProgramMissing` where no trusted folder has it.
        """
        ...

    def stream(
        self,
        argv: Sequence[str],
        *,
        cwd: Path | None = None,
        timeout_s: float | None = None,
        on_line: Callable[[str], None] | None = None,
    ) -> Completed:
        """As `run`, but each line is shown as it comes (and handed to `on_line`)."""
        ...

    @property
    def workspace(self) -> Workspace | None:
        """The panes beside Golem; None where there is no workspace. No module from elsewhere is given one."""
        ...

    @property
    def inside(self) -> Inside | None:
        """What the pane that the call is for held when it was judged; None where it is for none, or there is none."""
        ...

    def beside(self, argv: Sequence[str]) -> None:
        """Open an editor in a pane of its own, beside Golem, and return at once.

        Raises `skills.panes.WorkspaceFault` where there is no workspace.
        """
        ...

    def leave(self, argv: Sequence[str], *, text: str = "") -> Completed:
        """Start what goes on after the call, one of the few that may: a browser, what holds the clipboard's `text`.

        No module from elsewhere is given this. Raises `skills.process.ProcessFault`.
        """
        ...

    def foreground(self, argv: Sequence[str]) -> int:
        """Give the terminal to a program (an editor) until it ends; its exit status.

        Raises `skills.process.NoTerminal` where there is no terminal to give.
        """
        ...
