"""From words to one skill with its slots, or an honest no."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.matching import SAID, hostile, made
from intents.matcher import Matcher
from intents.model import Ambiguous, Incomplete, Match, NoMatch, Scene, Slot
from intents.normalize import LONGEST
from intents.slots import EXISTING_FILE
from tests.intents.conftest import INTENTS, command
from tests.intents.work import calls

PIECES = tuple("don't never not open vim run the tests delete old.log main.py in git status".split())  # noqa: SIM905 - words
NAUGHTY = Path(__file__).parents[2] / "../shared/data/security/naughty_strings.json"


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """A matcher over a few small skills."""
    return Matcher(INTENTS)


def said(matcher: Matcher, text: str, scene: Scene) -> str | None:
    """The id of the skill matched; None for anything else."""
    outcome = matcher.match(text, scene)
    return outcome.intent.id if isinstance(outcome, Match) else None


def test_a_whole_sentence_with_its_slots_is_a_match(matcher: Matcher, scene: Scene) -> None:
    """Slots come as values, optional ones too, and the score is that of the worst slot."""
    outcome = matcher.match("Could you open the readme in vim, please?", scene)
    assert isinstance(outcome, Match)
    assert outcome.intent.id == "editor.open"
    assert outcome.arguments == {"file": scene.cwd / "README.md", "editor": "vim"}
    assert outcome.how == "template"
    assert 0.9 < outcome.score < 1.0


def test_sentences_that_are_laid_out_are_not_parsed_when_words_come(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for what fits whole nor for what is misheard."""
    matcher = Matcher(INTENTS)
    matcher.lay_out()
    monkeypatch.setattr("intents.grammar.parse", None)
    assert said(matcher, "open the readme in vim", scene) == "editor.open"
    assert said(matcher, "ran the tests", scene) == "tests.run"


def test_the_narrower_reading_is_meant(matcher: Matcher, scene: Scene) -> None:
    """ "open vim" is the editor although a file may be called so."""
    assert said(matcher, "open vim", scene) == "editor.empty"


def test_free_text_comes_as_it_was_said(matcher: Matcher, scene: Scene) -> None:
    """A message keeps case, punctuation, and words that would negate anything else."""
    outcome = matcher.match("Commit with message Don't panic: fix it now.", scene)
    assert isinstance(outcome, Match)
    assert outcome.arguments == {"message": "Don't panic: fix it now"}


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Shall get status.", "git.status"),
        ("ran the tests", "tests.run"),
        ("run the texts", "tests.run"),
        ("how much disc space is left", "disk.space"),
        ("open the nanno", None),
    ],
)
def test_a_mishearing_is_a_near_match(matcher: Matcher, scene: Scene, text: str, skill: str | None) -> None:
    """Words of like sound are put right, and the match says that it is only near."""
    outcome = matcher.match(text, scene)
    if skill is None:
        assert not isinstance(outcome, Match)
        return
    assert isinstance(outcome, Match), outcome
    assert (outcome.intent.id, outcome.how) == (skill, "near")
    assert outcome.score < 0.9


@pytest.mark.parametrize(
    "text",
    [
        "don't run the tests",
        "do not ran the tests",
        "never delete old.log",
        "he told me to run the tests",
        "I was going to run the tests",
        "should I run the tests",
        "what does open vim do",
        "how do I delete old.log",
        "delete old.log, no wait",
        "kill it",
        "delete everything",
        "start the timer",
        "what's the weather",
        "fun tests",
        "run the tests and delete old.log",
        "open vim semicolon rm dash rf slash",
        "don't forget the milk in my notes",
        "commit with message done, never mind",
    ],
)
def test_what_was_not_asked_for_matches_nothing(matcher: Matcher, scene: Scene, text: str) -> None:
    """Mentions, pronouns, other words and added words run nothing."""
    assert said(matcher, text, scene) is None


def test_a_sentence_of_its_own_may_negate(matcher: Matcher, scene: Scene) -> None:
    """A skill that says "never mind" itself is matched by it."""
    assert said(matcher, "Never mind.", scene) == "note.take"


def test_a_slot_that_names_nothing_is_said_so(matcher: Matcher, scene: Scene) -> None:
    """The skill was found and its file was not: the refusal names both."""
    outcome = matcher.match("open the constitution", scene)
    assert isinstance(outcome, NoMatch)
    assert outcome.problem == "There is no file like 'constitution' here."
    assert outcome.intent is not None
    assert outcome.intent.id == "editor.open"


def test_two_skills_with_one_sentence_are_ambiguous(scene: Scene) -> None:
    """A tie is refused with both named."""
    outcome = Matcher([command("a.b", "tidy up"), command("c.d", "tidy [it] up")]).match("tidy up", scene)
    assert isinstance(outcome, Ambiguous)
    assert {match.intent.id for match in outcome.candidates} == {"a.b", "c.d"}


def test_slots_of_one_name_do_not_mix(scene: Scene) -> None:
    """Two skills may both call a slot `file` and mean other things by it."""
    slots = (Slot("file", EXISTING_FILE),)
    both = Matcher([*INTENTS, command("x.weigh", "weigh {file}", slots=slots)])
    assert said(both, "weigh main.py", scene) == "x.weigh"
    assert said(both, "edit main.py", scene) == "editor.open"


def test_the_nearest_skills_are_named(matcher: Matcher, scene: Scene) -> None:
    """Where nothing matches, skills that share words are offered, three at most."""
    outcome = matcher.match("git status please of the repository", scene)
    assert isinstance(outcome, NoMatch)
    assert "git.status" in [intent.id for intent in outcome.nearest]
    assert len(outcome.nearest) <= 3


def test_what_was_considered_counts_once(matcher: Matcher, scene: Scene) -> None:
    """The turn takes the router's outcome; the same words said again later are looked up again."""
    considered = matcher.consider("open plan", scene)
    assert isinstance(considered, NoMatch)
    (scene.cwd / "plan.md").write_text("")
    assert matcher.match("open plan", scene) is considered
    assert isinstance(matcher.match("open plan", scene), Match)


def test_text_that_is_too_long_is_refused_whole(matcher: Matcher, scene: Scene) -> None:
    """Nothing is cut off and acted upon."""
    outcome = matcher.match("commit with message " + "x" * LONGEST, scene)
    assert isinstance(outcome, NoMatch)
    assert outcome.problem is not None


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "text", ["commit with message ", "open ", "in my notes ", "to to ", "vim vim ", "status git ", "\0", "🙂 "]
)
def test_hostile_repetition_is_answered(matcher: Matcher, scene: Scene, text: str) -> None:
    """The longest text that is read, of one repeated piece, gets an answer."""
    assert matcher.match((text * LONGEST)[:LONGEST], scene) is not None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["", "open ", "delete ", "commit with message ", "who is on port "]), st.text(max_size=150))
def test_odd_text_never_fails(matcher: Matcher, scene: Scene, before: str, text: str) -> None:
    """Any text is one of the four outcomes, a match with a score in (0, 1]."""
    outcome = matcher.match(before + text, scene)
    assert isinstance(outcome, Match | Ambiguous | Incomplete | NoMatch)
    if isinstance(outcome, Match):
        assert 0 < outcome.score <= 1


@given(
    words=st.lists(
        st.sampled_from(
            [
                "don't",
                "never",
                "not",
                "open",
                "vim",
                "run",
                "the",
                "tests",
                "delete",
                "old.log",
                "main.py",
                "in",
                "git",
                "status",
            ]
        ),
        max_size=7,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_leading_negation_never_matches(matcher: Matcher, scene: Scene, words: list[str]) -> None:
    """However the words go on, "don't …" runs nothing that has no such sentence."""
    assert said(matcher, " ".join(["don't", *words]), scene) is None


@pytest.mark.timeout(120)
def test_naughty_strings_get_an_answer(matcher: Matcher, scene: Scene) -> None:
    """Hostile strings, alone and in a slot, name at most a file that is there."""
    if not NAUGHTY.is_file():
        pytest.skip("no ../shared/data beside this repository")
    for text in json.loads(NAUGHTY.read_text("utf-8")):
        assert said(matcher, text, scene) is None, text
        for before in ("open ", "delete "):
            outcome = matcher.match(before + text, scene)
            if isinstance(outcome, Match) and "editor" not in outcome.intent.id:
                assert any(str(value).startswith("/") for value in outcome.arguments.values()), text


MOST_WORK = 60_000
"""Function calls that any one text may cost with the small skills; an ordinary one costs some 1,000."""


@pytest.fixture(scope="module")
def sizes() -> dict[int, Matcher]:
    """Matchers over 10, 100 and 1,000 skills."""
    return {count: Matcher(made(count)) for count in (10, 100, 1000)}


@pytest.mark.parametrize("kind", list(SAID))
def test_the_work_hardly_grows_with_the_number_of_skills(sizes: dict[int, Matcher], scene: Scene, kind: str) -> None:
    """From 10 skills to 100 and to 1,000 a match costs at most twice the work, whatever the words come to."""
    work = {}
    for count, matcher in sizes.items():
        for text in SAID[kind]:
            matcher.match(text, scene)
        work[count] = sum(calls(lambda text=text, matcher=matcher: matcher.match(text, scene)) for text in SAID[kind])  # type: ignore[misc] - mypy infers no lambda with defaults
    assert work[100] <= 2 * work[10]
    assert work[1000] <= 2 * work[10]


def test_the_right_skill_is_found_among_many(sizes: dict[int, Matcher], scene: Scene) -> None:
    """What matches among ten skills matches the same one among a thousand."""
    for kind in ("exact", "near"):
        for text in SAID[kind]:
            assert said(sizes[10], text, scene) == said(sizes[1000], text, scene) is not None, text


def test_hostile_words_cost_bounded_work(matcher: Matcher, scene: Scene) -> None:
    """Repetition, length and other scripts buy no more than a fixed amount of work."""
    matcher.match("x y", scene)
    for text in hostile(None):
        assert calls(lambda text=text: matcher.match(text, scene)) <= MOST_WORK, text[:40]  # type: ignore[misc] - as above
