"""What the gate may answer, and the permit without which nothing is executed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from skills.spec import Call


@dataclass(frozen=True, slots=True)
class Allow:
    """The call may run as judged."""

    rule: str
    reason: str
    name: Literal["allow"] = "allow"


@dataclass(frozen=True, slots=True)
class Confirm:
    """The call may run if a person plainly says yes to it."""

    rule: str
    reason: str
    name: Literal["confirm"] = "confirm"


@dataclass(frozen=True, slots=True)
class Deny:
    """The call must not run."""

    rule: str
    reason: str
    name: Literal["deny"] = "deny"


Verdict = Allow | Confirm | Deny


def strictest(verdicts: list[Verdict]) -> Verdict:
    """The first Deny, else the first Confirm, else the first Allow; no verdict at all is Deny."""
    for kind in (Deny, Confirm, Allow):
        for verdict in verdicts:
            if isinstance(verdict, kind):
                return verdict
    return Deny(rule="silence", reason="no rule speaks for this, and silence means no")


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to run one call, once, with the very arguments that were judged. Only `grant` makes one that executes."""

    call: Call
    verdict: Allow | Confirm


def grant(call: Call, verdict: Verdict, *, confirmed: bool) -> Permit | None:
    """The permit for a judged call, or None where the verdict, or a missing yes, means no."""
    if isinstance(verdict, Allow) or (isinstance(verdict, Confirm) and confirmed):
        return Permit(call, verdict)
    return None
