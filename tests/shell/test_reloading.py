"""Modules and settings that change while the shell runs: told, asked about, and taken up between two turns."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from intents.matcher import Matcher
from intents.model import Match, Scene, Source, Utterance
from shell.app import registry_of
from shell.config import load
from shell.fakes import FakeAsker
from shell.places import Places, places_of_user
from shell.reloading import Reloading
from skills.registry import Registry

MODULE = '''
from skills.author import Context, Effect, Reply, skill

@skill("greet.hello", says=["salute me"], kind="command", effect=Effect.OBSERVE)
def hello(context: Context) -> Reply:
    """Greet."""
    return Reply("Hello.")
'''


@dataclass
class Running:
    """A session whose files are watched."""

    places: Places
    registry: Registry
    matcher: Matcher
    asker: FakeAsker
    turns: asyncio.Lock = field(default_factory=asyncio.Lock)
    shown: list[str] = field(default_factory=list)
    put: list[Utterance] = field(default_factory=list)

    @property
    def module(self) -> Path:
        """The user's module."""
        return self.places.skills / "greet.py"

    def means(self, text: str) -> str | None:
        """The id of the skill that words mean now."""
        outcome = self.matcher.match(text, Scene(self.places.config, self.places.config))
        return outcome.intent.id if isinstance(outcome, Match) else None

    async def told(self, part: str) -> str:
        """The line with this in it, once it is shown or asked."""
        for _ in range(400):
            for line in (*self.shown, *self.asker.asked):
                if part in line:
                    return line
            await asyncio.sleep(0.05)
        raise AssertionError(f"{part!r} was never told: {self.shown} {self.asker.asked}")


@pytest.fixture
async def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """The module is allowed and watched; each test says what is answered."""
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path))
    places = places_of_user()
    places.skills.mkdir(parents=True)
    (places.skills / "greet.py").write_text(MODULE)
    registry = registry_of(places)
    registry.allow("greet")
    matcher = Matcher([skill.intent for skill in registry.skills])
    async with watched(Running(places, registry, matcher, FakeAsker(()))) as one:
        yield one
    registry.close()


@asynccontextmanager
async def watched(one: Running) -> AsyncIterator[Running]:
    """Watch until the end of the block."""
    settings = {one.places.config_file: lambda: load(None, one.places)}
    with ThreadPoolExecutor(1) as thinking:
        reloading = Reloading(
            one.registry,
            one.matcher,
            thinking,
            one.asker,
            lambda line, _style: one.shown.append(line),
            one.put.append,
            settings,
            every_s=0.02,
        )
        task = asyncio.create_task(reloading.run(one.turns))
        await reloading.watching.wait()
        yield one
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_saved_module_is_off_until_a_typed_yes(running: Running) -> None:
    """What changed is shown; with the yes the new sentences are understood, and the old ones are not."""
    assert running.means("salute me") == "greet.hello"
    running.asker.answers = ["yes"]
    running.module.write_text(MODULE.replace("salute me", "bow to me"))
    asked = await running.told("has changed since it was allowed")
    assert '+@skill("greet.hello", says=["bow to me"]' in asked
    await running.told("greet.py is allowed as it is now")
    assert running.means("bow to me") == "greet.hello"
    assert running.means("salute me") is None
    assert [line.partition(":")[0] for line in running.shown] == [
        "Skills that are off now",
        "Skills that are there now",
        "greet.py is allowed as it is now.",
    ]


@pytest.mark.parametrize(
    "answer", [None, "no", Utterance("yes", Source.VOICE), Utterance("what time is it", Source.TYPED)]
)
async def test_anything_else_leaves_it_off(running: Running, answer: Utterance | str | None) -> None:
    """Silence, a no, a spoken yes; another command is not lost, and takes the next turn."""
    running.asker.answers = [answer]
    running.module.write_text(MODULE + "# more\n")
    await running.told("stays off; to allow it later: golem skills allow greet")
    assert running.means("salute me") is None
    assert running.registry.pending[0].changed
    typed = isinstance(answer, Utterance) and answer.source is Source.TYPED
    assert running.put == ([answer] if typed else [])


async def test_nothing_changes_in_the_midst_of_a_turn(running: Running) -> None:
    """A turn that has begun keeps its skills until it is over."""
    async with running.turns:
        running.module.unlink()
        await asyncio.sleep(0.3)
        assert running.registry.skill("greet.hello").id == "greet.hello"
    await running.told("Skills that are off now: greet.hello")


async def test_what_another_terminal_allows_is_taken_up(running: Running) -> None:
    """A new module is told of; once it is allowed there, it is understood here. One at fault is named by its line."""
    (running.places.skills / "bow.py").write_text(MODULE.replace("greet", "bow").replace("salute", "bow to"))
    await running.told("The skill module bow.py is not allowed yet: golem skills allow bow")
    other = registry_of(running.places)
    other.allow("bow")
    other.close()
    await running.told("Skills that are there now: bow.hello")
    assert running.means("bow to me") == "bow.hello"
    running.asker.answers = ["yes"]
    running.module.write_text("import beside\n" + MODULE)
    await running.told("greet.py:1: ModuleNotFoundError")
    assert running.means("bow to me") == "bow.hello"


async def test_settings_that_change_are_told_of(running: Running) -> None:
    """Good ones count from the next start; bad ones are named, and Golem goes on."""
    running.places.config_file.write_text("[voice]\nspeed = 1.5\n")
    await running.told("config.toml has changed; that counts from the next start of Golem.")
    running.places.config_file.write_text("[voice]\nspede = 1.5\n")
    assert "did you mean voice.speed?" in await running.told("Golem goes on with what it read when it started")
