"""What is offered to somebody who types: sentences, up to their slots, and then what is there for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model import IntentSpec, RouteLabel, Scene, Slot
from intents.offered import Offering, values
from intents.slots import EDITOR, EXISTING_FILE, FREE_TEXT

OPEN = IntentSpec(
    "editor.open",
    RouteLabel.COMMAND,
    "Open a file.",
    ("open {file} [now]", "compare {file} with {other}", "say {words}"),
    (Slot("file", EXISTING_FILE), Slot("other", EXISTING_FILE), Slot("words", FREE_TEXT)),
)
TIME = IntentSpec("clock.time", RouteLabel.QUESTION, "Say the time.", ("what time is it",))


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Two files, one of them in a folder, and a third whose name would steer a terminal."""
    (tmp_path / "src").mkdir()
    for name in ("main.py", "src/app.py", "odd\x1b[2J.py"):
        (tmp_path / name).write_text("x")
    return Scene(tmp_path, tmp_path)


def texts(typed: str, scene: Scene) -> list[str]:
    """What is offered."""
    return [offer.text for offer in Offering(lambda: [OPEN, TIME]).offers(typed, scene)]


def test_a_sentence_is_offered_up_to_its_slot_and_then_with_what_is_there(scene: Scene) -> None:
    """Files as they are typed, and none that cannot be."""
    assert texts("op", scene) == ["open ", "compare ", "say ", "what time is it"]
    assert texts("Open ", scene) == ["open main.py", "open src/app.py", "compare ", "say ", "what time is it"]
    assert texts("open src/a", scene)[0] == "open src/app.py"
    assert texts("open the ap", scene)[0] == "open src/app.py"
    assert texts("open zzz", scene)[0] == "open "


def test_a_second_slot_follows_the_first(scene: Scene) -> None:
    """Once the first is typed."""
    assert "compare main.py with" in texts("compare ", scene)
    assert "compare main.py with src/app.py" in texts("compare main.py with ", scene)


def test_a_slot_for_any_words_offers_none(scene: Scene) -> None:
    """There is nothing to list."""
    assert not [text for text in texts("say ", scene) if text.startswith("say")]


def test_here_are_sentences_about_what_is_here(scene: Scene) -> None:
    """By kind, each with a thing that is there; kinds of which nothing is here are left out."""
    offering = Offering(lambda: [OPEN, TIME])
    assert offering.here(scene, 5) == {"file": ["open main.py"]}
    assert offering.here(Scene(scene.cwd / "src", scene.home), 5) == {"file": ["open app.py"]}


def test_a_choice_is_offered_with_its_phrases() -> None:
    """All that can be said for it."""
    assert "neo vim" in values(Slot("editor", EDITOR), Scene(Path("/"), Path("/")))


@given(st.text(max_size=20))
def test_whatever_is_typed_offers_whole_sentences_or_up_to_a_slot(typed: str) -> None:
    """Never the mark of a slot."""
    scene = Scene(Path("/nowhere"), Path("/nowhere"))
    assert all("<" not in text and "{" not in text for text in texts(typed, scene))
