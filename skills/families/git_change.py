"""Change a git repository: branches, the index, commits. Nothing here can lose work that git has not been given."""

from __future__ import annotations

import os
import re
from pathlib import Path

from skills.author import (
    ARGUMENTS,
    HOME,
    TREE,
    Branch,
    Capabilities,
    Context,
    Effect,
    ExistingPath,
    FreeText,
    Reply,
    Word,
    skill,
)
from skills.capabilities import GIT
from skills.inverses import restage, stage_back, switch_back, unstage_all
from skills.inverses import unstage as unstage_it
from skills.plans import commits, commits_all, creates_branch, stages, stages_all, switches, unstages
from skills.repository import GitFault, run, top
from skills.sayings.git_change import SAYINGS
from skills.ways import EVERYTHING
from skills.wording import capital, count, shortened

_SWITCH = "(switch|change|go|move|jump|hop|flip|swap|check out|checkout)"
_STAGED = (
    "(the staged changes|staged changes|my staged changes|the staged files|the index|the changes"
    "|my changes|these changes)"
)
_INDEX = "(the index|the git index|staging|the staging area|the commit|the next commit|my next commit)"


_MESSAGE_CHARS = 2_000
_CHANGING = Capabilities(reads=(TREE, ARGUMENTS, HOME, GIT), writes=(TREE, GIT), binaries=("git",))
"""As in `skills.families.git`, and the repository itself is written."""


@skill(
    "git.switch",
    says=[
        _SWITCH + " [me] [back] [over] (to|onto|on) [the|my|our] [git] branch [called|named|name] {branch}",
        _SWITCH + " [me] [back] [over] (to|onto|on) [the|my|our] {branch} branch",
        "(switch|swap|flip|check out|checkout) [me] [back] [over] [to] [the|my|our] [branch] [called|named]"
        " {branch} [branch]",
        "git (switch|checkout|check out|co) [to] {branch}",
        "(change|hop|go|get) back to [the] {branch} [branch]",
        "(take|put|get|bring) me [back|over] (to|on|onto) [the|my|our] branch {branch}",
        "(take|put|get|bring) me [back|over] (to|on|onto) [the|my|our] {branch} branch",
        "(use|work on|continue on|get) [the|my|our] branch [called|named] {branch}",
        "(use|work on|continue on|get) [the|my|our] {branch} branch",
        "i (want|need) to be on [the] {branch} branch",
        "change branch[es] to {branch}",
    ],
    also=SAYINGS["git.switch"],
    kind="command",
    effect=Effect.CHANGE,
    capabilities=_CHANGING,
    plan=switches,
    undo=switch_back,
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
        "(create|make|start|add|cut|set up|begin|give|spin up) [me] [a|an|another|the] [new]"
        " [git|local|feature] branch [called|named|name|with the name|for|titled] {name}",
        "(create|make|start|cut) [me] [a] [new] [git] branch [called|named|name] {name} and"
        " (switch to it|check it out|go there|go to it|move to it|use it)",
        "branch off [as|to|into|called|and call it|with the name|a branch called] {name}",
        "(create|make|start|cut) [me] [a] [new] [git] branch and (call|name) it {name}",
        "new [git] branch [called|named|name] {name}",
        "(switch|move|put me|check out|checkout|go|get me|take me) [to|on|onto] a new [git] branch"
        " [called|named|name] {name}",
        "i (want|need|would like) [a|another] [new] [git] branch (called|named|for) {name}",
        "i'd like [a|another] [new] [git] branch (called|named|for) {name}",
        "git (checkout|check out|switch|branch) (-b|-c|dash b|dash c) {name}",
    ],
    also=SAYINGS["git.create_branch"],
    kind="command",
    effect=Effect.CHANGE,
    capabilities=_CHANGING,
    plan=creates_branch,
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
        f"(stage|add|git add|git stage) {EVERYTHING} [that (changed|i changed|has changed)]"
        " [to (git|the index|the next commit|the commit|the staging area)"
        "|for (commit|the commit|the next commit|committing)]",
        "git add (everything|all)",
        "stage [my|the|these|those|our|all|all of] [my|the|these|those|our]"
        " (changes|edits|modifications|files) [for (commit|the commit|the next commit)]",
        f"(put|get|include) {EVERYTHING} [i changed] (in|into|onto)"
        " (the index|the staging area|the next commit|staging)",
        "git add (dot|-a|dash a|--all)",
        "(stage|add) (whatever|what|everything|all that) (i|we) (changed|have changed|have|did|edited|modified)",
        "(stage|add) everything i've (changed|done|edited|got)",
    ],
    also=SAYINGS["git.stage_all"],
    kind="command",
    effect=Effect.CHANGE,
    capabilities=_CHANGING,
    plan=stages_all,
    undo=unstage_all,
)
def stage_all(context: Context) -> Reply:
    """Stage every change for the next git commit."""
    try:
        before = _staged(context)
        run(context, "-C", str(top(context)), "add", "--all", "--", ".")
        staged = _staged(context)
    except GitFault as fault:
        return fault.reply()
    return _staged_reply(context, before, staged, None)


@skill(
    "git.stage",
    says=[
        "(stage|git add|git stage) [the|my|this|that] [file|folder|changes to|changes in|changes of] {path}"
        " [for (commit|the commit|the next commit)]",
        "git add {path}",
        "add [the|my|this|that] [file|folder|changes to|changes in] {path} to"
        " (git|the index|the commit|the next commit|the staging area|my commit|my next commit"
        "|version control|staging)",
        "(put|include|get) [the] [file|folder|changes to|changes in] {path} (in|into|for)"
        " (git|the index|the commit|the next commit|the staging area|my next commit|staging)",
        "[start] (track|tracking) {path} [in git|with git]",
        "mark {path} for [the] [next] commit",
    ],
    also=SAYINGS["git.stage"],
    kind="command",
    effect=Effect.CHANGE,
    capabilities=_CHANGING,
    plan=stages,
    undo=unstage_it,
)
def stage(context: Context, path: ExistingPath) -> Reply:
    """Stage one file for the next git commit."""
    try:
        before = _staged(context, path)
        run(context, "--literal-pathspecs", "add", "--", str(path))
        staged = _staged(context)
    except GitFault as fault:
        return fault.reply()
    return _staged_reply(context, before, staged, path)


def _staged(context: Context, *paths: Path) -> list[str]:
    names = run(context, "--literal-pathspecs", "diff", "--cached", "--name-only", "-z", "--", *map(str, paths))
    return [name for name in names.split("\0") if name]


def _staged_reply(context: Context, before: list[str], staged: list[str], path: Path | None) -> Reply:
    """What is staged now. To take it all out again undoes it only where nothing of it was staged before."""
    if not staged:
        return Reply("There was nothing to stage.", lasting="there was nothing to stage")
    spoken = f"{capital(count(len(staged), 'file'))} staged: {shortened(staged, 3)}."
    printed = "\n".join(["staged:", *(f"  {name}" for name in staged)])
    if before:
        return Reply(spoken, printed, lasting="some of it had been staged before")
    return Reply(spoken, printed, undo=stage_back(context.cwd, "git.unstage", path))


@skill(
    "git.unstage",
    says=[
        "(unstage|un-stage|un stage|git unstage) [the|my|this|that] [file|folder|changes to|changes in] {path}",
        f"(unstage|un-stage|un stage|git unstage) [{EVERYTHING}|the changes|my changes]",
        "(take|remove|pull|get|drop|kick) [the] [file|folder|changes to] {path} [back] (out of|from) " + _INDEX,
        f"(take|remove|pull|get|drop|kick) ({EVERYTHING}|everything) [back] (out of|from) {_INDEX}",
        "(empty|clear|reset) (the index|the staging area|the git index)",
        "(undo|revert) (the staging|the git add|the add|staging) of {path}",
        "(undo|revert) (the staging|the git add|my staging|the last git add)",
    ],
    also=SAYINGS["git.unstage"],
    kind="command",
    effect=Effect.CHANGE,
    capabilities=_CHANGING,
    plan=unstages,
    undo=restage,
)
def unstage(context: Context, path: ExistingPath | None = None) -> Reply:
    """Take files out of the next git commit; the files themselves stay as they are."""
    where = str(path or top_or_here(context))
    undo = None
    try:
        if path is not None and path.is_file() and _is_staged_as_it_is(context, path):
            undo = stage_back(context.cwd, "git.stage", path)
        if run(context, "rev-parse", "--verify", "--quiet", "HEAD", may_fail=True):
            run(context, "--literal-pathspecs", "restore", "--staged", "--", where)
        else:
            run(context, "--literal-pathspecs", "rm", "-r", "--cached", "--quiet", "--ignore-unmatch", "--", where)
        left = _staged(context)
    except GitFault as fault:
        return fault.reply()
    return Reply(
        f"Unstaged; {count(len(left), 'file is', 'files are')} still staged." if left else "Nothing is staged now.",
        undo=undo,
        lasting="" if undo else "what was staged is not what the files hold now",
    )


def _is_staged_as_it_is(context: Context, path: Path) -> bool:
    """Whether a file is staged with the text that it has: to stage it again then restores the index."""
    unstaged = run(context, "--literal-pathspecs", "diff", "--name-only", "--", str(path))
    return bool(_staged(context, path)) and not unstaged


def top_or_here(context: Context) -> Path:
    """The repository's top, or the working folder where there is no repository (git will say so)."""
    try:
        return top(context)
    except GitFault:
        return context.cwd


@skill(
    "git.commit",
    says=[
        "[git] commit [this|it|that|them|these|everything staged|what's staged|what is staged|"
        + _STAGED
        + "] [and] [with|using|under] [the|a|this|my] [commit] (message|msg|text|comment|description) {message}",
        "[git] commit [this|it|that|them|these|what's staged|what is staged|"
        + _STAGED
        + "] (as|saying|that says|and say|and call it) {message}",
        "(make|create|do|write|add) [me] [a|the|another|my] [new|git] commit [that says|and]"
        " (with|saying|called|named|that says) [the|a|this] [message|text|msg] {message}",
        "[git] commit [this|it|that] (-m|dash m) {message}",
        "check (this|it|that|" + _STAGED + ") in [with|using] [the|a] [commit] message {message}",
    ],
    also=SAYINGS["git.commit"],
    kind="command",
    effect=Effect.CHANGE,
    capabilities=_CHANGING,
    plan=commits,
)
def commit(context: Context, message: FreeText) -> Reply:
    """Commit what is staged in git, with a message."""
    return _commit(context, message)


@skill(
    "git.commit_all",
    says=[
        "[git] commit " + EVERYTHING + " [in git|here] [and] [with|using|under] [the|a|this|my] [commit]"
        " (message|msg|text|comment|description) {message}",
        "[git] commit " + EVERYTHING + " (as|saying|that says|and say|and call it) {message}",
        "(stage|add) "
        + EVERYTHING
        + " and commit [it|them|everything|that|this|the lot] [with|using] [the|a|this] [commit] message"
        " {message}",
        "(stage|add) " + EVERYTHING + " and commit [it|them|everything|that|this|the lot] (as|saying) {message}",
        "[git] commit [" + EVERYTHING + "] (-am|-a -m|dash a m|dash a dash m|all dash m) {message}",
        "(make|create|do) a commit (of|with) "
        + EVERYTHING
        + " (saying|called|with the message|with message|and the message) {message}",
        "check " + EVERYTHING + " in [with|using] [the|a] [commit] message {message}",
    ],
    also=SAYINGS["git.commit_all"],
    kind="command",
    effect=Effect.CHANGE,
    capabilities=_CHANGING,
    plan=commits_all,
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
