"""A call in plain words, before it is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from intents.model import Match, Scene, Source, Utterance
from shell.telling import plainly
from skills.spec import Call
from tests.shell.talking import MATCHER, REGISTRY


@pytest.mark.parametrize(
    ("said", "ending"),
    [
        ("delete src slash old dot log", ": src/old.log"),
        ("set a timer for ten minutes", ": ten minutes"),
        ("open main dot py in v i m", ": main.py, vim"),
        ("what time is it", "Say what time it is"),
    ],
)
def test_a_call_is_told_by_what_it_does_and_its_values(tmp_path: Path, said: str, ending: str) -> None:
    """Files as they are written below the folder, choices by their own names, the rest as it was said."""
    (tmp_path / "src").mkdir()
    for name in ("src/old.log", "main.py"):
        (tmp_path / name).write_text("x")
    scene = Scene(tmp_path.resolve(), tmp_path.resolve())
    match = MATCHER.match(said, scene)
    assert isinstance(match, Match), match
    told = plainly(Call(REGISTRY.skill(match.intent.id), match, Utterance(said, Source.TYPED), scene.cwd))
    assert told.startswith(match.intent.description.rstrip("."))
    assert told.endswith(ending)
