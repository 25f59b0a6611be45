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
import threading
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
from skills.offered import Offered, Offers, nothing_offered
from skills.sayings.meanings import MEANINGS
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
    package: str = ""
    """The installed package that offers it; empty for a file of the user's own."""

    @property
    def title(self) -> str:
        """What it is called to people: "notes.py", "notes.py of golem-notes 1.0"."""
        return f"{self.name}.py of {self.package}" if self.package else f"{self.name}.py"


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
        offers: Offers = nothing_offered,
    ) -> None:
        """Discover. `folder` holds the user's modules; `allow_file` the allow-list (JSON), both optional.

        `kept` is the folder for what was allowed, and `start` starts a module's process: without it no module of the
        user's runs. `off` says why none is to. `offers` names what packages offer. Raises SkillFault only for an
        allow-list that cannot be read.
        """
        self._folder = folder
        self._allow_file = allow_file
        self._allowed = _read(allow_file)
        self._shelf = Shelf(kept)
        self._start = start
        self._offers = offers
        self._modules: list[Module] = []
        self.off = off or ("" if start else "nothing here can start one")
        """Why no module of the user's runs; empty where they do."""
        self.faults: list[str] = []
        """One line for each module or skill that was left out."""
        self.pending: list[Pending] = []
        self._all: dict[str, Skill] = {}
        for found in self._discover({}):
            self._add(self._all, found)

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
        return [place.name for place in self._sources()]

    def skill(self, id_: str) -> Skill:
        """The registered skill of that id. Raises KeyError."""
        return self._all[id_]

    def change(self, name: str) -> Change | None:
        """What allowing the module `name` would allow; None where there is no such module. Raises SkillFault."""
        place = self._source(name)
        if place is None:
            return None
        content, digest = text_of(_there(place)), self._allowed.modules.get(name)
        if digest is None:
            return Change(name, content, None)
        if digest == digest_of(content):
            return Change(name, content, ())
        before = self._shelf.content(name, digest)
        if before is None:
            return Change(name, content, ("(what was allowed before is not kept: read the whole file)",))
        changed = tuple(_difference(f"{name}.py", before, content))
        return Change(name, content, changed or ("(nothing but the ends of its lines)",))

    def allow(self, name: str, content: bytes | None = None) -> None:
        """Allow a user's module, with the content it has now, or lift the denial of a skill. Raises SkillFault.

        `content` is what the user was shown: a file that is another by now is not allowed.
        """
        if name in self._all:
            self._write(replace(self._allowed, denied=self._allowed.denied - {name}))
            return
        place = self._source(name)
        if place is None:
            raise SkillFault(f"there is no skill and no module {name!r}; `golem skills list` names them")
        if self._start is None or self.off:
            raise SkillFault(f"{name}.py cannot be allowed: {self.off}")
        path = _there(place)
        now = text_of(path)
        if content is not None and content != now:
            raise SkillFault(f"{name}.py changed while it was being allowed; look at it again")
        module = Module(Source(name, path, now, _closed(place)), self._start)
        described, found = self._vetted(module)
        try:
            self._shelf.keep(name, now, described)
        except OSError as error:
            raise SkillFault(f"{name}.py cannot be kept to compare with later: {error.strerror}") from error
        self._write(replace(self._allowed, modules={**self._allowed.modules, name: digest_of(now)}))
        for older in [older for older in self._modules if older.source.name == name]:
            older.close()
            self._modules.remove(older)
        self._modules.append(module)
        self._all = {id_: skill for id_, skill in self._all.items() if skill.module != f"{name}.py"}
        self._all |= {skill.id: skill for skill in found}
        self.faults = [fault for fault in self.faults if not fault.startswith(f"{name}.py:")]
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

    def stamp(self) -> tuple[tuple[object, ...], ...]:
        """What tells whether `reread` would find anything else: the files' names, sizes and times. Never raises."""
        files = [place.file for place in self._sources() if place.file is not None]
        return tuple(_stamp(file) for file in (*files, *filter(None, [self._allow_file])))

    def reread(self) -> None:
        """Look anew at the allow-list and the modules. One that is as it was keeps its process, another loses it.

        Raises SkillFault for an allow-list that cannot be read; then all is as it was. Not while a call is judged or
        run: its skill may be gone.
        """
        allowed = _read(self._allow_file)
        before = {module.source: module for module in self._modules}
        self._allowed, self._modules, self.faults, self.pending = allowed, [], [], []
        found: dict[str, Skill] = {}
        for skill in self._discover(before):
            self._add(found, skill)
        self._all = found
        for module in before.values():
            if all(module is not kept for kept in self._modules):  # it may be at work, and is not waited for
                threading.Thread(target=module.close, name="close", daemon=True).start()

    def _add(self, among: dict[str, Skill], skill: Skill) -> None:
        if skill.id in among:
            self.faults.append(f"{skill.module}: {skill.id} is already a skill of {among[skill.id].module}")
        else:
            among[skill.id] = skill

    def _discover(self, before: Mapping[Source, Module]) -> Iterator[Skill]:
        """Every skill that may be there; a module that is as it was `before` is taken from there."""
        for module in pkgutil.iter_modules(families.__path__):
            for own in _marked(importlib.import_module(f"{families.__name__}.{module.name}")):
                yield replace(own, intent=replace(own.intent, meanings=MEANINGS.get(own.id, ())))
        for place in self._sources():
            allowed = self._allowed.modules.get(place.name)
            try:
                path = _there(place)
                content = text_of(path)
                source = Source(place.name, path, content, _closed(place))
                if allowed is None or allowed != digest_of(content):
                    self.pending.append(Pending(place.name, path, allowed is not None, place.package))
                elif self._start is not None and not self.off:
                    yield from self._described(before.get(source) or Module(source, self._start), allowed)
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
                self.faults.append(f"{module.source.title}: cannot be kept: {error.strerror}")
        self._modules.append(module)
        return module.skills(described)

    def _sources(self) -> list[Offered]:
        """The user's own modules, by name, and then the packages', but those whose name a file of the user's has."""
        files = sorted(self._folder.glob("*.py")) if self._folder is not None and self._folder.is_dir() else []
        own = [Offered(path.stem, path, "", "") for path in files if path.is_file()]
        names = {place.name for place in own}
        return [*own, *(place for place in self._offers() if place.name not in names)]

    def _source(self, name: str) -> Offered | None:
        return next((place for place in self._sources() if place.name == name), None)

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


def _there(place: Offered) -> Path:
    """The module's file. Raises SkillFault where a package names none."""
    if place.file is None:
        raise SkillFault(f"{place.name}.py: {place.package} lists no file of that module; install it as a wheel")
    return place.file


def _closed(place: Offered) -> tuple[str, ...]:
    return (place.top,) if place.package else ()


def _stamp(file: Path) -> tuple[object, ...]:
    try:
        found = file.stat()
    except OSError:
        return (str(file),)
    return str(file), found.st_ino, found.st_size, found.st_mtime_ns


def _marked(module: ModuleType) -> list[Skill]:
    """The skills that the decorator noted in a module, in the order of the file."""
    return list(vars(module).get(NOTED, ()))


def _difference(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """The unified diff of two texts, line by line, without line ends."""
    old, new = (content.decode(errors="backslashreplace").splitlines() for content in (before, after))
    yield from difflib.unified_diff(old, new, f"{name} as allowed", f"{name} now", lineterm="")
