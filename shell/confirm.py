"""Puts a judged call to the person and takes only a plain, timely agreement to that very call."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from policies.consent import Answer, Question, weigh
from policies.seal import Seal, seal
from policies.settings import Policy
from policies.trees import tree_around
from policies.verdict import Confirm, Consent, Proof
from policies.words_to_say import Drawer
from shell.dialogue import Asker, Successor
from shell.plan_aloud import aloud
from shell.sanitize import clean, visible
from shell.session import home_folder
from shell.undo import LASTS, lasts
from skills.spec import Call, Effect


@dataclass(frozen=True, slots=True)
class Declined:
    """Nobody agreed."""

    reason: str = "nobody said yes"


class Confirmer(Protocol):
    """Whether a person agrees to one call."""

    async def agrees(self, call: Call, verdict: Confirm) -> Consent | Declined:
        """The consent to this very call, as it stands now; anything but a plain one is none."""
        ...


class AskingConfirmer:
    """Asks, by screen and voice; silence, doubt or a late answer means no."""

    def __init__(
        self,
        asker: Asker,
        policy: Policy,
        successor: Successor | None = None,
        *,
        listens: Callable[[], bool] = lambda: True,
        words: Drawer | None = None,
    ) -> None:
        """`listens` says whether a spoken answer can come at all; `words` draws those that one has to repeat."""
        self._asker = asker
        self._policy = policy
        self._successor = successor
        self._listens = listens
        self._words = words or Drawer()

    async def agrees(self, call: Call, verdict: Confirm) -> Consent | Declined:
        """Show exactly what will be done and why it is asked, then wait for agreement.

        An answer that is neither yes nor no, but a command of its own, is a no, and takes the next turn.
        """
        shown, to, stays = await asyncio.to_thread(_planned, call)  # it may count the files of a folder
        lasting = LASTS if stays else ""
        question = Question(verdict.proof, self._words.draw(verdict.proof))
        hint = _hint(question) if self._listens() else ""
        text = "\n  ".join(
            [*_lines(call, shown), *filter(None, [lasting]), f"{clean(verdict.reason)}. Do it? (yes / no{hint})"]
        )
        said = [
            _warning(call, verdict),
            aloud("\n".join([shown, *_arguments(call), *_leads(call)]), home_folder()),
            lasting if call.skill.effect is Effect.DESTROY else "",
        ]
        spoken = " ".join(filter(None, [*said, _how_to_answer(question)]))
        words = await self._asker.ask(text, spoken, self._policy.confirmation.timeout_s, call.utterance)
        weighed = weigh(words, question, self._policy.speech.floor)
        if words is not None and weighed.answer is Answer.UNCLEAR and self._successor is not None:
            await self._successor.takes(words)
        if weighed.answer is Answer.YES:
            return Consent(to, time.monotonic() + self._policy.confirmation.good_for_s)
        return Declined(weighed.reason)


class FixedConfirmer:
    """Answers for a person who is not there: `golem do --yes`, or no terminal to ask on."""

    def __init__(self, answer: bool, good_for_s: float = 10.0, tell: Callable[[str], None] = lambda _: None) -> None:
        """`tell` shows what whoever agreed beforehand should still know."""
        self._answer = answer
        self._good_for_s = good_for_s
        self._tell = tell

    async def agrees(self, call: Call, verdict: Confirm) -> Consent | Declined:
        """The answer given beforehand, the same for every call; it is typed, so it is proof enough for all of them."""
        del verdict
        if not self._answer:
            return Declined()
        _, to, stays = await asyncio.to_thread(_planned, call)
        if stays:
            self._tell(LASTS)
        return Consent(to, time.monotonic() + self._good_for_s)


def _planned(call: Call) -> tuple[str, Seal, bool]:
    """The call's plan, the seal of just that (what is shown is what is agreed to), and whether it cannot be undone."""
    plan = call.plan()
    return plan, seal(call, plan), lasts(call, call.inverse())


def _lines(call: Call, plan: str) -> list[str]:
    """What will be done, a line each: the plan, the call with its arguments by `repr`, and where links lead."""
    return [*(visible(line) for line in plan.split("\n")), visible(call.describe()), *map(visible, _leads(call))]


def _arguments(call: Call) -> list[str]:
    """The call itself, where no plan of its skill tells what it does with its arguments."""
    return [] if call.skill.plan is not None or not call.arguments else [call.describe()]


def _leads(call: Call) -> list[str]:
    """Where an argument's path really is, for each that has a link on its way."""
    return [
        f"{name} leads to {str(real)!r}"
        for name, value in call.arguments.items()
        if isinstance(value, Path) and (real := _real(call.cwd / value)) != call.cwd / value
    ]


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # a circle of links, a name that is none: the rules see to those
        return path


def _warning(call: Call, verdict: Confirm) -> str:
    """What must be heard before the plan: whose code it would run, where that is not trusted."""
    if verdict.rule != "untrusted-tree":
        return ""
    return f"You have not trusted the code in {visible(tree_around(call.cwd).name)}."


def _hint(question: Question) -> str:
    """What a spoken agreement must be, for the eye; nothing where a plain yes will do."""
    if question.proof is Proof.TYPED:
        return "; typed only"
    return f"; aloud: “{' '.join(question.words)}”" if question.words else ""


def _how_to_answer(question: Question) -> str:
    """The same for the ear. It ends in a no: what of it comes back as an echo agrees to nothing."""
    if question.proof is Proof.TYPED:
        return "That takes a key: type yes, or say no."
    return f"Say {' '.join(question.words)} to do it, or no." if question.words else "Say yes or no."
