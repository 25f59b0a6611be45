"""The flagship: a failing test is found, mended, run, shown and committed, by twelve utterances and no key."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.golem_process import Golem

CODE = 'morning = "good morning"\n\n\ndef greeting():\n    return night\n\n\ndef farewell():\n    return "so long"\n'
TESTS = """\
from hello import farewell, greeting


def test_greeting():
    assert greeting() == "good morning"


def test_farewell():
    assert farewell() == "so long"
"""


@dataclass(frozen=True)
class Step:
    """One utterance, and what must come of it."""

    said: str
    skill: str
    """That it must be."""
    reply: str
    """What must be in what Golem answers."""
    outcome: str = "done"
    aloud: str = ""
    """How it is written for the voice; empty where that is as it is typed."""


ERRAND = (
    Step("go to the website folder", "files.go", "website"),
    Step("run the tests", "tests.run", "1", outcome="failed"),
    Step("what failed", "tests.what_failed", "greeting"),
    Step("open the first failure", "editor.open_file", "Opened hello.py"),
    Step("go to line five", "hands.go_to_line", "Line 5."),
    Step("find the word night", "hands.find", "Found night."),
    Step("replace night with morning", "hands.replace", "night is now morning."),
    Step("save it and quit", "hands.save_quit", "Saved, and left."),
    Step("run the tests", "tests.run", "passed"),
    Step("show me the differences", "git.diff", "1"),
    Step("commit all changes with the message, good morning", "git.commit_all", "ommitted"),
    Step("what did you do", "talk.did", "ommit"),
)
"""Twelve, in order."""


def lay_out(golem: Golem) -> Path:
    """A real git repository with one failing test, in a folder below the one that Golem starts in; trusted before."""
    folder = golem.folder / "website"
    folder.mkdir()
    for name, text in (
        ("hello.py", CODE),
        ("test_hello.py", TESTS),
        (".gitignore", "__pycache__/\n.pytest_cache/\n"),
    ):
        (folder / name).write_text(text)
    for arguments in (
        ["init", "-q", "-b", "main"],
        ["config", "user.name", "Someone"],
        ["config", "user.email", "someone@example.org"],
        ["add", "-A"],
        ["commit", "-qm", "Greet"],
    ):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    trusted = subprocess.run(
        golem.command("trust"), cwd=folder, env=golem.environment(), capture_output=True, text=True, check=True
    )
    assert "trusted" in trusted.stdout
    return folder


def turns(golem: Golem) -> list[dict[str, Any]]:
    """Every turn that is over, as the journal has it."""
    journal = golem.home / "state" / "journal.jsonl"
    lines = journal.read_text("utf-8").splitlines() if journal.exists() else []
    rows = [json.loads(line) for line in lines]
    return [row["turn"] for row in rows if row["kind"] == "turn"]


def turn(golem: Golem, number: int, seconds: float = 90.0) -> dict[str, Any]:
    """The turn of that number, from 1, once it is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = turns(golem)
        if len(found) >= number:
            return found[number - 1]
        time.sleep(0.1)
    raise AssertionError(f"no turn {number} after {[each['text'] for each in turns(golem)]}")


def check(step: Step, done: dict[str, Any]) -> None:
    """That a turn came to what its step says."""
    assert (done["skill"], done["outcome"]) == (step.skill, step.outcome), done
    assert step.reply in done["reply"], done
    assert done["proof"] == "", done


def mended(folder: Path) -> None:
    """That the errand was done: the word changed, the tree clean, and the commit there."""
    assert (folder / "hello.py").read_text() == CODE.replace("night", "morning")
    told = subprocess.run(["git", "log", "--format=%s"], cwd=folder, check=True, capture_output=True, text=True).stdout
    assert [line.lower() for line in told.splitlines()] == ["good morning", "greet"]
    status = subprocess.run(["git", "status", "--porcelain"], cwd=folder, check=True, capture_output=True, text=True)
    assert status.stdout == ""
