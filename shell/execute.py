"""Runs a permitted call on a worker thread and hands the skill what it may use; nothing runs without a Permit."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from policies.circumstances import working_tree
from policies.verdict import Deny, Permit
from shell.attendant import Attendant, NobodyThere
from shell.jobs import MOST, Ongoing, Output
from shell.session import ShellSession
from skills.context import Completed, numbered_lines
from skills.memory import FileMemory, Memory, MemoryFault
from skills.panes import Inside, Workspace, WorkspaceFault
from skills.process import NoTerminal, ProcessFault, ProgramMissing, Runner
from skills.sandbox import Grant
from skills.sight import Changed, Sight
from skills.spec import Call, Effect, Origin, Reply
from skills.wording import span

log = logging.getLogger(__name__)

GRACE_S = 2.0
"""Seconds for ending the process of a user's module whose time is up."""


class Stage(Protocol):
    """Where a running skill's output goes, and the terminal that it may be lent."""

    def show(self, text: str) -> None:
        """Print above the prompt, from any thread; strips control sequences."""
        ...

    def lend(self, run: Callable[[], int]) -> int:
        """Step aside, call `run` with the terminal free for a foreground program, come back. From a worker thread.

        Raises `skills.process.NoTerminal` where there is no terminal.
        """
        ...


@dataclass(frozen=True, slots=True)
class ShellContext:
    """Implements `skills.context.Context` for one call."""

    session: ShellSession
    cwd: Path
    stage: Stage
    runner: Runner
    call: Call
    attendant: Attendant
    memory: Memory
    loop: asyncio.AbstractEventLoop
    """The one that runs the turn; the skill is on a thread of its own."""
    workspace: Workspace | None = None

    @property
    def inside(self) -> Inside | None:
        """What the pane that the call is for held when it was judged."""
        return self.call.inside

    def seen(self, path: Path) -> Sight:
        """What stood at a path when the call was judged."""
        try:
            return self.call.seen[Path(os.path.normpath(self.cwd / path))]
        except KeyError:
            raise Changed(f"{path.name} is none of what was judged, so I left it alone") from None

    @property
    def stopped(self) -> bool:
        """Whether "stop" was said, or the call's time is up."""
        return self.runner.stopped

    def show(self, text: str) -> None:
        """Print at once, above the prompt."""
        self.stage.show(text)

    def say(self, text: str) -> None:
        """Print a sentence at once, and say it where this turn is answered aloud."""
        self.attendant.say(text, self.call)

    def list(self, items: Sequence[str], heading: str = "") -> None:
        """Print items at once, one a line and numbered."""
        self.stage.show(numbered_lines(items, heading))

    def ask(self, question: str, choices: Sequence[str] = (), *, timeout_s: float = 20.0) -> str | None:
        """Put a question to whoever speaks or types, and wait."""
        asking = self.attendant.ask(question, choices, timeout_s, self.call)
        return asyncio.run_coroutine_threadsafe(asking, self.loop).result()

    def recall(self) -> Mapping[str, str]:
        """All that skills of this module remember."""
        return self.memory.recall()

    def remember(self, key: str, text: str | None) -> None:
        """Keep a short text under a key; None forgets it."""
        if self.call.skill.effect is Effect.OBSERVE:
            raise PermissionError("context.remember is for skills whose effect is not OBSERVE")
        self.memory.remember(key, text)

    def schedule(self, seconds: float, spoken: str, label: str = "") -> None:
        """Say something in so many seconds."""
        self.session.after(seconds, spoken, label or spoken)

    def run(self, argv: Sequence[str], *, cwd: Path | None = None, timeout_s: float = 30.0) -> Completed:
        """Run a program to its end and capture what it prints."""
        return self.runner.run(argv, cwd=cwd or self.cwd, timeout_s=timeout_s)

    def stream(
        self,
        argv: Sequence[str],
        *,
        cwd: Path | None = None,
        timeout_s: float | None = None,
        on_line: Callable[[str], None] | None = None,
    ) -> Completed:
        """Run a program, showing each line as it comes."""

        def line_out(line: str) -> None:
            self.stage.show(line)
            if on_line is not None:
                on_line(line)

        return self.runner.stream(argv, cwd=cwd or self.cwd, timeout_s=timeout_s, on_line=line_out)

    def beside(self, argv: Sequence[str]) -> None:
        """Open an editor in a pane of its own."""
        if self.workspace is None:
            raise WorkspaceFault("there is no workspace; golem --workspace starts one")
        self.workspace.open(self.runner.ready(argv, cwd=self.cwd), self.cwd)

    def leave(self, argv: Sequence[str], *, text: str = "") -> Completed:
        """Start what goes on after the call."""
        return self.runner.leave(argv, cwd=self.cwd, text=text)

    def foreground(self, argv: Sequence[str]) -> int:
        """Give the terminal to a program until it ends."""
        return self.stage.lend(lambda: self.runner.foreground(argv, cwd=self.cwd))


class Executor:
    """Runs permitted calls: one that is waited for at a time, and jobs beside it."""

    def __init__(
        self,
        session: ShellSession,
        stage: Stage,
        runner: Runner,
        workspace: Workspace | None = None,
        *,
        moment_s: float | None = None,
        attendant: Attendant | None = None,
        memories: Path | None = None,
    ) -> None:
        """`moment_s` is how long a job is waited for before it goes on beside the talk; None: to its end.

        `attendant` is asked for what a skill says and asks; `memories` is the folder of what skills remember.
        """
        self._session = session
        self._workspace = workspace
        self._attendant = attendant or NobodyThere(stage.show)
        self._memories = memories
        self._stage = stage
        self._runner = runner
        self._moment_s = moment_s
        self._running: set[Runner] = set()
        self._threads = ThreadPoolExecutor(max_workers=4 + MOST, thread_name_prefix="skill")

    async def execute(self, permit: Permit, *, beside: bool = False) -> Reply | Deny | Ongoing:
        """Run the call just as it was judged; a failure or a timeout is a Reply with ok False, never an exception.

        A Deny where the permit is not good any more: it was used, or what was agreed to has changed since. Where it may
        go on `beside` the talk and takes long, what goes on.
        """
        denial = await asyncio.to_thread(permit.redeem)
        if denial is not None:
            return denial
        call = permit.call
        name = call.job if beside and self._moment_s is not None else ""
        if not name:
            return await self._run(call, self._fresh(call), self._stage)
        already = self._session.going.running(name, call.cwd)
        if already is not None:
            return Reply(f"The {name} is still going, for {span(already.seconds)} so far.", ok=False)
        return await self._waited(call, name)

    async def _waited(self, call: Call, name: str) -> Reply | Ongoing:
        """What a job comes to within a moment, or the job that goes on."""
        runner, output, began = self._fresh(call), Output(self._stage), self._session.going.clock()
        work = asyncio.ensure_future(self._run(call, runner, output))
        try:
            await asyncio.wait({work}, timeout=self._moment_s)
            while not work.done() and (self._session.going.full or runner.stopped):
                await asyncio.wait({work}, timeout=self._moment_s)
        except asyncio.CancelledError:
            runner.stop()
            raise
        if work.done():
            return work.result()
        self._running.discard(runner)  # "stop" is for what is waited for
        job = Ongoing(call, name, runner, output, work, began)
        self._session.going.add(job)
        return job

    def _fresh(self, call: Call) -> Runner:
        # For this call alone: it touches what the skill declares, and once stopped, it starts nothing more.
        return self._runner.fresh(_grant(call, self._runner.home))

    async def _run(self, call: Call, runner: Runner, stage: Stage) -> Reply:
        self._running.add(runner)
        memory, loop = FileMemory(self._memories, call.skill.keeper), asyncio.get_running_loop()
        context = ShellContext(
            self._session, call.cwd, stage, runner, call, self._attendant, memory, loop, self._workspace
        )
        try:
            return await self._readied(call, context) or await self._timed(call, context)
        except TimeoutError:
            runner.stop()
            return Reply(
                f"{call.skill.id} took more than {call.skill.timeout_s:.0f} seconds and was stopped.", ok=False
            )
        except ProgramMissing as missing:
            return Reply(str(missing), ok=False)
        except NoTerminal:
            return Reply("That needs a terminal, and there is none here.", ok=False)
        except (ProcessFault, Changed, MemoryFault) as fault:
            return Reply(f"{fault}.", ok=False)
        except Exception as fault:
            log.debug("%s failed", call.skill.id, exc_info=True)
            return Reply(f"{call.skill.id} failed: {type(fault).__name__}: {fault}", ok=False)
        finally:
            self._running.discard(runner)

    async def _readied(self, call: Call, context: ShellContext) -> Reply | None:
        """See that what the skill runs in is there, which has a time limit of its own."""
        if call.skill.ready is None:
            return None
        ready = partial(call.skill.ready, context, **call.arguments)
        return await asyncio.get_running_loop().run_in_executor(self._threads, ready)

    async def _timed(self, call: Call, context: ShellContext) -> Reply:
        """What the skill answers. Raises TimeoutError, and what it raises."""
        run = partial(call.skill.run, context, **call.arguments)
        work = asyncio.get_running_loop().run_in_executor(self._threads, run)
        limit = call.skill.timeout_s
        if limit is not None and call.skill.origin is Origin.USER:
            limit += GRACE_S  # its process is held to the limit, and what it hangs in is told with that
        return await asyncio.wait_for(asyncio.shield(work), limit)

    def stop(self) -> None:
        """End the programs that running calls have started, if any; from any thread."""
        for runner in tuple(self._running):
            runner.stop()


def _grant(call: Call, home: Path) -> Grant:
    """What the programs of a call may touch: what its skill declares, in this working tree, with these arguments."""
    arguments = tuple(value.resolve() for value in call.arguments.values() if isinstance(value, Path))
    return Grant(call.skill.capabilities, working_tree(call.cwd, home), arguments)
