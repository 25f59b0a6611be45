"""Which skill, with which slots, how sure: or an honest no.

A sentence matched whole comes first. Only where none is, a sentence without open slots may be matched nearly (a
mishearing), and never when the words negate, report or suppose. Two skills that fit equally well are a refusal that
names both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from intents.aligned import Aligner
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
from intents.near import NEAR, Correction, Vocabulary
from intents.normalize import LONGEST, as_said, canonical

NEAR_DISCOUNT = 0.9
"""A near match scores at most this, so that the gate sees that it was no exact one."""
TIE = 0.02
"""Two skills whose scores differ by less are a tie."""
LEAST_NEAREST = 65
"""Least share of words in common, 0 to 100, for a skill to be named as near to what was said."""
MOST_COMPARED = 50
"""Skills whose examples are compared to find the nearest."""

_Resolutions = dict[tuple[int, str], tuple[str, Resolved | Unresolved]]
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
        by_word: dict[str, set[str]] = defaultdict(set)
        for id_, grammar in self._grammars.items():
            for word in grammar.vocabulary:
                by_word[word].add(id_)
        self._by_word = {word: frozenset(ids) for word, ids in by_word.items()}
        self._vocabulary: Vocabulary | None = None
        self._aligner: Aligner | None = None
        self._considered: tuple[str, Scene, MatchOutcome] | None = None

    def warm(self) -> None:
        """Compile every sentence now instead of at the first match; about 0.3 s for 60 skills."""
        self._may_match("warm")
        self._known_words()
        self.examples()

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
        return self._near(words, text, scene) or NoMatch(self._nearest(words))

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

    def _near(self, words: str, text: str, scene: Scene) -> Match | Ambiguous | None:
        """The skill whose sentence the words are a mishearing of; both where two come as near."""
        if only_mentions(words) or tells_of(words):
            return None
        best: dict[str, Match] = {}
        for correction in self._known_words().corrections(words):
            for match in self._corrected(correction, text, scene):
                id_ = match.intent.id
                if id_ not in best or match.score > best[id_].score:
                    best[id_] = match
        if not best:
            fitted = Aligner(self._grammars.values(), self._by_word) if self._aligner is None else self._aligner
            self._aligner = fitted
            best = {
                match.intent.id: replace(match, score=match.score * NEAR_DISCOUNT)
                for match in fitted.matches(words, scene)
            }
        if asks_about(words):
            best = {id_: match for id_, match in best.items() if match.intent.kind is not RouteLabel.COMMAND}
        ranked = sorted(best.values(), key=lambda match: -match.score)
        rivals = [match for match in ranked if ranked[0].score - match.score < TIE]
        return Ambiguous(tuple(rivals)) if len(rivals) > 1 else next(iter(rivals), None)

    def _corrected(self, correction: Correction, text: str, scene: Scene) -> Iterator[Match]:
        """What the corrected words match, with no word put right inside a slot that takes any words."""
        resolutions: _Resolutions = {}
        for grammar in self._may_be_meant(correction):
            for reading in grammar.readings(correction.text):
                slots = {slot.name: slot.type for slot in grammar.intent.slots}
                if not all(slots[name].narrow for name in reading.said):
                    continue
                open_words = [
                    word for name, said in reading.said.items() if not slots[name].choices for word in said.split()
                ]
                score = correction.score(open_words)
                if score < NEAR or correction.changed & set(open_words):
                    continue
                attempt = _resolve(reading, text, scene, resolutions)
                if isinstance(attempt, _Attempt):
                    yield replace(attempt.match, score=score * attempt.match.score * NEAR_DISCOUNT, how="near")

    def _may_be_meant(self, correction: Correction) -> list[Grammar]:
        """Skills that have every word put in, and one of those heard right."""
        having = [self._by_word.get(word, frozenset()) for word in correction.changed]
        heard_right = frozenset().union(*(self._by_word.get(word, frozenset()) for word in correction.telling))
        ids = frozenset.intersection(heard_right, *having)
        return [grammar for grammar in self._may_match(correction.text) if grammar.intent.id in ids] if ids else []

    def _known_words(self) -> Vocabulary:
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self._by_word)
        return self._vocabulary

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
        said, resolved = _resolution(slot, reading.said[slot.name], text, scene, resolutions)
        if isinstance(resolved, Unresolved):
            return resolved.reason
        fills.append(SlotFill(slot, said, resolved.value, resolved.score))
    return tuple(fills)


def _resolution(
    slot: Slot, words: str, text: str, scene: Scene, resolutions: _Resolutions
) -> tuple[str, Resolved | Unresolved]:
    """The words as they stood in `text`, and what they resolve to."""
    key = (id(slot.type), words)
    if key not in resolutions:
        to_end = slot.type.free and canonical(text).endswith(words)
        said = as_said(words, text, to_end=to_end) if slot.type.choices is None else words
        resolutions[key] = (said, slot.type.resolve(said, scene))
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
