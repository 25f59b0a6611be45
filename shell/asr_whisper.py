"""Whisper in its three steps: encode sound once, decode words from that, and score given words against it.

The one importer of faster_whisper and ctranslate2. All three steps are public methods of CTranslate2's `Whisper`
(`encode`, `generate`, `align`). Of faster_whisper, `WhisperModel` loads the files and its `feature_extractor` makes the
spectrogram; its attributes `model`, `hf_tokenizer` and `feature_extractor`, `tokenizer.Tokenizer` and
`transcribe.get_suppressed_tokens` are in no documentation, so tests/shell/test_asr_whisper.py pins them.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from shell.decoding import Decoded, Scored, broken_off, end_s, scored, segments, unlooped
from shell.errors import ConfigError, ModelError, ModelMissing
from shell.frames import SAMPLE_RATE, Audio

WHOLE_WINDOW_S = 30.0
"""What Whisper was trained on, and the longest sound that it takes."""
_FEATURES_PER_S = 100
"""Whisper's mel frames: one each 10 ms."""
_ENCODED_PER_S = 50
"""The encoder's frames: one each 20 ms."""
SCORED_AFTER_S = 2.0
"""Silence after the sound, in seconds, that texts are scored with: with less their end is not believed (0.5 s cost
"Launch vim." 15 of its log-probability, 2 s cost 1), and more costs time and changes nothing."""
_TOKENS_PER_S = (6, 8)
"""In a short window and in the whole one. Eight are more than the fastest speaker's; six are as many as people speak
commands with, and what is cut off by it but no loop is decoded again in the whole window."""
_TOKENS_SLACK = (10, 24)
"""For punctuation and times, in a short window and in the whole one."""
_LONGEST_AGAIN = 8
"""Tokens in a row that a short window's decoder may not write twice: it would go on so to the last one allowed, as it
did on a speech cut to 8 s. People hardly say as much twice in one breath, and shorter words as often as they like."""
_NO_VOICE = 0.6
"""Probability from which on Whisper itself takes a sound for none of a voice."""
_MOST_TOKENS = 224
"""Half of Whisper's text context: what its decoder was trained to write for one window."""


_USUAL_TYPE = {"cpu": "int8", "cuda": "float16"}
"""CTranslate2's number format where the settings leave it open."""


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
        self.device, self._model = placed(device, _gpus, self._load_on)
        self._tokenizers: dict[str, Any] = {}
        self._suppressed: dict[str, list[int]] = {}
        if language is not None:
            self._tokenizer(language)

    def _load_on(self, device: str) -> Any:  # noqa: ANN401  # faster_whisper has no types
        from faster_whisper import WhisperModel  # noqa: PLC0415  # heavy: the typed prompt must not wait for it

        try:
            model = WhisperModel(
                str(self._folder),
                device=device,
                compute_type=_USUAL_TYPE[device] if self._compute_type == "auto" else self._compute_type,
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
        weighed: int | None = None,
    ) -> list[Decoded]:
        """The `hypotheses` likeliest texts, best first; fewer where the beam's differ only in times, never none.

        `prompt` is text in the style and with the words to expect. Without timestamps a short window loops more often.
        A sentence that comes again and again in a short window is given once: see `unlooped`.
        Only the first `weighed` get their mean log-probability, which takes time; the others' is no number.
        """
        tokenizer = self._tokenizer(encoded.language)
        start = list(tokenizer.sot_sequence)
        before = [tokenizer.sot_prev, *tokenizer.encode(" " + prompt.strip())[-_MOST_TOKENS:]] if prompt.strip() else []
        begin = [*before, *start] if timestamps else [*before, *start, tokenizer.no_timestamps]
        whole = encoded.window_s >= WHOLE_WINDOW_S
        most = min(_MOST_TOKENS, _TOKENS_SLACK[whole] + int(_TOKENS_PER_S[whole] * encoded.duration_s))
        try:
            result = self._model.model.generate(
                encoded.output,
                [begin],
                beam_size=max(beam_size, hypotheses),
                num_hypotheses=hypotheses,
                max_length=max(2 * most, len(begin) + most),  # CTranslate2 writes no more than half of it
                return_scores=True,
                return_no_speech_prob=True,
                no_repeat_ngram_size=0 if whole else _LONGEST_AGAIN,
                suppress_blank=True,
                suppress_tokens=self._suppressed[encoded.language],
                max_initial_timestamp_index=50,
            )[0]
        except RuntimeError as error:
            raise self._failed(error) from error
        # Readings that differ only in their times are one reading: the first is the likeliest.
        apart: dict[tuple[int, ...], tuple[list[int], bool]] = {}
        for found in result.sequences_ids:
            tokens, complete = list(found), len(found) < most
            if not whole:
                tokens, complete = unlooped(tokens, complete, tokenizer.eot)
            apart.setdefault(tuple(token for token in tokens if token < tokenizer.eot), (tokens, complete))
        scores: list[Scored | None] = [*self._force(encoded, list(apart)[:weighed])]
        scores += [None] * (len(apart) - len(scores))
        texts = [tokenizer.decode(list(said)).strip() for said in apart]
        return [
            Decoded(
                text=text,
                segments=segments(tokens, tokenizer),
                mean_log_probability=math.nan if score is None else score.mean,
                total_log_probability=math.nan if score is None else score.total,
                no_speech=float(result.no_speech_prob),
                complete=complete and not broken_off(tokens, text, encoded.duration_s, tokenizer),
                end_s=end_s(tokens, tokenizer),
            )
            for text, (tokens, complete), score in zip(texts, apart.values(), scores, strict=True)
        ]

    def skim(self, encoded: Encoded) -> str:
        """The likeliest words, read greedily and not judged: quick, and to be looked at only.

        Empty where Whisper takes the sound for none of a voice.
        """
        tokenizer = self._tokenizer(encoded.language)
        begin = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        most = _TOKENS_SLACK[False] + int(_TOKENS_PER_S[False] * encoded.duration_s)
        try:
            result = self._model.model.generate(
                encoded.output,
                [begin],
                beam_size=1,
                max_length=max(2 * most, len(begin) + most),  # as in `decode`
                return_no_speech_prob=True,
                no_repeat_ngram_size=_LONGEST_AGAIN,
                suppress_tokens=self._suppressed[encoded.language],
            )[0]
        except RuntimeError as error:
            raise self._failed(error) from error
        if result.no_speech_prob > _NO_VOICE:
            return ""
        return str(tokenizer.decode([token for token in result.sequences_ids[0] if token < tokenizer.eot])).strip()

    def score(self, encoded: Encoded, texts: Sequence[str]) -> list[Scored]:
        """How well each text fits the sound, in the order of `texts`; all in one batch.

        Capitals and punctuation count: write candidates as Whisper would. Whole tokens are forced in a decoding without
        timestamps and without a prompt, against the sound and SCORED_AFTER_S of what follows it.
        """
        tokenizer = self._tokenizer(encoded.language)
        return self._force(encoded, [tokenizer.encode(" " + text.strip()) if text.strip() else [] for text in texts])

    def _force(self, encoded: Encoded, texts: Sequence[Sequence[int]]) -> list[Scored]:
        """`align` gives the probability of each text token that it is made to write; none of the end of text."""
        import ctranslate2  # noqa: PLC0415  # heavy, as above

        if not texts:
            return []
        tokenizer = self._tokenizer(encoded.language)
        forced = [list(text[:_MOST_TOKENS]) for text in texts]
        try:
            # The encoder's output once a text: `align` takes a batch of sounds, not many texts for one.
            one = np.asarray(encoded.output.to(ctranslate2.DataType.float32).to_device(ctranslate2.Device.cpu))
            frames = min(one.shape[1], math.ceil((encoded.duration_s + SCORED_AFTER_S) * _ENCODED_PER_S))
            results = self._model.model.align(
                ctranslate2.StorageView.from_array(
                    np.ascontiguousarray(np.repeat(one[:, :frames], len(forced), axis=0))
                ),
                list(tokenizer.sot_sequence),
                forced,
                [frames * _FEATURES_PER_S // _ENCODED_PER_S] * len(forced),
                median_filter_width=1,  # times are not used, and its default takes as long as the decoder does
            )
        except RuntimeError as error:
            raise self._failed(error) from error
        return [scored(result.text_token_probs, len(text)) for result, text in zip(results, forced, strict=True)]

    def _failed(self, error: RuntimeError) -> ModelError:
        """RuntimeError is CTranslate2's one class for all."""
        return ModelError(f"recognition failed on {self.device}: {_one_line(error)}")


def placed(wanted: str, gpus: Callable[[], int], load: Callable[[str], Any]) -> tuple[str, Any]:
    """Load on the device that is `wanted` (auto, cpu or cuda): `auto` is a GPU where there is one that works.

    `gpus` counts them; `load` gets `cpu` or `cuda`. Raises as `load` does on the last device tried.
    """
    if wanted == "cuda" or (wanted == "auto" and gpus() > 0):
        try:
            return "cuda", load("cuda")
        except ModelError:
            if wanted == "cuda":
                raise
            # A GPU whose libraries are missing or whose memory is full: the CPU does it too.
    return "cpu", load("cpu")


def _gpus() -> int:
    import ctranslate2  # noqa: PLC0415  # heavy: the typed prompt must not wait for it

    return int(ctranslate2.get_cuda_device_count())


def _cores() -> int:
    """Cores that this process may use; all of them where the system does not say."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
