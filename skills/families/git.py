"""Ask a git repository how things stand; nothing here changes it."""

from __future__ import annotations

from typing import Annotated

from skills.author import Choice, Context, Effect, ExistingPath, Reply, skill
from skills.repository import GitFault, run
from skills.wording import capital, count, listed, shortened

Staged = Annotated[str, Choice({"staged": ("cached", "in the index")}, name="staged")]

_LOG_LINES = 15
_DIFF_LINES = 200


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
    """Show the git status: the branch and which files are changed."""
    try:
        fields = run(context, "status", "--porcelain=v2", "--branch", "-z", "--ignore-submodules=dirty").split("\0")
    except GitFault as fault:
        return fault.reply()
    branch = next((field[14:] for field in fields if field.startswith("# branch.head ")), "no branch")
    entries, renamed = [], False
    for field in fields:
        if not renamed and field[:2] in {"1 ", "2 ", "u ", "? "}:
            entries.append(_entry(field))
        renamed = field.startswith("2 ") and not renamed  # the next field is the old name
    if not entries:
        return Reply(f"On {branch}, nothing has changed.", f"on {branch}: clean")
    kinds = [
        (sum(1 for code, _name in entries if code[0] in "MADRCT"), "staged"),
        (sum(1 for code, _name in entries if code[1] in "MDRCT" and "u" not in code), "changed"),
        (sum(1 for code, _name in entries if code == "??"), "untracked"),
        (sum(1 for code, _name in entries if code == "uu"), "in conflict"),
    ]
    spoken = listed([f"{number} {kind}" for number, kind in kinds if number])
    lines = [f"on {branch}", *(f"  {code.replace('.', ' ')}  {name}" for code, name in entries)]
    return Reply(f"On {branch}: {spoken}.", "\n".join(lines))


def _entry(field: str) -> tuple[str, str]:
    """A record of porcelain v2 as its two letters and its file name."""
    kind, _space, rest = field.partition(" ")
    if kind == "?":
        return "??", rest
    before_name = {"1": 7, "2": 8, "u": 9}[kind]
    parts = rest.split(" ", before_name)
    return ("uu" if kind == "u" else parts[0]), parts[-1]


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
    limits = ["--", str(path)] if path else ["--"]
    try:
        # Before the first commit there is nothing to compare with but what is staged.
        born = run(context, "rev-parse", "--verify", "--quiet", "HEAD", may_fail=True)
        against = "HEAD" if born and not staged else "--cached"
        numbers = run(context, "--literal-pathspecs", "diff", "--numstat", "-z", "--no-renames", against, *limits)
        text = run(context, "--literal-pathspecs", "diff", "--no-renames", "--stat", "--patch", against, *limits)
    except GitFault as fault:
        return fault.reply()
    rows = [row.split("\t", 2) for row in numbers.split("\0") if row.count("\t") >= 2]
    if not rows:
        return Reply("There are no differences.")
    added = sum(int(row[0]) for row in rows if row[0].isdigit())
    gone = sum(int(row[1]) for row in rows if row[1].isdigit())
    lines = text.splitlines()
    more = [f"... {len(lines) - _DIFF_LINES} more lines"] if len(lines) > _DIFF_LINES else []
    where = shortened([row[2] for row in rows], 3)
    spoken = f"{capital(count(len(rows), 'file'))}: {count(added, 'line')} added, {gone} removed, in {where}."
    return Reply(spoken, "\n".join([*lines[:_DIFF_LINES], *more]))


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
    """Show the git log: the last commits."""
    try:
        if not run(context, "rev-parse", "--verify", "--quiet", "HEAD", may_fail=True):
            return Reply("There are no commits yet.")
        form = "--format=%h%x00%an%x00%ar%x00%s"
        rows = run(context, "log", f"--max-count={_LOG_LINES}", "--no-color", form, "--end-of-options", "HEAD", "--")
    except GitFault as fault:
        return fault.reply()
    commits = [row.split("\0") for row in rows.splitlines() if row.count("\0") == 3]
    lines = [f"{short}  {ago:16} {author:20} {subject}" for short, author, ago, subject in commits]
    _short, author, ago, subject = commits[0]
    return Reply(f"The last commit, {ago} by {author}: {subject}", "\n".join(lines))


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
    """List the git branches."""
    try:
        rows = run(context, "for-each-ref", "--format=%(HEAD)%(refname:short)", "refs/heads/").splitlines()
    except GitFault as fault:
        return fault.reply()
    if not rows:
        return Reply("There are no branches yet: nothing has been committed.")
    names = [row[1:] for row in rows]
    current = next((row[1:] for row in rows if row.startswith("*")), None)
    here = f", and you are on {current}" if current else ""
    spoken = f"{capital(count(len(names), 'branch', 'branches'))}: {shortened(names, 5)}{here}."
    return Reply(spoken, "\n".join(f"{row[0]} {row[1:]}" for row in rows))


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
    """Say which git branch is checked out."""
    try:
        name = run(context, "symbolic-ref", "--short", "--quiet", "HEAD", may_fail=True).strip()
        if name:
            return Reply(f"You are on {name}.", name)
        commit = run(context, "rev-parse", "--short", "HEAD").strip()
    except GitFault as fault:
        return fault.reply()
    return Reply(f"No branch is checked out; you are at commit {commit}.")
