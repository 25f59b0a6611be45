"""Change a git repository: branches, the index, commits. Nothing here can lose work that git has not been given."""

from __future__ import annotations

import os
import re
from pathlib import Path

from skills.author import Branch, Context, Effect, ExistingPath, FreeText, Reply, skill
from skills.repository import GitFault, run, top
from skills.wording import capital, count, shortened

_MESSAGE_CHARS = 2_000


@skill(
    "git.switch",
    says=[
        "[git] (switch|change|go) [over] to [(the|my)] [git] branch {branch}",
        "[git] (switch|change|go) [over] to [(the|my)] {branch} branch",
        "[git] switch to {branch}",
        "(git checkout|check out|checkout) [the] [branch] {branch} [branch]",
        "git switch {branch}",
        "use [the] branch {branch}",
    ],
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
        "(create|make|start|add|open) [(a|the)] [new] [git] branch [(called|named|for)] {name}",
        "(create|make|start) [and] [(switch|change|check out)] [to] [(a|the)] new branch [(called|named)] {name}",
        "(create|make|start) [(a|the)] [new] {name} branch",
        "[git] (branch off|new branch) [(as|to|called|named)] {name}",
        "(switch|change) to a new branch [(called|named)] {name}",
    ],
    effect=Effect.CHANGE,
)
def create_branch(context: Context, name: FreeText) -> Reply:
    """Create a new git branch and switch to it."""
    wanted = branch_name(name)
    try:
        if not run(context, "check-ref-format", "--branch", wanted, may_fail=True):
            return Reply(f"{name} cannot be a branch's name.", ok=False)
        run(context, "switch", "--create", wanted)
    except GitFault as fault:
        return fault.reply()
    return Reply(f"Branch {wanted} is made, and you are on it.", f"created branch {wanted}")


_ADD = "(stage|add|git add)"


@skill(
    "git.stage_all",
    says=[
        f"{_ADD} (everything|all|all files|all changes|all the changes|all my changes|my changes|the changes)"
        " [(to git|for commit|for the next commit|to the index)]",
        "[git] (stage|add) it all",
    ],
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
    says=[
        "(stage|git add) [the] [(file|folder)] {path} [for [the next] commit]",
        "add [the] [(file|folder)] {path} to (git|the index|the commit|the next commit|the staging area)",
    ],
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
    says=[
        "unstage [(everything|all|all files|all changes|it all|my changes)]",
        "unstage [the] [(file|folder)] {path}",
        "(remove|take) [the] [(file|folder)] {path} (from|out of) the (index|next commit|staging area)",
        "git reset [{path}]",
        "(empty|clear) the (index|staging area)",
    ],
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
    return Reply(f"Unstaged; {count(len(left), 'file is', 'files are')} still staged." if left else "Nothing is staged now.")


def top_or_here(context: Context) -> Path:
    """The repository's top, or the working folder where there is no repository (git will say so)."""
    try:
        return top(context)
    except GitFault:
        return context.cwd


_MESSAGE = "[(with|using)] [(a|the)] (message|comment) {message}"


@skill(
    "git.commit",
    says=[
        f"[git] commit [(it|this|that|the staged changes|what is staged)] {_MESSAGE}",
        "[git] commit (saying|as|called) {message}",
        f"make a commit {_MESSAGE}",
        "make a commit (saying|called) {message}",
    ],
    effect=Effect.CHANGE,
)
def commit(context: Context, message: FreeText) -> Reply:
    """Commit what is staged in git, with a message."""
    return _commit(context, message)


@skill(
    "git.commit_all",
    says=[
        f"[git] commit (everything|all|all files|all changes|all the changes|all my changes|my changes) {_MESSAGE}",
        "[git] commit (everything|all|all changes|all my changes|my changes) (saying|as) {message}",
        f"[git] (stage|add) (everything|all|all changes) and commit [(it|everything)] {_MESSAGE}",
    ],
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
