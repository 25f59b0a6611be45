"""The branches of a repository, read from its files: no process is started to know what can be said."""

from __future__ import annotations

from pathlib import Path

MOST_REFS = 2000
_SHORT = 12
"""Hexadecimal digits of a commit that are shown."""


def git_folder(start: Path) -> Path | None:
    """The `.git` folder (a worktree's own is followed to the common one) of the repository around `start`."""
    for folder in (start, *start.parents):
        dot_git = folder / ".git"
        if dot_git.is_dir():
            return dot_git
        if dot_git.is_file():
            return _pointed(dot_git)
    return None


def _pointed(dot_git: Path) -> Path | None:
    try:
        line = dot_git.read_text("utf-8", errors="replace")[:4096].strip()
        folder = (dot_git.parent / line.removeprefix("gitdir:").strip()).resolve()
        common = folder / "commondir"
        return (folder / common.read_text("utf-8").strip()).resolve() if common.is_file() else folder
    except (OSError, ValueError):  # unreadable or malformed: no repository to name branches of
        return None


def head(start: Path) -> str:
    """What is checked out around `start`: `branch main at 1a2b3c4`, `commit 1a2b3c4`, or `no repository`."""
    common = git_folder(start)
    own = own_folder(start)
    if common is None or own is None:
        return "no repository"
    line = _first_line(own / "HEAD")
    if not line.startswith("ref: "):
        return f"commit {line[:_SHORT]}"
    ref = line.removeprefix("ref: ").strip()
    commit = _first_line(common / ref) if ".." not in ref else ""
    return f"branch {ref.removeprefix('refs/heads/')} at {(commit or _packed(common, ref))[:_SHORT] or 'no commit'}"


def current(start: Path) -> str | None:
    """The branch that is checked out around `start`; None where none is, or there is no repository."""
    own = own_folder(start)
    ref = _first_line(own / "HEAD") if own is not None else ""
    return ref.removeprefix("ref: refs/heads/") if ref.startswith("ref: refs/heads/") else None


def own_folder(start: Path) -> Path | None:
    """The folder of HEAD and the index: a worktree's own, not the common one; None outside a repository."""
    for folder in (start, *start.parents):
        dot_git = folder / ".git"
        if dot_git.is_dir():
            return dot_git
        if dot_git.is_file():
            line = _first_line(dot_git)
            return (folder / line.removeprefix("gitdir:").strip()).resolve() if line.startswith("gitdir:") else None
    return None


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as source:
            return source.read(4096).decode("utf-8", errors="replace").partition("\n")[0].strip()
    except (OSError, ValueError):
        return ""


def _packed(folder: Path, ref: str) -> str:
    try:
        packed = (folder / "packed-refs").read_text("utf-8", errors="replace")[:1_000_000]
    except OSError:  # a repository that never packed its refs
        return ""
    found = (line.partition(" ") for line in packed.splitlines())
    return next((commit for commit, _, name in found if name == ref), "")


def branches(start: Path) -> tuple[str, ...]:
    """Local branches of the repository around `start`, sorted; none outside a repository."""
    folder = git_folder(start)
    if folder is None:
        return ()
    heads = folder / "refs" / "heads"
    names = {str(path.relative_to(heads)) for path in sorted(heads.rglob("*"))[:MOST_REFS] if path.is_file()}
    try:
        packed = (folder / "packed-refs").read_text("utf-8", errors="replace")[:1_000_000]
    except OSError:  # a repository that never packed its refs
        packed = ""
    for line in packed.splitlines()[:MOST_REFS]:
        _, _, ref = line.partition(" ")
        if ref.startswith("refs/heads/"):
            names.add(ref.removeprefix("refs/heads/"))
    return tuple(sorted(names))
