"""Rows that are spoken by the real voice and heard by the real recogniser, before they go the way of all others."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from shell.audio_file import FileFrames, load
from shell.config import Config
from shell.engines import hearing_of
from shell.manifest import load_manifest
from shell.store import Store
from shell.tts import PiperVoice
from tests.adversarial.corpus import Row, rows
from tests.adversarial.drive import Rig
from tests.adversarial.judge import faults

pytestmark = pytest.mark.models

ROWS = [row for row in rows() if row.channel == "heard"]


def _sound(text: str, voice: PiperVoice) -> np.ndarray:
    """The words, or the noise that a name in brackets asks for, with quiet on both sides."""
    quiet = np.zeros(voice.sample_rate, np.float32)
    if text == "[silence]":
        return np.concatenate([quiet, quiet])
    if text == "[claps]":
        clap = np.random.default_rng(1).normal(0, 0.5, voice.sample_rate // 40).astype(np.float32)
        return np.concatenate([quiet, clap, quiet / 2, clap, quiet])
    return np.concatenate([quiet, *voice.synthesize(text), quiet])


def test_what_is_heard_runs_nothing(voice_folder: Path, whisper_folder: Path, tmp_path: Path) -> None:
    """An attack that is spoken does no more than its row allows, however it is misheard."""
    voice = PiperVoice(voice_folder)
    store = Store(whisper_folder.parent, load_manifest())
    found: list[str] = []
    rig = Rig((tmp_path / "rig").resolve())
    with ThreadPoolExecutor(max_workers=1) as thinking:
        hearing = hearing_of(Config(), store, thinking, lambda: False, sayable=rig.core.sayable)

        async def heard(row: Row) -> list[tuple[str, float]]:
            path = tmp_path / f"{row.id}.wav"
            soundfile.write(path, _sound(row.input, voice), voice.sample_rate)
            frames = FileFrames(load(path), realtime=False)
            return [(one.utterance.text, one.utterance.confidence) async for one in hearing.utterances(frames)]

        for row in ROWS:
            for text, sure in asyncio.run(heard(row)):
                as_heard = replace(row, channel="transcript", input=text, setup=(f"sure={sure}",))
                found += [
                    f"{row.input!r} heard as {text!r}: {fault}" for fault in faults(as_heard, *rig.both(as_heard))
                ]
    rig.close()
    assert not found, "\n".join(found)
