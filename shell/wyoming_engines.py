"""Transcription and speech by servers that speak the Wyoming protocol. The one importer of wyoming.

The protocol (github.com/OHF-Voice/wyoming) is events of JSON with binary payloads over TCP, unencrypted: for machines
in one's own house. Each request opens a connection of its own, so a server that was restarted is simply there again.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import math
import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from shell.asr import CALLED_OFF, NotRecognized, Transcriber, Transcript, Wanted, always
from shell.errors import RemoteError
from shell.evidence import EvidenceSettings, compression_ratio, doubt
from shell.frames import SAMPLE_RATE, Audio
from shell.remote import Preferred, RemoteSettings
from shell.resample import StreamResampler
from shell.sanitize import speakable

if TYPE_CHECKING:
    from wyoming.client import AsyncClient
    from wyoming.event import Event

    from shell.tts import Samples, Voice

UNTOLD: Final = 0.6
"""Confidence of words whose recogniser tells none: just above where it alone makes the policy ask before a change."""
CHUNK: Final = 4096
"""Samples in one event of sound."""
SPEAKS_AT: Final = 22_050
"""Hz of all that a remote voice says here; what comes at another rate is resampled."""
MOST_TEXT: Final = 2000
"""Characters of a transcript that are read: no one says more in 30 s."""


async def _connected(uri: str, timeout_s: float) -> AsyncClient:
    """An open connection. Raises RemoteError."""
    from wyoming.client import AsyncClient as Client  # noqa: PLC0415 -- only who asks for it needs it

    client = Client.from_uri(uri, connect_timeout=timeout_s, read_timeout=timeout_s)
    try:
        await client.connect()
    except (OSError, TimeoutError) as error:
        raise RemoteError(f"no server answers at {uri}") from error
    return client


async def _events(client: AsyncClient, uri: str) -> AsyncIterator[Event]:
    """What the server sends. Raises RemoteError where it stops, hangs, or sends what is no event."""
    while True:
        try:
            event = await client.read_event()
        except (OSError, TimeoutError, ValueError, KeyError) as error:
            raise RemoteError(f"the server at {uri} broke off") from error
        if event is None:
            raise RemoteError(f"the server at {uri} broke off")
        if event.type == "error":
            raise RemoteError(f"the server at {uri} failed: {str((event.data or {}).get('text', ''))[:200]}")
        yield event


class WyomingTranscriber:
    """A Transcriber elsewhere."""

    def __init__(self, settings: RemoteSettings, language: str | None, evidence: EvidenceSettings) -> None:
        """Nothing is connected yet; `settings.hear` is the server."""
        self._settings = settings
        self._language = language
        self._evidence = evidence

    def transcribe(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Transcript | NotRecognized:
        """See `Transcriber.transcribe`; raises RemoteError where the server does not answer."""
        del prompt  # the protocol has none
        if not wanted():
            return CALLED_OFF
        if not len(audio) or not audio.any():
            return NotRecognized("silence")
        text = asyncio.run(self._ask(audio))
        # What the server knows of its own doubt it does not tell; loops and sounds are found in the words themselves.
        reason = doubt(text, no_speech=0.0, mean_log_probability=math.log(UNTOLD), settings=self._evidence)
        if reason is not None:
            return NotRecognized(reason, text[:200])
        return Transcript(
            text=text,
            confidence=UNTOLD,
            no_speech_probability=0.0,
            mean_log_probability=math.log(UNTOLD),
            compression_ratio=compression_ratio(text),
            remote=True,
        )

    async def _ask(self, audio: Audio) -> str:
        from wyoming.asr import Transcribe  # noqa: PLC0415 -- as above
        from wyoming.asr import Transcript as Told  # noqa: PLC0415 -- as above
        from wyoming.audio import AudioChunk, AudioStart, AudioStop  # noqa: PLC0415 -- as above

        uri, shape = self._settings.hear, {"rate": SAMPLE_RATE, "width": 2, "channels": 1}
        client = await _connected(uri, self._settings.timeout_s)
        samples = (np.clip(audio, -1.0, 1.0) * 32767).astype("<i2")
        try:
            await client.write_event(Transcribe(language=self._language).event())
            await client.write_event(AudioStart(**shape).event())
            for start in range(0, len(samples), CHUNK):
                chunk = AudioChunk(**shape, audio=samples[start : start + CHUNK].tobytes())
                await client.write_event(chunk.event())
            await client.write_event(AudioStop().event())
            async for event in _events(client, uri):
                if Told.is_type(event.type):
                    return str(Told.from_event(event).text)[:MOST_TEXT].strip()
        except (OSError, KeyError, AttributeError, TypeError) as error:
            raise RemoteError(f"the server at {uri} broke off") from error
        finally:
            with contextlib.suppress(OSError):
                await client.disconnect()
        raise RemoteError(f"the server at {uri} broke off")  # `_events` ends only by raising


class WyomingVoice:
    """A Voice elsewhere."""

    def __init__(self, settings: RemoteSettings) -> None:
        """Nothing is connected yet; `settings.speak` is the server."""
        self._settings = settings

    @property
    def name(self) -> str:
        """The voice asked for, or the server."""
        return self._settings.voice or self._settings.speak

    @property
    def sample_rate(self) -> int:
        """Hz; the same for every server."""
        return SPEAKS_AT

    @property
    def fingerprint(self) -> str:
        """Of the server's address and the voice's name: what it sounds like, the server decides."""
        return hashlib.sha256(f"{self._settings.speak} {self._settings.voice}".encode()).hexdigest()

    def synthesize(self, text: str) -> Iterator[Samples]:
        """See `Voice.synthesize`; raises RemoteError where the server does not answer."""
        pieces: queue.SimpleQueue[Samples | RemoteError | None] = queue.SimpleQueue()
        thread = threading.Thread(target=self._fetch, args=(speakable(text), pieces), name="wyoming", daemon=True)
        thread.start()
        while (piece := pieces.get()) is not None:
            if isinstance(piece, RemoteError):
                raise piece
            yield piece

    def _fetch(self, text: str, pieces: queue.SimpleQueue[Samples | RemoteError | None]) -> None:
        try:
            asyncio.run(self._ask(text, pieces.put))
        except RemoteError as error:
            pieces.put(error)
        else:
            pieces.put(None)

    async def _ask(self, text: str, put: Callable[[Samples], None]) -> None:
        from wyoming.audio import AudioChunk, AudioStop  # noqa: PLC0415 -- as above
        from wyoming.tts import Synthesize, SynthesizeVoice  # noqa: PLC0415 -- as above

        uri = self._settings.speak
        client = await _connected(uri, self._settings.timeout_s)
        voice = SynthesizeVoice(name=self._settings.voice) if self._settings.voice else None
        resampler: StreamResampler | None = None
        try:
            await client.write_event(Synthesize(text=text, voice=voice).event())
            async for event in _events(client, uri):
                if AudioStop.is_type(event.type):
                    break
                if AudioChunk.is_type(event.type):
                    chunk = AudioChunk.from_event(event)
                    if chunk.width != 2 or chunk.channels != 1 or not 8_000 <= chunk.rate <= 192_000:
                        raise RemoteError(f"the server at {uri} sends sound of a kind that is not understood")
                    resampler = resampler or StreamResampler(chunk.rate, SPEAKS_AT)
                    put(resampler.push(_samples(chunk.audio)))
            if resampler is not None:
                put(resampler.push(np.zeros(0, np.float32), last=True))
        except (OSError, KeyError, AttributeError, TypeError) as error:
            raise RemoteError(f"the server at {uri} broke off") from error
        finally:
            with contextlib.suppress(OSError):
                await client.disconnect()


def _samples(data: bytes) -> Samples:
    return np.asarray(np.frombuffer(data[: len(data) // 2 * 2], "<i2") / 32768, np.float32)


class PreferredTranscriber:
    """The remote transcriber, or the local one while that does not answer."""

    def __init__(self, engines: Preferred[Transcriber]) -> None:
        self._engines = engines

    def transcribe(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Transcript | NotRecognized:
        """See `Transcriber.transcribe`."""
        return self._engines.first(lambda engine: engine.transcribe(audio, prompt=prompt, wanted=wanted))


class PreferredVoice:
    """The remote voice, or the local one while that does not answer; both at SPEAKS_AT."""

    sample_rate = SPEAKS_AT

    def __init__(self, engines: Preferred[Voice]) -> None:
        self._engines = engines

    @property
    def name(self) -> str:
        """The remote voice's."""
        return self._engines.remote.name

    @property
    def fingerprint(self) -> str:
        """The remote voice's; while the local one speaks, another, so that no phrase is kept in the wrong voice."""
        return f"{self._engines.remote.fingerprint}{'-local' if self._engines.resting else ''}"

    def synthesize(self, text: str) -> Iterator[Samples]:
        """See `Voice.synthesize`. A voice that breaks off in mid-sentence is not begun again by the other."""
        if not self._engines.resting:
            said = False
            try:
                for piece in self._engines.remote.synthesize(text):
                    said = True
                    yield piece
            except RemoteError as error:
                self._engines.failed(error)
            else:
                return
            if said:
                return
        voice = self._engines.local.get()
        resampler = StreamResampler(voice.sample_rate, SPEAKS_AT)
        for piece in voice.synthesize(text):
            yield resampler.push(piece)
        yield resampler.push(np.zeros(0, np.float32), last=True)
