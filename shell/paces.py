"""How fast the voices, the chat models and the routers here are on this machine, and which of them it should use.

`shell.hearing_speed` does the same for what hears. A model is loaded and used once; the figures are kept in the cache
folder beside what they depend on. The pick is pure arithmetic on what was measured.
"""

from __future__ import annotations

import os
import re
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil

from shell.errors import GolemError, ModelError
from shell.hearing_speed import Advice
from shell.kept_measures import KeptMeasures, is_stale, load_now, told_of
from shell.manifest import Use

if TYPE_CHECKING:
    from intents.zero_shot import ZeroShotClassifier
    from shell.chat import ChatModel
    from shell.tts import Voice

SAID: Final = "This is the voice of Golem."
ASKED: Final = "Tell me something about the sea."
ROUTED: Final = ("show me the branches", "what time is it", "I had a long day")
FAST_SPEECH: Final = 2.0
"""Seconds of sound a second of work, from which on a voice never waits for itself while other work goes on."""
FAST_CHAT: Final = 5.3
"""Pieces a second as fast as people read: 238 words a minute (Brysbaert 2019), 1.3 tokens a word."""
FAST_ROUTE_S: Final = 0.3
"""What routing may take of the second between the last word and the action."""
SPARE: Final = 1.5
"""A model wants about this much memory for each byte of its files."""
LONGEST_REPLY: Final = 24
"""Pieces of a reply after which it is fast enough known."""
LONG_ENOUGH_S: Final = 4.0
"""Seconds after which a slow one is known to be slow."""
QUALITIES: Final = ("x_low", "low", "medium", "high")
"""Of Piper's voices, the last word of their names."""
_LANGUAGE: Final = re.compile(r"piper-([a-z]{2,3})_")


@dataclass(frozen=True, slots=True)
class Pace:
    """One model, measured."""

    use: Use
    """`speak`, `chat` or `route`."""
    model: str
    first_s: float
    """Seconds to the first sound, to the first word, or to the route."""
    rate: float
    """Seconds of sound, or words' pieces (tokens), a second; 0 for a router."""
    size: int
    """Bytes of its files; 0 for what ships."""
    load: float = 0.0
    """Of the machine before it was measured, a core."""

    def told(self) -> str:
        """The figures in a line, and whether the machine was busy then."""
        return f"{self._figures()}{told_of(self.load)}"

    def _figures(self) -> str:
        if self.use == "route":
            return f"{self.first_s * 1000:.0f} ms an utterance"
        if self.use == "speak":
            return f"the first sound after {self.first_s:.2f} s, {self.rate:.1f} times as fast as it is spoken"
        return f"the first word after {self.first_s:.2f} s, {self.rate:.0f} tokens a second"

    @property
    def quick(self) -> bool:
        """Whether nobody waits for it."""
        if self.use == "route":
            return self.first_s <= FAST_ROUTE_S
        return self.rate >= (FAST_SPEECH if self.use == "speak" else FAST_CHAT)


def advise(paces: Sequence[Pace], kept: str) -> Advice | None:
    """Which of the models, all of one use, fits: the best that is quick enough, and where none is, the quickest. Pure.

    `kept` is the one in use, which stays where it is as good. Of voices only those of its language count: which of
    several sounds best is for ears to say. None where nothing was measured.
    """
    language = _language(kept)
    fit = [one for one in paces if one.use != "speak" or _language(one.model) == language]
    if not fit:
        return None
    quick = [one for one in fit if one.quick]
    best = max(quick, key=lambda one: (_worth(one), one.model == kept)) if quick else min(fit, key=_slowness)
    why = f"{best.model}: {best.told()}{'' if best.quick else ', which is slow; it is the quickest here'}"
    options = tuple((one.model, one.told()) for one in sorted(fit, key=_slowness))
    return Advice(best.model, why, options, best.quick)


def _worth(one: Pace) -> int:
    """Larger models know more; voices say of themselves how good they are."""
    if one.use == "speak":
        return next((place for place, each in enumerate(QUALITIES) if one.model.endswith(f"-{each}")), -1)
    return one.size


def _slowness(one: Pace) -> float:
    return one.first_s if one.use == "route" else -one.rate


def _language(model: str) -> str:
    found = _LANGUAGE.match(model)
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Engine:
    """Something to measure."""

    use: Use
    model: str
    size: int
    """Bytes of its files; 0 for what ships."""
    measure: Callable[[], tuple[float, float]]
    """Load it and use it: seconds to the first, and the rate. Raises GolemError."""


class Pacemaker:
    """Measures each engine once, and keeps it."""

    def __init__(
        self,
        file: Path,
        memory: Callable[[], int] = lambda: int(psutil.virtual_memory().available),
        load: Callable[[], float] = load_now,
    ) -> None:
        """`file` holds what was measured; `memory` is what is free, in bytes; `load` is asked for now, once."""
        self._kept = KeptMeasures(file)
        self._memory = memory
        self._load = load()  # before this measures anything, which is a load, too

    def pace(self, engine: Engine, *, again: bool = False) -> Pace:
        """What was kept of it on this machine, else measured now, in seconds; `again` measures anyway.

        What was kept of a busy machine is measured again on a quieter one.

        Raises ModelError where it does not load, or would not fit into memory, which is not tried.
        """
        key = "|".join((engine.use, engine.model, str(engine.size), str(os.cpu_count())))
        pace = None if again else _pace(self._kept.row(key))
        if pace is not None and not is_stale(pace.load, self._load):
            return pace
        if engine.size * SPARE > self._memory():
            raise ModelError(f"{engine.model} wants more memory than is free; a smaller one will do: golem models list")
        first_s, rate = engine.measure()
        pace = Pace(engine.use, engine.model, first_s, rate, engine.size, self._load)
        self._kept.keep(key, asdict(pace))
        return pace


def _pace(row: object) -> Pace | None:
    """A kept row; None where it is none of ours."""
    if not isinstance(row, Mapping) or set(row) != {"use", "model", "first_s", "rate", "size", "load"}:
        return None
    figures = [row["first_s"], row["rate"], row["load"]]
    if row["use"] not in ("speak", "chat", "route") or not isinstance(row["size"], int):
        return None
    if not all(isinstance(each, float) and 0 <= each < 1e6 for each in figures):
        return None
    return Pace(row["use"], str(row["model"]), figures[0], figures[1], row["size"], figures[2])


def advice_on(
    pacemaker: Pacemaker, engines: Sequence[Engine], kept: str, *, again: bool, begins: Callable[[str], None]
) -> tuple[Advice | None, tuple[GolemError, ...]]:
    """The advice on engines of one use, and what kept any of them from being measured; `begins` is told of each."""
    paces, faults = [], []
    for engine in engines:
        begins(engine.model)
        try:
            paces.append(pacemaker.pace(engine, again=again))
        except GolemError as fault:
            faults.append(fault)
    return advise(paces, kept), tuple(faults)


def of_voice(voice: Voice) -> tuple[float, float]:
    """Seconds to the first sound, and seconds of sound a second."""
    for _ in voice.synthesize("Hm."):  # the first time is slower
        pass
    begun, first, sound = time.perf_counter(), 0.0, 0
    for piece in voice.synthesize(SAID):
        first = first or time.perf_counter() - begun
        sound += len(piece)
    return first, sound / voice.sample_rate / (time.perf_counter() - begun)


def of_chat(model: ChatModel) -> tuple[float, float]:
    """Seconds to the first piece, and pieces a second after it. Raises ModelError."""
    came, begun = [], time.perf_counter()
    for _ in model.reply((), ASKED):
        came.append(time.perf_counter())
        if len(came) == LONGEST_REPLY or came[-1] - begun > LONG_ENOUGH_S:
            model.stop()
    if len(came) < 2:
        raise ModelError(f"{model.name} says nothing: golem models verify")
    return came[0] - begun, (len(came) - 1) / max(1e-6, came[-1] - came[0])


def of_router(router: ZeroShotClassifier) -> tuple[float, float]:
    """Seconds an utterance; no rate."""
    from intents.router import ROUTES  # noqa: PLC0415 - only who measures needs it

    router.classify(ROUTED[0], ROUTES)  # the first time is slower
    times = []
    for text in ROUTED:
        begun = time.perf_counter()
        router.classify(text, ROUTES)
        times.append(time.perf_counter() - begun)
    return statistics.median(times), 0.0
