"""Voice activity without torch, held to the package's own wrapper."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import soundfile

from shell.errors import ModelError
from shell.frames import FRAME, Rechunker
from shell.vad import SileroVoiceActivity, silero_file

ROOT = Path(__file__).parents[2]


def wrapper():
    """The package's own, which brings torch."""
    from silero_vad.utils_vad import OnnxWrapper

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return OnnxWrapper(str(silero_file()), force_onnx_cpu=True)


def hold_equal(audio: np.ndarray) -> np.ndarray:
    """Both run over all frames; ours, once each is within 1e-4 of theirs."""
    import torch

    theirs, ours = wrapper(), SileroVoiceActivity()
    frames = list(Rechunker().push(audio))
    expected = [theirs(torch.from_numpy(frame.copy()), 16_000).item() for frame in frames]
    got = [ours.probability(frame) for frame in frames]
    assert np.abs(np.array(expected) - np.array(got)).max() < 1e-4
    return np.array(got)


def test_equals_the_packages_own_wrapper_on_real_speech(shared_data):
    """On a minute of speech every frame's probability is the wrapper's, and both find speech and silence."""
    audio, rate = soundfile.read(shared_data / "speech/clips/test.flac", dtype="float32")
    assert rate == 16_000
    got = hold_equal(audio)
    assert got.max() > 0.9
    assert got.min() < 0.1


def test_equals_the_packages_own_wrapper_on_made_up_sound():
    """On noise, tones and silence too."""
    rng = np.random.default_rng(1)
    time = np.arange(16_000) / 16_000
    audio = np.concatenate([rng.normal(0, 0.1, 16_000), np.sin(2 * np.pi * 220 * time), np.zeros(8_000)])
    hold_equal(audio.astype(np.float32))


def test_reset_forgets_everything():
    """After a reset the same frames give the same probabilities as at first."""
    rng = np.random.default_rng(2)
    frames = rng.normal(0, 0.2, (20, FRAME)).astype(np.float32)
    vad = SileroVoiceActivity()
    first = [vad.probability(frame) for frame in frames]
    vad.reset()
    assert [vad.probability(frame) for frame in frames] == first


def test_nan_and_infinity_do_not_stay_in_the_state():
    """A broken frame counts as silence: the frames after it are judged as after silence."""
    vad, other = SileroVoiceActivity(), SileroVoiceActivity()
    for broken in (np.full(FRAME, np.nan, np.float32), np.full(FRAME, np.inf, np.float32)):
        assert vad.probability(broken) == other.probability(np.zeros(FRAME, np.float32))
    frame = np.random.default_rng(3).normal(0, 0.1, FRAME).astype(np.float32)
    assert vad.probability(frame) == other.probability(frame)


def test_a_frame_of_another_length_is_refused():
    """The model takes 512 samples and nothing else."""
    with pytest.raises(ValueError, match="512"):
        SileroVoiceActivity().probability(np.zeros(100, np.float32))


def test_a_file_that_is_no_model_is_named(tmp_path):
    """A damaged model is one clear line."""
    file = tmp_path / "broken.onnx"
    file.write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"broken\.onnx"):
        SileroVoiceActivity(file)


def test_torch_is_never_imported():
    """Voice activity runs in a process that has not loaded torch or the silero_vad package."""
    code = (
        "import sys, numpy as np; from shell.vad import SileroVoiceActivity as S;"
        "S().probability(np.zeros(512, np.float32)); sys.exit('torch' in sys.modules or 'silero_vad' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
