"""Which skill, with which slots, how sure: or an honest no.

Skills that are only there in some place (`IntentSpec.within`) are matched by themselves, and before the others: "find
timeout" is for the program in the pane beside, where one runs that finds, and else for the files here.

A sentence matched whole comes first. Only where none is, words may be the beginning of one, a mishearing of one, or
mean what a skill does without any of its sentences; the last two never where the words negate, report or suppose. Two
skills that fit equally well are a refusal that names both. Each way has a file: `reading`, `incomplete`, `misheard`,
`meaning`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property

from intents.aligned import Aligner
from intents.candidates import Candidates
from intents.clauses import asking, pointing_back
from intents.collisions import Collision, collisions
from intents.grammar import Grammar, Words
from intents.incomplete import Answers, Beginnings
from intents.loose import Loose
from intents.meaning import Meaning, Thresholds
from intents.mention import (
    asks_about,
    asks_elsewhere,
    asks_how,
    only_mentions,
    said_to_another,
    takes_back,
    tells_of,
)
from intents.misheard import DISCOUNT, Misheard
from intents.model import (
    Ambiguous,
    Incomplete,
    IntentSpec,
    Match,
    MatchOutcome,
    NoMatch,
    RouteLabel,
    Scene,
)
from intents.nearest import Nearest
from intents.normalize import LONGEST, canonical
from intents.reading import (
    TIE,
    Attempt,
    Problem,
    Resolutions,
    attempt,
    best,
    closest,
    is_mentioned,
    is_talk,
)
from intents.zero_shot import Entailer


class Matcher:
    """Matches words against the skills given."""

    def __init__(
        self,
        intents: Sequence[IntentSpec],
        entailer: Entailer | None = None,
        thresholds: Thresholds | None = None,
        *,
        placed: bool = False,
    ) -> None:
        """Without an `entailer`, words that fit no sentence, even nearly, match nothing. `thresholds` are its own.

        `placed`: it is asked only where all of these skills are there.
        """
        self._grammars = {intent.id: Grammar(intent) for intent in intents if placed or not intent.within}
        self._placed = [] if placed else [intent for intent in intents if intent.within]
        self._places: dict[frozenset[str], Matcher] = {}
        self._entailer = entailer
        self._thresholds = thresholds
        self._elsewhere = {intent.id: Grammar(intent) for intent in self._placed}
        self._considered: tuple[str, Scene, MatchOutcome] | None = None

    def use(self, intents: Sequence[IntentSpec]) -> None:
        """Match against these from now on. From the thread that matches; its indexes are made at the next match."""
        self.__dict__ = Matcher(intents, self._entailer, self._thresholds).__dict__

    def warm(self) -> None:
        """Make the indexes now instead of at the first match; about 1 ms a skill, most of it for the examples."""
        _ = self._candidates, self._beginnings, self._misheard, self._nearest, self._meaning
        self._loose.warm()
        for grammar in self._grammars.values():
            _ = grammar.shown

    def lay_out(self) -> None:
        """Parse every sentence now instead of at the first words that may fit it: a second for 120 skills. Plain forms
        of them are parsed as they are needed: they are as many again, and most are never asked for.

        Else they come one by one over the first hours, and each makes the collector's passes longer.
        """
        self.warm()
        for grammar in self._grammars.values():
            for template in grammar.templates:
                template.parse()
        self._aligner.warm()

    def grammar(self, intent: IntentSpec) -> Grammar:
        """The sentences of one of its skills, parsed once; those of any other are parsed now."""
        return self._grammars.get(intent.id) or self._elsewhere.get(intent.id) or Grammar(intent)

    def collisions(self, among: Collection[str] | None = None) -> list[Collision]:
        """Pairs of skills that the same words mean; with `among`, only those with one of these ids in them."""
        return [
            *collisions(list(self._grammars.values()), among),
            *collisions(list(self._elsewhere.values()), among),
        ]

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

    def complete(self, incomplete: Incomplete, said: str, scene: Scene) -> Match | Incomplete | NoMatch:
        """`incomplete` with its missing slot filled by `said`, the answer to a question for it.

        The answer is the value alone ("demo", "it's called demo"), as it would stand in the sentence ("to demo"), or
        with the slots after it ("notes.txt to todo.txt"). Incomplete where the next slot is missing; NoMatch, with the
        problem, where the words name nothing. `how` stays as it was.
        """
        if len(said) > LONGEST:
            return NoMatch(problem=_too_long(said), intent=incomplete.intent)
        there = self._there(scene)
        if there is not None and incomplete.intent.id in there._grammars:
            return there._answers.complete(incomplete, said, scene)
        return self._answers.complete(incomplete, said, scene)

    def _match(self, text: str, scene: Scene) -> MatchOutcome:
        there = self._there(scene)
        if there is None:
            return self._anywhere(text, scene)
        first = there._anywhere(text, scene)
        if isinstance(first, Match) and first.how == "template":
            return first
        found = self._anywhere(text, scene)
        if isinstance(found, Match) and found.how == "template":
            return found
        return max(first, found, key=_worth)  # of two alike the first

    def _there(self, scene: Scene) -> Matcher | None:
        """A matcher of the skills that are there in this scene alone; None where there are none."""
        if not scene.inside or not self._placed:
            return None
        if scene.inside not in self._places:
            here = [intent for intent in self._placed if intent.sayable_in(scene)]
            self._places[scene.inside] = Matcher(here, placed=True)
        return self._places[scene.inside]

    def _anywhere(self, text: str, scene: Scene) -> MatchOutcome:
        if len(text) > LONGEST:
            return NoMatch(problem=_too_long(text))
        words = canonical(text)
        if not words or said_to_another(text):
            return NoMatch()
        found = self._by_sentence(words, text, scene)
        if not takes_back(words) and (found is None or isinstance(found, NoMatch)):
            # One word is taken as it is said: "kill" begins other sentences than "terminate" ends.
            alone = " " not in words
            found = (
                (None if alone else self._loosely(words, text, scene))
                or self._beside_remarks(words, text, scene)
                or (self._near(words, text, scene) if found is None or found.stray else None)
                or found
            )
            if not alone and (found is None or isinstance(found, NoMatch)):
                found = self._meant(words, text, scene, against=found is not None) or found
        return found or NoMatch(self._nearest.to(words))

    def _by_sentence(self, words: str, text: str, scene: Scene) -> MatchOutcome | None:
        """What sentences that fit whole come to, or that were begun; None where none is."""
        attempts, problems = self._attempts(words, text, scene)
        if takes_back(words):
            kept = [attempt for attempt in attempts if not attempt.match.fills]
            return best(kept) if kept else None
        if attempts and not all(map(self._took_own_word, attempts)):
            return best(attempts)
        begun = self._beginnings.of(Words.of(words), text, scene)
        if begun is not None:
            return begun
        if attempts:
            return best(attempts)
        return _problem(*problems[0]) if problems else None

    def _attempts(self, words: str, text: str, scene: Scene) -> tuple[list[Attempt], list[tuple[IntentSpec, Problem]]]:
        """The readings whose slots name something, and why the others' do not, the closest first."""
        attempts: list[Attempt] = []
        problems: list[tuple[int, IntentSpec, Problem]] = []
        resolutions: Resolutions = {}
        matched = Words.of(words)
        for template in self._candidates.of(matched):
            for reading in template.readings(matched):
                if is_mentioned(reading, words) or is_talk(reading, words):
                    continue
                resolved = attempt(reading, text, scene, resolutions)
                if isinstance(resolved, Attempt):
                    attempts.append(resolved)
                else:
                    problems.append((reading.loose_words, reading.intent, resolved))
        problems.sort(key=lambda problem: (problem[2].stray, problem[0]))
        return attempts, [(intent, problem) for _, intent, problem in problems]

    def _took_own_word(self, attempt: Attempt) -> bool:
        """True where a slot that takes anything took only words of the sentences: "make a folder" names none "a"."""
        literals = self._grammars[attempt.match.intent.id].literals
        wide = [fill for fill in attempt.match.fills if not fill.slot.type.narrow]
        return any(literals.issuperset(fill.said.lower().split()) for fill in wide)

    def _loosely(self, words: str, text: str, scene: Scene) -> Match | Ambiguous | None:
        """The skill whose sentence the words are but for small words and synonyms; both where two are."""
        if only_mentions(words) or tells_of(words) or asks_how(words):
            return None
        attempts = self._loose.attempts(words, text, scene)
        if asks_about(words):
            attempts = [attempt for attempt in attempts if attempt.match.intent.kind is not RouteLabel.COMMAND]
        return best(attempts) if attempts else None

    def _beside_remarks(self, words: str, text: str, scene: Scene) -> Match | None:
        """The skill that one piece of the words is a sentence of, where the others only remark on it."""
        piece = asking(text)
        if piece is None or any(mentions(piece) for mentions in (only_mentions, tells_of)) or asks_elsewhere(words):
            return None
        for said in filter(None, (pointing_back(text), piece)):
            found = self._by_sentence(canonical(said), said, scene)
            if found is not None:  # what the remark named is meant, though it may not be there
                break
        return replace(found, score=found.score * DISCOUNT, how="near") if isinstance(found, Match) else None

    def _near(self, words: str, text: str, scene: Scene) -> Match | Ambiguous | None:
        """The skill whose sentence the words are a mishearing of; both where two come as near."""
        if only_mentions(words) or tells_of(words):
            return None
        matches = self._misheard.matches(words, text, scene) or [
            replace(match, score=match.score * DISCOUNT) for match in self._aligner.matches(words, scene)
        ]
        if asks_about(words):
            matches = [match for match in matches if match.intent.kind is not RouteLabel.COMMAND]
        return closest(matches, TIE)

    def _meant(self, words: str, text: str, scene: Scene, *, against: bool) -> Match | Ambiguous | Incomplete | None:
        return self._meaning.of(words, text, scene, against=against) if self._meaning is not None else None

    @cached_property
    def _candidates(self) -> Candidates:
        return Candidates([template for grammar in self._grammars.values() for template in grammar.templates])

    @cached_property
    def _by_word(self) -> dict[str, frozenset[str]]:
        """Word of the skills' sentences → ids of those that use it."""
        by_word: dict[str, set[str]] = defaultdict(set)
        for id_, grammar in self._grammars.items():
            for word in grammar.vocabulary:
                by_word[word].add(id_)
        return {word: frozenset(ids) for word, ids in by_word.items()}

    @cached_property
    def _beginnings(self) -> Beginnings:
        return Beginnings(self._grammars, self._by_word)

    @cached_property
    def _answers(self) -> Answers:
        return Answers(self._grammars)

    @cached_property
    def _misheard(self) -> Misheard:
        return Misheard(self._candidates, self._by_word)

    @cached_property
    def _loose(self) -> Loose:
        return Loose(self._grammars.values())

    @cached_property
    def _aligner(self) -> Aligner:
        return Aligner(self._grammars.values(), self._by_word)

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self._grammars, self._by_word)

    @cached_property
    def _meaning(self) -> Meaning | None:
        return Meaning(self._grammars, self._entailer, self._thresholds) if self._entailer is not None else None


def _worth(outcome: MatchOutcome) -> int:
    """How much was made of the words, 0 to 3; a sentence that fits whole counts before."""
    if isinstance(outcome, NoMatch):
        return int(outcome.intent is not None)
    first = outcome.candidates[0] if isinstance(outcome, Ambiguous) else outcome
    return 3 if first.how == "template" else 2


def _problem(intent: IntentSpec, problem: Problem) -> Ambiguous | NoMatch:
    """What is told of a sentence that fitted but for a value; a question where the value is one of several."""
    if problem.choices:
        return Ambiguous(problem.choices)
    return NoMatch((intent,), problem.reason, intent, stray=problem.stray)


def _too_long(text: str) -> str:
    return f"That is {len(text)} characters long; {LONGEST} is the most that is read."
