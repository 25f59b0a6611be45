"""git, as skills use it: hardened by `skills.process`, in a plain repository only, its failures as a reply."""

from __future__ import annotations

from pathlib import Path

from skills.context import Context
from skills.process import ProcessFault
from skills.spec import Reply

_TIMEOUT_S = 30.0


class GitFault(Exception):
    """git did not do it; `str()` is one line for the user."""

    def reply(self) -> Reply:
        """What the skill answers then."""
        return Reply(str(self), ok=False)


def run(context: Context, *arguments: str, may_fail: bool = False) -> str:
    """What git prints for these arguments, in the call's folder.

    Names that were said must come after `--` or `--end-of-options`. Raises GitFault where git is missing, there is no
    repository, or git fails; with `may_fail`, a failure in a repository is the empty string.
    """
    top(context)
    return _git(context, arguments, may_fail=may_fail)


def top(context: Context) -> Path:
    """The repository's top folder.

    A `core.worktree` set in the repository can name any folder as the one to write to, the home folder for one: only a
    working tree that has its own `.git` at its top is accepted. Raises GitFault.
    """
    found = _git(context, ("rev-parse", "--show-toplevel"), may_fail=True).removesuffix("\n")
    if not found:
        raise GitFault("This folder is not in a git repository.")
    if not (Path(found) / ".git").exists() or not context.cwd.is_relative_to(Path(found)):
        raise GitFault("This git repository says that its files are elsewhere, so I leave it alone.")
    return Path(found)


def _git(context: Context, arguments: tuple[str, ...], *, may_fail: bool) -> str:
    try:
        done = context.run(["git", *arguments], timeout_s=_TIMEOUT_S)
    except ProcessFault as fault:
        raise GitFault(f"git cannot be used: {fault}.") from fault
    if done.timed_out or done.stopped:
        raise GitFault("git was stopped before it was done.")
    if done.returncode != 0:
        if may_fail:
            return ""
        raise GitFault(f"git refused: {_first_line(done.stderr or done.stdout)}")
    return done.stdout


def _first_line(text: str) -> str:
    """git's own words, without its prefixes."""
    line = next(
        (line for line in text.splitlines() if line.strip() and not line.startswith("hint:")), "no reason given"
    )
    return line.removeprefix("fatal: ").removeprefix("error: ").strip()
