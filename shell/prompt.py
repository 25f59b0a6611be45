"""The prompt where there is a terminal: one prompt-toolkit session, the toolbar below, what is shown above."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from intents.offered import Offer
from shell.choosing import Choosing, choosing
from shell.completion import completer
from shell.errors import ConfigError
from shell.sanitize import Cleaner, clean
from shell.status import Status
from shell.terminal import YES_NO_MARK
from shell.themes import STYLES, Theme
from shell.toolbar import Part, told, toolbar

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.history import History
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.output import Output

BATCH_S = 0.05
"""Lines shown within this many seconds are drawn together, so that a flood of output does not redraw per line."""

SENTENCES = frozenset({"notice", "heard", "understood", "question", "option", "trouble"})
"""Styles of what Golem itself says."""
NARROWEST = 20
"""Columns to which sentences are folded at least."""

REFRESH_S = 0.25
"""How often the toolbar is drawn anew, in seconds."""


class PromptTerminal:
    """One prompt-toolkit session: a line being typed is never garbled by what is heard or printed meanwhile."""

    def __init__(
        self,
        status: Status,
        *,
        history: Path | None,
        offers: Callable[[str], Iterable[Offer]],
        theme: Theme = "dark",
        talk_key: str = "f9",
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        """`offers` gives what could be meant by what is typed so far; it is asked on a thread of its own.

        Raises ConfigError where prompt-toolkit knows no key `talk_key`.
        """
        self._status = status
        self._offers = offers
        self.on_lend: Callable[[bool], None] = lambda _: None
        self.on_interrupt: Callable[[], None] = lambda: None
        self.on_talk: Callable[[], None] = lambda: None
        self._talk_key = talk_key
        self._ascii = not _encodes_unicode(output)
        self._theme: Theme = theme
        self._live = ""
        self._streamed = Cleaner()
        self._question: str | None = None
        self._mark = YES_NO_MARK
        self._choosing: Choosing | None = None
        self._pending: list[tuple[str, str]] = []
        self._lock = threading.Lock()
        self._free = asyncio.Event()
        self._free.set()
        self._loop = asyncio.get_running_loop()
        self._session = self._make_session(history, input, output)

    def show(self, text: str, style: str = "reply") -> None:
        """Queue text to be drawn above the prompt within BATCH_S seconds; from any thread.

        Golem's own sentences are folded between words; what a program or a file has is left as it is.
        """
        cleaned = clean(text).rstrip("\n")
        lines = self._folded(cleaned) if style in SENTENCES else cleaned
        with self._lock:
            self._pending.append((style, lines + "\n"))
            first = len(self._pending) == 1
        if first:
            with suppress(RuntimeError):  # the loop is closed: the session is over
                self._loop.call_soon_threadsafe(self._loop.call_later, BATCH_S, self._flush)

    def _folded(self, text: str) -> str:
        columns = max(NARROWEST, self._session.output.get_size().columns)
        return "\n".join(
            fill(line, columns, subsequent_indent="  ", drop_whitespace=True, break_on_hyphens=False) if line else line
            for line in text.split("\n")
        )

    def stream(self, chunk: str) -> None:
        """Grow the live line above the prompt; complete lines are drawn for good."""
        *complete, self._live = (self._live + self._streamed.feed(chunk)).split("\n")
        for line in complete:
            self.show(line)
        self._session.app.invalidate()

    def end_stream(self) -> None:
        """Draw the live line for good."""
        self._streamed.flush()
        if self._live:
            self.show(self._live)
        self._live = ""
        self._session.app.invalidate()

    def ask(self, question: str | None, mark: str = YES_NO_MARK) -> None:
        """Draw the question above the prompt, and change the prompt until it is answered.

        A list to choose from is part of the prompt while it stands; where nobody typed an answer, it is shown then.
        """
        if self._choosing is not None:
            asked, *options = self._choosing.lines
            self.show(asked, "question")
            self.show("\n".join(options), "option")
        listed = question is not None and mark != YES_NO_MARK
        self._choosing = choosing(clean(question), time.monotonic()) if question is not None and listed else None
        if question is not None and self._choosing is None:
            self.show(question, "question")
        self._flush()  # the question is on the screen before the prompt asks for its answer
        self._question, self._mark = question, mark
        self._session.app.invalidate()

    async def lines(self) -> AsyncIterator[str]:
        """Each typed line until Ctrl-D; Ctrl-C drops the line and interrupts what runs."""
        while True:
            await self._free.wait()
            try:
                line = await self._session.prompt_async()
            except KeyboardInterrupt:
                self._choosing = None  # as for an answered list: it stays as it was
                self.on_interrupt()
                continue
            except EOFError:
                self._flush()
                return
            self._choosing = None  # an answered list stays on the screen as it was answered
            yield line

    def lend(self, run: Callable[[], int]) -> int:
        """Hand the terminal to a program until it ends; from a worker thread."""
        return asyncio.run_coroutine_threadsafe(self._lend(run), self._loop).result()

    async def _lend(self, run: Callable[[], int]) -> int:
        from prompt_toolkit.application import in_terminal  # noqa: PLC0415 - loaded with the prompt, not before

        self._flush()
        self._free.clear()
        self.on_lend(True)
        try:
            async with in_terminal():
                return await self._loop.run_in_executor(None, run)
        finally:
            self.on_lend(False)
            self._free.set()

    def _flush(self) -> None:
        from prompt_toolkit import print_formatted_text  # noqa: PLC0415 - loaded with the prompt, not before
        from prompt_toolkit.formatted_text import FormattedText  # noqa: PLC0415 - as above

        if not self._free.is_set():
            self._loop.call_later(BATCH_S, self._flush)
            return
        with self._lock:
            pending, self._pending = self._pending, []
        if pending:
            fragments = FormattedText([(f"class:{style}", text) for style, text in pending])
            print_formatted_text(
                fragments,
                end="",
                output=self._session.output,
                style=self._session.style,
                include_default_pygments_style=False,
            )

    def _message(self) -> StyleAndTextTuples:
        fragments: StyleAndTextTuples = []
        if self._live:
            fragments.append(("class:reply", self._live + "\n"))
        if self._choosing is not None:
            columns = self._session.output.get_size().columns
            for line, kind in self._choosing.drawn(">" if self._ascii else "▸", columns):
                fragments += [(f"class:{kind}", line), ("", "\n")]
        mark = self._mark if self._question else "golem> "
        fragments.append(("class:question" if self._question else "class:mark", mark))
        return fragments

    def _toolbar(self) -> StyleAndTextTuples:
        width = self._session.output.get_size().columns
        parts = toolbar(self._status, width=width - 1, now=time.monotonic(), ascii_only=self._ascii)
        between = told((Part("", "", 0), Part("", "", 0)), ascii_only=self._ascii)
        fragments: StyleAndTextTuples = []
        for number, part in enumerate(parts):
            fragments.append(("class:bar", between if number else ""))
            fragments.append((f"class:bar class:bar.{part.kind}", clean(part.text)))
        return fragments

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.filters import Condition  # noqa: PLC0415 - loaded with the prompt, not before
        from prompt_toolkit.key_binding import KeyBindings  # noqa: PLC0415 - as above

        keys = KeyBindings()
        try:
            keys.add(self._talk_key)(lambda _: self.on_talk())
        except ValueError as error:
            raise ConfigError(f"attention.key: there is no key {self._talk_key!r}; try f9 or c-space") from error
        bare = Condition(lambda: self._choosing is not None and not self._session.default_buffer.text)
        marked = Condition(lambda: self._choosing is not None and bool(self._choosing.marked))
        for key, by in (("up", -1), ("down", 1)):
            keys.add(key, filter=bare)(lambda _, by=by: self._mark_next(by))
        keys.add("enter", filter=bare & marked)(lambda _: self._take_marked())
        for digit in range(1, 10):
            keys.add(str(digit), filter=bare)(lambda _, digit=digit: self._press(digit))
        return keys

    def _mark_next(self, by: int) -> None:
        if self._choosing is not None:
            self._choosing.move(by)

    def _take_marked(self) -> None:
        if self._choosing is not None:
            self._answer(str(self._choosing.marked))

    def _press(self, digit: int) -> None:
        """A digit on an empty line while there is a list: an answer, or the first letter of one."""
        answer = self._choosing.pressed(digit, time.monotonic()) if self._choosing is not None else None
        if answer is not None:
            self._answer(answer)
        else:
            self._session.default_buffer.insert_text(str(digit))

    def _answer(self, text: str) -> None:
        """As if it was typed, and Enter pressed."""
        self._session.default_buffer.text = text
        self._session.default_buffer.validate_and_handle()

    def _make_session(self, history: Path | None, source: Input | None, sink: Output | None) -> PromptSession[str]:
        from prompt_toolkit import PromptSession  # noqa: PLC0415 - 0.2 s, spared where no prompt is needed
        from prompt_toolkit.completion import ThreadedCompleter  # noqa: PLC0415 - as above
        from prompt_toolkit.output import ColorDepth  # noqa: PLC0415 - as above
        from prompt_toolkit.styles import Style  # noqa: PLC0415 - as above

        return PromptSession(
            message=self._message,
            bottom_toolbar=self._toolbar,
            refresh_interval=REFRESH_S,
            history=_history(history),
            completer=ThreadedCompleter(completer(self._offers)),
            complete_while_typing=False,
            reserve_space_for_menu=6,
            style=Style.from_dict(dict(STYLES[self._theme])),
            color_depth=ColorDepth.DEPTH_1_BIT if self._theme in ("none", "contrast") else None,
            enable_suspend=True,
            key_bindings=self._keys(),
            input=source,
            output=sink,
        )


def _history(path: Path | None) -> History:
    from prompt_toolkit.history import FileHistory, InMemoryHistory  # noqa: PLC0415 - loaded with the prompt

    if path is None:
        return InMemoryHistory()
    return FileHistory(path)


def _encodes_unicode(output: Output | None) -> bool:
    encoding = output.encoding() if output is not None else (sys.stdout.encoding or "ascii")
    try:
        "▁·".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
