"""The settings: what there is to set, by default how, and whether given values will do. `shell.layers` finds them."""

from __future__ import annotations

import dataclasses
import os
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec

from shell.asr import TranscriberSettings
from shell.attention import AttentionSettings
from shell.audio import MicrophoneSettings
from shell.chat import ChatSettings
from shell.endpointer import EndpointerSettings
from shell.errors import ConfigError
from shell.layers import Here, Layer, joined, layers, nearest
from shell.places import Places, places_of_user
from shell.remote import RemoteSettings
from shell.sanitize import visible
from shell.themes import Theme
from shell.tts import VoiceSettings


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which model plays which part, by its name in the store."""

    folder: str = ""
    """Where models are kept; empty: the user's cache folder. $GOLEM_MODELS overrides it."""
    hear: str = "whisper-base"
    speak: str = "piper-en_US-joe-medium"
    chat: str = "smollm2-135m-instruct"
    route: str = "auto"
    """`auto`: distilbart-mnli-12-3 if it is in the store, else golem-entailment, which ships."""


@dataclass(frozen=True, slots=True)
class TerminalSettings:
    """How the shell looks and answers."""

    colour: Literal["auto", "never"] = "auto"
    """`auto` uses colour in a terminal that has it, unless NO_COLOR is set."""
    theme: Theme = "dark"
    """`dark`, `light`, `contrast` (weight and reversal, no colours) or `none`."""
    reader: bool = False
    """For a screen reader: plain lines, no toolbar, nothing drawn over, and states told in words."""
    live_words: Literal["auto", "always", "never"] = "auto"
    """Show words while they are being said, not from each pause on only; `auto` where the machine has time for it."""
    speak_typed_replies: bool = False
    """Say the replies to typed lines aloud too."""


@dataclass(frozen=True, slots=True)
class SpeakerSettings:
    """Where the voice comes out."""

    device: str | int | None = None
    """A number or a part of a name from `golem devices`; None is the system's default."""
    barge_in: bool = True
    """Fall silent when somebody speaks, and go on if it was nothing; false: only "stop" silences Golem."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings. Each section is owned by the module that uses it."""

    models: ModelChoice = field(default_factory=ModelChoice)
    microphone: MicrophoneSettings = field(default_factory=MicrophoneSettings)
    endpointer: EndpointerSettings = field(default_factory=EndpointerSettings)
    transcriber: TranscriberSettings = field(default_factory=TranscriberSettings)
    attention: AttentionSettings = field(default_factory=AttentionSettings)
    speaker: SpeakerSettings = field(default_factory=SpeakerSettings)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    chat: ChatSettings = field(default_factory=ChatSettings)
    remote: RemoteSettings = field(default_factory=RemoteSettings)
    terminal: TerminalSettings = field(default_factory=TerminalSettings)


def load(
    path: str | None = None,
    places: Places | None = None,
    *,
    flags: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Config:
    """The settings from every layer (`shell.layers`); `path` takes the place of the user's config.toml.

    `flags` are of the form section.key=value; `folder` is where a trusted project's file is looked for. Raises
    ConfigError for a file that was named and is not there, cannot be read, is no TOML, has a key that is not known, or
    a value of the wrong kind or range.
    """
    return settle(here(path, places, flags=flags, environment=environment, folder=folder)).config


@dataclass(frozen=True, slots=True)
class Settled:
    """The settings in force, and where each comes from."""

    config: Config
    layers: tuple[Layer, ...]
    """The weakest first."""


def here(
    path: str | None = None,
    places: Places | None = None,
    *,
    flags: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Here:
    """Where settings are looked for, as `load` has it."""
    return Here(path, places or places_of_user(), os.environ if environment is None else environment, flags, folder)


def settle(where: Here) -> Settled:
    """Every layer checked by itself, and all joined. Raises ConfigError."""
    found = tuple(layers(where, keys_of_sections()))
    for layer in found:
        convert(layer.values, layer.where)
    last = found[-1].where if found else where.user_file
    return Settled(convert(joined(found), last), found)


def keys_of_sections() -> dict[str, frozenset[str]]:
    """The keys of each section."""
    sections = typing.get_type_hints(Config)
    return {name: frozenset(key.name for key in dataclasses.fields(section)) for name, section in sections.items()}


def convert(given: Mapping[str, Any], file: Path) -> Config:
    """Settings from a parsed file. Raises ConfigError."""
    _check_keys(given, Config, file, ())
    try:
        return msgspec.convert(given, Config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{file}: {_in_words(error)}") from error
    except ValueError as error:  # a section's own check of values that must fit together
        raise ConfigError(f"{file}: {error}") from error


def known_keys() -> list[str]:
    """Every key as `section.key`, for the documentation's completeness."""
    sections = typing.get_type_hints(Config)
    return [f"{name}.{key.name}" for name, section in sections.items() for key in dataclasses.fields(section)]


def _check_keys(given: Mapping[str, Any], kind: Any, file: Path, above: tuple[str, ...]) -> None:  # noqa: ANN401 - a dataclass
    hints = typing.get_type_hints(kind)
    known = {entry.name: hints[entry.name] for entry in dataclasses.fields(kind)}
    for key, value in given.items():
        dotted = ".".join((*above, key))
        if key not in known:
            mend = nearest(dotted, [".".join((*above, one)) for one in known])
            raise ConfigError(f"{file}: unknown key {visible(dotted)}; {mend}")
        if dataclasses.is_dataclass(known[key]):
            if not isinstance(value, Mapping):
                raise ConfigError(f"{file}: {dotted} is a section: write [{dotted}] and its keys below it")
            _check_keys(value, known[key], file, (*above, key))


def _in_words(error: msgspec.ValidationError) -> str:
    """msgspec's "Expected `int`, got `str` - at `$.endpointer.pre_roll_ms`" with the key first."""
    what, _, where = visible(str(error)).partition(" - at ")
    key = where.strip("`").removeprefix("$.")
    return f"{key}: {what[0].lower()}{what[1:]}" if key else what
