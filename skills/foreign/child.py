"""The process of one user's module: loads the text that it is sent, and answers until its input ends.

Started as `python -I child.py` by `skills.process`, in a sandbox of the kernel. The module's own prints go to standard
error: the two ends of the protocol are taken away from it before it is loaded. It may find them all the same, and say
what it likes there; the other side believes nothing (`skills.foreign.wire`).
"""

from __future__ import annotations

import faulthandler
import inspect
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if __name__ == "__main__":
    # -I keeps this folder, the working folder and PYTHONPATH out; what runs is the Golem that started it.
    sys.path.insert(0, str(Path(__file__).parents[2]))

from intents.model import RouteLabel, Scene, Slot, SlotType
from skills.author import NOTED, SkillFault
from skills.foreign import slots, wire
from skills.foreign.asking import Line, RemoteContext
from skills.foreign.limits import ASK_S, SHARE, START_S
from skills.foreign.values import packed, packed_all, plain, unpacked_all
from skills.spec import Inverse, Reply

if TYPE_CHECKING:
    from skills.spec import Skill

LONGEST_FAULT = 2_000
"""Characters of a fault that are told."""


@dataclass
class Module:
    """The module, once it is loaded."""

    line: Line
    file: str = ""
    """What its code objects are of."""
    skills: dict[str, Skill] = field(default_factory=dict)

    def serve(self) -> None:
        """Answer one message after another, until there are no more."""
        while (message := self.line.receive()) is not None:
            self.line.begin()
            try:
                with self._watched(message):
                    answer = self._answer(message)
            except (Exception, SystemExit) as fault:  # noqa: BLE001 - a module raises what it likes, and goes on
                answer = wire.Failed(one_line(fault), line_of(fault, self.file))
            self.line.send(answer)

    @contextmanager
    def _watched(self, message: wire.ToModule) -> Iterator[None]:
        """Say, on standard error, where it is when its time is nearly up: Golem reads there in which line it hangs."""
        limit = self._limit_s(message)
        if limit is not None:
            faulthandler.dump_traceback_later(limit * SHARE)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()

    def _limit_s(self, message: wire.ToModule) -> float | None:
        match message:
            case wire.Load():
                return START_S
            case wire.Invoke(id_):
                return self.skills[id_].timeout_s if id_ in self.skills else None
        return ASK_S

    def _answer(self, message: wire.ToModule) -> wire.Message:
        match message:
            case wire.Load():
                return self._load(message)
            case wire.Invoke(id_, cwd, arguments):
                context = RemoteContext(self.line, _entered(cwd))
                return _told(self.skills[id_].run(context, **unpacked_all(arguments)))
            case wire.Plan(id_, cwd, arguments):
                return wire.Planned(_planned(_given(self.skills[id_].plan), _entered(cwd), unpacked_all(arguments)))
            case wire.Undo(id_, cwd, arguments):
                return _inverse(_given(self.skills[id_].undo)(_entered(cwd), **unpacked_all(arguments)))
            case wire.Resolve(id_, slot, said, cwd, home, heard, it, listed):
                it_now = None if it is None else Path(os.fsdecode(it))
                seen = tuple(Path(os.fsdecode(path)) for path in listed)
                scene = Scene(_entered(cwd), Path(os.fsdecode(home)), heard, it_now, seen)
                return slots.meant(self._slot(id_, slot), said, scene)
            case wire.Names(id_, slot, cwd, home):
                return slots.listed(self._slot(id_, slot), Scene(_entered(cwd), Path(os.fsdecode(home))))
        raise TypeError(f"{type(message).__name__} is no question")

    def _slot(self, id_: str, name: str) -> SlotType:
        return next(slot.type for slot in self.skills[id_].intent.slots if slot.name == name)

    def _load(self, load: wire.Load) -> wire.Message:
        if load.closed:
            sys.meta_path.insert(0, Closed(load.closed))
        module = ModuleType(f"golem_user_skills.{load.name}")
        module.__file__ = self.file = os.fsdecode(load.file)
        sys.modules[module.__name__] = module  # type hints are looked up there
        try:
            # What is compiled is what was allowed, not a file, nor a cached compilation of one; and as it was shown: of
            # a text, Python ignores a line that names another encoding.
            exec(compile(load.source.decode("utf-8-sig"), module.__file__, "exec", dont_inherit=True), vars(module))  # noqa: S102
            found: list[Skill] = list(vars(module).get(NOTED, ()))
            if not found:
                return wire.Faulted("has no function with @skill")
            described = wire.Described(tuple(map(facts, found)))
        except SkillFault as fault:
            text, skill, about, mend = (
                plain(part)[:LONGEST_FAULT] for part in (str(fault), fault.skill, fault.about, fault.mend)
            )
            return wire.Faulted(text, fault.line or line_of(fault, self.file), skill, about, mend)
        except (Exception, SystemExit) as fault:  # noqa: BLE001 - a module raises what it likes
            return wire.Faulted(one_line(fault), line_of(fault, self.file))
        self.skills = {skill.id: skill for skill in found}
        return described


@dataclass(frozen=True)
class Closed:
    """Finds no module of these packages, and lets nobody else look: only the one text that was shown is run."""

    names: tuple[str, ...]

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse, or leave it to the next finder. Raises ModuleNotFoundError."""
        del path, target
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(
                f"{name} is part of the package that this module came with, and was not shown", name=name
            )


def facts(skill: Skill) -> wire.SkillFacts:
    """A skill as it is told on the wire. Raises SkillFault for a default that is no plain data."""
    intent, needs = skill.intent, skill.capabilities
    if needs.services:
        raise SkillFault(
            f"{intent.id}: services are for Golem's own skills: the kernel cannot hold a process to one of them",
            skill=intent.id,
            about="services",
            mend="take services= out of its capabilities",
        )
    return wire.SkillFacts(
        intent.id,
        "question" if intent.kind is RouteLabel.QUESTION else "command",
        skill.effect.value,
        plain(intent.description),
        intent.sentences,
        intent.wider,
        tuple(_slot_facts(intent.id, slot) for slot in intent.slots),
        None if skill.timeout_s is None else float(skill.timeout_s),
        skill.plan is not None,
        skill.undo is not None,
        bool(skill.runs_tree),
        wire.CapabilityFacts(
            needs.reads,
            needs.writes,
            needs.hosts,
            needs.binaries,
            {key: tuple(of) for key, of in needs.options.items()},
        ),
        skill.ends,
    )


def one_line(fault: BaseException) -> str:
    """What was raised."""
    said = fault.msg if isinstance(fault, SyntaxError) else str(fault)
    return plain(f"{type(fault).__name__}: {said}").splitlines()[0][:LONGEST_FAULT]


def line_of(fault: BaseException, file: str) -> int:
    """In which line of the module it was raised, or of what the module called then; 0 where it is not the module's."""
    if isinstance(fault, SyntaxError) and fault.filename == file:
        return fault.lineno or 0
    lines = [number for frame, number in traceback.walk_tb(fault.__traceback__) if frame.f_code.co_filename == file]
    return lines[-1] if lines else 0


def _slot_facts(id_: str, slot: Slot) -> wire.SlotFacts:
    try:
        return wire.SlotFacts(slot.name, slots.facts_of(slot.type), slot.required, packed(slot.default))
    except ValueError as fault:
        raise SkillFault(f"{id_}: the default of argument {slot.name!r}: {fault}") from fault


def _entered(cwd: bytes) -> Path:
    """The folder of the call, made the process's own where it may be."""
    folder = Path(os.fsdecode(cwd))
    try:
        os.chdir(folder)
    except OSError:  # a skill that declares to read nothing may not even look there
        os.chdir("/")
    return folder


def _given(function: Callable[..., object] | None) -> Callable[..., object]:
    if function is None:
        raise TypeError("the skill has no such function")
    return function


def _planned(plan: Callable[..., object], cwd: Path, arguments: dict[str, object]) -> str:
    wants_folder = "cwd" in inspect.signature(plan).parameters
    return plain(str(plan(**arguments, **({"cwd": cwd} if wants_folder else {}))))


def _inverse(found: object) -> wire.Undone:
    if found is None:
        return wire.Undone(None, {})
    if not isinstance(found, Inverse):
        raise TypeError(f"undo gave {type(found).__name__}, not an Inverse")
    still = tuple(wire.StillFacts(one.kind, os.fsencode(one.path), plain(one.otherwise)) for one in found.still)
    return wire.Undone(found.skill, packed_all(found.arguments), still)


def _told(reply: object) -> wire.Replied:
    if not isinstance(reply, Reply):
        raise TypeError(f"the skill gave {type(reply).__name__}, not a Reply")
    about = None if reply.about is None else os.fsencode(reply.about)
    listed = tuple(os.fsencode(path) for path in reply.listed)
    undo = None if reply.undo is None else _inverse(reply.undo)
    spoken, printed, lasting = map(plain, (reply.spoken, reply.printed, reply.lasting))
    return wire.Replied(spoken, printed, bool(reply.ok), about, listed, undo, lasting)


def main() -> None:
    """Take the protocol's two ends for ourselves, and serve."""
    faulthandler.enable()
    receive, send = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    Module(Line(receive, send)).serve()


if __name__ == "__main__":
    main()
