"""Chat by a server that speaks OpenAI's protocol. The one importer of httpx2, and only where a server is set.

llama.cpp, llama-cpp-python, Ollama, vLLM and LM Studio all serve `POST {base}/chat/completions` with `"stream": true`:
server-sent events whose `data:` lines hold JSON, the last of them `[DONE]`. No tools are offered and none are
read: what comes back is text, and becomes `ChatText` at once.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from shell.chat import ChatModel, ChatSettings
from shell.conversation import ChatText, Exchange, Message, fit_history
from shell.errors import ConfigError, RemoteError
from shell.remote import Preferred, RemoteSettings
from shell.sanitize import Cleaner

CHARACTERS_A_TOKEN: Final = 4
"""Of English, about; only the server's own tokenizer knows it."""
MOST_CHARACTERS: Final = 20_000
"""Of a reply: a server that never ends is left."""


class OpenAiChat:
    """A ChatModel elsewhere."""

    def __init__(self, remote: RemoteSettings, settings: ChatSettings | None = None) -> None:
        """Nothing is connected yet. Raises ConfigError where the key's variable is named and not set."""
        self._remote = remote
        self._settings = settings or ChatSettings()
        self._headers: dict[str, str] = {}
        if remote.chat_key_variable:
            key = os.environ.get(remote.chat_key_variable)
            if not key:
                raise ConfigError(f"remote.chat_key_variable: ${remote.chat_key_variable} is not set")
            self._headers["Authorization"] = f"Bearer {key}"
        self._stopping = threading.Event()

    @property
    def name(self) -> str:
        """The model asked for, or the server."""
        return self._remote.chat_model or str(urlsplit(self._remote.chat).hostname)

    def reply(self, history: Sequence[Exchange], text: str) -> Iterator[ChatText]:
        """See `ChatModel.reply`; raises RemoteError where the server does not answer."""
        self._stopping = stopping = threading.Event()
        return self._reply(history, text, stopping)

    def stop(self) -> None:
        """See `ChatModel.stop`."""
        self._stopping.set()

    def _reply(self, history: Sequence[Exchange], text: str, stopping: threading.Event) -> Iterator[ChatText]:
        import httpx2  # noqa: PLC0415 -- only who asks for it needs it

        cleaner, length = Cleaner(), 0
        url = f"{self._remote.chat.rstrip('/')}/chat/completions"
        try:
            with (
                httpx2.Client(timeout=self._remote.timeout_s, trust_env=False, follow_redirects=False) as client,
                client.stream("POST", url, json=self._request(history, text), headers=self._headers) as answer,
            ):
                if answer.status_code != 200:
                    raise RemoteError(f"the chat server at {url} answers {answer.status_code}")
                for piece in _pieces(answer.iter_lines()):
                    length += len(piece)
                    if stopping.is_set() or length > MOST_CHARACTERS:
                        return
                    if shown := cleaner.feed(piece):
                        yield ChatText(shown)
        except (httpx2.HTTPError, httpx2.InvalidURL, msgspec.MsgspecError, ValueError) as error:
            raise RemoteError(f"no chat server answers at {url}") from error

    def _request(self, history: Sequence[Exchange], text: str) -> dict[str, Any]:
        settings = self._settings
        preface: list[Message] = [{"role": "system", "content": settings.system_prompt}]
        limit = settings.context_tokens - settings.max_tokens
        messages = fit_history(preface, history, text, count=_tokens, limit=limit)
        named = {"model": self._remote.chat_model} if self._remote.chat_model else {}
        return named | {
            "messages": messages,
            "stream": True,
            "max_tokens": settings.max_tokens,
            "temperature": settings.temperature,
            "top_p": settings.top_p,
        }


class _Delta(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    delta: _Delta = msgspec.field(default_factory=_Delta)


class _Event(msgspec.Struct):
    """One piece of a streamed reply, as far as it is read."""

    choices: list[_Choice] = msgspec.field(default_factory=list)


def _tokens(messages: Sequence[Message]) -> int:
    return sum(len(message["content"]) // CHARACTERS_A_TOKEN + 4 for message in messages)


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    """The text in a stream of server-sent events. Raises msgspec.MsgspecError for what is none."""
    for line in lines:
        if not line.startswith("data:"):
            continue  # an empty line, a comment, an event's name
        data = line.removeprefix("data:").strip()
        if data == "[DONE]":
            return
        for choice in msgspec.json.decode(data, type=_Event).choices[:1]:
            if choice.delta.content:
                yield choice.delta.content


class PreferredChat:
    """The remote model, or the local one while that does not answer."""

    def __init__(self, engines: Preferred[ChatModel]) -> None:
        self._engines = engines

    @property
    def name(self) -> str:
        """The remote model's."""
        return self._engines.remote.name

    def reply(self, history: Sequence[Exchange], text: str) -> Iterator[ChatText]:
        """See `ChatModel.reply`. A reply that breaks off is not begun again by the other."""
        if not self._engines.resting:
            said = False
            try:
                for piece in self._engines.remote.reply(history, text):
                    said = True
                    yield piece
            except RemoteError as error:
                self._engines.failed(error)
            else:
                return
            if said:
                return
        yield from self._engines.local.get().reply(history, text)

    def stop(self) -> None:
        """See `ChatModel.stop`."""
        self._engines.remote.stop()
        local = self._engines.local.ready()
        if local is not None:
            local.stop()
