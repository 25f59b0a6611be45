"""One utterance that asks for two or three things, one after another: "open vim and run the tests". Pure.

A sentence is only cut where every piece is by itself a skill's own sentence and the whole is none, so that a commit
message with "and" in it, or a search for "salt and pepper", stays whole. Where in doubt, nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final, Protocol

from intents.context import IT, THERE
from intents.mention import only_mentions
from intents.model import Ambiguous, Incomplete, Match, MatchOutcome, NoMatch, RouteLabel, Scene
from intents.normalize import canonical

MOST_STEPS: Final = 3
MOST_JOINTS: Final = 6
"""Joining words in one utterance; what has more is prose."""

_JOINT = re.compile(
    r"(?:\s*,)?\s+(?:and\s+then|and\s+after\s+that|after\s+that|then|and\s+also|and)\s+(?=\S)", re.IGNORECASE
)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
_POINTING = re.compile(rf"\b(?:{'|'.join(sorted((*IT, *THERE), key=len, reverse=True))})\b", re.IGNORECASE)


class Matching(Protocol):
    """What is asked of a matcher here."""

    def match(self, text: str, scene: Scene) -> MatchOutcome:
        """The skill that the whole of `text` means."""
        ...


def cuts(text: str) -> Iterator[tuple[str, ...]]:
    """Every way to cut `text` at its joining words into two to MOST_STEPS pieces, fewest pieces first.

    The pieces, in order, are all of the text but for the joining words cut at; nothing is cut inside quotation marks.
    """
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    joints = [
        found.span()
        for found in _JOINT.finditer(text)
        if not any(start < found.end() and found.start() < end for start, end in quoted)
    ]
    if len(joints) > MOST_JOINTS:
        return
    for count in range(1, MOST_STEPS):
        for chosen in combinations(joints, count):
            starts = (0, *(end for _, end in chosen))
            ends = (*(start for start, _ in chosen), len(text))
            pieces = tuple(text[start:end].strip() for start, end in zip(starts, ends, strict=True))
            if all(pieces):
                yield pieces


def steps(text: str, matcher: Matching, scene: Scene) -> tuple[str, ...]:
    """The steps that `text` asks for; the whole text as the only one where it is not several skills' sentences."""
    whole = (text,)
    if _JOINT.search(text) is None or only_mentions(canonical(text)):
        return whole
    outcome = matcher.match(text, scene)
    if _is_a_sentence(outcome) and not _asks_for_its_steps(outcome):
        return whole
    return next((pieces for pieces in cuts(text) if _each_is_a_sentence(pieces, matcher, scene)), whole)


def _is_a_sentence(outcome: MatchOutcome) -> bool:
    matches = outcome.candidates if isinstance(outcome, Ambiguous) else (outcome,)
    return any(isinstance(match, Match | Incomplete) and match.how == "template" for match in matches)


def _asks_for_its_steps(outcome: MatchOutcome) -> bool:
    """True where words to look for would be a step that points at what is found: "find big.log and delete it"."""
    if not isinstance(outcome, Match) or outcome.intent.kind is not RouteLabel.QUESTION:
        return False
    wide = [fill.said for fill in outcome.fills if not fill.slot.type.narrow]
    return any(_POINTING.search(said[joint.end() :]) for said in wide for joint in _JOINT.finditer(said))


def _each_is_a_sentence(pieces: tuple[str, ...], matcher: Matching, scene: Scene) -> bool:
    """Each a whole sentence now; a later one may also name or point at what an earlier one will have made."""
    named: set[str] = set()
    for position, piece in enumerate(pieces):
        outcome = matcher.match(piece, scene)
        if isinstance(outcome, Match) and outcome.how == "template":
            named |= {fill.said.lower() for fill in outcome.fills}
        elif not (position and _leans_on(piece, outcome, named)):
            return False
    return True


def _leans_on(piece: str, outcome: MatchOutcome, named: set[str]) -> bool:
    """True where a sentence fits but for a file or folder, and that one was named or is pointed at.

    A piece that can be cut itself is no such sentence: "move it into it and list the files" has no name in it.
    """
    if not isinstance(outcome, NoMatch) or outcome.intent is None or _JOINT.search(piece):
        return False
    words = f" {piece.lower()} "
    return _POINTING.search(piece) is not None or any(f" {name} " in words for name in named)
