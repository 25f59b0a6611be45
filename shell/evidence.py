"""Was that really said? Whisper writes fluent words for silence and noise; here its own evidence is weighed. Pure.

Four witnesses, none of them enough alone:

- the no-speech probability, which Whisper's authors set at 0.6 and trust only beside a low mean log-probability
  (Radford et al. 2022, section 4.5; the defaults of openai/whisper's `transcribe`);
- the mean log-probability of the text's tokens;
- the gzip compression ratio (2.4 in the same place), and loops too short to compress;
- the phrases that Whisper is known to make up from non-speech (Barański et al. 2025, arXiv 2501.11378, who call the
  list a bag of hallucinations, and the trackers of WhisperLive and others). Such a phrase is also something that people
  say, so it is refused only where the other evidence is weak.

The limits were set on `base` with 46 noises, silence, white noise, and 120 clips of real speakers (docs/audio.md).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from shell.errors import ConfigError

COMMON_HALLUCINATIONS = frozenset(
    {
        "you", "thank you", "thanks", "thank you very much", "thank you so much", "thank you for watching",
        "thank you for watching this video", "thank you so much for watching", "thanks for watching",
        "thanks for listening", "thank you for listening",
        "thanks for watching and i'll see you next time", "i'll see you next time", "i'll see you in the next video",
        "see you next time", "see you in the next video", "see you", "bye", "bye bye", "goodbye", "okay", "ok", "so",
        "the", "the end", "and", "i", "yeah", "i'm sorry", "that's all", "silence", "music", "applause",
        "please subscribe", "please subscribe to my channel", "like and subscribe", "don't forget to subscribe",
        "subtitles by the amara.org community", "subtitles by the amara org community", "transcribed by otter.ai",
        "hi everyone", "welcome back to my channel", "i'm going to get you", "i don't know", "what", "hello",
    }
)  # fmt: skip
"""Compared with `_plain` text: lower case, no punctuation at the ends."""

_INTERJECTIONS = frozenset(
    {
        "ah", "ahh", "aah", "oh", "ohh", "aw", "ugh", "uh", "uhh", "um", "umm", "hm", "hmm", "hmmm", "mm", "mmm",
        "mhm", "ha", "haha", "heh", "hah", "huh", "oof", "ooh", "ow", "phew", "pff", "psst", "sh", "shh", "tsk",
        "whoa", "wheee", "whee", "brr", "boo", "eh", "er", "erm", "ooo", "aaah", "argh", "grr",
    }
)  # fmt: skip
"""Sounds that people make and that command nothing; any number of them, alone, is no utterance."""

_PHRASE = r"(?<!\S)([\w']+(?: [\w']+){0,4}?)"
_LOOP = re.compile(_PHRASE + r"(?: \1(?!\S)){3,}")
"""One to five words, four times in a row or more."""
_AGAIN = re.compile(_PHRASE + r"(?: \1(?!\S))+")
"""One to five words, twice in a row or more."""
_STRETCH = re.compile(r"(\w)\1{5,}")
"""One letter six times in a row: no English word has that."""
_WORDS = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class EvidenceSettings:
    """From where on a transcript is believed."""

    no_speech: float = 0.6
    """Above this no-speech probability, 0 to 1, text needs a mean log-probability of `weak_log_probability`: Whisper's
    own rule and limit, though with -0.7 for its -1, because there the mean counts timestamps too."""
    min_log_probability: float = -1.5
    """Mean natural logarithm of the text tokens' probabilities, below which text is never believed; negative."""
    weak_log_probability: float = -0.7
    """Below this the evidence counts as weak: a phrase that Whisper is known to make up is then refused. Negative."""
    weak_no_speech: float = 0.3
    """Above this no-speech probability, 0 to 1, the evidence counts as weak too."""
    max_compression_ratio: float = 2.4
    """Text that compresses better is a loop (Whisper's own limit); above 1."""

    def __post_init__(self) -> None:
        """Refuse what cannot work, naming the setting."""
        for name in ("no_speech", "weak_no_speech"):
            if not 0 <= getattr(self, name) <= 1:
                raise ConfigError(f"transcriber.evidence.{name} must be from 0 to 1, not {getattr(self, name)!r}")
        for name in ("min_log_probability", "weak_log_probability"):
            if not -20 <= getattr(self, name) <= 0:
                raise ConfigError(f"transcriber.evidence.{name} must be from -20 to 0, not {getattr(self, name)!r}")
        if self.max_compression_ratio <= 1:
            raise ConfigError(
                f"transcriber.evidence.max_compression_ratio must be above 1, not {self.max_compression_ratio!r}"
            )


def compression_ratio(text: str) -> float:
    """Bytes of UTF-8 over bytes after zlib, as Whisper computes it; below 1 for short text, 0 for none."""
    data = text.encode()
    return len(data) / len(zlib.compress(data)) if data else 0.0


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def loops(text: str) -> bool:
    """True where a phrase of up to five words comes four times in a row, or a letter six times."""
    plain = _plain(text)
    return bool(_LOOP.search(plain) or _STRETCH.search(plain))


def said_twice(text: str) -> bool:
    """True where text is the same words over again ("No, no.", "Run it now. Run it now."): a person's emphasis, or a
    decoder's loop. Of one or two words the whole text must be made."""
    words = _plain(text).split()
    if any(words[:size] == words[size : 2 * size] for size in range(3, len(words) // 2 + 1)):
        return True
    return any(len(words) > size and words[size:] == words[:-size] for size in (1, 2))


def once(text: str) -> str:
    """What is said over and over from the beginning, said once: "Git diff. Git diff." → "Git diff."; else the text."""
    words = text.split()
    plain = [_plain(word) for word in words]
    for size in range(1, len(words) // 2 + 1):
        if plain[:size] == plain[size : 2 * size]:
            return " ".join(words[:size])
    return text


def doubt(  # noqa: PLR0911  # one return a reason reads as the list that it is
    text: str,
    *,
    no_speech: float,
    mean_log_probability: float,
    settings: EvidenceSettings,
) -> str | None:
    """Why `text` should not be taken as said, in a few words; None if it may be.

    `no_speech` is 0 to 1, `mean_log_probability` natural and at most 0. A NaN is doubt.
    """
    words = _plain(text).split()
    if not words:
        return "no words"
    if not (mean_log_probability >= settings.min_log_probability and no_speech <= 1.0):
        return "too unsure of the words"
    if no_speech > settings.no_speech and mean_log_probability < settings.weak_log_probability:
        return "probably no speech"
    if loops(text) or compression_ratio(text) > settings.max_compression_ratio:
        return "the same over and over"
    if all(word in _INTERJECTIONS for word in words):
        return "a sound, not a word"
    weak = mean_log_probability < settings.weak_log_probability or no_speech > settings.weak_no_speech
    plain = " ".join(words)
    if weak and (plain in _BAG or _AGAIN.sub(r"\1", plain) in _BAG):
        return "a phrase that is often heard in noise"
    return None


_BAG = frozenset(_plain(phrase) for phrase in COMMON_HALLUCINATIONS)
