"""What would run is told apart by what the gate makes of it."""

from __future__ import annotations

import pytest

from benchmarks.phrasings import ASKED, Phrasing, make_scene
from benchmarks.running import ASKS, CHANGES, HEAD, LOOKS, NOTHING, WONDERS, Remembering, Trial, line
from intents.meaning import Thresholds
from intents.model import RouteLabel
from intents.router import NoClassifier
from shell.fakes_understanding import FakeEntailer


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """Golem's own skills by their sentences alone, in the scene of the phrasings."""
    return Trial(
        Remembering(NoClassifier(), FakeEntailer({})), make_scene(tmp_path_factory.mktemp("made")), Thresholds()
    )


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("what time is it", LOOKS),
        ("make a folder called demo", CHANGES),
        ("delete old.log", ASKS),
        ("rename notes.txt", WONDERS),
        ("the weather is fine", NOTHING),
        ("don't delete old.log", NOTHING),
    ],
)
def test_what_comes_of_words_is_told(trial: Trial, text: str, came: str) -> None:
    """A look and a harmless change run at once, deleting asks, half a sentence is wondered about."""
    assert trial.came_of(text) == came


def test_every_row_is_counted_once(trial: Trial) -> None:
    """What matched is what is asked about, looks, or changes; and a skill of a pane is said in a pane."""
    row = Phrasing("undo that", RouteLabel.COMMAND, "hands.undo", ASKED, "validation")
    ran = trial.run([row], ["what time is it", "delete old.log", "rename notes.txt", "hello"])
    assert (ran.asked, ran.right, ran.quiet) == (1, 1, 4)
    assert (ran.false, ran.asks, ran.looks, ran.changes, ran.wonders) == (2, 1, 1, 0, 1)
    assert len(line("set", ran)) == len(HEAD)
