"""Speech out, as the rest of the shell sees it: say, say as it comes, stop, wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shell.phrases import KeptPhrases
from shell.sanitize import speakable
from shell.sentences import SentenceCutter
from shell.speech_pipeline import NO_LOUDSPEAKER, OutputStream, SpeechPipeline

if TYPE_CHECKING:
    from shell.played import Played
    from shell.tts import Voice


class Saying:
    """One reply being spoken while its text still arrives. After a `Speaker.stop`, its calls do nothing."""

    def __init__(self, pipeline: SpeechPipeline | None) -> None:
        self._pipeline = pipeline
        if pipeline is not None:
            self._epoch = pipeline.begin()
            self._cutter = SentenceCutter()
        self._ended = pipeline is None

    def add(self, chunk: str) -> None:
        """More text; each sentence that it completes is spoken after those before it."""
        if self._pipeline is not None and not self._ended:
            self._pipeline.queue(self._epoch, self._cutter.feed(chunk))

    def end(self) -> None:
        """The text is complete: the rest is spoken. Call it always; a second call does nothing."""
        if self._pipeline is not None and not self._ended:
            self._ended = True
            self._pipeline.queue(self._epoch, self._cutter.flush(), last=True)


class Speaker:
    """Speaks text as it arrives and stops at once.

    All methods may be called from any thread; only `wait`, `ready` and `close` block. Without a voice or a way to open
    a loudspeaker nothing is spoken, and the first attempt says so, once.
    """

    def __init__(
        self,
        voice: Voice | None,
        open_output: Callable[[int], OutputStream] | None,
        *,
        phrases: Sequence[str] = (),
        cache: Path | None = None,
        notify: Callable[[str], None] = lambda _: None,
        played: Played | None = None,
    ) -> None:
        """Ready to speak; no device is opened yet.

        `open_output` is called with the voice's sample rate in Hz for each reply, and may raise AudioError. `phrases`
        are synthesised when there is nothing else to do, and kept in the folder `cache`. `notify` is given one line
        for the user when speech fails, on any thread. `played` is told what sounds, and when.
        """
        self._notify = notify
        self._phrases: KeptPhrases | None = None
        self._pipeline: SpeechPipeline | None = None
        self._excuse: str | None = NO_LOUDSPEAKER if voice else "no voice: replies are printed only"
        if voice is not None and open_output is not None:
            self._phrases = KeptPhrases(voice, phrases, cache)
            self._pipeline = SpeechPipeline(voice, open_output, self._phrases, notify, played)
            self._excuse = None

    @property
    def speaking(self) -> bool:
        """True while anything is being made, played, or waiting to be; False at once after `stop`."""
        return self._pipeline is not None and self._pipeline.active

    def say(self, text: str) -> None:
        """Speak `text` after whatever is already being said. A kept phrase sounds without being synthesised."""
        spoken = speakable(text)
        if self._pipeline is not None and self._phrases is not None and self._phrases.get(spoken) is not None:
            self._pipeline.queue(self._pipeline.begin(), [spoken], last=True)
        else:
            self.say_stream((text,))

    def say_stream(self, chunks: Iterable[str]) -> None:
        """Speak text as `chunks` gives it; returns when it is used up, not when it has been heard."""
        saying = self.begin()
        try:
            for chunk in chunks:
                saying.add(chunk)
        finally:
            saying.end()

    def begin(self) -> Saying:
        """A reply whose text will be added piece by piece; the device is opened meanwhile."""
        excuse, self._excuse = self._excuse, None
        if excuse is not None:
            self._notify(excuse)
        return Saying(self._pipeline)

    def stop(self) -> None:
        """Silence at once, and forget all that was to be said."""
        if self._pipeline is not None:
            self._pipeline.stop()

    def pause(self) -> None:
        """Silence at once, but forget nothing; ends after ten seconds unless called again. `speaking` stays true."""
        if self._pipeline is not None:
            self._pipeline.pause()

    def resume(self) -> None:
        """Go on after a pause, from a little before where it cut in."""
        if self._pipeline is not None:
            self._pipeline.resume()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Block until all that was said has been heard; False if `timeout_s` passed first."""
        return self._pipeline is None or self._pipeline.wait(timeout_s)

    def ready(self, timeout_s: float | None = None) -> bool:
        """Block until the fixed phrases are made; False if `timeout_s` passed first."""
        return self._pipeline is None or self._pipeline.ready(timeout_s)

    def close(self) -> None:
        """Stop, and end the threads."""
        if self._pipeline is not None:
            self._pipeline.close()
