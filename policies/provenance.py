"""The rules that weigh how the words came: typed or heard, where, how well, and how long ago. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from intents.model import Source
from policies.circumstances import Circumstances, Way
from policies.overrides import STRICTNESS, Answer, verdict_of
from policies.settings import Policy, SourceTable
from policies.verdict import Confirm, Deny, Verdict
from skills.hands import loses_nothing
from skills.spec import Call, Effect

OWN_VOICE = "own-voice"
_CAME: dict[Way, str] = {
    "typed": "a spoken answer could be anyone's",
    "voice": "it was said aloud, and anything in the room can say yes",
    "overlapped": "Golem itself was speaking at that moment",
    "remote": "another machine made these words of the sound",
}
"""Why each way of coming calls for more care."""


def source(call: Call, circumstances: Circumstances, policy: Policy) -> Sequence[Verdict]:
    """What the tables say to this effect by each way in which the words came; where they allow, nothing.

    What ends the talk counts as a change where Golem may have heard itself say it.
    """
    found: list[Verdict] = []
    for way in circumstances.ways:
        table: SourceTable = getattr(policy.provenance, way)
        answer = {
            Effect.OBSERVE: table.change if call.skill.ends and way == "overlapped" else table.observe,
            Effect.CHANGE: table.change,
            Effect.DESTROY: table.destroy,
        }[call.skill.effect]
        if answer != "allow":
            found.append(verdict_of(answer, OWN_VOICE if way == "overlapped" else f"source-{way}", _CAME[way]))
    return found


def irreversible(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """What destroys and has no undo takes more than what can be had back, or than a pane in which nothing goes on."""
    if not call.skill.irreversible or loses_nothing(call):
        return None
    answers: list[Answer] = [getattr(policy.provenance, way).irreversible for way in circumstances.ways]
    strict = max(answers, key=lambda each: STRICTNESS[each])
    return verdict_of(strict, "irreversible", "it cannot be undone") if strict != "allow" else None


def unsure_words(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """Words that the recogniser is not sure of do not change things, or end the talk, by themselves."""
    if circumstances.source is Source.TYPED or (call.skill.effect is Effect.OBSERVE and not call.skill.ends):
        return None
    sure = f"the words were heard with a confidence of only {circumstances.confidence:.0%}"
    if not circumstances.confidence >= policy.speech.floor:  # so that NaN is unsure
        return Deny("unsure-words", sure)
    if not circumstances.confidence >= policy.speech.confirm:
        return Confirm("unsure-words", sure)
    return None


def stale_words(call: Call, circumstances: Circumstances, policy: Policy) -> Verdict | None:
    """What was said a while ago, and waited behind something else, may be wished no longer, or mean something else."""
    if circumstances.source is Source.TYPED or call.skill.effect is Effect.OBSERVE:
        return None
    if circumstances.age_s <= policy.speech.stale_s:
        return None
    return Confirm("stale-words", f"it was said {circumstances.age_s:.0f} seconds ago")
