"""Public fakes of what speaks and chats, behind the real protocols: for tests, and for trying Golem without models."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shell.conversation import ChatText, Exchange
from shell.errors import AudioError, ModelError

if TYPE_CHECKING:
    from shell.tts import Samples


class FakeVoice:
    """Says every text as a tone, 10 ms a character, and remembers what it was asked."""

    def __init__(self, sample_rate: int = 16_000, *, fails_on: str | None = None) -> None:
        """A text that contains `fails_on` raises ModelError."""
        self.sample_rate = sample_rate
        self.name = "fake voice"
        self.fingerprint = "fa" * 32
        self.said: list[str] = []
        self._fails_on = fails_on

    def synthesize(self, text: str) -> Iterator[Samples]:
        """See `shell.tts.Voice.synthesize`."""
        import numpy as np  # noqa: PLC0415 -- as in the real voice

        self.said.append(text)
        if self._fails_on is not None and self._fails_on in text:
            raise ModelError(f"the fake voice cannot say {text!r}")
        yield np.full(len(text) * self.sample_rate // 100, 0.5, np.float32)


class FakeOutput:
    """A loudspeaker that records what it plays; pass its `open` to the speaker."""

    def __init__(self, *, hold: bool = False, missing: bool = False, fail_after: int | None = None) -> None:
        """`hold` blocks each write until `release` or an abort; `missing` raises at `open`.

        `fail_after` raises AudioError after that many writes, as a device does that was pulled out.
        """
        self.played: list[Samples] = []
        self.opened = 0
        self.closed = 0
        self.aborted = 0
        self.sample_rate = 0
        self.writing = threading.Event()
        """Set once a write has begun."""
        self.missing = missing
        self._fail_after = fail_after
        self._free = threading.Event()
        if not hold:
            self._free.set()
        self._dead = False

    def open(self, sample_rate: int) -> FakeOutput:
        """Stands for `open_output`."""
        if self.missing:
            raise AudioError("no output device was found")
        self.sample_rate = sample_rate
        self.opened += 1
        self._dead = False
        return self

    def release(self) -> None:
        """Let held writes through, from now on."""
        self._free.set()

    def write(self, samples: Samples) -> None:
        """See `shell.speech_pipeline.OutputStream.write`."""
        self.writing.set()
        self._free.wait()
        if self._dead:
            raise AudioError("the stream was aborted")
        if self._fail_after is not None and len(self.played) >= self._fail_after:
            raise AudioError("the device is gone")
        self.played.append(samples.copy())

    def abort(self) -> None:
        """See `shell.speech_pipeline.OutputStream.abort`."""
        self.aborted += 1
        self._dead = True
        self._free.set()

    def close(self) -> None:
        """See `shell.speech_pipeline.OutputStream.close`."""
        self.closed += 1

    @property
    def sound(self) -> Samples:
        """All that was played, end to end."""
        import numpy as np  # noqa: PLC0415 -- as in the real stream

        return np.concatenate(self.played) if self.played else np.zeros(0, np.float32)


class FakeChat:
    """Answers with the given words, one piece a word, and remembers what it was asked."""

    def __init__(self, answer: str = "Why not? Because.") -> None:
        self.name = "fake chat"
        self.asked: list[tuple[tuple[Exchange, ...], str]] = []
        self._answer = answer
        self._stopping = threading.Event()

    def reply(self, history: Sequence[Exchange], text: str) -> Iterator[ChatText]:
        """See `shell.chat.ChatModel.reply`."""
        self.asked.append((tuple(history), text))
        self._stopping = stopping = threading.Event()
        return self._words(stopping)

    def _words(self, stopping: threading.Event) -> Iterator[ChatText]:
        for word in self._answer.split():
            if stopping.is_set():
                return
            yield ChatText(f"{word} ")

    def stop(self) -> None:
        """See `shell.chat.ChatModel.stop`."""
        self._stopping.set()
