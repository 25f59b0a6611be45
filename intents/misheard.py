"""The skills whose sentences the words are a mishearing of (`intents.near` says which words may be meant).

Which sentences are worth a try is known from the index, asked with all the words that may be meant at once; words are
then put right only as the sentences at hand have them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from intents.candidates import Candidates
from intents.grammar import Grammar, Template, Words
from intents.model import Match, Scene
from intents.near import NEAR, Correction, Vocabulary
from intents.reading import Attempt, Resolutions, attempt

DISCOUNT = 0.9
"""A near match scores at most this, so that the gate sees that it was no exact one."""
COMMON = 10
"""Skills that may use a word for a sentence to be known by it alone. Where all that was heard right is commoner, what
was misheard must be nearer (SURE_WORD): "list the brunches" lists branches, and "turn on the vacuum" is no volume."""
SURE_WORD = 0.75
"""Least likeness, 0 to 1, of a word misheard beside common ones alone: "brunches" is 0.94, "vacuum" 0.58."""
MOST_SKILLS = 12
"""Skills tried, those first that have the most of the words as heard."""


class Misheard:
    """Puts words right by the sentences of the skills given."""

    def __init__(self, candidates: Candidates, by_word: Mapping[str, frozenset[str]]) -> None:
        """`by_word` has, for every word of the skills' sentences, the ids of those that use it."""
        self._candidates = candidates
        self._vocabulary = Vocabulary(by_word)
        self._common = frozenset(word for word, ids in by_word.items() if len(ids) > COMMON)

    def matches(self, words: str, text: str, scene: Scene) -> list[Match]:
        """The best match of each skill that one or two words put right lead to; `words` are `text`, canonical."""
        heard = tuple(words.lower().split())
        instead = self._vocabulary.instead(heard)
        if not instead:
            return []
        meant = [[word, *(other for _, other in instead.get(place, ()))] for place, word in enumerate(heard)]
        skills: dict[str, list[Template]] = {}
        for template in self._candidates.among(meant):
            skills.setdefault(template.intent.id, []).append(template)
        likely = sorted(skills.values(), key=lambda templates: -_heard_right(templates[0].grammar, heard))
        found = (self._best(templates, heard, instead, text, scene) for templates in likely[:MOST_SKILLS])
        return [match for match in found if match is not None]

    def _best(
        self,
        templates: list[Template],
        heard: tuple[str, ...],
        instead: Mapping[int, list[tuple[float, str]]],
        text: str,
        scene: Scene,
    ) -> Match | None:
        """The best match of one skill, whose templates these are."""
        vocabulary = templates[0].grammar.vocabulary
        own = {place: [meant for meant in words if meant[1] in vocabulary] for place, words in instead.items()}
        resolutions: Resolutions = {}
        matches = [
            match
            for correction in self._vocabulary.put_right(heard, {place: words for place, words in own.items() if words})
            if self._is_known_by(correction, vocabulary)
            for match in _corrected(correction, templates, text, scene, resolutions)
        ]
        return max(matches, key=lambda match: match.score, default=None)

    def _is_known_by(self, correction: Correction, vocabulary: frozenset[str]) -> bool:
        """Whether enough was heard right for one of the skill's sentences to be meant."""
        telling = correction.telling & vocabulary
        return bool(telling - self._common or (telling and min(correction.likeness) >= SURE_WORD))


def _heard_right(grammar: Grammar, heard: tuple[str, ...]) -> int:
    return sum(word in grammar.vocabulary for word in heard)


def _corrected(
    correction: Correction, templates: list[Template], text: str, scene: Scene, resolutions: Resolutions
) -> Iterator[Match]:
    """What the corrected words match, with no word put right inside a slot that takes any words."""
    words = Words.of(correction.text)
    for template in templates:
        if not template.may_fit(words):
            continue
        slots = {slot.name: slot.type for slot in template.intent.slots}
        for reading in template.readings(words):
            if not all(slots[name].narrow for name in reading.said):
                continue
            open_words = [
                word for name, said in reading.said.items() if not slots[name].choices for word in said.split()
            ]
            score = correction.score(open_words)
            if score < NEAR or correction.changed & set(open_words):
                continue
            resolved = attempt(reading, text, scene, resolutions)
            if isinstance(resolved, Attempt):
                yield replace(resolved.match, score=score * resolved.match.score * DISCOUNT, how="near")
