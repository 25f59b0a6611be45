"""The shell while it runs: lines and utterances come in, turns are taken one after another, timers ring."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from intents.model import Source, Utterance
from shell.attention import Addressed, Called, Heeded, Passed, Woken
from shell.errors import GolemError
from shell.floor import Floor
from shell.hearing import Heard
from shell.inbox import Arrival, Inbox
from shell.present import Presentation
from shell.reloading import Reloading
from shell.session import ShellSession
from shell.status import Status
from shell.stopwords import is_stop
from shell.terminal import Terminal
from shell.turn import Conversation
from skills.wording import listed

log = logging.getLogger(__name__)

TICK_S = 0.2
"""How often timers, and whether Golem is at work, are looked at."""
LAST_S = 5.0
"""How long the turn under way has to end where Golem is told to, in seconds."""
WAITED = frozenset({"ask", "confirm", "act", "chat", "voice_activity", "endpoint", "ahead"})
"""Stages that are not Golem's own delay between the end of the words and the start of the action."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A composed shell, ready to run."""

    conversation: Conversation
    inbox: Inbox
    terminal: Terminal
    presentation: Presentation
    session: ShellSession
    status: Status
    heard: AsyncIterator[Heard] | None
    """Utterances from the microphone; None when it is not used."""
    floor: Floor
    """Whose words overlapped Golem's own voice, and what its voice does about them."""
    reloading: Reloading | None = None
    """Takes up what changes in files meanwhile; None: nothing is."""
    turns: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held for each turn, and for what must not happen in the midst of one."""


async def converse(shell: Shell, told: asyncio.Event | None = None) -> None:
    """Run until the typed lines end (Ctrl-D, end of a pipe) and their turns are done, or someone says quit.

    Where Golem is `told` to end from outside, it does so at once: what goes on is stopped and its end written down, and
    what waits is not begun.
    """
    shell.session.on_stop = lambda: stop(shell)
    beside = [asyncio.create_task(_ring(shell))]
    if shell.heard is not None:
        beside.append(asyncio.create_task(_listen(shell, shell.heard)))
    if shell.reloading is not None:
        beside.append(asyncio.create_task(shell.reloading.run(shell.turns)))
    typing = asyncio.create_task(_read(shell))
    turns = asyncio.create_task(_take_turns(shell))
    ending = asyncio.create_task((told or asyncio.Event()).wait())
    try:
        await asyncio.wait({typing, turns, ending}, return_when=asyncio.FIRST_COMPLETED)
        if typing.done() and not turns.done() and not ending.done():
            shell.inbox.close()
            await asyncio.wait({turns, ending}, return_when=asyncio.FIRST_COMPLETED)
        if ending.done() and not turns.done():
            await _break_off(shell, turns)
        waited: Sequence[asyncio.Task[None]] = (turns,) if ending.done() else (typing, turns)
        for task in waited:  # a terminal that is gone fails whoever reads it
            if task.done():
                task.result()
    finally:
        ending.cancel()
        for task in (*beside, typing, turns):
            task.cancel()
        await asyncio.gather(*beside, typing, turns, return_exceptions=True)
        if stopped := await shell.session.going.finish():
            shell.terminal.show(f"Stopped, since Golem ends: {listed(stopped)}.", "notice")
        await shell.presentation.finish()


async def _break_off(shell: Shell, turns: asyncio.Task[None]) -> None:
    shell.session.quit()
    interrupt(shell)
    shell.inbox.close()
    await asyncio.wait({turns}, timeout=LAST_S)


def stop(shell: Shell) -> None:
    """End what is spoken, generated or running, at once; from any thread."""
    shell.presentation.stop()
    shell.conversation.stop()


def interrupt(shell: Shell) -> None:
    """Ctrl-C: stop, and take a question that waits for its answer as answered with no. On the event loop's thread."""
    stop(shell)
    shell.inbox.leave_unanswered()


async def _read(shell: Shell) -> None:
    async for line in shell.terminal.lines():
        _arrive(shell, Arrival(Utterance(line, Source.TYPED)))


async def _listen(shell: Shell, heard: AsyncIterator[Heard]) -> None:
    async for words in heard:
        whose = shell.floor.whose(words)
        if whose != "person" and not is_stop(words.utterance.text):
            shell.floor.settle(person=False)
            if whose == "echo":
                shell.terminal.show(f"heard while speaking, and passed over: {words.utterance.text}", "notice")
            continue
        heeded = _weigh(shell, words)
        shell.floor.settle(person=not isinstance(heeded, Passed))
        if words.overlapped_own_speech and not isinstance(heeded, Passed):
            _yield_floor(shell)
        match heeded:
            case Addressed(text):
                shell.terminal.show(f"heard: {text}", "heard")
                utterance = replace(words.utterance, text=text)
                overlapped, began, ended = words.overlapped_own_speech, words.began_at, words.ended_at
                _arrive(shell, Arrival(utterance, dict(words.ms), overlapped, began, ended))
            case Called():
                shell.session.attention.busy(time.monotonic())
                shell.presentation.note("Listening to you.")  # not said: the command may follow at once
            case Woken():
                shell.presentation.announce("I'm awake.")


def _yield_floor(shell: Shell) -> None:
    """A person cut in: what is being said ends for good, and so does its making; what runs goes on."""
    shell.presentation.stop()
    shell.conversation.hush()


def _weigh(shell: Shell, words: Heard) -> Heeded:
    """To whom it was said."""
    return shell.session.attention.weigh(words.utterance.text, words.began_at, asking=shell.inbox.asking)


def talk_key(shell: Shell) -> None:
    """The key to talk with: what is being said ends, and the next words are meant for Golem. On the loop's thread."""
    stop(shell)
    listens = shell.session.attention.press(time.monotonic())
    shell.terminal.show("Listening to you." if listens else "Not listening.", "notice")


def _arrive(shell: Shell, arrival: Arrival) -> None:
    """Deliver an utterance; a wish to stop overtakes everything that is going on."""
    if is_stop(arrival.utterance.text) and (shell.status.busy or shell.presentation.speaking):
        stop(shell)
        shell.inbox.leave_unanswered()  # a stop is also a no, whenever it began
        return
    shell.inbox.put(arrival)


async def _take_turns(shell: Shell) -> None:
    while (arrival := await shell.inbox.next()) is not None and not shell.session.quitting:
        shell.status.busy = True
        try:
            async with shell.turns:
                record = await shell.conversation.take(arrival)
            shell.status.last_ms = sum(ms for stage, ms in record.ms.items() if stage not in WAITED)
        except GolemError as error:
            shell.terminal.show(str(error), "trouble")
        except Exception as fault:  # one turn has failed; the shell, and whoever speaks to it, goes on
            log.debug("a turn failed", exc_info=True)
            shell.terminal.show(f"That failed: {type(fault).__name__}: {fault}", "trouble")
        finally:
            shell.status.busy = False
        if shell.session.quitting:
            return


async def _ring(shell: Shell) -> None:
    while True:
        await asyncio.sleep(TICK_S)
        if shell.status.busy or shell.presentation.speaking:
            shell.session.attention.busy(time.monotonic())
        for timer in shell.session.take_due():
            shell.presentation.announce(timer.spoken)
        if not shell.inbox.asking:  # a question is not talked into
            for reply, utterance, aloud in shell.session.going.take_ended():
                shell.presentation.ended(reply, utterance, aloud=aloud)
