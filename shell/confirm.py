"""Puts a judged call to the person and takes only a plain, timely yes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Protocol

from intents.model import Utterance
from policies.consent import is_yes
from policies.verdict import Confirm
from shell.sanitize import visible
from skills.spec import Call


class Asker(Protocol):
    """Shows and says a question, and waits for what is said or typed after it has ended."""

    async def ask(self, question: str, spoken: str, timeout_s: float, utterance: Utterance) -> Utterance | None:
        """The answer to a question that `utterance` raised, or None when `timeout_s` pass without one."""
        ...


class Confirmer(Protocol):
    """Whether a person agrees to one call."""

    async def agrees(self, call: Call, verdict: Confirm) -> bool:
        """True only for a plain yes to this very call."""
        ...


class AskingConfirmer:
    """Asks, by screen and voice; silence, doubt or a late answer means no."""

    def __init__(self, asker: Asker, timeout_s: float = 10.0) -> None:
        self._asker = asker
        self._timeout_s = timeout_s

    async def agrees(self, call: Call, verdict: Confirm) -> bool:
        """Show exactly what will be done and why it is asked, then wait for a yes."""
        plan = visible(await asyncio.to_thread(call.plan))  # it may count the files of a folder
        said = plan
        for value in call.arguments.values():
            if isinstance(value, Path):
                said = said.replace(visible(str(value)), visible(value.name))  # a whole path takes ten seconds to say
        question = f"{plan}\n  {visible(call.describe())}\n  {verdict.reason}. Do it? (yes / no)"
        spoken = f"{said} Say yes or no."
        answer = await self._asker.ask(question, spoken, self._timeout_s, call.utterance)
        return answer is not None and is_yes(answer.text)


class FixedConfirmer:
    """Answers for a person who is not there: `golem do --yes`, or no terminal to ask on."""

    def __init__(self, answer: bool) -> None:
        self._answer = answer

    async def agrees(self, call: Call, verdict: Confirm) -> bool:
        """The answer given beforehand, the same for every call."""
        del call, verdict
        return self._answer
