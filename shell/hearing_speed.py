"""How fast each Whisper model of the store is on this machine, measured once, and which of them it should use.

`golem doctor` asks. A model is loaded and transcribes one spoken command that ships (`measure.flac`, the voice joe,
CC0: "Show me the branches."); the middle of three times is kept in the cache folder, beside what it depends on: the
model's size, the machine's cores and the device. The pick is pure arithmetic on what was measured.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib import resources
from pathlib import Path

from shell.asr import TranscriberSettings, WhisperTranscriber
from shell.audio_file import load
from shell.errors import GolemError
from shell.frames import SAMPLE_RATE
from shell.kept_measures import KeptMeasures, is_stale, load_now, told_of

LONGEST_S = 1.0
"""The most that the words of a short command may take: within a second a person stays with what they were doing
(Nielsen, Usability Engineering, 1993, chapter 5), and Golem aims at that from the last word to the action."""
PARAMETERS = {"tiny": 39, "base": 74, "small": 244, "medium": 769, "large": 1550}
"""Millions (Radford et al. 2022, table 1). More is better at words and, at one window, slower by about as much."""
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Speed:
    """One model, measured."""

    model: str
    device: str
    """`cpu` or `cuda`."""
    takes_s: float
    """Seconds to transcribe the command; the median of three."""
    sound_s: float
    """Seconds that the command lasts."""
    load: float = 0.0
    """Of the machine before it was measured, a core."""

    @property
    def real_time_factor(self) -> float:
        """Seconds of work a second of sound; below 1 is faster than it is spoken."""
        return self.takes_s / self.sound_s


@dataclass(frozen=True, slots=True)
class Advice:
    """Which model to use here."""

    pick: str
    """Its name."""
    why: str
    """One line, with the figures."""
    options: tuple[tuple[str, str], ...] = ()
    """Every model that was measured, the quickest first, with its figures."""
    quick: bool = True
    """Whether the pick is quick enough that nobody waits for it."""


def size_of(model: str) -> str | None:
    """`base` for `whisper-base.en`; None for a model of no known size."""
    return next((size for size in PARAMETERS if f"-{size}" in model), None)


def advise(speeds: Sequence[Speed], language: str | None, known: Sequence[str] = ()) -> Advice | None:
    """The best model that is quick enough; where none is, the quickest. None where nothing was measured. Pure.

    `language` as in TranscriberSettings; models for English alone count only for it, and there before their twins (the
    same paper, section 3.3). Of the `known` models that are not here, the next larger one's time is estimated by size.
    """
    fit = [one for one in speeds if speaks(one.model, language) and size_of(one.model)]
    if not fit:
        return None
    quick = [one for one in fit if one.takes_s <= LONGEST_S]
    best = max(quick, key=_worth) if quick else min(fit, key=lambda one: one.takes_s)
    told = [
        (one.model, f"{one.takes_s:.2f} s ({one.real_time_factor:.2f} of real time, {one.device}){told_of(one.load)}")
        for one in sorted(fit, key=lambda one: one.takes_s)
    ]
    figures = "; ".join(f"{model} {figure}" for model, figure in told)
    reason = f"the best within {LONGEST_S:g} s" if quick else f"none is within {LONGEST_S:g} s, it is the quickest"
    why = f"a command of {best.sound_s:.1f} s takes {figures}: {reason}{_next(best, fit, known)}"
    return Advice(best.model, why, tuple(told), bool(quick))


def speaks(model: str, language: str | None) -> bool:
    """Whether a model knows the language; `.en` models know English alone."""
    return not model.endswith(".en") or language == "en"


def _worth(one: Speed) -> tuple[int, bool]:
    return PARAMETERS[size_of(one.model) or "tiny"], one.model.endswith(".en")


def _next(best: Speed, here: Sequence[Speed], known: Sequence[str]) -> str:
    """What the next larger model would take, by its size, where it is not here."""
    own = PARAMETERS[size_of(best.model) or "tiny"]
    present = {size_of(one.model) for one in here}
    larger = [
        (PARAMETERS[size], model)
        for model in known
        if (size := size_of(model)) is not None and size not in present and PARAMETERS[size] > own
    ]
    if not larger:
        return ""
    millions, model = min(larger)
    takes_s = best.takes_s * millions / own
    if takes_s > LONGEST_S:
        return f"; {model} would take about {takes_s:.1f} s"
    return f"; {model} would take about {takes_s:.1f} s, so try it: golem models pull {model}"


class Speedometer:
    """Measures each model once, and keeps it."""

    def __init__(
        self,
        kept: Path,
        settings: TranscriberSettings,
        measure: Callable[[Path, TranscriberSettings], Speed] | None = None,
        load: Callable[[], float] = load_now,
    ) -> None:
        """`kept` is the file, made where it is missing or cannot be read; `load` is asked for now, once."""
        self._load = load()
        self._kept = KeptMeasures(kept)
        self._settings = settings
        self._measure = measure or measured

    def speed(self, model: str, folder: Path, *, again: bool = False) -> Speed:
        """What was kept for this model on this machine, else measured now, in seconds; `again` measures anyway.

        What was kept of a busy machine is measured again on a quieter one. Raises ModelError for a model that does not
        load.
        """
        key = "|".join([model, *self._depends_on(folder)])
        speed = None if again else _speed(self._kept.row(key))
        if speed is None or is_stale(speed.load, self._load):
            speed = replace(self._measure(folder, self._settings), model=model, load=self._load)
            self._kept.keep(key, asdict(speed))
        return speed

    def _depends_on(self, folder: Path) -> list[str]:
        weights = folder / "model.bin"
        size = weights.stat().st_size if weights.is_file() else 0
        chosen = self._settings
        return [str(part) for part in (size, os.cpu_count(), chosen.device, chosen.compute_type, chosen.threads)]


def _speed(row: object) -> Speed | None:
    """A kept row; None where it is none of ours."""
    if not isinstance(row, dict) or set(row) != {"model", "device", "takes_s", "sound_s", "load"}:
        return None
    seconds = [row["takes_s"], row["sound_s"]]
    if not all(isinstance(each, float) and 0 < each < 1e4 for each in seconds) or not isinstance(row["load"], float):
        return None
    return Speed(str(row["model"]), str(row["device"]), seconds[0], seconds[1], row["load"])


def measured(folder: Path, settings: TranscriberSettings) -> Speed:
    """Load the model and transcribe the command. Raises ModelMissing, ModelError."""
    if folder.name.endswith(".en"):
        settings = replace(settings, language="en")
    whisper = WhisperTranscriber(folder, settings)
    with resources.as_file(resources.files("shell").joinpath("measure.flac")) as file:
        audio = load(file)
    times = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        whisper.transcribe(audio)
        times.append(time.perf_counter() - begun)
    return Speed(folder.name, whisper.device, statistics.median(times), len(audio) / SAMPLE_RATE)


def advice_for(
    speedometer: Speedometer,
    here: Mapping[str, Path],
    language: str | None,
    known: Sequence[str],
    *,
    again: bool,
    begins: Callable[[str], None] = lambda _: None,
) -> tuple[Advice | None, tuple[GolemError, ...]]:
    """The advice on the models `here` (name to folder), and what kept any of them from being measured.

    `begins` is told of each model before it is looked at.
    """
    speeds, faults = [], []
    for model, folder in here.items():
        if not speaks(model, language):
            continue
        begins(model)
        try:
            speeds.append(speedometer.speed(model, folder, again=again))
        except GolemError as fault:
            faults.append(fault)
    return advise(speeds, language, [model for model in known if speaks(model, language)]), tuple(faults)
