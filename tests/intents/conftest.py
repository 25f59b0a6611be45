"""A small tree to name things of, and skills small enough to see through."""

from __future__ import annotations

from pathlib import Path

import pytest

from intents.model import IntentSpec, RouteLabel, Scene, Slot
from intents.slots import BRANCH, EXISTING_FILE, EXISTING_PATH, FREE_TEXT, PORT, WORD, Choice

EDITOR = Choice({"vim": ("vi",), "nano": ()}, name="editor")


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A small project, with a folder that nobody means."""
    for name in (
        "main.py",
        "README.md",
        "old.log",
        "src/app.py",
        "src/parser.py",
        "docs/guide.md",
        "node_modules/x.js",
    ):
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("hello\n")
    (tmp_path / "tree" / ".gitignore").write_text("*.pyc\n")
    return Scene((tmp_path / "tree").resolve(), tmp_path.resolve())


def command(id_: str, *sentences: str, slots: tuple[Slot, ...] = ()) -> IntentSpec:
    """A command skill."""
    return IntentSpec(id_, RouteLabel.COMMAND, f"Do {id_}.", sentences, slots)


def question(id_: str, *sentences: str, slots: tuple[Slot, ...] = ()) -> IntentSpec:
    """A question skill."""
    return IntentSpec(id_, RouteLabel.QUESTION, f"Answer {id_}.", sentences, slots)


INTENTS = (
    command(
        "editor.open",
        "open {file} [(in|with) {editor}]",
        "edit {file}",
        slots=(Slot("file", EXISTING_FILE), Slot("editor", EDITOR, required=False)),
    ),
    command("editor.empty", "(open|start) [the] {editor}", "{editor}", slots=(Slot("editor", EDITOR),)),
    command("tests.run", "run [all] [the] tests", "run the test[s]"),
    command("files.delete", "(delete|remove) [the] {path}", slots=(Slot("path", EXISTING_PATH),)),
    command("git.commit", "commit with message {message}", slots=(Slot("message", FREE_TEXT),)),
    command("git.switch", "switch to {branch}", slots=(Slot("branch", BRANCH),)),
    command("process.kill", "kill {name}", slots=(Slot("name", WORD),)),
    command("timer.stop", "(stop|cancel) the timer"),
    question("git.status", "show [me] [the] git status", "what changed"),
    question("port.owner", "(who|what) is on port {port}", slots=(Slot("port", PORT),)),
    question("disk.space", "how much disk space is left"),
    command("note.take", "{text} in my notes", "never mind", slots=(Slot("text", FREE_TEXT, required=False),)),
)
