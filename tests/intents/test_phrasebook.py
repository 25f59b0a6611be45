"""Whole sentences near in sound, whatever words a recogniser cut them into."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents.grammar import Grammar
from intents.jargon import jargon
from intents.model import IntentSpec, RouteLabel
from intents.phrasebook import FARTHEST, Phrasebook
from intents.pronunciation import Pronunciation, spoken
from shell.tts import english_sounds
from tests.intents.conftest import INTENTS


@pytest.fixture(scope="module")
def book():
    """Over the small skills, by the letter-to-sound rules that ship."""
    made = Phrasebook([Grammar(intent) for intent in INTENTS], english_sounds, lambda: ["nginx", "docker"])
    made.warm()
    return made


def texts(book, scene, *heard: str) -> list[str]:
    """What is found, nearest first, in lower case."""
    return [wording.text.lower() for wording in book.near(heard, scene)]


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Get Add Us.", "git status"),
        ("Getstatus", "git status"),
        ("Open them.", "open vim"),
        ("Runtess", "run tests"),
        ("Open Maine dot pie.", "open main.py"),
        ("Cube control the scribe notes.", "kubectl describe nodes"),
        ("Entie M install.", "npm install"),
        ("To do a reboot.", "sudo reboot"),
        ("Dr. Compose up.", "docker compose up"),
    ],
)
def test_a_sentence_is_found_behind_other_words(book, scene, heard, meant):
    """Words that were run together or cut apart, a file that is here, and what no skill does."""
    assert meant in texts(book, scene, heard)[:6]


def test_what_no_skill_does_has_no_intent_and_is_written_as_recognisers_do(book, scene):
    """It can be transcribed right, and does nothing."""
    found = {wording.text: wording for wording in book.near(["Cube control get pots."], scene)}
    wording = found["kubectl get pods"]
    assert (wording.intent, wording.heard_as, wording.terms) == ("", "kube control get pods", 1)


def test_the_beginning_of_what_was_said_is_not_offered(book, scene):
    """ "git status" is left alone in a sentence that goes on: its beginning would always fit the sound."""
    assert "git status" not in texts(book, scene, "Git status for the whole of last winter in Rome.")


def test_files_are_those_that_are_there(book, scene):
    """A file made since is offered, one that went is not."""
    there = scene.cwd / "zebra.txt"
    there.write_text("", "utf-8")
    assert "open zebra.txt" in texts(book, scene, "Open Sebra dot text.")
    there.unlink()
    assert "open zebra.txt" not in texts(book, scene, "Open Sebra dot text.")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=60), max_size=3))
def test_odd_text_gives_a_list_in_order(book, scene, heard):
    """Anything may come from a recogniser; what is found is near, and the nearest first."""
    found = [wording.distance for wording in book.near(heard, scene)]
    assert found == sorted(found)
    assert all(0 <= distance <= max(FARTHEST, 1.0) for distance in found)


def test_any_of_the_transcripts_may_be_near(book, scene):
    """The second transcript leads to its sentence at its own distance."""
    found = {wording.text.lower(): wording.distance for wording in book.near(["Hopping fin.", "Open vim."], scene)}
    assert found["open vim"] == 0


def test_a_word_sounds_as_developers_say_it_and_in_several_ways():
    """The list comes before the rules; each way makes one phrase."""
    sounds = Pronunciation(english_sounds, jargon())
    assert sounds.phrase("kubectl")[0] == sounds.phrase("kube control")[0]
    assert len(sounds.phrase("kubectl apply")) == len(jargon().said["kubectl"])


@pytest.mark.parametrize(
    ("text", "said"),
    [("port 8080", "port eighty eighty"), ("port 3000", "port three thousand"), ("main.py", "main dot py")],
)
def test_numbers_of_four_figures_are_said_in_pairs(text, said):
    """As ports are; round ones are not."""
    assert spoken(text) == said


def test_what_is_for_another_program_is_not_offered(scene):
    """What the pane beside can be told is, where it can; else nothing that is heard is made into it."""
    here = IntentSpec(
        "hands.next_match", RouteLabel.COMMAND, "Go on.", ("next match",), within=("workspace", "next_match")
    )
    made = Phrasebook([Grammar(here), *(Grammar(intent) for intent in INTENTS)], english_sounds)
    beside = replace(scene, inside=frozenset({"workspace", "next_match"}))
    assert texts(made, beside, "Next much.")[0] == "next match"
    for there in (scene, replace(scene, inside=frozenset({"workspace"}))):
        assert "next match" not in texts(made, there, "Next much.")
