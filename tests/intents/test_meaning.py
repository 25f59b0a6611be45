"""Skills known by what they do, where no sentence fits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from intents.grammar import Grammar
from intents.likely import UNTOLD, Likely
from intents.matcher import Matcher
from intents.meaning import DISCOUNT, MARGIN, MEANING, MOST_JUDGED, Meaning, Thresholds
from intents.model import (
    Ambiguous,
    Incomplete,
    IntentSpec,
    Match,
    NoMatch,
    RouteLabel,
    Scene,
    Slot,
    Source,
    Utterance,
)
from intents.router import Router
from intents.slots import EXISTING_FILE, FREE_TEXT
from intents.zero_shot import Label, LazyEntailer, skill_hypothesis
from shell.fakes_understanding import FakeEntailer

FILE = Slot("file", EXISTING_FILE)
SKILLS = (
    IntentSpec("tests.run", RouteLabel.COMMAND, "Run the project's tests.", ("run the tests",)),
    IntentSpec("tests.which", RouteLabel.QUESTION, "Say which tests the project has.", ("which tests are there",)),
    IntentSpec("git.log", RouteLabel.QUESTION, "Show the git history.", ("show the git log",)),
    IntentSpec("file.weigh", RouteLabel.QUESTION, "Weigh a file on the scales.", ("weigh {file}",), (FILE,)),
    IntentSpec(
        "note.add", RouteLabel.COMMAND, "Add a line to the diary.", ("note {text}",), (Slot("text", FREE_TEXT),)
    ),
)


ANY_WORDS = Thresholds(covered=0.0)
"""Whatever share of the words is a skill's own."""


def matcher(**probabilities: float) -> tuple[Matcher, FakeEntailer]:
    """A matcher whose entailer is sure of the hypotheses with these words in them, `_` for a space."""
    fake = FakeEntailer({words.replace("_", " "): chance for words, chance in probabilities.items()})
    return Matcher(SKILLS, fake, ANY_WORDS), fake


def test_a_question_for_what_is_not_so_only_looks(scene: Scene) -> None:
    """It may mean a skill that looks, and never one that acts, however sure the model is."""
    meant, _ = matcher(project_has=0.95)
    outcome = meant.match("which tests does the project not have", scene)
    assert isinstance(outcome, Match)
    assert outcome.intent.id == "tests.which"
    meant, _ = matcher(Run_the=0.99)
    assert isinstance(meant.match("which tests does the project not run", scene), NoMatch)


def test_words_that_tell_nothing_are_half_covered() -> None:
    """Where no word tells of any skill, the model must be as sure as can be."""
    likely = Likely({skill.id: Grammar(skill) for skill in SKILLS})
    assert likely.covered("git.log", "how much more is there so far", frozenset()) == UNTOLD
    assert likely.covered("git.log", "how much more of the history is there", frozenset()) == 1.0


def test_words_that_are_hardly_a_skills_own_do_not_mean_it(scene: Scene) -> None:
    """However sure the model is: most of the telling words must be in the skill's sentences, description or slots."""
    fake = FakeEntailer({"weigh": 0.99})
    meant = Matcher(SKILLS, fake)
    assert isinstance(meant.match("scales of justice weigh heavily upon guilty politicians", scene), NoMatch)
    assert isinstance(meant.match("let me weigh it on the scales", scene), Incomplete)


def test_the_hypothesis_is_a_sentence() -> None:
    """A skill's description becomes what the speaker asks for."""
    assert skill_hypothesis("Say what day it is.") == "The speaker asks the computer to say what day it is."


def test_words_that_surely_mean_a_skill_match_it(scene: Scene) -> None:
    """The match says that it was by meaning, and scores less than any sentence."""
    meant, fake = matcher(run_the=0.97, say_which=0.2)
    outcome = meant.match("give the test suite another spin", scene)
    assert isinstance(outcome, Match)
    assert (outcome.intent.id, outcome.how) == ("tests.run", "meaning")
    assert outcome.score == pytest.approx(0.97 * DISCOUNT)
    assert fake.asked[0][0] == "give the test suite another spin"


def test_the_surest_of_its_descriptions_counts(scene: Scene) -> None:
    """A skill that is described in several ways is as probable as the best of them; help shows the first alone."""
    skill = replace(SKILLS[0], meanings=("Give the test suite a spin.",))
    fake = FakeEntailer({"a spin": 0.97, "run the": 0.01})
    outcome = Matcher([skill, *SKILLS[1:]], fake, ANY_WORDS).match("give the suite another spin", scene)
    assert isinstance(outcome, Match)
    assert outcome.intent.id == "tests.run"
    assert outcome.intent.description == "Run the project's tests."


def test_what_cannot_be_chosen_is_not_judged(scene: Scene) -> None:
    """A skill that covers too few of the words to win, or to come near the winner, costs no judgement."""
    fake = FakeEntailer({"speaker": 1.0})
    assert isinstance(Matcher(SKILLS, fake).match("seven purple elephants weigh heavily upon marble", scene), NoMatch)
    assert not fake.asked


def test_a_sentence_needs_no_entailment(scene: Scene) -> None:
    """What a template or a mishearing settles is never put to the model."""
    meant, fake = matcher(show=1.0)
    for text, how in (("run the tests", "template"), ("ran the tests", "near")):
        outcome = meant.match(text, scene)
        assert isinstance(outcome, Match)
        assert outcome.how == how
    assert not fake.asked


def test_without_an_entailer_nothing_is_meant(scene: Scene) -> None:
    """There is no meaning stage where no model is given."""
    assert isinstance(Matcher(SKILLS).match("give the test suite another spin", scene), NoMatch)


@pytest.mark.parametrize("chance", [MEANING - 0.01, 0.0, math.nan])
def test_what_is_not_sure_is_no_match(scene: Scene, chance: float) -> None:
    """Below MEANING, or with a probability that is no number, nothing is matched."""
    meant, _ = matcher(run_the=chance)
    assert isinstance(meant.match("give the test suite another spin", scene), NoMatch)


def test_two_as_probable_are_named_both(scene: Scene) -> None:
    """Within MARGIN of the best there is no choosing, even where the second alone would not do."""
    meant, _ = matcher(run_the=MEANING + 0.02, say_which=MEANING + 0.03 - MARGIN)
    outcome = meant.match("give the test suite another spin", scene)
    assert isinstance(outcome, Ambiguous)
    assert {match.intent.id for match in outcome.candidates} == {"tests.run", "tests.which"}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "don't give the test suite a spin",
            "he told me to give the test suite a spin",
            "how do I see the git history",
        ),
        *("should I give the test suite a spin", "I gave the test suite a spin", "give the test suite a spin, no wait"),
        *("tell me how to give the test suite a spin", "why is the git history so long", "what does the test suite do"),
        "the test suite " * 20,
    ],
)
def test_mentions_are_never_put_to_the_model(scene: Scene, text: str) -> None:
    """Negated, reported, supposed or asked-how words mean nothing, however sure the model; nor do long stories."""
    meant, fake = matcher(speaker=1.0)
    assert isinstance(meant.match(text, scene), NoMatch)
    assert not fake.asked


def test_a_question_about_something_is_no_command(scene: Scene) -> None:
    """ "What is …" may mean a skill that answers, and none that acts."""
    meant, fake = matcher(run_the=1.0, say_which=0.95)
    outcome = meant.match("what are all those tests", scene)
    assert isinstance(outcome, Match)
    assert outcome.intent.id == "tests.which"
    assert not any("run the" in hypothesis for _, asked in fake.asked for hypothesis in asked)


def test_a_slot_is_looked_for_in_the_words(scene: Scene) -> None:
    """A narrow slot that the words surely name is filled; one that they do not name is missing."""
    meant, _ = matcher(weigh=0.99)
    outcome = meant.match("put main.py on the scales", scene)
    assert isinstance(outcome, Match)
    assert outcome.arguments == {"file": scene.cwd / "main.py"}
    begun = meant.match("put something on the scales", scene)
    assert isinstance(begun, Incomplete)
    assert (begun.missing.name, begun.how) == ("file", "meaning")
    done = meant.complete(begun, "the readme", scene)
    assert isinstance(done, Match)
    assert done.how == "meaning"


def test_free_text_is_never_guessed(scene: Scene) -> None:
    """What to write down must be said, and is asked for."""
    meant, _ = matcher(diary=0.99)
    outcome = meant.match("put a line in the diary", scene)
    assert isinstance(outcome, Incomplete)
    assert outcome.missing.name == "text"


def test_chat_that_shares_no_word_costs_no_judgement(scene: Scene) -> None:
    """The prefilter lets nothing through that no skill's words touch."""
    meant, fake = matcher(speaker=1.0)
    assert isinstance(meant.match("the weather is lovely", scene), NoMatch)
    assert not fake.asked


def test_few_skills_are_judged_however_many_there_are(scene: Scene) -> None:
    """The model's work is bounded."""
    many = [
        IntentSpec(f"x.s{number}", RouteLabel.COMMAND, f"Paint fence number {number}.", (f"paint fence {number}",))
        for number in range(300)
    ]
    meaning = Meaning({intent.id: Grammar(intent) for intent in many}, FakeEntailer({}))
    words = "colour the fence with paint 17"
    likely = meaning.likely(words, words, scene)
    assert len(likely) <= MOST_JUDGED
    assert likely[0][1].intent.id == "x.s17"


class _Sure:
    """A classifier that is sure of one label."""

    name = "sure"

    def __init__(self, label: str) -> None:
        self._label = label

    def classify(self, premise: str, labels: Sequence[Label]) -> Mapping[str, float]:
        """All of the probability for the one."""
        del premise
        return {label.name: float(label.name == self._label) for label in labels}


@pytest.mark.parametrize(
    ("heard", "label", "by"), [("command", RouteLabel.COMMAND, "meaning"), ("chat", RouteLabel.CHAT, "sure")]
)
def test_meaning_yields_to_a_classifier_that_hears_chat(scene: Scene, heard: str, label: RouteLabel, by: str) -> None:
    """A match by meaning alone settles the route only where the classifier does not hear talk."""
    meant, _ = matcher(run_the=0.99)
    utterance = Utterance("give the test suite another spin", Source.TYPED)
    route = Router(_Sure(heard), meant).route(utterance, scene)
    assert (route.label, route.decided_by) == (label, by)


def test_an_entailer_can_come_later(scene: Scene) -> None:
    """A matcher made before the model is loaded asks for it at the first need."""
    fake = FakeEntailer({"run the": 0.99})
    outcome = Matcher(SKILLS, LazyEntailer(lambda: fake), ANY_WORDS).match("give the test suite another spin", scene)
    assert isinstance(outcome, Match)
    assert fake.asked
