"""Hearing: voice activity a frame, and transcription beside plain `faster_whisper` in the same run."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from benchmarks.clips import COMMAND, DICTATION, RATE, clip
from benchmarks.harness import Bench, stage

if TYPE_CHECKING:
    from shell.asr import WhisperTranscriber
    from shell.tts import Samples

WHISPER = "whisper-base"
FRAME = 512
SHORT_S, LONG_S = 1.5, 8.0


def load_transcriber(bench: Bench) -> WhisperTranscriber:
    """Golem's own, with its default settings."""
    from shell.asr import WhisperTranscriber  # noqa: PLC0415 -- heavy

    return WhisperTranscriber(bench.model(WHISPER))


def load_plain(bench: Bench) -> Callable[[Samples], object]:
    """`faster_whisper` as its README shows it, int8 on CPU."""
    from faster_whisper import WhisperModel  # noqa: PLC0415 -- heavy

    model: Any = WhisperModel(str(bench.model(WHISPER)), device="cpu", compute_type="int8")
    return lambda audio: list(model.transcribe(audio)[0])  # its segments are made as they are read


def noise(seconds: float) -> Samples:
    """Quiet noise, float32 at 16 kHz."""
    import numpy as np  # noqa: PLC0415 -- heavy

    return np.random.default_rng(1).normal(0, 0.01, int(seconds * RATE)).astype(np.float32)


def hear_once(bench: Bench) -> None:
    """All that listening needs is loaded and has run once."""
    from shell.vad import SileroVoiceActivity  # noqa: PLC0415 -- heavy

    audio = noise(SHORT_S)
    SileroVoiceActivity().probability(audio[:FRAME])
    load_transcriber(bench).transcribe(audio)


def timed(work: Callable[[Samples], object], audio: Samples) -> Iterator[float]:
    """ms of each call."""
    while True:
        begun = time.perf_counter()
        work(audio)
        yield (time.perf_counter() - begun) * 1000


@stage("hear: voice activity, a frame", rounds=300)
def voice_activity(bench: Bench) -> Iterator[float]:
    """One frame of 32 ms, of speech."""
    from shell.vad import SileroVoiceActivity  # noqa: PLC0415 -- heavy

    vad = SileroVoiceActivity()
    audio = clip(bench, DICTATION, LONG_S)
    frames = [audio[start : start + FRAME] for start in range(0, len(audio) - FRAME, FRAME)]
    at = 0
    while True:
        begun = time.perf_counter()
        vad.probability(frames[at % len(frames)])
        yield (time.perf_counter() - begun) * 1000
        at += 1


@stage("hear: plain faster_whisper, 1.5 s clip", rounds=5)
def plain_short(bench: Bench) -> Iterator[float]:
    """The peer, on a spoken command."""
    return timed(load_plain(bench), clip(bench, COMMAND, SHORT_S))


@stage("hear: transcription, 1.5 s clip", rounds=5, peer="hear: plain faster_whisper, 1.5 s clip")
def golem_short(bench: Bench) -> Iterator[float]:
    """The same command."""
    return timed(load_transcriber(bench).transcribe, clip(bench, COMMAND, SHORT_S))


@stage("hear: plain faster_whisper, 8 s clip", rounds=5)
def plain_long(bench: Bench) -> Iterator[float]:
    """The peer, on a long sentence."""
    return timed(load_plain(bench), clip(bench, DICTATION, LONG_S))


@stage("hear: transcription, 8 s clip", rounds=5, peer="hear: plain faster_whisper, 8 s clip")
def golem_long(bench: Bench) -> Iterator[float]:
    """The same sentence."""
    return timed(load_transcriber(bench).transcribe, clip(bench, DICTATION, LONG_S))


@stage("hear: left running when nobody wants it, 8 s clip", rounds=9)
def left_running(bench: Bench) -> Iterator[float]:
    """ms from a moment in the midst of a transcription to its end: what the next words wait for."""
    return rests(load_transcriber(bench), clip(bench, DICTATION, LONG_S), calls_off=False)


@stage(
    "hear: called off, 8 s clip",
    rounds=9,
    peer="hear: left running when nobody wants it, 8 s clip",
)
def called_off(bench: Bench) -> Iterator[float]:
    """The same, called off at that moment."""
    return rests(load_transcriber(bench), clip(bench, DICTATION, LONG_S), calls_off=True)


def rests(transcriber: WhisperTranscriber, audio: Samples, *, calls_off: bool) -> Iterator[float]:
    """ms until it ends, from moments spread evenly over its time, in turn."""
    begun = time.perf_counter()
    transcriber.transcribe(audio)
    whole_s = time.perf_counter() - begun
    with ThreadPoolExecutor(1) as pool:
        for moment in itertools.cycle((0.1, 0.6, 0.3, 0.8, 0.45, 0.2, 0.7, 0.5, 0.9)):
            wanted = threading.Event()
            wanted.set()
            work = pool.submit(transcriber.transcribe, audio, wanted=wanted.is_set)
            time.sleep(moment * whole_s)
            since = time.perf_counter()
            if calls_off:
                wanted.clear()
            work.result()
            yield (time.perf_counter() - since) * 1000


@stage("hear: the loop's longest stall while transcribing", rounds=5)
def loop_stall(bench: Bench) -> Iterator[float]:
    """How late a tick due every 5 ms comes, at worst, while a worker thread transcribes 1.5 s."""
    transcriber = load_transcriber(bench)
    audio = clip(bench, COMMAND, SHORT_S)
    while True:
        yield asyncio.run(longest_stall(lambda: transcriber.transcribe(audio)))


async def longest_stall(work: Callable[[], object], every_s: float = 0.005) -> float:
    """ms that the loop's latest tick was late while `work` ran in an executor."""
    loop = asyncio.get_running_loop()
    working = loop.run_in_executor(None, work)
    worst = 0.0
    while not working.done():
        due = loop.time() + every_s
        await asyncio.sleep(every_s)
        worst = max(worst, loop.time() - due)
    await working
    return worst * 1000
