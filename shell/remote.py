"""Engines on another machine, by the user's own choice: their settings, and what happens when they do not answer.

Off by default. An engine that fails is not asked again for `PAUSE_S`; meanwhile the local one does its work, after one
line that says so. What another machine sends is foreign data, as a transcript or a model's words always are.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from urllib.parse import SplitResult, urlsplit

from shell.errors import ConfigError, GolemError, RemoteError
from shell.lazy import Lazy

E = TypeVar("E")
R = TypeVar("R")

PAUSE_S: Final = 60.0
"""Seconds for which an engine that failed is left alone."""


@dataclass(frozen=True, slots=True)
class RemoteSettings:
    """Which engines are elsewhere; empty: none."""

    hear: str = ""
    """A Wyoming transcriber, `tcp://HOST:PORT`: the sound of each utterance is sent there."""
    speak: str = ""
    """A Wyoming voice, `tcp://HOST:PORT`: each reply's text is sent there."""
    voice: str = ""
    """That server's voice by name; empty is its own choice."""
    chat: str = ""
    """An OpenAI-compatible server's base, `http://HOST:PORT/v1`: what is said in chat is sent there."""
    chat_model: str = ""
    """That server's model by name; empty is its own choice, where it has one."""
    chat_key_variable: str = ""
    """The environment variable that holds that server's key; the key itself belongs into no file."""
    timeout_s: float = 8.0
    """Seconds to wait for an answer to begin, 0.5 to 120."""

    def __post_init__(self) -> None:
        """Refuse what cannot work, naming the setting."""
        for name in ("hear", "speak"):
            _address(f"remote.{name}", getattr(self, name), ("tcp",), "tcp://HOST:PORT")
        _address("remote.chat", self.chat, ("http", "https"), "http://HOST:PORT/v1")
        if isinstance(self.timeout_s, bool) or not 0.5 <= self.timeout_s <= 120:
            raise ConfigError(f"remote.timeout_s must be from 0.5 to 120, not {self.timeout_s!r}")

    def told(self) -> str:
        """What leaves this machine and where to, for the toolbar: `sound to HOST`; empty where nothing does."""
        sent = (("sound", self.hear), ("replies", self.speak), ("chat", self.chat))
        return ", ".join(f"{what} to {urlsplit(where).hostname}" for what, where in sent if where)


def _address(name: str, value: str, schemes: tuple[str, ...], shape: str) -> None:
    if not value:
        return
    try:
        parts: SplitResult = urlsplit(value)
        usable = parts.scheme in schemes and parts.hostname and (parts.port or "tcp" not in schemes)
        if parts.username or parts.password:
            raise ConfigError(f"{name} must hold no password: name a variable in remote.chat_key_variable")
    except ValueError:  # a port that is none, a bracket too many
        usable = False
    if not usable:
        raise ConfigError(f"{name} must look like {shape}, not {value!r}")


class Preferred(Generic[E]):
    """An engine elsewhere, and the local one for when it does not answer. From any thread."""

    def __init__(
        self,
        remote: E,
        local: Callable[[], E],
        tell: Callable[[str], None],
        *,
        what: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`local` is called once, when it is needed; `what` names the work: "transcription"."""
        self.remote = remote
        self.local = Lazy(local)
        self._tell = tell
        self._what = what
        self._clock = clock
        self._resting_until = float("-inf")

    def first(self, use: Callable[[E], R]) -> R:
        """What `use` makes of the remote engine, or, where that raises RemoteError, of the local one.

        Raises what `use` of the local one raises.
        """
        if self._clock() >= self._resting_until:
            try:
                return use(self.remote)
            except RemoteError as error:
                self.failed(error)
        return use(self.local.get())

    def failed(self, error: GolemError) -> None:
        """The remote engine failed: leave it alone for a while, and say so."""
        self._resting_until = self._clock() + PAUSE_S
        self._tell(f"{error}; {self._what} goes on here")

    @property
    def resting(self) -> bool:
        """True while the local engine does the work."""
        return self._clock() < self._resting_until
