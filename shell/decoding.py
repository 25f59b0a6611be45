"""What Whisper's decoder wrote, as words and numbers: segments, log-probabilities, and where it began to loop. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

_TIMESTAMP_S = 0.02
"""One timestamp token."""
_SHORTEST_LOOP = 4
"""Tokens: a full sentence or the better part of one; shorter words that come again may have been said again."""
_BREAK_S = 1.0
"""Sound after a segment that was opened and left empty: what is shorter may be silence, times being rough."""
_SENTENCE_ENDS = (".", "?", "!", "…")


class Tokenizer(Protocol):
    """What is needed of Whisper's: token numbers below `eot` are text, those from `timestamp_begin` on are times."""

    @property
    def eot(self) -> int:
        """End of text."""
        ...

    @property
    def timestamp_begin(self) -> int:
        """The time 0."""
        ...

    def decode(self, tokens: list[int]) -> str:
        """Tokens to text."""
        ...


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a transcript as Whisper cut it."""

    text: str
    start_s: float
    end_s: float
    """From the start of the audio. Rough: in a short window they are off by a second at times."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """One hypothesis: words that the decoder found in an utterance."""

    text: str
    """As Whisper writes it, with capitals and punctuation; foreign data. May be empty."""
    segments: tuple[Segment, ...]
    """None where it was decoded without timestamps."""
    mean_log_probability: float
    """Of the text's tokens without timestamps, natural logarithm, at most 0; minus infinity for no text."""
    total_log_probability: float
    """Of all of them together, as `Scored.total`."""
    no_speech: float
    """Whisper's no-speech probability, 0 to 1: the same for all hypotheses of an utterance."""
    complete: bool
    """False where the decoder had to be stopped."""
    end_s: float
    """The last timestamp, 0 without."""


@dataclass(frozen=True, slots=True)
class Scored:
    """How well given words fit the sound, forced: natural logarithms, at most 0."""

    per_token: tuple[float, ...]
    """Of each of the text's tokens."""

    @property
    def total(self) -> float:
        """Of all the text's tokens together; 0 for no text. The end of text is none of them: the beginning of what was
        said fits as well as the whole, so compare texts that end alike, with a full stop."""
        return sum(self.per_token)

    @property
    def mean(self) -> float:
        """Over the text's tokens; minus infinity for no text."""
        return self.total / len(self.per_token) if self.per_token else -math.inf


def unlooped(tokens: Sequence[int], complete: bool, eot: int) -> tuple[list[int], bool]:
    """Tokens up to where the decoder begins to write the same again, and whether they are a whole text. Pure.

    Where the sound is over, a short window's decoder may start from its beginning: "Run the tests. Run the tests. Run".
    What it wrote first is right. Text that comes twice and ends there may have been said twice: it stays, for
    `shell.evidence.said_twice` to doubt. `tokens` from `eot` on are times; `complete` is whether the text has an end.
    """
    words = [(at, token) for at, token in enumerate(tokens) if token < eot]
    said = [token for _, token in words]
    for period in range(_SHORTEST_LOOP, len(said) - _SHORTEST_LOOP + 1):
        again = said[period:] == said[:-period]
        if again and (not complete or len(said) > 2 * period):
            return list(tokens[: words[period][0]]), True
    return list(tokens), complete


def broken_off(tokens: Sequence[int], text: str, duration_s: float, tokenizer: Tokenizer) -> bool:
    """Whether the decoder began a segment that it wrote nothing of, with sound left: "a bit of<|5.40|><|5.40|>". Pure.

    So Whisper says that speech goes on and that the rest is for the next window (Radford et al. 2022, section 3.8);
    here there is none. A sentence with its full stop is taken as whole.
    """
    opened = len(tokens) > 2 and tokens[-1] == tokens[-2] >= tokenizer.timestamp_begin
    return opened and end_s(tokens, tokenizer) < duration_s - _BREAK_S and text.rstrip()[-1:] not in _SENTENCE_ENDS


def scored(probabilities: Sequence[float], length: int) -> Scored:
    """0 to 1 each; below 1e-10 int8 rounding is all there is."""
    logs = np.minimum(0.0, np.log(np.maximum(np.asarray(probabilities[:length], np.float64), 1e-10)))
    return Scored(tuple(float(each) for each in logs))


def segments(tokens: Sequence[int], tokenizer: Tokenizer) -> tuple[Segment, ...]:
    """Text between two timestamps is a segment; text without them is none."""
    found: list[Segment] = []
    words: list[int] = []
    start_s = 0.0
    for token in tokens:
        if token < tokenizer.eot:
            words.append(token)
        elif token >= tokenizer.timestamp_begin:
            at_s = (token - tokenizer.timestamp_begin) * _TIMESTAMP_S
            text = tokenizer.decode(words).strip()
            if text:
                found.append(Segment(text, start_s, at_s))
            start_s, words = at_s, []
    return tuple(found)


def end_s(tokens: Sequence[int], tokenizer: Tokenizer) -> float:
    """The latest of the times, in seconds; 0 without any."""
    return max([0.0, *((token - tokenizer.timestamp_begin) * _TIMESTAMP_S for token in tokens)])
