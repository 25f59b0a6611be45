"""What the user sees and hears of a turn: replies, questions, announcements."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from intents.model import Source, Utterance
from shell.inbox import Inbox
from shell.sanitize import visible
from shell.session import ShellSession
from shell.status import Status
from shell.terminal import YES_NO_MARK, Terminal
from skills.spec import Reply


class Telling(Protocol):
    """One reply being spoken while its text still arrives."""

    def add(self, chunk: str) -> None:
        """More text; its sentences are spoken as they are complete."""
        ...

    def end(self) -> None:
        """The text is complete."""
        ...


class Mouth(Protocol):
    """Speech out as the presentation uses it; `shell.speaker.Speaker` is the real one."""

    @property
    def speaking(self) -> bool:
        """True while something is being spoken or waits to be."""
        ...

    def say(self, text: str) -> None:
        """Queue text to be spoken; returns at once."""
        ...

    def begin(self) -> Telling:
        """Begin a reply whose text is still being made."""
        ...

    def stop(self) -> None:
        """Silence, at once; from any thread."""
        ...

    def pause(self) -> None:
        """Silence, at once, but forget nothing."""
        ...

    def resume(self) -> None:
        """Go on after a pause."""
        ...

    def wait(self, timeout_s: float | None = None) -> bool:
        """Block until all that was queued is spoken."""
        ...


def numbered(reply: Reply) -> str:
    """What a reply prints, the lines of what it lists with their numbers."""
    if len(reply.listed) < 2:
        return reply.printed
    lines = reply.printed.split("\n")
    width = len(str(len(reply.listed)))
    places = [f"{place:>{width}}  {line}" for place, line in enumerate(lines[: len(reply.listed)], 1)]
    return "\n".join([*places, *lines[len(reply.listed) :]])


class Presentation:
    """Shows every reply and says those that are to be said aloud."""

    def __init__(
        self,
        terminal: Terminal,
        mouth: Mouth,
        session: ShellSession,
        inbox: Inbox,
        *,
        speak_typed: bool,
        numbers: bool = True,
        status: Status | None = None,
    ) -> None:
        """`numbers` shows lists of files numbered, so that "the second one" can be seen.

        `status` is told how far a turn is; with it, what was understood is shown before it is done.
        """
        self._terminal = terminal
        self._mouth = mouth
        self._session = session
        self._inbox = inbox
        self._speak_typed = speak_typed
        self._numbers = numbers
        self._status = status

    def use(self, mouth: Mouth) -> None:
        """Speak with this from now on; the voice is loaded after the prompt is there."""
        self._mouth = mouth

    @property
    def speaking(self) -> bool:
        """True while Golem's own voice may be heard."""
        return self._mouth.speaking

    def aloud(self, utterance: Utterance) -> bool:
        """Whether this utterance is answered by voice."""
        return utterance.source is Source.VOICE or self._speak_typed

    def reply(self, reply: Reply, utterance: Utterance) -> None:
        """Show a skill's reply, and say it if this utterance is answered aloud."""
        self._session.remember(reply.spoken)
        shown = numbered(reply) if self._numbers else reply.printed
        self._terminal.show(shown or reply.spoken, "reply" if reply.ok else "trouble")
        if self.aloud(utterance):
            self._mouth.say(reply.spoken)

    def ended(self, reply: Reply, utterance: Utterance, *, aloud: bool) -> None:
        """Show what a job that went on beside the talk came to; say it if it was begun aloud, or is `aloud` anyway."""
        self.reply(reply, utterance)
        if aloud and not self.aloud(utterance):
            self._mouth.say(reply.spoken)

    def say(self, text: str, utterance: Utterance) -> None:
        """Show a sentence that comes before the reply, and say it if this utterance is answered aloud."""
        self._terminal.show(text, "reply")
        if self.aloud(utterance):
            self._mouth.say(text)

    def note(self, text: str) -> None:
        """Show how far a turn of several steps has come; not spoken."""
        self._terminal.show(text, "notice")

    def at(self, stage: str) -> None:
        """Tell the toolbar what the turn is at; empty at its end."""
        if self._status is not None:
            self._status.at(stage, time.monotonic())

    def understood(self, line: str, *, shown: bool) -> None:
        """Tell the toolbar, and with `shown` the screen, what the words mean; not spoken."""
        if self._status is None:
            return
        self._status.doing = line
        if shown:
            self._terminal.show(f"→ {visible(line)}", "understood")

    @contextmanager
    def streaming(self, utterance: Utterance) -> Iterator[Callable[[str], None]]:
        """Show text as it comes, and say it if this utterance is answered aloud: call what this yields with a piece."""
        telling = self._mouth.begin() if self.aloud(utterance) else None
        whole: list[str] = []

        def present(piece: str) -> None:
            whole.append(piece)
            self._terminal.stream(piece)
            if telling is not None:
                telling.add(piece)

        try:
            yield present
        finally:
            self._terminal.end_stream()
            if telling is not None:
                telling.end()
            self._session.remember("".join(whole))

    def announce(self, spoken: str) -> None:
        """Show and say something that nobody asked for just now (a timer)."""
        self._terminal.show(spoken, "notice")
        self._mouth.say(spoken)

    async def ask(
        self, question: str, spoken: str, timeout_s: float, utterance: Utterance, mark: str = YES_NO_MARK
    ) -> Utterance | None:
        """Put a question; the first answer that begins after it was shown and said, or None after `timeout_s`.

        Whoever types need not hear it out.
        """
        self._terminal.ask(question, mark)
        try:
            if not self.aloud(utterance):
                return await self._inbox.answer(timeout_s)
            self._mouth.say(spoken)
            answer = await self._inbox.answer(timeout_s, asyncio.to_thread(self._mouth.wait))
            if self._mouth.speaking:
                self._mouth.stop()
            return answer
        finally:
            self._terminal.ask(None)

    def stop(self) -> None:
        """Silence, at once."""
        self._mouth.stop()

    def pause(self) -> None:
        """Silence, at once, but forget nothing: somebody speaks."""
        self._mouth.pause()

    def resume(self) -> None:
        """Go on where `pause` cut in."""
        self._mouth.resume()

    async def finish(self) -> None:
        """Let what is being spoken end."""
        await asyncio.to_thread(self._mouth.wait)
