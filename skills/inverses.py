"""What puts back what the skills for files do: each names the call that does so, and is asked just before the act.

An inverse is a call like any other: it is judged and, where it takes something away, confirmed.
"""

from __future__ import annotations

import os
from pathlib import Path

from skills.spec import Inverse


def placed(path: Path, target: Path) -> Path:
    """Where `path` comes to lie when it goes to `target`: in a folder that is there, else under the name given."""
    return target / path.name if target.is_dir() else target


def go_back(cwd: Path, **_: object) -> Inverse:
    """What takes back a change of folder."""
    return Inverse("files.go", {"folder": cwd})


def unmake(cwd: Path, name: Path) -> Inverse | None:
    """What takes away what is about to be made; nothing, where it is there already."""
    del cwd
    return None if os.path.lexists(name) else Inverse("trash.delete", {"path": name})


def uncopy(cwd: Path, path: Path, target: Path) -> Inverse:
    """What takes the copy away."""
    del cwd
    return Inverse("trash.delete", {"path": placed(path, target)})


def move_back(cwd: Path, path: Path, target: Path) -> Inverse:
    """What moves it back under its old name."""
    del cwd
    return Inverse("files.move", {"path": placed(path, target), "target": path})


def rename_back(cwd: Path, path: Path, target: Path) -> Inverse:
    """What gives it its old name again."""
    del cwd
    return Inverse("files.rename", {"path": path.with_name(target.name), "target": path})


def undelete(cwd: Path, path: Path) -> Inverse:
    """What brings back what is deleted: by its whole path, since the trash may hold others of that name."""
    del cwd
    return Inverse("trash.restore", {"name": str(path)})
