"""Ask a git repository how things stand; nothing here changes it."""

from __future__ import annotations

from skills.author import Context, Effect, Reply, skill
from skills.repository import GitFault, run
from skills.wording import capital, count, listed, shortened

_LOG_LINES = 15
_DIFF_LINES = 200


@skill(
    "git.status",
    says=[
        "[(show|get|give|tell|print|check|display)] [me] [the] git status",
        "(show|get|check) [me] [the] [(repo|repository|working tree)] status [of [the] (repo|repository|git)]",
        "(what|which) files (have|are) [been] (changed|modified) [in git]",
        "what (has|have i) changed [(in git|in the repo|in the repository|here)]",
        "what did i change [(in git|here)]",
        "(is|are) [there] (anything|any changes) (uncommitted|to commit)",
        "do i have [any] uncommitted (changes|work)",
        "(is the (repo|repository|working tree) clean|what is staged|what is uncommitted)",
        "what is the [git] status [of (git|the repo|the repository)]",
        "status",
    ],
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
        "[(show|get|give|print|display)] [me] [the] [git] (diff|differences) [of (the|my) changes]",
        "(show|show me|print) [(the|my)] (changes|modifications|unstaged changes)",
        "(show|show me|print) what (i changed|i have changed|changed|has changed)",
        "diff [the] [(repo|repository|changes)]",
        "what is (different|the diff|the difference)",
        "what are (my|the) changes",
    ],
    effect=Effect.OBSERVE,
)
def diff(context: Context) -> Reply:
    """Show the git diff: the changed lines since the last commit."""
    try:
        against = "HEAD" if run(context, "rev-parse", "--verify", "--quiet", "HEAD", may_fail=True) else "--cached"
        numbers = run(context, "diff", "--numstat", "-z", "--no-renames", against, "--")
        text = run(context, "diff", "--stat", "--patch", "--no-renames", against, "--")
    except GitFault as fault:
        return fault.reply()
    rows = [row.split("\t", 2) for row in numbers.split("\0") if row.count("\t") >= 2]
    if not rows:
        return Reply("Nothing has changed since the last commit.")
    added = sum(int(row[0]) for row in rows if row[0].isdigit())
    gone = sum(int(row[1]) for row in rows if row[1].isdigit())
    lines = text.splitlines()
    more = [f"... {len(lines) - _DIFF_LINES} more lines"] if len(lines) > _DIFF_LINES else []
    where = shortened([row[2] for row in rows], 3)
    spoken = f"{capital(count(added, 'line'))} added and {gone} removed in {count(len(rows), 'file')}: {where}."
    return Reply(spoken, "\n".join([*lines[:_DIFF_LINES], *more]))


@skill(
    "git.log",
    says=[
        "[(show|get|give|print|display)] [me] [the] git (log|history)",
        "(show|list|print) [me] [the] [(last|latest|recent)] (commits|commit history|commit log)",
        "[(show|print)] [me] [the] (last|latest) commit",
        "what (was|is) [in] (the|my) (last|latest) commit",
        "(what|which) are the (last|latest|recent) commits",
        "(who|what) (committed|was committed) last",
        "(what|which) commits are (there|here)",
        "what is the last commit",
    ],
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
        "(list|show|print) [me] [(the|my|all|all the|all my)] [git] branches",
        "(what|which) [git] branches (are there|do i have|exist|are here)",
        "how many branches (are there|do i have)",
        "git branches",
        "what are (the|my) branches",
    ],
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
    "git.branch",
    says=[
        "(what|which) [git] branch (am i on|is this|are we on|is checked out|is current|am i in)",
        "what is (the|my) [(current|checked out)] [git] branch",
        "(show|tell|give) [me] (the|my) [current] [git] branch",
        "[(show|print)] [the] current branch",
        "am i on (a|the right|which) branch",
        "git branch",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def branch(context: Context) -> Reply:
    """Say which git branch is checked out."""
    try:
        name = run(context, "symbolic-ref", "--short", "--quiet", "HEAD", may_fail=True).strip()
        if name:
            return Reply(f"You are on {name}.", name)
        commit = run(context, "rev-parse", "--short", "HEAD").strip()
    except GitFault as fault:
        return fault.reply()
    return Reply(f"No branch is checked out; you are at commit {commit}.")
