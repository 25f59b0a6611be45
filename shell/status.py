"""Live state of the running shell: what the toolbar draws, and what a screen reader is told in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from skills.context import Job

_AT: Final = {"ask": "asking", "confirm": "asking", "act": "acting", "chat": "answering"}
"""What a turn's stages are called; all others are thinking."""
_EARS: Final = {"listening": "hearing", "pause": "hearing", "processing": "thinking", "muted": "deaf"}


@dataclass(slots=True)
class Status:
    """Written by the parts that own it and read by the terminal a few times a second."""

    microphone: str = "off"
    """`off`, `none`, `listening` or `lost`."""
    hearing: Callable[[], str] = field(default=lambda: "idle")
    """What the ears are at: `idle`, `listening`, `pause`, `processing`, `muted`."""
    attention: Callable[[], str] = field(default=lambda: "")
    """What Golem waits for before it listens to what it hears; empty where it listens to everything."""
    mode: str = "always"
    """When Golem listens: `always`, `wake` or `push`."""
    level_dbfs: Callable[[], float | None] = field(default=lambda: None)
    """The microphone's level now, in dB relative to full scale; None without a microphone."""
    partial: Callable[[], str] = field(default=lambda: "")
    """What of the words being said is known already, where they are meant for Golem; foreign text."""
    speaking: Callable[[], bool] = field(default=lambda: False)
    """Whether Golem's own voice sounds."""
    overflows: Callable[[], int] = field(default=lambda: 0)
    """Blocks lost because nobody read them in time."""
    router: str = "loading"
    speech: str = "off"
    """The voice in use, `loading`, or `off`."""
    hears_with: str = "off"
    """The transcriber in use, `loading`, or `off`."""
    remote: str = ""
    """What is sent to other machines, and where to; empty where nothing is."""
    last_ms: float | None = None
    """From the end of the words to the start of the action, in milliseconds; None before the first turn."""
    busy: bool = False
    """True while a turn runs."""
    jobs: Callable[[], Sequence[Job]] = field(default=tuple)
    """What goes on beside the talk, and what of it has ended."""
    stage: str = ""
    """What the turn is at, as `Draft.stage` has it; empty between two stages."""
    doing: str = ""
    """What the turn under way was understood to mean; foreign text, empty before it is known."""
    since: float = 0.0
    """When its last stage began, on the monotonic clock, in seconds."""

    def at(self, stage: str, now: float) -> None:
        """A turn comes to this stage, or, where it is empty, to its end."""
        self.stage, self.since = stage, now
        if not stage:
            self.doing = ""


def state(status: Status) -> str:
    """What Golem is at, in a word or a few.

    `asking`, `acting`, `answering` or `thinking` in a turn; else `speaking`; else what the ears are at: `hearing`,
    `thinking`, `deaf` (another program has the terminal), `listening`, or what they wait for (`asleep`, `press f9 to
    talk`); `ready` where there are no ears.
    """
    if status.busy:
        return _AT.get(status.stage, "thinking")
    if status.speaking():
        return "speaking"
    if status.microphone != "listening":
        return "ready"
    return status.attention() or _EARS.get(status.hearing(), "listening")
