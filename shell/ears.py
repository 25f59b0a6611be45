"""The microphone and what makes words of it, loaded behind the prompt; tells in one line what is not to be had."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from shell.audio import Microphone, MicrophoneSettings, MicrophoneState
from shell.errors import GolemError
from shell.frames import FrameSource
from shell.hearing import Heard, Hearing
from shell.status import Status
from shell.staying import staying


class Ears:
    """Listens for as long as `heard` is iterated."""

    def __init__(
        self,
        load: Callable[[], Hearing],
        settings: MicrophoneSettings,
        status: Status,
        tell: Callable[[str], None],
        *,
        model: str,
        without_echo: Callable[[FrameSource], FrameSource] = lambda source: source,
        shown: Callable[[str], str] = lambda text: text,
    ) -> None:
        """`load` makes the hearing line and is called on a worker thread; `model` is the transcriber's name.

        `without_echo` is called after it, with the microphone; what it returns is listened to.
        `shown` is what may be shown of words that are still being said.
        """
        self._load = load
        self._microphone = Microphone(settings, on_state=self._changed)
        self._status = status
        self._tell = tell
        self._model = model
        self._without_echo = without_echo
        self._shown = shown
        self._hearing: Hearing | None = None
        self._muted = False

    async def heard(self) -> AsyncGenerator[Heard, None]:
        """Every utterance, once the models are there; ends, and says why, where there is nothing to hear with."""
        self._status.hears_with = "loading"
        try:
            hearing = await asyncio.get_running_loop().run_in_executor(None, self._load_to_stay)
        except GolemError as error:
            self._status.hears_with = "off"
            self._tell(f"Not listening: {error}. Type instead.")
            return
        self._hearing = hearing
        self._status.hears_with = self._model
        self._status.hearing = lambda: hearing.state
        self._status.partial = lambda: self._shown(hearing.partial)
        self._status.level_dbfs = lambda: self._microphone.level if self._microphone.state == "listening" else None
        self._status.overflows = lambda: self._microphone.overflows
        self.mute(self._muted)
        async with aclosing(hearing.utterances(self._without_echo(self._microphone))) as utterances:
            async for words in utterances:
                yield words

    def _load_to_stay(self) -> Hearing:
        with staying():
            return self._load()

    def mute(self, muted: bool) -> None:
        """Hear nothing, while another program has the terminal, or hear again. On the event loop's thread."""
        self._muted = muted
        if self._hearing is not None:
            if muted:
                self._hearing.mute()
            else:
                self._hearing.unmute()

    def _changed(self, state: MicrophoneState) -> None:
        self._status.microphone = state
        problem = self._microphone.problem or "it gives no sound"
        if state == "listening":
            device = self._microphone.device
            self._tell(f"Listening{f' on {device.name}' if device is not None else ''}.")
        elif state == "lost":
            self._tell(f"The microphone is lost ({problem}). Go on typing; it is opened again when it is back.")
        elif state == "none":
            self._tell(f"No microphone ({problem}). Type instead; one that is plugged in is used at once.")
