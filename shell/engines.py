"""Which engines hear, speak and talk: the local ones, or those elsewhere that the settings name. Part of composition.

Each is loaded at its first use, or behind the prompt; none of what is imported here is heavy before that.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor as ThreadPool
from functools import partial
from typing import TYPE_CHECKING

from shell.chat import ChatModel
from shell.config import Config
from shell.echo_canceller import EchoCanceller
from shell.errors import ModelError, ModelMissing
from shell.floor import Floor
from shell.foresight import Foresight
from shell.hearing import Hearing
from shell.lazy import Lazy
from shell.live_words import Glances, Glancing, crowded
from shell.places import Places, ensure_private
from shell.played import Played
from shell.remote import Preferred
from shell.rescoring import CommandAware, Sayable
from shell.speaker import Speaker
from shell.store import Store

if TYPE_CHECKING:
    from shell.asr import Transcriber
    from shell.tts import Voice

FIXED_PHRASES = (
    *("Stopped.", "Goodbye.", "Not done: nobody said yes.", "No skill answers that."),
    *("All right, nothing done.", "All right, that instead.", "Nothing done: nobody answered."),
)
"""Replies that never change: synthesised once and kept."""


def chat_of(config: Config, store: Store, tell: Callable[[str], None]) -> Lazy[ChatModel]:
    """The language model, loaded at its first use; `tell` is given a line where a remote one does not answer."""

    def local() -> ChatModel:
        from shell.chat import LlamaChat  # noqa: PLC0415 - imported with its first use

        located = store.locate(config.models.chat)
        files = [located] if located.is_file() else sorted(located.glob("*.gguf"))
        if not files:
            raise ModelMissing(f"{located} holds no .gguf file; golem models verify")
        return LlamaChat(files[0], config.chat)

    def load() -> ChatModel:
        if not config.remote.chat:
            return local()
        from shell.openai_chat import OpenAiChat, PreferredChat  # noqa: PLC0415 - only who asks for it needs it

        return PreferredChat(Preferred[ChatModel](OpenAiChat(config.remote, config.chat), local, tell, what="chat"))

    return Lazy(load)


def speaker_of(
    config: Config, store: Store, places: Places, notify: Callable[[str], None], played: Played | None = None
) -> Speaker:
    """The voice on the loudspeaker, which tells `played` what sounds; loads it. Raises ModelMissing, ModelError."""
    from shell.audio_device import open_output  # noqa: PLC0415 - loads PortAudio

    kept = places.cache / "phrases" if ensure_private(places.cache) else None
    return Speaker(
        voice_of(config, store, notify),
        lambda rate: open_output(rate, config.speaker.device),
        phrases=FIXED_PHRASES,
        cache=kept,
        notify=notify,
        played=played,
    )


def voice_of(config: Config, store: Store, tell: Callable[[str], None]) -> Voice:
    """What reads aloud. Raises ModelMissing, ModelError."""
    from shell.tts import PiperVoice  # noqa: PLC0415 - loads piper

    def local() -> Voice:
        return PiperVoice(store.locate(config.models.speak), config.voice)

    if not config.remote.speak:
        return local()
    from shell.wyoming_engines import PreferredVoice, WyomingVoice  # noqa: PLC0415 - only who asks for it needs it

    return PreferredVoice(Preferred[Voice](WyomingVoice(config.remote), local, tell, what="speech"))


def hearing_of(
    config: Config,
    store: Store,
    executor: ThreadPool,
    speaking: Callable[[], bool],
    tell: Callable[[str], None] = lambda _: None,
    *,
    sayable: Callable[[], Sayable] | None = None,
    foresight: Foresight | None = None,
    floor: Floor | None = None,
    meant: Callable[[str], bool] | None = None,
) -> Hearing:
    """Ears: voice activity, endpointer and transcriber; loads the models. Raises ModelMissing, ModelError.

    `tell` is given a line for the user, on any thread, when the transcriber had to be replaced or does not answer.
    With `sayable`, and unless the settings say otherwise, the local transcriber knows what can be said.
    With a `foresight`, what is said into a microphone ends sooner or later, as its words are.
    With `meant`, as in LiveWords, words are glanced at while they are said, as the settings have it, and not elsewhere.
    A `floor` is given its echo canceller, and told of every frame and of speech that became no words.
    """
    from shell.endpointer import Endpointer  # noqa: PLC0415 - loads numpy
    from shell.vad import SileroVoiceActivity  # noqa: PLC0415 - loads onnxruntime

    transcriber = transcriber_of(config, store, tell, sayable)
    make = partial(
        Hearing,
        SileroVoiceActivity(),
        Endpointer(config.endpointer),
        transcriber,
        executor,
        speaking=speaking,
        foresight=foresight,
        glances=glances_of(config, transcriber, meant),
    )
    if floor is None:
        return make()
    floor.canceller = canceller_of(tell)
    return make(on_not_recognized=lambda _: floor.settle(person=False), on_voice=floor.hear)


def glances_of(config: Config, transcriber: Transcriber, meant: Callable[[str], bool] | None) -> Glances | None:
    """Whether and how words are glanced at while they are said; None: they are not. A remote transcriber cannot."""
    wished = config.terminal.live_words
    if meant is None or wished == "never" or config.terminal.reader or not isinstance(transcriber, Glancing):
        return None
    return Glances(transcriber, meant, crowded if wished == "auto" else lambda: False)


def canceller_of(tell: Callable[[str], None]) -> EchoCanceller | None:
    """WebRTC's echo canceller; None, and a line to the user, where it cannot be loaded."""
    from shell.echo_canceller import WebRtcEchoCanceller  # noqa: PLC0415 - loads livekit

    try:
        return WebRtcEchoCanceller()
    except ModelError as error:
        tell(f"Golem cannot be interrupted while it speaks, but by “stop”: {error}")
        return None


def transcriber_of(
    config: Config, store: Store, tell: Callable[[str], None], sayable: Callable[[], Sayable] | None = None
) -> Transcriber:
    """What makes words of sound. Raises ModelMissing, ModelError."""
    from shell.asr import WhisperTranscriber  # noqa: PLC0415 - loads faster-whisper
    from shell.watchdog import WatchedTranscriber  # noqa: PLC0415 - imports the transcriber's module

    def local() -> Transcriber:
        known = sayable() if sayable is not None and config.transcriber.know_commands else None

        def load() -> Transcriber:
            whisper = WhisperTranscriber(store.locate(config.models.hear), config.transcriber)
            return CommandAware(whisper, known) if known is not None else whisper

        return WatchedTranscriber(load, tell=tell)

    if not config.remote.hear:
        return local()
    from shell.wyoming_engines import PreferredTranscriber, WyomingTranscriber  # noqa: PLC0415 - as above

    remote = WyomingTranscriber(config.remote, config.transcriber.language, config.transcriber.evidence)
    return PreferredTranscriber(Preferred[Transcriber](remote, local, tell, what="transcription"))
