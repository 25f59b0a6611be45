"""A module's golden rows: what people say to its skills, in a TOML file beside it (tests/golden has those of Golem)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from shell.errors import UsageError

Said = tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=500)], ...]
Kind = Literal["said", "near", "never"]


class _Slots(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    said: str
    slots: Mapping[str, str | int | float | bool]


class _Rows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    said: Said = ()
    near: Said = ()
    never: Said = ()
    before: Said = ()
    run: bool = True
    slots: tuple[_Slots, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to say."""

    skill: str
    kind: Kind
    """`said` must run the skill, `near` must not, `never` must run none at all."""
    text: str
    before: tuple[str, ...]
    """What is said beforehand, in the same session."""
    run: bool
    """False: what it needs (a server) is not everywhere, so it is judged and not run."""
    slots: Mapping[str, object]
    """Values that the skill must get; a path relative to the folder that the row is said in."""


def read(file: Path, skills: Sequence[str]) -> list[Row]:
    """The rows of a module with these skills. Raises UsageError for what cannot be read, and a skill without rows."""
    try:
        found = msgspec.convert(tomllib.loads(file.read_text("utf-8")), dict[str, _Rows])
    except FileNotFoundError:
        raise UsageError(f"there are no golden rows: write {file}, as golem skills new does") from None
    except (OSError, ValueError) as error:  # no TOML, no UTF-8, or another shape
        raise UsageError(f"{file}: {error}") from error
    for skill in found:
        if skill not in skills:
            raise UsageError(f"{file}: there is no skill {skill!r} in the module; it has {', '.join(skills)}")
    for skill in skills:
        if not (skill in found and found[skill].said):
            raise UsageError(f'{file}: {skill} has no rows; add: ["{skill}"] and said = ["..."]')
    return [row for skill, rows in found.items() for row in _rows(skill, rows)]


def _rows(skill: str, rows: _Rows) -> list[Row]:
    slots = {one.said: one.slots for one in rows.slots}
    kinds: tuple[tuple[Kind, Said], ...] = (("said", rows.said), ("near", rows.near), ("never", rows.never))
    return [
        Row(
            skill,
            kind,
            text,
            rows.before if kind == "said" else (),
            rows.run,
            slots.get(text, {}) if kind == "said" else {},
        )
        for kind, texts in kinds
        for text in texts
    ]
