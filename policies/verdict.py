"""What the gate may answer, and the permit without which nothing is executed."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from policies.seal import Seal, seal
from skills.spec import Call


class Proof(StrEnum):
    """What a *spoken* agreement must be, weakest first; a typed yes agrees to anything that is asked."""

    YES = "confirm"
    """A plain yes."""
    WORD = "word"
    """The random word that the question shows and says."""
    TWO_WORDS = "two-words"
    """Two of them, in one breath."""
    TYPED = "typed"
    """Nothing spoken will do."""


PROOFS = tuple(Proof)
"""From weakest to strongest."""


@dataclass(frozen=True, slots=True)
class Allow:
    """The call may run as judged."""

    rule: str
    reason: str
    name: Literal["allow"] = "allow"


@dataclass(frozen=True, slots=True)
class Confirm:
    """The call may run if a person agrees to it."""

    rule: str
    reason: str
    name: Literal["confirm"] = "confirm"
    proof: Proof = Proof.YES


@dataclass(frozen=True, slots=True)
class Deny:
    """The call must not run."""

    rule: str
    reason: str
    name: Literal["deny"] = "deny"


Verdict = Allow | Confirm | Deny


def strictest(verdicts: list[Verdict]) -> Verdict:
    """The first Deny, else the first Confirm with the strongest proof of all, else the first Allow; none is Deny."""
    confirms = [verdict for verdict in verdicts if isinstance(verdict, Confirm)]
    for verdict in verdicts:
        if isinstance(verdict, Deny):
            return verdict
    if confirms:
        return replace(confirms[0], proof=max((each.proof for each in confirms), key=PROOFS.index))
    for verdict in verdicts:
        if isinstance(verdict, Allow):
            return verdict
    return Deny(rule="silence", reason="no rule speaks for this, and silence means no")


class Once:
    """Something that can be used a single time, from any thread."""

    __slots__ = ("_lock",)

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def use(self) -> bool:
        """True the first time, False ever after."""
        return self._lock.acquire(blocking=False)


@dataclass(frozen=True, slots=True)
class Consent:
    """A person's yes to one question: good for the act that the question showed, once, and not for long."""

    to: Seal
    """What was shown."""
    until: float
    """On `time.monotonic()`, seconds."""
    once: Once = field(default_factory=Once, compare=False)


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to run one call, once, with the very arguments that were judged. Only `grant` makes one that executes."""

    call: Call
    verdict: Allow | Confirm
    consent: Consent | None = None
    """The yes that it rests on; None where none was needed."""
    once: Once = field(default_factory=Once, compare=False)

    def redeem(self) -> Deny | None:
        """Use the permit up, right before the call runs: None where it is good, else why not. Looks at files."""
        if not self.once.use():
            return Deny("permit-spent", "leave to do this was given once, and it has been used")
        if self.consent is None:
            return None
        if not self.consent.once.use():
            return Deny("permit-spent", "the yes to this was given once, and it has been used")
        if not time.monotonic() <= self.consent.until:
            return Deny("yes-expired", "the yes to this is too old")
        changed = self.consent.to.differs(seal(self.call, self.call.plan()))
        if changed is not None:
            return Deny("changed-meanwhile", f"what it would do changed while it was asked about: {changed}")
        return None


def grant(call: Call, verdict: Verdict, consent: Consent | None) -> Permit | None:
    """The permit for a judged call, or None where the verdict, or a missing yes, means no."""
    if isinstance(verdict, Allow):
        return Permit(call, verdict)
    if isinstance(verdict, Confirm) and consent is not None:
        return Permit(call, verdict, consent)
    return None
