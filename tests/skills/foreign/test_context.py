"""What a module's process may wish of the person and of its memory, and what it gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from skills.foreign.worker import Start
from skills.registry import Registry
from skills.testing import FakeContext

MODULE = '''
from skills.author import Context, Effect, Reply, skill

@skill("mine.all", says=["do it all"], kind="command", effect=Effect.CHANGE)
def everything(context: Context) -> Reply:
    """Wish for everything."""
    context.say("Working.")
    context.list(["tea", "milk"], "To buy")
    name = context.ask("Which?", ["tea", "milk"])
    other = context.ask("Anything else?")
    context.remember("name", name)
    context.remember("gone", "x")
    context.remember("gone", None)
    context.schedule(60.0, "Time is up.", "tea")
    return Reply(f"{name}, {other}, {context.recall()}")

@skill("mine.look", says=["look at it"], kind="question", effect=Effect.OBSERVE)
def look(context: Context) -> Reply:
    """Try to remember something."""
    context.remember("name", "x")
    return Reply(str(context.recall()))
'''


@pytest.fixture
def registry(tmp_path: Path, start: Start) -> Iterator[Registry]:
    """A registry in which the module is allowed."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "mine.py").write_text(MODULE)
    registry = Registry(tmp_path / "modules", tmp_path / "allowed.json", start=start)
    registry.allow("mine")
    yield registry
    registry.close()


def test_every_wish_reaches_the_calls_own_context(registry: Registry, context: FakeContext) -> None:
    """What is said, shown, asked, kept and set goes through, and the answers come back; only looking keeps nothing."""
    context.answers = ["milk", None]
    reply = registry.skill("mine.all").run(context)
    assert reply.spoken == "milk, None, {'name': 'milk'}"
    assert context.said == ["Working."]
    assert context.shown == ["To buy\n1  tea\n2  milk"]
    assert context.asked == ["Which?", "Anything else?"]
    assert context.memory == {"name": "milk"}
    assert context.session.spoken_later == [(60.0, "Time is up.", "tea")]
    looked = registry.skill("mine.look").run(context)
    assert not looked.ok
    assert "context.remember is for skills whose effect is not OBSERVE" in looked.spoken
    assert context.memory == {"name": "milk"}
