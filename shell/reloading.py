"""Skills and settings that change while Golem runs: seen within a second or two, told in a line, and asked about.

A module that was saved is off until a person has seen what changed and typed yes: an allow-list that agreed by itself
would allow nothing in particular. A spoken yes allows no code. Nothing changes in the midst of a turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor as ThreadPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from intents.model import IntentSpec, Source, Utterance
from policies.consent import Answer, answer
from shell.dialogue import Asker
from shell.errors import GolemError
from shell.sanitize import visible
from skills.faults import SkillFault
from skills.registry import Change, Pending, Registry

EVERY_S = 1.0
"""Between one look at the files and the next, in seconds; a look is a `stat` for each."""
ANSWER_S = 60.0
"""How long a question waits, in seconds; nobody's turn comes meanwhile, but a command typed instead ends it."""
MOST_LINES = 40
"""Of a difference that is shown in the session; a longer one is for `golem skills allow`."""


class Matching(Protocol):
    """What matches words against skills; `intents.matcher.Matcher` is the real one."""

    def use(self, intents: Sequence[IntentSpec]) -> None:
        """Match against these from now on."""
        ...


@dataclass
class Reloading:
    """Watches the folder of skills, the allow-list, and the files of settings."""

    registry: Registry
    matcher: Matching
    thinking: ThreadPool
    """The thread that matches."""
    asker: Asker
    show: Callable[[str, str], None]
    """A line for the screen, and its style."""
    put: Callable[[Utterance], None]
    """Takes words that answered nothing, as the next turn."""
    settings: Mapping[Path, Callable[[], object]] = field(default_factory=dict)
    """Files of settings → what reads them; raises GolemError for one that cannot be used."""
    every_s: float = EVERY_S
    watching: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    """Set once all was looked at for the first time: what changes from then on is seen."""
    _told: set[str] = field(default_factory=set, init=False)

    async def run(self, turns: asyncio.Lock) -> None:
        """Look until cancelled; what changes is taken up while `turns` is held, so between two turns."""
        seen = await asyncio.to_thread(self._look)
        self._told = self._known()
        self.watching.set()
        while True:
            await asyncio.sleep(self.every_s)
            now = await asyncio.to_thread(self._look)
            changed = {part for part in now if now[part] != seen.get(part)}
            seen = now
            for file in sorted(changed - {None}, key=str):
                self._check(file)
            if None in changed:
                async with turns:
                    await self._reread()
                seen[None] = await asyncio.to_thread(self.registry.stamp)

    def _look(self) -> dict[Path | None, object]:
        """What each file of settings is like, and below None the skills."""
        return {None: self.registry.stamp(), **{file: _stamp(file) for file in self.settings}}

    def _check(self, file: Path | None) -> None:
        assert file is not None
        try:
            self.settings[file]()
        except GolemError as fault:
            self.show(f"{fault} (Golem goes on with what it read when it started)", "trouble")
        else:
            self.show(f"{file.name} has changed; that counts from the next start of Golem.", "notice")

    async def _reread(self) -> None:
        before = self.registry.allowed_ids
        if not await self._on_thread(self.registry.reread):
            return
        self._tell_ids(before)
        for line in self._faults():
            if line not in self._told:
                self.show(line, "trouble")
        for waiting in list(self.registry.pending):
            if _key(waiting) not in self._told:
                await (self._ask(waiting) if waiting.changed else self._tell(waiting))
        self._told = self._known()

    async def _on_thread(self, change: Callable[[], None]) -> bool:
        """Change the registry and the matcher together, where nothing is matched meanwhile; False where it failed."""

        def both() -> None:
            change()
            self.matcher.use([skill.intent for skill in self.registry.skills])

        try:
            await asyncio.get_running_loop().run_in_executor(self.thinking, both)
        except SkillFault as fault:
            self.show(str(fault), "trouble")
            return False
        return True

    def _tell_ids(self, before: frozenset[str]) -> None:
        now = self.registry.allowed_ids
        if now - before:
            self.show(f"Skills that are there now: {', '.join(sorted(now - before))}.", "notice")
        if before - now:
            self.show(f"Skills that are off now: {', '.join(sorted(before - now))}.", "notice")

    def _faults(self) -> list[str]:
        return [f"A skill is left out: {fault}" for fault in self.registry.faults]

    def _known(self) -> set[str]:
        """What was told once and need not be told again: faults, and modules that wait, as they are."""
        return {*self._faults(), *map(_key, self.registry.pending)}

    async def _tell(self, waiting: Pending) -> None:
        self.show(f"The skill module {waiting.title} is not allowed yet: golem skills allow {waiting.name}", "notice")

    async def _ask(self, waiting: Pending) -> None:
        """Show what changed, and allow it after a typed yes."""
        try:
            change = await asyncio.to_thread(self.registry.change, waiting.name)
        except SkillFault as fault:
            self.show(str(fault), "trouble")
            return
        lines = change.difference or () if change else ()
        if change is None or len(lines) > MOST_LINES:
            self.show(f"{waiting.title} has changed; what changed: golem skills allow {waiting.name}", "notice")
            return
        shown = "\n".join(f"  {visible(line.expandtabs(4))}" for line in lines)
        question = (
            f"{waiting.title} has changed since it was allowed:\n{shown}\nAllow it as it is now? (yes / no, typed)"
        )
        words = await self.asker.ask(question, "", ANSWER_S, Utterance("", Source.TYPED))
        await self._take(waiting, change, words)

    async def _take(self, waiting: Pending, change: Change, words: Utterance | None) -> None:
        said = Answer.NO if words is None else answer(words.text)
        if said is Answer.YES and words is not None and words.source is Source.TYPED:
            before = self.registry.allowed_ids
            if await self._on_thread(lambda: self.registry.allow(waiting.name, change.content)):
                self._tell_ids(before)
                self.show(f"{waiting.title} is allowed as it is now.", "notice")
            return
        self.show(f"{waiting.title} stays off; to allow it later: golem skills allow {waiting.name}", "notice")
        if words is not None and said is Answer.UNCLEAR:
            self.put(words)


def _key(waiting: Pending) -> str:
    return f"{waiting.name} {waiting.changed} {_stamp(waiting.path)}"


def _stamp(file: Path) -> tuple[int, ...]:
    try:
        found = file.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns
