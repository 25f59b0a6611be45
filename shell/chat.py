"""Chat: a local language model whose words reach the screen and the loudspeaker, and nothing else.

The model never acts. Its words leave this file only as `ChatText`, which is not a `str`, so neither a type checker nor
Python lets them be routed, matched or judged by mistake; and this file imports nothing that could act.

The one importer of llama_cpp (llama.cpp's binding), and only when a model is loaded.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import re
import secrets
import threading
import weakref
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Protocol

from msgspec import Meta

from shell.amx import has_amx, without_amx
from shell.conversation import ChatText, Exchange, Message, fit_history
from shell.errors import ModelError, ModelMissing
from shell.sanitize import Cleaner, clean

__all__ = ["ChatModel", "ChatSettings", "ChatText", "ChatUnavailable", "Exchange", "LlamaChat"]


class ChatUnavailable(ModelError):
    """The language model's library is not installed; everything but chat works without it."""


SYSTEM_PROMPT: Final = (
    "You are a friendly assistant in a terminal. Answer in one or two short, plain sentences. You can only "
    "talk; you cannot open, run, change or delete anything, because actions are done by skills."
)
_CANNOT: Final = "I can only talk, so I cannot do that. Say it as a command, and a skill will do it if you allow it."
EXAMPLES: Final = (
    # Shown to the model as earlier turns. A model of 135M parameters follows examples far better than instructions:
    # without them it invents a fantasy character, and claims that it can delete files.
    ("who are you?", "I am Golem, a small assistant in your terminal. I chat, and skills do the work."),
    ("can you run my program?", _CANNOT),
    ("hi", "Hello! What would you like to talk about?"),
    ("who made the moon landing?", "Neil Armstrong and Buzz Aldrin landed on the moon in 1969."),
    ("I had a hard day", "I am sorry to hear that. I hope that you can rest soon."),
    ("delete everything now", _CANNOT),
    ("tell me a joke", "Why did the computer go to the doctor? Because it had a virus!"),
    ("tell me another joke", "Why do programmers prefer dark mode? Because light attracts bugs!"),
)


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """How the language model answers."""

    context_tokens: Annotated[int, Meta(ge=256)] = 2048
    """Prompt and reply together, in tokens, at least 256; more costs memory."""
    history_tokens: Annotated[int, Meta(ge=0)] = 256
    """Most tokens of what was said and answered lately; reading 100 anew takes about 0.2 s on 2 cores."""
    max_tokens: Annotated[int, Meta(ge=1)] = 120
    """Longest reply, in tokens; about 90 English words."""
    temperature: Annotated[float, Meta(ge=0.0, le=2.0)] = 0.4
    """0 always takes the likeliest token; above 1 rambles."""
    top_p: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.9
    """Sample among the likeliest tokens whose probabilities sum to this, 0 to 1."""
    min_p: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.1
    """Drop tokens less likely than this share of the likeliest, 0 to 1."""
    repeat_penalty: Annotated[float, Meta(gt=0.0, le=2.0)] = 1.05
    """1 is none; above 1.1 a small model avoids the words it should repeat."""
    seed: Annotated[int, Meta(ge=0, le=2**32 - 1)] | None = None
    """The same seed and conversation give the same reply; None takes a new seed for each."""
    threads: Annotated[int, Meta(ge=1)] | None = None
    """CPU threads; None is one for each core that the process may use, at most 8."""
    system_prompt: str = SYSTEM_PROMPT
    examples: tuple[tuple[str, str], ...] = EXAMPLES
    """Pairs of what is said and how to answer, shown to the model as earlier turns; empty for a larger model."""


class ChatModel(Protocol):
    """Something to talk to."""

    @property
    def name(self) -> str:
        """Which model this is, for the toolbar."""
        ...

    def reply(self, history: Sequence[Exchange], text: str) -> Iterator[ChatText]:
        """Answer `text`, piece by piece as the words come; the pieces joined are the reply.

        The iterator blocks: run it on a worker thread, and to its end or `close` it. Raises ModelError.
        """
        ...

    def stop(self) -> None:
        """End the reply under way, from any thread; its iterator ends within a token. No reply, no effect."""
        ...


_READ_AHEAD: Final = 64
"""Tokens of the prompt read between two looks at the stop flag: about 0.1 s."""
_MARKING: Final = re.compile(r"[^\w\s.,!?'\"-]|_")
"""What every model's marks are made of, and plain words are not."""
_LOG_ERROR: Final = 4
"""GGML_LOG_LEVEL_ERROR (ggml.h)."""


class LlamaChat:
    """A GGUF model run by llama.cpp. Loading takes about half a second for 100 MB; build it on a worker thread."""

    def __init__(self, model_file: Path, settings: ChatSettings | None = None) -> None:
        """Load `model_file` and read the system prompt, so that the first reply comes as soon as any.

        Raises ChatUnavailable without llama_cpp, ModelMissing without the file, ModelError for one that is no chat
        model in GGUF.
        """
        self._settings = settings or ChatSettings()
        self._file = model_file
        self._busy = threading.Lock()
        self._current = [threading.Event()]
        """The stop flag of the reply under way, or of the last one."""
        if not model_file.is_file():
            raise ModelMissing(f"no chat model at {model_file}: `golem models pull` fetches it")
        self._llama, self._template = self._load()
        self._freed = weakref.finalize(self, _free, self._llama, self._busy, self._current)
        preface = self._tokens(self._preface())
        self._preface_tokens = len(preface)
        try:
            self._read(preface, threading.Event())
        except (RuntimeError, ValueError) as error:
            raise ModelError(
                f"chat cannot read its system prompt with {model_file.name}: {self._why(error)}"
            ) from error

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self._file.stem

    def reply(self, history: Sequence[Exchange], text: str) -> Iterator[ChatText]:
        """See `ChatModel.reply`. A `stop` after this call and before the first piece counts too."""
        self._current[0] = stopping = threading.Event()
        return self._reply(history, text, stopping)

    def stop(self) -> None:
        """See `ChatModel.stop`."""
        self._current[0].set()

    def close(self) -> None:
        """Stop, and free the model's memory; it cannot be used again. Python's end does it too."""
        self._freed()

    def _reply(self, history: Sequence[Exchange], text: str, stopping: threading.Event) -> Iterator[ChatText]:
        if not self._busy.acquire(timeout=5):
            raise ModelError("chat is still busy with another reply: say stop, then ask again")
        try:
            settings = self._settings
            room = settings.context_tokens - settings.max_tokens - 1
            limit = min(self._preface_tokens + settings.history_tokens, room)
            messages = fit_history(
                self._preface(), history, text, count=lambda prompt: len(self._tokens(prompt)), limit=limit
            )
            cleaner = Cleaner()
            for piece in self._generate(self._tokens(messages), stopping):
                shown = cleaner.feed(piece)
                if shown:
                    yield ChatText(shown)
        except (RuntimeError, ValueError) as error:  # what llama_cpp raises when decoding fails
            raise ModelError(f"chat failed with {self._file.name}: {self._why(error)}") from error
        finally:
            self._busy.release()

    def _generate(self, tokens: list[int], stopping: threading.Event) -> Iterator[str]:
        if not self._read(tokens, stopping):
            return
        settings = self._settings
        pieces = self._llama.create_completion(
            tokens,
            max_tokens=settings.max_tokens,
            temperature=settings.temperature,
            top_p=settings.top_p,
            min_p=settings.min_p,
            repeat_penalty=settings.repeat_penalty,
            # Left to itself llama_cpp derives each seed from the last, from the same one in every process.
            seed=secrets.randbits(32) if settings.seed is None else settings.seed,
            stop=["<|im_start|>", "<|im_end|>", "</s>"],
            stream=True,
        )
        with contextlib.closing(pieces):
            for piece in pieces:
                if stopping.is_set():
                    return
                choice = piece["choices"][0]
                yield choice["text"] + ("…" if choice["finish_reason"] == "length" else "")

    def _read(self, tokens: list[int], stopping: threading.Event) -> bool:
        """Read the prompt a little at a time, so that a stop need not wait for its end; False if stopped.

        llama_cpp keeps what it has read, and goes on from the longest common beginning; a prompt that ends within it
        would cut it back, so reading begins behind it.
        """
        kept = self._llama.input_ids[: self._llama.n_tokens]
        common = next((at for at, (old, new) in enumerate(zip(kept, tokens, strict=False)) if old != new), len(kept))
        for end in [*range(common + _READ_AHEAD, len(tokens), _READ_AHEAD), len(tokens)]:
            if stopping.is_set():
                return False
            with contextlib.closing(self._llama.generate(tokens[:end])) as reading:
                next(reading)
        return not stopping.is_set()

    def _preface(self) -> list[Message]:
        messages = [{"role": "system", "content": self._settings.system_prompt}]
        for said, replied in self._settings.examples:
            messages.append({"role": "user", "content": said})
            messages.append({"role": "assistant", "content": replied})
        return messages

    def _tokens(self, messages: Sequence[Message]) -> list[int]:
        safe = [message | {"content": self._inert(message["content"])} for message in messages]
        prompt = self._template(messages=safe).prompt
        tokens: list[int] = self._llama.tokenize(prompt.encode(), add_bos=False, special=True)
        return tokens

    def _inert(self, text: str) -> str:
        """`text` without the model's own marks (`<|im_end|>`), with which it could speak in another's name."""
        raw = clean(text).encode()
        if self._llama.tokenize(raw, add_bos=False, special=True) == self._llama.tokenize(raw, add_bos=False):
            return raw.decode()
        return _MARKING.sub(" ", raw.decode())

    def _load(self) -> tuple[Any, Any]:
        """llama_cpp's model and the chat template that came with it."""
        try:
            import llama_cpp  # noqa: PLC0415 -- heavy, and absent where no compiler was
            from llama_cpp.llama_chat_format import Jinja2ChatFormatter  # noqa: PLC0415 -- as above
        except (ImportError, OSError, RuntimeError) as error:  # RuntimeError: its shared library does not load
            raise ChatUnavailable(
                "chat needs llama-cpp-python, which is not installed here: sudo apt-get install g++ && make setup"
            ) from error

        _listen(llama_cpp)
        threads = self._settings.threads or min(len(os.sched_getaffinity(0)), 8)
        try:
            # `verbose=False` would point the whole process's standard output at nothing while the model loads, and
            # the prompt with it; so it is verbose, and what it prints from Python is caught instead.
            with contextlib.redirect_stderr(io.StringIO()), without_amx(llama_cpp.llama_cpp, has_amx()):
                llama = llama_cpp.Llama(
                    str(self._file),
                    n_ctx=self._settings.context_tokens,
                    n_threads=threads,
                    n_threads_batch=threads,
                    n_batch=_READ_AHEAD,  # llama_cpp keeps a row of the whole vocabulary for each token of a batch
                    verbose=True,
                )
        except (ValueError, RuntimeError, OSError) as error:
            raise ModelError(
                f"{self._file} is not a chat model in GGUF, or is damaged ({self._why(error)}): "
                "`golem models verify` checks it"
            ) from error
        llama.verbose = False
        source = llama.metadata.get("tokenizer.chat_template")
        if source is None:
            raise ModelError(f"{self._file} has no chat template: choose a model made for chat (often named Instruct)")
        ends = {"eos_token": llama.token_eos(), "bos_token": llama.token_bos()}
        marks = {name: llama.detokenize([token], special=True).decode() for name, token in ends.items() if token >= 0}
        return llama, Jinja2ChatFormatter(source, marks.get("eos_token", ""), marks.get("bos_token", ""))

    def _why(self, error: Exception) -> str:
        """The reason on one line, llama.cpp's own if it gave one."""
        return " ".join((_complaints.pop() if _complaints else str(error)).split())


_complaints: deque[str] = deque(maxlen=3)
"""What llama.cpp last logged as errors; its log is one for the whole process."""


@cache
def _listen(llama_cpp: Any) -> Any:  # noqa: ANN401 -- the module, and a ctypes function
    """Take llama.cpp's log off the terminal, once; errors are kept for the message that follows."""

    @llama_cpp.llama_log_callback  # type: ignore[untyped-decorator] # a ctypes function type
    def listen(level: int, line: bytes, _: ctypes.c_void_p) -> None:
        if level == _LOG_ERROR:
            _complaints.append(clean(line.decode(errors="replace")).strip())

    llama_cpp.llama_log_set(listen, ctypes.c_void_p(0))
    # C holds no reference, and llama.cpp still logs while Python ends: the function must outlive everything.
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(listen))
    return listen


def _free(llama: Any, busy: threading.Lock, current: list[threading.Event]) -> None:  # noqa: ANN401 -- llama_cpp's own
    """Free the model, after the reply under way: one thread must not compute with what another frees."""
    current[0].set()
    if busy.acquire(timeout=2):
        llama.close()
