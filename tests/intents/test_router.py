"""Command, question or chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents.matcher import Matcher
from intents.model import NoMatch, Route, RouteLabel, Scene, Slot, Source, Utterance
from intents.router import ROUTES, NoClassifier, Router
from intents.slots import FREE_TEXT
from intents.zero_shot import Label
from shell.fakes import FakeClassifier
from tests.intents.conftest import INTENTS, command

COMMAND, QUESTION, CHAT = RouteLabel.COMMAND, RouteLabel.QUESTION, RouteLabel.CHAT


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """A matcher over a few small skills, one of which takes any words."""
    anything = command("search.name", "find {name}", slots=(Slot("name", FREE_TEXT),))
    return Matcher([*INTENTS, anything])


def route(matcher: Matcher, text: str, scene: Scene, classifier: FakeClassifier | NoClassifier | None = None) -> Route:
    """The route of words that were heard."""
    return Router(classifier or FakeClassifier(), matcher).route(Utterance(text, Source.VOICE), scene)


@pytest.mark.parametrize(
    ("text", "label"), [("Run the tests.", COMMAND), ("show git status", QUESTION), ("open main.py", COMMAND)]
)
def test_a_whole_sentence_decides_by_its_skills_kind(
    matcher: Matcher, scene: Scene, text: str, label: RouteLabel
) -> None:
    """A skill's own sentence outvotes the classifier, whose scores stay as they are."""
    answer = route(matcher, text, scene)
    assert (answer.label, answer.decided_by) == (label, "template")
    assert answer.scores[CHAT] == pytest.approx(0.9)


def test_a_classifier_sure_of_the_form_tells_orders_from_questions(matcher: Matcher, scene: Scene) -> None:
    """ "find it" is an order, though the skill that finds only answers; one in doubt leaves the skill's kind."""
    sure, unsure = (FakeClassifier(otherwise="command", sure=share) for share in (0.97, 0.9))
    answers = [route(matcher, "show git status", scene, classifier) for classifier in (sure, unsure)]
    assert [(answer.label, answer.decided_by) for answer in answers] == [(COMMAND, "template"), (QUESTION, "template")]


class _Likeliest:
    """A classifier with the same shares for any words."""

    name = "fixed"

    def __init__(self, **shares: float) -> None:
        self._shares = shares

    def classify(self, premise: str, labels: Sequence[Label]) -> Mapping[str, float]:
        """The shares."""
        del premise, labels
        return self._shares


def test_words_that_may_well_ask_are_no_talk(matcher: Matcher, scene: Scene) -> None:
    """A condition or a negation within a request makes no talk of it where talk is the least likely of the three."""
    text = "if my card was stolen, where do i report it"
    asks = _Likeliest(command=0.67, question=0.32, chat=0.01)
    assert Router(asks, matcher).route(Utterance(text, Source.VOICE), scene).label is COMMAND
    talks = _Likeliest(command=0.67, question=0.01, chat=0.32)
    assert Router(talks, matcher).route(Utterance(text, Source.VOICE), scene).label is CHAT


def test_the_classifier_decides_what_no_sentence_fits(matcher: Matcher, scene: Scene) -> None:
    """Its name is given as the one that decided."""
    answer = route(matcher, "book a table for two", scene, FakeClassifier({"book": "command"}))
    assert (answer.label, answer.decided_by) == (COMMAND, "fake")
    assert max(answer.scores, key=lambda label: answer.scores[label]) is COMMAND


def test_chat_vetoes_a_sentence_that_takes_any_words(matcher: Matcher, scene: Scene) -> None:
    """ "find {name}" fits "find me a reason to live", and a classifier sure of chat is believed instead."""
    assert route(matcher, "find me a reason to live", scene).label is CHAT
    assert route(matcher, "find setup.py", scene, FakeClassifier({"find": "command"})).label is COMMAND


def test_a_message_may_say_anything(matcher: Matcher, scene: Scene) -> None:
    """Words kept as data neither negate nor report the command that they belong to."""
    answer = route(
        matcher, "commit with message don't delete the build folder", scene, FakeClassifier({"commit": "command"})
    )
    assert (answer.label, answer.decided_by) == (COMMAND, "template")


def test_what_a_sentence_introduces_is_no_talk(matcher: Matcher, scene: Scene) -> None:
    """A classifier sure of chat has judged the message; the sentence decides where it says that one follows."""
    answer = route(matcher, "commit with message we were all wrong about the parser", scene)
    assert (answer.label, answer.decided_by) == (COMMAND, "template")
    assert route(matcher, "don't commit with message we were all wrong", scene).label is CHAT


@pytest.mark.parametrize(
    "text",
    [
        "don't delete the build folder",
        "I was going to shut down the computer",
        "he told me to run the tests",
        "should I run the tests",
        "how do I delete everything?",
        "what does open vim do",
        "delete old.log, no wait",
        "he deleted old.log",
    ],
)
def test_a_mention_is_never_a_command(matcher: Matcher, scene: Scene, text: str) -> None:
    """However a classifier in doubt takes it; and however sure one is, no skill is matched."""
    assert route(matcher, text, scene, FakeClassifier(otherwise="command", sure=0.7)).label is not COMMAND
    assert isinstance(matcher.match(text, scene), NoMatch)


def test_asking_about_an_action_is_a_question(matcher: Matcher, scene: Scene) -> None:
    """So that it gets an honest "no skill answers that" and not small talk."""
    assert (
        route(matcher, "how do I delete everything?", scene, FakeClassifier(otherwise="command", sure=0.7)).label
        is QUESTION
    )


def test_a_missing_file_is_not_chat(matcher: Matcher, scene: Scene) -> None:
    """The sentence fitted: which file is missing should be heard, unless chat was plainly meant."""
    unsure = FakeClassifier(otherwise="question", sure=0.4)
    assert route(matcher, "open plan.md", scene, unsure).label is not CHAT
    assert route(matcher, "open your heart", scene).label is CHAT


def test_without_a_classifier_the_sentences_decide(matcher: Matcher, scene: Scene) -> None:
    """What no sentence fits is chat, which cannot act, and the name says that there is no classifier."""
    assert route(matcher, "run the tests", scene, NoClassifier()).label is COMMAND
    answer = route(matcher, "delete the universe now or never", scene, NoClassifier())
    assert answer.label is CHAT
    assert answer.decided_by == "sentences only"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_odd_text_never_fails(matcher: Matcher, scene: Scene, text: str) -> None:
    """Any text has a route, with three probabilities that sum to 1."""
    answer = route(matcher, text, scene)
    assert set(answer.scores) == set(RouteLabel)
    assert sum(answer.scores.values()) == pytest.approx(1.0)


def test_every_route_has_a_hypothesis() -> None:
    """The classifier is asked about the three routes, chat last (see NoClassifier)."""
    assert [label.name for label in ROUTES] == [label.value for label in RouteLabel]
    assert all(label.hypothesis.endswith(".") for label in ROUTES)
