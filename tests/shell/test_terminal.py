"""The terminals, seen by a terminal emulator: whatever comes from outside is text on the screen, and nothing else."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Awaitable, Callable, Sequence

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from intents.offered import Offer
from shell.choosing import SETTLE_S
from shell.prompt import PromptTerminal
from shell.sanitize import clean
from shell.status import Status
from shell.terminal import PlainTerminal
from shell.themes import Theme
from tests.shell.test_sanitize import SEQUENCES, hostile

ESCAPE = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|.?)", re.DOTALL)
STATE = "hlcnqrt"
"""Final bytes that change modes, ask for answers, or change margins, cursor and window: told apart by parameters."""


def emulated(raw: str) -> pyte.Screen:
    """A screen after it was sent this."""
    screen = pyte.Screen(600, 100)
    pyte.Stream(screen).feed(raw.replace("\n", "\r\n"))
    return screen


def cut(text: str, data: st.DataObject) -> list[str]:
    """The text in pieces, cut anywhere."""
    pieces = []
    while text:
        length = data.draw(st.integers(1, len(text)))
        pieces.append(text[:length])
        text = text[length:]
    return pieces


@settings(max_examples=60, deadline=None)
@given(st.lists(hostile, max_size=4), hostile, st.data())
def test_plain_lines_steer_nothing(shown: list[str], streamed: str, data: st.DataObject) -> None:
    """No byte but text, tab and newline; the emulator's cursor, title and modes are where plain text leaves them."""
    sink = io.StringIO()
    terminal = PlainTerminal(io.BytesIO(), sink)
    for text in shown:
        terminal.show(text)
    for piece in cut(streamed, data):
        terminal.stream(piece)
    terminal.end_stream()
    raw = sink.getvalue()
    assert raw == "".join(f"{clean(text)}\n" for text in shown) + clean(streamed) + "\n"
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]", raw)
    screen, fresh = emulated(raw), pyte.Screen(600, 100)
    assert (screen.title, screen.icon_name, screen.mode, screen.charset) == ("", "", fresh.mode, fresh.charset)
    assert screen.margins is None
    assert (screen.cursor.x, screen.cursor.y) == (0, raw.count("\n"))


def test_a_stream_that_was_cut_off_in_a_sequence_does_not_swallow_the_next_line() -> None:
    """An OSC that was never ended ends with its reply."""
    sink = io.StringIO()
    terminal = PlainTerminal(io.BytesIO(), sink)
    terminal.stream("one \x1b]0;tit")
    terminal.end_stream()
    terminal.stream("two")
    terminal.end_stream()
    assert sink.getvalue() == "one \ntwo\n"


def steering(raw: str) -> set[str]:
    """The kinds of escape sequence in what was sent: those that change state with their parameters."""
    kinds = set()
    for match in ESCAPE.finditer(raw):
        sequence = match.group(1)
        kinds.add(sequence if sequence[-1:] in STATE or not sequence.startswith("[") else sequence[-1])
    return kinds


def assert_own(raw: str, own: set[str]) -> None:
    """All that steers is prompt-toolkit's own, and nothing hides: moves, erasing, colours, backspace and return."""
    assert steering(raw) <= own | {"A", "B", "C", "D", "H", "J", "K", "m"}
    assert not re.search(r"[\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]", raw)
    assert not re.search(r"[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]", raw)


class Out(io.StringIO):
    """What prompt-toolkit writes to."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """As a terminal."""
        return True

    def fileno(self) -> int:
        """There is none."""
        raise io.UnsupportedOperation


async def session(texts: Sequence[str], pieces: Sequence[str], theme: Theme = "dark") -> str:
    """All that a prompt session sends while it shows, streams, asks, completes and draws its toolbar with texts."""
    out = Out()
    with create_pipe_input() as keys:
        size = Size(rows=40, columns=100)
        output = Vt100_Output(out, lambda: size, term="xterm-256color", enable_cpr=False)
        status = Status(router=texts[0], speech=texts[0], hears_with=texts[0])
        terminal = PromptTerminal(
            status,
            history=None,
            theme=theme,
            offers=lambda _: [Offer(f"x{texts[0]}", texts[0], texts[0])],
            input=keys,
            output=output,
        )
        lines = terminal.lines()
        reading = asyncio.ensure_future(anext(lines))
        await asyncio.sleep(0.05)
        for text in texts:
            terminal.show(text)
        for piece in pieces:
            terminal.stream(piece)
        terminal.ask("".join(texts))
        keys.send_text("x\t")
        await asyncio.sleep(0.15)
        terminal.end_stream()
        terminal.ask(None)
        keys.send_text("\x15done\r")
        assert (await asyncio.wait_for(reading, 10)).endswith("done")  # a completion may come before it
    return out.getvalue()


@pytest.fixture(scope="module")
def plain_kinds() -> set[str]:
    """What a session sends of itself, with texts that are harmless."""
    return steering(asyncio.run(session(["one", "two\nthree"], ["fo", "ur\n", "five"])))


@settings(max_examples=15, deadline=None)
@given(texts=st.lists(hostile, min_size=1, max_size=3), streamed=hostile, data=st.data())
def test_a_prompt_session_sends_no_sequence_from_outside(
    plain_kinds: set[str], texts: list[str], streamed: str, data: st.DataObject
) -> None:
    """Replies, a streamed answer, a question, the completion menu and the toolbar: only prompt-toolkit's own."""
    raw = asyncio.run(session(texts, cut(streamed, data)))
    assert_own(raw, plain_kinds)
    assert not re.search(
        r"[\x00-\x06\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f]", raw
    )
    screen = pyte.Screen(100, 40)
    pyte.Stream(screen).feed(raw)
    assert (screen.title, screen.icon_name) == ("", "")


@pytest.mark.parametrize("sequence", SEQUENCES, ids=ascii)
def test_each_sequence_is_kept_off_the_prompt(plain_kinds: set[str], sequence: str) -> None:
    """One by one, also cut in two."""
    text = f"a{sequence}b"
    raw = asyncio.run(session([text], [text[:2], text[2:]]))
    assert_own(raw, plain_kinds)


@pytest.mark.parametrize("text", ["שלום עולם", "مرحبا بالعالم", "日本語のファイル", "naïve Żółć", "👍 🎉 ❤️", "हिन्दी"])
def test_honest_text_stays(text: str) -> None:
    """Letters that run from right to left, accents, wide letters and emoji are shown as they are."""
    sink = io.StringIO()
    PlainTerminal(io.BytesIO(), sink).show(text)
    assert sink.getvalue() == text + "\n"


def test_a_joined_emoji_falls_into_its_parts() -> None:
    """Joiners are dropped: they hide, and terminals disagree on their width. What they joined is still read."""
    sink = io.StringIO()
    PlainTerminal(io.BytesIO(), sink).show("👩\u200d💻 می\u200cخواهم")
    assert sink.getvalue() == "👩💻 میخواهم\n"


async def typed(keys_sent: str, offers: Sequence[Offer]) -> str:
    """The line that these keys make, Enter at the end, where these are the offers."""
    with create_pipe_input() as keys:
        output = Vt100_Output(Out(), lambda: Size(rows=40, columns=100), term="xterm-256color", enable_cpr=False)
        terminal = PromptTerminal(Status(), history=None, offers=lambda _: offers, input=keys, output=output)
        reading = asyncio.ensure_future(anext(terminal.lines()))
        for key in keys_sent:
            keys.send_text(key)
            await asyncio.sleep(0.15 if key == "\t" else 0.01)
        keys.send_text("\r")
        return await asyncio.wait_for(reading, 10)


OFFERS = [Offer(text, text, "what it does") for text in ("show the git log", "show git status", "run the tests")]


async def test_letters_in_order_complete_to_what_can_be_said() -> None:
    """Anywhere in a sentence, spaces among them; the whole line is replaced."""
    assert await typed("shgist\t", OFFERS) == "show git status"
    assert await typed("rtest\t", OFFERS) == "run the tests"


async def test_what_fits_the_slot_being_typed_comes_first_as_it_was_offered() -> None:
    """Letters that a program has compared already are not compared again: "the rea" is README.md."""
    offers = [Offer("open README.md", "open <file>", "", (0, 0, 0)), Offer("open the readable", "", "")]
    assert await typed("open the rea\t\t", offers) == "open README.md"


async def test_an_offer_that_would_steer_is_cleaned_before_it_is_typed() -> None:
    """What a completion puts into the line is what the menu shows."""
    assert await typed("op\t", [Offer("open a\x1b]0;x\x07b.txt", "", "")]) == "open ab.txt"


CHOICE = "Did you mean\n  1  Show a file\n  2  Say how large it is\n  Say a number, or “cancel”."


async def answered(keys_sent: Sequence[str], question: str = CHOICE, mark: str = "answer> ") -> tuple[str, str]:
    """The line that these keys make of a question that stands for a while already, and all that was sent."""
    out = Out()
    with create_pipe_input() as keys:
        output = Vt100_Output(out, lambda: Size(rows=40, columns=100), term="xterm-256color", enable_cpr=False)
        terminal = PromptTerminal(Status(), history=None, offers=lambda _: [], input=keys, output=output)
        reading = asyncio.ensure_future(anext(terminal.lines()))
        await asyncio.sleep(0.05)
        terminal.ask(question, mark)
        await asyncio.sleep(SETTLE_S)
        for key in keys_sent:
            keys.send_text(key)
            await asyncio.sleep(0.02)
        line = await asyncio.wait_for(reading, 10)
        terminal.ask(None)
        await asyncio.sleep(0.1)
    return line, out.getvalue()


@pytest.mark.parametrize(
    ("keys_sent", "line"),
    [
        (["2"], "2"),
        (["\x1b[B", "\x1b[B", "\r"], "2"),
        (["\x1b[A", "\r"], "2"),
        (["7", "\r"], "7"),
        (["x", "2", "\r"], "x2"),
        (["how large", "\r"], "how large"),
    ],
)
async def test_a_list_is_answered_by_a_digit_alone_by_arrows_or_by_words(keys_sent: list[str], line: str) -> None:
    """A digit is an answer on an empty line only, and only where there is such an option."""
    got, raw = await answered(keys_sent)
    assert got == line
    assert "Say how large it is" in raw


async def test_a_yes_takes_enter() -> None:
    """No key by itself answers what asks for a yes, whatever its lines look like."""
    got, _ = await answered(["1", "y", "\r"], CHOICE, "yes/no> ")
    assert got == "1y"


async def test_a_list_that_nobody_answered_by_key_stays_to_be_read() -> None:
    """It was part of the prompt, and is shown above it once the question is over."""
    out = Out()
    with create_pipe_input() as keys:
        output = Vt100_Output(out, lambda: Size(rows=40, columns=100), term="xterm-256color", enable_cpr=False)
        terminal = PromptTerminal(Status(), history=None, offers=lambda _: [], input=keys, output=output)
        reading = asyncio.ensure_future(anext(terminal.lines()))
        await asyncio.sleep(0.05)
        terminal.ask(CHOICE, "answer> ")
        await asyncio.sleep(0.05)
        terminal.ask(None)
        await asyncio.sleep(0.1)
        keys.send_text("x\r")
        await asyncio.wait_for(reading, 10)
    screen = pyte.Screen(100, 40)
    pyte.Stream(screen).feed(out.getvalue())
    drawn = "\n".join(line.rstrip() for line in screen.display)
    assert drawn.count("Did you mean") == 1
    assert drawn.index("Did you mean") < drawn.index("golem> x")


COLOUR = re.compile(r"\x1b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9\d|10[0-7])(?:;[\d;]*)?m")


@pytest.mark.parametrize("theme", ["dark", "contrast", "none"])
def test_a_theme_without_colours_sends_none(theme: Theme) -> None:
    """The toolbar, the prompt, the menu and all that is shown; the dark one has some."""
    raw = asyncio.run(session(["one", "two"], ["three"], theme))
    assert bool(COLOUR.search(raw)) == (theme == "dark")


async def shown(actions: Callable[[PromptTerminal, PipeInput], Awaitable[None]], columns: int = 100) -> list[str]:
    """The lines on a screen so wide after the actions."""
    out = Out()
    with create_pipe_input() as keys:
        output = Vt100_Output(out, lambda: Size(rows=40, columns=columns), term="xterm-256color", enable_cpr=False)
        terminal = PromptTerminal(Status(), history=None, offers=lambda _: [], input=keys, output=output)
        reading = asyncio.ensure_future(anext(terminal.lines()))
        await asyncio.sleep(0.05)
        await actions(terminal, keys)
        keys.send_text("x\r")
        await asyncio.wait_for(reading, 10)
    screen = pyte.Screen(columns, 40)
    pyte.Stream(screen).feed(out.getvalue())
    return [line.rstrip() for line in screen.display if line.strip()]


async def test_golems_sentences_are_folded_between_words_and_output_is_not() -> None:
    """What a file holds is the terminal's to break, so that it can be copied as it is."""

    async def tell(terminal: PromptTerminal, _: PipeInput) -> None:
        terminal.show("→ Show the beginning of a file", "understood")
        terminal.show("a line of some file that is long", "reply")
        await asyncio.sleep(0.2)

    lines = await shown(tell, 22)
    assert lines[:4] == ["→ Show the beginning", "  of a file", "a line of some file th", "at is long"]


async def test_ctrl_c_leaves_a_list_on_the_screen_once() -> None:
    """As it was drawn while it stood."""

    async def leave(terminal: PromptTerminal, keys: PipeInput) -> None:
        terminal.ask(CHOICE, "answer> ")
        await asyncio.sleep(0.2)
        keys.send_text("\x03")
        await asyncio.sleep(0.2)
        terminal.ask(None)
        await asyncio.sleep(0.1)

    assert "\n".join(await shown(leave)).count("Did you mean") == 1
