"""The real servers on loopback: wyoming-faster-whisper, wyoming-piper and llama-cpp-python's own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soxr

from shell.asr import Transcript
from shell.evidence import EvidenceSettings
from shell.frames import SAMPLE_RATE
from shell.openai_chat import OpenAiChat
from shell.remote import RemoteSettings
from shell.wyoming_engines import SPEAKS_AT, WyomingTranscriber, WyomingVoice

pytestmark = pytest.mark.models


@contextmanager
def running(*arguments: str, port: int, folder: Path) -> Iterator[None]:
    """A server's process, from the moment its port answers."""
    log = folder / "server.log"
    checkout = str(Path(__file__).parents[2])
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "HOME": str(folder), "PYTHONPATH": checkout}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments], stdout=output, stderr=output, env=environment, cwd=folder
        )
    try:
        deadline = time.monotonic() + 90
        while True:
            with socket.socket() as trying:
                trying.settimeout(1)
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, log.read_text("utf-8")[-2000:]
            assert time.monotonic() < deadline, log.read_text("utf-8")[-2000:]
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def free_port() -> int:
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_words_go_to_a_piper_server_and_their_sound_to_a_whisper_server(
    voice_folder: Path, whisper_folder: Path, tmp_path: Path
) -> None:
    """What one server says, another hears, over the real protocol."""
    speaks, hears = free_port(), free_port()
    (voice,) = [file.stem for file in voice_folder.glob("*.onnx")]
    says = ("wyoming_piper", "--voice", voice, "--data-dir", str(voice_folder), "--uri", f"tcp://127.0.0.1:{speaks}")
    with running(*says, port=speaks, folder=tmp_path):
        settings = RemoteSettings(speak=f"tcp://127.0.0.1:{speaks}", timeout_s=60)
        pieces = list(WyomingVoice(settings).synthesize("Show me the files in this folder."))
    sound = np.asarray(soxr.resample(np.concatenate(pieces), SPEAKS_AT, SAMPLE_RATE), np.float32)
    assert 1.0 < len(sound) / SAMPLE_RATE < 5.0
    listens = (
        *("wyoming_faster_whisper", "--model", str(whisper_folder), "--language", "en", "--device", "cpu"),
        *("--data-dir", str(tmp_path), "--uri", f"tcp://127.0.0.1:{hears}", "--stt-library", "faster-whisper"),
    )
    with running(*listens, port=hears, folder=tmp_path):
        remote = RemoteSettings(hear=f"tcp://127.0.0.1:{hears}", timeout_s=60)
        heard = WyomingTranscriber(remote, "en", EvidenceSettings()).transcribe(sound)
    assert isinstance(heard, Transcript)
    assert "files in this folder" in heard.text.lower()


def test_chat_with_llama_cpps_own_server(chat_model_file: Path, tmp_path: Path) -> None:
    """A streamed reply over the real server, in pieces."""
    pytest.importorskip("llama_cpp.server.app", reason="llama-cpp-python is not built here (it needs g++)")
    port = free_port()
    serves = ("tests.shell.llama_server", "--model", str(chat_model_file), "--port", str(port), "--n_ctx", "1024")
    with running(*serves, port=port, folder=tmp_path):
        model = OpenAiChat(RemoteSettings(chat=f"http://127.0.0.1:{port}/v1", timeout_s=60))
        pieces = [piece.words for piece in model.reply([], "Say hello.")]
    assert len(pieces) > 1
    assert any(letter.isalpha() for letter in "".join(pieces))
