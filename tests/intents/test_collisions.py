"""Skills that the same words mean, reported before anyone says them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intents.matcher import Matcher
from intents.model import Ambiguous, IntentSpec, Match, Scene, Slot
from intents.slots import BRANCH, EXISTING_FILE, EXISTING_PATH, FREE_TEXT, WORD, Choice
from skills.registry import Registry
from tests.intents.conftest import command

NAME, TEXT, FILE, OTHER = (
    Slot("name", WORD),
    Slot("text", FREE_TEXT),
    Slot("file", EXISTING_FILE),
    Slot("f", EXISTING_FILE),
)
TO, PATH = Slot("to", BRANCH), Slot("path", EXISTING_PATH)
EDITOR = Choice({"vim": ("vi",), "nano": ()}, name="editor")


def test_golems_own_skills_do_not_collide() -> None:
    """No sentence of Golem's means two of its skills."""
    assert Matcher([skill.intent for skill in Registry().skills]).collisions() == []


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        (command("a.b", "tidy up [everything]"), command("c.d", "(clean|tidy) [it] up"), "tidy up"),
        (command("a.b", "lift {file}", slots=(FILE,)), command("c.d", "lift [the] {f}", slots=(OTHER,)), "lift <file>"),
        (command("a.b", "open {editor}", slots=(Slot("editor", EDITOR),)), command("c.d", "open vi"), "open vi"),
        (command("a.b", "note {text}", slots=(TEXT,)), command("c.d", "note {name}", slots=(NAME,)), "note <text>"),
        (command("a.b", "(re|un)lock[s] it"), command("c.d", "unlocks (it|them)"), "unlocks it"),
        (command("a.b", "what's up"), command("c.d", "what('s| is) (up|down)"), "what's up"),
    ],
)  # fmt: skip
def test_a_collision_names_both_and_what_they_answer_to(one: IntentSpec, other: IntentSpec, sentence: str) -> None:
    """Both ids and a sentence that both match."""
    (found,) = Matcher([one, other]).collisions()
    assert found.ids == ("a.b", "c.d")
    assert found.sentence == sentence
    assert str(found) == f"a.b and c.d both answer to {sentence!r}, so that neither is chosen for it"
    assert found.templates == (one.sentences[0], other.sentences[0])


def test_golems_own_skill_is_meant_where_a_module_takes_its_words(scene: Scene) -> None:
    """Though the module's comes first by name; the collision says which is meant."""
    module = replace(command("a.b", "tidy up [everything]"), foreign=True)
    own = command("c.d", "(clean|tidy) [it] up")
    matcher = Matcher([module, own])
    assert isinstance(outcome := matcher.match("tidy up", scene), Match)
    assert outcome.intent.id == "c.d"
    assert isinstance(everything := matcher.match("tidy up everything", scene), Match)
    assert everything.intent.id == "a.b"
    (found,) = matcher.collisions()
    assert str(found) == "a.b and c.d both answer to 'tidy up', of which c.d is meant"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (command("a.b", "note {text}", slots=(TEXT,)), command("c.d", "note the milk")),
        (command("a.b", "go to {to}", slots=(TO,)), command("c.d", "go to {name}", slots=(NAME,))),
        (command("a.b", "show {file}", slots=(FILE,)), command("c.d", "show {path}", slots=(PATH,))),
        (command("a.b", "tidy up"), command("c.d", "tidy up now then")),
        (command("a.b", "tidy up", "tidy [it] up"), command("c.d", "sweep up")),
    ],
)  # fmt: skip
def test_what_the_matcher_can_tell_apart_is_no_collision(one: IntentSpec, other: IntentSpec) -> None:
    """Free text that could swallow a sentence, slots of different kinds, and other words are none."""
    assert Matcher([one, other]).collisions() == []


def test_a_collision_is_what_would_be_refused(scene: Scene) -> None:
    """The sentence that is reported is one that the matcher refuses as ambiguous."""
    matcher = Matcher([command("a.b", "tidy [my] (room|desk)"), command("c.d", "(tidy|clean) my desk")])
    (found,) = matcher.collisions()
    assert isinstance(matcher.match(found.sentence, scene), Ambiguous)


def test_only_some_skills_can_be_looked_at() -> None:
    """At the start only a user's own skills are compared, with all."""
    skills = [
        command("a.b", "tidy up"),
        command("c.d", "tidy up"),
        command("e.f", "tidy up", "sweep"),
        command("g.h", "sweep"),
    ]
    found = Matcher(skills).collisions({"g.h"})
    assert [collision.ids for collision in found] == [("e.f", "g.h")]
