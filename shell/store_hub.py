"""Models from the hub. The only importer of huggingface_hub, which is loaded when a pull needs it and never else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from shell.errors import ModelError
from shell.manifest import HubSource, Model, ModelFile, safe_relative
from shell.pickled import PickleFault
from shell.store_files import Report, Stored, WrongHash, git_blob_id, require_hash, sha256_of

PICKLED: Final = "pytorch_model.bin"
"""How publishers name weights of PyTorch's older kind, a pickle."""
SAFE: Final = "model.safetensors"


@dataclass(frozen=True, slots=True)
class HubFile:
    """What the hub states about one file."""

    size: int | None
    """Bytes."""
    sha256: str | None
    """Hex, for a file kept in LFS; None for a small one, which has a blob id only."""
    blob_id: str | None
    """Git's object id of the file's content, or of its LFS pointer."""


@dataclass(frozen=True, slots=True)
class HubRevision:
    """A repository at one commit."""

    commit: str
    files: Mapping[str, HubFile]
    """By path in the repository."""


class Hub(Protocol):
    """The hub, as far as the store needs it. Both methods raise ModelError with a reason."""

    def describe(self, repo: str, revision: str) -> HubRevision:
        """The commit that `revision` names now, and its files."""
        ...

    def download(self, repo: str, path: str, commit: str, folder: Path, report: Report) -> Path:
        """Fetch one file below `folder`, resuming what an earlier try left there; where it lies."""
        ...


class HuggingFaceHub:
    """The real hub, through its own client: that brings resume, proxies, mirrors (HF_ENDPOINT) and tokens."""

    def __init__(self, endpoint: str | None = None) -> None:
        """`endpoint` is a base address; None is the client's own default or HF_ENDPOINT."""
        self._endpoint = endpoint

    def describe(self, repo: str, revision: str) -> HubRevision:
        """See `Hub`."""
        from huggingface_hub import HfApi  # noqa: PLC0415  # heavy, and only for a pull

        # the HTTP client's base error, which that module has but does not export
        from huggingface_hub.errors import HTTPError  # type: ignore[attr-defined]  # noqa: PLC0415  # as above

        try:
            info = HfApi(endpoint=self._endpoint).model_info(repo, revision=revision, files_metadata=True, timeout=15)
        except (OSError, HTTPError, ValueError) as error:
            raise ModelError(f"the hub does not give {repo} at {revision}: {_first_line(error)}") from error
        if info.sha is None:
            raise ModelError(f"the hub names no commit for {repo} at {revision}")
        files = {
            sibling.rfilename: HubFile(sibling.size, sibling.lfs.sha256 if sibling.lfs else None, sibling.blob_id)
            for sibling in info.siblings or ()
        }
        return HubRevision(info.sha, files)

    def download(self, repo: str, path: str, commit: str, folder: Path, report: Report) -> Path:
        """See `Hub`."""
        from huggingface_hub import hf_hub_download  # noqa: PLC0415  # heavy, and only for a pull

        # the HTTP client's base error, which that module has but does not export
        from huggingface_hub.errors import HTTPError  # type: ignore[attr-defined]  # noqa: PLC0415  # as above

        try:
            return Path(
                hf_hub_download(
                    repo,
                    path,
                    revision=commit,
                    local_dir=folder,
                    endpoint=self._endpoint,
                    tqdm_class=_bar(f"{repo}: {path}", report),
                )
            )
        except (OSError, HTTPError, ValueError) as error:
            raise ModelError(f"the hub does not give {repo}/{path}: {_first_line(error)}") from error


def _bar(label: str, report: Report) -> Any:  # noqa: ANN401  # the client wants a class derived from tqdm's
    from tqdm import tqdm  # type: ignore[import-untyped]  # noqa: PLC0415  # no stubs; comes with the hub's client

    class Bar(tqdm):  # type: ignore[misc]  # its base is untyped
        """A bar that draws nothing and reports instead."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # tqdm's own signature
            kwargs.pop("name", None)  # the client's own bars take it
            super().__init__(*args, **{**kwargs, "file": _Nowhere(), "mininterval": 0.2})

        def update(self, n: float | None = 1) -> bool | None:
            shown: bool | None = super().update(n)
            report(label, int(self.n), int(self.total) if self.total else None)
            return shown

    return Bar


class _Nowhere:
    """A text stream that takes everything and shows nothing."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing is kept back."""


def fetch_from_hub(
    model: Model, source: HubSource, staging: Path, hub: Hub, *, report: Report, require_space: Callable[[int], None]
) -> tuple[Path, str, dict[str, Stored]]:
    """Fetch the model's files into `staging/files`; that folder, the commit, and what each file was checked against.

    Hashes in the manifest win; where it has none, the hub's own for that commit are used and recorded. `require_space`
    gets the bytes that are needed and raises where they are not to be had. Raises ModelError.
    """
    report(f"{source.repo}: asking the hub", 0, None)
    revision = hub.describe(source.repo, source.revision)
    selected = _selected(model, source, revision)
    require_space(sum(file.size or 0 for file in selected))
    fetched: dict[str, Path] = {}
    stored: dict[str, Stored] = {}
    for file in selected:
        inside = f"{source.folder}/{file.path}" if source.folder else file.path
        lies = hub.download(source.repo, inside, revision.commit, staging / "hub", report)
        stored[file.path] = _checked(lies, file, revision.files.get(inside), f"{source.repo}/{inside}")
        fetched[file.path] = lies
    # moved only now: an interrupted pull finds every finished file where the client left it
    files = staging / "files"
    for path, lies in fetched.items():
        (files / path).parent.mkdir(parents=True, exist_ok=True)
        lies.replace(files / path)
    if PICKLED in stored and SAFE not in stored:
        report(f"{source.repo}: writing {PICKLED} anew as {SAFE}", 0, None)
        stored[SAFE] = _unpickled(files, stored.pop(PICKLED))
    return files, revision.commit, stored


def _unpickled(files: Path, checked: Stored) -> Stored:
    """Weights that the hub has as a pickle alone, as safetensors in its place. Raises ModelError."""
    from shell.weights import to_safetensors  # noqa: PLC0415  # safetensors, and only for such a pull

    try:
        to_safetensors(files / PICKLED, files / SAFE)
    except PickleFault as fault:
        (files / PICKLED).unlink()
        raise ModelError(str(fault)) from fault
    (files / PICKLED).unlink()
    return Stored((files / SAFE).stat().st_size, sha256_of(files / SAFE), f"{checked.against}, as {PICKLED}")


def _selected(model: Model, source: HubSource, revision: HubRevision) -> list[ModelFile]:
    """The manifest's files, or those that `wanted` and `optional` pick from what the repository has."""
    if model.files:
        return list(model.files)
    prefix = f"{source.folder}/" if source.folder else ""
    here = {path.removeprefix(prefix) for path in revision.files if path.startswith(prefix) and safe_relative(path)}
    chosen: list[str] = []
    for group in source.wanted:
        found = next((path for path in group if path in here), None)
        if found is None:
            raise ModelError(f"{source.repo} at {revision.commit[:12]} has no {' or '.join(group)}")
        chosen.append(found)
    chosen += [path for path in source.optional if path in here]
    return [ModelFile(path=path, size=revision.files[prefix + path].size) for path in chosen]


def _checked(fetched: Path, file: ModelFile, stated: HubFile | None, what: str) -> Stored:
    size = fetched.stat().st_size
    if file.sha256 is not None:
        require_hash(fetched, file.sha256, what)
        return Stored(size, file.sha256, "manifest")
    if stated is not None and stated.sha256 is not None:
        require_hash(fetched, stated.sha256, what)
        return Stored(size, stated.sha256, "hub")
    if stated is not None and stated.blob_id is not None:
        if git_blob_id(fetched) != stated.blob_id:
            fetched.unlink()
            raise WrongHash(f"{what} is not what the hub states (its git blob id differs) and was removed; try again")
        return Stored(size, sha256_of(fetched), "git")
    return Stored(size, sha256_of(fetched), "nothing")


def _first_line(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0][:200]
