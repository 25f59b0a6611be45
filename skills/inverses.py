"""What puts back what the skills for files do: each names the call that does so, and is asked just before the act.

An inverse is a call like any other: it is judged and, where it takes something away, confirmed. It names what must
still be so (`skills.still`), and is refused where that has changed.
"""

from __future__ import annotations

import os
from pathlib import Path

from intents.refs import current, own_folder
from skills.spec import Inverse
from skills.still import Still


def placed(path: Path, target: Path) -> Path:
    """Where `path` comes to lie when it goes to `target`: in a folder that is there, else under the name given."""
    return target / path.name if target.is_dir() else target


def go_back(cwd: Path, **_: object) -> Inverse:
    """What takes back a change of folder."""
    return Inverse("files.go", {"folder": cwd})


def unmake_file(cwd: Path, name: Path) -> Inverse | None:
    """What takes away the file that is about to be made, while it is as it was made; None where it is there already."""
    del cwd
    written = Still("unchanged", name, f"something was written to {name.name} since")
    return None if os.path.lexists(name) else Inverse("trash.delete", {"path": name}, (written,))


def unmake_folder(cwd: Path, name: Path) -> Inverse | None:
    """The same of a folder, while it is empty."""
    del cwd
    filled = Still("unchanged", name, f"{name.name} is not empty any more")
    return None if os.path.lexists(name) else Inverse("trash.delete", {"path": name}, (filled,))


def uncopy(cwd: Path, path: Path, target: Path) -> Inverse:
    """What takes the copy away, while nobody changed it."""
    del cwd
    place = placed(path, target)
    return Inverse("trash.delete", {"path": place}, (Still("unchanged", place),))


def move_back(cwd: Path, path: Path, target: Path) -> Inverse:
    """What moves it back under its old name, while that is free."""
    del cwd
    place = placed(path, target)
    return Inverse("files.move", {"path": place, "target": path}, (Still("same", place), Still("free", path)))


def rename_back(cwd: Path, path: Path, target: Path) -> Inverse:
    """What gives it its old name again, while that is free."""
    del cwd
    place = path.with_name(target.name)
    return Inverse("files.rename", {"path": place, "target": path}, (Still("same", place), Still("free", path)))


def undelete(cwd: Path, path: Path) -> Inverse:
    """What brings back what is about to be deleted; `untrash` says it better once it is in the trash."""
    del cwd
    return Inverse("trash.restore", {"name": str(path)}, (Still("free", path),))


def untrash(path: Path, kept: Path) -> Inverse:
    """What brings back the very thing that the trash keeps at `kept`, whatever else of that path was deleted since."""
    return Inverse("trash.restore", {"name": str(kept)}, (Still("free", path), Still("same", kept)))


def switch_back(cwd: Path, branch: str) -> Inverse | None:
    """What checks out the branch of before, while the one of now is; None where no branch was checked out."""
    before, own = current(cwd), own_folder(cwd)
    if before is None or own is None or before == branch:
        return None
    return Inverse(
        "git.switch", {"branch": before}, (Still("unchanged", own / "HEAD", "another branch is checked out"),)
    )


def unstage_all(cwd: Path) -> Inverse | None:
    """What takes out of the index what `git.stage_all` puts in."""
    return stage_back(cwd, "git.unstage", None)


def unstage(cwd: Path, path: Path) -> Inverse | None:
    """The same of one file."""
    return stage_back(cwd, "git.unstage", path)


def restage(cwd: Path, path: Path | None = None) -> Inverse | None:
    """What stages a file again; None for a folder or everything, of which more may be changed than was staged."""
    return stage_back(cwd, "git.stage", path) if path is not None and path.is_file() else None


def stage_back(cwd: Path, skill: str, path: Path | None) -> Inverse | None:
    """What takes out of the index, or puts back, just what was put in or taken out, while nobody else changed it."""
    own = own_folder(cwd)
    if own is None:
        return None
    index = Still("unchanged", own / "index", "what is staged was changed since")
    return Inverse(skill, {"path": path} if path is not None else {}, (index,))
