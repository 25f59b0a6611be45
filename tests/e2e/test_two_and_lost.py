"""Two Golems at once, and a terminal that is lost: nothing is done twice, and nothing is left behind."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.e2e.golem_process import Golem
from tests.e2e.screen import Screen

pytestmark = [
    pytest.mark.models,
    pytest.mark.tmux,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux: apt-get install tmux"),
]

MAKEFILE = ".PHONY: build\nbuild:\n\t@echo $$$$ > pid; exec sleep 600\n"


def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for it."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def lines(journal: Path) -> list[dict[str, object]]:
    """The journal's lines."""
    return [json.loads(line) for line in journal.read_text().splitlines()] if journal.exists() else []


def test_two_golems_share_a_home_and_one_of_them_listens(golem: Golem) -> None:
    """The second says so and takes typed lines; what both do stands in one journal that holds.

    A setting mistyped meanwhile is told of in both, and ends neither.
    """
    first = Screen(golem, "--quiet")
    try:
        first.wait_for("golem>")
        until((golem.home / "state" / "listening.pid").exists)
        second = Screen(golem, "--quiet")
        try:
            second.wait_for("Another Golem listens already (process")
            for name, screen in (("one", first), ("two", second)):
                screen.wait_for("Routing with")
                screen.type(f"make a folder called {name}")
            (golem.home / "config").mkdir()
            (golem.home / "config" / "config.toml").write_text("[voice]\nspede = 2\n")
            for screen in (first, second):
                screen.wait_for("did you mean voice.speed?")
            until(lambda: (golem.folder / "one").is_dir() and (golem.folder / "two").is_dir())
        finally:
            second.kill()
    finally:
        first.kill()
    until(lambda: sum(line["kind"] == "turn" for line in lines(golem.home / "state" / "journal.jsonl")) == 2)
    assert golem.run("journal", "verify").returncode == 0


def test_a_lost_terminal_ends_what_was_begun_and_writes_it_down(golem: Golem) -> None:
    """The job's process is gone, its end is on the journal, and the next start has nothing unseen to tell.

    A terminal that only changes its size loses nothing.
    """
    (golem.folder / "Makefile").write_text(MAKEFILE)
    assert golem.run("trust").returncode == 0
    screen = Screen(golem, "--typed", "--quiet")
    try:
        screen.wait_for("Routing with")
        screen.type("build")
        screen.wait_for("This takes a while")
        job = psutil.Process(int((golem.folder / "pid").read_text()))
        assert job.is_running()
        for columns, rows in ((30, 8), (160, 40), (110, 32)):
            screen.resize(columns, rows)
        screen.type("what folder is this")
        screen.wait_for(golem.folder.name)
        screen.wait_for("build 0:")
    finally:
        screen.kill()  # tmux goes, and the terminal with it
    until(lambda: not job.is_running() or job.status() == psutil.STATUS_ZOMBIE)
    journal = golem.home / "state" / "journal.jsonl"
    (build,) = [line["n"] for line in lines(journal) if line["kind"] == "begun" and "project.build" in str(line)]
    until(lambda: build in [line.get("ends") for line in lines(journal) if line["kind"] == "turn"])
    assert "Traceback" not in (golem.home / "state" / "stderr.log").read_text()
