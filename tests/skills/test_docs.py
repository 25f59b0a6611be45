"""The guide for authors: its worked example is a real module that is allowed, matched and run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intents.matcher import Matcher
from intents.model import Match, Scene
from skills import author
from skills.foreign.worker import Start
from skills.process import Runner
from skills.programs import PASSED_ON, SYSTEM_FOLDERS
from skills.registry import Registry
from skills.spec import Call, Effect, Reply
from skills.testing import FakeContext

GUIDE = (Path(__file__).parents[2] / "docs" / "skills.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def registry(tmp_path: Path, start: Start) -> Iterator[Registry]:
    """A registry in which the guide's module is allowed."""
    modules = tmp_path / "skills"
    modules.mkdir()
    (modules / "notes.py").write_text(BLOCKS[0])
    registry = Registry(modules, tmp_path / "allowed.json", start=start)
    registry.allow("notes")
    yield registry
    registry.close()


def say(registry: Registry, context: FakeContext, text: str) -> tuple[Match, Reply]:
    """Match a sentence among all skills, and run the one that it means."""
    outcome = Matcher([skill.intent for skill in registry.skills]).match(text, Scene(context.cwd, context.cwd))
    assert isinstance(outcome, Match), outcome
    return outcome, registry.skill(outcome.intent.id).run(context, **outcome.arguments)


def test_example_is_matched_and_run(registry: Registry, context: FakeContext) -> None:
    """Each of its skills is found by what the guide says of it, and does what it says."""
    say(registry, context, "note that the build is green")
    assert (context.cwd / "notes.txt").read_text() == "the build is green\n"
    match, _reply = say(registry, context, "please add a markdown note saying Buy Milk")
    assert (context.cwd / "notes.md").read_text() == "Buy Milk\n"
    assert match.arguments["ending"] == "markdown"
    _match, reply = say(registry, context, "how many words are in notes.txt")
    assert reply.spoken == "notes.txt has 4 words."


def test_examples_plan_says_what_will_happen(registry: Registry, context: FakeContext) -> None:
    """What destroys tells it beforehand, from the very arguments that it will run with."""
    from intents.model import Source, Utterance

    (context.cwd / "notes.txt").write_text("12345")
    match, _reply = say(registry, FakeContext(context.cwd), "clear the notes in notes.txt")
    (context.cwd / "notes.txt").write_text("12345")
    skill = registry.skill("notes.clear")
    assert skill.effect is Effect.DESTROY
    call = Call(skill, match, Utterance("clear", Source.TYPED), context.cwd)
    assert call.plan() == f"Empty {context.cwd / 'notes.txt'}, which has 5 bytes."


def test_examples_test_passes(tmp_path: Path) -> None:
    """The test that the guide shows is one, of the module that it shows."""
    names: dict[str, Any] = {}
    exec(BLOCKS[0], names)  # noqa: S102 - the guide's own text
    exec(BLOCKS[1], names)  # noqa: S102 - the guide's own text
    names["test_count"](tmp_path)


def test_guides_inverse_is_one(tmp_path: Path) -> None:
    """What the guide says puts a made file back is a call of a skill that there is."""
    names: dict[str, Any] = {}
    exec(BLOCKS[2], names)  # noqa: S102 - the guide's own text
    inverse = names["take_away"](tmp_path, tmp_path / "new.txt")
    skill = Registry().skill(inverse.skill)
    assert set(inverse.arguments) == {slot.name for slot in skill.intent.slots}
    assert inverse.still[0].path == tmp_path / "new.txt"


def test_guide_names_what_there_is() -> None:
    """Every folder, every slot type and every context method is in the guide."""
    for folder in SYSTEM_FOLDERS:
        assert f"`{folder}`" in GUIDE
    for name in author.__all__:
        if hasattr(getattr(author, name), "__metadata__"):
            assert f"`{name}`" in GUIDE, name
    assert {"HOME", "LANG", "TERM"} <= set(PASSED_ON)
    assert all(f"context.{name}" in GUIDE for name in ("run", "stream", "foreground", "show", "cwd", "session"))
    assert Runner.run
