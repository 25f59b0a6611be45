"""The running shell on fakes: lines become turns, stop overtakes, and one failed turn does not end it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

from intents.model import Source, Utterance
from shell.fakes import FakeMouth, FakeTerminal
from shell.floor import Floor
from shell.inbox import Arrival, Inbox
from shell.journal import TurnRecord
from shell.loop import Shell, converse, interrupt
from shell.played import Played
from shell.present import Presentation
from shell.session import ShellSession
from shell.status import Status
from shell.turn import Conversation
from skills.spec import Reply


class FakeConversation:
    """Records what it is given; fails on "fail", waits on "wait", quits on "quit"."""

    def __init__(self, session: ShellSession) -> None:
        self.taken: list[str] = []
        self.stopped = 0
        self.hushed = 0
        self._session = session
        self._go_on = asyncio.Event()

    async def take(self, arrival: Arrival) -> TurnRecord:
        """One turn."""
        text = arrival.utterance.text
        self.taken.append(text)
        if text == "fail":
            raise RuntimeError("boom")
        if text == "wait":
            await self._go_on.wait()
        if text == "quit":
            self._session.quit()
        took = {"route": 5.0}
        return TurnRecord("", "typed", text, "chat", {}, None, {}, "none", None, None, False, "", took, "chatted")

    def hush(self) -> None:
        """Count it."""
        self.hushed += 1

    def stop(self) -> None:
        """Let a waiting turn end."""
        self.stopped += 1
        self._go_on.set()


def make(tmp_path: Path, *typed: str, pause_s: float = 0.0) -> tuple[Shell, FakeConversation, FakeTerminal, FakeMouth]:
    """A shell whose user types these lines."""
    terminal, mouth = FakeTerminal(typed, pause_s), FakeMouth()
    session, inbox = ShellSession(tmp_path, lambda: ()), Inbox()
    presentation = Presentation(terminal, mouth, session, inbox, speak_typed=False)
    conversation = FakeConversation(session)
    shell = Shell(
        cast(Conversation, conversation),
        inbox,
        terminal,
        presentation,
        session,
        Status(),
        None,
        Floor(presentation, Played()),
    )
    return shell, conversation, terminal, mouth


async def test_every_line_takes_its_turn_and_the_end_of_input_ends_the_shell(tmp_path: Path) -> None:
    """A pipe's lines are all taken, in order, before the shell ends."""
    shell, conversation, _, _ = make(tmp_path, "one", "two", "three")
    await asyncio.wait_for(converse(shell), 10)
    assert conversation.taken == ["one", "two", "three"]
    assert shell.status.last_ms == 5.0


async def test_a_failed_turn_is_one_line_and_the_shell_goes_on(tmp_path: Path) -> None:
    """Whatever a turn raises, the next one is taken."""
    shell, conversation, terminal, _ = make(tmp_path, "fail", "after")
    await asyncio.wait_for(converse(shell), 10)
    assert conversation.taken == ["fail", "after"]
    assert any("boom" in line for line in terminal.shown)


async def test_quit_leaves_the_lines_behind_it(tmp_path: Path) -> None:
    """After quit nothing more is done."""
    shell, conversation, _, _ = make(tmp_path, "quit", "after", pause_s=0.05)
    await asyncio.wait_for(converse(shell), 10)
    assert conversation.taken == ["quit"]


async def test_stop_overtakes_the_turn_under_way(tmp_path: Path) -> None:
    """A stop takes no turn: it ends what is going on, and silences the voice."""
    shell, conversation, _, mouth = make(tmp_path, "wait", "Stop.", "after", pause_s=0.05)
    await asyncio.wait_for(converse(shell), 10)
    assert conversation.taken == ["wait", "after"]
    assert conversation.stopped >= 1
    assert mouth.stopped >= 1


async def test_ctrl_c_answers_a_waiting_question_with_no(tmp_path: Path) -> None:
    """An interrupted question is not agreed to."""
    shell, _, _, _ = make(tmp_path)
    waiting = asyncio.create_task(shell.inbox.answer(30.0))
    await asyncio.sleep(0)
    interrupt(shell)
    assert await asyncio.wait_for(waiting, 5) is None


async def test_a_timer_that_runs_out_is_announced(tmp_path: Path) -> None:
    """It is shown and said, although nobody asks just then."""
    shell, _, terminal, mouth = make(tmp_path, "", "", pause_s=0.4)
    shell.session.after(0.0, "Time is up: tea.", "tea")
    await asyncio.wait_for(converse(shell), 10)
    assert "Time is up: tea." in terminal.shown
    assert mouth.said == ["Time is up: tea."]


async def test_a_jobs_end_waits_for_a_question_and_is_said_if_it_began_aloud(tmp_path: Path) -> None:
    """What went on beside the talk is told between questions, never into one."""
    shell, _, terminal, mouth = make(tmp_path, "one", pause_s=1.5)
    typed, voice = Utterance("build", Source.TYPED), Utterance("build", Source.VOICE)
    ends = [(Reply("typed", ok=True), typed, False), (Reply("voice"), voice, False), (Reply("asked"), typed, True)]
    shell.session.going.take_ended = lambda: [ends.pop(0)] if ends else []  # type: ignore[method-assign] # ends by hand
    asking = asyncio.create_task(shell.inbox.answer(0.5))
    running = asyncio.create_task(converse(shell))
    await asking
    assert len(ends) == 3
    while ends:  # noqa: ASYNC110 - the loop looks at them by itself
        await asyncio.sleep(0.05)
    await running
    assert [text for text in terminal.shown if text in {"typed", "voice", "asked"}] == ["typed", "voice", "asked"]
    assert mouth.said == ["voice", "asked"]


async def test_who_is_told_to_end_stops_what_goes_on_and_begins_nothing_more(tmp_path: Path) -> None:
    """As when the terminal is gone: the turn under way ends by being stopped, the next line is never taken."""
    shell, conversation, *_ = make(tmp_path, "wait", "next", pause_s=0.01)
    told = asyncio.Event()
    asyncio.get_running_loop().call_later(0.1, told.set)
    await converse(shell, told)
    assert conversation.taken == ["wait"]
    assert conversation.stopped >= 1


async def test_a_line_that_is_read_no_more_is_no_fault_of_who_was_told_to_end(tmp_path: Path) -> None:
    """Reading a terminal that is gone fails, and that is no news then."""
    shell, conversation, terminal, _ = make(tmp_path, "wait")
    told = asyncio.Event()

    async def broken() -> AsyncIterator[str]:
        yield "wait"
        told.set()
        raise OSError("the terminal is gone")

    cast(Any, terminal).lines = broken
    await converse(shell, told)
    assert conversation.taken in ([], ["wait"])
