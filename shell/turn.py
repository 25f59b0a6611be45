"""One utterance's way through Golem, in the order in which it goes.

    hear → route → match → judge → confirm → do → say

`Conversation.take` is that story; the methods below it are its steps, in call order. Typed and heard words come in at
the same place and pass the same gate. Only a `Permit` runs, and only `policies.verdict.grant` makes one, from the
gate's verdict and, where that asks for it, a person's yes. Chat leaves the story early: its words go to the screen and
the loudspeaker and nowhere else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor as ThreadPool
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from intents.matcher import Matcher
from intents.model import Ambiguous, Incomplete, Match, NoMatch, Route, RouteLabel, Scene, Utterance
from intents.normalize import LONGEST
from intents.router import Router
from policies.circumstances import Circumstances, working_tree
from policies.gate import Gate
from policies.verdict import Confirm, Deny, Permit, Verdict, grant
from shell.confirm import Confirmer
from shell.draft import Draft
from shell.errors import ModelError
from shell.execute import Executor
from shell.inbox import Arrival
from shell.journal import Journal, TurnRecord
from shell.session import ShellSession
from skills.registry import Registry
from skills.spec import Call, Reply

T = TypeVar("T")


class Presenter(Protocol):
    """Shows and says what a turn comes to."""

    def reply(self, reply: Reply, utterance: Utterance) -> None:
        """Show a skill's reply, and say it if this utterance is answered aloud; returns before it is spoken."""
        ...


class Talker(Protocol):
    """The chat side: takes words, shows and says the model's answer as it comes."""

    async def talk(self, utterance: Utterance) -> str:
        """Answer in chat; the whole answer, for the journal. Raises ModelError where chat is not to be had."""
        ...

    def stop(self) -> None:
        """End the answer under way, from any thread."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a conversation is made of; `shell.app` picks each."""

    router: Router
    matcher: Matcher
    registry: Registry
    gate: Gate
    confirmer: Confirmer
    executor: Executor
    presenter: Presenter
    talker: Talker
    journal: Journal
    session: ShellSession
    thinking: ThreadPool
    """One worker thread: routing and matching run there, so that frames keep flowing."""
    own_folders: tuple[Path, ...] = ()
    """What Golem keeps for itself: no skill's argument."""


class Conversation:
    """Takes utterances one after another."""

    def __init__(self, parts: Parts, *, dry_run: bool = False) -> None:
        self._parts = parts
        self._dry_run = dry_run

    async def take(self, arrival: Arrival) -> TurnRecord:
        """One turn, from words to a journaled outcome; in a dry run it stops when the call is judged."""
        draft = Draft(arrival.utterance, dict(arrival.ms))
        try:
            await self._answer(draft, arrival)
        finally:
            record = draft.record()
            if not self._dry_run:
                self._parts.journal.append(record)
        return record

    def stop(self) -> None:
        """End what the turn under way runs or generates, from any thread; the turn itself comes to its end."""
        self._parts.executor.stop()
        self._parts.talker.stop()

    async def _answer(self, draft: Draft, arrival: Arrival) -> None:
        """The story itself."""
        if self._unusable(draft):
            return
        scene = self._parts.session.scene(draft.utterance.source)
        route = await self._route(draft, scene)
        if await self._injected(draft, route, scene):
            return
        if route.label is RouteLabel.CHAT:
            await self._chat(draft)
            return
        call = await self._match(draft, scene)
        if call is None:
            return
        self._judge(draft, call, arrival)
        if self._dry_run:
            draft.outcome = "judged"
            return
        permit = await self._confirm(draft, call, arrival)
        if permit is not None:
            await self._do(draft, permit)

    def _unusable(self, draft: Draft) -> bool:
        """Turn away what is no utterance at all: nothing, or more than anyone says."""
        text = draft.utterance.text
        if not text.strip():
            draft.outcome = "unanswered"
            return True
        if len(text) > LONGEST:
            denial = Deny("too-long", f"it has {len(text)} characters, and {LONGEST} is the most that is read")
            self._refuse(draft, denial)
            return True
        return False

    async def _route(self, draft: Draft, scene: Scene) -> Route:
        """Command, question or chat."""
        with draft.stage("route"):
            draft.route = await self._think(lambda: self._parts.router.route(draft.utterance, scene))
        return draft.route

    async def _injected(self, draft: Draft, route: Route, scene: Scene) -> bool:
        """Refuse words that carry shell syntax beside what a skill would do; in talk about it they are only words.

        What a whole sentence's slots took (a message, a name) is the gate's to judge, with the call.
        """
        with draft.stage("screen"):
            injection = self._parts.gate.screen(draft.utterance.text)
            if injection is None:
                return False
            outcome = await self._think(lambda: self._parts.matcher.match(draft.utterance.text, scene))
            if route.label is not RouteLabel.CHAT and isinstance(outcome, Match):
                refused = self._parts.gate.screen(draft.utterance.text, outcome) is not None
            elif route.label is RouteLabel.COMMAND:
                refused = True
            else:
                head = draft.utterance.text[: injection.position]
                refused = isinstance(await self._think(lambda: self._parts.matcher.match(head, scene)), Match)
        if refused:
            self._refuse(draft, injection.denial)
        return refused

    async def _chat(self, draft: Draft) -> None:
        """The language model's turn: its words are shown and said, and reach nothing that acts."""
        draft.outcome = "chatted"
        if self._dry_run:
            return
        with draft.stage("chat"):
            try:
                draft.reply = await self._parts.talker.talk(draft.utterance)
            except ModelError as missing:
                draft.outcome = "failed"
                self._say(draft, Reply(str(missing), ok=False))

    async def _match(self, draft: Draft, scene: Scene) -> Call | None:
        """The one skill that the words mean, with its slots filled; None (and said so) if there is none."""
        with draft.stage("match"):
            outcome = await self._think(lambda: self._parts.matcher.match(draft.utterance.text, scene))
        if isinstance(outcome, Match):
            draft.match = outcome
            return Call(self._parts.registry.skill(outcome.intent.id), outcome, draft.utterance, scene.cwd)
        self._say(draft, Reply(unanswered(outcome), ok=False))
        return None

    def _judge(self, draft: Draft, call: Call, arrival: Arrival) -> None:
        """The gate's verdict on this very call, as things stand now."""
        assert draft.route is not None
        with draft.stage("judge"):
            judgement = self._parts.gate.judge(call, self._circumstances(call, draft.route, arrival))
        draft.verdict, draft.fired = judgement.verdict, judgement.fired

    def _circumstances(self, call: Call, route: Route, arrival: Arrival) -> Circumstances:
        home = self._parts.session.scene(call.utterance.source).home
        return Circumstances(
            source=call.utterance.source,
            confidence=call.utterance.confidence,
            route=route,
            overlapped=arrival.overlapped,
            allowed_skills=self._parts.registry.allowed_ids,
            root=working_tree(call.cwd, home),
            home=home,
            own_folders=self._parts.own_folders,
        )

    async def _confirm(self, draft: Draft, call: Call, arrival: Arrival) -> Permit | None:
        """A permit for the call as judged; None where the verdict, or a person, says no.

        After a yes the call is judged again: while the question stood, a link may have been turned elsewhere.
        """
        verdict = draft.verdict
        assert verdict is not None
        if isinstance(verdict, Deny):
            self._refuse(draft, verdict)
            return None
        confirmed = False
        if isinstance(verdict, Confirm):
            with draft.stage("confirm"):
                confirmed = await self._parts.confirmer.agrees(call, verdict)
            if confirmed:
                self._judge(draft, call, arrival)
                if draft.verdict != verdict:
                    self._refuse(draft, _changed(draft.verdict))
                    return None
        permit = grant(call, verdict, confirmed=confirmed)
        if permit is None:
            draft.outcome = "declined"
            self._say(draft, Reply("Not done: nobody said yes.", ok=False))
        return permit

    async def _do(self, draft: Draft, permit: Permit) -> None:
        """Run the permitted call and say what came of it."""
        draft.executed = True
        with draft.stage("act"):
            reply = await self._parts.executor.execute(permit)
        draft.outcome = "done" if reply.ok else "failed"
        self._say(draft, reply)

    def _refuse(self, draft: Draft, denial: Deny) -> None:
        draft.verdict = denial
        draft.fired = draft.fired or (denial,)
        draft.outcome = "refused"
        self._say(draft, Reply(f"Refused: {denial.reason}.", ok=False))

    def _say(self, draft: Draft, reply: Reply) -> None:
        draft.reply = reply.spoken
        if not self._dry_run:
            self._parts.presenter.reply(reply, draft.utterance)

    async def _think(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._parts.thinking, work)


def _changed(now: Verdict | None) -> Deny:
    """The denial of a call that is judged otherwise than when it was asked about."""
    if isinstance(now, Deny):
        return now
    return Deny("changed-meanwhile", "what it would do changed while it was asked about")


def unanswered(outcome: Ambiguous | Incomplete | NoMatch) -> str:
    """What to tell someone whose words mean no one skill."""
    if isinstance(outcome, Ambiguous):
        names = " or ".join(match.intent.description.rstrip(".") for match in outcome.candidates)
        return f"Did you mean: {names}? Please say it in other words."
    if isinstance(outcome, Incomplete):
        return f"Which {outcome.missing.type.name}?"
    if outcome.problem:
        return outcome.problem
    if not outcome.nearest:
        return "No skill answers that."
    nearest = "; ".join(intent.description.rstrip(".") for intent in outcome.nearest)
    return f"No skill answers that. The nearest: {nearest}."
