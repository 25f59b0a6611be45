"""Skills by what they do: where no sentence fits, do the words entail one of a skill's descriptions?

A lexical prefilter picks at most MOST_JUDGED skills by the words that they share with descriptions and sentences (see
`intents.likely`), so that the entailment model's work does not grow with the number of skills. What it then says must
be sure, and surer than of any other skill: what only looks runs unasked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from intents.grammar import Grammar
from intents.likely import Likely, stems
from intents.mention import asks_about, asks_elsewhere, asks_how, asks_of_a_lack, only_mentions, takes_back, tells_of
from intents.model import Ambiguous, Incomplete, Match, RouteLabel, Scene
from intents.told import Seen, told
from intents.zero_shot import Entailer, skill_hypothesis

MEANING = 0.7
"""Least probability, 0 to 1, that the words entail a skill. This, COVERED and MARGIN were chosen on validation rows, as
`benchmarks/thresholds.py` does it: the blind phrasings' validation half, and hwu64's and clinc150's, most of which ask
for other things altogether."""
COVERED = 0.65
"""Least worth, 0 to 1: the probability times the share of the telling words that are the skill's own, or a slot's. No
sentence or description about the date has "weather", so "what is today's weather" is not about it."""
AGAINST = 0.85
"""Least worth where a sentence of another skill fitted but for a value: "show me the programs that use the most memory"
is no file's name. High, since such a sentence names another act: "delete all files" is not about what was deleted."""
MARGIN = 0.25
"""By so much the best skill must be worth more; else both are named."""
DISCOUNT = 0.8
"""A match by meaning scores at most this: less than any exact one, and than a near one without a fault."""
MOST_LIKELY = 14
"""Skills that are looked at, the nearest in words first."""
MOST_JUDGED = 5
"""Skills that reach the entailment model: of those looked at, such as know most of the words."""
MOST_WORDS = 30
"""In an utterance whose meaning is judged; what is longer is a story."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure a meaning must be; the defaults are what ships, others are for measuring."""

    least: float = MEANING
    margin: float = MARGIN
    covered: float = COVERED
    against: float = AGAINST


@dataclass(frozen=True, slots=True)
class Judged:
    """A skill that the words may mean."""

    covered: float
    """The share of the telling words that it covers, 0 to 1."""
    sure: float
    """The probability, 0 to 1, that the words entail what it does."""
    found: Match | Incomplete


class Meaning:
    """Judges what the words mean among the skills given."""

    def __init__(
        self, grammars: Mapping[str, Grammar], entailer: Entailer, thresholds: Thresholds | None = None
    ) -> None:
        self._grammars = grammars
        self._entailer = entailer
        self._thresholds = thresholds or Thresholds()
        self._likely = Likely(grammars)

    def likely(self, words: str, text: str, scene: Scene) -> list[tuple[float, Match | Incomplete]]:
        """The skills worth judging, at most MOST_JUDGED, and what share of the words each covers, the largest first.

        Those that cover too little to be chosen, or to come near the one that is, are left out: it costs no judgement.
        """
        limits = self._thresholds
        about = asks_about(words) or asks_of_a_lack(words)
        found = []
        seen: Seen = {}
        for id_ in self._likely.of(words, MOST_LIKELY):
            intent = self._grammars[id_].intent
            if about and intent.kind is RouteLabel.COMMAND:
                continue
            with_slots = told(intent, words, text, scene, seen)
            in_slots = frozenset(stem for fill in with_slots.fills for stem in stems(fill.said))
            covered = self._likely.covered(id_, words, in_slots)
            if covered > 0 and covered >= limits.covered - limits.margin:
                found.append((covered, with_slots))
        found.sort(key=lambda each: -each[0])
        return found[:MOST_JUDGED]

    def of(
        self, words: str, text: str, scene: Scene, *, against: bool = False
    ) -> Match | Ambiguous | Incomplete | None:
        """The skill that the words (`text`, canonical) entail; two as probable are a tie; None for no skill.

        A skill is as probable as the surest of its descriptions. Its worth is that times the share of the telling words
        that it covers: "how much storage is free" entails both the disk's and the memory's description, and only the
        disk's skill knows of storage. With `against`, a sentence fitted but for a value that names nothing: the worth
        must then be AGAINST at least.
        """
        return decided(self.judged(words, text, scene), self._thresholds, against=against)

    def judged(self, words: str, text: str, scene: Scene) -> list[Judged]:
        """The skills worth judging, each with how sure the model is of the surest of its descriptions."""
        if len(words.split()) > MOST_WORDS or _only_told(words) or asks_elsewhere(words):
            return []
        likely = self.likely(words, text, scene)
        if not likely:
            return []
        hypotheses = [skill_hypothesis(one) for _, each in likely for one in each.intent.descriptions]
        probable = dict(zip(hypotheses, self._entailer.entails(words, hypotheses), strict=True))
        return [
            Judged(covered, max(probable[skill_hypothesis(one)] for one in each.intent.descriptions), each)
            for covered, each in likely
        ]


def decided(
    judged: Sequence[Judged], limits: Thresholds, *, against: bool = False
) -> Match | Ambiguous | Incomplete | None:
    """What the skills judged come to by these thresholds; see `Meaning.of`."""
    worth = []
    for each in judged:
        if each.sure >= limits.least - limits.margin:  # so that a probability that is no number is no match
            score = min(each.found.score, each.sure * DISCOUNT)
            worth.append((each.sure * each.covered, each.sure, replace(each.found, score=score)))
    least = max(limits.covered, limits.against) if against else limits.covered
    best = max((one for one, sure, _ in worth if sure >= limits.least and one >= least), default=None)
    if best is None:
        return None
    return _chosen([each for one, _, each in worth if best - one < limits.margin])


def _chosen(found: Sequence[Match | Incomplete]) -> Match | Ambiguous | Incomplete | None:
    """The only one; of several, the only one with all that it needs; a tie of all those that have."""
    if len(found) == 1:
        return found[0]
    whole = [each for each in found if isinstance(each, Match)]
    if len(whole) == 1:
        return whole[0]
    return Ambiguous(tuple(whole)) if whole else None


def _only_told(words: str) -> bool:
    """True where the words negate, report, suppose, take back or ask how: nothing is to be read into them."""
    mentions = only_mentions(words) and not asks_of_a_lack(words)
    return mentions or tells_of(words) or takes_back(words) or asks_how(words)
