"""The terminal for a screen reader: lines in, lines out, and states in words."""

from __future__ import annotations

import asyncio
import io
import os

from hypothesis import given
from hypothesis import strategies as st

from shell.reader import LASTS_S, ReaderTerminal, States
from shell.sanitize import clean
from shell.status import Status


def test_a_state_is_told_once_it_lasts() -> None:
    """And what rests only after something else was told; what flickers never is."""
    states = States()
    told = [
        states.look(at, "Run the tests", now)
        for at, now in [
            ("ready", 0.0),
            ("ready", 5.0),
            ("thinking", 6.0),
            ("acting", 6.2),
            ("acting", 7.2),
            ("acting", 9.0),
            ("ready", 10.0),
            ("ready", 11.0),
            ("thinking", 12.0),
            ("ready", 12.1),
            ("ready", 20.0),
        ]
    ]
    assert [line for line in told if line] == ["Acting: Run the tests.", "Ready."]


@given(st.lists(st.tuples(st.sampled_from(["ready", "acting", "asleep"]), st.floats(0, 3)), max_size=20))
def test_no_state_is_told_twice_running_or_before_it_lasts(steps: list[tuple[str, float]]) -> None:
    """However it changes."""
    states, now, since, before, told = States(), 0.0, 0.0, "", ""
    for at, waited in steps:
        now += waited
        since = since if at == before else now
        before = at
        line = states.look(at, "", now)
        if line is not None:
            assert now - since >= LASTS_S
            assert line != told
            told = line


async def opened(status: Status) -> tuple[ReaderTerminal, int, io.StringIO]:
    """A terminal on a pipe, the pipe's other end, and what is printed."""
    read, write = os.pipe()
    sink = io.StringIO()
    return ReaderTerminal(status, read, sink), write, sink


async def test_lines_come_whole_until_the_end_of_input() -> None:
    """However they are cut on their way."""
    terminal, write, _ = await opened(Status())
    got = []

    async def read() -> None:
        async for line in terminal.lines():
            got.append(line)

    reading = asyncio.create_task(read())
    for piece in (b"list the", b" files\nhelp\n\xff", b"\n"):
        os.write(write, piece)
        await asyncio.sleep(0.02)
    os.close(write)
    await asyncio.wait_for(reading, 10)
    assert got == ["list the files", "help", "\ufffd"]


async def test_a_program_that_is_lent_the_terminal_gets_the_keys() -> None:
    """Nothing is read meanwhile, and reading goes on after it; whoever listens is told of both."""
    terminal, write, _ = await opened(Status())
    lines, lent = terminal.lines(), []
    terminal.on_lend = lent.append
    first = asyncio.create_task(anext(lines))
    os.write(write, b"open vim\n")
    assert await first == "open vim"

    def program() -> int:
        os.write(write, b"typed into vim\n")
        return len(os.read(terminal._descriptor, 100))

    assert await asyncio.to_thread(terminal.lend, program) == len(b"typed into vim\n")
    after = asyncio.create_task(anext(lines))
    os.write(write, b"after\n")
    assert await asyncio.wait_for(after, 10) == "after"
    assert lent == [True, False]
    await lines.aclose()


async def test_all_is_plain_lines_and_what_was_understood_is_a_word() -> None:
    """No arrow to be read out, no sequence, nothing drawn over."""
    terminal, _, sink = await opened(Status())
    terminal.show("→ Run the tests", "understood")
    terminal.show("a\x1b[2Jb\rc")
    terminal.ask("Do it? (yes / no)")
    assert sink.getvalue() == "Understood: Run the tests\nabc\nDo it? (yes / no)\n"
    assert clean(sink.getvalue()) == sink.getvalue()


async def test_what_lasts_is_told_while_lines_are_waited_for() -> None:
    """A long act is told of, so that silence is not taken for the end."""
    status = Status(busy=True, doing="Run the tests")
    status.at("act", 0.0)
    terminal, _, sink = await opened(status)
    lines = terminal.lines()
    waiting = asyncio.ensure_future(anext(lines))
    for _ in range(40):
        await asyncio.sleep(0.1)
        if sink.getvalue():
            break
    assert sink.getvalue() == "Acting: Run the tests.\n"
    waiting.cancel()
