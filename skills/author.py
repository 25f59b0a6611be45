"""All that an author of skills imports: the decorator, the effects, the reply, and the types that slots can have.

    from skills.author import Context, Effect, ExistingFile, Reply, skill

    @skill("notes.count", says=["how many lines (has|are in) {file}"], kind="question", effect=Effect.OBSERVE)
    def count_lines(context: Context, file: ExistingFile) -> Reply:
        \"\"\"Count the lines of a file.\"\"\"
        return Reply(f"{len(file.read_bytes().splitlines())} lines.")

A parameter's annotation says what its slot is; a default makes the slot optional. Everything is checked when the module
is registered, and the error names the skill and the argument at fault. docs/skills.md is the guide.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Sequence
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from intents.live import Live
from intents.model import IntentSpec, Resolved, RouteLabel, Scene, Slot, SlotType, Unresolved
from intents.slots import (
    BRANCH,
    DURATION,
    EDITOR,
    EXISTING_FILE,
    EXISTING_FOLDER,
    EXISTING_PATH,
    FREE_TEXT,
    NEW_NAME,
    PHRASE,
    PORT,
    QUANTITY,
    TIME,
    WORD,
    Amount,
    Choice,
    Number,
    Quantity,
)
from skills import capabilities as declared
from skills.capabilities import ANY, ARGUMENTS, HOME, TREE, Capabilities
from skills.context import Completed, Context, Session
from skills.faults import SkillFault
from skills.forms import check_form, check_programs
from skills.process import NoTerminal, ProcessFault, ProgramMissing
from skills.spec import Effect, Inverse, Reply, Skill
from skills.still import Still
from skills.ways import RULES, expanded

ExistingFile = Annotated[Path, EXISTING_FILE]
"""A file that is there; an absolute Path."""
ExistingFolder = Annotated[Path, EXISTING_FOLDER]
"""A folder that is there; an absolute Path."""
ExistingPath = Annotated[Path, EXISTING_PATH]
"""A file or folder that is there; an absolute Path."""
NewName = Annotated[Path, NEW_NAME]
"""Something to be made; an absolute Path."""
FreeText = Annotated[str, FREE_TEXT]
"""Any words, as they were said."""
Phrase = Annotated[str, PHRASE]
"""A few words, as they were said: part of a name to look for."""
Word = Annotated[str, WORD]
"""One name without spaces."""
Branch = Annotated[str, BRANCH]
"""A local branch of this repository."""
Editor = Annotated[str, EDITOR]
"""An editor that runs in the terminal, by the name that people call it."""
Duration = Annotated[float, DURATION]
"""A span of time in seconds."""
TimeOfDay = Annotated[time, TIME]
"""A time of day, as datetime.time."""
Measure = Annotated[Amount, QUANTITY]
"""A number with its unit; an Amount. `Annotated[Amount, Quantity(("ounce", "gram"))]` takes those units only."""
Port = Annotated[int, PORT]
"""A TCP or UDP port, 1 to 65535."""
Count = Annotated[int, Number(0, 1_000_000)]
"""A whole number from 0."""


def _running(folder: Path) -> tuple[str, ...]:
    from skills.machine import processes  # noqa: PLC0415 - psutil, only needed once a process is named

    del folder
    return tuple(sorted({seen.name for seen in processes()}))


def _installed(folder: Path) -> tuple[str, ...]:
    from skills.programs import installed  # noqa: PLC0415 - only needed once a program is named

    del folder
    return installed()


Process = Annotated[str, Live(_running, name="process")]
"""The name of a process that is running."""
Program = Annotated[str, Live(_installed, name="program")]
"""The name of a program that a skill may start."""

__all__ = [
    "ANY",
    "ARGUMENTS",
    "HOME",
    "TREE",
    "Amount",
    "Branch",
    "Capabilities",
    "Choice",
    "Completed",
    "Context",
    "Count",
    "Duration",
    "Editor",
    "Effect",
    "ExistingFile",
    "ExistingFolder",
    "ExistingPath",
    "FreeText",
    "Inverse",
    "Live",
    "Measure",
    "NewName",
    "NoTerminal",
    "Number",
    "Phrase",
    "Port",
    "Process",
    "ProcessFault",
    "Program",
    "ProgramMissing",
    "Quantity",
    "Reply",
    "Resolved",
    "Scene",
    "Session",
    "SkillFault",
    "SlotType",
    "Still",
    "TimeOfDay",
    "Unresolved",
    "Word",
    "skill",
]

Function = TypeVar("Function", bound=Callable[..., Reply])
"""A skill's function, which the decorator gives back as it was."""
NOTED = "__golem_skills__"
"""The name in a module under which the decorator notes its skills, for the registry to find."""


def skill(
    id_: str,
    *,
    says: Sequence[str],
    also: Sequence[str] = (),
    kind: Literal["command", "question"],
    effect: Effect,
    timeout_s: float | None = 60.0,
    plan: Callable[..., str] | None = None,
    undo: Callable[..., Inverse | None] | None = None,
    runs_tree: bool | Callable[..., tuple[Path, ...]] = False,
    capabilities: Capabilities | None = None,
    within: tuple[str, ...] = (),
    job: str | Callable[..., str] = "",
    ends: bool = False,
) -> Callable[[Function], Function]:
    """Make a skill of a typed function `(context, **slots) -> Reply` whose docstring's first line describes it.

    `says` are templates: (this|that) for alternatives, (this;that) for both in any order, [word] for what may be left
    out, {parameter} for a slot, <name> for one of the ways in `skills.ways.RULES`. `also` are more of them, matched
    alike, but neither shown as examples nor listened for. `effect` is what it does to the machine; the policy asks
    before anything is destroyed. `timeout_s` None is for what waits on a person. `plan`, a function of the slots alone,
    says in one sentence what the call would do and changes nothing: whoever is asked to confirm it reads that. `undo`,
    called as `undo(cwd, **slots)` just before the skill runs, names the skill and the arguments that would put
    everything back ("undo that"), or None. `runs_tree` True is for what runs code that the working tree brings (its
    tests, its build): the user is asked first, until they trust that tree. A function `(cwd, **slots)` in its place
    says in which folders; none is for none.
    `capabilities` is what the programs that it starts may touch; by default the working tree, to be read, and to be
    written by what is to change something. `within` names what must be beside Golem for it to be there at all
    (`skills.panes`). `job` names what takes long, for a person ("build"), or is called as `job(**slots)` for that;
    after a moment it goes on beside the talk. `ends` True is for what ends the session, or Golem's listening: words
    that were hardly heard do not. Raises SkillFault.
    """

    def register(function: Function) -> Function:
        label: Literal[RouteLabel.COMMAND, RouteLabel.QUESTION]
        label = RouteLabel.QUESTION if kind == "question" else RouteLabel.COMMAND
        check_form(id_, says, also, kind, effect)
        slots = _slots(id_, function)
        described = _description(id_, function)
        intent = IntentSpec(id_, label, described, _written(id_, says), slots, _written(id_, also), within=within)
        noted = function.__globals__.setdefault(NOTED, [])
        if any(other.id == id_ for other in noted):
            raise SkillFault(
                f"{id_}: this module has two skills of that id; the second is {function.__name__}",
                skill=id_,
                mend="give one of them another id",
            )
        check_programs(id_, capabilities)
        granted = capabilities or declared.default(changes=effect is not Effect.OBSERVE)
        noted.append(
            Skill(
                intent,
                effect,
                function,
                function.__module__,
                timeout_s=timeout_s,
                plan=plan,
                undo=undo,
                runs_tree=runs_tree,
                capabilities=granted,
                job=job,
                ends=ends,
            )
        )
        return function

    return register


def _description(id_: str, function: Callable[..., Reply]) -> str:
    documented = (inspect.getdoc(function) or "").strip()
    if not documented:
        raise SkillFault(
            f"{id_}: the function {function.__name__} has no docstring; its first line describes the skill",
            skill=id_,
            mend='write below the def what it does, in one sentence: """Order a coffee."""',
        )
    return documented.splitlines()[0]


def _slots(id_: str, function: Callable[..., Reply]) -> tuple[Slot, ...]:
    try:
        hints = typing.get_type_hints(function, include_extras=True)
    except (NameError, TypeError) as fault:
        raise SkillFault(
            f"{id_}: an annotation of {function.__name__} cannot be read: {fault}",
            skill=id_,
            mend="import what it names, from skills.author or typing, at the top of the file",
        ) from fault
    parameters = list(inspect.signature(function).parameters.values())
    if not parameters or hints.get(parameters[0].name) is not Context:
        raise SkillFault(
            f"{id_}: the first argument of {function.__name__} must be `context: Context`",
            skill=id_,
            mend=f"write: def {function.__name__}(context: Context, ...) -> Reply:",
        )
    return tuple(_slot(id_, parameter, hints.get(parameter.name)) for parameter in parameters[1:])


def _slot(id_: str, parameter: inspect.Parameter, hint: object) -> Slot:
    type_ = _slot_type(hint)
    if type_ is None:
        raise SkillFault(
            f"{id_}: argument {parameter.name!r} needs a slot type from skills.author, not {hint}",
            skill=id_,
            about=parameter.name,
            mend=f"say what its words are, for example: {parameter.name}: FreeText",
        )
    required = parameter.default is inspect.Parameter.empty
    return Slot(parameter.name, type_, required, None if required else parameter.default)


def _slot_type(hint: object) -> SlotType | None:
    """The slot type in an Annotated hint, also inside `X | None`."""
    for part in (hint, *typing.get_args(hint)):
        for extra in getattr(part, "__metadata__", ()):
            if all(hasattr(extra, name) for name in ("name", "choices", "free", "narrow", "resolve")):
                return typing.cast(SlotType, extra)
    return None


def _written(id_: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The sentences with every <name> written out."""
    try:
        return tuple(map(expanded, sentences))
    except KeyError as unknown:
        name = unknown.args[0]
        raise SkillFault(
            f"{id_}: a sentence has <{name}>; there is {', '.join(RULES)}",
            skill=id_,
            about=next(sentence for sentence in sentences if f"<{name}>" in sentence),
            mend=f"write {{{name}}} for a slot, or one of the names above for a way to say it",
        ) from unknown
