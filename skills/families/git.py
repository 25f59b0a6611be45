"""Git, read and written with its own program; a repository's configuration cannot run anything (skills.process)."""

from __future__ import annotations

from typing import Annotated

from skills.author import Branch, Choice, Completed, Context, Effect, ExistingPath, FreeText, Reply, Word, skill

STAGED = Choice({"staged": ("cached", "in the index")}, name="staged")
Staged = Annotated[str, STAGED]
SHOWN_COMMITS = 10


def _git(context: Context, *arguments: str) -> Completed:
    return context.run(["git", *arguments])


def _failed(done: Completed) -> Reply:
    """Git's own complaint in one line."""
    complaint = (done.stderr.strip() or done.stdout.strip() or f"git ended with status {done.returncode}").splitlines()
    text = complaint[0].removeprefix("fatal: ").removeprefix("error: ")
    if "not a git repository" in text:
        text = "This folder is in no git repository."
    return Reply(text, "\n".join(complaint), ok=False)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@skill(
    "git.status",
    says=[
        "[show] [me] [the] git status",
        "[show] [me] [the] status of (git|the repo|the repository|this repo|the working tree)",
        "what (is|'s) [the] git status",
        "(what|which files) (changed|have changed|did i change|is changed|are changed) [in git] [here]",
        "what have i changed [in git] [here]",
        "what's (changed|new) in (git|the repo|the repository)",
        "(are there|do i have|have i) [any] (uncommitted|unsaved) changes",
        "is (the repo|the repository|the working tree|git) clean",
        "(check|get) [the] git status",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def status(context: Context) -> Reply:
    """Say what has changed in the repository."""
    done = _git(context, "status", "--porcelain=v1", "--branch", "-z")
    if done.returncode != 0:
        return _failed(done)
    head, *rows = [row for row in done.stdout.split("\0") if row]
    staged = sum(row[0] not in " ?" for row in rows if len(row) > 2)
    changed = sum(row[1] not in " ?" for row in rows if len(row) > 2)
    new = sum(row.startswith("??") for row in rows)
    branch = head.removeprefix("## ").split("...")[0]
    found = [(staged, "staged"), (changed, "changed"), (new, "new")]
    parts = [f"{number} {state}" for number, state in found if number]
    spoken = f"On {branch}: {', '.join(parts)}." if parts else f"On {branch}, nothing has changed."
    return Reply(spoken, "\n".join([spoken, *rows]))


@skill(
    "git.diff",
    says=[
        "[show] [me] [the] [git] (diff|difference|differences) [of {path}]",
        "[show] [me] [the] {staged} [git] (diff|differences|changes)",
        "[show] [me] [the] [git] diff (of|for|in) {path}",
        "show [me] [the|my] changes [(in|of|to) {path}]",
        "what did i change in {path}",
        "git diff [{staged}]",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def diff(context: Context, path: ExistingPath | None = None, staged: Staged | None = None) -> Reply:
    """Show the differences since the last commit."""
    options = ["--no-ext-diff", "--no-textconv", *(["--cached"] if staged else [])]
    limits = ["--", str(path)] if path is not None else ["--"]
    done = _git(context, "diff", *options, *limits)
    numbers = _git(context, "diff", "--numstat", *options, *limits)
    if done.returncode != 0 or numbers.returncode != 0:
        return _failed(done)
    rows = [row.split("\t") for row in numbers.stdout.splitlines()]
    added = sum(int(row[0]) for row in rows if row[0].isdigit())
    removed = sum(int(row[1]) for row in rows if len(row) > 1 and row[1].isdigit())
    if not rows:
        return Reply("There are no differences.")
    spoken = f"{_count(len(rows), 'file')}: {_count(added, 'line')} added, {removed} removed."
    return Reply(spoken, f"{done.stdout.rstrip()}\n{spoken}")


@skill(
    "git.log",
    says=[
        "[show] [me] [the] git (log|history)",
        "[show] [me] [the] (last|latest|recent) commits",
        "[show] [me] [the] (commit|repository) (log|history)",
        "what (was|were) the (last|latest|recent) commit[s]",
        "what was committed (last|recently|lately)",
        "git log",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def log(context: Context) -> Reply:
    """List the latest commits."""
    done = _git(context, "log", f"--max-count={SHOWN_COMMITS}", "--format=%h %as %an: %s", "--")
    if done.returncode != 0:
        return _failed(done)
    commits = done.stdout.splitlines()
    return Reply(
        f"The last commit: {commits[0].partition(': ')[2]}." if commits else "No commits.", done.stdout.rstrip()
    )


@skill(
    "git.branches",
    says=[
        "[show] [me] [all] [the] [git] branches",
        "(what|which) branches (are there|do i have|exist)",
        "list [all] [the|my] [git] branches",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def branches(context: Context) -> Reply:
    """List the branches."""
    done = _git(context, "for-each-ref", "--format=%(HEAD) %(refname:short)", "refs/heads")
    if done.returncode != 0:
        return _failed(done)
    names = done.stdout.splitlines()
    return Reply(f"{_count(len(names), 'branch').replace('branchs', 'branches')}.", done.stdout.rstrip())


@skill(
    "git.current_branch",
    says=[
        "(what|which) branch (am i on|is this|are we on|is checked out)",
        "what (is|'s) the (current|active) branch",
        "what's the current branch",
        "current branch",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def current_branch(context: Context) -> Reply:
    """Say which branch is checked out."""
    done = _git(context, "symbolic-ref", "--short", "--quiet", "HEAD")
    if done.returncode == 1 and not done.stderr:
        return Reply("No branch: a single commit is checked out.")
    return Reply(f"You are on {done.stdout.strip()}.") if done.returncode == 0 else _failed(done)


@skill(
    "git.switch",
    says=[
        "(switch|change|go|move) [over] to [the] branch [called|named] {branch}",
        "(switch|change|go|move) [over] to [the] {branch} branch",
        "(switch|check out|checkout) [to] [the] [branch] {branch} [branch]",
        "git (switch|checkout) [to] {branch}",
    ],
    kind="command",
    effect=Effect.CHANGE,
)
def switch(context: Context, branch: Branch) -> Reply:
    """Switch to a branch."""
    done = _git(context, "switch", "--no-guess", branch)
    return Reply(f"Now on {branch}.") if done.returncode == 0 else _failed(done)


@skill(
    "git.create_branch",
    says=[
        "(create|make|start|add) [a] [new] [git] branch [called|named] {name}",
        "(create|make|start) [a] [new] branch [called|named] {name} and switch to it",
        "branch off [as|to|into] {name}",
    ],
    kind="command",
    effect=Effect.CHANGE,
)
def create_branch(context: Context, name: Word) -> Reply:
    """Make a branch and switch to it."""
    if _git(context, "check-ref-format", "--branch", name).returncode != 0:
        return Reply(f"{name!r} cannot be the name of a branch.", ok=False)
    done = _git(context, "switch", "--create", name)
    return Reply(f"Now on the new branch {name}.") if done.returncode == 0 else _failed(done)


@skill(
    "git.stage_all",
    says=[
        "(stage|add) (everything|all|all changes|all files|all the changes|all my changes) [to git] [to the index]",
        "git add (everything|all)",
        "stage [my|the] changes",
    ],
    kind="command",
    effect=Effect.CHANGE,
)
def stage_all(context: Context) -> Reply:
    """Stage every change."""
    done = _git(context, "add", "--all", "--", ".")
    return Reply("Everything is staged.") if done.returncode == 0 else _failed(done)


@skill(
    "git.stage",
    says=["stage [the] [file] {path}", "git add {path}", "add {path} to (git|the index|the commit|the next commit)"],
    kind="command",
    effect=Effect.CHANGE,
)
def stage(context: Context, path: ExistingPath) -> Reply:
    """Stage one file."""
    done = _git(context, "add", "--", str(path))
    return Reply(f"{path.name} is staged.") if done.returncode == 0 else _failed(done)


@skill(
    "git.unstage",
    says=["unstage [the] [file] {path}", "unstage (everything|all|it all)", "take {path} out of the index"],
    kind="command",
    effect=Effect.CHANGE,
)
def unstage(context: Context, path: ExistingPath | None = None) -> Reply:
    """Take a file, or everything, out of the next commit."""
    done = _git(context, "restore", "--staged", "--", str(path) if path is not None else ".")
    return Reply(f"{path.name if path else 'Everything'} is unstaged.") if done.returncode == 0 else _failed(done)


@skill(
    "git.commit",
    says=[
        "[git] commit [this|it|that|everything staged] [with] [the|a] message {message}",
        "[git] commit [this|it|that] (as|saying) {message}",
    ],
    kind="command",
    effect=Effect.CHANGE,
)
def commit(context: Context, message: FreeText) -> Reply:
    """Commit what is staged, with a message."""
    done = _git(context, "commit", "--no-verify", f"--message={message}")
    if done.returncode != 0:
        if "no changes added" in done.stdout or "nothing to commit" in done.stdout:
            return Reply("Nothing is staged: say stage everything first.", done.stdout, ok=False)
        return _failed(done)
    return Reply(f"Committed: {message}.", done.stdout.strip())


@skill(
    "git.commit_all",
    says=[
        "[git] commit (everything|all|all changes|all my changes|all the changes) [with] [the|a] message {message}",
        "[git] commit (everything|all|all changes) (as|saying) {message}",
        "(stage|add) (everything|all) and commit [it] [with] [the|a] message {message}",
    ],
    kind="command",
    effect=Effect.CHANGE,
)
def commit_all(context: Context, message: FreeText) -> Reply:
    """Stage every change and commit it, with a message."""
    staged = _git(context, "add", "--all", "--", ".")
    return commit(context, message) if staged.returncode == 0 else _failed(staged)
