"""The toolbar's one line: what Golem is at, how loud it is, what it hears and does. Pure; the time is given.

Each part has a rank. Where the terminal is narrower than the line, the parts that matter least go first, and what is
sent to other machines goes never.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from shell.sanitize import visible
from shell.status import Status, state
from skills.context import Job

FLOOR_DBFS: Final = -60.0
"""Quieter than this draws an empty meter; a quiet room is about -60 dBFS on a laptop's microphone."""
LOUD_DBFS: Final = -6.0
"""From here on the meter is drawn as trouble: speech this loud is about to be cut off at full scale."""
METER_CELLS: Final = 6
BAR_CELLS: Final = 10
MOMENT_S: Final = 1.0
"""What takes longer than this many seconds is drawn with a bar or a wheel, and the seconds."""
LONGEST: Final = 60
"""Characters of what is heard, or done, that are drawn at most."""
BESIDE: Final = 24
"""Columns of a narrow terminal that are left for what stands beside them."""
SHORTEST: Final = 12
"""Characters of them that are drawn at least."""
_EIGHTHS: Final = "▏▎▍▌▋▊▉█"
_WHEEL: Final = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_MARKS: Final = {
    "hearing": "◉",
    "listening": "●",
    "thinking": "◐",
    "acting": "▶",
    "answering": "▶",
    "speaking": "◀",
    "asking": "?",
}
_NEVER: Final = 0
_IN_ASCII: Final = str.maketrans({"“": '"', "”": '"', "…": "~"})
"""Golem's own signs where the terminal's encoding has none of them; other people's letters it replaces itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the line."""

    kind: str
    """What it tells, as themes style it: `state-hearing`, `meter`, `heard`, `doing`, `away`, `plain` …"""
    text: str
    """One line, nothing in it that a terminal would obey."""
    rank: int
    """The higher, the sooner it is left out; 0 never is."""


def meter(level_dbfs: float | None, *, ascii_only: bool = False) -> str:
    """METER_CELLS characters for a level between FLOOR_DBFS and 0 dBFS."""
    share = 0.0 if level_dbfs is None else 1.0 - level_dbfs / FLOOR_DBFS
    return bar(share, METER_CELLS, ascii_only=ascii_only)


def bar(share: float, cells: int, *, ascii_only: bool = False) -> str:
    """That share of so many cells, filled from the left; what is below 0 or above 1 counts as that."""
    filled = min(1.0, max(0.0, share)) * cells
    if ascii_only:
        return ("#" * round(filled)).ljust(cells, ".")
    whole, rest = int(filled), int((filled - int(filled)) * 8)
    return ("█" * whole + (_EIGHTHS[rest - 1] if rest else "")).ljust(cells, "·")


def toolbar(status: Status, *, width: int = 200, now: float = 0.0, ascii_only: bool = False) -> list[Part]:
    """The line's parts, in order, that fit into so many columns; `now` is on the clock of `status.since`."""
    most = max(SHORTEST, min(LONGEST, width - BESIDE))
    parts = list(_parts(status, now, most, ascii_only))
    if ascii_only:
        parts = [replace(part, text=part.text.translate(_IN_ASCII)) for part in parts]
    while len(parts) > 1 and _length(parts) > width:
        least = max(parts, key=lambda part: part.rank)
        if least.rank == _NEVER:
            break
        parts.remove(least)
    return parts


def told(parts: Iterable[Part], *, ascii_only: bool = False) -> str:
    """The line as text."""
    return f" {'|' if ascii_only else '·'} ".join(part.text for part in parts)


def _length(parts: list[Part]) -> int:
    return sum(len(part.text) for part in parts) + 3 * (len(parts) - 1)


def _parts(status: Status, now: float, most: int, ascii_only: bool) -> Iterable[Part]:
    at = state(status)
    mark = "" if ascii_only else f"{_MARKS.get(at, '○')} "
    yield Part(f"state-{at if at in _MARKS else 'waiting'}", mark + visible(at), _NEVER)
    if status.microphone == "listening":
        level = status.level_dbfs()
        loud = level is not None and level >= LOUD_DBFS
        yield Part("meter-loud" if loud else "meter", meter(level, ascii_only=ascii_only), 3)
        if status.mode != "always":
            yield Part("plain", f"mode {status.mode}", 4)
    else:
        yield Part("plain", f"microphone {status.microphone}", 4)
    if partial := status.partial():
        yield Part("heard", f"“{_end(partial, most)}”", 1)
    if status.busy and status.doing:
        yield Part("doing", _doing(status, now, most, ascii_only), 1)
    for job in status.jobs():
        if job.running:
            yield Part("doing", _going(job, now, most, ascii_only), 2)
    if status.remote:
        yield Part("away", f"SENT AWAY: {visible(status.remote)}", _NEVER)
    yield from _machinery(status, now, ascii_only)


def _doing(status: Status, now: float, most: int, ascii_only: bool) -> str:
    spent = now - status.since
    if status.stage != "act" or spent < MOMENT_S:
        return _short(status.doing, most)
    return f"{wheel(now, ascii_only=ascii_only)}{_short(status.doing, most)} {spent:.0f} s"


def _going(job: Job, now: float, most: int, ascii_only: bool) -> str:
    """`build ███▌······ 37% 0:42`, `test run ███······· 12 of 40, 1 failed 0:42`; no share where none is told."""
    took = f"{int(job.seconds) // 60}:{int(job.seconds) % 60:02}"
    counted = job.tally.told() if job.tally is not None else ""
    if job.percent is None:
        return f"{wheel(now, ascii_only=ascii_only)}{_short(job.name, most)} {counted}{' ' if counted else ''}{took}"
    share = bar(job.percent / 100.0, BAR_CELLS, ascii_only=ascii_only)
    return f"{_short(job.name, most)} {share} {counted or f'{job.percent:.0f}%'} {took}"


def wheel(now: float, *, ascii_only: bool = False) -> str:
    """A turning mark with a space, for what goes on without telling how far it is."""
    return "" if ascii_only else f"{_WHEEL[int(now * 8) % len(_WHEEL)]} "


def _machinery(status: Status, now: float, ascii_only: bool) -> Iterable[Part]:
    """What Golem works with, and how that goes."""
    uses = {"hears": status.hears_with, "routes": status.router, "speaks": status.speech}
    if loading := [what for what, name in uses.items() if name == "loading"]:
        yield Part("loading", f"{wheel(now, ascii_only=ascii_only)}loading what {', '.join(loading)}", 2)
    if status.last_ms is not None:
        yield Part("plain", f"last {status.last_ms:.0f} ms", 6)
    if overflows := status.overflows():
        yield Part("plain", f"{overflows} overflows", 5)
    for rank, (what, name) in enumerate(uses.items(), 7):
        if name not in ("loading", "off"):
            yield Part("plain", f"{what} {visible(name)}", rank)


def _short(text: str, most: int) -> str:
    """Foreign text, cut to so many characters."""
    line = visible(text)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _end(text: str, most: int) -> str:
    """The same of what is being said, of which the end is news."""
    line = visible(text)
    return line if len(line) <= most else f"…{line[1 - most :]}"
