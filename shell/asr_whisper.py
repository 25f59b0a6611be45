"""Whisper in its three steps: encode sound once, decode words from that, and score given words against it.

The one importer of faster_whisper and ctranslate2. All three steps are public methods of CTranslate2's `Whisper`
(`encode`, `generate`, `align`). Of faster_whisper, `WhisperModel` loads the files and its `feature_extractor` makes the
spectrogram; its attributes `model`, `hf_tokenizer` and `feature_extractor`, `tokenizer.Tokenizer` and
`transcribe.get_suppressed_tokens` are in no documentation, so tests/shell/test_asr_whisper.py pins them.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from shell.errors import ConfigError, ModelError, ModelMissing
from shell.frames import SAMPLE_RATE, Audio

WHOLE_WINDOW_S = 30.0
"""What Whisper was trained on, and the longest sound that it takes."""
_FEATURES_PER_S = 100
"""Whisper's mel frames: one each 10 ms."""
_TIMESTAMP_S = 0.02
"""One timestamp token."""
_TOKENS_PER_S = 12
"""More than the fastest speaker's: what decodes longer than this is looping. The slack is for punctuation and times."""
_TOKENS_SLACK = 24
_MOST_TOKENS = 224
"""Half of Whisper's text context: what its decoder was trained to write for one window."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a transcript as Whisper cut it."""

    text: str
    start_s: float
    end_s: float
    """From the start of the audio. Rough: in a short window they are off by a second at times."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """One utterance after the encoder; any number of decodings and scorings may start from it."""

    audio: Audio
    """The sound itself, float32 (n,), 16 kHz, so that it can be encoded again in another window."""
    output: Any
    """CTranslate2's StorageView, (1, 50 * window_s, width): for `Whisper` only."""
    window_s: float
    """Seconds that were encoded, the sound and silence after it."""
    language: str
    """Two-letter code: the one set, or the one detected."""

    @property
    def duration_s(self) -> float:
        """Seconds of sound, without the silence after it."""
        return len(self.audio) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Decoded:
    """One hypothesis: words that the decoder found in an utterance."""

    text: str
    """As Whisper writes it, with capitals and punctuation; foreign data. May be empty."""
    segments: tuple[Segment, ...]
    """None where it was decoded without timestamps."""
    mean_log_probability: float
    """Of the text's tokens without timestamps, natural logarithm, at most 0; minus infinity for no text."""
    no_speech: float
    """Whisper's no-speech probability, 0 to 1: the same for all hypotheses of an utterance."""
    complete: bool
    """False where the decoder had to be stopped."""
    end_s: float
    """The last timestamp, 0 without."""


@dataclass(frozen=True, slots=True)
class Scored:
    """How well given words fit the sound, forced: natural logarithms, at most 0."""

    total: float
    """Of all its tokens and of the end after them, so that a text that stops too early pays for it."""
    per_token: tuple[float, ...]
    """Of each text token, then of the end of text."""

    @property
    def mean(self) -> float:
        """Over the text's tokens, without the end; minus infinity for no text."""
        tokens = self.per_token[:-1]
        return sum(tokens) / len(tokens) if tokens else -math.inf


class Whisper:
    """Whisper in a CTranslate2 folder. Loading takes about a second. Blocking; one thread at a time.

    Every method raises ModelError where CTranslate2 fails: out of memory, a lost GPU.
    """

    def __init__(self, folder: Path, *, language: str | None, device: str, compute_type: str, threads: int) -> None:
        """Load the model and run it once, so that the first utterance is not slower than the others.

        `language` is a two-letter code, None to detect it in each utterance; `device` is auto, cpu or cuda;
        `compute_type` auto or CTranslate2's name; `threads` 0 for as many as the process may use, at most 4.

        Raises ModelMissing or ModelError for the folder, ConfigError for a language that the model does not have.
        """
        for name in ("model.bin", "config.json", "tokenizer.json"):
            if not (folder / name).is_file():
                raise ModelMissing(f"no Whisper model ({name}) in {folder}: `golem models pull` fetches it")
        self._folder, self._language, self._compute_type, self._threads = folder, language, compute_type, threads
        self.device, self._model = self._load(device)
        self._tokenizers: dict[str, Any] = {}
        self._suppressed: dict[str, list[int]] = {}
        if language is not None:
            self._tokenizer(language)

    def _load(self, wanted: str) -> tuple[str, Any]:
        import ctranslate2  # noqa: PLC0415  # heavy: the typed prompt must not wait for it

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

        try:
            model = WhisperModel(
                str(self._folder),
                device=device,
                compute_type=usual_type if self._compute_type == "auto" else self._compute_type,
                cpu_threads=self._threads or min(4, _cores()),
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
        from faster_whisper.transcribe import get_suppressed_tokens  # noqa: PLC0415  # heavy, as above

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
            self._suppressed[language] = list(get_suppressed_tokens(made, [-1]))
        return self._tokenizers[language]

    def encode(self, audio: Audio, window_s: float) -> Encoded:
        """Encode float32 (n,), 16 kHz mono, finite, in a window of `window_s`; what is longer is cut off."""
        samples = int(window_s * SAMPLE_RATE)
        padded = np.zeros(samples, np.float32)
        padded[: len(audio)] = audio[:samples]
        features = self._model.feature_extractor(padded, padding=0)[:, : int(window_s * _FEATURES_PER_S)]
        try:
            output = self._model.encode(features)
            language = self._language or self._detect(output)
        except RuntimeError as error:
            raise self._failed(error) from error
        return Encoded(audio, output, window_s, language)

    def _detect(self, output: Any) -> str:  # noqa: ANN401  # ctranslate2 has no types
        if not self._model.model.is_multilingual:
            return "en"
        (token, _probability), *_ = self._model.model.detect_language(output)[0]
        return str(token).strip("<|>")

    def decode(
        self,
        encoded: Encoded,
        *,
        prompt: str = "",
        hypotheses: int = 1,
        beam_size: int = 5,
        timestamps: bool = True,
    ) -> list[Decoded]:
        """The `hypotheses` likeliest texts, best first; fewer where the beam's differ only in times, never none.

        `prompt` is text in the style and with the words to expect. Without timestamps a short window loops more often.
        """
        tokenizer = self._tokenizer(encoded.language)
        start = list(tokenizer.sot_sequence)
        before = [tokenizer.sot_prev, *tokenizer.encode(" " + prompt.strip())[-_MOST_TOKENS:]] if prompt.strip() else []
        begin = [*before, *start] if timestamps else [*before, *start, tokenizer.no_timestamps]
        most = min(_MOST_TOKENS, _TOKENS_SLACK + int(_TOKENS_PER_S * encoded.duration_s))
        try:
            result = self._model.model.generate(
                encoded.output,
                [begin],
                beam_size=max(beam_size, hypotheses),
                num_hypotheses=hypotheses,
                max_length=len(begin) + most,
                return_scores=True,
                return_no_speech_prob=True,
                suppress_blank=True,
                suppress_tokens=self._suppressed[encoded.language],
                max_initial_timestamp_index=50,
            )[0]
        except RuntimeError as error:
            raise self._failed(error) from error
        # Readings that differ only in their times are one reading: the first is the likeliest.
        apart: dict[tuple[int, ...], list[int]] = {}
        for tokens in result.sequences_ids:
            apart.setdefault(tuple(token for token in tokens if token < tokenizer.eot), tokens)
        scores = self._force(encoded, list(apart))
        return [
            Decoded(
                text=tokenizer.decode(list(said)).strip(),
                segments=_segments(tokens, tokenizer),
                mean_log_probability=score.mean,
                no_speech=float(result.no_speech_prob),
                complete=len(tokens) < most,
                end_s=max([0.0, *((token - tokenizer.timestamp_begin) * _TIMESTAMP_S for token in tokens)]),
            )
            for (said, tokens), score in zip(apart.items(), scores, strict=True)
        ]

    def score(self, encoded: Encoded, texts: Sequence[str]) -> list[Scored]:
        """How well each text fits the sound, in the order of `texts`; all in one batch.

        Capitals and punctuation count: write candidates as Whisper would. Whole tokens are forced in a decoding without
        timestamps and without a prompt. Empty text gets the end of text's own log-probability.
        """
        tokenizer = self._tokenizer(encoded.language)
        return self._force(encoded, [tokenizer.encode(" " + text.strip()) if text.strip() else [] for text in texts])

    def _force(self, encoded: Encoded, texts: Sequence[Sequence[int]]) -> list[Scored]:
        """`align` gives the probability of each token that it is made to write; the end of text is one of them here."""
        import ctranslate2  # noqa: PLC0415  # heavy, as above

        if not texts:
            return []
        tokenizer = self._tokenizer(encoded.language)
        forced = [[*text[:_MOST_TOKENS], tokenizer.eot] for text in texts]
        try:
            output = encoded.output
            if len(forced) > 1:
                # The encoder's output once a text: `align` takes a batch of sounds, not many texts for one.
                one = np.asarray(output.to(ctranslate2.DataType.float32).to_device(ctranslate2.Device.cpu))
                output = ctranslate2.StorageView.from_array(np.repeat(one, len(forced), axis=0))
            frames = [int(encoded.window_s * _FEATURES_PER_S)] * len(forced)
            results = self._model.model.align(output, list(tokenizer.sot_sequence), forced, frames)
        except RuntimeError as error:
            raise self._failed(error) from error
        return [_scored(result.text_token_probs, len(text)) for result, text in zip(results, forced, strict=True)]

    def _failed(self, error: RuntimeError) -> ModelError:
        """RuntimeError is CTranslate2's one class for all."""
        return ModelError(f"recognition failed on {self.device}: {_one_line(error)}")


def _scored(probabilities: Sequence[float], length: int) -> Scored:
    """0 to 1 each; below 1e-10 int8 rounding is all there is."""
    logs = np.minimum(0.0, np.log(np.maximum(np.asarray(probabilities[:length], np.float64), 1e-10)))
    return Scored(float(logs.sum()), tuple(float(each) for each in logs))


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
