"""What a skill gets as its context in a process of its own: every wish is a message, and the answer is waited for."""

from __future__ import annotations

import faulthandler
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn, TypeVar

from intents.model import IntentSpec
from skills.context import Completed, Job, Past, numbered_lines
from skills.foreign import wire
from skills.foreign.limits import MOST_SAID, MOST_WISHES, SHARE
from skills.foreign.values import plain
from skills.process import NoTerminal, ProcessFault, ProgramMissing
from skills.project.results import Results
from skills.sight import Changed, Identity, Sight, Spot

Answer = TypeVar("Answer", bound=wire.Message)
_READ_BYTES = 1 << 16
LONGEST_LABEL = 200
"""Characters of a timer's label."""


class Line:
    """This process's end of the protocol."""

    def __init__(self, receive: int, send: int) -> None:
        """Two descriptors, owned from here on."""
        self._receive = receive
        self._send = send
        self._heard = bytearray()
        self.asking = threading.Lock()
        """Held from a wish to its answer, since a skill may have threads."""
        self.begin()

    def begin(self) -> None:
        """A question has come: what is sent from now on counts anew."""
        self._wishes, self._said, self._told = 0, 0, False

    def receive(self) -> wire.ToModule | None:
        """The next message; None where Golem has gone."""
        while (end := self._heard.find(b"\n")) < 0:
            data = os.read(self._receive, _READ_BYTES)
            if not data:
                return None
            self._heard += data
        line = bytes(self._heard[:end])
        del self._heard[: end + 1]
        return wire.read_to_module(line)

    def send(self, message: wire.Message) -> None:
        """Send a message, whole."""
        data = wire.written(message).encode() + b"\n"
        self._wishes, self._said = self._wishes + 1, self._said + len(data)
        if not self._told and (self._wishes > SHARE * MOST_WISHES or self._said > SHARE * MOST_SAID):
            self._told = True
            faulthandler.dump_traceback(all_threads=False)
        while data:
            data = data[os.write(self._send, data) :]


@dataclass(frozen=True, slots=True)
class RemoteSession:
    """Implements `skills.context.Session`, as far as a module that did not ship with Golem may use it."""

    line: Line
    cwd: Path

    @property
    def last_spoken(self) -> str | None:
        """What was said before is not told to a module."""
        _closed("last_spoken")

    @property
    def past(self) -> Past | None:
        """What was said before is not told to a module."""
        _closed("past")

    def nothing_to(self, wish: Literal["again", "undo", "pick"]) -> str:
        """For Golem's own skills."""
        _closed("nothing_to")

    def sayable(self) -> Sequence[IntentSpec]:
        """For Golem's own skills."""
        _closed("sayable")

    @property
    def tests(self) -> Results | None:
        """For Golem's own skills."""
        _closed("tests")

    def note_tests(self, results: Results) -> None:
        """For Golem's own skills."""
        del results
        _closed("note_tests")

    def jobs(self) -> Sequence[Job]:
        """For Golem's own skills."""
        _closed("jobs")

    def stop_jobs(self, name: str | None = None) -> Sequence[str]:
        """For Golem's own skills."""
        del name
        _closed("stop_jobs")

    def say_when_done(self, name: str | None = None) -> Sequence[str]:
        """For Golem's own skills."""
        del name
        _closed("say_when_done")

    def wake(self) -> None:
        """No module opens the microphone."""
        _closed("wake")

    def change_folder(self, folder: Path) -> None:
        """Make `folder` the working folder from the next turn on."""
        _granted(self.line, wire.Session("change_folder", folder=os.fsencode(folder)))

    def stop(self) -> None:
        """End what is being spoken."""
        _granted(self.line, wire.Session("stop"))

    def quit(self) -> None:
        """End the session after this turn."""
        _granted(self.line, wire.Session("quit"))

    def sleep(self) -> None:
        """Pass over what is heard until somebody wakes Golem."""
        _granted(self.line, wire.Session("sleep"))

    def after(self, seconds: float, spoken: str, label: str) -> None:
        """Say `spoken` in `seconds`."""
        _granted(self.line, wire.Session("after", seconds=float(seconds), spoken=plain(spoken), label=plain(label)))

    def timers(self) -> Sequence[tuple[str, float]]:
        """Label and seconds left of each timer, soonest first."""
        return _granted(self.line, wire.Session("timers")).timers

    def cancel_timers(self) -> int:
        """Cancel all timers; how many there were."""
        return _granted(self.line, wire.Session("cancel_timers")).number


@dataclass(frozen=True, slots=True)
class RemoteContext:
    """Implements `skills.context.Context` by asking Golem."""

    line: Line
    cwd: Path

    @property
    def session(self) -> RemoteSession:
        """The conversation."""
        return RemoteSession(self.line, self.cwd)

    @property
    def stopped(self) -> bool:
        """False: whoever says stop ends this process."""
        return False

    def seen(self, path: Path) -> Sight:
        """What stood at one of the call's paths when it was judged."""
        found = _asked(self.line, wire.See(os.fsencode(path)), wire.Seen)
        folder, real, named = (Path(os.fsdecode(raw)) for raw in (found.folder, found.real, found.path))
        spot = Spot(folder, _identity(found.in_folder), os.fsdecode(found.name))
        return Sight(named, spot, _identity(found.itself), real, _identity(found.object))

    def show(self, text: str) -> None:
        """Print at once, above the prompt."""
        _granted(self.line, wire.Show(plain(text)))

    def say(self, text: str) -> None:
        """Print a sentence at once, and have it said."""
        _granted(self.line, wire.Say(plain(text)))

    def list(self, items: Sequence[str], heading: str = "") -> None:
        """Print items at once, one a line and numbered."""
        self.show(numbered_lines(items, heading))

    def ask(self, question: str, choices: Sequence[str] = (), *, timeout_s: float = 20.0) -> str | None:
        """Have a question put, and wait for the answer."""
        return _granted(self.line, wire.Ask(plain(question), tuple(map(plain, choices)), float(timeout_s))).answer

    def recall(self) -> Mapping[str, str]:
        """All that this module remembers."""
        return dict(_granted(self.line, wire.Recall()).memory)

    def remember(self, key: str, text: str | None) -> None:
        """Have a short text kept, or forgotten."""
        _granted(self.line, wire.Remember(plain(key), None if text is None else plain(text)))

    def schedule(self, seconds: float, spoken: str, label: str = "") -> None:
        """Have something said in so many seconds."""
        self.session.after(seconds, spoken, (label or spoken)[:LONGEST_LABEL])

    def run(self, argv: Sequence[str], *, cwd: Path | None = None, timeout_s: float = 30.0) -> Completed:
        """Have a program run to its end."""
        return self._run(argv, cwd, timeout_s, shown=False)

    def stream(
        self,
        argv: Sequence[str],
        *,
        cwd: Path | None = None,
        timeout_s: float | None = None,
        on_line: Callable[[str], None] | None = None,
    ) -> Completed:
        """As `run`, but each line is shown as it comes; `on_line` gets them once the program has ended."""
        done = self._run(argv, cwd, timeout_s, shown=True)
        if on_line is not None:
            for line in done.stdout.splitlines():
                on_line(line)
        return done

    def foreground(self, argv: Sequence[str]) -> int:
        """Have the terminal given to a program."""
        return _granted(self.line, wire.Foreground(tuple(map(os.fsencode, argv)))).number

    def _run(self, argv: Sequence[str], cwd: Path | None, timeout_s: float | None, *, shown: bool) -> Completed:
        words = tuple(os.fsencode(str(word)) for word in argv)
        where = None if cwd is None else os.fsencode(cwd)
        texts: dict[str, list[str]] = {"stdout": [], "stderr": []}
        with self.line.asking:
            self.line.send(wire.Run(words, where, timeout_s, shown))
            while True:
                match self.line.receive():
                    case wire.Part(of, text):
                        texts[of].append(text)
                    case wire.Ended(argv=ran, returncode=status, timed_out=timed_out, stopped=stopped):
                        out, err = ("".join(texts[of]) for of in ("stdout", "stderr"))
                        return Completed(tuple(map(os.fsdecode, ran)), status, out, err, timed_out, stopped)
                    case other:
                        _refused(other)


def _granted(line: Line, wish: wire.Message) -> wire.Given:
    return _asked(line, wish, wire.Given)


def _asked(line: Line, wish: wire.Message, kind: type[Answer]) -> Answer:
    """Ask for something. Raises what Golem's own context would raise."""
    with line.asking:
        line.send(wish)
        answer = line.receive()
    if not isinstance(answer, kind):
        _refused(answer)
    return answer


def _identity(which: wire.Which) -> Identity | None:
    return None if which is None else Identity(*which)


def _refused(answer: wire.ToModule | None) -> NoReturn:
    if not isinstance(answer, wire.Refused):  # Golem has gone, and nobody waits for what this skill would do
        raise SystemExit(0)
    match answer.why:
        case "missing":
            raise ProgramMissing(answer.name, answer.text)
        case "terminal":
            raise NoTerminal(answer.name)
        case "process":
            raise ProcessFault(answer.text)
        case "changed":
            raise Changed(answer.text)
    raise PermissionError(answer.text)


def _closed(name: str) -> NoReturn:
    raise PermissionError(f"context.session.{name} is for Golem's own skills")
