"""Ask a git repository how things stand; nothing here changes it."""

from __future__ import annotations

from typing import Annotated

from skills.author import ARGUMENTS, HOME, TREE, Capabilities, Choice, Context, Effect, ExistingPath, Reply, skill
from skills.capabilities import GIT
from skills.repository import GitFault, run
from skills.sayings.git import SAYINGS
from skills.ways import REPO, SHOW, WHAT_IS
from skills.wording import capital, count, listed, shortened

Staged = Annotated[str, Choice({"staged": ("cached", "in the index")}, name="staged")]

_LOOKING = Capabilities(reads=(TREE, ARGUMENTS, HOME, GIT), binaries=("git",))
"""git reads the user's configuration, and a linked worktree's repository. It can start nothing but itself."""
_LOG_LINES = 15
_DIFF_LINES = 200


@skill(
    "git.status",
    says=[
        f"[{SHOW}] [the|a|my] git (status|st)",
        f"[{SHOW}] [the|a] (status|state) of {REPO}",
        f"{WHAT_IS} the (git status|git state|status of {REPO}|state of {REPO}|repo status|repository status)",
        f"[{SHOW}] [the|my] (repo|repository|working tree|working copy) (status|state)",
        "(what|which files) (changed|have changed|has changed|did i change|is changed|are changed"
        "|have i changed|did i touch|have i touched|have i edited|did i modify|are modified|are dirty|are"
        " uncommitted|have been changed|were changed|did we change) [in git|in the repo|in the repository|in"
        " this repo] [here|so far] [since the last commit]",
        "(what's|what is) (changed|new|modified|dirty|uncommitted|different|not committed|still uncommitted"
        f"|going on) in {REPO}",
        "(what's|what is) (uncommitted|not committed yet|not committed|left to commit|still uncommitted"
        "|modified|untracked)",
        "(are there|do i have|have i|have i got|is there|do we have|any) [any]"
        " (uncommitted|unsaved|unstaged|pending|untracked|unfinished|local)"
        f" (changes|files|modifications|work|edits) [here|in {REPO}]",
        f"is {REPO} (clean|dirty)",
        "(is|is there) (anything|something)"
        " (changed|uncommitted|modified|left to commit|to commit|not committed|dirty)",
        f"(check|get) [on] {REPO}",
        f"how (is|does) {REPO} (doing|look|looking|stand)",
        f"how do things (stand|look) in {REPO}",
        f"{SHOW} (what|which files) (i changed|i've changed|i have changed|has changed|have changed|changed"
        f"|is changed|are changed|we changed|is uncommitted) [here|so far|in git|in {REPO}] [since the last"
        " commit]",
        f"{SHOW} [all] [the|my] (changed|modified|uncommitted|dirty|untracked|unstaged) files [in {REPO}]",
    ],
    also=SAYINGS["git.status"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=_LOOKING,
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
        "[" + SHOW + "] [me] [the|a|my] [git] (diff|difference|differences) [of {path}]",
        "[" + SHOW + "] [the|my] {staged} [git] (diff|differences|changes)",
        "[" + SHOW + "] [the|a|my] [git] diff (of|for|in|on|to) {path}",
        f"{SHOW} [all] [of] [the|my|our|these] [actual|latest|current|uncommitted|local|unstaged]"
        " (changes|edits|modifications) [so far] [since the last commit]",
        SHOW + " [all] [the|my] [uncommitted|local] (changes|edits|modifications) (in|of|to|for|made to) {path}",
        "what (did i|have i|did we|have we) (change|changed|edit|edited|modify|modified|do to|done to)"
        " [in|to|on] {path}",
        "git diff [{staged}]",
        "git diff [on|of|for] {path}",
        f"[{SHOW}] [the|a|my] [git] (diff|differences) (since|against|to|from) (the last commit|head)",
        "(what|which lines) (changed|has changed|have changed|is different|was changed) in [the] [file|folder] {path}",
        "what's (changed|different) in [the] [file|folder] {path}",
        "how (did|has|have i) {path} (change|changed) [since the last commit]",
        "which lines (did i|have i) (change|changed|edit|edited|add|added) [since the last commit]",
        "what (is|'s|have i|did i|do i have) {staged} [so far]",
        "what's {staged} [so far]",
        "diff {path} [(against|with|to) (head|the last commit)]",
        SHOW + " what (i|we) (changed|have changed|did|edited) (in|to) {path}",
        SHOW + " what's {staged}",
    ],
    also=SAYINGS["git.diff"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=_LOOKING,
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
        f"[{SHOW}] [the|a|my] git (log|history|commits)",
        f"[{SHOW}] [the|my|our|some] [git] (last|latest|recent|newest|most recent|previous)"
        " [few|couple of|ten|five|git] (commits|commit)",
        f"[{SHOW}] [the|our] (commit|commits|repository|repo|version|git commit) (log|history)",
        "what (was|were|is|are) (the|my|our) (last|latest|recent|most recent|newest|previous) [few|git]"
        " (commit|commits)",
        "what's (the|my|our) (last|latest|most recent|newest) [git] commit",
        "what (was|got|has been) (committed|checked in) (last|recently|lately|today|yesterday)",
        "what (did|have) (i|we) (last commit|commit|committed|commit last) [recently|lately|so far|today|yesterday]",
        "who (committed last|made the last commit|did the last commit|wrote the last commit"
        "|committed recently|was the last to commit)",
        "when (was|did i make|did we make|did i do) the last commit [made|done]",
        f"[{SHOW}] [the] (history|log) of"
        " (git|the repo|the repository|this repo|this repository|this branch|the project|commits"
        "|this project)",
        f"{SHOW} what (i|we|was|has been|got|people) (committed|been committed|checked in)"
        " [recently|lately|last|today]",
        "(tell|show) me (about|who made) the last commit[s]",
    ],
    also=SAYINGS["git.log"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=_LOOKING,
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
        f"[{SHOW}] [all] [of] [the|my|our] [local|git|existing|available|other] [git] branches"
        f" [there are|here|in {REPO}|we have|i have]",
        "(what|which) [git|local|other] branches"
        " (are there|do (i|we) have|exist|have (i|we) got|are available|are here"
        f"|can i (switch to|choose from|pick from)|does this repo have) [here|in {REPO}]",
        "list [all] [of] [the|my|our] [local] [git] branches",
        f"{SHOW} (what|which) branches (there are|we have|i have|exist|are there)",
        f"(are there|do we have|do i have) [any] other branches [here|in {REPO}]",
        f"how many [git|local] branches (are there|do (i|we) have|have (i|we) got|exist) [here|in {REPO}]",
        f"{WHAT_IS} the names of [all] [the|my|our] branches",
    ],
    also=SAYINGS["git.branches"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=_LOOKING,
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
        "(what|which) [git] branch (am i [currently] (on|in)|is this|are we [currently] (on|in)"
        "|is checked out|is it|is (current|active)|do i have checked out|am i working on|are we working"
        " on) [again]",
        "what (is|'s) (the|my|our) [name of the] (current|active|checked out) [git] branch [called|name]",
        "what's (the|my|our|this) [name of the] (current|active|checked out) [git] branch [called|name]",
        "(what's|what is) [the name of] (this|my|our) branch [called]",
        "[my] (current|active) [git] branch [name]",
        "[the] name of (the|my|our|this) [current|active] [git] branch",
        "(tell me|show me|do you know|know|remind me|check|see) (what|which) [git] branch"
        " (i am|i'm|we are|we're|this is|is checked out|is active) [on|in|working on]",
        "(show|tell|give|print|get) [me] [the|my] [name of the] (current|active|checked out) [git] branch [name]",
        "(on|in) (what|which) branch (am i|are we)",
        "(tell|show) me the branch (i am|i'm|we are|we're) (on|in)",
        "am i on [the] (main|master|right|correct) [branch]",
    ],
    also=SAYINGS["git.current_branch"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=_LOOKING,
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
