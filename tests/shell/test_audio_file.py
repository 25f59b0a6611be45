"""Audio files, good and bad."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from shell.audio_file import FileFrames, load
from shell.errors import AudioError
from shell.frames import FRAME


def tone(rate: int, seconds: float = 1.0) -> np.ndarray:
    """440 Hz at half of full scale."""
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(int(rate * seconds)) / rate)).astype(np.float32)


@pytest.mark.parametrize("suffix", ["wav", "flac"])
@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_any_rate_and_channel_count_becomes_16_khz_mono(tmp_path, suffix, rate, channels):
    """The same second of the same pitch, whatever the file's rate and channels."""
    path = tmp_path / f"tone.{suffix}"
    soundfile.write(path, np.repeat(tone(rate)[:, None], channels, axis=1), rate)
    audio = load(path)
    assert (audio.dtype, audio.ndim) == (np.float32, 1)
    assert abs(len(audio) - 16_000) <= 2
    assert np.argmax(np.abs(np.fft.rfft(audio))) * 16_000 / len(audio) == pytest.approx(440, abs=1)
    assert np.abs(audio[4_000:12_000]).max() == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW"])
def test_any_sample_format_is_read(tmp_path, subtype):
    """From 8 bits to double precision."""
    path = tmp_path / "tone.wav"
    soundfile.write(path, tone(16_000), 16_000, subtype=subtype)
    assert np.abs(load(path) - tone(16_000)).max() < 0.05


def test_channels_are_averaged(tmp_path):
    """A voice in one of two channels is heard at half its height."""
    path = tmp_path / "stereo.wav"
    soundfile.write(path, np.stack([tone(16_000), np.zeros(16_000)], axis=1), 16_000)
    assert np.abs(load(path)).max() == pytest.approx(0.25, abs=0.01)


def test_a_long_file_has_no_seams(tmp_path):
    """Read and resampled piece by piece, a tone stays one tone."""
    path = tmp_path / "long.wav"
    soundfile.write(path, tone(44_100, 10), 44_100, subtype="FLOAT")
    audio = load(path)[1_000:-1_000]
    expected = tone(16_000, 10)[1_000:-1_000]
    assert np.abs(audio[: len(expected)] - expected[: len(audio)]).max() < 0.01


def bad(folder, kind: str):
    """A path that holds no usable sound."""
    path = folder / "bad.wav"
    if kind == "a folder":
        path.mkdir()
    elif kind == "an empty file":
        path.write_bytes(b"")
    elif kind == "text":
        path.write_text("RIFF is what I begin with, but no sound follows" * 50)
    elif kind == "binary":
        path.write_bytes(bytes(range(256)) * 40)
    elif kind == "no samples":
        soundfile.write(path, np.zeros(0), 16_000)
    elif kind in ("NaN", "infinity"):
        samples = tone(16_000)
        samples[5_000] = np.nan if kind == "NaN" else np.inf
        soundfile.write(path, samples, 16_000, subtype="FLOAT")
    elif kind == "a broken header":
        soundfile.write(path, tone(16_000), 16_000)
        path.write_bytes(path.read_bytes()[:30])
    elif kind == "a damaged FLAC":
        flac = folder / "bad.flac"
        soundfile.write(flac, tone(16_000, 20), 16_000)
        flac.write_bytes(flac.read_bytes()[:5_000])
        return flac
    elif kind == "a raw file":
        raw = folder / "bad.raw"
        raw.write_bytes(bytes(1_000))
        return raw
    return path


KINDS = ["missing", "a folder", "an empty file", "text", "binary", "no samples", "NaN", "infinity", "a broken header",
         "a damaged FLAC", "a raw file"]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_sound_is_one_line_that_names_the_file(tmp_path, kind):
    """Every bad file is an AudioError of one line with its name, and no other exception."""
    path = bad(tmp_path, kind)
    with pytest.raises(AudioError) as caught:
        load(path)
    assert path.name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wav_that_breaks_off_gives_what_is_there(tmp_path):
    """A recording cut short by a full disk is still heard up to the cut."""
    path = tmp_path / "cut.wav"
    soundfile.write(path, tone(16_000), 16_000)
    path.write_bytes(path.read_bytes()[:16_044])
    assert len(load(path)) == 8_000


async def test_a_files_frames_are_its_sound_and_then_silence():
    """Nothing is lost or added but the silence that ends the last utterance."""
    audio = tone(16_000, 1.01)
    source = FileFrames(audio, trailing_ms=700)
    frames = [frame async for frame in source.frames()]
    assert all(frame.shape == (FRAME,) and frame.dtype == np.float32 for frame in frames)
    joined = np.concatenate(frames)
    assert np.array_equal(joined[: len(audio)], audio)
    assert not joined[len(audio) :].any()
    assert len(joined) - len(audio) >= 700 * 16
    assert (source.gaps, source.live) == (0, False)


async def test_realtime_frames_come_by_the_clock():
    """A second of sound takes a second, and is live."""
    import time

    source = FileFrames(tone(16_000, 0.5), realtime=True, trailing_ms=100)
    began = time.monotonic()
    count = len([frame async for frame in source.frames()])
    assert source.live
    assert time.monotonic() - began >= count * 0.032 - 0.05
