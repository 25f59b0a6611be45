"""Golden rows for words that belong to no skill: small talk, questions about the world, and mere mentions."""

from __future__ import annotations

from pathlib import Path

import pytest

from intents.entailment import EntailmentClassifier
from intents.matcher import Matcher
from intents.model import Match, RouteLabel, Scene, Source, Utterance
from intents.router import NoClassifier, Router
from shell.fakes import FakeClassifier
from skills.registry import Registry
from tests.golden_scene import GOLDEN, make_scene

ROWS = [
    tuple(line.split("\t"))
    for line in (GOLDEN / "routing.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
MENTIONS = [said for said, route in ROWS if route == "mention"]
OTHERS = [(said, route) for said, route in ROWS if route != "mention"]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """A matcher over Golem's own skills."""
    return Matcher([skill.intent for skill in Registry().skills])


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The folder in which the rows are said."""
    folder = tmp_path_factory.mktemp("scene")
    make_scene(folder)
    return Scene(folder.resolve(), folder.parent)


@pytest.mark.parametrize("said", MENTIONS)
def test_a_mention_runs_nothing(said: str, matcher: Matcher, scene: Scene) -> None:
    """No skill matches it, and no classifier makes it a command."""
    assert not isinstance(matcher.match(said, scene), Match)
    for classifier in (FakeClassifier(otherwise="command"), NoClassifier()):
        route = Router(classifier, matcher).route(Utterance(said, Source.VOICE), scene)
        assert route.label is not RouteLabel.COMMAND


@pytest.mark.parametrize("said", [said for said, _ in OTHERS])
def test_words_of_no_skill_match_none(said: str, matcher: Matcher, scene: Scene) -> None:
    """Small talk and questions about the world find no skill."""
    assert not isinstance(matcher.match(said, scene), Match)


def test_the_shipped_classifier_routes_most_rows_right(matcher: Matcher, scene: Scene) -> None:
    """At least seven in eight: a worse one would be a fault in it."""
    router = Router(EntailmentClassifier(), matcher)
    wrong = [said for said, label in OTHERS if router.route(Utterance(said, Source.TYPED), scene).label.value != label]
    assert len(wrong) <= len(OTHERS) // 8, wrong
