"""One encoding, many uses: n-best decoding and batched scoring of given words, and the libraries' parts relied on."""

from __future__ import annotations

import math
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pytest

from shell.asr import TranscriberSettings, WhisperTranscriber
from shell.asr_whisper import Encoded, placed
from shell.audio_file import load
from shell.errors import ModelError

JFK = "And so my fellow Americans, ask not what your country can do for you, ask what you can do for your country."
NEAR = "And so my yellow Americans, ask not what your country can do for you, ask what you can do for your country."
FAR = "Please delete the build folder."


@pytest.fixture(scope="module")
def whisper(whisper_folder):
    """Whisper base, loaded once."""
    return WhisperTranscriber(whisper_folder)


@pytest.fixture(scope="module")
def jfk(whisper, shared_data):
    """A famous sentence, encoded once."""
    encoded = whisper.encode(load(shared_data / "speech/clips/jfk.flac"))
    assert isinstance(encoded, Encoded)
    return encoded


@pytest.mark.models
def test_one_encoding_gives_several_readings(whisper, jfk):
    """The readings of one encoding differ in their words, and each is a sure one of the same sentence."""
    found = whisper.decode(jfk, hypotheses=8)
    assert len({one.text for one in found}) == len(found) > 1
    assert all("country" in one.text and one.mean_log_probability > -1 for one in found)


@pytest.mark.models
def test_a_speech_that_was_cut_is_not_written_over_and_over(whisper, shared_data):
    """Eight seconds of a speech that go on are written once, with an end, and nothing is to be decoded again."""
    encoded = whisper.encode(load(shared_data / "speech/clips/jfk.flac")[2 * 16_000 : 10 * 16_000])
    assert isinstance(encoded, Encoded)
    (best,) = whisper.decode(encoded)
    assert best.complete
    assert best.text.lower().count("ask not what your country can do for you") == 1


@pytest.mark.models
def test_a_speech_that_was_cut_is_not_completed(whisper, shared_data):
    """It ends in "for your country": the word that was not said is not made up, nor all of it said again."""
    cut = load(shared_data / "speech/clips/jfk.flac")[2 * 16_000 : 10 * 16_000]
    words = whisper.transcribe(cut).text.lower().strip(" .").split()
    assert words.count("country") == 1
    assert words[-2:] == ["for", "your"]


@pytest.mark.models
def test_what_was_said_scores_above_what_sounds_like_it(whisper, jfk):
    """True words fit better than a near miss, and a near miss better than another sentence."""
    true, near, far = whisper.score(jfk, [JFK, NEAR, FAR])
    assert true.total > near.total > far.total
    assert true.mean > near.mean > far.mean


@pytest.mark.models
def test_a_batch_scores_as_one_at_a_time(whisper, jfk):
    """Padding in a batch of texts of different lengths changes no score beyond rounding."""
    texts = [JFK, FAR, "And so", ""]
    for text, batched in zip(texts, whisper.score(jfk, texts), strict=True):
        (alone,) = whisper.score(jfk, [text])
        assert batched.total == pytest.approx(alone.total, abs=0.05)
        assert len(batched.per_token) == len(alone.per_token)


@pytest.mark.models
def test_no_text_has_no_words_to_score(whisper, jfk):
    """An empty text has no tokens; no texts have no scores."""
    (empty,) = whisper.score(jfk, [" "])
    assert empty.per_token == ()
    assert empty.mean == -math.inf
    assert whisper.score(jfk, []) == []


@pytest.mark.models
def test_recognizing_an_encoding_is_transcribing_its_sound(whisper, jfk):
    """The two ways in give one transcript."""
    assert whisper.recognize(jfk).heard == whisper.transcribe(jfk.audio)


@pytest.mark.models
def test_the_language_may_be_detected(whisper_folder, shared_data):
    """Without a set language, an encoding says which one was heard."""
    whisper = WhisperTranscriber(whisper_folder, TranscriberSettings(language=None))
    encoded = whisper.encode(load(shared_data / "speech/clips/jfk.flac"))
    assert isinstance(encoded, Encoded)
    assert encoded.language == "en"


def test_the_libraries_have_the_parts_that_are_relied_on():
    """What faster_whisper documents nowhere is there, with the arguments that are passed."""
    import inspect

    from ctranslate2.models import Whisper
    from faster_whisper import WhisperModel
    from faster_whisper.feature_extractor import FeatureExtractor
    from faster_whisper.tokenizer import Tokenizer
    from faster_whisper.transcribe import get_suppressed_tokens

    assert {"cpu_threads", "local_files_only"} <= set(inspect.signature(WhisperModel.__init__).parameters)
    assert "padding" in inspect.signature(FeatureExtractor.__call__).parameters
    assert {"sot_sequence", "sot_prev", "no_timestamps", "timestamp_begin", "eot"} <= set(dir(Tokenizer))
    assert list(inspect.signature(get_suppressed_tokens).parameters) == ["tokenizer", "suppress_tokens"]
    assert "text_tokens: list[list[int]]" in (Whisper.align.__doc__ or "")


@pytest.mark.models
@pytest.mark.parametrize("most", [5, 12])
def test_the_length_bound_means_what_is_relied_on(whisper, jfk, most):
    """CTranslate2 writes half of `max_length` tokens at most, which is documented nowhere."""
    model, tokenizer = whisper._whisper._model.model, whisper._whisper._tokenizer("en")
    (result,) = model.generate(jfk.output, [list(tokenizer.sot_sequence)], max_length=2 * most)
    assert len(result.sequences_ids[0]) == most


@pytest.mark.models
def test_a_text_that_had_to_be_stopped_says_so(whisper, jfk):
    """Much sound taken for little: the decoder is stopped before the sentence's end, and it is told."""
    half_a_second = replace(jfk, audio=jfk.audio[:8000])
    (found,) = whisper.decode(half_a_second)
    assert not found.complete
    assert found.text


class FakeDevices:
    """Loads on the devices that work, and keeps what was tried."""

    def __init__(self, gpus: int, working: set[str]) -> None:
        self._gpus, self._working = gpus, working
        self.tried: list[str] = []

    def gpus(self) -> int:
        """As many as it was told."""
        return self._gpus

    def load(self, device: str) -> str:
        """A model, by its device."""
        self.tried.append(device)
        if device not in self._working:
            raise ModelError(f"no {device}")
        return f"model on {device}"


@pytest.mark.parametrize(
    ("wanted", "gpus", "working", "tried"),
    [
        ("auto", 1, {"cpu", "cuda"}, ["cuda"]),
        ("auto", 0, {"cpu", "cuda"}, ["cpu"]),
        ("auto", 1, {"cpu"}, ["cuda", "cpu"]),
        ("cpu", 2, {"cpu", "cuda"}, ["cpu"]),
        ("cuda", 1, {"cpu", "cuda"}, ["cuda"]),
    ],
)
def test_a_gpu_is_used_where_there_is_one_that_works(wanted, gpus, working, tried):
    """`auto` tries a GPU that is seen and falls back to the CPU; a named device is used."""
    devices = FakeDevices(gpus, working)
    assert placed(wanted, devices.gpus, devices.load) == (tried[-1], f"model on {tried[-1]}")
    assert devices.tried == tried


def test_a_gpu_that_was_asked_for_and_fails_is_told():
    """Whoever sets `cuda` hears that it does not work, and gets no slow CPU in its place."""
    devices = FakeDevices(1, {"cpu"})
    with pytest.raises(ModelError, match="no cuda"):
        placed("cuda", devices.gpus, devices.load)
    assert devices.tried == ["cuda"]


@pytest.mark.models
@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed: it speaks Spanish here")
def test_another_language_is_heard_by_setting(whisper_folder, tmp_path):
    """Spanish by a Spanish voice, with the language set."""
    file = tmp_path / "spoken.wav"
    said = "Buenos días, ¿cómo estás hoy?"
    subprocess.run(["espeak-ng", "-v", "es", "-s", "150", "-w", str(file), "--", said], check=True)
    whisper = WhisperTranscriber(whisper_folder, TranscriberSettings(language="es"))
    encoded = whisper.encode(np.concatenate([np.zeros(4_800, np.float32), load(file), np.zeros(6_400, np.float32)]))
    assert isinstance(encoded, Encoded)
    assert encoded.language == "es"
    (found,) = whisper.decode(encoded)
    # The voice is a robot's: whether it is believed is another question.
    assert {"buenos", "días"} <= set(found.text.lower().replace(",", " ").split())
