"""Sound to words: what is asked of a transcriber, and Golem's own, Whisper in a window that fits the utterance.

`faster_whisper.WhisperModel.transcribe` pads every clip to 30 s, and most of the time for a short command goes into
encoding that padding. Its parts are used here instead (`shell.asr_whisper`), on a window that fits the clip
(6 s at least), which takes about a quarter of the time. Short windows make the decoder repeat itself at times; less so
with timestamps where the sound is short too, and without where it fills the window: repeats are cut. Where the words
are doubtful they are looked for again the other way, and where they still are, in the full window.

    audio ─▶ encode ─▶ recognize ─▶ Transcript or NotRecognized
                   └─▶ decode, score: other readings of the same sound, without encoding it again
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from shell.asr_whisper import WHOLE_WINDOW_S, Encoded, Whisper
from shell.decoding import Decoded, Scored, Segment
from shell.errors import AudioError, ConfigError
from shell.evidence import EvidenceSettings, compression_ratio, doubt, loops, once, said_twice
from shell.frames import SAMPLE_RATE, Audio

_SILENCE_AFTER_S = 2.5
"""Encoded after the sound at least: with 1 s the decoder loops twice as often, and leaves last words out."""
_LATE_S = 2.5
"""Seconds after the sound's end by which a time is off at most, else the words are doubted, unless they are sure."""
_SURE = -0.3
"""Mean log-probability from which on words are believed though their end is said to lie after the sound's: of commands
so sure whose time was wrong, none was heard otherwise a second time."""
_LONG_S, _LONG_BEAM = 5.0, 3
"""Seconds of sound from which on fewer hypotheses are kept: more of it is left to go by, and each costs more. It is
read without times, with which a speech that is cut off is begun again, and one reading is enough."""
MOST_OTHERS = 3
"""The beam's other texts that are told of."""

Wanted = Callable[[], bool]
"""Whether the words are still wanted. Asked on the transcriber's thread before each of its steps."""


def always() -> bool:
    """Words that are wanted whatever comes."""
    return True


__all__ = [
    "Decoded",
    "Encoded",
    "Listened",
    "NotRecognized",
    "Scored",
    "Segment",
    "Transcriber",
    "TranscriberSettings",
    "Transcript",
    "Wanted",
    "WhisperTranscriber",
    "always",
]


@dataclass(frozen=True, slots=True)
class TranscriberSettings:
    """How words are recognised; which model does it is `models.hear`."""

    language: str | None = "en"
    """Two-letter code, or None to detect it in each utterance (slower, and wrong more often for short ones)."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """`auto` takes a GPU if CTranslate2 finds one and it works."""
    compute_type: str = "auto"
    """CTranslate2's number format; `auto` is int8 on a CPU, float16 on a GPU."""
    beam_size: int = 5
    """Hypotheses kept while decoding, 1 to 10; of sound over 5 s at most 3."""
    window_s: float = 6.0
    """Shortest window that is encoded, 5 to 30 s; 30 is Whisper as published. Below 5 the decoder loops."""
    retry_log_probability: float = -1.0
    """Below this mean log-probability a short window's words are decoded again in the full one; Whisper's own limit."""
    threads: int = 0
    """CPU threads, 0 to 64; 0 takes the cores that this process may use, at most 4."""
    know_commands: bool = True
    """Hold what can be said here against the sound: "open vim", not "Open them."; see shell/rescoring.py."""
    evidence: EvidenceSettings = field(default_factory=EvidenceSettings)
    """From where on a transcript is believed."""

    def __post_init__(self) -> None:
        """Refuse what cannot work, naming the setting."""
        if self.device not in ("auto", "cpu", "cuda"):
            raise ConfigError(f"transcriber.device must be auto, cpu or cuda, not {self.device!r}")
        for name, low, high in (
            ("beam_size", 1, 10),
            ("window_s", 5, 30),
            ("threads", 0, 64),
            ("retry_log_probability", -20, 0),
        ):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
                raise ConfigError(f"transcriber.{name} must be from {low} to {high}, not {value!r}")


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said."""

    text: str
    """As Whisper writes it, with capitals and punctuation; foreign data. Never empty."""
    confidence: float
    """Geometric mean of the text tokens' probabilities, 0 to 1: exp(mean_log_probability)."""
    no_speech_probability: float
    """Whisper's own, 0 to 1."""
    mean_log_probability: float
    """Of the text's tokens without timestamps, natural logarithm, at most 0."""
    compression_ratio: float
    """UTF-8 bytes over zlib bytes."""
    segments: tuple[Segment, ...] = ()
    heard: str = ""
    """The plain transcript, where `text` is a sentence that was put in its place (`shell.rescoring`); else empty."""
    remote: bool = False
    """True where another machine made it of the sound."""


@dataclass(frozen=True, slots=True)
class NotRecognized:
    """There was sound, but no words to act on: an expected outcome."""

    reason: str
    """A few words for the toolbar and the journal."""
    guess: str = ""
    """What Whisper would have written; foreign data, to be shown at most, and never acted on."""


CALLED_OFF = NotRecognized("called off")
"""What comes of sound whose words were no longer wanted."""


@dataclass(frozen=True, slots=True)
class Listened:
    """What was recognised, and what more the same encoding of the sound can tell."""

    heard: Transcript | NotRecognized
    others: tuple[str, ...]
    """Further transcripts, likeliest first, none of them `heard`'s."""
    score: Callable[[Sequence[str]], list[float]]
    """The log-probability of each text given the sound, all its tokens together, at most 0; at once, in one batch."""
    again: Callable[[str], tuple[str, ...]]
    """Transcripts made with a hint of what to expect, likeliest first. They may hold words of it that nobody said."""


class Transcriber(Protocol):
    """Turns an utterance's sound into words."""

    def transcribe(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Transcript | NotRecognized:
        """Recognise float32 (n,), 16 kHz mono, up to 30 s; NaN and infinity are refused with AudioError.

        `prompt` is text in the style and with the words to expect; it is never given back as said where nothing was.
        Blocking; one thread at a time. Once `wanted` says no it ends as soon as it can, with CALLED_OFF or with words.
        """
        ...


class WhisperTranscriber:
    """Whisper in a CTranslate2 folder. Loading takes about a second. Blocking; one thread at a time.

    Every method that works on sound raises ModelError where the library fails.
    """

    def __init__(self, folder: Path, settings: TranscriberSettings | None = None) -> None:
        """Load the model and run it once, so that the first utterance is not slower than the others.

        Raises ModelMissing or ModelError for the folder, ConfigError for a language that the model does not have.
        """
        self.settings = settings or TranscriberSettings()
        self._whisper = Whisper(
            folder,
            language=self.settings.language,
            device=self.settings.device,
            compute_type=self.settings.compute_type,
            threads=self.settings.threads,
        )

    @property
    def device(self) -> str:
        """`cpu` or `cuda`: where the model is."""
        return self._whisper.device

    def transcribe(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Transcript | NotRecognized:
        """See `Transcriber.transcribe`. `wanted` is asked before each encoding and each decoding."""
        return self.listen(audio, prompt=prompt, wanted=wanted).heard

    def listen(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Listened:
        """As `transcribe`, with the beam's other texts and a way to score more on the same encoding."""
        encoded = self.encode(audio) if wanted() else CALLED_OFF
        if isinstance(encoded, NotRecognized):
            return _nothing(encoded)
        return self.recognize(encoded, prompt=prompt, wanted=wanted)

    def encode(self, audio: Audio) -> Encoded | NotRecognized:
        """The encoder's pass over float32 (n,), 16 kHz mono, up to 30 s; NotRecognized for nothing but zeros.

        Raises AudioError for NaN, infinity and two channels.
        """
        if audio.ndim != 1 or not np.isfinite(audio).all():
            raise AudioError("the sound to recognise must be one channel of finite numbers")
        if not len(audio) or not audio.any():
            return NotRecognized("silence")
        return self._whisper.encode(audio, self._window(audio))

    def _window(self, audio: Audio) -> float:
        if self.device == "cuda":
            return WHOLE_WINDOW_S  # there the padding costs milliseconds
        return min(WHOLE_WINDOW_S, max(self.settings.window_s, math.ceil(len(audio) / SAMPLE_RATE + _SILENCE_AFTER_S)))

    def glance(self, audio: Audio, *, wanted: Wanted = always) -> str:
        """See `shell.live_words.Glancing`."""
        encoded = self.encode(audio) if wanted() else CALLED_OFF
        return self._whisper.skim(encoded) if isinstance(encoded, Encoded) and wanted() else ""

    def recognize(self, encoded: Encoded, *, prompt: str = "", wanted: Wanted = always) -> Listened:
        """What was said, judged; where the short window's words look wrong, they are looked for again without times, or
        with them, and where those look wrong too, the sound is encoded again in the full window.

        `prompt` and `wanted` as in `Transcriber.transcribe`.
        """
        if not wanted():
            return _nothing(CALLED_OFF)
        found: list[Decoded] = []
        for at, found in self._goes(encoded, prompt):
            encoded = at
            if found and not self._doubted(found[0], encoded):
                break
            if not wanted():
                return _nothing(CALLED_OFF)
        others = dict.fromkeys(one.text for one in found[1:] if one.text != found[0].text)
        return Listened(
            self._judge(found[0], encoded.duration_s),
            tuple(others)[:MOST_OTHERS],
            lambda texts: self._totals(encoded, texts, found[0]),
            lambda hint: self._again(encoded, hint),
        )

    def _totals(self, encoded: Encoded, texts: Sequence[str], decoded: Decoded) -> list[float]:
        """The words' own log-probability is known since they were decoded; each text more costs time."""
        others = [text for text in texts if text != decoded.text]
        known = {text: score.total for text, score in zip(others, self.score(encoded, others), strict=True)}
        return [known.get(text, decoded.total_log_probability) for text in texts]

    def _goes(self, encoded: Encoded, prompt: str) -> Iterator[tuple[Encoded, list[Decoded]]]:
        """Readings, as one asks for more, and what they are of; none where the sound was only encoded again."""
        long = encoded.duration_s > _LONG_S
        few = 1 if long else 0  # a beam whose best is all that is asked for ends sooner
        yield encoded, self._beam(encoded, prompt, few, timestamps=not long)
        if encoded.window_s < WHOLE_WINDOW_S:
            yield encoded, self._beam(encoded, prompt, few, timestamps=long)  # costs no encoding, and mends most
            encoded = self._whisper.encode(encoded.audio, WHOLE_WINDOW_S)
            yield encoded, []
            yield encoded, self._beam(encoded, prompt)

    def _again(self, encoded: Encoded, hint: str) -> tuple[str, ...]:
        """Without times, with which a short window's decoder loops on a prompt; what comes twice is taken once."""
        found = self._beam(encoded, hint, weighed=0, timestamps=False)
        return tuple(dict.fromkeys(once(one.text) for one in found if one.text))[:MOST_OTHERS]

    def decode(self, encoded: Encoded, *, prompt: str = "", hypotheses: int = 1) -> list[Decoded]:
        """The `hypotheses` likeliest readings of one encoding, best first, not judged: 1 to 10 and never none.

        `prompt` as in `Transcriber.transcribe`, but here it may leak: judge what comes of silence.
        """
        return self._beam(encoded, prompt, hypotheses, weighed=hypotheses)

    def _beam(
        self, encoded: Encoded, prompt: str, hypotheses: int = 0, weighed: int = 1, timestamps: bool = True
    ) -> list[Decoded]:
        long = encoded.duration_s > _LONG_S
        beam_size = min(self.settings.beam_size, _LONG_BEAM) if long else self.settings.beam_size
        return self._whisper.decode(
            encoded,
            prompt=prompt,
            hypotheses=hypotheses or beam_size,
            beam_size=beam_size,
            timestamps=timestamps and encoded.window_s < WHOLE_WINDOW_S,
            weighed=weighed,
        )

    def score(self, encoded: Encoded, texts: Sequence[str]) -> list[Scored]:
        """How well each text fits the sound, in the order of `texts`, in one batch; see `Whisper.score`."""
        return self._whisper.score(encoded, texts)

    def _doubted(self, decoded: Decoded, encoded: Encoded) -> bool:
        return suspicious(decoded, encoded.duration_s, self.settings.retry_log_probability)

    def _judge(self, decoded: Decoded, duration_s: float) -> Transcript | NotRecognized:
        text = decoded.text
        reason = None if decoded.complete else "the same over and over"
        reason = reason or doubt(
            text,
            no_speech=decoded.no_speech,
            mean_log_probability=decoded.mean_log_probability,
            settings=self.settings.evidence,
        )
        if reason is not None:
            return NotRecognized(reason, text[:200])
        return Transcript(
            text=text,
            confidence=math.exp(decoded.mean_log_probability),
            no_speech_probability=decoded.no_speech,
            mean_log_probability=decoded.mean_log_probability,
            compression_ratio=compression_ratio(text),
            segments=decoded.segments or (Segment(text, 0.0, duration_s),),
        )


def _nothing(why: NotRecognized) -> Listened:
    return Listened(why, (), lambda texts: [-math.inf] * len(texts), lambda _: ())


def suspicious(decoded: Decoded, duration_s: float, least: float) -> bool:
    """Whether a short window's words should be looked for again: loops, words left out, times that cannot be. Pure.

    `least` is the mean log-probability below which they are doubted in any case.
    """
    late = decoded.end_s > duration_s + _LATE_S and decoded.mean_log_probability < _SURE
    looped = not decoded.complete or said_twice(decoded.text) or loops(decoded.text)
    return looped or late or decoded.mean_log_probability < least
