"""Slots that words say of a skill whose sentences they do not fit."""

from __future__ import annotations

import pytest

from intents.model import Incomplete, IntentSpec, Match, RouteLabel, Scene, Slot
from intents.slots import EXISTING_PATH, FREE_TEXT, NEW_NAME
from intents.told import told

MAKE = IntentSpec("files.make", RouteLabel.COMMAND, "Make a file.", ("make {name}",), (Slot("name", NEW_NAME),))
RENAME = IntentSpec(
    "files.rename",
    RouteLabel.COMMAND,
    "Rename a file.",
    ("rename {path} to {target}",),
    (Slot("path", EXISTING_PATH), Slot("target", NEW_NAME)),
)
NOTE = IntentSpec("notes.add", RouteLabel.COMMAND, "Note it.", ("note {text}",), (Slot("text", FREE_TEXT),))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("put a blank one here called demo", "demo"),
        ("a blank todo.txt is what i want", "todo.txt"),
        ("give me something and name it data dot csv", "data.csv"),
    ],
)
def test_a_name_is_known_by_what_leads_to_it_or_by_its_dot(scene: Scene, words: str, name: str) -> None:
    """Said last and said to be one, or written as a file's name."""
    found = told(MAKE, words, words, scene, {})
    assert isinstance(found, Match)
    assert found.arguments == {"name": scene.cwd / name}


@pytest.mark.parametrize("words", ["make something nice", "either a.txt or b.txt", "called by a friend of mine"])
def test_no_name_is_guessed(scene: Scene, words: str) -> None:
    """Where none is told, where several stand, and where more follows, it is asked for."""
    assert isinstance(told(MAKE, words, words, scene, {}), Incomplete)


def test_what_is_there_is_no_new_name(scene: Scene) -> None:
    """The file that is renamed is one slot, and what it shall be called another."""
    words = "let main.py be start.py"
    found = told(RENAME, words, words, scene, {})
    assert isinstance(found, Match)
    assert found.arguments == {"path": scene.cwd / "main.py", "target": scene.cwd / "start.py"}


def test_a_message_is_never_guessed(scene: Scene) -> None:
    """Free text must be said in a sentence."""
    assert isinstance(told(NOTE, "something called demo.txt", "something called demo.txt", scene, {}), Incomplete)
