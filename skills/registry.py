"""Which skills there are and which are allowed. A bad one is named with its fault and left out; the rest go on.

Golem's own skills are allowed unless denied. A user's module runs no line until it is allowed, and then only as long as
its content is what was allowed: the allow-list keeps its SHA-256.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType

from skills import families
from skills.author import NOTED, SkillFault, check_sentences
from skills.spec import Origin, Skill


@dataclass(frozen=True, slots=True)
class AllowList:
    """What the user has allowed and denied."""

    modules: Mapping[str, str] = field(default_factory=dict)
    """A user's module (its file's stem) → SHA-256 of its content when it was allowed, in hex."""
    denied: frozenset[str] = frozenset()
    """Ids of skills that are not to run."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A user's module that is not allowed, or not any more."""

    name: str
    path: Path
    changed: bool
    """True where an earlier content was allowed."""


class Registry:
    """The skills that are allowed, the modules that wait, and the faults."""

    def __init__(self, folder: Path | None = None, allow_file: Path | None = None) -> None:
        """Discover. `folder` holds the user's modules; `allow_file` the allow-list (JSON), both optional.

        Raises SkillFault only for an allow-list that cannot be read.
        """
        self._folder = folder
        self._allow_file = allow_file
        self._allowed = _read(allow_file)
        self.faults: list[str] = []
        """One line for each module or skill that was left out."""
        self.pending: list[Pending] = []
        self._all: dict[str, Skill] = {}
        for found in self._discover():
            self._add(found)

    @property
    def skills(self) -> list[Skill]:
        """Every allowed skill, by id."""
        return [self._all[id_] for id_ in sorted(self._all) if id_ not in self._allowed.denied]

    @property
    def known(self) -> list[Skill]:
        """Every registered skill, denied ones too, by id."""
        return [self._all[id_] for id_ in sorted(self._all)]

    @property
    def allowed_ids(self) -> frozenset[str]:
        """Ids of the skills that may run."""
        return frozenset(skill.id for skill in self.skills)

    def skill(self, id_: str) -> Skill:
        """The registered skill of that id. Raises KeyError."""
        return self._all[id_]

    def allow(self, name: str) -> None:
        """Allow a user's module, with the content it has now, or lift the denial of a skill. Raises SkillFault."""
        if name in self._all:
            self._write(replace(self._allowed, denied=self._allowed.denied - {name}))
            return
        path = self._module_file(name)
        if path is None:
            raise SkillFault(f"there is no skill and no module {name!r}; `golem skills list` names them")
        content = _content(path)
        found = _user_skills(name, path, content)  # a module at fault is refused here, with its fault
        for skill in found:
            other = self._all.get(skill.id)
            if other is not None and other.module != skill.module:
                raise SkillFault(f"{skill.module}: {skill.id} is already a skill of {other.module}")
        self._write(replace(self._allowed, modules={**self._allowed.modules, name: _digest(content)}))
        self._all |= {skill.id: skill for skill in found}
        self.faults = [fault for fault in self.faults if not fault.startswith(f"{path.name}: ")]
        self.pending = [waiting for waiting in self.pending if waiting.name != name]

    def deny(self, name: str) -> None:
        """Take back a user's module, or deny one skill by its id. Raises SkillFault."""
        if name in self._all:
            self._write(replace(self._allowed, denied=self._allowed.denied | {name}))
        elif name in self._allowed.modules:
            kept = {module: digest for module, digest in self._allowed.modules.items() if module != name}
            self._write(replace(self._allowed, modules=kept))
            self._all = {id_: skill for id_, skill in self._all.items() if skill.module != f"{name}.py"}
        else:
            raise SkillFault(f"there is no skill and no allowed module {name!r}; `golem skills list` names them")

    def _add(self, skill: Skill) -> None:
        if skill.id in self._all:
            self.faults.append(f"{skill.module}: {skill.id} is already a skill of {self._all[skill.id].module}")
        else:
            self._all[skill.id] = skill

    def _discover(self) -> Iterator[Skill]:
        for module in pkgutil.iter_modules(families.__path__):
            yield from _marked(importlib.import_module(f"{families.__name__}.{module.name}"))
        for path in self._user_files():
            allowed = self._allowed.modules.get(path.stem)
            try:
                content = _content(path)
                if allowed is None or allowed != _digest(content):
                    self.pending.append(Pending(path.stem, path, changed=allowed is not None))
                    continue
                yield from _user_skills(path.stem, path, content)
            except SkillFault as fault:
                self.faults.append(str(fault))

    def _user_files(self) -> list[Path]:
        if self._folder is None or not self._folder.is_dir():
            return []
        return sorted(path for path in self._folder.glob("*.py") if path.is_file())

    def _module_file(self, name: str) -> Path | None:
        return next((path for path in self._user_files() if path.stem == name), None)

    def _write(self, allowed: AllowList) -> None:
        if self._allow_file is None:
            raise SkillFault("there is no folder to keep an allow-list in; set GOLEM_HOME to one that can be written")
        content = json.dumps({"modules": dict(allowed.modules), "denied": sorted(allowed.denied)}, indent=2)
        unfinished = self._allow_file.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._allow_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished.write_text(content + "\n", "utf-8")
            unfinished.replace(self._allow_file)
        except OSError as error:
            raise SkillFault(f"the allow-list {self._allow_file} cannot be written: {error.strerror}") from error
        self._allowed = allowed


def _read(allow_file: Path | None) -> AllowList:
    if allow_file is None or not allow_file.exists():
        return AllowList()
    try:
        content = json.loads(allow_file.read_text("utf-8"))
        return AllowList(
            {str(name): str(digest) for name, digest in content["modules"].items()},
            frozenset(map(str, content["denied"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SkillFault(f"the allow-list {allow_file} cannot be read ({error}); move it away to start anew") from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _content(path: Path) -> bytes:
    """A user's file. Raises SkillFault, naming it."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SkillFault(f"{path.name}: cannot be read: {error.strerror}") from error


def _marked(module: ModuleType) -> list[Skill]:
    """The skills that the decorator noted in a module, in the order of the file."""
    return list(vars(module).get(NOTED, ()))


def _one_line(fault: BaseException) -> str:
    """What was raised, and in which line of the user's file."""
    where = f"line {fault.lineno}: " if isinstance(fault, SyntaxError) and fault.lineno else ""
    said = fault.msg if isinstance(fault, SyntaxError) else str(fault)
    return f"{where}{type(fault).__name__}: {said}".splitlines()[0]


def _user_skills(name: str, path: Path, content: bytes) -> list[Skill]:
    """Run a user's module and collect its skills. Raises SkillFault, naming the file, for whatever goes wrong.

    `content` is run, which is what was hashed: not the file again, which may have changed since, nor a cached
    compilation of it, which need not be of that content at all.
    """
    module = ModuleType(f"golem_user_skills.{name}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # type hints are looked up there
    try:
        exec(compile(content, path, "exec", dont_inherit=True), vars(module))  # noqa: S102 - the user allowed this text
    except SkillFault as fault:
        raise SkillFault(f"{path.name}: {fault}") from fault
    except (Exception, SystemExit) as fault:
        raise SkillFault(f"{path.name}: {_one_line(fault)}") from fault
    skills = [replace(skill, origin=Origin.USER, module=path.name) for skill in _marked(module)]
    if not skills:
        raise SkillFault(f"{path.name}: has no function with @skill")
    for skill in skills:
        try:
            check_sentences(skill.intent)
        except SkillFault as fault:
            raise SkillFault(f"{path.name}: {fault}") from fault
    return skills
