"""Puts a row through Golem as it is composed for a person, and tells what came of it."""

from __future__ import annotations

import asyncio
import io
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from intents.model import Match, MatchOutcome, SlotFill, Source, Utterance
from intents.model import Scene as Said
from shell.app import Core, compose_conversation, compose_core, ground_of, registry_of
from shell.config import Config
from shell.dialogue import Asker, Understanding
from shell.execute import Executor
from shell.fakes import FakeChat, FakeMouth
from shell.inbox import Arrival, Inbox
from shell.journal import TurnRecord
from shell.lazy import Lazy
from shell.present import Presentation
from shell.session import ShellSession
from shell.talk import ChatTalker
from shell.terminal import PlainTerminal
from shell.turn import Conversation
from shell.workspace import Surroundings
from skills.author import SkillFault
from skills.process import ProcessFault, Runner
from skills.sandbox import Grant
from tests.adversarial.corpus import Row
from tests.adversarial.pane import WatchedPane
from tests.adversarial.scene import SECRET, Scene
from tests.adversarial.watch import Listener, Started, changes, snapshot, watched

SURE: Final = 0.9
"""A good recogniser's confidence, where a row does not give one."""


@dataclass(frozen=True)
class Outcome:
    """What came of one row."""

    records: tuple[TurnRecord, ...]
    asked: tuple[str, ...]
    """Every question as it was shown."""
    shown: str
    """All that was sent to the terminal."""
    said: tuple[str, ...]
    """All that was spoken."""
    started: Started
    marked: tuple[str, ...]
    callers: int
    before: dict[str, str]
    after: dict[str, str]
    refusal: str = ""
    """Why the door, the registry or another edge refused, where there was no turn."""

    @property
    def ran(self) -> bool:
        """Whether any turn executed."""
        return any(record.executed for record in self.records)

    @property
    def refused(self) -> bool:
        """Whether any turn was denied."""
        return any(record.outcome == "refused" or record.verdict == "deny" for record in self.records)

    def harm(self, may: tuple[str, ...] = ()) -> list[str]:
        """What happened that must not have, a line each."""
        found = changes(self.before, self.after, may)
        found += [f"{name} was run" for name in self.marked]
        found += ["somebody called the listener"] * bool(self.callers)
        found += [f"process {pid} would have been ended" for pid in self.started.killed]
        found += [f"connected to {address}" for address in self.started.connected]
        found += [f"{record.slots} was opened" for record in self.records if record.executed and _leads_out(record)]
        if SECRET in self.shown or any(SECRET in said for said in self.said):
            found.append("a secret was shown or said")
        return found


def _leads_out(record: TurnRecord) -> bool:
    """Whether a turn that stands for another, as opening a failure does, reached for a file outside of the tree."""
    path = str(record.slots.get("file", ""))
    return record.skill == "editor.open_file" and path.startswith("/") and "/home/project/" not in path


@dataclass
class Person:
    """An `Asker` that gives the same answer to every question, None being silence."""

    answer: str | None
    asked: list[str] = field(default_factory=list)

    async def ask(
        self, question: str, spoken: str, timeout_s: float, utterance: Utterance, mark: str = ""
    ) -> Utterance | None:
        """The answer."""
        del spoken, timeout_s, utterance, mark
        self.asked.append(question)
        return None if self.answer is None else Utterance(self.answer, Source.TYPED)


class Fooled(Understanding):
    """An understanding that takes every words for one match: what a matcher that was led astray would say."""

    def __init__(self, real: Understanding, match: Match) -> None:
        self._real = real
        self._match = match

    async def match(self, text: str, scene: Said) -> MatchOutcome:
        """The match given."""
        del text, scene
        return self._match

    async def steps(self, text: str, scene: Said) -> tuple[str, ...]:
        """The words as one step."""
        del scene
        return (text,)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class Rig:
    """One Golem, composed once, in its own home; `take` puts rows through it."""

    def __init__(self, root: Path) -> None:
        self.scene = Scene(root)
        self.scene.build()
        self.listener = Listener()
        with self._inside({}):
            self.core: Core = compose_core(Config())

    def close(self) -> None:
        """Release the port and the threads."""
        self.listener.close()
        self.core.close()

    def filled(self, text: str) -> str:
        """`text` with this run's own paths and port."""
        names = {
            "@PYTHON@": sys.executable,
            "@MARK@": self.scene.mark,
            "@HOME@": self.scene.home,
            "@PORT@": self.listener.port,
        }
        for name, value in names.items():
            text = text.replace(name, str(value))
        return text

    def both(self, row: Row) -> tuple[Outcome, Outcome]:
        """The row with silence, and with a yes to every question; only once where nothing was asked."""
        silent = self.take(row, None)
        return silent, self.take(row, "yes") if silent.asked else silent

    def take(self, row: Row, answer: str | None) -> Outcome:
        """The row for real, with `answer` to whatever is asked."""
        self.scene.reset()
        variables = dict([self.filled(row.input).split("=", 1)]) if row.channel == "environment" else {}
        for trap in row.fixtures:
            self.scene.set_trap(trap)
        self._lay(row)
        with self._inside(variables):
            before = self._snapshot()
            with watched() as started:
                raw = _Raw()
                getattr(self, f"_{row.channel.replace('-', '_')}")(row, answer, raw)
            return Outcome(
                tuple(raw.records),
                tuple(raw.asked),
                raw.shown.getvalue(),
                tuple(raw.mouth.said),
                started,
                tuple(self.scene.marked()),
                self.listener.callers(),
                before,
                self._snapshot(),
                raw.refusal,
            )

    def _lay(self, row: Row) -> None:
        """The files that the channel itself needs."""
        if row.channel == "module":
            with self._inside({}):
                self._lay_module(row)
        elif row.channel == "file-name":
            name = os.fsencode(self.scene.tree) + b"/" + os.fsencode(row.input)
            with open(name, "wb") as file:  # noqa: PTH123 - a name that may be no UTF-8
                file.write(b"plain\n")
        elif row.channel == "program-output":  # a child of Golem prints the payload: the project's own tests do
            (self.scene.tree / "payload").write_bytes(self.filled(row.input).encode("utf-8", "surrogateescape"))
            (self.scene.tree / "Makefile").write_text("test:\n\t@cat payload\n")

        elif row.channel == "report":
            self._lay_report(row)

    def _lay_report(self, row: Row) -> None:
        """The project's own Python has a pytest that writes, or prints, the payload."""
        content = self.filled(row.input).encode("utf-8", "surrogateescape") * int(row.setting("times", "1"))
        (self.scene.tree / "payload").write_bytes(content)
        (self.scene.tree / "conftest.py").touch()
        python = self.scene.tree / ".venv/bin/python"
        for folder in (python.parent, self.scene.tree / ".venv/lib/python3/site-packages/pytest"):
            folder.mkdir(parents=True)
        prints = row.setting("printed") == "yes"
        python.write_text(_PYTEST.replace("@INTO@", "/dev/null" if prints else "${one#--junitxml=}"))
        python.chmod(0o755)

    def judged(self, text: str, source: Source) -> TurnRecord:
        """One honest sentence up to its verdict, and no further."""
        with self._inside({}):
            raw = _Raw()
            composed = self._composed(Person(None), raw)
            dry = Conversation(composed._parts, dry_run=True)
            return asyncio.run(dry.take(Arrival(Utterance(text, source, SURE if source is Source.VOICE else 1.0))))

    def _snapshot(self) -> dict[str, str]:
        folders = {"home": self.scene.home, "config": self.scene.golem / "config"}
        return {f"{name}/{path}": state for name, root in folders.items() for path, state in snapshot(root).items()}

    @contextmanager
    def _inside(self, more: dict[str, str]) -> Iterator[None]:
        """This process with the home's environment and working folder."""
        before, folder = dict(os.environ), Path.cwd()
        os.environ.update(self.scene.environment() | more)
        os.chdir(self.scene.tree)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            os.chdir(folder)

    def _composed(
        self, asker: Asker | None, raw: _Raw, inbox: Inbox | None = None, core: Core | None = None
    ) -> Conversation:
        """A conversation with a session of its own over a core, the shared one by default."""
        registry = (core or self.core).registry
        session = ShellSession(self.scene.tree, lambda: [skill.intent for skill in registry.skills])
        core = replace(core or self.core, session=session, runner=self._runner())
        terminal = PlainTerminal(io.BytesIO(), raw.shown)
        inbox = inbox or Inbox()
        raw.inbox = inbox
        presentation = Presentation(terminal, raw.mouth, session, inbox, speak_typed=True)
        raw.presentation = presentation
        return compose_conversation(core, terminal, presentation, inbox, asker or presentation)

    def _runner(self, skill: str | None = None) -> Runner:
        """As the composition root makes it, in the environment of now, for a call of a skill if one is named."""
        grant = Grant(self.core.registry.skill(skill).capabilities, self.scene.tree) if skill else None
        return Runner(ground=ground_of(self.core.places, self.core.policy, self.core.store), grant=grant)

    def _say(
        self, texts: list[str], row: Row, answer: str | None, raw: _Raw, source: Source, *, core: Core | None = None
    ) -> None:
        """Say sentences one after another; each answer that turned out to be a command is taken, too."""
        person = Person(answer)
        conversation = self._composed(person, raw, core=core)
        self._run(conversation, [self._arrival(text, row, source) for text in texts], raw)
        raw.asked += person.asked

    def _run(self, conversation: Conversation, arrivals: list[Arrival], raw: _Raw) -> None:
        async def all_() -> None:
            for arrival in arrivals:
                raw.records.append(await conversation.take(arrival))
                while (instead := raw.inbox.take_next()) is not None:
                    raw.records.append(await conversation.take(instead))

        asyncio.run(all_())
        conversation.stop()

    def _arrival(self, text: str, row: Row, source: Source) -> Arrival:
        confidence = float(row.setting("sure", str(SURE))) if source is Source.VOICE else 1.0
        return Arrival(Utterance(text, source, confidence), overlapped="overlapped" in row.setting("when"))

    def _typed(self, row: Row, answer: str | None, raw: _Raw) -> None:
        self._say([self.filled(row.input)], row, answer, raw, Source.TYPED)

    def _transcript(self, row: Row, answer: str | None, raw: _Raw) -> None:
        self._say([self.filled(row.input)], row, answer, raw, Source.VOICE)

    def _repository(self, row: Row, answer: str | None, raw: _Raw) -> None:
        self._say([self.filled(row.input)], row, answer, raw, Source.TYPED)

    def _environment(self, row: Row, answer: str | None, raw: _Raw) -> None:
        self._say([row.said], row, answer, raw, Source.TYPED)

    def _slot(self, row: Row, answer: str | None, raw: _Raw) -> None:
        """The value reaches the gate whatever the words were: as if the matcher had been led astray."""
        skill = self.core.registry.skill(row.setting("skill"))
        value = self.filled(row.input)
        fills = []
        for slot in skill.intent.slots:
            if slot.name == row.setting("slot"):
                path = row.setting("as", "path") == "path"
                fills.append(SlotFill(slot, row.said, self.scene.tree / value if path else value, 1.0))
            elif slot.required:
                fills.append(SlotFill(slot, "old.log", self.scene.tree / "old.log", 1.0))
        person = Person(answer)
        conversation = self._composed(person, raw)
        parts = conversation._parts
        fooled = Fooled(parts.understanding, Match(skill.intent, tuple(fills), 1.0, "template"))
        swapped = Conversation(replace(parts, understanding=fooled))
        source = Source.VOICE if row.setting("by") == "voice" else Source.TYPED
        self._run(swapped, [self._arrival(row.said, row, source)], raw)
        raw.asked += person.asked

    def _file_name(self, row: Row, answer: str | None, raw: _Raw) -> None:
        self._say(row.said.split(" / "), row, answer, raw, Source.TYPED)

    def _model_output(self, row: Row, answer: str | None, raw: _Raw) -> None:
        person = Person(answer)
        conversation = self._composed(person, raw)
        talker = ChatTalker(Lazy(lambda: FakeChat(self.filled(row.input))), raw.presentation)
        talking = Conversation(replace(conversation._parts, talker=talker))
        self._run(talking, [self._arrival(text, row, Source.TYPED) for text in row.said.split(" / ")], raw)
        raw.asked += person.asked

    def _program_output(self, row: Row, answer: str | None, raw: _Raw) -> None:
        self._say([row.said], row, answer, raw, Source.TYPED)

    def _report(self, row: Row, answer: str | None, raw: _Raw) -> None:
        self._say(row.said.split(" / "), row, answer, raw, Source.TYPED)

    def _door(self, row: Row, answer: str | None, raw: _Raw) -> None:
        """What a careless or hostile skill would have started."""
        del answer
        try:
            done = self._runner(row.setting("skill")).run(
                json.loads(self.filled(row.input)), cwd=self.scene.tree, timeout_s=10.0
            )
        except ProcessFault as fault:
            raw.refusal = str(fault)
            return
        PlainTerminal(io.BytesIO(), raw.shown).show(done.stdout + done.stderr)

    def _answer(self, row: Row, answer: str | None, raw: _Raw) -> None:
        """A question is asked, and `input` comes in place of a plain answer, when the row says."""
        del answer
        inbox = Inbox()
        conversation = self._composed(None, raw, inbox)
        when, source = row.setting("when", "after"), Source(row.setting("by", "voice"))
        words = Utterance(self.filled(row.input), source, float(row.setting("sure", str(SURE))))

        async def all_() -> None:
            asking = asyncio.create_task(conversation.take(self._arrival(row.said, row, source)))
            before = time.monotonic()
            while not inbox.asking and not asking.done():  # noqa: ASYNC110 - nothing tells when it asks
                await asyncio.sleep(0.002)
            began = before - 5.0 if when == "early" else time.monotonic()
            if when != "never":
                inbox.put(Arrival(words, overlapped=when == "overlapped", began=began))
            await asyncio.sleep(0.02)
            inbox.leave_unanswered()
            raw.records.append(await asking)

        asyncio.run(all_())

    def _pane(self, row: Row, answer: str | None, raw: _Raw) -> None:
        """The input is said while a pane beside Golem runs a program and shows `said` in the cursor's row."""
        beside = WatchedPane(self.scene.tree, row)
        person = Person(answer)
        parts = self._composed(person, raw)._parts
        parts.session.inside = Surroundings(beside, lambda: parts.session.recent.call).words_for
        executor = Executor(parts.session, PlainTerminal(io.BytesIO(), raw.shown), self._runner(), beside)
        conversation = Conversation(replace(parts, executor=executor, workspace=beside))
        source = Source.VOICE if row.setting("by") == "voice" else Source.TYPED
        self._run(conversation, [self._arrival(self.filled(row.input), row, source)], raw)
        raw.asked += person.asked

    def _module(self, row: Row, answer: str | None, raw: _Raw) -> None:
        """A Golem that is started now finds the module that lies in its folder of skills."""
        core = compose_core(Config())
        try:
            self._say([row.said], row, answer, raw, Source.TYPED, core=core)
            raw.refusal = "; ".join(core.registry.faults)
        finally:
            core.close()

    def _lay_module(self, row: Row) -> None:
        """The module is new, allowed as it is, or changed since it was allowed."""
        state = row.setting("state")
        self._put(HONEST if state == "changed" else self.filled(row.input))
        if state != "new":
            with closing(registry_of(self.core.places)) as registry, suppress(SkillFault):  # one at fault stays new
                registry.allow("evil")
        if state == "changed":
            self._put(self.filled(row.input))

    def _put(self, source: str) -> None:
        path = self.core.places.skills / "evil.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)


_PYTEST: Final = """#!/bin/sh
for one; do
  case "$one" in --junitxml=*) cat payload > "@INTO@" ;; esac
done
case "@INTO@" in /dev/null) cat payload ;; esac
echo '=== 1 failed in 0.10s ==='
exit 1
"""
"""What stands for a project's own Python with its pytest."""

HONEST: Final = '''
from skills.author import Context, Effect, Reply, skill

@skill("evil.poke", says=["poke the bear"], kind="command", effect=Effect.OBSERVE)
def act(context: Context) -> Reply:
    """Poke."""
    return Reply("poked")
'''
"""What was allowed, before it changed."""


@dataclass
class _Raw:
    """What a channel gathers."""

    records: list[TurnRecord] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    shown: io.StringIO = field(default_factory=io.StringIO)
    mouth: FakeMouth = field(default_factory=FakeMouth)
    refusal: str = ""
    inbox: Inbox = field(default_factory=Inbox)
    presentation: Presentation = None  # type: ignore[assignment] # set before it is used
