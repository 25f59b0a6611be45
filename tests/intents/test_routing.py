"""Golden rows for where words go: to a skill, nowhere (mere mentions), small talk, questions about the world."""

from __future__ import annotations

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
KINDS = {"command": RouteLabel.COMMAND, "answer": RouteLabel.QUESTION}
"""Route of a row that a skill's sentence decides → what the router calls it."""
BY_SENTENCE = [(said, route) for said, route in ROWS if route in KINDS]
MENTIONS = [said for said, route in ROWS if route == "mention"]
OTHERS = [(said, route) for said, route in ROWS if route in {"chat", "question"}]
"""These take a classifier to tell apart."""


def test_every_row_has_a_route() -> None:
    """No row has a mistyped route, and none is there twice."""
    assert len(BY_SENTENCE) + len(MENTIONS) + len(OTHERS) == len(ROWS)
    assert len({said for said, _ in ROWS}) == len(ROWS)


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


@pytest.fixture(scope="module")
def shipped() -> EntailmentClassifier:
    """The classifier that ships."""
    return EntailmentClassifier()


@pytest.fixture(scope="module")
def meaning(shipped: EntailmentClassifier) -> Matcher:
    """The same, as it ships: what no sentence fits is judged by its meaning."""
    return Matcher([skill.intent for skill in Registry().skills], shipped)


@pytest.mark.parametrize(("said", "route"), BY_SENTENCE)
def test_a_sentence_decides_by_itself(said: str, route: str, matcher: Matcher, scene: Scene) -> None:
    """A skill's own sentence goes to that kind of skill, without a classifier and against one that is not sure."""
    assert isinstance(matcher.match(said, scene), Match)
    for classifier in (NoClassifier(), FakeClassifier(otherwise="chat", sure=0.45)):
        found = Router(classifier, matcher).route(Utterance(said, Source.VOICE), scene)
        assert (found.label, found.decided_by) == (KINDS[route], "template")


@pytest.mark.parametrize("said", MENTIONS)
def test_a_mention_runs_nothing(said: str, matcher: Matcher, meaning: Matcher, scene: Scene) -> None:
    """No skill matches it, not even by its meaning, and sentences alone make it no command.

    What is asked how it is done may be told, where this machine's pages tell it.
    """
    for outcome in (matcher.match(said, scene), meaning.match(said, scene)):
        assert not isinstance(outcome, Match) or outcome.intent.id == "manual.how"
    route = Router(NoClassifier(), matcher).route(Utterance(said, Source.VOICE), scene)
    assert route.label is not RouteLabel.COMMAND


def test_the_shipped_classifier_takes_hardly_a_mention_for_a_command(
    meaning: Matcher, scene: Scene, shipped: EntailmentClassifier
) -> None:
    """At most one in ten; none of them runs, but it would be told that no skill answers it."""
    router = Router(shipped, meaning)
    wrong = [
        said for said in MENTIONS if router.route(Utterance(said, Source.VOICE), scene).label is RouteLabel.COMMAND
    ]
    assert len(wrong) <= len(MENTIONS) // 10, wrong


@pytest.mark.parametrize("said", [said for said, _ in OTHERS])
def test_words_of_no_skill_match_none(said: str, matcher: Matcher, scene: Scene) -> None:
    """Small talk and questions about the world find no skill; without a classifier they are no command."""
    assert not isinstance(matcher.match(said, scene), Match)
    route = Router(NoClassifier(), matcher).route(Utterance(said, Source.VOICE), scene)
    assert route.label is not RouteLabel.COMMAND


def test_the_shipped_classifier_routes_most_rows_right(
    matcher: Matcher, scene: Scene, shipped: EntailmentClassifier
) -> None:
    """At least three in four of these, many of them written to mislead; it takes 49 of 61 right."""
    router = Router(shipped, matcher)
    wrong = [said for said, label in OTHERS if router.route(Utterance(said, Source.TYPED), scene).label.value != label]
    assert len(wrong) <= len(OTHERS) // 4, wrong
