"""Which skill, with which slots, how sure: or an honest no.

A sentence matched whole comes first. Only where none is, a sentence without open slots may be matched nearly (a
mishearing), and never when the words negate, report or suppose. Two skills that fit equally well are a refusal that
names both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from intents.candidates import Candidates
from intents.grammar import Grammar, Reading
from intents.mention import asks_about, only_mentions, takes_back, tells_of
from intents.model import (
    Ambiguous,
    IntentSpec,
    Match,
    MatchOutcome,
    NoMatch,
    Resolved,
    RouteLabel,
    Scene,
    Slot,
    SlotFill,
    Unresolved,
)
from intents.near import Near, NearSentences
from intents.normalize import LONGEST, as_said, canonical

NEAR_DISCOUNT = 0.9
"""A near match scores at most this, so that the gate sees that it was no exact one."""
TIE = 0.02
"""Two skills whose scores differ by less are a tie."""
LEAST_NEAREST = 65
"""Least share of words in common, 0 to 100, for a skill to be named as near to what was said."""
MOST_COMPARED = 50
"""Skills whose examples are compared to find the nearest."""

_Resolutions = dict[tuple[int, str], Resolved | Unresolved]
"""What was resolved in one match, by slot type and words: many readings share them, and each may look at the disk."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A reading with its slots resolved."""

    match: Match
    loose_words: int

    @property
    def rank(self) -> tuple[int, int, float]:
        """Smaller is better: fewer words left to open slots, fewer slots that take anything, then nearer values."""
        wide = sum(not fill.slot.type.narrow for fill in self.match.fills)
        return (self.loose_words, wide, -self.match.score)


class Matcher:
    """Matches words against the sentences of the skills given."""

    def __init__(self, intents: Sequence[IntentSpec]) -> None:
        self._grammars = {intent.id: Grammar(intent) for intent in intents}
        self._candidates: Candidates | None = None
        self._near_sentences: NearSentences | None = None
        self._considered: tuple[str, Scene, MatchOutcome] | None = None

    def warm(self) -> None:
        """Compile every sentence now instead of at the first match; about 0.3 s for 60 skills."""
        self._may_match("warm")
        self._near_to("warm")

    def examples(self) -> list[str]:
        """A plain example of every sentence, sorted."""
        return sorted({example for grammar in self._grammars.values() for example in grammar.shown})

    def match(self, text: str, scene: Scene) -> MatchOutcome:
        """The skill that the whole of `text` means, in `scene`. Never raises for odd text.

        What `consider` found for the same words just before is taken, once: later the same words may mean another file.
        """
        if self._considered is not None and self._considered[:2] == (text, scene):
            outcome = self._considered[2]
            self._considered = None
            return outcome
        return self._match(text, scene)

    def consider(self, text: str, scene: Scene) -> MatchOutcome:
        """As `match`, always anew, and kept for the `match` that follows in the same turn."""
        outcome = self._match(text, scene)
        self._considered = (text, scene, outcome)
        return outcome

    def _match(self, text: str, scene: Scene) -> MatchOutcome:
        if len(text) > LONGEST:
            return NoMatch(problem=f"That is {len(text)} characters long; {LONGEST} is the most that is read.")
        words = canonical(text)
        if not words:
            return NoMatch()
        attempts, problems = self._attempts(words, text, scene)
        if takes_back(words):
            attempts = [attempt for attempt in attempts if not attempt.match.fills]
            problems = []
        if attempts:
            return _best(attempts)
        if problems:
            intent, reason = problems[0]
            return NoMatch((intent,), reason, intent)
        return self._near(words, scene) or NoMatch(self._nearest(words))

    def _attempts(self, words: str, text: str, scene: Scene) -> tuple[list[_Attempt], list[tuple[IntentSpec, str]]]:
        attempts: list[_Attempt] = []
        problems: list[tuple[int, IntentSpec, str]] = []
        resolutions: _Resolutions = {}
        for grammar in self._may_match(words):
            for reading in grammar.readings(words):
                if _mentioned(reading, words):
                    continue
                resolved = _resolve(reading, text, scene, resolutions)
                if isinstance(resolved, _Attempt):
                    attempts.append(resolved)
                else:
                    problems.append((reading.loose_words, reading.intent, resolved))
        problems.sort(key=lambda problem: problem[0])
        return attempts, [(intent, reason) for _, intent, reason in problems]

    def _may_match(self, words: str) -> list[Grammar]:
        if self._candidates is None:
            self._candidates = Candidates(list(self._grammars.values()))
        return [self._grammars[id_] for id_ in self._candidates.of(words)]

    def _near(self, words: str, scene: Scene) -> Match | Ambiguous | None:
        """The sentence that the words are a mishearing of; both skills where two come as near."""
        if only_mentions(words) or tells_of(words):
            return None
        best: dict[str, Near] = {}
        for near in self._near_to(words):
            kind = self._grammars[near.intent_id].intent.kind
            if not (asks_about(words) and kind is RouteLabel.COMMAND):
                best.setdefault(near.intent_id, near)
        found = (self._as_match(near, scene) for near in best.values())
        matches = [match for match in found if match is not None]
        rivals = [match for match in matches if matches[0].score - match.score < TIE]
        return Ambiguous(tuple(rivals)) if len(rivals) > 1 else next(iter(rivals), None)

    def _near_to(self, words: str) -> list[Near]:
        if self._near_sentences is None:
            sentences = {phrase.lower(): id_ for id_, grammar in self._grammars.items() for phrase in grammar.fixed}
            vocabulary = (word for grammar in self._grammars.values() for word in grammar.literals)
            self._near_sentences = NearSentences(sentences, vocabulary)
        return self._near_sentences.find(words)

    def _as_match(self, near: Near, scene: Scene) -> Match | None:
        grammar = self._grammars[near.intent_id]
        for reading in grammar.readings(near.phrase):
            fills = _fills(reading, near.phrase, scene, {})
            if not isinstance(fills, str):
                return Match(grammar.intent, fills, near.score * NEAR_DISCOUNT, "near")
        return None

    def _nearest(self, words: str) -> tuple[IntentSpec, ...]:
        """Up to three skills whose examples share the most with the words."""
        said = set(words.lower().split())
        shared = {id_: len(grammar.literals & said) for id_, grammar in self._grammars.items()}
        closest = sorted((id_ for id_ in shared if shared[id_]), key=lambda id_: -shared[id_])[:MOST_COMPARED]
        best = {
            id_: max((fuzz.token_set_ratio(words, example) for example in self._grammars[id_].shown), default=0.0)
            for id_ in closest
        }
        ranked = sorted(best, key=lambda id_: -best[id_])
        return tuple(self._grammars[id_].intent for id_ in ranked[:3] if best[id_] >= LEAST_NEAREST)


def _mentioned(reading: Reading, words: str) -> bool:
    """True where a slot that takes any words begins the sentence and swallowed a negation: "don't run" + "tests"."""
    first = [said for said in reading.said.values() if said and words.lower().startswith(said.lower())]
    return any(only_mentions(said) or tells_of(said) for said in first)


def _resolve(reading: Reading, text: str, scene: Scene, resolutions: _Resolutions) -> _Attempt | str:
    """The reading with its slots as values, or why one of them names nothing."""
    fills = _fills(reading, text, scene, resolutions)
    if isinstance(fills, str):
        return fills
    score = min((fill.score for fill in fills), default=1.0)
    return _Attempt(Match(reading.intent, fills, score, "template"), reading.loose_words)


def _fills(reading: Reading, text: str, scene: Scene, resolutions: _Resolutions) -> tuple[SlotFill, ...] | str:
    fills = []
    for slot in reading.intent.slots:
        if slot.name not in reading.said:
            if slot.required:
                return f"Which {slot.type.name}?"
            continue
        said = reading.said[slot.name]
        if slot.type.choices is None:
            said = as_said(said, text)
        resolved = _resolution(slot, said, scene, resolutions)
        if isinstance(resolved, Unresolved):
            return resolved.reason
        fills.append(SlotFill(slot, said, resolved.value, resolved.score))
    return tuple(fills)


def _resolution(slot: Slot, said: str, scene: Scene, resolutions: _Resolutions) -> Resolved | Unresolved:
    key = (id(slot.type), said)
    if key not in resolutions:
        resolutions[key] = slot.type.resolve(said, scene)
    return resolutions[key]


def _best(attempts: list[_Attempt]) -> MatchOutcome:
    """The closest reading; a refusal that names both where two skills read the words equally well."""
    ranked = sorted(attempts, key=lambda attempt: attempt.rank)
    best = ranked[0]
    rivals = {
        attempt.match.intent.id: attempt.match
        for attempt in ranked[1:]
        if attempt.rank[:2] == best.rank[:2]
        and best.match.score - attempt.match.score < TIE
        and attempt.match.intent.id != best.match.intent.id
    }
    return Ambiguous((best.match, *rivals.values())) if rivals else best.match
