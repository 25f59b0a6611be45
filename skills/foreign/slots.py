"""A slot's type, told by the module's process and rebuilt here: Golem's own resolve here, the rest are asked there.

What a type of the module's own answers is a value like any other: plain data, which the gate judges with the call.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from intents import slots as own
from intents.live import Live
from intents.model import Resolved, Scene, SlotType, Unresolved
from skills import author
from skills.foreign import wire
from skills.foreign.values import ValueFault, packed, plain

_SIMPLE: dict[str, SlotType] = {
    "new name": own.NEW_NAME,
    "duration": own.DURATION,
    "time": own.TIME,
    "word": own.WORD,
    "branch": own.BRANCH,
}


def _named_live() -> dict[str, Live]:
    """Golem's own lists of names, by the word that stands for each on the wire."""
    found = {"branch": own.BRANCH}
    for name, hint in (("process", author.Process), ("program", author.Program)):
        (found[name],) = typing.get_args(hint)[1:]
    return found


_TELLING: dict[type, Callable[[Any], wire.TypeFacts]] = {
    own.ExistingPath: lambda one: wire.PathType(one.kind),
    own.Choice: lambda one: wire.ChoiceType(one.name, {value: tuple(said) for value, said in one.values.items()}),
    own.Number: lambda one: wire.NumberType(one.name, one.least, one.most),
    own.Quantity: lambda one: wire.QuantityType(one.name, tuple(one.units)),
    own.FreeText: lambda one: wire.FreeType(one.name, one.most_words),
    Live: lambda one: wire.LiveType(one.name),
}
"""Golem's own types with settings; one that a module derives from them is its own."""


class Asked(Protocol):
    """The module's process, as far as its slots need it. Neither method raises."""

    def resolve(self, skill: str, slot: str, said: str, scene: Scene) -> Resolved | Unresolved:
        """What words mean to a type of the module's own."""
        ...

    def names(self, skill: str, slot: str, cwd: Path, home: Path) -> Sequence[str]:
        """What can fill the slot now; empty where it cannot say."""
        ...


@dataclass(frozen=True, slots=True)
class ForeignType:
    """Implements `intents.model.SlotType` for a type of the module's own."""

    name: str
    choices: tuple[str, ...] | None
    free: bool
    narrow: bool
    asks: Callable[[str, Scene], Resolved | Unresolved]

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """Ask the module's process."""
        return self.asks(said, scene)


@dataclass(frozen=True, slots=True)
class ForeignNames(ForeignType):
    """One that can list what can be said."""

    lists: Callable[[Scene], Sequence[str]]

    def sayable(self, scene: Scene) -> Sequence[str]:
        """Ask the module's process."""
        return self.lists(scene)


def facts_of(type_: SlotType) -> wire.TypeFacts:
    """How a type is told on the wire; on the module's side."""
    simple = next((name for name, one in _SIMPLE.items() if type(one) is type(type_) and one == type_), None)
    live = next((name for name, one in _named_live().items() if type_ is one), None)
    if live or simple:
        return wire.PlainType(live or simple)  # type: ignore[arg-type] # both tables hold the words of PlainType
    if type(type_) in _TELLING:
        return _TELLING[type(type_)](type_)
    choices = None if type_.choices is None else tuple(type_.choices)
    return wire.OwnType(str(type_.name), choices, bool(type_.free), bool(type_.narrow), hasattr(type_, "sayable"))


def type_of(facts: wire.TypeFacts, skill: str, slot: str, asked: Asked) -> SlotType:
    """The type that was told; on Golem's side. `asked` answers for what only the module knows."""
    made: SlotType
    match facts:
        case wire.PlainType(which):
            made = (_SIMPLE | _named_live())[which]
        case wire.PathType(which):
            made = own.ExistingPath(which)
        case wire.ChoiceType(name, values):
            made = own.Choice(values, name=name)
        case wire.NumberType(name, least, most):
            made = own.Number(least, most, name=name)
        case wire.QuantityType(name, units):
            made = own.Quantity(units, name=name)
        case wire.FreeType(name, most_words):
            made = own.FreeText(name, most_words)
        case wire.LiveType(name):
            made = Live(lambda cwd: asked.names(skill, slot, cwd, Path.home()), name=name)
        case wire.OwnType():
            made = _own_type(facts, skill, slot, asked)
    return made


def _own_type(facts: wire.OwnType, skill: str, slot: str, asked: Asked) -> ForeignType:
    def resolve(said: str, scene: Scene) -> Resolved | Unresolved:
        return asked.resolve(skill, slot, said, scene)

    def names(scene: Scene) -> Sequence[str]:
        return asked.names(skill, slot, scene.cwd, scene.home)

    if facts.sayable:
        return ForeignNames(facts.name, facts.choices, facts.free, facts.narrow, resolve, names)
    return ForeignType(facts.name, facts.choices, facts.free, facts.narrow, resolve)


def meant(type_: SlotType, said: str, scene: Scene) -> wire.Meant:
    """What a type of the module's own makes of the words; on the module's side. Raises what the type raises."""
    found = type_.resolve(said, scene)
    if not isinstance(found, Resolved):
        return wire.Meant(reason=plain(str(found.reason))[:2_000] or "It means nothing here.")
    try:
        return wire.Meant(packed(found.value), float(found.score))
    except ValueFault as fault:
        return wire.Meant(reason=f"{said!r} means {fault}."[:2_000])


def listed(type_: SlotType, scene: Scene) -> wire.Named:
    """The names that can fill a slot; on the module's side. Raises what the type raises."""
    found = type_.list(scene.cwd) if isinstance(type_, Live) else type_.sayable(scene)  # type: ignore[attr-defined] # facts_of looked
    return wire.Named(tuple(plain(str(name))[:2_000] for name in found)[:10_000])
