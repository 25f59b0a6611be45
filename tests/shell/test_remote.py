"""Engines elsewhere: their settings, what happens when they do not answer, and servers that misbehave."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from shell.asr import NotRecognized, Transcript, Wanted, always
from shell.conversation import ChatText, Exchange
from shell.errors import ConfigError, RemoteError
from shell.evidence import EvidenceSettings
from shell.fakes_hearing import FakeTranscriber
from shell.frames import Audio
from shell.openai_chat import OpenAiChat, PreferredChat
from shell.remote import PAUSE_S, Preferred, RemoteSettings
from shell.wyoming_engines import PreferredTranscriber, WyomingTranscriber, WyomingVoice

SOUND: Audio = np.full(16_000, 0.1, np.float32)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def server_that_says(reply: bytes) -> Iterator[int]:
    """A server that reads nothing, says `reply` to each who connects, and hangs up; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.sendall(reply)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65_536):
                        pass

        threading.Thread(target=serve, daemon=True).start()
        yield int(server.getsockname()[1])


@pytest.mark.parametrize(
    "wrong",
    [
        {"hear": "localhost:10300"},
        {"hear": "tcp://host"},
        {"hear": "http://host:1"},
        {"speak": "tcp://host:99999"},
        {"chat": "host/v1"},
        {"chat": "https://me:secret@host/v1"},
        {"timeout_s": 0},
    ],
)
def test_addresses_that_cannot_work_are_refused(wrong: dict[str, object]) -> None:
    """The complaint names the setting, and shows no password."""
    with pytest.raises(ConfigError, match=f"remote.{next(iter(wrong))}") as refused:
        RemoteSettings(**wrong)  # type: ignore[arg-type]  # wrong on purpose
    assert "secret" not in str(refused.value)


def test_the_toolbar_is_told_what_leaves_the_machine() -> None:
    """Nothing by default; else what, and where to."""
    assert RemoteSettings().told() == ""
    settings = RemoteSettings(hear="tcp://attic:10300", chat="http://cellar:8000/v1")
    assert settings.told() == "sound to attic, chat to cellar"


class Clock:
    """A clock that a test turns."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


class Failing:
    """A transcriber that counts how often it was asked in vain."""

    asked = 0

    def transcribe(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Transcript | NotRecognized:
        """Fail."""
        del audio, prompt, wanted
        self.asked += 1
        raise RemoteError("no server answers at tcp://attic:1")


def test_a_dead_server_falls_back_with_one_line_and_is_tried_again_later() -> None:
    """The utterance at hand is not lost; the server is left alone for a while."""
    told: list[str] = []
    clock, remote, local = Clock(), Failing(), FakeTranscriber(["one", "two", "three"])
    transcriber = PreferredTranscriber(Preferred(remote, lambda: local, told.append, what="transcription", clock=clock))
    texts = [transcriber.transcribe(SOUND) for _ in range(2)]
    assert [text.text for text in texts if isinstance(text, Transcript)] == ["one", "two"]
    assert (remote.asked, told) == (1, ["no server answers at tcp://attic:1; transcription goes on here"])
    clock.now = PAUSE_S
    transcriber.transcribe(SOUND)
    assert remote.asked == 2


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"not json\n",
        b'{"type": "error", "data": {"text": "out of memory"}}\n',
        b'{"type": "transcript"}\n',
        b'{"type": "transcript", "data": {"text": null}, "payload_length": "x"}\n',
        b"[]\n",
        b"\x00\xff\xfe\n",
    ],
)
def test_a_transcriber_that_misbehaves_is_a_remote_error(reply: bytes) -> None:
    """Whatever a server sends, what is raised has one line and names the server."""
    with server_that_says(reply) as port:
        settings = RemoteSettings(hear=f"tcp://127.0.0.1:{port}", timeout_s=2)
        try:
            outcome = WyomingTranscriber(settings, "en", EvidenceSettings()).transcribe(SOUND)
        except RemoteError as error:
            assert f"127.0.0.1:{port}" in str(error)
        else:
            assert isinstance(outcome, NotRecognized)


def test_what_a_remote_transcriber_hears_is_less_than_sure() -> None:
    """It tells no confidence, so none is taken for granted; a loop is no words, wherever it comes from."""
    said = json.dumps({"type": "transcript", "data": {"text": "Run the tests."}}).encode() + b"\n"
    with server_that_says(said) as port:
        settings = RemoteSettings(hear=f"tcp://127.0.0.1:{port}")
        outcome = WyomingTranscriber(settings, "en", EvidenceSettings()).transcribe(SOUND)
    assert isinstance(outcome, Transcript)
    assert (outcome.text, outcome.confidence) == ("Run the tests.", 0.6)
    looped = json.dumps({"type": "transcript", "data": {"text": "go go go go go go"}}).encode() + b"\n"
    with server_that_says(looped) as port:
        settings = RemoteSettings(hear=f"tcp://127.0.0.1:{port}")
        assert isinstance(WyomingTranscriber(settings, "en", EvidenceSettings()).transcribe(SOUND), NotRecognized)


@pytest.mark.parametrize(
    "reply", [b"", b"{}\n", b'{"type": "audio-chunk", "data": {"rate": 1, "width": 4, "channels": 9}}\n']
)
def test_a_voice_that_misbehaves_is_a_remote_error(reply: bytes) -> None:
    """No sound of a kind that was not asked for is played."""
    with server_that_says(reply) as port, pytest.raises(RemoteError):
        list(WyomingVoice(RemoteSettings(speak=f"tcp://127.0.0.1:{port}", timeout_s=2)).synthesize("hello"))


def test_nobody_listens() -> None:
    """A refused connection is told at once."""
    where = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(RemoteError, match="no server answers"):
        WyomingTranscriber(RemoteSettings(hear=where), None, EvidenceSettings()).transcribe(SOUND)
    with pytest.raises(RemoteError, match="no server answers"):
        list(WyomingVoice(RemoteSettings(speak=where)).synthesize("hello"))


@contextmanager
def chat_server(body: bytes, status: int = 200) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """A server of chat completions that always answers `body`; its base, and the requests it got."""
    requests: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answer."""
            length = int(self.headers["Content-Length"])
            requests.append(
                {"path": self.path, "key": self.headers["Authorization"]} | json.loads(self.rfile.read(length))
            )
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:  # type: ignore[override]  # nothing is logged
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", requests
    finally:
        server.shutdown()
        server.server_close()


def events(*contents: str) -> bytes:
    """A stream of server-sent events with these pieces."""
    lines = [f"data: {json.dumps({'choices': [{'delta': {'content': content}}]})}\n\n" for content in contents]
    return "".join([": a comment\n", *lines, "data: [DONE]\n\n"]).encode()


def test_a_remote_reply_comes_in_pieces_and_is_clean() -> None:
    """It is chat text, without control sequences, also those split between two pieces."""
    with chat_server(events("Hel", "lo \x1b]0;t", "itle\x07there")) as (base, requests):
        model = OpenAiChat(RemoteSettings(chat=base, chat_model="big"))
        pieces = list(model.reply([Exchange("hi", ChatText("Hello."))], "how are you"))
    assert "".join(piece.words for piece in pieces) == "Hello there"
    assert all(isinstance(piece, ChatText) for piece in pieces)
    assert requests[0]["model"] == "big"
    assert requests[0]["path"] == "/v1/chat/completions"
    messages = requests[0]["messages"]
    assert isinstance(messages, list)
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user"]


@pytest.mark.parametrize(
    ("body", "status"), [(b"data: {nonsense\n\n", 200), (b"", 500), (b"data: []\n\n", 200), (b"", 302)]
)
def test_a_chat_server_that_misbehaves_falls_back(body: bytes, status: int) -> None:
    """The local model answers instead."""

    class Local:
        name = "local"

        def reply(self, history: object, text: str) -> Iterator[ChatText]:
            """Echo."""
            del history
            yield ChatText(f"here: {text}")

        def stop(self) -> None:
            """Nothing to stop."""

    told: list[str] = []
    with chat_server(body, status) as (base, _):
        remote = OpenAiChat(RemoteSettings(chat=base))
        chat = PreferredChat(Preferred(remote, Local, told.append, what="chat"))
        assert "".join(piece.words for piece in chat.reply([], "hello")) == "here: hello"
    assert len(told) == 1
    assert told[0].endswith("chat goes on here")


def test_a_stop_ends_a_remote_reply() -> None:
    """No piece comes after it."""
    with chat_server(events("one ", "two ", "three")) as (base, _):
        model = OpenAiChat(RemoteSettings(chat=base))
        reply = model.reply([], "count")
        assert next(reply).words == "one "
        model.stop()
        assert list(reply) == []


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is named and not set is told before anything is asked."""
    monkeypatch.delenv("ATTIC_KEY", raising=False)
    settings = RemoteSettings(chat="http://127.0.0.1:1/v1", chat_key_variable="ATTIC_KEY")
    with pytest.raises(ConfigError, match=r"\$ATTIC_KEY is not set"):
        OpenAiChat(settings)
    monkeypatch.setenv("ATTIC_KEY", "k3y")
    with chat_server(events("hi")) as (base, requests):
        list(OpenAiChat(RemoteSettings(chat=base, chat_key_variable="ATTIC_KEY")).reply([], "hello"))
    assert requests[0]["key"] == "Bearer k3y"
