"""Asking back: which of two skills was meant, and what is missing. A question can always be called off.

An answer is words like any other: it is screened, and what it completes is judged with the whole call. Silence, doubt
and too many questions mean that nothing is done. An answer that is a whole command of its own ends the question and
takes the next turn, so that nothing that was said is lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor as ThreadPool
from dataclasses import dataclass, replace
from typing import Final, Protocol, TypeVar

from intents.context import cancels, pick
from intents.model import (
    Ambiguous,
    Incomplete,
    IntentSpec,
    Match,
    MatchOutcome,
    NoMatch,
    Scene,
    Source,
    Utterance,
)
from intents.steps import steps
from policies.gate import Gate
from policies.verdict import Deny
from shell.sanitize import visible
from shell.terminal import YES_NO_MARK
from skills.spec import Reply

MOST_QUESTIONS: Final = 3
"""Questions put in one turn before it is given up."""
ANSWER_MARK: Final = "answer> "
"""Stands where the prompt is while such a question waits."""
SHORT: Final = 3
"""Words; a command this short is asked about in its own words: "Delete what?"."""

T = TypeVar("T")


class Asker(Protocol):
    """Shows and says a question, and waits for what is said or typed after it has ended."""

    async def ask(
        self, question: str, spoken: str, timeout_s: float, utterance: Utterance, mark: str = YES_NO_MARK
    ) -> Utterance | None:
        """The answer to a question that `utterance` raised, or None when `timeout_s` pass without one."""
        ...


class Completing(Protocol):
    """What is asked of a matcher here."""

    def match(self, text: str, scene: Scene) -> MatchOutcome:
        """The skill that the whole of `text` means."""
        ...

    def complete(self, incomplete: Incomplete, said: str, scene: Scene) -> Match | Incomplete | NoMatch:
        """The match with its missing slot filled by `said`."""
        ...


class Understanding:
    """The matcher, reached from the event loop: matching runs on the thinking thread."""

    def __init__(self, matcher: Completing, thinking: ThreadPool) -> None:
        self._matcher = matcher
        self._thinking = thinking

    async def match(self, text: str, scene: Scene) -> MatchOutcome:
        """The skill that the whole of `text` means."""
        return await self.think(lambda: self._matcher.match(text, scene))

    async def complete(self, incomplete: Incomplete, said: str, scene: Scene) -> Match | Incomplete | NoMatch:
        """The match with its missing slot filled by `said`."""
        return await self.think(lambda: self._matcher.complete(incomplete, said, scene))

    async def steps(self, text: str, scene: Scene) -> tuple[str, ...]:
        """The things that `text` asks for, one after another; usually one."""
        return await self.think(lambda: steps(text, self._matcher, scene))

    async def is_command(self, text: str, scene: Scene) -> bool:
        """True where the whole of `text` is a skill's own sentence, or several of them."""
        outcome = await self.match(text, scene)
        whole = isinstance(outcome, Match) and outcome.how == "template"
        return whole or len(await self.steps(text, scene)) > 1

    async def think(self, work: Callable[[], T]) -> T:
        """Run `work` on the thinking thread, so that frames keep flowing."""
        return await asyncio.get_running_loop().run_in_executor(self._thinking, work)


class Successor:
    """Takes an answer that is a whole command of its own as the next turn."""

    def __init__(
        self, understanding: Understanding, scene: Callable[[Source], Scene], put: Callable[[Utterance], None]
    ) -> None:
        self._understanding = understanding
        self._scene = scene
        self._put = put

    async def takes(self, answer: Utterance) -> bool:
        """True where the answer was such a command, and now waits for its turn."""
        taken = await self._understanding.is_command(answer.text, self._scene(answer.source))
        if taken:
            self._put(answer)
        return taken


@dataclass(frozen=True, slots=True)
class Settled:
    """What was meant, once it was asked for."""

    match: Match
    utterance: Utterance
    """The words of the turn, as unsure as the least sure of the answers, and spoken if any of them was."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Nothing is to be done."""

    reply: Reply
    outcome: str
    """`cancelled` or `unanswered`, as a turn's."""
    denial: Deny | None = None
    """Set where an answer carried shell syntax."""
    choice: tuple[Match, ...] = ()
    """What was offered, where nobody chose."""


class Dialogue:
    """Settles what a turn's words left open."""

    def __init__(
        self,
        asker: Asker,
        understanding: Understanding,
        gate: Gate,
        successor: Successor,
        timeout_s: float = 10.0,
    ) -> None:
        self._asker = asker
        self._understanding = understanding
        self._gate = gate
        self._successor = successor
        self._timeout_s = timeout_s

    async def settle(
        self, outcome: Ambiguous | Incomplete, utterance: Utterance, scene: Scene, asked: list[str]
    ) -> Settled | Ended:
        """Ask, at most MOST_QUESTIONS times, until one match is left. Each question and answer is added to `asked`."""
        open_: Ambiguous | Incomplete = outcome
        words, problem = utterance, ""
        for _ in range(MOST_QUESTIONS):
            question = question_about(open_, utterance.text)
            shown = "\n".join(part for part in (problem, question.shown) if part)
            spoken = " ".join(part for part in (problem, question.spoken) if part)
            answer = await self._asker.ask(shown, spoken, self._timeout_s, utterance, mark=ANSWER_MARK)
            asked.append(f"{question.spoken} {answer.text if answer else '(no answer)'}")
            if answer is None:
                choice = open_.candidates if isinstance(open_, Ambiguous) else ()
                return Ended(Reply("Nothing done: nobody answered.", ok=False), "cancelled", choice=choice)
            read = await self._read(answer, open_, scene)
            if isinstance(read, Ended):
                return read
            words = _weaker(words, answer)
            if isinstance(read, Match):
                return Settled(read, words)
            problem = read.problem or "" if isinstance(read, NoMatch) else ""
            if not isinstance(read, NoMatch):
                open_ = read
        return Ended(Reply("Nothing done: I still do not know what is meant.", ok=False), "unanswered")

    async def _read(
        self, answer: Utterance, open_: Ambiguous | Incomplete, scene: Scene
    ) -> Match | Ambiguous | Incomplete | NoMatch | Ended:
        """What an answer makes of the open question."""
        if cancels(answer.text):
            return Ended(Reply("All right, nothing done."), "cancelled")
        read = await self._taken(answer, open_, scene)
        if not (isinstance(read, Match) and _surely(read, open_)) and await self._successor.takes(answer):
            return Ended(Reply("All right, that instead."), "cancelled")
        whole = replace(read, how="template") if isinstance(read, Match) and isinstance(open_, Incomplete) else None
        injection = self._gate.screen(answer.text, whole)
        if injection is not None:
            denial = injection.denial
            return Ended(Reply(f"Refused: {denial.reason}.", ok=False), "refused", denial)
        return read

    async def _taken(
        self, answer: Utterance, open_: Ambiguous | Incomplete, scene: Scene
    ) -> Match | Ambiguous | Incomplete | NoMatch:
        if isinstance(open_, Incomplete):
            return await self._understanding.complete(open_, answer.text, scene)
        chosen = pick(answer.text, [option(match) for match in open_.candidates])
        return open_.candidates[chosen] if chosen is not None else NoMatch(problem="Please say a number, or cancel.")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, for the eye and for the ear."""

    shown: str
    spoken: str


def question_about(open_: Ambiguous | Incomplete, text: str) -> Question:
    """What to ask so that one match is left; `text` is what was said."""
    if isinstance(open_, Incomplete):
        missing = open_.missing.type.name
        short = not open_.fills and len(text.split()) <= SHORT
        bare = f"{visible(text.strip().rstrip('.!?')).capitalize()} what?"
        spoken = bare if short else f"Which {missing}?"
        return Question(f"{spoken}\n  {open_.intent.description} Say or type the {missing}, or “cancel”.", spoken)
    options = [visible(option(match)) for match in open_.candidates]
    lines = [f"  {number}  {each}" for number, each in enumerate(options, 1)]
    spoken = ", or ".join(f"{number}: {each}" for number, each in enumerate(options, 1))
    return Question("\n".join(["Did you mean", *lines, "  Say a number, or “cancel”."]), f"Did you mean {spoken}?")


def option(match: Match) -> str:
    """One candidate, as it is offered: what the skill does, and with what."""
    described = match.intent.description.rstrip(".")
    filled = ", ".join(fill.said for fill in match.fills)
    return f"{described}: {filled}" if filled else described


def unanswered(outcome: Ambiguous | Incomplete | NoMatch) -> str:
    """What to tell someone whose words mean no one skill, where nobody can be asked."""
    if isinstance(outcome, Ambiguous):
        return f"Did you mean: {' or '.join(map(option, outcome.candidates))}? Please say it in other words."
    if isinstance(outcome, Incomplete):
        return f"Which {outcome.missing.type.name}?"
    if outcome.problem:
        return outcome.problem
    if not outcome.nearest:
        return "No skill answers that."
    return f"No skill answers that. The nearest: {_described(outcome.nearest)}."


def _described(intents: tuple[IntentSpec, ...]) -> str:
    return "; ".join(intent.description.rstrip(".") for intent in intents)


def _surely(match: Match, open_: Ambiguous | Incomplete) -> bool:
    """True where an answer plainly answers: it chose, or it names just what was asked for."""
    if isinstance(open_, Ambiguous):
        return True
    fills = [fill for fill in match.fills if fill.slot.name == open_.missing.name]
    return all(fill.slot.type.narrow and fill.score >= 1.0 for fill in fills)


def _weaker(words: Utterance, answer: Utterance) -> Utterance:
    source = Source.VOICE if Source.VOICE in (words.source, answer.source) else words.source
    confidence, remote = min(words.confidence, answer.confidence), words.remote or answer.remote
    return replace(words, source=source, confidence=confidence, remote=remote)
