"""What was heard, laid along the sentences of all skills at once."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents.grammar import Grammar
from intents.jargon import jargon
from intents.matcher import Matcher
from intents.normalize import canonical
from intents.phones import distances
from intents.pronunciation import Pronunciation
from intents.soundalong import FARTHEST, SoundGraph
from shell.tts import english_sounds
from tests.intents.conftest import INTENTS


@pytest.fixture(scope="module")
def sounds():
    """By the letter-to-sound rules that ship."""
    return Pronunciation(english_sounds, jargon())


@pytest.fixture(scope="module")
def graph(sounds):
    """Over the small skills."""
    return SoundGraph([Grammar(intent) for intent in INTENTS], sounds)


def found(graph, scene, heard: str, most: int = 12):
    """What is near, nearest first."""
    return graph.near(canonical(heard), scene, most, lambda: ["nginx", "docker"])


def texts(graph, scene, heard: str) -> list[str]:
    """Their words in lower case: words that were heard keep their capitals."""
    return [one.text.lower() for one in found(graph, scene, heard)]


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Open them.", "open vim"),
        ("Open rim.", "open vim"),
        ("Run Tess.", "run tests"),
        ("Shall get status.", "show git status"),
        ("Shogitstatus", "show git status"),
        ("Howmach this piece is left", "how much disk space is left"),
        ("Open Maine.py", "open main.py"),
        ("Edit the red me.", "edit README"),
        ("The lead old.log", "delete old.log"),
        ("Kill Engine X.", "kill nginx"),
        ("Who is on fort 8080?", "who is on port 8080"),
        ("Commit with massage fix the bug.", "commit with message fix the bug"),
    ],
)
def test_a_misheard_sentence_is_among_the_first(graph, scene, heard, meant):
    """Words cut anywhere, files and programs that are here, a number: each is found behind a mishearing."""
    assert meant.lower() in texts(graph, scene, heard)[:3]


def test_a_sentence_that_was_heard_has_no_distance_and_its_skill(graph, scene):
    """An exact sentence is the first."""
    first, *_ = found(graph, scene, "Run the tests.")
    assert (first.text.lower(), first.distance, first.intent) == ("run the tests", 0, "tests.run")


def test_files_are_those_that_are_there(graph, scene):
    """A file that was deleted is not offered any more."""
    assert "open old.log" in texts(graph, scene, "Open old log.")
    (scene.cwd / "old.log").unlink()
    assert "open old.log" not in texts(graph, scene, "Open old log.")


@pytest.mark.parametrize("said", ["", "...", "My sister is coming over for dinner tomorrow.", "word " * 60])
def test_other_talk_is_near_no_sentence(graph, scene, said):
    """Nothing, chat and long speech come near no command."""
    assert not found(graph, scene, said)


def test_few_of_one_skill_with_the_same_values_are_given(graph, scene):
    """So that its many ways to say a thing do not keep other skills out."""
    near = found(graph, scene, "Show me the git status", most=30)
    assert sum(one.intent == "git.status" for one in near) <= 3


def test_a_distance_is_that_of_the_whole_sentence(graph, scene, sounds):
    """Found piece by piece, it is no other than if the sentence had been compared as one row of phones."""
    heard = "Shall me get stay to us"
    near = found(graph, scene, heard)
    assert near
    for one in near:
        whole = distances(sounds.phrase(canonical(heard))[0], sounds.phrase(one.text))
        assert one.distance == pytest.approx(float(whole.min()), abs=0.01)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heard=st.text(alphabet=st.sampled_from("openvimruts git .-'#é\n5"), max_size=40), most=st.integers(1, 5))
def test_any_text_gives_sentences_within_bounds(graph, scene, heard, most):
    """Odd text never raises; what comes is bounded, each only once."""
    near = found(graph, scene, heard, most)
    assert len(near) <= most
    assert all(0 <= one.distance <= 4 * FARTHEST for one in near)
    assert len({one.text for one in near}) == len(near)


def test_sentences_may_be_laid_out_once_for_matching_and_hearing(scene, sounds):
    """The graph is of the matcher's own."""
    matcher = Matcher(INTENTS)
    assert "open vim" in texts(SoundGraph([matcher.grammar(one) for one in INTENTS], sounds), scene, "Open them.")
