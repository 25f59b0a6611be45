"""What the store's sources share: hashing, the report of progress, and the marker that spares a start its hashing."""

from __future__ import annotations

import hashlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

import msgspec

from shell.errors import ModelError

MARKER = ".golem-model.json"
"""Written into a model's folder once every file was verified; start-up then compares sizes only."""

DAMAGED: Final = (
    *(zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError),
    *(zlib.error, lzma.LZMAError, struct.error),
)
"""What reading a damaged zip archive raises, beside OSError. zipfile raises some beside its own, for an unknown
compression, an encrypted member, a truncated one, a name that is no UTF-8, an impossible place in the file; the last
three are what the decompressors find."""


class Report(Protocol):
    """Shown progress."""

    def __call__(self, label: str, done: int, total: int | None) -> None:
        """`label` names what is under way; `done` of `total` bytes; both 0 and None for a step without bytes."""
        ...


def silent(label: str, done: int, total: int | None) -> None:
    """A Report that shows nothing."""


class Stored(msgspec.Struct, frozen=True):
    """One file as it was verified."""

    size: int
    """Bytes."""
    sha256: str
    """Hex, of the file as it was written."""
    against: str
    """What the hash was checked against: `manifest`, `hub` (its LFS SHA-256), `git` (its blob id), `nothing`; with
    `, as NAME` where it was the file of that name, from which this one was made."""


class Marker(msgspec.Struct, frozen=True):
    """What is known of a model on disk."""

    name: str
    source: str
    """Where it came from, for people: `package index`, `hub OWNER/REPO`, `local`."""
    revision: str | None
    """The hub's commit that the files are of; None for other sources."""
    files: dict[str, Stored]

    @classmethod
    def read(cls, folder: Path) -> Marker | None:
        """The marker in `folder`; None where there is none or it cannot be read: then the files are unverified."""
        try:
            return msgspec.json.decode((folder / MARKER).read_bytes(), type=cls)
        except (OSError, msgspec.MsgspecError):
            return None

    def write(self, folder: Path) -> None:
        """Put the marker into `folder`."""
        (folder / MARKER).write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n")


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def git_blob_id(path: Path) -> str:
    """Git's object id of a file's content: SHA-1 over `blob <size>`, a zero byte and the content. Raises OSError."""
    digest = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def require_hash(path: Path, expected: str, what: str) -> None:
    """Remove `path` and raise ModelError unless its SHA-256 is `expected`. `what` names it in the message."""
    actual = sha256_of(path)
    if actual != expected:
        path.unlink()
        raise WrongHash(
            f"{what} has a wrong SHA-256 ({actual[:12]}…, expected {expected[:12]}…) and was removed; "
            "try again, and if it stays wrong do not use that source"
        )


class WrongHash(ModelError):
    """What was fetched is not what the manifest or the hub says; no further source is tried."""


def sizes_match(folder: Path, sizes: Mapping[str, int]) -> bool:
    """Whether every file is in `folder`, a plain file of its size; no content is read."""
    try:
        return all((folder / path).stat().st_size == size and (folder / path).is_file() for path, size in sizes.items())
    except OSError:
        return False
