"""Skills by what they do: where no sentence fits, do the words entail a skill's description?

A lexical prefilter picks at most MOST_JUDGED skills by the stems that the words share with descriptions and sentences
(BM25; Robertson and Zaragoza 2009), so that the entailment model's work does not grow with the number of skills. What
it then says must be sure, and surer than of any other skill: what only looks runs unasked.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from intents.grammar import Grammar
from intents.mention import asks_about, asks_elsewhere, asks_how, only_mentions, takes_back, tells_of
from intents.model import Ambiguous, Incomplete, IntentSpec, Match, Resolved, RouteLabel, Scene, Slot, SlotFill
from intents.normalize import as_said
from intents.reading import score_of
from intents.zero_shot import Entailer, skill_hypothesis

MEANING = 0.8
"""Least probability, 0 to 1, that the words entail a skill. This and the next two are what `benchmarks/thresholds.py`
chose on validation rows: the blind phrasings' validation half, and hwu64's and clinc150's, most of which ask for other
things altogether."""
COVERED = 0.6
"""Least worth, 0 to 1: the probability times the share of the telling words that are the skill's own, or a slot's. No
sentence or description about the date has "weather", so "what is today's weather" is not about it."""
AGAINST = 0.85
"""Least worth where a sentence of another skill fitted but for a value: "show me the programs that use the most memory"
is no file's name."""
MARGIN = 0.25
"""By so much the best skill must be worth more; else both are named."""
DISCOUNT = 0.8
"""A match by meaning scores at most this: less than any exact one, and than a near one without a fault."""
MOST_JUDGED = 5
"""Skills that reach the entailment model."""
MOST_WORDS = 30
"""In an utterance whose meaning is judged; what is longer is a story."""
LEAST_SHARED = 0.5
"""Least BM25 of a skill to be judged at all, in shares of what a word that only one skill has is worth."""
MOST_SHARING = 64
"""Skills that a stem may have in common and still tell something; the first so many are looked at."""
MOST_SPANS = 40
"""Stretches of words looked up as a slot's value."""
LONGEST_SPAN = 4
"""Words."""
SURE = 0.95
"""Least score of a slot found by looking for it."""
_K1, _B = 1.2, 0.75
"""BM25's usual saturation and length constants."""

_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ies|es|ed|s|e|y)$")
_STOP = frozenset(
    """a an the my me your our this that these those it its is are am be been was were do does did has have had i you we
    he she they to of in on at for with from by and or any all up out what what's which who whom how there here can
    could would will please say show tell give get let now just so if as not no one some""".split()  # noqa: SIM905 - words read best as words
)
"""Words that tell nothing of which skill is meant."""


def stems(text: str) -> Iterator[str]:
    """The telling words of a text, lower case, without their commonest endings."""
    for word in _WORD.findall(text.lower()):
        if word not in _STOP:
            yield _ENDING.sub("", word)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure a meaning must be; the defaults are what ships, others are for measuring."""

    least: float = MEANING
    margin: float = MARGIN
    covered: float = COVERED


class Meaning:
    """Judges what the words mean among the skills given."""

    def __init__(
        self, grammars: Mapping[str, Grammar], entailer: Entailer, thresholds: Thresholds | None = None
    ) -> None:
        self._grammars = grammars
        self._entailer = entailer
        self._thresholds = thresholds or Thresholds()
        texts = {id_: Counter(stems(_text(grammar))) for id_, grammar in grammars.items()}
        self._stems = {id_: frozenset(text) for id_, text in texts.items()}
        mean = sum(map(Counter.total, texts.values())) / max(1, len(texts))
        weights: dict[str, list[tuple[float, str]]] = defaultdict(list)
        having = Counter(stem for text in texts.values() for stem in text)
        for id_, text in texts.items():
            length = _K1 * (1 - _B + _B * text.total() / mean)
            for stem, count in text.items():
                rare = math.log(1 + (len(texts) - having[stem] + 0.5) / (having[stem] + 0.5))
                weights[stem].append((rare * count * (_K1 + 1) / (count + length), id_))
        self._least = LEAST_SHARED * math.log(1 + (len(texts) - 0.5) / 1.5)
        self._weights = {stem: heapq.nlargest(MOST_SHARING, shares) for stem, shares in weights.items()}

    def likely(self, words: str) -> list[IntentSpec]:
        """The skills worth judging, likeliest first, at most MOST_JUDGED."""
        shared: dict[str, float] = defaultdict(float)
        for stem in dict.fromkeys(stems(words)):
            for weight, id_ in self._weights.get(stem, ()):
                shared[id_] += weight
        ranked = heapq.nlargest(MOST_JUDGED, shared, key=lambda id_: (shared[id_], id_))
        return [self._grammars[id_].intent for id_ in ranked if shared[id_] >= self._least]

    def of(
        self, words: str, text: str, scene: Scene, *, against: bool = False
    ) -> Match | Ambiguous | Incomplete | None:
        """The skill that the words (`text`, canonical) entail; two as probable are a tie; None for no skill.

        A skill's worth is its probability times the share of the telling words that it covers: "how much storage is
        free" entails both the disk's and the memory's description, and only the disk's skill knows of storage. With
        `against`, a sentence fitted but for a value that names nothing: the worth must then be AGAINST at least.
        """
        limits = self._thresholds
        if len(words.split()) > MOST_WORDS or _only_told(words) or asks_elsewhere(words):
            return None
        judged = [
            intent for intent in self.likely(words) if not (asks_about(words) and intent.kind is RouteLabel.COMMAND)
        ]
        if not judged:
            return None
        probable = self._entailer.entails(words, [skill_hypothesis(intent.description) for intent in judged])
        found = [
            (probability, _with_slots(intent, words, text, scene, probability * DISCOUNT))
            for intent, probability in zip(judged, probable, strict=True)
            if probability >= limits.least - limits.margin  # so that a probability that is no number is no match
        ]
        worth = [(probability * self._covered(each, words), probability, each) for probability, each in found]
        least = max(limits.covered, AGAINST) if against else limits.covered
        best = max((one for one, sure, _ in worth if sure >= limits.least and one >= least), default=None)
        if best is None:
            return None
        return _chosen([each for one, _, each in worth if best - one < limits.margin])

    def _covered(self, found: Match | Incomplete, words: str) -> float:
        """The share of the telling words, 0 to 1, that are the skill's own, or said in a slot; 1 where none tells."""
        in_slots = {stem for fill in found.fills for stem in stems(fill.said)}
        telling = set(stems(words))
        own = telling & (self._stems[found.intent.id] | in_slots)
        return len(own) / len(telling) if telling else 1.0


def _chosen(found: Sequence[Match | Incomplete]) -> Match | Ambiguous | Incomplete | None:
    """The only one; of several, the only one with all that it needs; a tie of all those that have."""
    if len(found) == 1:
        return found[0]
    whole = [each for each in found if isinstance(each, Match)]
    if len(whole) == 1:
        return whole[0]
    return Ambiguous(tuple(whole)) if whole else None


def _text(grammar: Grammar) -> str:
    return " ".join([grammar.intent.description, grammar.intent.id, *grammar.literals])


def _only_told(words: str) -> bool:
    """True where the words negate, report, suppose, take back or ask how: nothing is to be read into them."""
    return only_mentions(words) or tells_of(words) or takes_back(words) or asks_how(words)


def _with_slots(intent: IntentSpec, words: str, text: str, scene: Scene, score: float) -> Match | Incomplete:
    """The skill with the slots that the words say, or the first that they do not."""
    fills = [fill for slot in intent.slots if (fill := _found(slot, words, text, scene)) is not None]
    said = {fill.slot.name for fill in fills}
    score = min(score, score_of(fills))
    missing = next((slot for slot in intent.slots if slot.required and slot.name not in said), None)
    if missing is not None:
        return Incomplete(intent, tuple(fills), missing, score, "meaning")
    return Match(intent, tuple(fills), score, "meaning")


def _found(slot: Slot, words: str, text: str, scene: Scene) -> SlotFill | None:
    """The longest stretch of the words that surely is a value of a narrow slot; None where none is, or two differ."""
    if not slot.type.narrow:
        return None
    found: dict[object, SlotFill] = {}
    longest = 0
    for span in _spans(words.split()):
        size = len(span.split())
        if size < longest or not set(stems(span)):
            continue
        said = as_said(span, text) if slot.type.choices is None else span
        resolved = slot.type.resolve(said, scene)
        if isinstance(resolved, Resolved) and resolved.score >= SURE:
            longest = size
            found[str(resolved.value)] = SlotFill(slot, said, resolved.value, resolved.score)
    return next(iter(found.values())) if len(found) == 1 else None


def _spans(words: Sequence[str]) -> list[str]:
    """The stretches that may be a value, longest first."""
    spans = [
        " ".join(words[start : start + size])
        for size in range(min(LONGEST_SPAN, len(words)), 0, -1)
        for start in range(len(words) - size + 1)
    ]
    return spans[:MOST_SPANS]
