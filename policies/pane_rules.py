"""The rule for the hands in a pane: what text and keys could come to there. Pure: the pane was looked at before.

What may run or lose something is judged as what destroys and cannot be undone, so that a spoken answer is not enough;
whatever else the skill is. A line that a person named beforehand, in the very pane, is theirs to run (`[[submit]]`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policies.circumstances import Circumstances
from policies.overrides import verdict_of
from policies.settings import Policy
from policies.verdict import Deny, Verdict
from skills.hands import FAMILY, Loses, Refused, act_of, weigh
from skills.panes import Inside
from skills.spec import Call


def hands(call: Call, circumstances: Circumstances, policy: Policy) -> Sequence[Verdict]:
    """Text and keys for a pane, by what runs there: refused, asked about as what destroys, or nothing said."""
    if call.inside is None or not call.skill.id.startswith(FAMILY):
        return ()
    weighed = weigh(call.inside, act_of(call))
    if weighed is None or (isinstance(weighed, Loses) and _named(call.inside, weighed, policy)):
        return ()
    if isinstance(weighed, Refused):
        return (Deny(weighed.rule, weighed.why),)
    tables = [getattr(policy.provenance, way) for way in circumstances.ways]
    return [verdict_of(getattr(table, weighed.tier), weighed.rule, weighed.why) for table in tables]


def _named(inside: Inside, weighed: Loses, policy: Policy) -> bool:
    """Whether the policy names this pane's program and a line of this shape, all of it."""
    if weighed.rule != "pane-submits" or not inside.runs_lines:
        return False
    return any(each.program == inside.name and re.fullmatch(each.line, inside.line) for each in policy.submit)
