"""Puts a judged call to the person and takes only a plain, timely yes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Protocol

from policies.consent import Answer, answer
from policies.verdict import Confirm
from shell.dialogue import Asker, Successor
from shell.sanitize import visible
from skills.spec import Call


class Confirmer(Protocol):
    """Whether a person agrees to one call."""

    async def agrees(self, call: Call, verdict: Confirm) -> bool:
        """True only for a plain yes to this very call."""
        ...


class AskingConfirmer:
    """Asks, by screen and voice; silence, doubt or a late answer means no."""

    def __init__(self, asker: Asker, timeout_s: float = 10.0, successor: Successor | None = None) -> None:
        self._asker = asker
        self._timeout_s = timeout_s
        self._successor = successor

    async def agrees(self, call: Call, verdict: Confirm) -> bool:
        """Show exactly what will be done and why it is asked, then wait for a yes.

        An answer that is neither yes nor no, but a command of its own, is a no, and takes the next turn.
        """
        plan = visible(await asyncio.to_thread(call.plan))  # it may count the files of a folder
        said = plan
        for value in call.arguments.values():
            if isinstance(value, Path):
                said = said.replace(visible(str(value)), visible(value.name))  # a whole path takes ten seconds to say
        question = f"{plan}\n  {visible(call.describe())}\n  {verdict.reason}. Do it? (yes / no)"
        spoken = f"{said} Say yes or no."
        words = await self._asker.ask(question, spoken, self._timeout_s, call.utterance)
        answered = answer(words.text) if words is not None else Answer.NO
        if words is not None and answered is Answer.UNCLEAR and self._successor is not None:
            await self._successor.takes(words)
        return answered is Answer.YES


class FixedConfirmer:
    """Answers for a person who is not there: `golem do --yes`, or no terminal to ask on."""

    def __init__(self, answer: bool) -> None:
        self._answer = answer

    async def agrees(self, call: Call, verdict: Confirm) -> bool:
        """The answer given beforehand, the same for every call."""
        del call, verdict
        return self._answer
