"""Golem's side of a module's process: starts it when it is needed, speaks with it, and ends it at the first fault.

One question at a time. A process that crashes, hangs, floods, or says what makes no sense at that moment is killed with
all that it started, and what it was asked is one `WorkerFault`; the next question starts it anew.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from skills.capabilities import Capabilities
from skills.channel import ChannelFault, ChannelSlow
from skills.foreign import wire
from skills.foreign.limits import MOST_SAID, MOST_WISHES, START_S
from skills.process import ProcessFault

log = logging.getLogger(__name__)

_POLL_S = 0.05
_SEND_S = 5.0

Answer = TypeVar("Answer", bound=wire.Message)


class WorkerFault(Exception):
    """A question that the module's process did not answer as it should; `str()` says how, after the module's name."""

    def __init__(self, text: str, line: int = 0) -> None:
        """`line` is where in the module's text it happened, from 1; 0 where that is not known."""
        super().__init__(text)
        self.line = line


class Speaking(Protocol):
    """A process that is spoken with in lines; `skills.channel.Channel` is one."""

    def send(self, line: str, *, timeout_s: float) -> None:
        """Send one line. Raises ChannelFault."""
        ...

    def receive(self, *, timeout_s: float) -> str:
        """The next line. Raises ChannelFault; ChannelSlow where none comes in time."""
        ...

    @property
    def complaints(self) -> str:
        """What it wrote to its standard error."""
        ...

    def close(self) -> int:
        """End it; its exit status."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """What a process may touch; two questions of the same place can go to the same process."""

    capabilities: Capabilities
    cwd: Path
    """Absolute: the working tree around it is what @tree stands for."""
    arguments: tuple[Path, ...] = ()
    """The paths that the call names."""


Start = Callable[[Place], Speaking]
"""Starts the process of `skills.foreign.child` in its sandbox. Raises ProcessFault."""


@dataclass(frozen=True, slots=True)
class Source:
    """A module as it was allowed."""

    name: str
    """The file's stem, or the name by which a package offers it."""
    file: Path
    content: bytes
    closed: tuple[str, ...] = ()
    """What it may not import: the rest of the package that it came with."""

    @property
    def title(self) -> str:
        """What it is called to people, and where its skills are said to be."""
        return f"{self.name}.py"

    def load(self) -> wire.Load:
        """The first message to its process."""
        return wire.Load(self.name, os.fsencode(self.file), self.content, self.closed)


class Worker:
    """The process of one module. Its methods may be called from any thread; one waits for the other."""

    def __init__(self, source: Source, start: Start) -> None:
        self._source = source
        self._start = start
        self._lock = threading.Lock()
        self._channel: Speaking | None = None
        self._place: Place | None = None

    def describe(self, place: Place) -> wire.Described | wire.Faulted:
        """Load the module, and what it says of itself. Raises WorkerFault."""
        with self._lock:
            self._end()
            found = self._begun(place, lambda: False)
            assert isinstance(found, wire.Described | wire.Faulted)
            return found

    def ready(self, place: Place, *, stopped: Callable[[], bool] = lambda: False, wait_s: float = 1.0) -> None:
        """Have a process of that place there for the next question; takes START_S at most. Raises WorkerFault."""
        with self._to_itself(wait_s):
            self._ready(place, stopped)

    def ask(
        self,
        question: wire.Message,
        kind: type[Answer],
        place: Place,
        *,
        timeout_s: float | None,
        grant: Callable[[wire.Message], list[wire.Message]] | None = None,
        stopped: Callable[[], bool] = lambda: False,
        wait_s: float = 1.0,
    ) -> Answer:
        """The answer, of that kind. `timeout_s` is in seconds, from when the process is there; None: until `stopped`.

        `grant` answers what the module wishes meanwhile; without one a wish is a fault. Another question that is under
        way is waited for `wait_s` seconds. Raises WorkerFault.
        """
        with self._to_itself(wait_s):
            self._ready(place, stopped)
            deadline = None if timeout_s is None else time.monotonic() + timeout_s
            self._send(question)
            answer = self._answer((kind, wire.Failed), deadline, grant, stopped)
        if not isinstance(answer, kind):
            failed = answer if isinstance(answer, wire.Failed) else wire.Failed("")
            raise WorkerFault(f"failed: {failed.text}", failed.line)
        return answer

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    @contextmanager
    def _to_itself(self, wait_s: float) -> Iterator[None]:
        """One at a time; the process is ended at a fault. Raises WorkerFault where another does not let go of it."""
        if not self._lock.acquire(timeout=wait_s):
            raise WorkerFault("is busy")
        try:
            yield
        except WorkerFault:
            self._end()
            raise
        finally:
            self._lock.release()

    def _ready(self, place: Place, stopped: Callable[[], bool]) -> None:
        """See that a process with just these rights is there, its module loaded."""
        if self._channel is not None and self._place != place:
            self._end()
        if self._channel is None:
            found = self._begun(place, stopped)
            if isinstance(found, wire.Faulted):
                raise WorkerFault(f"cannot be loaded: {found.text}", found.line)

    def _begun(self, place: Place, stopped: Callable[[], bool]) -> wire.Message:
        try:
            self._channel = self._start(place)
        except ProcessFault as fault:
            raise WorkerFault(f"cannot be started: {fault}") from fault
        self._place = place
        try:
            self._send(self._source.load())
            return self._answer((wire.Described, wire.Faulted), time.monotonic() + START_S, None, stopped)
        except WorkerFault:
            self._end()
            raise

    def _send(self, message: wire.Message) -> None:
        assert self._channel is not None
        try:
            self._channel.send(wire.written(message), timeout_s=_SEND_S)
        except ChannelFault as fault:
            raise self._fault(str(fault)) from fault

    def _answer(
        self,
        kinds: tuple[type[wire.Message], ...],
        deadline: float | None,
        grant: Callable[[wire.Message], list[wire.Message]] | None,
        stopped: Callable[[], bool],
    ) -> wire.Message:
        """Listen until an answer of these kinds comes, granting wishes on the way."""
        wishes, said = 0, 0
        while True:
            line = self._line(deadline, stopped)
            said += len(line)
            try:
                message = wire.read_from_module(line)
            except (msgspec.MsgspecError, ValueError, RecursionError) as fault:
                raise self._fault(f"it said what makes no sense ({fault})") from fault
            if isinstance(message, kinds):
                return message
            wishes += 1
            if grant is None or not isinstance(message, wire.WISHES):
                raise self._fault(f"it said {type(message).__name__} where that makes no sense")
            if wishes > MOST_WISHES or said > MOST_SAID:
                raise self._fault("it said too much")
            for answer in grant(message):
                self._send(answer)

    def _line(self, deadline: float | None, stopped: Callable[[], bool]) -> str:
        assert self._channel is not None
        while True:
            if stopped():
                raise WorkerFault("was stopped")
            if deadline is not None and time.monotonic() >= deadline:
                raise self._fault("it took too long")
            try:
                return self._channel.receive(timeout_s=_POLL_S)
            except ChannelSlow:
                continue
            except ChannelFault as fault:
                raise self._fault(str(fault)) from fault

    def _fault(self, why: str) -> WorkerFault:
        """End the process, and the fault with the line that it told last; only then has it told all."""
        channel = self._channel
        self._end()
        complaints = channel.complaints if channel else ""
        log.debug("%s: %s\n%s", self._source.name, why, complaints)
        return WorkerFault(f"was ended: {why}", line_told(complaints, self._source.file))

    def _end(self) -> None:
        channel, self._channel, self._place = self._channel, None, None
        if channel is not None:
            with suppress(OSError):
                channel.close()


def line_told(complaints: str, file: Path) -> int:
    """The line of a module's file in the last list of frames that its process printed, the innermost; 0 without one.

    It is the process's own word, and shown as nothing but a number.
    """
    found = re.compile(rf'^  File "{re.escape(str(file))}", line (\d{{1,6}}) in ', re.MULTILINE)
    lists = re.split(r"\(most recent call first\)", complaints)
    lines = [found.search(frames) for frames in lists[1:]]
    return next((int(line[1]) for line in reversed(lines) if line), 0)
