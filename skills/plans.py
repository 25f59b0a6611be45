"""What the skills for files and git would do, for whoever confirms it: a sentence, and below it what is to be read.

Each is asked before the act and changes nothing. What it says is what is agreed to: it is asked again right before the
act, and where it says something else by then, nothing is done.
"""

from __future__ import annotations

from pathlib import Path

from intents.refs import head
from skills.inverses import placed


def makes_folder(name: Path) -> str:
    """For `files.make_folder`."""
    return f"Make the folder {name}."


def makes_file(name: Path) -> str:
    """For `files.make_file`."""
    return f"Make the empty file {name}."


def copies(path: Path, target: Path) -> str:
    """For `files.copy`."""
    return f"Copy {path} to {placed(path, target)}."


def moves(path: Path, target: Path) -> str:
    """For `files.move`."""
    return f"Move {path} to {placed(path, target)}."


def renames(path: Path, target: Path) -> str:
    """For `files.rename`."""
    return f"Rename {path} to {path.with_name(target.name)}."


def switches(cwd: Path, branch: str) -> str:
    """For `git.switch`."""
    return _in_repository(f"Switch to the branch {branch}.", cwd)


def creates_branch(cwd: Path, name: str) -> str:
    """For `git.create_branch`."""
    return _in_repository(f"Create the branch {name}, and switch to it.", cwd)


def stages_all(cwd: Path) -> str:
    """For `git.stage_all`."""
    return _in_repository("Stage every change for the next commit.", cwd)


def stages(cwd: Path, path: Path) -> str:
    """For `git.stage`."""
    return _in_repository(f"Stage {path} for the next commit.", cwd)


def unstages(cwd: Path, path: Path | None = None) -> str:
    """For `git.unstage`."""
    return _in_repository(f"Take {path or 'everything'} out of the next commit.", cwd)


def commits(cwd: Path, message: str) -> str:
    """For `git.commit`."""
    return _in_repository(f"Commit what is staged, as {message!r}.", cwd)


def commits_all(cwd: Path, message: str) -> str:
    """For `git.commit_all`."""
    return _in_repository(f"Stage every change and commit it, as {message!r}.", cwd)


def _in_repository(what: str, cwd: Path) -> str:
    return f"{what}\nin {str(cwd)!r}, {head(cwd)}"
