"""Chat: the language model's words, on their way to the screen and the loudspeaker and nowhere else.

Nothing that judges, grants, runs or takes in utterances can be reached from here, by any chain of imports; a test holds
that, for this file and for all that handle the model's words.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from intents.model import Utterance
from shell.chat import ChatModel, ChatText, Exchange
from shell.lazy import Lazy

KEPT_EXCHANGES = 50
"""Older ones are dropped before the model fits the rest to its context, so that a long session stays small."""


class Streaming(Protocol):
    """What an answer is shown and said by; `shell.present.Presentation` is the real one."""

    def streaming(self, utterance: Utterance) -> AbstractContextManager[Callable[[str], None]]:
        """Show text as it comes, and say it if this utterance is answered aloud."""
        ...


class ChatTalker:
    """Answers in chat, streaming; keeps the conversation's history."""

    def __init__(self, model: Lazy[ChatModel], presentation: Streaming) -> None:
        self._model = model
        self._presentation = presentation
        self._history: list[Exchange] = []
        self._end: Callable[[], None] = lambda: None
        """Ends the wait for the answer under way, from any thread."""

    async def talk(self, utterance: Utterance) -> str:
        """Stream an answer; the whole of it, for the journal. Raises ModelError where there is no model."""
        loop = asyncio.get_running_loop()
        chunks: asyncio.Queue[ChatText | None] = asyncio.Queue()
        stopped = threading.Event()

        def generate() -> None:
            try:
                model = self._model.get()  # may load it, and nothing ends that
                for chunk in () if stopped.is_set() else model.reply(self._history, utterance.text):
                    loop.call_soon_threadsafe(chunks.put_nowait, chunk)
            finally:
                end()

        def end() -> None:
            with contextlib.suppress(RuntimeError):  # a load that was not waited for ends after the loop
                loop.call_soon_threadsafe(chunks.put_nowait, None)

        def stop() -> None:
            stopped.set()
            end()

        self._end = stop
        generating = loop.run_in_executor(None, generate)
        said: list[str] = []
        with self._presentation.streaming(utterance) as present:
            while (chunk := await chunks.get()) is not None:
                present(chunk.words)
                said.append(chunk.words)
        if stopped.is_set() and self._model.ready() is None:
            generating.add_done_callback(
                lambda loaded: loaded.cancelled() or loaded.exception()
            )  # told by the next talk
        else:
            await generating  # raises what the model raised
        whole = ChatText("".join(said))
        self._history = [*self._history, Exchange(utterance.text, whole)][-KEPT_EXCHANGES:]
        return whole.words

    def stop(self) -> None:
        """End the answer under way, if any, also where its model is being loaded for it; from any thread."""
        model = self._model.ready()
        if model is not None:
            model.stop()
        self._end()
