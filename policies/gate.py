"""The gate: every rule is asked, the strictest answer counts, silence and failure mean no."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from intents.model import Match
from policies.circumstances import Circumstances
from policies.path_rules import places_of
from policies.rules import RULES, Rule
from policies.settings import Policy
from policies.verdict import Allow, Confirm, Deny, Verdict, strictest
from policies.words import Injection, find_injection, without
from skills.spec import Call

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with everything that was said on the way to it."""

    verdict: Verdict
    fired: tuple[Verdict, ...]
    """Each rule's word, in the order asked."""


class Gate:
    """Judges calls by a policy."""

    def __init__(self, policy: Policy, rules: Sequence[Rule] = RULES) -> None:
        self._policy = policy
        self._rules = rules

    def judge(self, call: Call, circumstances: Circumstances) -> Judgement:
        """The verdict on a call as it stands. Never raises: a rule that fails is a Deny."""
        said = [verdict for rule in self._rules for verdict in self._asked(rule, call, circumstances)]
        fired = self._overridden(said, call, circumstances)
        return Judgement(strictest(fired), tuple(fired))

    def screen(self, text: str, match: Match | None = None) -> Injection | None:
        """Shell syntax in the bare words.

        With the `match` of a whole sentence, what its slots took is set aside: the gate judges that with the call.
        """
        if match is not None and match.how == "template":
            text = without(text, [fill.said for fill in match.fills])
        return find_injection(text, self._policy.words)

    def _asked(self, rule: Rule, call: Call, circumstances: Circumstances) -> Sequence[Verdict]:
        try:
            said = rule(call, circumstances, self._policy)
        except Exception as fault:  # whatever went wrong in judging, the answer is no
            name = getattr(rule, "__name__", "a rule")
            log.debug("%s failed", name, exc_info=True)
            return (Deny(name.replace("_", "-"), f"it could not be judged ({type(fault).__name__})"),)
        if said is None:
            return ()
        return (said,) if isinstance(said, Allow | Confirm | Deny) else said

    def _overridden(self, said: list[Verdict], call: Call, circumstances: Circumstances) -> list[Verdict]:
        """What was said, less what the user's overrides loosen; of two that fit one verdict, the first counts."""
        if not self._policy.override:
            return said
        try:
            places = [(place.written, place.real) for place in places_of(call, circumstances)]
        except Exception:  # a call whose places cannot be told is in no override's scope
            log.debug("no places", exc_info=True)
            return said
        about = (call.skill.id, places, circumstances.root, circumstances.home)
        return [
            next((each.instead_of(word) for each in self._policy.override if each.fits(word, *about)), word)
            for word in said
        ]
