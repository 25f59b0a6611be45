"""One utterance's way through Golem, in the order in which it goes.

    hear → route → match → judge → confirm → do → say

`Conversation.take` is that story; the methods below it are its steps, in call order. Words that ask for two things are
two turns, one after the other. Typed and heard words come in at the same place and pass the same gate. Where the words
leave open which skill or what is meant, `shell.dialogue` asks; where they lean on the turns before ("do that again"),
`shell.recent` knows what they stand for. Only a `Permit` runs, and only `policies.verdict.grant` makes one, from the
gate's verdict and, where that asks for it, a person's yes. Chat leaves the story early: its words go to the screen and
the loudspeaker and nowhere else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from secrets import token_hex
from typing import Final

from intents.context import calls_off, forbidden
from intents.model import Match, NoMatch, Route, RouteLabel, Scene, Utterance
from intents.normalize import LONGEST
from policies.verdict import Allow, Confirm, Consent, Deny, Permit, grant
from shell.confirm import Declined
from shell.dialogue import Ended, unanswered
from shell.draft import Draft
from shell.errors import ModelError
from shell.inbox import Arrival
from shell.jobs import Ongoing
from shell.journal import BEGUN, Begun, TurnRecord, Unwritten
from shell.judging import changed, injected, judge, stand_for
from shell.parts import Parts
from shell.telling import plainly
from shell.undo import LASTS, lasts, left
from skills.spec import Call, Effect, Inverse, Reply

GOES_ON: Final = frozenset({"done", "judged"})
"""Outcomes of one step after which the next one is taken."""


class Conversation:
    """Takes utterances one after another."""

    def __init__(self, parts: Parts, *, dry_run: bool = False) -> None:
        self._parts = parts
        self._dry_run = dry_run
        self._stopped = False

    async def take(self, arrival: Arrival, told: Callable[[TurnRecord], None] = lambda _: None) -> TurnRecord:
        """All that one utterance asks for; the record of its last step, which is the only one of most.

        Every step's record is `told` as soon as the step is over. A step that is refused, declined, failed or stopped
        is the last. In a dry run each ends when its call is judged.
        """
        self._stopped = False
        steps = await self._steps(arrival)
        group = token_hex(8) if len(steps) > 1 else ""
        for number, step in enumerate(steps, 1):
            place = f"{number} of {len(steps)}" if len(steps) > 1 else ""
            record = await self._turn(step, place, group)
            told(record)
            if record.undoes and record.outcome == "done":
                rest = await self._undo_rest(step, record)
                if rest is not record:
                    told(rest)
                record = rest
            if record.outcome not in GOES_ON or record.verdict == "deny" or self._stopped:
                self._leave(steps[number:])
                break
        return record

    def _leave(self, steps: Sequence[Arrival]) -> None:
        """Tell which steps are not begun, since the one before them was the last."""
        if steps and not self._dry_run:
            self._parts.presenter.note(f"Not begun: {'; '.join(step.utterance.text for step in steps)}")

    async def _undo_rest(self, arrival: Arrival, record: TurnRecord) -> TurnRecord:
        """What was done by one utterance is undone as a whole, last step first, to the first that is not undone."""
        total = self._parts.session.recent.rest + 1
        for number in range(2, total + 1):
            if record.outcome != "done" or self._stopped:
                break
            record = await self._turn(arrival, f"{number} of {total}")
        return record

    async def _steps(self, arrival: Arrival) -> list[Arrival]:
        """The arrival, or one for each of the things that it asks for; words that carry shell syntax stay whole."""
        words, gate = arrival.utterance, self._parts.gate
        if len(words.text) > LONGEST or gate.screen(words.text) is not None:
            return [arrival]
        texts = await self._parts.understanding.steps(words.text, self._scene(words))
        return [replace(arrival, utterance=replace(words, text=text)) for text in texts]

    async def _turn(self, arrival: Arrival, step: str, group: str = "") -> TurnRecord:
        """One turn, from words to a journaled outcome."""
        draft = Draft(arrival.utterance, dict(arrival.ms), step=step, group=group, said_at=arrival.ended)
        draft.at = self._parts.presenter.at
        if step and not step.startswith("1 "):
            draft.said_at = time.monotonic()  # it waited for the step before it, not unheard
        if step and not self._dry_run:
            self._parts.presenter.note(f"{step}: {arrival.utterance.text}")
        try:
            await self._answer(draft, arrival)
        finally:
            self._parts.presenter.at("")
            record = draft.record()
            if not self._dry_run:
                if draft.going is None:
                    await asyncio.to_thread(self._parts.journal.append, record, draft.begun)
                self._parts.session.recent.note(draft, record)
        return record

    def stop(self) -> None:
        """End what the turn under way runs or generates, from any thread; the turn itself comes to its end."""
        self._stopped = True
        self._parts.executor.stop()
        self._parts.talker.stop()

    def hush(self) -> None:
        """End the answer that is being generated, from any thread; what runs goes on."""
        self._parts.talker.stop()

    async def _answer(self, draft: Draft, arrival: Arrival) -> None:
        """The story itself."""
        if self._unusable(draft):
            return
        scene = self._scene(draft.utterance)
        if arrival.overlapped and await self._own_voice(draft, scene):
            return
        route = await self._route(draft, scene)
        if await self._injected(draft, route, scene):
            return
        if route.label is RouteLabel.CHAT:
            await self._chat(draft, route)
            return
        call = await self._match(draft, scene)
        if call is None:
            return
        call = judge(self._parts, draft, call, arrival)
        if self._dry_run:
            draft.outcome = "judged"
            draft.lasting = not isinstance(draft.verdict, Deny) and lasts(call, await asyncio.to_thread(call.inverse))
            return
        self._parts.presenter.understood(plainly(call), shown=not isinstance(draft.verdict, Confirm))
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

    async def _own_voice(self, draft: Draft, scene: Scene) -> bool:
        """Pass over what was heard while Golem spoke and means no skill: answering its own echo, it would never end."""
        if isinstance(await self._parts.understanding.match(draft.utterance.text, scene), Match):
            return False
        if not self._dry_run:
            self._parts.presenter.note("Golem was speaking: say that again, please.")
        return True

    async def _route(self, draft: Draft, scene: Scene) -> Route:
        """Command, question or chat."""
        with draft.stage("route"):
            draft.route = await self._parts.understanding.think(
                lambda: self._parts.router.route(draft.utterance, scene)
            )
        return draft.route

    async def _injected(self, draft: Draft, route: Route, scene: Scene) -> bool:
        """Refuse words that carry shell syntax beside what a skill would do; in talk about it they are only words.

        What a whole sentence's slots took (a message, a name) is the gate's to judge, with the call.
        """
        with draft.stage("screen"):
            denial = await injected(self._parts, draft.utterance.text, route, scene)
        if denial is not None:
            self._refuse(draft, denial)
        return denial is not None

    async def _chat(self, draft: Draft, route: Route) -> None:
        """The language model's turn: its words are shown and said, and reach nothing that acts.

        An order to let something be ("don't delete it", "never mind") is no talk: it gets its plain answer.
        """
        text = draft.utterance.text
        if route.decided_by == "mention" and (calls_off(text) or forbidden(text)):
            draft.outcome = "cancelled"
            self._say(draft, Reply("All right, nothing done."))
            return
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
        """The one call that the words mean, asked for where they leave it open; None (and said so) if there is none."""
        with draft.stage("match"):
            outcome = await self._parts.understanding.match(draft.utterance.text, scene)
        words = draft.utterance
        if not isinstance(outcome, Match | NoMatch) and self._parts.dialogue is not None and not self._dry_run:
            with draft.stage("ask"):
                settled = await self._parts.dialogue.settle(outcome, words, scene, draft.asked)
            draft.said_at = time.monotonic()
            if isinstance(settled, Ended):
                self._end(draft, settled)
                return None
            outcome, words = settled.match, settled.utterance
        if not isinstance(outcome, Match):
            self._say(draft, Reply(unanswered(outcome), ok=False))
            return None
        said_as = Call(self._parts.registry.skill(outcome.intent.id), outcome, words, scene.cwd)
        hindrance = await stand_for(self._parts, draft, said_as)
        if hindrance is not None:
            self._refuse(draft, hindrance)
            return None
        return draft.call

    def _end(self, draft: Draft, ended: Ended) -> None:
        """Nothing is to be done, since nobody answered, or the answer said so."""
        draft.choice = ended.choice
        if ended.denial is not None:
            self._refuse(draft, ended.denial)
            return
        draft.outcome = ended.outcome
        self._say(draft, ended.reply)

    async def _confirm(self, draft: Draft, call: Call, arrival: Arrival) -> Permit | None:
        """A permit for the call as judged; None where the verdict, or a person, says no.

        After a yes the call is looked at and judged again, and the permit holds to what was shown: while the question
        stood, a link may have been turned.
        """
        verdict = draft.verdict
        assert verdict is not None
        if isinstance(verdict, Deny):
            self._refuse(draft, verdict)
            return None
        consent: Consent | None = None
        if isinstance(verdict, Confirm):
            with draft.stage("confirm"):
                answered = await self._parts.confirmer.agrees(call, verdict)
            if isinstance(answered, Declined):
                draft.outcome = "declined"
                self._say(draft, Reply(f"Not done: {answered.reason}.", ok=False))
                return None
            consent, now = answered, judge(self._parts, draft, call, arrival)
            if draft.verdict != verdict or now.seen != call.seen or now.inside != call.inside:
                self._refuse(draft, changed(draft.verdict))
                return None
        return grant(call, verdict, consent)

    async def _do(self, draft: Draft, permit: Permit) -> None:
        """Run the permitted call and say what came of it."""
        call = permit.call
        inverse = await asyncio.to_thread(call.inverse)
        draft.lasting = lasts(call, inverse)
        if draft.lasting and isinstance(permit.verdict, Allow) and not call.skill.runs_tree:
            self._parts.presenter.note(LASTS)  # where it was asked about, the question said so
        if not await self._on_record(draft, call.skill.effect):
            return
        draft.executed = True
        with draft.stage("act"):
            reply = await self._parts.executor.execute(permit, beside=draft.last)
        if isinstance(reply, Deny):
            draft.executed = False
            self._refuse(draft, reply)
        elif isinstance(reply, Ongoing):
            self._go_on(draft, reply, inverse)
        else:
            await self._over(draft, reply, inverse)
            self._say(draft, reply)

    async def _over(self, draft: Draft, reply: Reply, inverse: Inverse | None) -> None:
        """What a call that is over leaves in its draft."""
        assert draft.call is not None
        draft.done = reply
        if draft.undoes is None:
            draft.kept = await asyncio.to_thread(left, reply, inverse, draft.call.cwd)
        draft.outcome = "done" if reply.ok else "failed"

    def _go_on(self, draft: Draft, job: Ongoing, inverse: Inverse | None) -> None:
        """The turn ends before its job, whose own end is written down when it comes."""

        async def end(reply: Reply) -> None:
            await self._over(draft, reply, inverse)
            draft.reply, draft.ms["act"] = reply.spoken, (time.monotonic() - job.began) * 1000.0
            await asyncio.to_thread(self._parts.journal.append, draft.record(), draft.begun)

        draft.going = job
        draft.done = Reply(f"This takes a while. I'll tell you when the {job.name} is over.")
        self._parts.session.going.follow(job, end)
        self._say(draft, draft.done)

    async def _on_record(self, draft: Draft, effect: Effect) -> bool:
        """Write down what is about to start; what changes anything does not start without, looking does."""
        draft.outcome = BEGUN
        with draft.stage("journal"):
            written = await asyncio.to_thread(self._parts.journal.begin, draft.record())
        if isinstance(written, Unwritten) and effect is not Effect.OBSERVE:
            self._refuse(draft, Deny("unrecorded", f"the journal cannot be written ({written.why})"))
            return False
        draft.begun = written if isinstance(written, Begun) else None
        return True

    def _refuse(self, draft: Draft, denial: Deny) -> None:
        draft.verdict = denial
        draft.fired = draft.fired or (denial,)
        draft.outcome = "refused"
        self._say(draft, Reply(f"Refused: {denial.reason}.", ok=False))

    def _say(self, draft: Draft, reply: Reply) -> None:
        draft.reply = reply.spoken
        if not self._dry_run:
            self._parts.presenter.reply(reply, draft.utterance)

    def _scene(self, utterance: Utterance) -> Scene:
        return self._parts.session.scene(utterance.source)
