"""The policy in force: the built-in one, tightened by the user's policy.toml. It can be made stricter, not looser."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from rapidfuzz import process

Answer = Literal["allow", "confirm", "deny"]
LIKELY_TYPO = 85
"""Likeness, 0 to 100, from which an unknown skill's id is taken for a known one, mistyped."""
STRICTNESS = {"allow": 0, "confirm": 1, "deny": 2}
Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


class PolicyFault(ValueError):
    """A policy file that cannot be used; the message names the file, the key and the mend."""


class Effects(msgspec.Struct, frozen=True):
    """What happens by what a call does."""

    observe: Answer
    change: Answer
    destroy: Literal["confirm", "deny"]


class Speech(msgspec.Struct, frozen=True):
    """How sure of the words the recogniser must be, 0 to 1."""

    floor: Share
    """Below this, nothing but looking is done."""
    confirm: Share
    """Below this, a change is asked about."""


class RouteLimits(msgspec.Struct, frozen=True):
    """How sure of the route the classifier must be, 0 to 1, where no sentence decided."""

    confirm: Share


class Confirmation(msgspec.Struct, frozen=True):
    """How a question is put."""

    timeout_s: Annotated[float, msgspec.Meta(ge=1.0, le=120.0)]


class Words(msgspec.Struct, frozen=True):
    """What belongs to a shell."""

    signs: tuple[str, ...]
    spoken: tuple[str, ...]


class Paths(msgspec.Struct, frozen=True):
    """Where no skill may be sent, and where one asks first."""

    forbidden: tuple[str, ...]
    """Absolute, or from the home folder: `~/`."""
    system: tuple[str, ...]
    """The same; changed only with a yes."""
    navigation: tuple[str, ...]
    """Ids of skills that go somewhere and touch nothing."""


class SkillLists(msgspec.Struct, frozen=True):
    """Skills by id."""

    confirm: tuple[str, ...]
    deny: tuple[str, ...]


class Policy(msgspec.Struct, frozen=True):
    """The whole policy."""

    effects: Effects
    speech: Speech
    route: RouteLimits
    confirmation: Confirmation
    words: Words
    paths: Paths
    skills: SkillLists


def default_policy() -> Policy:
    """The built-in policy."""
    return msgspec.convert(_built_in(), Policy)


def load(path: Path | None) -> Policy:
    """The built-in policy tightened by the file at `path`; the built-in one where there is no such file.

    Raises PolicyFault for a file that cannot be read, a key it does not know, a value of the wrong kind or range, or
    one that would loosen the built-in policy.
    """
    if path is None or not _there(path):
        return default_policy()
    try:
        given = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise PolicyFault(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise PolicyFault(f"{path}: is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise PolicyFault(f"{path}: {error}") from error
    return tightened(path, given)


def tightened(path: Path, given: Mapping[str, Any]) -> Policy:
    """The built-in policy tightened by a parsed policy file; `path` names it in complaints. Raises PolicyFault."""
    merged = _merged(path, _built_in(), given)
    try:
        policy = msgspec.convert(merged, Policy)
    except msgspec.ValidationError as error:
        raise PolicyFault(f"{path}: {error}") from error
    _refuse_looser(path, default_policy(), policy)
    _refuse_void(path, policy)
    return policy


def check_skills(path: Path, policy: Policy, known: Collection[str]) -> None:
    """Raise PolicyFault for an id in `[skills]` that is one of `known` mistyped, and so would deny nothing.

    Other ids that are not known are let be: a skill may be denied before it is there.
    """
    for key in ("confirm", "deny"):
        for id_ in getattr(policy.skills, key):
            if id_ in known:
                continue
            found = process.extractOne(id_, known, score_cutoff=LIKELY_TYPO)
            if found:
                raise PolicyFault(f"{path}: skills.{key} names {id_!r}, which is no skill; did you mean {found[0]!r}?")


def known_keys() -> list[str]:
    """Every key as `section.key`, for the documentation's completeness."""
    return [f"{section}.{key}" for section, table in _built_in().items() for key in table]


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # what lies in a folder that may not be looked into is not this user's policy
        return False


def _built_in() -> dict[str, Any]:
    return tomllib.loads(files("policies").joinpath("default.toml").read_text("utf-8"))


def _merged(path: Path, built_in: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Tables joined key by key; lists joined, since a user's list adds to the built-in one."""
    merged = dict(built_in)
    for section, table in given.items():
        if section not in built_in:
            raise PolicyFault(f"{path}: unknown section [{section}]; {_nearest(section, built_in)}")
        if not isinstance(table, dict):
            raise PolicyFault(f"{path}: [{section}] is a table, not a value")
        for key, value in table.items():
            if key not in built_in[section]:
                raise PolicyFault(f"{path}: unknown key {section}.{key}; {_nearest(key, built_in[section])}")
            old = built_in[section][key]
            joins = isinstance(old, list) and isinstance(value, list)
            merged[section] = {**merged[section], key: [*old, *value] if joins else value}
    return merged


def _nearest(key: str, known: dict[str, Any]) -> str:
    found = process.extractOne(key, known.keys(), score_cutoff=50)
    return f"did you mean {found[0]}?" if found else f"known are {', '.join(known)}"


def _refuse_looser(path: Path, built_in: Policy, policy: Policy) -> None:
    """What the built-in policy asks about or denies stays asked about or denied."""
    for name in ("observe", "change", "destroy"):
        old, new = getattr(built_in.effects, name), getattr(policy.effects, name)
        if STRICTNESS[new] < STRICTNESS[old]:
            raise PolicyFault(f"{path}: effects.{name} may not be looser than {old!r}")
    looser = [
        name
        for name, old, new in (
            ("speech.floor", built_in.speech.floor, policy.speech.floor),
            ("speech.confirm", built_in.speech.confirm, policy.speech.confirm),
            ("route.confirm", built_in.route.confirm, policy.route.confirm),
        )
        if new < old
    ]
    if looser:
        raise PolicyFault(f"{path}: {looser[0]} may be raised, not lowered")
    if set(policy.paths.navigation) - set(built_in.paths.navigation):
        raise PolicyFault(f"{path}: paths.navigation cannot be added to")


def _refuse_void(path: Path, policy: Policy) -> None:
    """A line that could never tighten anything, or that would refuse every word, is a mistake and is told as one."""
    for key in ("signs", "spoken"):
        for words in getattr(policy.words, key):
            if not words.strip() or (key == "spoken" and not any(char.isalnum() for char in words)):
                raise PolicyFault(f"{path}: words.{key} has {words!r}, which nobody can say; write at least a letter")
    for key in ("forbidden", "system"):
        for place in getattr(policy.paths, key):
            if "\0" in place or not place.startswith(("/", "~/")):
                raise PolicyFault(f"{path}: paths.{key} has {place!r}; a place starts with / or ~/")
