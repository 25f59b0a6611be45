"""What the first page tries on the machine, for real: the microphone's level, the voice, and the models' speed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Literal

from shell.config import Config
from shell.engine_speeds import Speeds, speeds_of
from shell.errors import AudioError
from shell.output import Advance, silent
from shell.places import Places
from shell.sounding import Sounding
from shell.store import Store


@dataclass(frozen=True, slots=True)
class Machine:
    """Probes of this machine, as the settings have it."""

    config: Config
    places: Places
    store: Store
    working: Callable[[str], AbstractContextManager[Advance]] = lambda _: nullcontext(silent)
    """Shows, while it lasts, that this is being done."""

    def sound(self, device: str | int | None, *, played: bool) -> Sounding:
        """Listen, and play a tone. Raises AudioError, ModelMissing, ModelError."""
        from shell.guiding import measured  # noqa: PLC0415 - loads numpy

        chosen = replace(self.config, microphone=replace(self.config.microphone, device=device))
        return measured(chosen, played=played)

    def say(self, sentence: str, device: str | int | None) -> None:
        """Say a sentence to its end. Raises ModelMissing, ModelError, AudioError."""
        from shell.engines import speaker_of  # noqa: PLC0415 - loads the voice's modules

        trouble: list[str] = []
        wanted = replace(self.config, speaker=replace(self.config.speaker, device=device))
        with self.working("speaking"):
            speaker = speaker_of(wanted, self.store, self.places, trouble.append)
            try:
                speaker.say(sentence)
                speaker.wait(60.0)
            finally:
                speaker.close()
        if trouble:
            raise AudioError(trouble[0])

    def speeds(self) -> Sequence[Speeds]:
        """Measure what was not measured yet."""
        with self.working("measuring") as advance:
            return list(speeds_of(self.config, self.places, self.store, begins=lambda model: advance(note=model)))

    def devices(self, direction: Literal["input", "output"]) -> Sequence[str]:
        """Their names, each once. Raises AudioError."""
        from shell.audio_device import list_devices  # noqa: PLC0415 - loads PortAudio

        return list(dict.fromkeys(one.name for one in list_devices() if one.channels(direction)))
