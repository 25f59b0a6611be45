"""Which skills there are and which are allowed. A bad one is named with its fault and left out; the rest go on.

Golem's own skills are allowed unless denied. A user's module runs no line until it is allowed, and then only as long as
its content is what was allowed: the allow-list keeps its SHA-256, and the text itself is kept to show what changed. It
never runs here: `skills.foreign` has a process for each module.
"""

from __future__ import annotations

import difflib
import importlib
import json
import os
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType

from skills import families
from skills.author import NOTED, SkillFault
from skills.foreign.module import Module
from skills.foreign.shelf import Shelf, digest_of, text_of
from skills.foreign.wire import Described
from skills.foreign.worker import Source, Start
from skills.spec import Skill


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


@dataclass(frozen=True, slots=True)
class Change:
    """What allowing a module would allow."""

    name: str
    content: bytes
    """The text that would be allowed."""
    difference: tuple[str, ...] | None
    """Unified diff from what was allowed, line by line, not cleaned; None where nothing was allowed before."""


class Registry:
    """The skills that are allowed, the modules that wait, and the faults."""

    def __init__(
        self,
        folder: Path | None = None,
        allow_file: Path | None = None,
        *,
        kept: Path | None = None,
        start: Start | None = None,
        off: str = "",
    ) -> None:
        """Discover. `folder` holds the user's modules; `allow_file` the allow-list (JSON), both optional.

        `kept` is the folder for what was allowed, and `start` starts a module's process: without it no module of the
        user's runs. `off` says why none is to. Raises SkillFault only for an allow-list that cannot be read.
        """
        self._folder = folder
        self._allow_file = allow_file
        self._allowed = _read(allow_file)
        self._shelf = Shelf(kept)
        self._start = start
        self._modules: list[Module] = []
        self.off = off or ("" if start else "nothing here can start one")
        """Why no module of the user's runs; empty where they do."""
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

    @property
    def modules(self) -> list[str]:
        """The names of the user's modules that are there, allowed or not."""
        return [path.stem for path in self._user_files()]

    def skill(self, id_: str) -> Skill:
        """The registered skill of that id. Raises KeyError."""
        return self._all[id_]

    def change(self, name: str) -> Change | None:
        """What allowing the module `name` would allow; None where there is no such module. Raises SkillFault."""
        path = self._module_file(name)
        if path is None:
            return None
        content, digest = text_of(path), self._allowed.modules.get(name)
        if digest is None:
            return Change(name, content, None)
        if digest == digest_of(content):
            return Change(name, content, ())
        before = self._shelf.content(name, digest)
        if before is None:
            return Change(name, content, ("(what was allowed before is not kept: read the whole file)",))
        changed = tuple(_difference(path.name, before, content))
        return Change(name, content, changed or ("(nothing but the ends of its lines)",))

    def allow(self, name: str, content: bytes | None = None) -> None:
        """Allow a user's module, with the content it has now, or lift the denial of a skill. Raises SkillFault.

        `content` is what the user was shown: a file that is another by now is not allowed.
        """
        if name in self._all:
            self._write(replace(self._allowed, denied=self._allowed.denied - {name}))
            return
        path = self._module_file(name)
        if path is None:
            raise SkillFault(f"there is no skill and no module {name!r}; `golem skills list` names them")
        if self._start is None or self.off:
            raise SkillFault(f"{path.name} cannot be allowed: {self.off}")
        now = text_of(path)
        if content is not None and content != now:
            raise SkillFault(f"{path.name} changed while it was being allowed; look at it again")
        module = Module(Source(name, path, now), self._start)
        described, found = self._vetted(module)
        try:
            self._shelf.keep(name, now, described)
        except OSError as error:
            raise SkillFault(f"{path.name} cannot be kept to compare with later: {error.strerror}") from error
        self._write(replace(self._allowed, modules={**self._allowed.modules, name: digest_of(now)}))
        self._modules.append(module)
        self._all |= {skill.id: skill for skill in found}
        self.faults = [fault for fault in self.faults if not fault.startswith(f"{path.name}:")]
        self.pending = [waiting for waiting in self.pending if waiting.name != name]

    def _vetted(self, module: Module) -> tuple[Described, list[Skill]]:
        """What a module says of itself; one at fault is refused here, with its fault, and its process ended."""
        try:
            described = module.describe()
            found = module.skills(described)
            self._check_free(found)
        except SkillFault:
            module.close()
            raise
        return described, found

    def _check_free(self, found: list[Skill]) -> None:
        """Raise SkillFault for an id that another module has."""
        for skill in found:
            other = self._all.get(skill.id)
            if other is not None and other.module != skill.module:
                raise SkillFault(f"{skill.module}: {skill.id} is already a skill of {other.module}")

    def deny(self, name: str) -> None:
        """Take back a user's module, or deny one skill by its id. Raises SkillFault."""
        if name in self._all:
            self._write(replace(self._allowed, denied=self._allowed.denied | {name}))
        elif name in self._allowed.modules:
            kept = {module: digest for module, digest in self._allowed.modules.items() if module != name}
            self._write(replace(self._allowed, modules=kept))
            self._shelf.forget(name)
            self._all = {id_: skill for id_, skill in self._all.items() if skill.module != f"{name}.py"}
        else:
            raise SkillFault(f"there is no skill and no allowed module {name!r}; `golem skills list` names them")

    def close(self) -> None:
        """End the processes of the user's modules."""
        for module in self._modules:
            module.close()

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
                content = text_of(path)
                if allowed is None or allowed != digest_of(content):
                    self.pending.append(Pending(path.stem, path, changed=allowed is not None))
                elif self._start is not None and not self.off:
                    yield from self._described(Module(Source(path.stem, path, content), self._start), allowed)
            except SkillFault as fault:
                self.faults.append(str(fault))

    def _described(self, module: Module, digest: str) -> list[Skill]:
        """The skills of an allowed module, by what it said when it was allowed; asked anew only where that is lost."""
        name = module.source.name
        described = self._shelf.described(name, digest)
        if described is None:
            described = module.describe()
            try:
                self._shelf.keep(name, module.source.content, described)
            except OSError as error:
                self.faults.append(f"{module.source.file.name}: cannot be kept: {error.strerror}")
        self._modules.append(module)
        return module.skills(described)

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


def _marked(module: ModuleType) -> list[Skill]:
    """The skills that the decorator noted in a module, in the order of the file."""
    return list(vars(module).get(NOTED, ()))


def _difference(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """The unified diff of two texts, line by line, without line ends."""
    old, new = (content.decode(errors="backslashreplace").splitlines() for content in (before, after))
    yield from difflib.unified_diff(old, new, f"{name} as allowed", f"{name} now", lineterm="")
