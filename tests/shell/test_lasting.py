"""What cannot be undone is said before it is done: in the question, in a dry run, and above the prompt."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intents.model import Source, Utterance
from policies.settings import default_policy
from policies.verdict import Confirm
from shell.confirm import AskingConfirmer, FixedConfirmer
from shell.fakes_dialogue import FakeAsker
from shell.inbox import Arrival
from shell.undo import EDITORS, LASTS, OF_SESSION, lasts
from skills.spec import Call, Effect, Inverse, Skill
from tests.policies.calls import TREE, call
from tests.shell.talking import MATCHER, REGISTRY, Talk, talk

BACK = Inverse("files.move", {})
ASKED = Confirm("a", "because")


@pytest.fixture
def room(tmp_path: Path, trash: Path) -> Iterator[Talk]:
    """A conversation whose trash is its own."""
    del trash
    with talk(tmp_path, MATCHER) as made:  # type: ignore[arg-type] # nothing is left open here, so nothing completed
        yield made


def undoable(made: Call) -> Call:
    """The same call, of a skill that names what puts it back."""
    return replace(made, skill=replace(made.skill, undo=lambda *_, **__: BACK))


async def question(made: Call) -> tuple[str, str]:
    """What is shown and what is said of a call that is asked about."""
    asker = FakeAsker(())
    await AskingConfirmer(asker, default_policy()).agrees(made, ASKED)
    return asker.asked[0], asker.spoken[0]


@pytest.mark.parametrize(("effect", "said"), [(Effect.CHANGE, False), (Effect.DESTROY, True)])
async def test_a_question_says_what_cannot_be_undone(effect: Effect, said: bool) -> None:
    """On the screen for whatever changes; aloud too for what destroys."""
    shown, spoken = await question(call(effect, path=TREE / "old.log"))
    assert LASTS in shown
    assert (LASTS in spoken) is said


@pytest.mark.parametrize("made", [call(Effect.OBSERVE), undoable(call()), undoable(call(Effect.DESTROY))])
async def test_a_question_does_not_say_it_of_what_can_be(made: Call) -> None:
    """Nor of what only looks."""
    shown, spoken = await question(made)
    assert LASTS not in shown + spoken


def test_an_inverse_counts_only_where_there_is_one_now() -> None:
    """A skill that can be undone may have nothing to undo this call with."""
    made = call()
    assert made.skill.undo is not None
    assert lasts(made, made.inverse())
    assert not lasts(made, BACK)


@pytest.mark.parametrize("id_", [*sorted(OF_SESSION), "editor.open"])
def test_what_needs_no_word(id_: str) -> None:
    """A person's own hand, and what ends with the session; but never what destroys."""
    assert not lasts(call(skill=id_), None)
    assert lasts(call(Effect.DESTROY, skill=id_), None)


def test_the_skills_known_by_id_are_there() -> None:
    """Their names in shell.undo are those of real skills."""
    ids = {skill.id for skill in REGISTRY.skills}
    assert ids >= OF_SESSION
    assert any(id_.startswith(EDITORS) for id_ in ids)


def declares_nothing(skill: Skill) -> bool:
    """Whether a skill of Golem's own has to be told of before each of its acts."""
    return lasts(replace(call(skill.effect), skill=skill), BACK if skill.undo else None)


def test_golems_own_skills_that_cannot_be_undone_are_these() -> None:
    """A new one that names no inverse is seen here."""
    assert {skill.id for skill in REGISTRY.skills if declares_nothing(skill)} == {
        "docker.restart",
        "git.commit",
        "git.commit_all",
        "git.create_branch",
        "hands.discard",
        "panes.close",
        "processes.kill_name",
        "processes.kill_pid",
        "project.build",
        "project.clear",
        "project.format",
        "project.install",
        "project.lint",
        "project.run_task",
        "tests.rerun_failed",
        "tests.run",
        "units.restart",
    }


@pytest.mark.parametrize(
    ("text", "lasting"),
    [
        ("rename main.py to one.py", False),
        ("delete old.log", False),
        ("go to src", False),
        ("what time is it", False),
        ("commit with message first", True),
        ("delete /etc/passwd", False),
    ],
)
async def test_a_dry_run_tells_it(room: Talk, text: str, lasting: bool) -> None:
    """In its line and in its JSON; what is refused is not done at all."""
    record = await room.dry.take(Arrival(Utterance(text, Source.TYPED)))
    assert record.lasting is lasting
    assert record.summary().endswith("; this cannot be undone") is lasting
    assert room.terminal.shown == []


@pytest.fixture
def repository(room: Talk) -> Talk:
    """The same conversation, in a git repository."""
    subprocess.run(["git", "init", "--quiet", str(room.folder)], check=True)
    return room


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """A process to be ended."""
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield started
    started.kill()
    started.wait()


async def test_what_is_done_unasked_is_preceded_by_a_line(repository: Talk) -> None:
    """The line is above what came of it; the journal keeps that it was so."""
    room = repository
    record = await room.say("create a branch called feature")
    assert record.verdict == "allow", record
    assert record.executed
    assert room.terminal.shown[:2] == ["→ Create a new git branch and switch to it: feature", LASTS]
    assert record.lasting


async def test_what_can_be_undone_has_no_such_line(room: Talk) -> None:
    """It would be noise."""
    assert not (await room.say("rename main.py to one.py")).lasting
    assert LASTS not in room.terminal.shown


async def test_a_question_that_said_it_is_enough(room: Talk, sleeper: subprocess.Popen[bytes]) -> None:
    """Once, not twice: a process is ended for good, and the question says so."""
    room.answers("yes")
    record = await room.say(f"kill process {sleeper.pid}")
    assert (record.outcome, record.lasting) == ("done", True), record
    assert LASTS in room.asker.asked[0]
    assert LASTS in room.asker.spoken[0]
    assert LASTS not in room.terminal.shown


async def test_who_agreed_beforehand_is_told_too() -> None:
    """`golem do --yes` asks nothing, and says it all the same."""
    told: list[str] = []
    await FixedConfirmer(True, tell=told.append).agrees(call(Effect.DESTROY, path=TREE / "old.log"), ASKED)
    await FixedConfirmer(True, tell=told.append).agrees(undoable(call()), ASKED)
    await FixedConfirmer(False, tell=told.append).agrees(call(), ASKED)
    assert told == [LASTS]
