"""Whisper itself, on real sound: right words for speech, none for silence and noise."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing

import numpy as np
import pytest

from benchmarks.voice_clips import FOLDER
from shell.asr import (
    CALLED_OFF,
    Decoded,
    NotRecognized,
    TranscriberSettings,
    Transcript,
    WhisperTranscriber,
    suspicious,
)
from shell.audio_file import FileFrames, load
from shell.endpointer import Endpointer
from shell.errors import AudioError, ConfigError, ModelError, ModelMissing
from shell.hearing import Hearing
from shell.vad import SileroVoiceActivity

JFK = "and so my fellow americans ask not what your country can do for you ask what you can do for your country"
PROMPT = "open vim, git status, run tests"


@pytest.fixture(scope="module")
def whisper(whisper_folder):
    """Whisper base, loaded once."""
    return WhisperTranscriber(whisper_folder)


def wrong_words(text: str) -> float:
    """Word error rate against JFK's sentence, punctuation and capitals apart."""
    import jiwer

    plain = jiwer.Compose([jiwer.ToLowerCase(), jiwer.RemovePunctuation(), jiwer.RemoveMultipleSpaces(), jiwer.Strip()])
    return jiwer.wer(JFK, plain(text))


async def heard_in(whisper, audio) -> list[str]:
    """Every utterance's words in a sound, through the whole line."""
    with ThreadPoolExecutor(1) as pool:
        hearing = Hearing(SileroVoiceActivity(), Endpointer(), whisper, pool)
        async with aclosing(hearing.utterances(FileFrames(audio))) as utterances:
            return [heard.utterance.text async for heard in utterances]


def decoded(text: str, *, mean: float = -0.1, end_s: float = 1.0, complete: bool = True) -> Decoded:
    """What the decoder wrote for a second of sound."""
    return Decoded(text, (), mean, 4 * mean, 0.0, complete, end_s)


@pytest.mark.parametrize(
    ("found", "again"),
    [
        (decoded("Run the tests."), False),
        (decoded("Run the tests.", complete=False), True),
        (decoded("Run the tests. Run the tests."), True),
        (decoded("No, no."), True),
        (decoded("Stop.", mean=-0.7, end_s=7.0), True),
        (decoded("List the files.", mean=-0.05, end_s=7.0), False),
        (decoded("Run the tests.", mean=-1.2), True),
    ],
)
def test_doubtful_words_are_looked_for_again(found, again):
    """Loops, broken off text, unsure words; a time that cannot be only where the words are not sure either."""
    assert suspicious(found, 1.0, -1.0) is again


@pytest.mark.models
def test_real_speech_is_written_down(whisper, shared_data):
    """A famous sentence has no more than one word in twenty wrong, and the model is sure of it."""
    transcript = whisper.transcribe(load(shared_data / "speech/clips/jfk.flac"))
    assert isinstance(transcript, Transcript)
    assert wrong_words(transcript.text) <= 0.05
    assert transcript.confidence > 0.8
    assert transcript.no_speech_probability < 0.2


@pytest.mark.models
@pytest.mark.parametrize("prompt", ["", PROMPT])
@pytest.mark.parametrize(
    ("seconds", "level"), [(0.0, 0.0), (0.3, 0.0), (2.0, 0.0), (0.3, 1e-4), (2.0, 1e-4), (0.3, 1e-2), (2.0, 1e-2)]
)
def test_silence_and_noise_are_no_words(whisper, seconds, level, prompt):
    """Neither silence nor hiss becomes words, and a prompt of expected words never leaks out of them."""
    noise = np.random.default_rng(5).normal(0, level, int(seconds * 16_000)).astype(np.float32)
    assert isinstance(whisper.transcribe(noise, prompt=prompt), NotRecognized)


@pytest.mark.models
def test_long_noise_is_no_words(whisper):
    """Nor do twelve seconds of hiss."""
    noise = np.random.default_rng(6).normal(0, 1e-2, 12 * 16_000).astype(np.float32)
    assert isinstance(whisper.transcribe(noise), NotRecognized)


@pytest.mark.models
async def test_no_noise_becomes_words(whisper, shared_data):
    """Of 46 everyday noises, through voice activity, endpointer and recogniser, none becomes an utterance."""
    said = {}
    for path in sorted((shared_data / "noise").glob("*.flac")):
        words = await heard_in(whisper, load(path))
        if words:
            said[path.name] = words
    assert said == {}


@pytest.mark.models
async def test_speech_between_noises_is_heard(whisper, shared_data):
    """The gates that stop noise let words through."""
    noise = load(shared_data / "noise/n85.flac")
    jfk = load(shared_data / "speech/clips/jfk.flac")
    rest = np.zeros(24_000, np.float32)
    words = " ".join(await heard_in(whisper, np.concatenate([noise, rest, jfk, rest, noise])))
    assert wrong_words(words) <= 0.05


@pytest.mark.models
@pytest.mark.parametrize("word", ["yes", "no", "stop", "left"])
async def test_single_words_are_heard(whisper, shared_data, word):
    """At least two of three speakers' one-word answers are recognised as that word."""
    right = 0
    for path in sorted((shared_data / "speech/words").glob(f"{word}_*.flac"))[:3]:
        padded = np.concatenate([np.zeros(8_000, np.float32), load(path)])
        right += [text.lower().strip(".!?") for text in await heard_in(whisper, padded)] == [word]
    assert right >= 2


@pytest.mark.models
def test_sound_that_is_none_is_refused(whisper):
    """NaN and two channels are an AudioError, not words."""
    with pytest.raises(AudioError):
        whisper.transcribe(np.full(16_000, np.nan, np.float32))
    with pytest.raises(AudioError):
        whisper.transcribe(np.zeros((16_000, 2), np.float32))


@pytest.mark.models
def test_the_words_themselves_are_not_scored_again(whisper, monkeypatch):
    """What they are worth is known since they were decoded, and is what scoring them would give."""
    sound = load(FOLDER / "status.flac")
    listened = whisper.listen(sound)
    assert isinstance(listened.heard, Transcript)
    forced = whisper.score(whisper.encode(sound), [listened.heard.text])[0].total
    asked: list[list[str]] = []
    score = whisper.score
    monkeypatch.setattr(whisper, "score", lambda encoded, texts: asked.append([*texts]) or score(encoded, texts))
    own, other = listened.score([listened.heard.text, "Open vim."])
    assert asked == [["Open vim."]]
    assert own == pytest.approx(forced, abs=0.5)
    assert other < own


@pytest.mark.models
@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4])
def test_what_is_called_off_ends_after_the_step_it_is_in(whisper, monkeypatch, steps):
    """Hiss goes through all of them: encode, decode twice, encode whole, decode. Each is the last where it is."""
    took: list[str] = []

    def counted(name):
        step = getattr(whisper._whisper, name)
        monkeypatch.setattr(whisper._whisper, name, lambda *a, **more: (took.append(name), step(*a, **more))[1])

    counted("encode")
    counted("decode")
    hiss = np.random.default_rng(5).normal(0, 1e-2, 32_000).astype(np.float32)
    assert whisper.transcribe(hiss, wanted=lambda: len(took) < steps) == CALLED_OFF
    assert took == ["encode", "decode", "decode", "encode", "decode"][:steps]


@pytest.mark.models
@pytest.mark.parametrize(("seconds", "beam"), [(2, 5), (6, 3)])
def test_long_sound_is_decoded_with_fewer_hypotheses(whisper, monkeypatch, seconds, beam):
    """There is more to go by, and each hypothesis costs more; commands keep all five."""
    beams: list[int] = []
    decode = whisper._whisper.decode
    monkeypatch.setattr(
        whisper._whisper, "decode", lambda *a, **more: (beams.append(more["beam_size"]), decode(*a, **more))[1]
    )
    hiss = np.random.default_rng(5).normal(0, 1e-2, seconds * 16_000).astype(np.float32)
    whisper.decode(whisper.encode(hiss))
    assert beams == [beam]


@pytest.mark.models
def test_an_unknown_language_is_refused(whisper_folder):
    """A wrong language is named when the model is loaded, not at the first utterance."""
    with pytest.raises(ConfigError, match="xx"):
        WhisperTranscriber(whisper_folder, TranscriberSettings(language="xx"))


def test_a_missing_model_is_named_with_the_command_that_fetches_it(tmp_path):
    """An empty folder is ModelMissing."""
    with pytest.raises(ModelMissing, match="golem models pull"):
        WhisperTranscriber(tmp_path)


def test_a_damaged_model_is_one_clear_line(tmp_path):
    """Files that are no model are ModelError, with the command that checks them."""
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"damaged")
    with pytest.raises(ModelError, match="golem models verify") as caught:
        WhisperTranscriber(tmp_path, TranscriberSettings(device="cpu"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("wrong", [{"beam_size": 0}, {"window_s": 2}, {"device": "tpu"}, {"threads": -1}])
def test_settings_that_cannot_work_are_refused_by_name(wrong):
    """A value out of range is a ConfigError that names the setting."""
    with pytest.raises(ConfigError, match=f"transcriber.{next(iter(wrong))}"):
        TranscriberSettings(**wrong)
