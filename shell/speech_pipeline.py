"""Sentences become sound on one thread while the ones before are played on another.

Two rules hold throughout. Every piece of work carries the epoch it was asked in, and `stop` begins a new one: what is
left of an older epoch is dropped wherever it is found, so nothing asked before a stop can sound after it. And no lock
is held while anything slow happens (synthesis, opening a device, writing to it), so that `stop` never waits.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from shell.errors import GolemError
from shell.phrases import KeptPhrases
from shell.sentences import SentenceCutter

if TYPE_CHECKING:
    from shell.tts import Samples, Voice

BLOCK_MS: Final = 50
"""Sound handed to the device at a time: an abort takes effect within one block."""
AHEAD_S: Final = 20.0
"""Seconds of sound made ahead of what is being played, at most (but always one sentence)."""
PAUSE_MS: Final = 120
"""Silence after each sentence; Piper itself leaves almost none."""
NO_LOUDSPEAKER: Final = "no loudspeaker: replies are printed only"


class OutputStream(Protocol):
    """An open loudspeaker. `shell.audio` has the real one."""

    def write(self, samples: Samples) -> None:
        """Play mono samples, float32, -1 to 1; blocks until the device has taken them.

        Raises AudioError, also once aborted.
        """
        ...

    def abort(self) -> None:
        """Silence at once: what the device holds is dropped, a blocked `write` or `close` returns.

        From any thread, also after `close`; quick, and never raises.
        """
        ...

    def close(self) -> None:
        """Play out what was written, unless aborted, and give the device back. May raise AudioError."""
        ...


class SpeechPipeline:
    """The two threads and what they share. All methods may be called from any thread; only `wait` and `ready` block."""

    def __init__(
        self,
        voice: Voice,
        open_output: Callable[[int], OutputStream],
        phrases: KeptPhrases,
        tell: Callable[[str], None],
    ) -> None:
        """Start the threads; the device is opened when there is something to say."""
        self._voice = voice
        self._open_output = open_output
        self._phrases = phrases
        self._tell = tell
        self._told = False
        self._changed = threading.Condition()
        # All below is guarded by `_changed`.
        self._epoch = 0
        self._sentences: deque[str] = deque()
        self._audio: deque[Samples] = deque()
        self._open_replies = 0
        """Replies begun and not ended: more text may come, so the device stays open."""
        self._synthesising = False
        self._emitting = False
        self._stream: OutputStream | None = None
        self._stream_epoch = -1
        self._closing = False
        self._threads = [
            threading.Thread(target=self._synthesise, name="synthesis", daemon=True),
            threading.Thread(target=self._play, name="loudspeaker", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    # What the speaker calls.

    @property
    def active(self) -> bool:
        """True while anything is being made, played, or waiting to be; False at once after `stop`."""
        with self._changed:
            return self._active()

    def begin(self) -> int:
        """Announce a reply; its epoch, for `queue`."""
        with self._changed:
            self._open_replies += 1
            self._changed.notify_all()
            return self._epoch

    def queue(self, epoch: int, sentences: Sequence[str], *, last: bool = False) -> None:
        """Say `sentences` (text from `speakable`), unless `epoch` was stopped; `last` ends the reply."""
        with self._changed:
            if epoch == self._epoch:
                self._sentences.extend(sentences)
                self._open_replies -= last
                self._changed.notify_all()

    def stop(self) -> None:
        """Silence at once, and forget all that was to be said."""
        with self._changed:
            self._forget()
            if self._stream is not None:
                self._stream.abort()  # under the lock, so that it cannot hit a stream opened after this stop

    def wait(self, timeout_s: float | None) -> bool:
        """Block until all has been heard; False if `timeout_s` passed first."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._active(), timeout_s)

    def ready(self, timeout_s: float | None) -> bool:
        """Block until the fixed phrases are made; False if `timeout_s` passed first."""
        with self._changed:
            return self._changed.wait_for(lambda: self._closing or not self._phrases.missing, timeout_s)

    def close(self) -> None:
        """Stop, and end the threads."""
        self.stop()
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    # Shared by the threads; the caller of the first three holds `_changed`.

    def _active(self) -> bool:
        draining = self._stream is not None and self._stream_epoch == self._epoch and not self._open_replies
        return bool(self._sentences or self._audio or self._synthesising or self._emitting or draining)

    def _expecting(self) -> bool:
        return bool(self._sentences or self._audio or self._synthesising or self._open_replies)

    def _forget(self) -> None:
        self._epoch += 1
        self._sentences.clear()
        self._audio.clear()
        self._open_replies = 0
        self._synthesising = self._emitting = False
        self._changed.notify_all()

    def _give_up(self, epoch: int, why: str) -> None:
        """Voice or loudspeaker failed: drop what was to be said, and try again with the next reply."""
        with self._changed:
            if epoch != self._epoch:
                return  # it was stopped, and an aborted device fails as it should
            self._forget()
            told, self._told = self._told, True
        if not told:
            self._tell(why)

    # The synthesis thread.

    def _synthesise(self) -> None:
        SentenceCutter()  # its library is loaded here, and not while the first reply waits for it
        while True:
            with self._changed:
                self._changed.wait_for(self._synthesis_has_work)
                if self._closing:
                    return
                epoch = self._epoch
                spoken = self._sentences.popleft() if self._sentences and self._has_room() else None
                self._synthesising = spoken is not None
            try:
                if spoken is None:
                    self._phrases.make_next()
                else:
                    self._make(epoch, spoken)
            except GolemError as error:
                self._give_up(epoch, str(error))
            with self._changed:
                if epoch == self._epoch:
                    self._synthesising = False
                self._changed.notify_all()

    def _synthesis_has_work(self) -> bool:
        return self._closing or self._phrases.missing or (bool(self._sentences) and self._has_room())

    def _has_room(self) -> bool:
        return sum(len(samples) for samples in self._audio) < AHEAD_S * self._voice.sample_rate

    def _make(self, epoch: int, spoken: str) -> None:
        import numpy as np  # noqa: PLC0415 -- the typed prompt need not wait for it

        kept = self._phrases.get(spoken)
        pause = np.zeros(self._voice.sample_rate * PAUSE_MS // 1000, np.float32)
        for samples in self._voice.synthesize(spoken) if kept is None else (kept,):
            with self._changed:
                if epoch != self._epoch:
                    return
                self._audio.extend((samples, pause))
                self._changed.notify_all()

    # The loudspeaker thread.

    def _play(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(self._player_has_work)
                if self._closing and self._stream is None:
                    return
                epoch = self._epoch
                done = self._stream is not None and (self._stream_epoch != epoch or not self._expecting())
            if done:
                self._close_stream()
            elif self._stream is not None or self._open_stream(epoch):
                self._emit_next(epoch)

    def _player_has_work(self) -> bool:
        if self._stream is None:
            return self._closing or self._expecting()
        return bool(self._audio) or self._stream_epoch != self._epoch or not self._expecting()

    def _open_stream(self, epoch: int) -> bool:
        try:
            stream = self._open_output(self._voice.sample_rate)
        except GolemError as error:
            self._give_up(epoch, f"{NO_LOUDSPEAKER} ({error})")
            return False
        with self._changed:
            self._stream, self._stream_epoch = stream, epoch
        return True

    def _close_stream(self) -> None:
        stream, epoch = self._stream, self._stream_epoch
        try:
            if stream is not None:
                stream.close()
        except GolemError as error:
            self._give_up(epoch, f"{NO_LOUDSPEAKER} ({error})")
        with self._changed:
            self._stream = None
            self._changed.notify_all()

    def _emit_next(self, epoch: int) -> None:
        with self._changed:
            if epoch != self._epoch or not self._audio:
                return
            samples = self._audio.popleft()
            self._emitting = True
            self._changed.notify_all()  # there may be room again for synthesis
        try:
            self._emit(epoch, samples)
        except GolemError as error:
            self._give_up(epoch, f"{NO_LOUDSPEAKER} ({error})")
        with self._changed:
            if epoch == self._epoch:
                self._emitting = False
            self._changed.notify_all()

    def _emit(self, epoch: int, samples: Samples) -> None:
        stream = self._stream
        block = self._voice.sample_rate * BLOCK_MS // 1000
        for start in range(0, len(samples), block):
            if stream is None or self._epoch != epoch:
                return
            stream.write(samples[start : start + block])
            self._told = False  # it works: if it fails again, that is news
