"""A project's tasks, really run: build, lint, format, install, and those that its files name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from skills.families import project
from skills.process import Runner
from skills.registry import Registry
from skills.sandbox import Grant, holds_files
from skills.spec import Effect
from skills.testing import FakeContext
from tests.skills.project.projects import write

needs_make = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")


@needs_make
def test_build_runs_the_projects_own_target(context: FakeContext) -> None:
    """Its lines are shown, and the reply says that it is done."""
    write(context.cwd, {"Makefile": "docs:\n\tfalse\nbuild:\n\t@echo compiling\n"})
    reply = project.build(context)
    assert reply.ok
    assert reply.spoken.startswith("The build is done, in ")
    assert "compiling" in context.shown


@needs_make
def test_a_build_that_fails_says_why(context: FakeContext) -> None:
    """The first line that tells of a fault is said, and the tool's own closing words are not."""
    write(context.cwd, {"Makefile": "build:\n\t@echo one; echo 'main.c:3: error: no such thing'; exit 3\n"})
    reply = project.build(context)
    assert (reply.ok, reply.spoken) == (False, "The build failed with status 2: main.c:3: error: no such thing.")


@needs_make
@pytest.mark.skipif(not holds_files(), reason="this kernel has no Landlock")
def test_a_task_reaches_nothing_but_the_project(context: FakeContext, runner: Runner, home: Path) -> None:
    """It runs with what the skill declares: as tests do."""
    (home / "diary").write_text("x")
    write(context.cwd, {"Makefile": f"docs:\n\t@touch made; touch {home}/made; echo end\n"})
    context.runner = runner.fresh(Grant(Registry().skill("project.run_task").capabilities, context.cwd))
    assert project.run_task(context, "docs").ok
    assert (context.cwd / "made").exists()
    assert not (home / "made").exists()


@needs_make
@pytest.mark.skipif(not holds_files(), reason="this kernel has no Landlock")
def test_what_installs_reads_no_private_file(context: FakeContext, runner: Runner, home: Path) -> None:
    """It has the network, and so nothing of the home folder but tool chains."""
    (home / "diary").write_text("secret")
    write(context.cwd, {"Makefile": f"x:\n\t@cat {home}/diary; touch made; env | sort\n"})
    context.runner = runner.fresh(Grant(Registry().skill("project.install").capabilities, context.cwd))
    done = context.run(["make", "--no-print-directory", "x"])
    assert "secret" not in done.stdout
    assert (context.cwd / "made").exists()


def test_every_skill_that_runs_a_projects_code_says_so() -> None:
    """So that an untrusted tree is asked about; what takes away destroys, and the network is install's alone."""
    skills = [one for one in Registry().skills if one.id.startswith("project.") and one.id != "project.tasks"]
    assert len(skills) == 6
    assert all(skill.runs_tree and skill.plan for skill in skills)
    assert [skill.id for skill in skills if skill.effect is Effect.DESTROY] == ["project.clear"]
    assert [skill.id for skill in skills if skill.capabilities.hosts] == ["project.install"]
    tests = Registry().skill("tests.run").capabilities
    assert all(skill.capabilities == tests for skill in skills if skill.id != "project.install")


def test_the_question_shows_what_would_run(folder: Path) -> None:
    """The plan has the folder and the argument list, and changes nothing."""
    write(folder, {"package.json": '{"scripts": {"docs": "x", "clean": "y"}}', ".git/HEAD": ""})
    plan = Registry().skill("project.run_task").plan
    assert plan is not None
    assert plan(cwd=folder, task="docs") == (
        f"Run the task 'docs' with npm.\nin '{folder}': ['npm', 'run', '--no-color', 'docs']"
    )
    code = Registry().skill("project.clear").runs_tree
    assert callable(code)
    assert code(folder, task="clean") == (folder,)


def test_tasks_are_listed_without_running_anything(context: FakeContext) -> None:
    """With what the project says of each; hostile text in it is the shell's to clean."""
    write(context.cwd, {"Makefile": "docs: ## Write the pages\nclean:\nX := $(shell touch ran)\n", ".git/HEAD": ""})
    reply = project.tasks(context)
    assert reply.spoken == "2 tasks: docs and clean."
    assert "docs   make   Write the pages" in reply.printed
    assert not context.started
    assert not (context.cwd / "ran").exists()


def test_nothing_to_do_and_missing_tools_are_said(context: FakeContext) -> None:
    """One plain line each."""
    write(context.cwd, {".git/HEAD": ""})
    assert project.build(context).spoken.startswith("No build is found here")
    assert project.tasks(context).spoken == "No tasks are found here."
    assert project.install(context).spoken == "No list of dependencies is found here."
    write(context.cwd, {"requirements.txt": "x\n"})
    assert "python3 -m venv .venv" in project.install(context).spoken
    write(context.cwd, {"justfile": "docs:\n  x\n"})
    missing = FakeContext(context.cwd)
    assert project.run_task(missing, "docs").spoken.startswith(
        "The task docs runs with just, but just is not installed"
    )
