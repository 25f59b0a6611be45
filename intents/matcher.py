"""Which skill, with which slots, how sure: or an honest no.

A sentence matched whole comes first. Only where none is, a sentence without open slots may be matched nearly (a
mishearing), and never when the words negate, report or suppose. Two skills that fit equally well are a refusal that
names both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from intents.grammar import Grammar, Reading
from intents.mention import asks_about, only_mentions, tells_of
from intents.model import (
    Ambiguous,
    IntentSpec,
    Match,
    MatchOutcome,
    NoMatch,
    RouteLabel,
    Scene,
    SlotFill,
    Unresolved,
)
from intents.normalize import as_said, canonical
from intents.sound import likeness

NEAR = 0.84
"""Least likeness, 0 to 1, of words to a fixed sentence to be taken for a mishearing of it. "shall get status" to
"show git status" is 0.86. Set on hand-written pairs (tests/intents/test_matcher.py)."""
NEAR_WORD = 0.5
"""Least likeness, 0 to 1, of each word to the one that it stands for: "shall" to "show" is 0.6, "source" to "home" 0.4."""
NEAR_DISCOUNT = 0.9
"""A near match scores at most this, so that the gate sees that it was no exact one."""
TIE = 0.02
"""Two skills whose scores differ by less are a tie."""
MOST_TRIED = 40
"""Skills whose sentences are tried in full, best first by shared words."""


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
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for id_, grammar in self._grammars.items():
            for word in grammar.literals:
                self._by_word[word].append(id_)
        self._fixed: dict[str, str] | None = None
        self._last: tuple[str, Scene, MatchOutcome] | None = None

    def warm(self) -> None:
        """Compile every sentence now instead of at its first use; takes about a second for 60 skills."""
        for grammar in self._grammars.values():
            for _ in grammar.readings("warm"):
                pass
        self._fixed_sentences()

    def examples(self) -> list[str]:
        """A plain example of every sentence, sorted."""
        return sorted({example for grammar in self._grammars.values() for example in grammar.shown})

    def match(self, text: str, scene: Scene) -> MatchOutcome:
        """The skill that the whole of `text` means, in `scene`. Never raises for odd text."""
        if self._last is not None and self._last[:2] == (text, scene):
            return self._last[2]
        outcome = self._match(text, scene)
        self._last = (text, scene, outcome)
        return outcome

    def _match(self, text: str, scene: Scene) -> MatchOutcome:
        words = canonical(text)
        if not words:
            return NoMatch()
        attempts, problems = self._attempts(words, text, scene)
        if attempts:
            return _best(attempts)
        if problems:
            intent, reason = problems[0]
            return NoMatch((intent,), reason, intent)
        return self._near(words, scene) or NoMatch(self._nearest(words))

    def _attempts(self, words: str, text: str, scene: Scene) -> tuple[list[_Attempt], list[tuple[IntentSpec, str]]]:
        attempts: list[_Attempt] = []
        problems: list[tuple[int, IntentSpec, str]] = []
        for grammar in self._candidates(words):
            for reading in grammar.readings(words):
                resolved = _resolve(reading, text, scene)
                if isinstance(resolved, _Attempt):
                    attempts.append(resolved)
                else:
                    problems.append((reading.loose_words, reading.intent, resolved))
        problems.sort(key=lambda problem: problem[0])
        return attempts, [(intent, reason) for _, intent, reason in problems]

    def _candidates(self, words: str) -> Iterable[Grammar]:
        """Skills that share a word with the text, the most words first."""
        shared = Counter(id_ for word in set(words.lower().split()) for id_ in self._by_word.get(word, ()))
        return [self._grammars[id_] for id_, _ in shared.most_common(MOST_TRIED)]

    def _near(self, words: str, scene: Scene) -> Match | None:
        """A fixed sentence that the words are a mishearing of, if just one skill has it."""
        if only_mentions(words) or tells_of(words):
            return None
        count = len(words.split())
        nearby = [phrase for phrase in self._fixed_sentences() if len(phrase.split()) == count]
        scored = process.extract(words, nearby, scorer=_likeness, score_cutoff=NEAR, limit=8)
        scored = [found for found in scored if _word_by_word(words, found[0])]
        best: dict[str, tuple[str, float]] = {}
        for phrase, score, _ in scored:
            best.setdefault(self._fixed_sentences()[phrase], (phrase, float(score)))
        ranked = sorted(best.items(), key=lambda item: -item[1][1])
        if not ranked or (len(ranked) > 1 and ranked[0][1][1] - ranked[1][1][1] < TIE):
            return None
        id_, (phrase, score) = ranked[0]
        intent = self._grammars[id_].intent
        if asks_about(words) and intent.kind is RouteLabel.COMMAND:
            return None
        return self._as_match(intent, phrase, score, scene)

    def _as_match(self, intent: IntentSpec, phrase: str, score: float, scene: Scene) -> Match | None:
        for reading in self._grammars[intent.id].readings(phrase):
            fills = _fills(reading, phrase, scene)
            if not isinstance(fills, str):
                return Match(intent, fills, min(score, 1.0) * NEAR_DISCOUNT, "near")
        return None

    def _fixed_sentences(self) -> dict[str, str]:
        if self._fixed is None:
            self._fixed = {phrase: id_ for id_, grammar in self._grammars.items() for phrase in grammar.fixed}
        return self._fixed

    def _nearest(self, words: str) -> tuple[IntentSpec, ...]:
        """Up to three skills whose examples share the most with the words."""
        best: dict[str, float] = {}
        for id_, grammar in self._grammars.items():
            if grammar.literals & set(words.lower().split()):
                best[id_] = max((fuzz.token_set_ratio(words, example) for example in grammar.shown), default=0.0)
        ranked = sorted(best, key=lambda id_: -best[id_])
        return tuple(self._grammars[id_].intent for id_ in ranked[:3] if best[id_] >= 65)


def _likeness(one: str, other: str, **_: object) -> float:
    return likeness(one, other)


def _word_by_word(one: str, other: str) -> bool:
    """True where no word stands for one that is quite another: a mishearing changes letters, not whole words."""
    return all(likeness(*pair) >= NEAR_WORD for pair in zip(one.split(), other.split(), strict=True))


def _resolve(reading: Reading, text: str, scene: Scene) -> _Attempt | str:
    """The reading with its slots as values, or why one of them names nothing."""
    fills = _fills(reading, text, scene)
    if isinstance(fills, str):
        return fills
    score = min((fill.score for fill in fills), default=1.0)
    return _Attempt(Match(reading.intent, fills, score, "template"), reading.loose_words)


def _fills(reading: Reading, text: str, scene: Scene) -> tuple[SlotFill, ...] | str:
    fills = []
    for slot in reading.intent.slots:
        if slot.name not in reading.said:
            if slot.required:
                return f"Which {slot.type.name}?"
            continue
        said = reading.said[slot.name]
        if slot.type.choices is None:
            said = as_said(said, text)
        resolved = slot.type.resolve(said, scene)
        if isinstance(resolved, Unresolved):
            return resolved.reason
        fills.append(SlotFill(slot, said, resolved.value, resolved.score))
    return tuple(fills)


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
