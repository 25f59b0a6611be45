"""A user's module as Golem has it: skills like any other, whose functions are questions to the module's process.

Two processes, each started when it is first needed: one that may only look, for plans, inverses and slots, and one that
may touch what the skill declares, for running it. Neither is given more than the call at hand.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from intents.model import IntentSpec, Resolved, RouteLabel, Scene, Slot, Unresolved
from skills.capabilities import TREE, Capabilities
from skills.context import Context
from skills.faults import SkillFault
from skills.foreign import wire
from skills.foreign.granting import granted
from skills.foreign.limits import ASK_S
from skills.foreign.slots import type_of
from skills.foreign.values import packed_all, plain, unpacked, unpacked_all
from skills.foreign.worker import Answer, Place, Source, Start, Worker, WorkerFault
from skills.forms import check_form, check_programs, check_sentences
from skills.lines import Lines
from skills.spec import Effect, Inverse, Origin, Reply, Skill
from skills.still import Still

log = logging.getLogger(__name__)

REST_S = 30.0
"""How long a module whose slots failed to answer is not asked about them again, so that it costs one turn, not each."""
MOST_ORDERS = 6
"""Semicolons in one sentence: each set of things in any order multiplies its ways."""
_NOTHING = Capabilities(reads=())


@dataclass
class Module:
    """One module, allowed as it is."""

    source: Source
    start: Start
    looking: Worker = field(init=False)
    acting: Worker = field(init=False)
    _resting_until: float = field(default=0.0, init=False)
    _reads: dict[str, Capabilities] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.looking = Worker(self.source, self.start)
        self.acting = Worker(self.source, self.start)

    def describe(self) -> wire.Described:
        """What the module says of itself, asked of a process that may touch nothing. Raises SkillFault."""
        try:
            found = self.looking.describe(Place(_NOTHING, Path("/")))
        except WorkerFault as fault:
            raise self._at_fault(SkillFault(str(fault), line=fault.line)) from fault
        if isinstance(found, wire.Faulted):
            text = found.text.splitlines()[0] if found.text else "has a fault"
            raise self._at_fault(
                SkillFault(text, line=found.line, skill=found.skill, about=found.about, mend=found.mend)
            )
        return found

    @cached_property
    def lines(self) -> Lines:
        """Where things stand in its text."""
        return Lines(self.source.content.decode("utf-8-sig"))

    def _at_fault(self, fault: SkillFault) -> SkillFault:
        """A fault with the file's name and the line before it."""
        line = fault.line or self.lines.of(fault.skill, fault.about)
        if fault.line and fault.about:
            line = self.lines.near(fault.line, fault.about)
        where = f"{self.source.title}:{line}" if line else self.source.title
        return SkillFault(fault.said, about=fault.about, mend=fault.mend, line=line, skill=fault.skill, place=where)

    def skills(self, described: wire.Described) -> list[Skill]:
        """The skills that were described. Raises SkillFault, naming the file, for what none can be."""
        made, faults = self.tried(described)
        if faults:
            raise faults[0]
        return made

    def tried(self, described: wire.Described) -> tuple[list[Skill], list[SkillFault]]:
        """The skills that were described, as far as they can be, and what is wrong with the others."""
        made: dict[str, Skill] = {}
        faults: list[SkillFault] = []
        for facts in described.skills:
            try:
                skill = self._skill(facts)
                check_sentences(skill.intent)
                if skill.id in made:
                    raise SkillFault("two of its skills have the same id", skill=skill.id)
                made[skill.id] = skill
            except ValueError as fault:
                said = fault if isinstance(fault, SkillFault) else SkillFault(str(fault), skill=facts.id)
                faults.append(self._at_fault(said))
        self._reads = {skill.id: _to_look(skill.capabilities) for skill in made.values()}
        return list(made.values()), faults

    def close(self) -> None:
        """End its processes."""
        self.looking.close()
        self.acting.close()

    # What the skills' slots ask; see `skills.foreign.slots.Asked`.

    def resolve(self, skill: str, slot: str, said: str, scene: Scene) -> Resolved | Unresolved:
        """What words mean to a type of the module's own; nothing, where it does not answer as it should."""
        it = None if scene.it is None else os.fsencode(scene.it)
        listed = tuple(os.fsencode(path) for path in scene.listed)
        where = os.fsencode(scene.cwd), os.fsencode(scene.home)
        question = wire.Resolve(skill, slot, plain(said), *where, scene.heard, it, listed)
        answer = self._look(question, wire.Meant, skill, scene.cwd)
        if answer is None or answer.reason:
            return Unresolved(answer.reason if answer else f"{self.source.title} does not answer.")
        value = unpacked(answer.value)
        return Resolved(scene.cwd / value if isinstance(value, Path) else value, answer.score)

    def names(self, skill: str, slot: str, cwd: Path, home: Path) -> Sequence[str]:
        """What can fill a slot now; nothing, where the module does not answer as it should."""
        question = wire.Names(skill, slot, os.fsencode(cwd), os.fsencode(home))
        answer = self._look(question, wire.Named, skill, cwd)
        return answer.names if answer else ()

    def _look(self, question: wire.Message, kind: type[Answer], skill: str, cwd: Path) -> Answer | None:
        """Ask the process that only looks; None where it fails, or failed a moment ago."""
        if time.monotonic() < self._resting_until:
            return None
        place = Place(self._reads.get(skill, _NOTHING), cwd)
        try:
            return self.looking.ask(question, kind, place, timeout_s=ASK_S)
        except WorkerFault as fault:
            log.debug("%s: %s", self.source.name, fault)
            self._resting_until = time.monotonic() + REST_S
            return None

    def _skill(self, facts: wire.SkillFacts) -> Skill:
        effect, needs = Effect(facts.effect), _capabilities(facts)
        check_form(facts.id, facts.sentences, facts.wider, facts.label, effect)
        check_programs(facts.id, needs)
        for sentence in (*facts.sentences, *facts.wider):
            if sentence.count(";") > MOST_ORDERS:
                text = f"{facts.id}: a sentence has more than {MOST_ORDERS} semicolons: {sentence!r}"
                raise SkillFault(text, skill=facts.id, about=sentence, mend="write two sentences instead")
        slots = tuple(
            Slot(one.name, type_of(one.type, facts.id, one.name, self), one.required, unpacked(one.default))
            for one in facts.slots
        )
        label: Literal[RouteLabel.COMMAND, RouteLabel.QUESTION]
        label = RouteLabel.QUESTION if facts.label == "question" else RouteLabel.COMMAND
        return Skill(
            IntentSpec(facts.id, label, facts.description, facts.sentences, slots, facts.wider, foreign=True),
            effect,
            self._runs(facts, needs, effect),
            self.source.title,
            Origin.USER,
            timeout_s=facts.timeout_s,
            ready=self._readies(facts.id, needs),
            plan=self._plans(facts.id, needs) if facts.plans else None,
            undo=self._undoes(facts.id, needs) if facts.undoes else None,
            runs_tree=facts.runs_tree,
            capabilities=needs,
            ends=facts.ends,
        )

    def _runs(self, facts: wire.SkillFacts, needs: Capabilities, effect: Effect) -> Callable[..., Reply]:
        def run(context: Context, **arguments: object) -> Reply:
            question = wire.Invoke(facts.id, os.fsencode(context.cwd), packed_all(arguments))
            try:
                answer = self.acting.ask(
                    question,
                    wire.Replied,
                    _acting(needs, context, arguments),
                    timeout_s=facts.timeout_s,
                    grant=lambda wish: granted(wish, context, needs, effect),
                    stopped=lambda: context.stopped,
                )
            except WorkerFault as fault:
                return self._failed(facts.id, fault)
            about = None if answer.about is None else context.cwd / os.fsdecode(answer.about)
            listed = tuple(context.cwd / os.fsdecode(path) for path in answer.listed)
            undo = _inverse(answer.undo) if answer.undo is not None else None
            return Reply(answer.spoken, answer.printed, answer.ok, about, listed, undo, answer.lasting)

        return run

    def _readies(self, id_: str, needs: Capabilities) -> Callable[..., Reply | None]:
        def ready(context: Context, **arguments: object) -> Reply | None:
            try:
                self.acting.ready(_acting(needs, context, arguments), stopped=lambda: context.stopped)
            except WorkerFault as fault:
                return self._failed(id_, fault)
            return None

        return ready

    def _failed(self, id_: str, fault: WorkerFault) -> Reply:
        """What is said of it, and on the screen the place in the file before that."""
        said = f"{id_} {fault}.".replace("..", ".")
        return Reply(said, f"{self.source.file}:{fault.line}: {said}" if fault.line else "", ok=False)

    def _plans(self, id_: str, needs: Capabilities) -> Callable[..., str]:
        def plan(cwd: Path, **arguments: object) -> str:
            question = wire.Plan(id_, os.fsencode(cwd), packed_all(arguments))
            place = _place(_to_look(needs), cwd, _paths(arguments))
            return self.looking.ask(question, wire.Planned, place, timeout_s=ASK_S).text

        return plan

    def _undoes(self, id_: str, needs: Capabilities) -> Callable[..., Inverse | None]:
        def undo(cwd: Path, **arguments: object) -> Inverse | None:
            question = wire.Undo(id_, os.fsencode(cwd), packed_all(arguments))
            place = _place(_to_look(needs), cwd, _paths(arguments))
            found = self.looking.ask(question, wire.Undone, place, timeout_s=ASK_S)
            return _inverse(found)

        return undo


def _inverse(told: wire.Undone) -> Inverse | None:
    still = tuple(Still(one.which, Path(os.fsdecode(one.path)), one.otherwise) for one in told.still)
    return None if told.skill is None else Inverse(told.skill, unpacked_all(told.arguments), still)


def _capabilities(facts: wire.SkillFacts) -> Capabilities:
    """What it declares; the constructor refuses what means nothing."""
    told = facts.capabilities
    return Capabilities(told.reads, told.writes, told.hosts, told.binaries, told.options)


def _to_look(needs: Capabilities) -> Capabilities:
    """The same places, to be read only, and nothing else."""
    return replace(needs, reads=(*needs.reads, *needs.writes), writes=(), hosts=(), binaries=(), options={})


def _place(needs: Capabilities, cwd: Path, arguments: tuple[Path, ...]) -> Place:
    """The place of a call; what lies below its folder is left out where the tree says the same, to keep one process."""
    if TREE in needs.reads and (not needs.writes or TREE in needs.writes):
        arguments = tuple(path for path in arguments if not path.is_relative_to(cwd))
    return Place(needs, cwd, arguments)


def _acting(needs: Capabilities, context: Context, arguments: dict[str, object]) -> Place:
    """Where a call that was judged is run. Raises `skills.sight.Changed`."""
    return _place(needs, context.cwd, _seen(context, arguments))


def _seen(context: Context, arguments: dict[str, object]) -> tuple[Path, ...]:
    """Where the paths of a call led when it was judged. Raises `skills.sight.Changed`."""
    return tuple(context.seen(value).real for value in arguments.values() if isinstance(value, Path))


def _paths(arguments: dict[str, object]) -> tuple[Path, ...]:
    return tuple(value.resolve() for value in arguments.values() if isinstance(value, Path))
