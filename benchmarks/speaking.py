"""Speech out and chat: how soon a person hears or reads something, and how soon it stops."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from benchmarks.harness import Bench, Skipped, stage
from shell.errors import AudioError

if TYPE_CHECKING:
    from shell.chat import LlamaChat
    from shell.tts import PiperVoice, Samples

VOICE = "piper-en_US-joe-medium"
CHAT = "smollm2-135m-instruct"
SHORT = "All twelve tests passed."
LONG = "There are forty gigabytes free on this disk, which is about a third of what it holds."
PHRASE = "Stopped."


def load_voice(bench: Bench) -> PiperVoice:
    """The default voice."""
    from shell.tts import PiperVoice  # noqa: PLC0415 -- heavy

    return PiperVoice(bench.model(VOICE))


class RealTimeOutput:
    """A loudspeaker that takes as long to play as a real one, and notes when it was first and last at work."""

    def __init__(self) -> None:
        self.first_s: float | None = None
        self.last_s = 0.0
        self.started = threading.Event()
        self._silent = threading.Event()
        self._rate = 1

    def open(self, sample_rate: int) -> RealTimeOutput:
        """Stands for `open_output`."""
        self._rate = sample_rate
        self._silent.clear()
        return self

    def write(self, samples: Samples) -> None:
        """Wait as long as the samples sound, or until an abort."""
        self.first_s = self.first_s or time.perf_counter()
        self.started.set()
        aborted = self._silent.wait(len(samples) / self._rate)
        self.last_s = time.perf_counter()
        if aborted:
            raise AudioError("aborted")

    def abort(self) -> None:
        """End the write under way."""
        self._silent.set()

    def close(self) -> None:
        """Nothing is buffered."""


def first_audio(bench: Bench, text: str, phrases: tuple[str, ...] = ()) -> Iterator[float]:
    """From `say` to the first block handed to the device, in ms."""
    from shell.speaker import Speaker  # noqa: PLC0415 -- as the rest

    voice = load_voice(bench)
    output = RealTimeOutput()
    with closing(Speaker(voice, output.open, phrases=phrases)) as speaker:
        speaker.ready()
        while True:
            output.first_s = None
            output.started.clear()
            begun = time.perf_counter()
            speaker.say(text)
            if not output.started.wait(30) or output.first_s is None:
                raise Skipped("no sound within 30 s")
            yield (output.first_s - begun) * 1000
            speaker.stop()


@stage("speech: first audio of a short sentence")
def short_sentence(bench: Bench) -> Iterator[float]:
    """A reply such as the tests' summary."""
    return first_audio(bench, SHORT)


@stage("speech: first audio of a long sentence")
def long_sentence(bench: Bench) -> Iterator[float]:
    """Seventeen words: the whole sentence is made before it sounds."""
    return first_audio(bench, LONG)


@stage("speech: first audio of a kept phrase")
def kept_phrase(bench: Bench) -> Iterator[float]:
    """A fixed phrase needs no synthesis."""
    return first_audio(bench, PHRASE, (PHRASE,))


@stage("speech: stop to silence")
def stop_to_silence(bench: Bench) -> Iterator[float]:
    """From `stop` to the end of the last write, on a device that plays in real time."""
    from shell.speaker import Speaker  # noqa: PLC0415 -- as the rest

    output = RealTimeOutput()
    with closing(Speaker(load_voice(bench), output.open)) as speaker:
        while True:
            output.started.clear()
            speaker.say(LONG)
            if not output.started.wait(30):
                raise Skipped("no sound within 30 s")
            time.sleep(0.12)
            begun = time.perf_counter()
            speaker.stop()
            returned = time.perf_counter()
            time.sleep(0.2)
            yield max(output.last_s - begun, returned - begun) * 1000


@stage("speech: seconds made in a second", unit="s/s", rounds=10)
def synthesis_rate(bench: Bench) -> Iterator[float]:
    """Sound made for the time it takes; below 1 there would be gaps."""
    voice = load_voice(bench)
    while True:
        begun = time.perf_counter()
        made = sum(len(samples) for samples in voice.synthesize(LONG))
        yield made / voice.sample_rate / (time.perf_counter() - begun)


def load_chat(bench: Bench) -> LlamaChat:
    """The default chat model."""
    from shell.chat import ChatSettings, LlamaChat  # noqa: PLC0415 -- heavy

    files = sorted(bench.model(CHAT).glob("*.gguf"))
    if not files:
        raise Skipped(f"no .gguf in {bench.model(CHAT)}")
    return LlamaChat(files[0], ChatSettings(seed=1))


QUESTIONS = ("tell me a joke", "why is the sky blue", "who are you", "what is a compiler", "I am tired")


@stage("chat: first token")
def first_token(bench: Bench) -> Iterator[float]:
    """From the question to the first words, another question each time."""
    chat = load_chat(bench)
    at = 0
    while True:
        begun = time.perf_counter()
        pieces = chat.reply([], QUESTIONS[at % len(QUESTIONS)])
        next(pieces, None)
        yield (time.perf_counter() - begun) * 1000
        chat.stop()
        list(pieces)
        at += 1


@stage("chat: stop to end of reply")
def chat_stop(bench: Bench) -> Iterator[float]:
    """From `stop` to the iterator's end."""
    chat = load_chat(bench)
    while True:
        pieces = chat.reply([], "tell me a long story about a dragon")
        next(pieces, None)
        begun = time.perf_counter()
        chat.stop()
        list(pieces)
        yield (time.perf_counter() - begun) * 1000


@stage("chat: tokens a second", unit="tokens/s", rounds=8)
def token_rate(bench: Bench) -> Iterator[float]:
    """Pieces of a long reply after its first; a piece is a token, but for the few that make part of a character."""
    chat = load_chat(bench)
    while True:
        pieces = chat.reply([], "tell me a long story about a dragon")
        next(pieces, None)
        begun = time.perf_counter()
        count = sum(1 for _ in pieces)
        yield count / (time.perf_counter() - begun)
