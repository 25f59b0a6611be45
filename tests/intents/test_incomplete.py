"""What was begun and not ended, and the answers that end it."""

from __future__ import annotations

import pytest

from intents.matcher import Matcher
from intents.model import Incomplete, Match, NoMatch, Scene, Slot
from intents.slots import DURATION, EXISTING_PATH, FREE_TEXT, NEW_NAME, WORD
from tests.intents.conftest import INTENTS, command

PATH, TARGET = Slot("path", EXISTING_PATH), Slot("target", NEW_NAME)
MORE = (
    command("files.rename", "rename [the] [file|folder] {path} (to|as) {target}", slots=(PATH, TARGET)),
    command("timer.set", "(set|start) [a] timer (for|of) {time} [called {label}]", "remind me to {label} in {time}",
            slots=(Slot("time", DURATION), Slot("label", FREE_TEXT, required=False))),
    command("files.make", "(make|create) [a] folder [called] {name}", slots=(Slot("name", NEW_NAME),)),
    command("note.find", "look for {word}", "look [up] {word} in my notes", slots=(Slot("word", WORD),)),
    command("lights.on", "(light|brighten) [the] room"),
)  # fmt: skip


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """The small skills, and some that need two slots."""
    return Matcher([*INTENTS, *MORE])


@pytest.mark.parametrize(
    ("text", "skill", "missing", "said"),
    [
        ("Delete.", "files.delete", "path", {}),
        ("could you please remove the", "files.delete", "path", {}),
        ("rename", "files.rename", "path", {}),
        ("rename the readme", "files.rename", "target", {"path": "README.md"}),
        ("rename old.log to", "files.rename", "target", {"path": "old.log"}),
        ("switch to", "git.switch", "branch", {}),
        ("switch", "git.switch", "branch", {}),
        ("set a timer", "timer.set", "time", {}),
        ("set a timer called tea", "timer.set", "time", {"label": "tea"}),
        ("remind me to call mum", "timer.set", "time", {"label": "call mum"}),
        ("make a folder", "files.make", "name", {}),
        ("who is on port", "port.owner", "port", {}),
        ("commit with message", "git.commit", "message", {}),
    ],
)
def test_a_sentence_without_its_slot_is_incomplete(
    matcher: Matcher, scene: Scene, *, text: str, skill: str, missing: str, said: dict[str, str]
) -> None:
    """The skill is known, what was said is kept, and the slot to ask for is named."""
    outcome = matcher.match(text, scene)
    assert isinstance(outcome, Incomplete), outcome
    assert (outcome.intent.id, outcome.missing.name) == (skill, missing)
    shown = {fill.slot.name: str(fill.value).removeprefix(f"{scene.cwd}/") for fill in outcome.fills}
    assert shown == said


@pytest.mark.parametrize("text", ["open", "start"])
def test_what_begins_several_skills_begins_none(matcher: Matcher, scene: Scene, text: str) -> None:
    """A bare word that is no skill's own is not taken for one of them: they are named."""
    outcome = matcher.match(text, scene)
    assert isinstance(outcome, NoMatch)
    assert outcome.intent is None
    assert outcome.problem is not None
    assert len(outcome.nearest) >= 2


@pytest.mark.parametrize(
    "text",
    [
        *("play", "I open", "I delete", "move", "don't delete", "he said delete", "delete, no wait", "how do I delete"),
        *("rename the constitution", "deleted", "what does rename mean", "light", "run", "rename it to something nice"),
    ],
)
def test_other_words_are_not_incomplete(matcher: Matcher, scene: Scene, text: str) -> None:
    """Talk, mentions, names of nothing, and sentences that need no slot are not begun skills."""
    assert not isinstance(matcher.match(text, scene), Incomplete | Match)


def test_more_sentences_with_the_same_beginning_make_it_doubtful(scene: Scene) -> None:
    """One skill without slots may begin as well; where it has more such sentences, or they are two, nobody is meant."""
    delete = command("a.delete", "delete {path}", slots=(PATH,))
    timers, notes = command("b.timers", "delete [the] timers"), command("c.notes", "delete [all] notes")
    assert isinstance(Matcher([delete, timers]).match("delete", scene), Incomplete)
    assert isinstance(Matcher([delete, timers, notes]).match("delete", scene), NoMatch)
    often = command("b.timers", "delete [the] timers", "delete my alarms")
    assert isinstance(Matcher([delete, often]).match("delete", scene), NoMatch)


def begun(matcher: Matcher, text: str, scene: Scene) -> Incomplete:
    """What `text` begins."""
    outcome = matcher.match(text, scene)
    assert isinstance(outcome, Incomplete)
    return outcome


@pytest.mark.parametrize(
    ("text", "answer", "arguments"),
    [
        ("delete", "the old log", {"path": "old.log"}),
        ("delete", "I meant old.log", {"path": "old.log"}),
        ("rename old.log", "new.log", {"path": "old.log", "target": "new.log"}),
        ("rename old.log", "to new.log", {"path": "old.log", "target": "new.log"}),
        ("rename old.log", "it's called demo", {"path": "old.log", "target": "demo"}),
        ("rename", "old.log to demo", {"path": "old.log", "target": "demo"}),
        ("make a folder", "called demo", {"name": "demo"}),
        ("make a folder", "Call it demo, please.", {"name": "demo"}),
        ("set a timer", "for five minutes called tea", {"time": 300.0, "label": "tea"}),
        ("set a timer", "ten minutes", {"time": 600.0, "label": None}),
        ("who is on port", "eighty", {"port": 80}),
        ("commit with message", "Don't panic: fix it", {"message": "Don't panic: fix it"}),
    ],
)
def test_an_answer_completes_it(
    matcher: Matcher, scene: Scene, text: str, answer: str, arguments: dict[str, object]
) -> None:
    """The value alone, in context, or with the slots after it."""
    outcome = matcher.complete(begun(matcher, text, scene), answer, scene)
    assert isinstance(outcome, Match), outcome
    shown = {
        name: str(value).removeprefix(f"{scene.cwd}/") if hasattr(value, "parent") else value
        for name, value in outcome.arguments.items()
    }
    assert shown == arguments
    assert outcome.how == "template"


def test_slots_are_asked_for_one_at_a_time(matcher: Matcher, scene: Scene) -> None:
    """After the first answer the next slot is missing."""
    second = matcher.complete(begun(matcher, "rename", scene), "old.log", scene)
    assert isinstance(second, Incomplete)
    assert second.missing.name == "target"
    third = matcher.complete(second, "to new.log", scene)
    assert isinstance(third, Match)


@pytest.mark.parametrize(
    "answer", ["", "…", "cancel", "never mind", "nothing", "don't", "the constitution", "x" * 3000]
)
def test_an_answer_that_names_nothing_completes_nothing(matcher: Matcher, scene: Scene, answer: str) -> None:
    """The refusal keeps the skill, and says what was looked for where something was."""
    outcome = matcher.complete(begun(matcher, "delete", scene), answer, scene)
    assert isinstance(outcome, NoMatch)
    assert outcome.intent is not None
    if len(answer.split()) == 2 and answer.startswith("the"):
        assert outcome.problem == "There is no file or folder like 'constitution' here."


@pytest.mark.parametrize("answer", ["cancel", "no", "Stop!", "nothing", "do not"])
def test_a_refusal_is_no_name(matcher: Matcher, scene: Scene, answer: str) -> None:
    """Where anything could be a name, words that call it off still are none."""
    assert isinstance(matcher.complete(begun(matcher, "make a folder", scene), answer, scene), NoMatch)
