"""A turn before the gate: its words, the call that they stand for, what is weighed, and what the draft notes of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

from intents.model import Match, Route, RouteLabel, Scene
from policies.circumstances import Circumstances, working_tree
from policies.path_rules import looked
from policies.verdict import Deny, Verdict, strictest
from shell.draft import Draft
from shell.inbox import Arrival
from shell.parts import Parts
from skills.hands import looked_inside
from skills.spec import Call


async def injected(parts: Parts, text: str, route: Route, scene: Scene) -> Deny | None:
    """The denial of words that carry shell syntax beside what a skill would do; None where they are only words.

    In talk they are refused only where what comes before the syntax would do something.
    """
    injection = parts.gate.screen(text)
    if injection is None:
        return None
    outcome = await parts.understanding.match(text, scene)
    if route.label is not RouteLabel.CHAT and isinstance(outcome, Match):
        refused = parts.gate.screen(text, outcome) is not None
    elif route.label is RouteLabel.COMMAND:
        refused = True
    else:
        refused = isinstance(await parts.understanding.match(text[: injection.position], scene), Match)
    return injection.denial if refused else None


async def stand_for(parts: Parts, draft: Draft, said: Call) -> Deny | None:
    """Give the draft the call that was said, or the one that its words stand for ("again", "undo").

    A denial where it is there to undo something and what it would put back is not as it was left.
    """
    recent = parts.session.recent
    draft.call = recent.stands_for(said, parts.registry.skill)
    draft.said_as = said if draft.call is not said else None
    draft.undoes = recent.undone_by(said) if draft.said_as else None
    hindrance = await asyncio.to_thread(draft.undoes.hindrance) if draft.undoes else None
    return Deny("changed-since", f"it cannot be undone: {hindrance}") if hindrance is not None else None


def judge(parts: Parts, draft: Draft, call: Call, arrival: Arrival) -> Call:
    """The gate's verdict on this very call, as things stand now; words that stand for it are judged beside it.

    The draft, which must have its route, is given call, verdict and every rule's word. The call comes back with what
    stood at its paths, which is what it will act on.
    """
    call = looked(call, parts.session.scene(call.utterance.source).home)
    call = replace(looked_inside(call, parts.workspace), recall=partial(parts.remembered, call.skill.keeper))
    draft.call = call
    calls = [call] if draft.said_as is None else [call, draft.said_as]
    with draft.stage("judge"):
        judged = [parts.gate.judge(one, circumstances(parts, draft, one, arrival)) for one in calls]
    draft.verdict = strictest([judgement.verdict for judgement in judged])
    draft.fired = tuple(verdict for judgement in judged for verdict in judgement.fired)
    return call


def circumstances(parts: Parts, draft: Draft, call: Call, arrival: Arrival) -> Circumstances:
    """How a call came to be, and where."""
    assert draft.route is not None
    words, home = call.utterance, parts.session.scene(call.utterance.source).home
    return Circumstances(
        source=words.source,
        confidence=words.confidence,
        route=draft.route,
        overlapped=arrival.overlapped,
        allowed_skills=parts.registry.allowed_ids,
        root=working_tree(call.cwd, home),
        home=home,
        own_folders=parts.own_folders,
        trusts=parts.trusts,
        remote=words.remote,
        age_s=draft.age_s(),
    )


def changed(now: Verdict | None) -> Deny:
    """The denial of a call that is judged otherwise than when it was asked about."""
    if isinstance(now, Deny):
        return now
    return Deny("changed-meanwhile", "what it would do changed while it was asked about")
