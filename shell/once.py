"""Golem for one utterance or one file, without a prompt, an ear or a voice: `golem do`, `route`, `hear` and `undo`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass

from intents.model import Source, Utterance
from shell.app import Core, compose_conversation, compose_core
from shell.config import Config
from shell.engines import hearing_of
from shell.hearing import Hearing
from shell.inbox import Arrival, Inbox
from shell.journal import TurnRecord
from shell.present import Presentation
from shell.speaker import Speaker
from shell.staying import staying
from shell.terminal import YES_NO_MARK, PlainTerminal, Terminal
from shell.turn import Conversation


@dataclass(frozen=True, slots=True)
class Once:
    """Golem for one utterance or one file: `golem do`, `route` and `hear`."""

    core: Core
    conversation: Conversation
    inbox: Inbox

    async def take(self, arrival: Arrival, told: Callable[[TurnRecord], None] = lambda _: None) -> TurnRecord:
        """One turn, and the command that an answer in it turned out to be; its timers' end is not waited for.

        The last record; every step's is `told` as soon as it is over.
        """
        record = await self.conversation.take(arrival, told)
        while (instead := self.inbox.take_next()) is not None:
            record = await self.conversation.take(instead, told)
        return record

    def hearing(self) -> Hearing:
        """Ears for recordings."""
        with staying():
            return hearing_of(
                self.core.config, self.core.store, self.core.thinking, lambda: False, sayable=self.core.sayable
            )

    def close(self) -> None:
        """Release what was opened."""
        self.conversation.stop()
        self.core.close()


def one_shot(config: Config, *, dry_run: bool = False, yes: bool = False, silent: bool = False) -> Once:
    """Golem without a prompt, an ear or a voice. `silent` prints nothing itself; `yes` agrees to what would ask."""
    core = compose_core(config)
    terminal: Terminal = PlainTerminal(
        sys.stdin.buffer, sys.stderr if silent else sys.stdout, lend_terminal=not silent and sys.stdin.isatty()
    )
    inbox = Inbox()
    presentation = Presentation(terminal, Speaker(None, None), core.session, inbox, speak_typed=False, numbers=False)
    asker = TypedAsker(terminal) if not silent and sys.stdin.isatty() else None
    conversation = compose_conversation(core, terminal, presentation, inbox, asker, yes=yes, dry_run=dry_run)
    return Once(core, conversation, inbox)


class TypedAsker:
    """Asks on a terminal without a prompt-toolkit session: one line, with a time limit."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    async def ask(
        self, question: str, spoken: str, timeout_s: float, utterance: Utterance, mark: str = YES_NO_MARK
    ) -> Utterance | None:
        """The next typed line, or None after `timeout_s`."""
        del spoken, utterance
        self._terminal.ask(question, mark)
        try:
            async with asyncio.timeout(timeout_s):
                async for line in self._terminal.lines():
                    return Utterance(line, Source.TYPED)
        except TimeoutError:
            return None
        return None
