"""Sentences become sound on one thread while the ones before are played on another.

Two rules hold throughout. Every piece of work carries the epoch it was asked in, and `stop` begins a new one: what is
left of an older epoch is dropped wherever it is found, so nothing asked before a stop can sound after it. And no lock
is held while anything slow happens (synthesis, opening a device, writing to it), so that `stop` never waits.

A pause silences as quickly as a stop, but forgets nothing: what the device held and nobody heard is put back, a little
more with it, and said once the pause is over. It ends by itself, so that a lost microphone cannot silence Golem.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from shell.errors import GolemError
from shell.phrases import KeptPhrases
from shell.sentences import SentenceCutter

if TYPE_CHECKING:
    from shell.played import Played
    from shell.tts import Samples, Voice

BLOCK_MS: Final = 50
"""Sound handed to the device at a time: an abort takes effect within one block."""
AHEAD_S: Final = 20.0
"""Seconds of sound made ahead of what is being played, at most (but always one sentence)."""
PAUSE_MS: Final = 120
"""Silence after each sentence; Piper itself leaves almost none."""
PAUSE_MOST_S: Final = 10.0
"""A pause that nobody renews ends after so many seconds."""
REPEAT_S: Final = 0.4
"""Sound said again after a pause: a word that was cut off is heard from its beginning."""
KEPT_S: Final = 5
"""Seconds of sound kept for that; no device holds more."""
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


class _Piece(NamedTuple):
    """Sound to be played, and the sentence that it is of."""

    text: str
    samples: Samples


class SpeechPipeline:
    """The two threads and what they share. All methods may be called from any thread; only `wait` and `ready` block."""

    def __init__(
        self,
        voice: Voice,
        open_output: Callable[[int], OutputStream],
        phrases: KeptPhrases,
        tell: Callable[[str], None],
        played: Played | None = None,
    ) -> None:
        """Start the threads; the device is opened when there is something to say. What sounds is told to `played`."""
        self._voice = voice
        self._open_output = open_output
        self._phrases = phrases
        self._tell = tell
        self._played = played
        self._told = False
        self._changed = threading.Condition()
        # All below is guarded by `_changed`.
        self._epoch = 0
        self._sentences: deque[str] = deque()
        self._audio: deque[_Piece] = deque()
        self._open_replies = 0
        """Replies begun and not ended: more text may come, so the device stays open."""
        self._synthesising = False
        self._emitting = False
        self._stream: OutputStream | None = None
        self._stream_epoch = -1
        self._closing = False
        self._paused_until = 0.0
        """On the monotonic clock; 0 where nothing is paused."""
        self._unheard = 0
        """Samples that a pause cut off, which are to be put back; 0 where that is done."""
        self._written: deque[_Piece] = deque()
        """The blocks handed over last, no more than the device may hold and a pause repeats."""
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
                if self._played is not None:
                    self._played.cut()

    def pause(self) -> None:
        """Silence at once, until `resume`, `stop`, or for `PAUSE_MOST_S`; a second call renews the time."""
        with self._changed:
            if not self._active():
                return
            first, self._paused_until = not self._paused_until, time.monotonic() + PAUSE_MOST_S
            if first and self._stream is not None and self._stream_epoch == self._epoch:
                self._unheard = 1  # before the abort, of which the loudspeaker's thread must not think that it failed
                self._stream.abort()
                unheard_s = self._played.cut() if self._played is not None else 0.0
                self._unheard = round((unheard_s + REPEAT_S) * self._voice.sample_rate)
            self._changed.notify_all()

    def resume(self) -> None:
        """Go on where a pause cut in; without one, nothing happens."""
        with self._changed:
            self._paused_until = 0.0
            self._changed.notify_all()

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
        return bool(self._sentences or self._audio or self._synthesising or self._emitting or draining or self._unheard)

    def _expecting(self) -> bool:
        return bool(self._sentences or self._audio or self._synthesising or self._open_replies)

    def _forget(self) -> None:
        self._epoch += 1
        self._sentences.clear()
        self._audio.clear()
        self._written.clear()
        self._paused_until, self._unheard = 0.0, 0
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
        return sum(len(piece.samples) for piece in self._audio) < AHEAD_S * self._voice.sample_rate

    def _make(self, epoch: int, spoken: str) -> None:
        import numpy as np  # noqa: PLC0415 -- the typed prompt need not wait for it

        kept = self._phrases.get(spoken)
        pause = np.zeros(self._voice.sample_rate * PAUSE_MS // 1000, np.float32)
        for samples in self._voice.synthesize(spoken) if kept is None else (kept,):
            with self._changed:
                if epoch != self._epoch:
                    return
                self._audio.extend((_Piece(spoken, samples), _Piece("", pause)))
                self._changed.notify_all()

    # The loudspeaker thread.

    def _play(self) -> None:
        while True:
            with self._changed:
                while not self._player_has_work():
                    self._changed.wait(self._pause_left())
                if self._closing and self._stream is None:
                    return
                epoch, paused = self._epoch, self._paused()
                over = self._stream_epoch != epoch or not self._expecting() or paused or bool(self._unheard)
            if self._stream is not None and over:
                self._close_stream()
            elif self._stream is None and self._unheard:
                self._put_back()
            elif paused:
                continue
            elif self._stream is not None or self._open_stream(epoch):
                self._emit_next(epoch)

    def _paused(self) -> bool:
        if self._paused_until and time.monotonic() >= self._paused_until:
            self._paused_until = 0.0
        return bool(self._paused_until)

    def _pause_left(self) -> float | None:
        return max(0.01, self._paused_until - time.monotonic()) if self._paused_until else None

    def _player_has_work(self) -> bool:
        if self._stream is None:
            return self._closing or bool(self._unheard) or (self._expecting() and not self._paused())
        over = self._stream_epoch != self._epoch or not self._expecting()
        return bool(self._audio) or over or self._paused() or bool(self._unheard)

    def _put_back(self) -> None:
        """What the pause cut off comes before what was still to be played."""
        with self._changed:
            while self._unheard > 0 and self._written:
                text, samples = self._written.pop()
                self._audio.appendleft(_Piece(text, samples[-self._unheard :]))
                self._unheard -= len(samples)
            self._unheard = 0
            self._written.clear()
            self._changed.notify_all()

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
            self._fail(epoch, error)
        with self._changed:
            self._stream = None
            if self._unheard:
                self._put_back()
            self._changed.notify_all()

    def _emit_next(self, epoch: int) -> None:
        with self._changed:
            if epoch != self._epoch or not self._audio:
                return
            piece = self._audio.popleft()
            self._emitting = True
            self._changed.notify_all()  # there may be room again for synthesis
        try:
            rest = self._emit(epoch, piece)
        except GolemError as error:
            rest = len(piece.samples)
            self._fail(epoch, error)
        with self._changed:
            if epoch == self._epoch:
                self._emitting = False
                if rest < len(piece.samples):
                    self._audio.appendleft(_Piece(piece.text, piece.samples[rest:]))
            self._changed.notify_all()

    def _emit(self, epoch: int, piece: _Piece) -> int:
        """Play block by block, until stopped or paused; how many samples were handed over."""
        stream = self._stream
        block = self._voice.sample_rate * BLOCK_MS // 1000
        for start in range(0, len(piece.samples), block):
            now = _Piece(piece.text, piece.samples[start : start + block])
            with self._changed:
                if stream is None or self._epoch != epoch or self._paused_until or self._unheard:
                    return start
                self._keep(now)
            if self._played is not None:
                self._played.note(now.samples, self._voice.sample_rate, now.text)
            try:
                stream.write(now.samples)
            except GolemError:
                with self._changed:  # a pause that is being made has it until it is
                    if self._unheard:
                        return start + block  # aborted on purpose: the block is among those put back
                raise
            self._told = False  # it works: if it fails again, that is news
        return len(piece.samples)

    def _keep(self, piece: _Piece) -> None:
        self._written.append(piece)
        if len(self._written) > 1000 * KEPT_S // BLOCK_MS:
            self._written.popleft()

    def _fail(self, epoch: int, error: GolemError) -> None:
        with self._changed:
            if self._unheard:
                return  # a device that was aborted fails as it should
        self._give_up(epoch, f"{NO_LOUDSPEAKER} ({error})")
