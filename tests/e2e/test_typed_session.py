"""A typed session in a real terminal (tmux): what is typed is done, and what is shown is what a person would see."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.e2e.golem_process import Golem
from tests.e2e.screen import Screen

pytestmark = [
    pytest.mark.models,
    pytest.mark.tmux,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux: apt-get install tmux"),
    pytest.mark.skipif(shutil.which("vim") is None, reason="needs vim: apt-get install vim"),
]


def test_open_vim_gives_it_the_terminal_and_takes_it_back(screen: Screen) -> None:
    """ "open vim" shows vim, and leaving vim brings the prompt back, working."""
    screen.type("open vim")
    screen.wait_for("VIM - Vi IMproved")
    screen.type(":q")
    screen.wait_for("golem>")
    screen.type("what time is it")
    screen.wait_for(":")


def test_deleting_asks_and_only_a_yes_does_it(screen: Screen, golem: Golem) -> None:
    """ "delete old.log" shows the very path, a "no" leaves it, a "yes" trashes it."""
    victim = golem.folder / "old.log"
    victim.write_text("x")
    screen.type("delete old.log")
    assert str(victim) in screen.wait_for("(yes / no)").replace("\n", "")
    screen.type("no, but actually yes")
    screen.wait_for("Not done")
    assert victim.exists()
    screen.type("delete old.log")
    screen.wait_for("(yes / no)", times=2)
    screen.wait_for("yes/no>", times=2)
    screen.type("yes")
    deadline = time.monotonic() + 20
    while victim.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not victim.exists()


def test_tab_completes_what_is_here_in_the_middle_of_a_sentence(screen: Screen, golem: Golem) -> None:
    """A file by the beginning of its name though an article stands before it, a branch by a part of its own."""
    (golem.folder / "docs").mkdir()
    (golem.folder / "docs/README.md").write_text("x")
    for command in (["init", "-q", "-b", "main"], ["commit", "-qm", "x", "--allow-empty"], ["branch", "feature/x"]):
        owner = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *owner, *command], cwd=golem.folder, check=True)
    for typed, completed in (("open the rea", "open docs/README.md"), ("switch to branch fe", "branch feature/x")):
        screen.write(typed)
        screen.press("Tab")
        screen.wait_for(completed)
        screen.press("Tab")
        screen.wait_for(f"golem> {completed}" if typed.startswith("open") else f"golem> switch to {completed}")
        screen.press("C-c")
        time.sleep(1.0)  # between one prompt and the next a key belongs to nobody


def test_an_injected_command_is_refused_on_the_screen(screen: Screen) -> None:
    """The refusal and its reason are what the person sees."""
    screen.type("open vim semicolon rm dash rf slash")
    assert "semicolon" in screen.wait_for("Refused")


def test_ctrl_c_keeps_the_session_and_ctrl_d_ends_it(screen: Screen) -> None:
    """Ctrl-C drops the line being typed; Ctrl-D leaves."""
    screen.type("make a folder called demo")
    screen.wait_for("demo")
    screen.press("C-c")
    time.sleep(1.0)  # between one prompt and the next a key belongs to nobody
    screen.type("what time is it")
    screen.wait_for("It is")
    time.sleep(1.0)
    screen.press("C-d")
    assert screen.ended()


def test_quit_ends_the_session_and_history_is_kept(golem: Golem) -> None:
    """ "quit" leaves, and the next session recalls the line with the up key."""
    first = Screen(golem, "--typed", "--quiet")
    try:
        first.wait_for("golem>")
        first.type("what time is it")
        first.wait_for(":")
        first.type("quit")
        assert first.ended()
    finally:
        first.kill()
    second = Screen(golem, "--typed", "--quiet")
    try:
        second.wait_for("golem>")
        second.press("Up")
        second.press("Up")
        second.wait_for("golem> what time is it")
    finally:
        second.kill()
    assert [path for path in Path(golem.home).rglob("history*") if path.is_file()]


def test_two_things_in_one_line_are_two_steps_and_can_be_undone(screen: Screen, golem: Golem) -> None:
    """The screen counts the steps; "undo that" takes back both, and asks where it takes something away."""
    screen.type("make a folder called demo then go there")
    screen.wait_for("1 of 2: make a folder called demo")
    screen.wait_for("2 of 2: go there")
    screen.wait_for("Made")
    time.sleep(1.0)  # between one prompt and the next a key belongs to nobody
    screen.type("undo that")
    screen.wait_for(str(golem.folder))
    screen.wait_for("(yes / no)")
    screen.wait_for("yes/no>")
    screen.type("yes")
    deadline = time.monotonic() + 20
    while (golem.folder / "demo").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not (golem.folder / "demo").exists()


def test_a_command_instead_of_an_answer_is_a_no_and_is_done(screen: Screen, golem: Golem) -> None:
    """Whoever changes their mind keeps the file, and need not say the new command twice."""
    victim = golem.folder / "old.log"
    victim.write_text("x")
    screen.type("delete old.log")
    screen.wait_for("yes/no>")
    screen.type("make a folder called instead")
    screen.wait_for("Not done")
    screen.wait_for("Made")
    assert victim.exists()
    assert (golem.folder / "instead").is_dir()
    time.sleep(1.0)
    screen.type("why")
    screen.wait_for("files.make_folder")
