"""All that an author of skills imports: the decorator, the effects, the reply, and the types that slots can have.

    from skills.author import Context, Effect, ExistingFile, Reply, skill

    @skill("notes.count", says=["how many lines (has|are in) {file}"], kind="question", effect=Effect.OBSERVE)
    def count_lines(context: Context, file: ExistingFile) -> Reply:
        \"\"\"Count the lines of a file.\"\"\"
        return Reply(f"{len(file.read_bytes().splitlines())} lines.")

A parameter's annotation says what its slot is; a default makes the slot optional. Everything is checked when the module
is registered, and the error names the skill and the argument at fault.
"""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Literal

from intents.grammar import Grammar, SentenceFault
from intents.model import IntentSpec, Resolved, RouteLabel, Scene, Slot, SlotType, Unresolved
from intents.slots import (
    BRANCH,
    DURATION,
    EXISTING_FILE,
    EXISTING_FOLDER,
    EXISTING_PATH,
    FREE_TEXT,
    NEW_NAME,
    PHRASE,
    PORT,
    WORD,
    Choice,
    Number,
)
from skills.context import Completed, Context, Session
from skills.process import NoTerminal, ProgramMissing
from skills.spec import Effect, Reply, Skill

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
Duration = Annotated[float, DURATION]
"""A span of time in seconds."""
Port = Annotated[int, PORT]
"""A TCP or UDP port, 1 to 65535."""
Count = Annotated[int, Number(0, 1_000_000)]
"""A whole number from 0."""

__all__ = [
    "Branch",
    "Choice",
    "Completed",
    "Context",
    "Count",
    "Duration",
    "Effect",
    "ExistingFile",
    "ExistingFolder",
    "ExistingPath",
    "FreeText",
    "NewName",
    "NoTerminal",
    "Number",
    "Phrase",
    "Port",
    "ProgramMissing",
    "Reply",
    "Resolved",
    "Scene",
    "Session",
    "SkillFault",
    "SlotType",
    "Unresolved",
    "Word",
    "skill",
]

SkillFunction = Callable[..., Reply]
MARK = "__golem_skill__"
"""The attribute under which the decorator leaves the Skill on its function, for the registry to find."""
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_SLOT = re.compile(r"\{(\w+)\}")


class SkillFault(ValueError):
    """A skill that cannot be registered; the message names the skill and the argument or sentence at fault."""


def skill(
    id_: str,
    *,
    says: Sequence[str],
    kind: Literal["command", "question"],
    effect: Effect,
    timeout_s: float | None = 60.0,
) -> Callable[[SkillFunction], SkillFunction]:
    """Make a skill of a typed function `(context, **slots) -> Reply` whose docstring's first line describes it.

    `says` are templates: (this|that) for alternatives, [word] for what may be left out, {parameter} for a slot.
    `effect` is what it does to the machine; the policy asks before anything is destroyed. `timeout_s` None is for what
    waits on a person. Raises SkillFault.
    """

    def register(function: SkillFunction) -> SkillFunction:
        label: Literal[RouteLabel.COMMAND, RouteLabel.QUESTION]
        label = RouteLabel.QUESTION if kind == "question" else RouteLabel.COMMAND
        slots = _slots(id_, function)
        intent = IntentSpec(id_, label, _description(id_, function), tuple(says), slots)
        _check(intent, kind)
        setattr(function, MARK, Skill(intent, effect, function, function.__module__, timeout_s=timeout_s))
        return function

    return register


def _description(id_: str, function: SkillFunction) -> str:
    documented = inspect.getdoc(function)
    if not documented:
        raise SkillFault(
            f"{id_}: the function {function.__name__} has no docstring; its first line describes the skill"
        )
    return documented.splitlines()[0]


def _slots(id_: str, function: SkillFunction) -> tuple[Slot, ...]:
    try:
        hints = typing.get_type_hints(function, include_extras=True)
    except (NameError, TypeError) as fault:
        raise SkillFault(f"{id_}: an annotation of {function.__name__} cannot be read: {fault}") from fault
    parameters = list(inspect.signature(function).parameters.values())
    if not parameters or hints.get(parameters[0].name) is not Context:
        raise SkillFault(f"{id_}: the first argument of {function.__name__} must be `context: Context`")
    return tuple(_slot(id_, parameter, hints.get(parameter.name)) for parameter in parameters[1:])


def _slot(id_: str, parameter: inspect.Parameter, hint: object) -> Slot:
    type_ = _slot_type(hint)
    if type_ is None:
        raise SkillFault(f"{id_}: argument {parameter.name!r} needs a slot type from skills.author, not {hint}")
    required = parameter.default is inspect.Parameter.empty
    return Slot(parameter.name, type_, required, None if required else parameter.default)


def _slot_type(hint: object) -> SlotType | None:
    """The slot type in an Annotated hint, also inside `X | None`."""
    for part in (hint, *typing.get_args(hint)):
        for extra in getattr(part, "__metadata__", ()):
            if all(hasattr(extra, name) for name in ("name", "choices", "free", "narrow", "resolve")):
                return typing.cast(SlotType, extra)
    return None


def _check(intent: IntentSpec, kind: str) -> None:
    if not _ID.fullmatch(intent.id):
        raise SkillFault(f"{intent.id!r}: an id is lower-case words joined by dots, family first: notes.count")
    if kind not in ("command", "question"):
        raise SkillFault(f"{intent.id}: kind is command or question, not {kind!r}")
    if not intent.sentences:
        raise SkillFault(f"{intent.id}: says has no sentence")
    try:
        Grammar(intent).check()
    except SentenceFault as fault:
        raise SkillFault(str(fault)) from fault
    for slot in intent.slots:
        for sentence in intent.sentences:
            if slot.required and slot.name not in _SLOT.findall(sentence):
                raise SkillFault(f"{intent.id}: argument {slot.name!r} has no default and is not in {sentence!r}")
