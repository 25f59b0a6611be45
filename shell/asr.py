"""Sound to words: Whisper on CTranslate2. The one importer of faster_whisper and ctranslate2.

`faster_whisper.WhisperModel.transcribe` pads every clip to 30 s, and most of the time for a short command goes into
encoding that padding. Its parts are used here instead: features, encoder and decoder on a window that fits the clip
(8 s at least), which takes about a third of the time. Short windows make the decoder repeat itself at times, less so
with timestamps; where it looks as if it did, or is unsure, the clip is decoded again in the full window.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from shell.errors import AudioError, ConfigError, ModelError, ModelMissing
from shell.evidence import EvidenceSettings, compression_ratio, doubt, loops, said_twice
from shell.frames import SAMPLE_RATE, Audio

_WHOLE_WINDOW_S = 30.0
_FEATURES_PER_S = 100
"""Whisper's mel frames: one each 10 ms."""
_TIMESTAMP_S = 0.02
"""One timestamp token."""
_ENCODED_PER_S = 50
"""The encoder's frames: one each 20 ms."""
SCORED_AFTER_S = 2.0
"""Silence after the sound, in seconds, that texts are scored with: with less their end is not believed (0.5 s cost
"Launch vim." 15 of its log-probability, 2 s cost 1), and more costs time and changes nothing."""
MOST_OTHERS = 3
"""The beam's other texts that are told of."""
_TOKENS_PER_S = 12
"""More than the fastest speaker's: what decodes longer than this is looping. The slack is for punctuation and times."""
_TOKENS_SLACK = 24
_MOST_TOKENS = 224
"""Half of Whisper's text context: what its decoder was trained to write for one window."""


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
    """Hypotheses kept while decoding, 1 to 10."""
    window_s: float = 8.0
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
class Segment:
    """A piece of a transcript as Whisper cut it."""

    text: str
    start_s: float
    end_s: float
    """From the start of the audio. Rough: in a short window they are off by a second at times."""


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


@dataclass(frozen=True, slots=True)
class NotRecognized:
    """There was sound, but no words to act on: an expected outcome."""

    reason: str
    """A few words for the toolbar and the journal."""
    guess: str = ""
    """What Whisper would have written; foreign data, to be shown at most, and never acted on."""


@dataclass(frozen=True, slots=True)
class Listened:
    """What was recognised, and what more the same encoding of the sound can tell."""

    heard: Transcript | NotRecognized
    others: tuple[str, ...]
    """Further transcripts, likeliest first, none of them `heard`'s."""
    score: Callable[[Sequence[str]], list[float]]
    """The log-probability of each text given the sound, all its tokens together, at most 0; at once, in one batch."""


class Transcriber(Protocol):
    """Turns an utterance's sound into words."""

    def transcribe(self, audio: Audio, *, prompt: str = "") -> Transcript | NotRecognized:
        """Recognise float32 (n,), 16 kHz mono, up to 30 s; NaN and infinity are refused with AudioError.

        `prompt` is text in the style and with the words to expect; it is never given back as said where nothing was.
        Blocking; one thread at a time.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Decoded:
    text: str
    segments: tuple[Segment, ...]
    mean_log_probability: float
    no_speech: float
    complete: bool
    """False where the decoder had to be stopped."""
    end_s: float
    """The last timestamp, 0 without."""
    others: tuple[str, ...]
    """The beam's other texts."""
    encoded: Any
    """The encoder's output, a ctranslate2 StorageView."""


class WhisperTranscriber:
    """Whisper in a CTranslate2 folder. Loading takes about a second."""

    def __init__(self, folder: Path, settings: TranscriberSettings | None = None) -> None:
        """Load the model and run it once, so that the first utterance is not slower than the others.

        Raises ModelMissing or ModelError for the folder, ConfigError for a language that the model does not have.
        """
        self.settings = settings or TranscriberSettings()
        for name in ("model.bin", "config.json", "tokenizer.json"):
            if not (folder / name).is_file():
                raise ModelMissing(f"no Whisper model ({name}) in {folder}: `golem models pull` fetches it")
        self._folder = folder
        self.device, self._model = self._load()
        self._tokenizers: dict[str, Any] = {}
        if self.settings.language is not None:
            self._tokenizer(self.settings.language)

    def _load(self) -> tuple[str, Any]:
        import ctranslate2  # noqa: PLC0415  # heavy: the typed prompt must not wait for it

        wanted = self.settings.device
        if wanted == "cuda" or (wanted == "auto" and ctranslate2.get_cuda_device_count() > 0):
            try:
                return "cuda", self._load_on("cuda", "float16")
            except ModelError:
                if wanted == "cuda":
                    raise
                # A GPU whose libraries are missing or whose memory is full: the CPU does it too.
        return "cpu", self._load_on("cpu", "int8")

    def _load_on(self, device: str, usual_type: str) -> Any:  # noqa: ANN401  # faster_whisper has no types
        from faster_whisper import WhisperModel  # noqa: PLC0415  # heavy, as above

        chosen = self.settings.compute_type
        try:
            model = WhisperModel(
                str(self._folder),
                device=device,
                compute_type=usual_type if chosen == "auto" else chosen,
                cpu_threads=self.settings.threads or min(4, _cores()),
                local_files_only=True,
            )
            # Missing CUDA libraries show only when the first matrix is multiplied.
            model.encode(model.feature_extractor(np.zeros(SAMPLE_RATE, np.float32)))
        except Exception as error:  # broad: ctranslate2, tokenizers and json each raise their own
            raise ModelError(
                f"the Whisper model in {self._folder} cannot be used on {device} ({_one_line(error)}): "
                "`golem models verify` checks it"
            ) from error
        return model

    def _tokenizer(self, language: str) -> Any:  # noqa: ANN401  # faster_whisper has no types
        from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415  # heavy, as above

        if language not in self._tokenizers:
            multilingual = self._model.model.is_multilingual
            try:
                made = Tokenizer(
                    self._model.hf_tokenizer,
                    multilingual,
                    task="transcribe",
                    language=language if multilingual else "en",
                )
            except ValueError as error:
                raise ConfigError(f"transcriber.language: Whisper has no language {language!r}") from error
            self._tokenizers[language] = made
        return self._tokenizers[language]

    def transcribe(self, audio: Audio, *, prompt: str = "") -> Transcript | NotRecognized:
        """See `Transcriber.transcribe`."""
        return self.listen(audio, prompt=prompt).heard

    def listen(self, audio: Audio, *, prompt: str = "") -> Listened:
        """As `transcribe`, with the beam's other texts and a way to score more on the same encoding."""
        if audio.ndim != 1 or not np.isfinite(audio).all():
            raise AudioError("the sound to recognise must be one channel of finite numbers")
        if not len(audio) or not audio.any():
            return Listened(NotRecognized("silence"), (), lambda texts: [-math.inf] * len(texts))
        duration_s = len(audio) / SAMPLE_RATE
        window_s = max(self.settings.window_s, math.ceil(duration_s + 2.5))
        if self.device == "cuda":
            window_s = _WHOLE_WINDOW_S  # there the padding costs milliseconds
        try:
            decoded = None
            if window_s < _WHOLE_WINDOW_S:
                decoded = self._decode(audio, window_s, prompt, timestamps=True)
            if decoded is None or self._suspicious(decoded, duration_s):
                decoded = self._decode(audio, _WHOLE_WINDOW_S, prompt, timestamps=False)
        except RuntimeError as error:  # CTranslate2's one class for all: out of memory, a lost GPU
            raise ModelError(f"recognition failed on {self.device}: {_one_line(error)}") from error
        encoded = decoded.encoded
        return Listened(
            self._judge(decoded, duration_s), decoded.others, lambda texts: self._score(encoded, texts, duration_s)
        )

    def _score(self, encoded: Any, texts: Sequence[str], duration_s: float) -> list[float]:  # noqa: ANN401  # ctranslate2 has no types
        """Total log-probabilities, forced, on the frames with the sound and SCORED_AFTER_S of what follows it."""
        import ctranslate2  # noqa: PLC0415  # heavy, as above

        tokenizer = self._tokenizer(self.settings.language or self._detect(encoded))
        whole = np.asarray(encoded)
        frames = min(whole.shape[1], math.ceil((duration_s + SCORED_AFTER_S) * _ENCODED_PER_S))
        batch = np.ascontiguousarray(np.repeat(whole[:, :frames], len(texts), axis=0))
        tokens = [tokenizer.encode(" " + text.strip()) for text in texts]
        try:
            aligned = self._model.model.align(
                ctranslate2.StorageView.from_array(batch),
                list(tokenizer.sot_sequence),
                tokens,
                [2 * frames] * len(texts),
                median_filter_width=1,  # times are not used, and its default takes as long as the decoder does
            )
        except RuntimeError as error:  # as in `listen`
            raise ModelError(f"recognition failed on {self.device}: {_one_line(error)}") from error
        return [
            float(np.log(np.maximum(np.asarray(one.text_token_probs[: len(each)], np.float64), 1e-10)).sum())
            for one, each in zip(aligned, tokens, strict=True)
        ]

    def _suspicious(self, decoded: _Decoded, duration_s: float) -> bool:
        return (
            not decoded.complete
            or said_twice(decoded.text)
            or loops(decoded.text)
            or decoded.end_s > duration_s + 2.5
            or decoded.mean_log_probability < self.settings.retry_log_probability
        )

    def _judge(self, decoded: _Decoded, duration_s: float) -> Transcript | NotRecognized:
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

    def _decode(self, audio: Audio, window_s: float, prompt: str, *, timestamps: bool) -> _Decoded:
        samples = int(window_s * SAMPLE_RATE)
        padded = np.zeros(samples, np.float32)
        padded[: len(audio)] = audio[:samples]
        features = self._model.feature_extractor(padded, padding=0)[:, : int(window_s * _FEATURES_PER_S)]
        encoded = self._model.encode(features)
        tokenizer = self._tokenizer(self.settings.language or self._detect(encoded))
        start = list(tokenizer.sot_sequence)
        before = [tokenizer.sot_prev, *tokenizer.encode(" " + prompt.strip())[-_MOST_TOKENS:]] if prompt.strip() else []
        begin = [*before, *start] if timestamps else [*before, *start, tokenizer.no_timestamps]
        most = min(_MOST_TOKENS, _TOKENS_SLACK + int(_TOKENS_PER_S * len(audio) / SAMPLE_RATE))
        from faster_whisper.transcribe import get_suppressed_tokens  # noqa: PLC0415  # heavy, as above

        result = self._model.model.generate(
            encoded,
            [begin],
            beam_size=self.settings.beam_size,
            max_length=len(begin) + most,
            num_hypotheses=self.settings.beam_size,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=list(get_suppressed_tokens(tokenizer, [-1])),
            max_initial_timestamp_index=50,
        )[0]
        tokens: list[int] = result.sequences_ids[0]
        words = [token for token in tokens if token < tokenizer.eot]
        text, *others = dict.fromkeys(
            tokenizer.decode([token for token in each if token < tokenizer.eot]).strip()
            for each in result.sequences_ids
        )
        return _Decoded(
            others=tuple(others[:MOST_OTHERS]),
            encoded=encoded,
            text=text,
            segments=_segments(tokens, tokenizer),
            mean_log_probability=self._mean_log_probability(encoded, start, words, features.shape[-1]),
            no_speech=float(result.no_speech_prob),
            complete=len(tokens) < most,
            end_s=max([0.0, *((token - tokenizer.timestamp_begin) * _TIMESTAMP_S for token in tokens)]),
        )

    def _detect(self, encoded: Any) -> str:  # noqa: ANN401  # ctranslate2 has no types
        if not self._model.model.is_multilingual:
            return "en"
        (token, _probability), *_ = self._model.model.detect_language(encoded)[0]
        return str(token).strip("<|>")

    def _mean_log_probability(self, encoded: Any, start: list[int], words: Sequence[int], features: int) -> float:  # noqa: ANN401  # ctranslate2 has no types
        """Of the text's tokens given the sound, forced: a beam's own score would count the timestamps as well."""
        if not words:
            return -math.inf
        aligned = self._model.model.align(encoded, start, [list(words)], features)[0]
        probabilities = np.maximum(np.asarray(aligned.text_token_probs[: len(words)], np.float64), 1e-10)
        return min(0.0, float(np.mean(np.log(probabilities))))


def _segments(tokens: Sequence[int], tokenizer: Any) -> tuple[Segment, ...]:  # noqa: ANN401  # faster_whisper has no types
    """Text between two timestamps is a segment; text without them is none."""
    segments: list[Segment] = []
    words: list[int] = []
    start_s = 0.0
    for token in tokens:
        if token < tokenizer.eot:
            words.append(token)
        elif token >= tokenizer.timestamp_begin:
            at_s = (token - tokenizer.timestamp_begin) * _TIMESTAMP_S
            text = tokenizer.decode(words).strip()
            if text:
                segments.append(Segment(text, start_s, at_s))
            start_s, words = at_s, []
    return tuple(segments)


def _cores() -> int:
    """Cores that this process may use; all of them where the system does not say."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
