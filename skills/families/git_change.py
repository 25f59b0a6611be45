"""Change a git repository: branches, the index, commits. Nothing here can lose work that git has not been given."""

from __future__ import annotations

import os
import re
from pathlib import Path

from skills.author import Branch, Context, Effect, ExistingPath, FreeText, Reply, Word, skill
from skills.repository import GitFault, run, top
from skills.wording import capital, count, shortened

_MESSAGE_CHARS = 2_000


@skill(
    "git.switch",
    says=[
        "(switch|change|go|move) [over] to [the] branch [called|named|name] {branch}",
        "(switch|change|go|move) [over] to [the] {branch} branch",
        "(switch|check out|checkout) [to] [the] [branch] {branch} [branch]",
        "git (switch|checkout) [to] {branch}",
    ],
    kind="command",
    effect=Effect.CHANGE,
)
def switch(context: Context, branch: Branch) -> Reply:
    """Switch to another git branch."""
    if branch.startswith("-"):
        return Reply("A branch cannot begin with a dash.", ok=False)
    try:
        run(context, "switch", "--no-guess", branch)
    except GitFault as fault:
        return fault.reply()
    return Reply(f"Now on {branch}.", f"switched to branch {branch}")


def branch_name(said: str) -> str:
    """A branch's name from words: `fix the login` is `fix-the-login`; what git does not allow in one is left out."""
    name = re.sub(r"\s+", "-", said.strip())
    name = re.sub(r"[^\w./+-]|(?<=\.)\.|@\{", "", name)
    return name.strip("-./").removesuffix(".lock")


@skill(
    "git.create_branch",
    says=[
        "(create|make|start|add) [a] [new] [git] branch [called|named|name] {name}",
        "(create|make|start) [a] [new] branch [called|named|name] {name} and switch to it",
        "branch off [as|to|into] {name}",
    ],
    kind="command",
    effect=Effect.CHANGE,
)
def create_branch(context: Context, name: Word) -> Reply:
    """Create a new git branch and switch to it."""
    wanted = branch_name(name)
    try:
        if not run(context, "check-ref-format", "--branch", wanted, may_fail=True):
            return Reply(f"{name} cannot be a branch's name.", ok=False)
        run(context, "switch", "--create", wanted)
    except GitFault as fault:
        return fault.reply()
    return Reply(f"Branch {wanted} is made, and you are on it.", f"created branch {wanted}")


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
    """Stage every change for the next git commit."""
    try:
        run(context, "-C", str(top(context)), "add", "--all", "--", ".")
        staged = _staged(context)
    except GitFault as fault:
        return fault.reply()
    return _staged_reply(staged)


@skill(
    "git.stage",
    says=["stage [the] [file] {path}", "git add {path}", "add {path} to (git|the index|the commit|the next commit)"],
    kind="command",
    effect=Effect.CHANGE,
)
def stage(context: Context, path: ExistingPath) -> Reply:
    """Stage one file for the next git commit."""
    try:
        run(context, "--literal-pathspecs", "add", "--", str(path))
        staged = _staged(context)
    except GitFault as fault:
        return fault.reply()
    return _staged_reply(staged)


def _staged(context: Context) -> list[str]:
    return [name for name in run(context, "diff", "--cached", "--name-only", "-z").split("\0") if name]


def _staged_reply(staged: list[str]) -> Reply:
    if not staged:
        return Reply("There was nothing to stage.")
    spoken = f"{capital(count(len(staged), 'file'))} staged: {shortened(staged, 3)}."
    return Reply(spoken, "\n".join(["staged:", *(f"  {name}" for name in staged)]))


@skill(
    "git.unstage",
    says=["unstage [the] [file] {path}", "unstage (everything|all|it all)", "take {path} out of the index"],
    kind="command",
    effect=Effect.CHANGE,
)
def unstage(context: Context, path: ExistingPath | None = None) -> Reply:
    """Take files out of the next git commit; the files themselves stay as they are."""
    where = str(path or top_or_here(context))
    try:
        if run(context, "rev-parse", "--verify", "--quiet", "HEAD", may_fail=True):
            run(context, "--literal-pathspecs", "restore", "--staged", "--", where)
        else:
            run(context, "--literal-pathspecs", "rm", "-r", "--cached", "--quiet", "--ignore-unmatch", "--", where)
        left = _staged(context)
    except GitFault as fault:
        return fault.reply()
    return Reply(
        f"Unstaged; {count(len(left), 'file is', 'files are')} still staged." if left else "Nothing is staged now."
    )


def top_or_here(context: Context) -> Path:
    """The repository's top, or the working folder where there is no repository (git will say so)."""
    try:
        return top(context)
    except GitFault:
        return context.cwd


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
    """Commit what is staged in git, with a message."""
    return _commit(context, message)


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
    """Stage every change and commit it in git, with a message."""
    try:
        run(context, "-C", str(top(context)), "add", "--all", "--", ".")
    except GitFault as fault:
        return fault.reply()
    return _commit(context, message)


def _commit(context: Context, message: str) -> Reply:
    text = message.strip()[:_MESSAGE_CHARS]
    if not text:
        return Reply("A commit needs a message.", ok=False)
    try:
        staged = _staged(context)
        if not staged:
            changed = run(context, "status", "--porcelain", "-z")
            return Reply("Nothing is staged; stage something first." if changed else "Nothing has changed.", ok=False)
        run(context, "commit", "--quiet", f"--message={text}")
        short = run(context, "rev-parse", "--short", "HEAD").strip()
        skipped = _skipped(context)
    except GitFault as fault:
        return fault.reply()
    lines = [f"{short}  {text}", *(f"  {name}" for name in staged), *skipped]
    return Reply(f"{capital(count(len(staged), 'file'))} committed: {text}", "\n".join(lines))


def _skipped(context: Context) -> list[str]:
    """What git would have done by itself at a commit, and did not: the repository's hooks are never run from here."""
    folder = run(context, "rev-parse", "--git-common-dir", may_fail=True).removesuffix("\n")
    hooks = context.cwd / folder / "hooks"
    names = ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit")
    here = [name for name in names if os.access(hooks / name, os.X_OK)]
    return [f"hooks not run: {', '.join(here)}"] if here else []
