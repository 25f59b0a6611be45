"""Every engine that is here, measured: what hears, speaks, chats and routes, and which of several fits this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from shell.config import Config
from shell.errors import GolemError, ModelError
from shell.hearing_speed import Advice
from shell.manifest import Use
from shell.paces import Engine, Pacemaker, advice_on, of_chat, of_router, of_voice
from shell.places import Places
from shell.store import Store


@dataclass(frozen=True, slots=True)
class Speeds:
    """What was measured of the engines of one use."""

    use: Use
    kept: str
    """The one that the settings name."""
    advice: Advice | None
    """None where there is none to measure."""
    faults: tuple[GolemError, ...]
    """What kept any of them from being measured."""


def speeds_of(
    config: Config, places: Places, store: Store, *, again: bool = False, begins: Callable[[str], None] = lambda _: None
) -> Iterator[Speeds]:
    """Each use's engines on this machine, those elsewhere left out; seconds at the first time, and then what was kept.

    `begins` is told of each model before it is looked at; `again` measures anyway.
    """
    if not config.remote.hear:
        yield _of_hearing(config, places, store, again=again, begins=begins)
    pacemaker = Pacemaker(places.cache / "paces.json")
    away = {"speak": config.remote.speak, "chat": config.remote.chat}
    others: tuple[tuple[Use, Callable[[Config, Store], tuple[str, list[Engine]]]], ...]
    others = (("speak", _voices), ("chat", _chats), ("route", _routers))
    for use, engines_of in others:
        if not away.get(use):
            kept, engines = engines_of(config, store)
            advice, faults = advice_on(pacemaker, engines, kept, again=again, begins=begins)
            yield Speeds(use, kept, advice, faults)


def _of_hearing(config: Config, places: Places, store: Store, *, again: bool, begins: Callable[[str], None]) -> Speeds:
    from shell.hearing_speed import Speedometer, advice_for  # noqa: PLC0415 - imports the transcriber's module

    known = [one.model.name for one in store.list() if one.model.use == "hear" and not one.present]
    speedometer = Speedometer(places.cache / "hearing-speed.json", config.transcriber)
    here, language = _here(store, "hear", ""), config.transcriber.language
    advice, faults = advice_for(speedometer, here, language, known, again=again, begins=begins)
    return Speeds("hear", config.models.hear, advice, faults)


def _here(store: Store, use: Use, kept: str) -> dict[str, Path]:
    """Name to place of every model of that use in the store, and of the user's own file if the settings name one."""
    here = {one.model.name: one.folder for one in store.list() if one.present and one.model.use == use}
    if kept and kept not in here:
        try:
            here[kept] = store.locate(kept)
        except ModelError:  # missing, which is told elsewhere
            return here
    return here


def _voices(config: Config, store: Store) -> tuple[str, list[Engine]]:
    def measure(folder: Path) -> tuple[float, float]:
        from shell.tts import PiperVoice  # noqa: PLC0415 - loads piper

        return of_voice(PiperVoice(folder, config.voice))

    here = _here(store, "speak", config.models.speak)
    return config.models.speak, [_engine("speak", name, folder, measure) for name, folder in here.items()]


def _chats(config: Config, store: Store) -> tuple[str, list[Engine]]:
    def measure(place: Path) -> tuple[float, float]:
        from shell.engines import chat_of  # noqa: PLC0415 - imports what chats

        chosen = replace(config, models=replace(config.models, chat=str(place)))
        model = chat_of(chosen, store, lambda _: None).get()
        return of_chat(model)

    here = _here(store, "chat", config.models.chat)
    return config.models.chat, [_engine("chat", name, place, measure) for name, place in here.items()]


def _routers(config: Config, store: Store) -> tuple[str, list[Engine]]:
    from shell.app import DISTILBART, EMBEDDED, pick_classifier  # noqa: PLC0415 - composes what it picks

    def measure(name: str) -> tuple[float, float]:
        return of_router(pick_classifier(replace(config, models=replace(config.models, route=name)), store))

    here = _here(store, "route", "")
    engines = [Engine("route", name, _size(folder), partial(measure, name)) for name, folder in here.items()]
    kept = config.models.route
    if kept == "auto":
        kept = DISTILBART if DISTILBART in here else EMBEDDED
    return kept, [Engine("route", EMBEDDED, 0, partial(measure, EMBEDDED)), *engines]


def _engine(use: Use, name: str, place: Path, measure: Callable[[Path], tuple[float, float]]) -> Engine:
    return Engine(use, name, _size(place), partial(measure, place))


def _size(place: Path) -> int:
    files = [place] if place.is_file() else [file for file in place.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)
