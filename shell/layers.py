"""Where settings come from: built in, the system's file, the user's, a trusted project's, the environment, the flags.

Each later layer overrides the earlier ones key by key. A layer is checked by itself, so that a complaint names the file
or variable at fault; what must fit together is checked once all are joined.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import platformdirs
from rapidfuzz import process

from policies.trees import TrustedTrees, tree_around
from shell.errors import ConfigError
from shell.places import Places
from shell.sanitize import visible

PROJECT_FILE: Final = ".golem.toml"
"""At the top of a working tree."""
OF_PROJECT: Final = frozenset({"terminal", "voice", "attention", "endpointer"})
"""Sections that a project may set: how Golem looks, sounds and listens, and never where sound or words go."""
PREFIX: Final = "GOLEM_"
OTHERS: Final = frozenset({"HOME", "CONFIG", "MODELS"})
"""Variables that are no settings, without their prefix; those of the tests and the bench name no section either."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Settings from one place."""

    name: str
    """`system`, `user`, `project`, `environment` or `flags`."""
    where: Path
    """The file, or what stands for one in a complaint: `$GOLEM_VOICE_SPEED`, `--set`."""
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Here:
    """What layers are looked for by."""

    named: str | None
    """A file that takes the place of the user's own; it must be there."""
    places: Places
    environment: Mapping[str, str]
    flags: Sequence[str]
    """Each `section.key=value`."""
    folder: Path | None
    """The working folder, for a project's file; None looks for none."""

    @property
    def user_file(self) -> Path:
        """The user's file, or the one that takes its place."""
        named = self.named or self.environment.get("GOLEM_CONFIG")
        return Path(named).expanduser() if named else self.places.config_file

    @property
    def project_file(self) -> Path | None:
        """The file of the project around the working folder; None where there is none."""
        if self.folder is None:
            return None
        file = tree_around(self.folder) / PROJECT_FILE
        return file if _there(file) else None

    @property
    def trusted(self) -> bool:
        """Whether the project around the working folder is trusted, as its code is."""
        return self.folder is not None and TrustedTrees(self.places.trusted_trees).trusts(self.folder)


def layers(here: Here, known: Mapping[str, frozenset[str]]) -> Iterator[Layer]:
    """Every layer that sets anything, the weakest first. `known` are the keys of each section. Raises ConfigError."""
    system = platformdirs.site_config_path("golem") / "config.toml"
    if not here.environment.get("GOLEM_HOME") and _there(system):
        yield Layer("system", system, read(system))
    named = here.named or here.environment.get("GOLEM_CONFIG")
    if named or _there(here.user_file):
        yield Layer("user", here.user_file, read(here.user_file))
    if here.project_file is not None and here.trusted:
        yield Layer("project", here.project_file, _of_project(here.project_file))
    yield from _environment(here.environment, known)
    yield from _flags(here.flags)


def joined(all_: Sequence[Layer]) -> dict[str, dict[str, Any]]:
    """What the layers come to, section by section and key by key."""
    values: dict[str, dict[str, Any]] = {}
    for layer in all_:
        for section, keys in layer.values.items():
            values.setdefault(section, {}).update(keys)
    return values


def origins(all_: Sequence[Layer]) -> dict[str, Layer]:
    """`section.key` → the layer whose value counts."""
    return {f"{section}.{key}": layer for layer in all_ for section, keys in layer.values.items() for key in keys}


def read(file: Path) -> dict[str, Any]:
    """A file of settings, parsed. Raises ConfigError."""
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: {error}") from error


def nearest(key: str, known: Sequence[str]) -> str:
    """What to do about a key that is not known."""
    found = process.extractOne(key, known, score_cutoff=50)
    return f"did you mean {found[0]}?" if found else f"known are: {', '.join(known)}"


def _of_project(file: Path) -> dict[str, Any]:
    values = read(file)
    for section in values:
        if section not in OF_PROJECT:
            only = ", ".join(sorted(OF_PROJECT))
            raise ConfigError(f"{file}: a project cannot set [{visible(section)}], only {only}")
    return values


def _environment(environment: Mapping[str, str], known: Mapping[str, frozenset[str]]) -> Iterator[Layer]:
    """A layer for each variable `GOLEM_SECTION_KEY`; one that only begins like a section is named with the nearest."""
    names = {f"{PREFIX}{section}_{key}".upper(): (section, key) for section, keys in known.items() for key in keys}
    sections = tuple(f"{PREFIX}{section}_".upper() for section in known)
    for name in sorted(environment):
        if name in names:
            section, key = names[name]
            yield Layer("environment", Path(f"${name}"), {section: {key: _value(environment[name])}})
        elif name.startswith(sections) and name.removeprefix(PREFIX) not in OTHERS:
            raise ConfigError(f"${name} is no setting; {nearest(name, sorted(names))}")


def _flags(flags: Sequence[str]) -> Iterator[Layer]:
    for flag in flags:
        name, equals, text = flag.partition("=")
        section, dot, key = name.strip().partition(".")
        if not (equals and dot and section and key):
            raise ConfigError(f"--set {flag}: write section.key=value, for example: --set voice.speed=1.2")
        yield Layer("flags", Path("--set"), {section: {key: _value(text)}})


def _value(text: str) -> object:
    """A value as TOML has it, or else the words themselves: `1.5`, `true`, `"3"`, `USB microphone`."""
    try:
        return tomllib.loads(f"value = {text.strip()}")["value"] if "\n" not in text else text
    except tomllib.TOMLDecodeError:
        return text.strip()


def _there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:  # a home folder that may not be looked into has no settings
        return False
