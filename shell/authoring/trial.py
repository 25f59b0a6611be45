"""A module tried for real: its rows go through the whole pipeline, in a throw-away home and in the kernel's sandbox.

What is said there is routed, matched, judged, agreed to beforehand, and run; nothing it does reaches the real home.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from intents.model import Source, Utterance
from shell.app import Core, compose_conversation, compose_core, registry_of, store_of
from shell.audio_file import FileFrames
from shell.authoring.rows import Row
from shell.config import Config
from shell.engines import hearing_of, voice_of
from shell.frames import SAMPLE_RATE, Audio
from shell.hearing import Hearing
from shell.inbox import Arrival, Inbox
from shell.journal import TurnRecord
from shell.places import places_of_user
from shell.present import Presentation
from shell.recent import Recent
from shell.resample import StreamResampler
from shell.speaker import Speaker
from shell.terminal import PlainTerminal
from shell.tts import Voice
from shell.turn import Conversation
from skills.capabilities import ANY
from skills.foreign.worker import Source as ModuleText
from skills.programs import installed
from skills.spec import Origin

SCENE = ("main.py", "README.md", "notes.txt", "old.log", "src/app.py", "docs/guide.md")
"""Files that rows can name; each holds one line."""
SAID_AGAIN = 3
"""Times that a row is said before it counts as misheard."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one row."""

    row: Row
    heard: str | None
    """The words as the recogniser wrote them; None where they were typed."""
    skill: str
    """The id of the skill that was meant; empty for none."""
    outcome: str
    """The turn's, and what was replied."""
    wrong: str
    """Why the row does not hold; empty where it does."""


class Trial:
    """Golem with one module allowed, in the throw-away home of `elsewhere`."""

    def __init__(self, config: Config, module: ModuleText) -> None:
        """The module is allowed as it is. Raises SkillFault for one at fault."""
        self._places = places_of_user()
        self._tree = Path.cwd()
        self._places.skills.mkdir(parents=True)
        (self._places.skills / f"{module.name}.py").write_bytes(module.content)
        self._core = _core_allowing(config, module.name)
        self._screen = io.StringIO()
        self._acting = _conversation(self._core, self._screen, dry=False)
        self._judging = _conversation(self._core, io.StringIO(), dry=True)

    @property
    def ids(self) -> list[str]:
        """The module's skills, by id."""
        return [skill.id for skill in self._core.registry.skills if skill.origin is Origin.USER]

    async def typed(self, row: Row) -> Tried:
        """Type a row."""
        return await self._tried(row, Arrival(Utterance(row.text, Source.TYPED)), None)

    async def spoken(self, row: Row) -> Tried:
        """Say a row with Golem's own voice, and hear it with its own ears, until it holds, SAID_AGAIN times at most.

        No voice says words twice alike. Raises ModelMissing, ModelError.
        """
        tried = await self._spoken_once(row)
        for _ in range(SAID_AGAIN - 1):
            if not tried.wrong:
                break
            tried = await self._spoken_once(row)
        return tried

    async def _spoken_once(self, row: Row) -> Tried:
        frames = FileFrames(self._sound(row.text))
        async for heard in self._hearing.utterances(frames):
            return await self._tried(row, Arrival(heard.utterance, dict(heard.ms)), heard.utterance.text)
        return Tried(row, "", "", "", "" if row.kind != "said" else "no words were heard")

    def close(self) -> None:
        """End the module's process."""
        self._core.close()

    async def _tried(self, row: Row, arrival: Arrival, heard: str | None) -> Tried:
        """Judge the words; only what is the module's own skill is then run, so that no row does anything else."""
        self._set_out()
        for said in row.before:
            await self._acting.take(Arrival(Utterance(said, Source.TYPED)))
        record = await self._judging.take(arrival)
        meant, missing = record.skill or "", self._missing(row)
        if row.kind == "said" and meant == row.skill and not missing:
            record = await self._acting.take(arrival)
        told = f"{record.outcome}: {record.reply or missing}".removesuffix(": ")
        return Tried(row, heard, meant, told, self._wrong(row, meant, record))

    def _missing(self, row: Row) -> str:
        """Why what was judged is not run: the row says so, or a program is not on this machine."""
        if not row.run:
            return "not run, as its rows say"
        needs = self._core.registry.skill(row.skill).capabilities
        lacking = [name for name in (*needs.binaries, *needs.options) if name not in (ANY, *installed())]
        return f"not run, {lacking[0]} is not installed" if lacking else ""

    def _wrong(self, row: Row, meant: str, record: TurnRecord) -> str:
        if row.kind == "near":
            return f"it must not run {row.skill}" if meant == row.skill else ""
        if row.kind == "never":
            return "it must run nothing" if meant else ""
        if meant != row.skill:
            return f"{meant or 'no skill'} was meant, not {row.skill}"
        if record.outcome not in {"done", "judged"}:
            shown = self._screen.getvalue().strip().splitlines()
            said = shown[-1].removeprefix(f"{self._places.skills}/") if shown else record.reply
            return f"it was not done: {said}"
        got = {name: self._plain(value) for name, value in record.slots.items()}
        wrong = [f"{name} is {got.get(name)!r}" for name, value in row.slots.items() if got.get(name) != value]
        return "; ".join(wrong)

    def _plain(self, value: object) -> object:
        return value.removeprefix(f"{self._tree}/") if isinstance(value, str) else value

    def _set_out(self) -> None:
        """The same files, nothing remembered, and nothing said before, at every row."""
        for folder in (self._tree, self._places.memories):
            for entry in folder.iterdir() if folder.is_dir() else ():
                shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
        lay_out(self._tree)
        self._core.session.change_folder(self._tree)
        self._core.session.cancel_timers()
        self._core.session.recent = Recent()
        self._screen.seek(0)
        self._screen.truncate()

    @cached_property
    def _voice(self) -> Voice:
        return voice_of(self._core.config, self._core.store, lambda _: None)

    @cached_property
    def _hearing(self) -> Hearing:
        core = self._core
        return hearing_of(core.config, core.store, core.thinking, lambda: False, sayable=core.sayable)

    def _sound(self, text: str) -> Audio:
        whole = np.concatenate(list(self._voice.synthesize(text)))
        return StreamResampler(self._voice.sample_rate, SAMPLE_RATE).push(whole, last=True)


@contextmanager
def elsewhere(config: Config) -> Iterator[None]:
    """A throw-away home, Golem's folders in it, and an empty working folder; the models stay where they are.

    Every part asks the environment where home is, so it is the environment that is changed, for this process only.
    """
    models = str(store_of(config).folder)
    kept, folder = dict(os.environ), Path.cwd()
    with tempfile.TemporaryDirectory(prefix="golem-trial-") as home:
        tree = Path(home, "work")
        tree.mkdir()
        for name in [name for name in os.environ if name.startswith(("XDG_", "GOLEM_"))]:
            del os.environ[name]
        os.environ |= {"HOME": home, "GOLEM_HOME": str(Path(home, "golem")), "GOLEM_MODELS": models}
        os.chdir(tree.resolve())
        try:
            yield
        finally:
            os.chdir(folder)
            os.environ.clear()
            os.environ |= kept


def lay_out(tree: Path) -> None:
    """Write the files that rows can name."""
    for name in SCENE:
        file = tree / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("hello\n")


def _core_allowing(config: Config, name: str) -> Core:
    registry = registry_of(places_of_user())
    try:
        registry.allow(name)
    finally:
        registry.close()
    return compose_core(config)


def _conversation(core: Core, screen: io.StringIO, *, dry: bool) -> Conversation:
    """A conversation that prints to `screen` and agrees beforehand to what would be asked about."""
    terminal = PlainTerminal(io.BytesIO(), screen)
    inbox = Inbox()
    presentation = Presentation(terminal, Speaker(None, None), core.session, inbox, speak_typed=False)
    return compose_conversation(core, terminal, presentation, inbox, None, yes=True, dry_run=dry)
