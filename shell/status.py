"""What the toolbar tells: microphone, hearing, models, and how fast the last turn was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Status:
    """Live state, written by the parts that own it and read by the terminal a few times a second."""

    microphone: str = "off"
    """`off`, `none`, `listening` or `lost`."""
    hearing: Callable[[], str] = field(default=lambda: "idle")
    """What the ears are at: `idle`, `listening`, `pause`, `processing`, `muted`."""
    attention: Callable[[], str] = field(default=lambda: "")
    """What Golem waits for before it listens to what it hears; empty where it listens to everything."""
    level_dbfs: Callable[[], float | None] = field(default=lambda: None)
    """The microphone's level now, in dB relative to full scale; None without a microphone."""
    overflows: Callable[[], int] = field(default=lambda: 0)
    """Blocks lost because nobody read them in time."""
    router: str = "loading"
    speech: str = "off"
    """The voice in use, or `off`."""
    hears_with: str = "off"
    """The transcriber in use, `loading`, or `off`."""
    remote: str = ""
    """What is sent to other machines, and where to; empty where nothing is."""
    last_ms: float | None = None
    """From the end of the words to the start of the action, in milliseconds; None before the first turn."""
    busy: bool = False
    """True while a turn runs."""
    jobs: Callable[[], str] = field(default=lambda: "")
    """What goes on beside the talk; empty where nothing does."""


BARS = " ▁▂▃▄▅▆▇█"
ASCII_BARS = " .:-=+*#@"
FLOOR_DBFS = -60.0
"""Quieter than this draws an empty meter; a quiet room is about -60 dBFS on a laptop's microphone."""


def meter(level_dbfs: float | None, *, ascii_only: bool = False) -> str:
    """One character for a level between -60 and 0 dBFS."""
    bars = ASCII_BARS if ascii_only else BARS
    if level_dbfs is None:
        return bars[0]
    share = min(1.0, max(0.0, 1.0 - level_dbfs / FLOOR_DBFS))
    return bars[round(share * (len(bars) - 1))]


def toolbar(status: Status, *, ascii_only: bool = False) -> str:
    """The toolbar's one line of plain text."""
    dot = "|" if ascii_only else "·"
    parts = [f"mic {status.microphone} {meter(status.level_dbfs(), ascii_only=ascii_only)}"]
    if status.microphone == "listening":
        parts.append("working" if status.busy else status.attention() or status.hearing())
    elif status.busy:
        parts.append("working")
    if going := status.jobs():
        parts.append(going)
    parts.append(f"hears {status.hears_with}")
    parts.append(f"routes {status.router}")
    parts.append(f"speech {status.speech}")
    if status.remote:
        parts.append(f"SENT AWAY: {status.remote}")
    if status.last_ms is not None:
        parts.append(f"last {status.last_ms:.0f} ms")
    if overflows := status.overflows():
        parts.append(f"{overflows} overflows")
    return f" {dot} ".join(parts)
