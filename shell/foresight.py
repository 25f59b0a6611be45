"""What words that may not be all of them seem to come to, for the sake of how long the silence after them should be.

Nothing here acts, asks or is journaled. An outlook moves the endpoint by some hundred milliseconds; the turn that
follows routes, matches and judges the words by itself, as if nobody had looked.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from concurrent.futures import Executor as ThreadPool
from dataclasses import replace
from enum import StrEnum
from typing import Final, Protocol

from intents.grammar import LINKS
from intents.model import Ambiguous, Incomplete, Match, MatchOutcome, NoMatch, RouteLabel, Scene, Source, Utterance
from intents.normalize import LONGEST
from intents.router import Router
from intents.steps import Matching, steps
from shell.endpointer import Closing
from skills.spec import Effect


class Outlook(StrEnum):
    """How whole the words are, and what they would do."""

    COMPLETE = "complete, low risk"
    """A skill's own sentence, whole and exact, that looks or changes what can be put back."""
    UNFINISHED = "unfinished"
    """More must follow: "delete the", "open", "run the tests and"."""
    DESTRUCTIVE = "destructive"
    """They may mean a skill that loses something."""
    OTHER = "other"
    """Anything else: talk, questions that no skill answers, words that fit roughly."""


CLOSES: Final = {
    Outlook.COMPLETE: Closing.EARLY,
    Outlook.UNFINISHED: Closing.LATE,
    Outlook.DESTRUCTIVE: Closing.CARE,
    Outlook.OTHER: Closing.USUAL,
}
"""How long the silence after such words is."""

EXACT: Final = 0.95
"""Least score of a complete command: every slot as good as exact."""
NEVER_LAST: Final = frozenset(
    """and or but nor plus because if than the a an my your our their every to into called named um uh er""".split()  # noqa: SIM905 - words read best as words
)
"""Words that end no sentence: what follows is still being thought of."""
_TRAILING: Final = re.compile(r"(?:\.\.+|…|[,;:–—-])\s*$")
"""How Whisper writes that a voice did not come to rest."""


class Foresight(Protocol):
    """Looks ahead."""

    async def outlook(self, utterance: Utterance) -> Outlook:
        """What these words seem to come to, if nothing is said after them. Changes nothing."""
        ...


class SkillForesight:
    """The outlook by router and matcher. What their models make of the words is remembered for the turn itself."""

    def __init__(
        self,
        router: Router,
        matcher: Matching,
        thinking: ThreadPool,
        *,
        scene: Callable[[Source], Scene],
        effects: Callable[[Match, Utterance], Sequence[Effect]],
        addressed: Callable[[str], str] = str,
    ) -> None:
        """`effects` are of a match, and of what it stands for ("do that again").

        `addressed` gives the words as the turn will have them: without the wake phrase.
        """
        self._router = router
        self._matcher = matcher
        self._thinking = thinking
        self._scene = scene
        self._effects = effects
        self._addressed = addressed

    async def outlook(self, utterance: Utterance) -> Outlook:
        """See Foresight; on the thinking thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thinking, self._outlook, utterance)

    def _outlook(self, utterance: Utterance) -> Outlook:
        text = self._addressed(utterance.text)
        if len(text) > LONGEST:
            return Outlook.OTHER
        utterance = replace(utterance, text=text)
        scene = self._scene(utterance.source)
        route = self._router.route(utterance, scene)
        # Takes what the router has considered, so that the turn finds nothing kept and looks at the files anew.
        whole = self._matcher.match(text, scene)
        if breaks_off(text, whole):
            return Outlook.UNFINISHED
        pieces = steps(text, self._matcher, scene)
        outcomes = [whole] if len(pieces) == 1 else [self._matcher.match(piece, scene) for piece in pieces]
        meant = [match for outcome in outcomes for match in _meant(outcome)]
        if any(Effect.DESTROY in self._effects(match, utterance) for match in meant):
            return Outlook.DESTRUCTIVE
        complete = isinstance(whole, Match) and _exact(whole) and route.label is not RouteLabel.CHAT
        return Outlook.COMPLETE if complete else Outlook.OTHER


def breaks_off(text: str, outcome: MatchOutcome) -> bool:
    """True where `text`, which `outcome` was made of, cannot be all that is to be said."""
    if isinstance(outcome, Incomplete) or _TRAILING.search(text):
        return True
    if isinstance(outcome, NoMatch) and outcome.problem is not None and outcome.intent is None:
        return True  # the beginning of several sentences: "open"
    words = re.findall(r"[\w']+", text.lower())
    if not words:
        return False
    return words[-1] in NEVER_LAST or (words[-1] in LINKS and not _ends_sentence(words[-1], outcome))


def _ends_sentence(word: str, outcome: MatchOutcome) -> bool:
    """True where a sentence itself ends so ("what is it for"), and no slot took the word ("open main.py in")."""
    if not isinstance(outcome, Match) or outcome.how != "template":
        return False
    return not any(fill.said.lower().endswith(word) for fill in outcome.fills)


def _meant(outcome: MatchOutcome) -> Sequence[Match]:
    if isinstance(outcome, Ambiguous):
        return outcome.candidates
    return (outcome,) if isinstance(outcome, Match) else ()


def _exact(match: Match) -> bool:
    """A sentence matched whole, and no slot in it that longer words would fill as well."""
    return match.how == "template" and match.score >= EXACT and not _free(match)


def _free(match: Match) -> bool:
    return any(fill.slot.type.free for fill in match.fills)
