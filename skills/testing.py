"""A context to try skills with, in tests: what a skill shows, runs and asks of the session is recorded.

    from skills.testing import FakeContext

    context = FakeContext(cwd=tmp_path, outputs={"git": "clean\\n"})
    reply = my_skill(context)
    assert context.started == [("git", "status")]

Nothing is started by it. For the real programs, give it a runner, with what the skill declares:
`FakeContext(cwd=tmp_path, runner=Runner(grant=Grant(Capabilities(binaries=("git",)))))`.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Literal

from intents.model import IntentSpec
from skills.context import Completed, Job, Past, numbered_lines
from skills.panes import Inside, Workspace, WorkspaceFault
from skills.process import NoTerminal, ProgramMissing, Runner
from skills.project.results import Results
from skills.sight import Sight, look


@dataclass
class FakeSession:
    """A conversation that only remembers what was asked of it."""

    cwd: Path
    last_spoken: str | None = None
    intents: tuple[IntentSpec, ...] = ()
    """What `sayable` answers."""
    past: Past | None = None
    tests: Results | None = None
    going: tuple[Job, ...] = ()
    """What `jobs` answers."""
    stopped: bool = False
    quitting: bool = False
    asleep: bool = False
    spoken_later: list[tuple[float, str, str]] = field(default_factory=list)
    """Every timer set: seconds, what will be said, its label."""

    def nothing_to(self, wish: Literal["again", "undo", "pick"]) -> str:
        """A sentence that names the wish."""
        return f"There is nothing to {wish}."

    def change_folder(self, folder: Path) -> None:
        """Set `cwd`."""
        self.cwd = folder

    def sayable(self) -> Sequence[IntentSpec]:
        """The intents given."""
        return self.intents

    def stop(self) -> None:
        """Set `stopped`."""
        self.stopped = True

    def note_tests(self, results: Results) -> None:
        """Set `tests`."""
        self.tests = results

    def jobs(self) -> Sequence[Job]:
        """The jobs given."""
        return self.going

    def stop_jobs(self, name: str | None = None) -> Sequence[str]:
        """The names of those that run; they are taken for ended."""
        chosen = [job.name for job in self.going if job.running and name in (None, job.name)]
        self.going = tuple(replace(job, running=job.running and job.name not in chosen) for job in self.going)
        return chosen

    def say_when_done(self, name: str | None = None) -> Sequence[str]:
        """The names of those that run."""
        return [job.name for job in self.going if job.running and name in (None, job.name)]

    def quit(self) -> None:
        """Set `quitting`."""
        self.quitting = True

    def after(self, seconds: float, spoken: str, label: str) -> None:
        """Remember a timer; no time passes here."""
        self.spoken_later.append((seconds, spoken, label))

    def timers(self) -> Sequence[tuple[str, float]]:
        """Label and seconds of each timer, soonest first."""
        return sorted(((label, seconds) for seconds, _spoken, label in self.spoken_later), key=lambda timer: timer[1])

    def sleep(self) -> None:
        """Remember it."""
        self.asleep = True

    def wake(self) -> None:
        """Remember it."""
        self.asleep = False

    def cancel_timers(self) -> int:
        """Forget all timers; how many there were."""
        number = len(self.spoken_later)
        self.spoken_later.clear()
        return number


@dataclass
class FakeContext:
    """A context for one call. A program answers with what `outputs` holds for its name; any other one is missing."""

    cwd: Path
    outputs: Mapping[str, str | Completed] = field(default_factory=dict)
    """Program's bare name → its standard output, or all of how it ends."""
    editors: Mapping[str, int] = field(default_factory=dict)
    """Program's bare name → the status that it leaves the foreground with."""
    terminal: bool = True
    """False: `foreground` raises NoTerminal."""
    stopped: bool = False
    """True: the user said "stop"."""
    runner: Runner | None = None
    """Set: `run` and `stream` really start programs."""
    answers: list[str | None] = field(default_factory=list)
    """What the person answers to the next questions; None is silence."""
    memory: dict[str, str] = field(default_factory=dict)
    """What was remembered, and is."""
    asked: list[str] = field(default_factory=list)
    """Every question put."""
    said: list[str] = field(default_factory=list)
    """Every sentence said before the reply."""
    shown: list[str] = field(default_factory=list)
    """Every text shown, a streamed line being one."""
    started: list[tuple[str, ...]] = field(default_factory=list)
    """Every argument list, as the skill gave it."""
    sights: dict[Path, Sight] = field(default_factory=dict)
    """What was seen at a path; any other is looked at when the skill asks."""
    workspace: Workspace | None = None
    """Set: the panes beside Golem."""
    inside: Inside | None = None
    """Set: what the pane held when the call was judged."""
    left: list[str] = field(default_factory=list)
    """Every text that a program which goes on was given."""
    opened: list[tuple[str, ...]] = field(default_factory=list)
    """Every argument list of an editor that got a pane of its own."""
    session: FakeSession = field(init=False)

    def __post_init__(self) -> None:
        self.session = FakeSession(self.cwd)

    def seen(self, path: Path) -> Sight:
        """What `sights` holds for it, or what stands there now."""
        return self.sights.get(path) or look(path)

    def show(self, text: str) -> None:
        """Remember a text."""
        self.shown.append(text)

    def say(self, text: str) -> None:
        """Remember a sentence said."""
        self.said.append(text)

    def list(self, items: Sequence[str], heading: str = "") -> None:
        """Remember it as shown, as it would stand on the screen."""
        self.show(numbered_lines(items, heading))

    def ask(self, question: str, choices: Sequence[str] = (), *, timeout_s: float = 20.0) -> str | None:
        """The next of `answers`; None where there are no more, or it is none of the choices."""
        self.asked.append(question)
        answer = self.answers.pop(0) if self.answers else None
        return None if choices and answer not in choices else answer

    def recall(self) -> Mapping[str, str]:
        """A copy of `memory`."""
        return dict(self.memory)

    def remember(self, key: str, text: str | None) -> None:
        """Keep it in `memory`, or forget it."""
        if text is None:
            self.memory.pop(key, None)
        else:
            self.memory[key] = text

    def schedule(self, seconds: float, spoken: str, label: str = "") -> None:
        """Remember a timer of the session's; no time passes here."""
        self.session.after(seconds, spoken, label or spoken)

    def run(self, argv: Sequence[str], *, cwd: Path | None = None, timeout_s: float = 30.0) -> Completed:
        """Answer from `outputs`, or by the runner."""
        self.started.append(tuple(argv))
        if self.runner is not None:
            return self.runner.run(argv, cwd=cwd or self.cwd, timeout_s=timeout_s)
        return self._answer(argv)

    def stream(
        self,
        argv: Sequence[str],
        *,
        cwd: Path | None = None,
        timeout_s: float | None = None,
        on_line: Callable[[str], None] | None = None,
    ) -> Completed:
        """As `run`; each line is shown and handed on."""
        self.started.append(tuple(argv))

        def line_out(line: str) -> None:
            self.show(line)
            if on_line is not None:
                on_line(line)

        if self.runner is not None:
            return self.runner.stream(argv, cwd=cwd or self.cwd, timeout_s=timeout_s, on_line=line_out)
        done = self._answer(argv)
        for line in done.stdout.splitlines():
            line_out(line)
        return done

    def foreground(self, argv: Sequence[str]) -> int:
        """Answer from `editors`."""
        if not self.terminal:
            raise NoTerminal(argv[0])
        if argv[0] not in self.editors:
            raise ProgramMissing(argv[0])
        self.started.append(tuple(argv))
        return self.editors[argv[0]]

    def leave(self, argv: Sequence[str], *, text: str = "") -> Completed:
        """Answer as `run`, and remember the text in `left`."""
        self.left.append(text)
        if self.runner is not None:
            self.started.append(tuple(argv))
            return self.runner.leave(argv, cwd=self.cwd, text=text)
        return self.run(argv)

    def beside(self, argv: Sequence[str]) -> None:
        """Remember it; an editor is there where `editors` has it."""
        if self.workspace is None:
            raise WorkspaceFault("there is no workspace")
        if argv[0] not in self.editors:
            raise ProgramMissing(argv[0])
        self.opened.append(tuple(argv))

    def _answer(self, argv: Sequence[str]) -> Completed:
        answer = self.outputs.get(argv[0])
        if answer is None:
            raise ProgramMissing(argv[0])
        return answer if isinstance(answer, Completed) else Completed(tuple(argv), 0, answer, "")


def load(file: Path) -> ModuleType:
    """A module of skills, loaded from its file to be tested; its functions are called as any other.

    It runs here, with the rights of whoever runs the test: only for a file that you wrote, or have read.
    """
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # type hints are looked up there
    spec.loader.exec_module(module)
    return module
