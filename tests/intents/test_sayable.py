"""Sentences that can be said now and sound like what was heard."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents.matcher import Matcher
from intents.sayable import FARTHEST, Sayables
from tests.intents.conftest import INTENTS


@pytest.fixture(scope="module")
def sayables():
    """Over the small skills."""
    made = Sayables(INTENTS, lambda: ["nginx", "docker"])
    made.warm()
    return made


def texts(sayables, scene, *heard: str) -> list[str]:
    """What is found, nearest first, in lower case: words that were heard keep their capitals."""
    return [wording.text.lower() for wording in sayables.near(heard, scene)]


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Open them.", "open vim"),
        ("Open rim.", "open vim"),
        ("Run Tess.", "run tests"),
        ("Shall get status.", "show git status"),
        ("Show the get-status.", "show the git status"),
        ("Open Maine.py", "open main.py"),
        ("Edit the red me.", "edit the README"),
        ("The lead old.log", "delete old.log"),
        ("Kill Engine X.", "kill nginx"),
        ("Who is on fort 8080?", "who is on port 8080"),
        ("Commit with massage fix the bug.", "commit with message fix the bug"),
    ],
)
def test_a_misheard_sentence_is_among_the_first(sayables, scene, heard, meant):
    """Words of a sentence, files and programs that are here, a number: each is found behind a mishearing."""
    assert meant.lower() in texts(sayables, scene, heard)[:6]


def test_any_of_the_transcripts_may_be_near(sayables, scene):
    """The second transcript leads to its sentence at its own distance."""
    found = {wording.text.lower(): wording.distance for wording in sayables.near(["Hopping fin.", "Open vim."], scene)}
    assert found["open vim"] == 0


def test_a_sentence_that_was_heard_has_no_distance_and_its_skill(sayables, scene):
    """An exact sentence is the first."""
    first, *_ = sayables.near(["Run the tests."], scene)
    assert (first.text.lower(), first.distance, first.intent) == ("run the tests", 0, "tests.run")


def test_files_are_those_that_are_there(sayables, scene):
    """A file that was deleted is not offered any more."""
    assert "open old.log" in texts(sayables, scene, "Open old log.")
    (scene.cwd / "old.log").unlink()
    assert "open old.log" not in texts(sayables, scene, "Open old log.")


@pytest.mark.parametrize("said", ["", "...", "My sister is coming over for dinner tomorrow.", "word " * 40])
def test_other_talk_is_far_from_every_sentence(sayables, scene, said):
    """Nothing, chat and long speech come near no command."""
    assert all(wording.distance > 0.33 for wording in sayables.near([said], scene))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    heard=st.lists(st.text(alphabet=st.sampled_from("openvimruts git .-'#é\n5"), max_size=40), max_size=3),
    most=st.integers(1, 5),
)
def test_any_text_gives_sorted_sentences_within_bounds(sayables, scene, heard, most):
    """Odd text never raises; what comes is bounded, sorted and each only once."""
    found = sayables.near(heard, scene, most)
    assert len(found) <= most
    assert [one.distance for one in found] == sorted(one.distance for one in found)
    assert all(0 <= one.distance <= FARTHEST for one in found)
    assert len({one.text for one in found}) == len(found)


def test_sentences_may_be_laid_out_once_for_matching_and_hearing(scene) -> None:
    """The graphs are the matcher's own."""
    matcher = Matcher(INTENTS)
    made = Sayables(INTENTS, grammar=matcher.grammar)
    assert all(grammar is matcher.grammar(grammar.intent) for grammar in made.grammars)
    assert texts(made, scene, "Open them.")[0] == "open vim"
