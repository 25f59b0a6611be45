"""A turn's call before the gate: what is looked at, what is weighed, and what the draft notes of the verdict."""

from __future__ import annotations

from policies.circumstances import Circumstances, working_tree
from policies.path_rules import looked
from policies.verdict import Deny, Verdict, strictest
from shell.draft import Draft
from shell.inbox import Arrival
from shell.parts import Parts
from skills.spec import Call


def judge(parts: Parts, draft: Draft, call: Call, arrival: Arrival) -> Call:
    """The gate's verdict on this very call, as things stand now; words that stand for it are judged beside it.

    The draft, which must have its route, is given call, verdict and every rule's word. The call comes back with what
    stood at its paths, which is what it will act on.
    """
    call = draft.call = looked(call, parts.session.scene(call.utterance.source).home)
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
