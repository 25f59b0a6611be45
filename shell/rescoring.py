"""Command-aware hearing: what can be said now is held against the sound itself.

    listen ─▶ transcripts (n-best) ─▶ sentences near in sound ─▶ scored on the same encoding ─▶ the plain words, or one
                     ▲                          │
                     └── with a hint, once ◀────┘ where none is near

Whisper writes "Open them." for "open vim": its language model has read more of "them". The skills know better what may
be said here, so their sentences that sound like the transcripts (`intents.phrasebook`), and what developers say besides
(`intents.jargon`), are decoded by force on the encoding that is there already, all in one batch. Where none is near,
the words are looked for once more with a hint of what developers say: "Good work" may have been "git merge". Such a
sentence takes the plain transcript's place only where the sound speaks for it nearly as well, the less so the farther
its sound is from what was heard; where the plain words mean something themselves, only where the sound speaks for it
more. Words that are no command are left as they are.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from intents.context import calls_off, cancels
from intents.mention import only_mentions, takes_back
from intents.normalize import canonical
from intents.sayable import LONGEST, Wording
from intents.sounding import as_said
from policies.consent import Answer, answer
from shell.asr import CALLED_OFF, Listened, NotRecognized, Transcript, Wanted, always
from shell.frames import SAMPLE_RATE, Audio
from shell.live_words import Glancing

FEWEST = 3
"""Words from which on an answer or a negation that was heard unsurely may have been something else."""
MOST_HEARD = 3
"""Transcripts that may be what was said. Sentences are looked for around the first and around those with a hint: around
the others nothing more was found of 181 other commands, for half as much time again."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the grammar's word counts beside the sound's. Set on other commands and speakers than those reported
    (benchmarks/commands.py, docs/decisions.md)."""

    meant: float = 15.0
    """Log-probability that a sentence may lack to words that mean nothing here, be it a skill's or a developer's."""
    term: float = 6.0
    """Log-probability that recognisers take from each word that is common at a terminal and rare elsewhere."""
    most_terms: int = 2
    """Such words of a sentence that count."""
    distance: float = 30.0
    """Log-probability that a sentence loses for each share of its sound that differs from all transcripts, 0 to 1."""
    farthest: float = 0.34
    """Sentences that differ in a larger share of their sound are not tried."""
    margin: float = 0.5
    """Log-probability by which a sentence must be ahead of the plain words."""
    sure: float = 0.75
    """Confidence, 0 to 1, from which on words that mean something are taken at once, untried."""
    certain: float = 0.95
    """Confidence, 0 to 1, from which on any words are taken at once: of 343 other commands none so sure was wrong."""
    unhinted: float = 0.75
    """Confidence, 0 to 1, from which on no hint is tried: it never brought anything there, and talk is heard so."""
    doubted: float = 0.6
    """Confidence, 0 to 1, below which words that answer, negate or report may be others: "schema not sequel"."""
    unsure: float = 0.85
    """The most confidence, 0 to 1, in words that were put in the plain words' place."""
    temperature: float = 4.0
    """Log-probability by which words ahead of others are e times as likely to have been said."""
    most_tried: int = 2
    """Sentences found at a time that are held against the sound; each costs time, and more are no more often right."""
    far: float = 0.14
    """Where no sentence is as near to a transcript, they are looked for around transcripts made with a hint, too."""
    hinted: float = 0.05
    """Share of its sound by which a sentence counts as farther that was found with the hint alone."""
    as_near: float = 0.03
    """Sentences whose sound differs in a larger share than the nearest's and this are not tried."""
    longest_s: float = 12.0
    """Sound that is longer is hardly a command."""


class Sayable(Protocol):
    """What can be said now."""

    def near(self, heard: Sequence[str]) -> Sequence[Wording]:
        """Sentences that sound like one of the transcripts, nearest first."""
        ...

    def means(self, text: str) -> bool:
        """Whether the words are a whole sentence, each of its slots naming something that is there."""
        ...

    def known(self, text: str) -> bool:
        """Whether the words are a sentence that developers say, though no skill has it."""
        ...

    def respelled(self, text: str) -> bool:
        """Whether it has what a recogniser writes for a word that it does not know."""
        ...

    def ends(self, text: str) -> bool:
        """Whether the words end the talk: they are never put in the place of others."""
        ...

    def terms(self, text: str) -> int:
        """How many of the words recognisers believe in too little."""
        ...

    def hint(self) -> str:
        """A line in the manner of what can be said, with words that a recogniser is to expect."""
        ...


class Listener(Protocol):
    """A transcriber that tells what else it might have heard, and how well other words fit the sound."""

    def listen(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Listened:
        """As `Transcriber.transcribe`, with the other hypotheses and a way to score more."""
        ...


@dataclass(frozen=True, slots=True)
class Tried:
    """Words that were held against the sound."""

    text: str
    """As they are written."""
    score: float
    """Log-probability of all its tokens given the sound, natural logarithm."""
    distance: float | None = None
    """Of a sentence that can be said, from what was heard, 0 to 1; None for a transcript."""
    meant: bool = True
    """Whether it is a sentence that can be said now."""
    terms: int = 0
    """How many of its words recognisers believe in too little."""


def choose(plain: Tried, others: Sequence[Tried], weights: Weights) -> Tried:
    """Which words were said: the plain ones, unless others are ahead of them by the margin. Pure.

    A score that is no number never wins.
    """
    best = max(others, key=lambda one: worth(one, weights), default=plain)
    return best if worth(best, weights) > worth(plain, weights) + weights.margin else plain


def worth(words: Tried, weights: Weights) -> float:
    """The sound's word and the grammar's together; minus infinity where the sound's is no number."""
    if math.isnan(words.score):
        return -math.inf
    rare = weights.term * min(words.terms, weights.most_terms)
    return words.score + weights.meant * words.meant + rare - weights.distance * (words.distance or 0.0)


def confidence(best: Tried, tried: Sequence[Tried], weights: Weights) -> float:
    """How sure it is that `best`, one of those `tried`, was said, 0 to `unsure`: so much ahead of the others it is, and
    so well the sound speaks for it, which counts for half. Pure."""
    ahead = [(worth(one, weights) - worth(best, weights)) / weights.temperature for one in tried]
    share = 1 / sum(math.exp(min(each, 50.0)) for each in ahead)
    pieces = max(len(best.text.split()) + 1, len(best.text) / 4)
    return weights.unsure * min(1.0, share) * (0.5 + 0.5 * math.exp(min(0.0, best.score / pieces)))


class CommandAware:
    """A transcriber that hears what can be said. Behind `Transcriber`; one thread at a time."""

    def __init__(self, listener: Listener, sayable: Sayable, weights: Weights | None = None) -> None:
        self.listener = listener
        self._sayable = sayable
        self._weights = weights or Weights()

    def transcribe(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Transcript | NotRecognized:
        """See `Transcriber.transcribe`. Where no words were heard, none are found either: silence stays silence."""
        listened = self.listener.listen(audio, prompt=prompt, wanted=wanted)
        return self.reconsidered(listened, len(audio) / SAMPLE_RATE, wanted)

    def glance(self, audio: Audio, *, wanted: Wanted = always) -> str:
        """The plain words, where the listener can be asked so."""
        return self.listener.glance(audio, wanted=wanted) if isinstance(self.listener, Glancing) else ""

    def reconsidered(self, listened: Listened, seconds: float, wanted: Wanted = always) -> Transcript | NotRecognized:
        """What was heard in `seconds` of sound, with what can be said in view; `wanted` as in `transcribe`."""
        plain = listened.heard
        if not isinstance(plain, Transcript) or not self._worth_trying(plain, seconds):
            return plain
        return self._rescored(listened, plain, wanted)

    def _worth_trying(self, plain: Transcript, seconds: float) -> bool:
        """Not long speech, nor words that answer, negate, report or call off: there a word changed could do harm."""
        if seconds > self._weights.longest_s or len(plain.text.split()) > LONGEST:
            return False
        if _left_alone(plain.text):
            return plain.confidence < self._weights.doubted and len(plain.text.split()) >= FEWEST
        if self._sayable.respelled(plain.text):
            return True
        if plain.confidence >= self._weights.certain:
            return False
        return not (plain.confidence >= self._weights.sure and self._meant(plain.text))

    def _meant(self, text: str) -> bool:
        return self._sayable.means(text) or self._sayable.known(text)

    def _rescored(self, listened: Listened, plain: Transcript, wanted: Wanted) -> Transcript | NotRecognized:
        if not wanted():
            return CALLED_OFF
        tried = self._candidates(plain, listened, wanted)
        if len(tried) == 1:
            return plain
        if not wanted():
            return CALLED_OFF
        written = list(dict.fromkeys(tried.values()))
        scores = dict(zip(written, listened.score(written), strict=True))
        first, *others = (replace(one, score=scores[text]) for one, text in tried.items())
        best = choose(first, others, self._weights)
        if best.distance is None or as_said(best.text) == as_said(plain.text):
            return plain
        sure = confidence(best, [first, *others], self._weights)
        return replace(plain, text=best.text, heard=plain.text, confidence=sure)

    def _candidates(self, plain: Transcript, listened: Listened, wanted: Wanted) -> dict[Tried, str]:
        """As `_to_try`; the plain words alone where a second hearing has their "not" as well."""
        heard = [plain.text, *listened.others][:MOST_HEARD]
        doubted = _left_alone(plain.text)
        near = [] if doubted else self._sayable.near(heard[:1])
        far = not near or near[0].distance > self._weights.far
        hinted: tuple[str, ...] = ()
        if far and plain.confidence < self._weights.unhinted and wanted():
            hinted = listened.again(self._sayable.hint())
        if doubted and hinted and _left_alone(hinted[0]):
            hinted = ()
        return self._to_try(heard[:1] if doubted else heard, near, hinted)

    def _to_try(self, heard: Sequence[str], near: Sequence[Wording], hinted: Sequence[str]) -> dict[Tried, str]:
        """What may have been said, not scored yet, the plain words first → as a recogniser writes it."""
        plain = heard[0]
        first = sentence(plain, plain)
        found = {"": (Tried(first, 0.0, None, self._meant(plain), self._sayable.terms(plain)), first)}
        far = self._weights.hinted
        likely = [*self._meaning(heard[1:], plain, 0.0), *self._sentences(near, plain, 0.0)]
        if hinted:
            likely += [*self._meaning(hinted, plain, far), *self._sentences(self._sayable.near(hinted), plain, far)]
        for one, written in sorted(likely, key=lambda each: each[0].distance or 0.0):
            found.setdefault(as_said(one.text), (one, written))
        return dict(found.values())

    def _meaning(self, heard: Sequence[str], plain: str, farther: float) -> Iterator[tuple[Tried, str]]:
        """Those of the transcripts that mean something themselves, and end nothing."""
        for other in heard:
            if self._meant(other) and not self._sayable.ends(other):
                text = sentence(other, plain)
                yield Tried(text, 0.0, farther, terms=self._sayable.terms(other)), text

    def _sentences(self, near: Sequence[Wording], plain: str, farther: float) -> Iterator[tuple[Tried, str]]:
        """The nearest sentences that can be said, and end nothing, each `farther` than they say."""
        before, after = around(plain)
        farthest = self._weights.farthest
        for one in itertools.islice(
            (one for one in near if not self._sayable.ends(one.text)), self._weights.most_tried
        ):
            farthest = min(farthest, one.distance + self._weights.as_near)
            if one.distance > farthest:
                break
            text, written = (
                sentence(f"{before} {words} {after}", plain) for words in (one.text, one.heard_as or one.text)
            )
            yield Tried(text, 0.0, one.distance + farther, terms=one.terms), written


def _left_alone(text: str) -> bool:
    answers = answer(text) is not Answer.UNCLEAR or calls_off(text) or cancels(text)
    return answers or only_mentions(text) or takes_back(text)


def around(text: str) -> tuple[str, str]:
    """What stands before and after the words that sentences are matched with: "Golem, ... please". It was said as well,
    and the wake phrase is looked for in it."""
    words = canonical(text)
    start = text.lower().find(words.lower())
    if start < 0:
        return "", ""
    return text[:start].strip(), text[start + len(words) :].strip(" .!?…")


def sentence(text: str, like: str) -> str:
    """Words as Whisper writes a sentence: a capital first, and the end that `like` has, else a full stop.

    The end is part of what is scored: without it the beginning of what was said would always fit best.
    """
    words = re.sub(r"\bi\b(?=\s|'|$)", "I", " ".join(text.split()).replace(" ,", ",").rstrip(" .,;:!?…"))
    end = like.rstrip()[-1:]
    return words[:1].upper() + words[1:] + (end if end in {"?", "!"} else ".")
