"""The git skills on real repositories, and repositories that try to run something."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from skills.families import git, git_change
from skills.inverses import switch_back
from skills.spec import Reply
from skills.testing import FakeContext
from tests.skills.repositories import person_git


def git_run(context: FakeContext, *arguments: str) -> str:
    """What git prints."""
    done = person_git(context, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_status_counts_each_kind(repository: FakeContext) -> None:
    """Staged, changed and new files are told apart, odd names and renames included."""
    assert git.status(repository).spoken == "On main, nothing has changed."
    folder = repository.cwd
    (folder / "main.py").write_text("print('two')\n")
    (folder / "new\nline.txt").write_text("x")
    (folder / "-dash.txt").write_text("x")
    git_run(repository, "add", "--", "-dash.txt")
    reply = git.status(repository)
    assert reply.spoken == "On main: 1 staged, 1 changed and 1 untracked."
    assert "-dash.txt" in reply.printed
    git_run(repository, "reset", "--hard", "--quiet")
    git_run(repository, "mv", "main.py", "other.py")
    assert git.status(repository).spoken == "On main: 1 staged and 1 untracked."


def test_conflict_is_named(repository: FakeContext) -> None:
    """A file that a merge left in conflict is counted as that and as nothing else."""
    for branch, text in (("other", "b"), ("main", "c")):
        git_run(repository, *(["switch", "-q", "-c", "other"] if branch == "other" else ["switch", "-q", "main"]))
        (repository.cwd / "main.py").write_text(text)
        git_run(repository, "commit", "-qam", text)
    assert person_git(repository, "merge", "other").returncode == 1
    assert git.status(repository).spoken == "On main: 1 in conflict."


def test_outside_a_repository_every_skill_says_so(context: FakeContext) -> None:
    """No traceback and no guess, but one sentence."""
    for reply in (
        git.status(context),
        git.diff(context),
        git.log(context),
        git.branches(context),
        git.current_branch(context),
        git_change.stage_all(context),
        git_change.unstage(context),
        git_change.switch(context, "main"),
        git_change.create_branch(context, "x"),
        git_change.commit(context, "x"),
    ):
        assert not reply.ok
        assert "not in a git repository" in reply.spoken


def test_diff_counts_lines(repository: FakeContext) -> None:
    """Added and removed lines, over all files, staged or not, or of one file."""
    assert git.diff(repository).spoken == "There are no differences."
    (repository.cwd / "main.py").write_text("print('two')\nprint('three')\n")
    (repository.cwd / "b.txt").write_text("x\n")
    git_run(repository, "add", "b.txt")
    assert git.diff(repository).spoken == "2 files: 3 lines added, 1 removed, in b.txt and main.py."
    assert git.diff(repository, staged="staged").spoken == "1 file: 1 line added, 0 removed, in b.txt."
    one = git.diff(repository, path=repository.cwd / "main.py")
    assert one.spoken == "1 file: 2 lines added, 1 removed, in main.py."
    assert "+print('three')" in one.printed


def test_log_and_branches(repository: FakeContext) -> None:
    """The last commit is read out; branches are listed with the current one."""
    assert git.log(repository).spoken.endswith("by Ann: First")
    git_run(repository, "branch", "diff")
    assert git.branches(repository).spoken == "2 branches: diff and main, and you are on main."
    assert git.current_branch(repository).spoken == "You are on main."
    git_run(repository, "switch", "-q", "--detach")
    assert git.current_branch(repository).spoken.startswith("No branch is checked out; you are at commit ")


def test_repository_without_a_commit(context: FakeContext, home: Path) -> None:
    """Everything answers before the first commit, and the first commit can be made."""
    (home / ".gitconfig").write_text("[user]\nname = A\nemail = a@b\n[init]\ndefaultBranch = main\n")
    git_run(context, "init", "-q")
    (context.cwd / "a").write_text("x\n")
    assert git.log(context).spoken == "There are no commits yet."
    assert git.branches(context).spoken.startswith("There are no branches yet")
    assert git_change.stage_all(context).spoken == "1 file staged: a."
    assert git.diff(context).spoken == "1 file: 1 line added, 0 removed, in a."
    assert git_change.unstage(context).spoken == "Nothing is staged now."
    assert git_change.commit_all(context, 'First: it\'s "mine" $(id)').ok
    assert git_run(context, "log", "--format=%s").strip() == 'First: it\'s "mine" $(id)'


def test_branches_are_made_and_switched(repository: FakeContext) -> None:
    """A branch called like a git command is a branch; a name that git refuses changes nothing."""
    assert git_change.create_branch(repository, "diff").ok
    assert git_change.switch(repository, "main").ok
    assert git_change.switch(repository, "diff").spoken == "Now on diff."
    assert not git_change.create_branch(repository, "-f").spoken.startswith("Branch -f")
    assert not git_change.switch(repository, "--orphan").ok
    assert not git_change.create_branch(repository, "diff").ok


def test_stage_unstage_commit(repository: FakeContext) -> None:
    """The way from a change to a commit, with files whose names look like options or patterns."""
    for name in ("--all", "*", "plain"):
        (repository.cwd / name).write_text("x")
    assert git_change.stage(repository, repository.cwd / "*").spoken == "1 file staged: *."
    assert git_change.stage(repository, repository.cwd / "--all").spoken == "2 files staged: * and --all."
    assert git_change.unstage(repository, repository.cwd / "*").spoken == "Unstaged; 1 file is still staged."
    reply = git_change.commit(repository, "--amend")
    assert reply.spoken == "1 file committed: --amend"
    assert git_run(repository, "log", "--format=%s").split() == ["--amend", "First"]
    assert git_change.commit(repository, "again").spoken == "Nothing is staged; stage something first."


def test_commit_tells_of_hooks_that_did_not_run(repository: FakeContext) -> None:
    """A repository's hooks never run from here, and the reply does not hide it."""
    hook = repository.cwd / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch owned\n")
    hook.chmod(0o755)
    (repository.cwd / "a").write_text("x")
    assert "hooks not run: pre-commit" in git_change.commit_all(repository, "x").printed
    assert not (repository.cwd / "owned").exists()


@pytest.fixture
def trap(repository: FakeContext, tmp_path: Path) -> tuple[FakeContext, Path, Path]:
    """A repository, a program that leaves a mark when it runs, and the mark."""
    mark = tmp_path / "owned"
    program = tmp_path / "evil"
    program.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    program.chmod(0o755)
    return repository, program, mark


@pytest.mark.parametrize(
    "setting",
    [
        "core.fsmonitor",
        "core.pager",
        "pager.status",
        "core.editor",
        "core.sshCommand",
        "diff.external",
        "diff.x.command",
        "diff.x.textconv",
        "filter.x.clean",
        "filter.a=b.clean",
        "filter.x.smudge",
        "filter.x.process",
        "gpg.program",
        "core.askPass",
        "core.alternateRefsCommand",
    ],
)
def test_repository_configuration_runs_nothing(trap: tuple[FakeContext, Path, Path], setting: str) -> None:
    """No program that a repository's own settings name runs, whatever is asked of it; plain git does run several."""
    context, program, mark = trap
    (context.cwd / ".gitattributes").write_text(f"* diff=x filter={'a=b' if 'a=b' in setting else 'x'}\n")
    config = context.cwd / ".git/config"
    section, _dot, key = setting.rpartition(".")
    name, _dot, sub = section.partition(".")
    header = f'[{name} "{sub}"]' if sub else f"[{name}]"
    more = '[commit]\ngpgSign = true\n[log]\nshowSignature = true\n[filter "x"]\nrequired = true\n'
    config.write_text(f"{config.read_text()}{header}\n{key} = {program}\n{more}")
    (context.cwd / "main.py").write_text("changed\n")
    replies = [
        git.status(context),
        git.diff(context),
        git.log(context),
        git_change.stage_all(context),
        git_change.commit(context, "x"),
        git_change.create_branch(context, "y"),
        git_change.switch(context, "main"),
    ]
    assert all(reply.ok for reply in replies), [reply.spoken for reply in replies if not reply.ok]
    assert not mark.exists()


@pytest.mark.parametrize("setting", ["core.fsmonitor", "filter.a=b.clean"])
def test_the_trap_is_one(trap: tuple[FakeContext, Path, Path], setting: str) -> None:
    """Plain git does run what the tests above plant, so that they can fail."""
    context, program, mark = trap
    (context.cwd / ".gitattributes").write_text("* filter=a=b\n")
    section, _dot, key = setting.rpartition(".")
    name, _dot, sub = section.partition(".")
    with (context.cwd / ".git/config").open("a") as config:
        config.write(f'[{name} "{sub}"]\n{key} = {program}\n' if sub else f"[{name}]\n{key} = {program}\n")
    (context.cwd / "main.py").write_text("changed\n")
    subprocess.run(["git", "add", "main.py"], cwd=context.cwd, check=False, capture_output=True)
    assert mark.exists()


def test_included_and_worktree_settings_run_nothing_either(trap: tuple[FakeContext, Path, Path]) -> None:
    """A filter that comes by way of an included file is emptied like one in the file itself."""
    context, program, mark = trap
    (context.cwd / ".gitattributes").write_text("* filter=x\n")
    (context.cwd / "inc").write_text(f'[filter "x"]\nclean = {program}\n')
    config = context.cwd / ".git/config"
    config.write_text(f"{config.read_text()}[include]\npath = ../inc\n[extensions]\nworktreeConfig = true\n")
    (context.cwd / ".git/config.worktree").write_text(f'[filter "x"]\nsmudge = {program}\n')
    (context.cwd / "main.py").write_text("changed\n")
    assert git_change.commit_all(context, "x").ok
    assert git_change.create_branch(context, "y").ok
    assert not mark.exists()


def test_the_users_own_filters_stay(repository: FakeContext, home: Path) -> None:
    """What the user's own configuration sets (git-lfs does) goes on working."""
    with (home / ".gitconfig").open("a") as config:
        config.write('[filter "up"]\nclean = tr a-z A-Z\n')
    (repository.cwd / ".gitattributes").write_text("*.txt filter=up\n")
    (repository.cwd / "a.txt").write_text("hello\n")
    assert git_change.commit_all(repository, "x").ok
    assert git_run(repository, "cat-file", "blob", "HEAD:a.txt") == "HELLO\n"


def test_bare_repository_in_the_tree_is_not_entered(trap: tuple[FakeContext, Path, Path]) -> None:
    """An embedded bare repository with a configuration of its own is not taken for one."""
    context, program, mark = trap
    inner = context.cwd / "inner"
    git_run(context, "init", "--quiet", "--bare", str(inner))
    with (inner / "config").open("a") as config:
        config.write(f"[core]\nfsmonitor = {program}\nworktree = .\nbare = false\n")
    reply = git.status(FakeContext(inner, runner=context.runner))
    assert not mark.exists()
    assert not reply.ok


def test_working_tree_elsewhere_is_left_alone(repository: FakeContext, home: Path) -> None:
    """A repository that names the home folder as its files' place cannot write there."""
    (home / "project").mkdir()
    context = FakeContext(home / "project", runner=repository.runner)
    git_run(context, "init", "-q")
    git_run(context, "config", "core.worktree", str(home))
    reply = git_change.create_branch(context, "x")
    assert not reply.ok
    assert "elsewhere" in reply.spoken


def undone(context: FakeContext, reply: Reply) -> Reply:
    """What the reply's inverse comes to."""
    assert reply.undo is not None
    return {"git.stage": git_change.stage, "git.unstage": git_change.unstage}[reply.undo.skill](
        context,
        **reply.undo.arguments,  # type: ignore[arg-type] # paths
    )


def test_staging_is_undone_where_nothing_was_staged_before(repository: FakeContext) -> None:
    """And is said to last where something was; unstaging is undone where the file is as it was staged."""
    main = repository.cwd / "main.py"
    main.write_text("two\n")
    index = person_git(repository, "ls-files", "--stage").stdout
    assert undone(repository, git_change.stage(repository, main)).ok
    assert person_git(repository, "ls-files", "--stage").stdout == index
    assert git_change.stage_all(repository).undo is not None
    staged = person_git(repository, "ls-files", "--stage").stdout
    assert undone(repository, git_change.unstage(repository, main)).ok
    assert person_git(repository, "ls-files", "--stage").stdout == staged
    main.write_text("three\n")
    again = git_change.stage(repository, main)
    assert (again.undo, bool(again.lasting)) == (None, True)
    main.write_text("four\n")
    assert git_change.unstage(repository, main).undo is None


def test_switching_back_needs_the_branch_that_was_switched_to(repository: FakeContext) -> None:
    """The branch of before is read from the repository's files, and HEAD must be as it was left."""
    person_git(repository, "branch", "other")
    person_git(repository, "branch", "third")
    inverse = switch_back(repository.cwd, "other")
    assert inverse is not None
    assert inverse.arguments == {"branch": "main"}
    assert git_change.switch(repository, "other").ok
    (head,) = inverse.still
    stamped = head.stamp()
    assert head.broken(stamped) is None
    git_change.switch(repository, "third")
    assert head.broken(stamped) == "another branch is checked out"
    assert switch_back(repository.cwd.parent, "other") is None
