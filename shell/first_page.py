"""The first page: one look at microphone, voice, speed and models, and what to listen for. Every step can be skipped.

Each step asks, looks, and says what it found; what a person chooses is collected, and whoever shows the page writes it.
Enter keeps what is set. Nothing is opened before a yes: no microphone is listened to that nobody offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from policies.consent import Answer, answer
from shell.asking import Ended
from shell.attention import Mode
from shell.config import Config
from shell.engine_speeds import Speeds
from shell.errors import GolemError
from shell.hearing_speed import Advice
from shell.manifest import Use
from shell.sanitize import visible
from shell.sound_findings import FAINT_DBFS, findings_of
from shell.sounding import Sounding

Settings = dict[tuple[str, str], str | int | float | bool]
"""Section and key to the value chosen."""

SENTENCE: Final = "Hello. This is the voice that Golem answers with."
DOES: Final[Mapping[Use, str]] = {"hear": "hears", "speak": "speaks", "chat": "chats", "route": "routes"}
MODES: Final[Mapping[Mode, str]] = {
    Mode.ALWAYS: "everything that is said is meant for Golem",
    Mode.WAKE: "what begins with the wake phrase “{phrase}”",
    Mode.PUSH: "what is said after the key {key}",
}


class Probes(Protocol):
    """What is tried on the machine; each may take seconds."""

    def sound(self, device: str | int | None, *, played: bool) -> Sounding:
        """Listen to a quiet moment and to a sentence; with `played`, play a tone too.

        Raises GolemError where there is nothing to listen with.
        """
        ...

    def say(self, sentence: str, device: str | int | None) -> None:
        """Say a sentence to its end. Raises GolemError where there is no voice or no loudspeaker."""
        ...

    def speeds(self) -> Sequence[Speeds]:
        """How fast the engines here are, and which of several fits this machine."""
        ...

    def devices(self, direction: Literal["input", "output"]) -> Sequence[str]:
        """The names of the microphones or loudspeakers. Raises GolemError."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """One showing of the page."""

    config: Config
    probes: Probes
    tell: Callable[[str], None]
    ask: Callable[[str], str]
    """Puts a question on the screen; the line typed, without its end. Raises Ended at the end of input."""

    def show(self) -> Settings:
        """All steps, in order; what was chosen, also where the input ended before the last."""
        chosen: Settings = {}
        self.tell("Enter skips a step and keeps what is set. Nothing leaves this machine.")
        try:
            for number, (title, step) in enumerate(self._steps(), 1):
                self.tell(f"\n{number} of 4  {title}")
                try:
                    chosen |= step(chosen)
                except GolemError as error:
                    self.tell(f"  {error}")
        except Ended:
            self.tell("")
        return chosen

    def _steps(self) -> Iterator[tuple[str, Callable[[Settings], Settings]]]:
        yield "Microphone", self._microphone
        yield "Voice", self._voice
        yield "Speed", self._speed
        yield "When to listen", self._mode

    def _microphone(self, _: Settings) -> Settings:
        if not self._yes("Listen to the room and to you, and play a tone? It takes 10 seconds. (yes / Enter skips)"):
            return {}
        device: str | int | None = self.config.microphone.device
        chosen: Settings = {}
        while True:
            measured = self.probes.sound(device, played=True)
            for finding in findings_of(measured, self.config):
                self.tell(f"  {finding.topic}: {finding.detail}")
                if finding.mend and finding.state != "unknown":
                    self.tell(f"    {finding.mend}")
            if measured.voice is not None and measured.voice.level_dbfs >= FAINT_DBFS:
                return chosen
            self.tell("  Hardly anything was heard. Is it muted, or is another one meant?")
            another = self._device("input")
            if another is None:
                return {}
            device, chosen = another, {("microphone", "device"): another}

    def _voice(self, _: Settings) -> Settings:
        if not self._yes("Say a sentence? (yes / Enter skips)"):
            return {}
        device: str | int | None = self.config.speaker.device
        chosen: Settings = {}
        while True:
            self.probes.say(SENTENCE, device)
            if answer(self.ask("  Did you hear it? (no / Enter: yes)")) is not Answer.NO:
                return chosen
            another = self._device("output")
            if another is None:
                return {}
            device, chosen = another, {("speaker", "device"): another}

    def _speed(self, _: Settings) -> Settings:
        if not self._yes("Measure how fast the models are here? It takes some seconds. (yes / Enter skips)"):
            return {}
        chosen: Settings = {}
        for speeds in self.probes.speeds():
            for fault in speeds.faults:
                self.tell(f"  {visible(str(fault))}")
            if speeds.advice is None:
                self.tell(f"  There is no model here yet that {DOES[speeds.use]}: golem models pull")
                continue
            self.tell(f"  {DOES[speeds.use]}: {visible(speeds.advice.why)}")
            if len(speeds.advice.options) > 1:
                chosen |= self._model(speeds.use, speeds.kept, speeds.advice)
        return chosen

    def _model(self, use: Use, kept: str, advice: Advice) -> Settings:
        options = [
            f"{visible(model)}: {figures}{', fits this machine best' if model == advice.pick else ''}"
            for model, figures in advice.options
        ]
        number = self._number(options, visible(kept))
        return {("models", use): advice.options[number][0]} if number is not None else {}

    def _mode(self, _: Settings) -> Settings:
        attention = self.config.attention
        told = [what.format(phrase=attention.phrase, key=attention.key) for what in MODES.values()]
        names = [mode.value for mode in MODES]
        number = self._number([f"{name}: {what}" for name, what in zip(names, told, strict=True)], attention.mode)
        return {("attention", "mode"): names[number]} if number is not None else {}

    def _device(self, direction: Literal["input", "output"]) -> str | None:
        names = [visible(name) for name in self.probes.devices(direction)]
        number = self._number(names, "as it is") if names else None
        return names[number] if number is not None else None

    def _yes(self, question: str) -> bool:
        return answer(self.ask(f"  {question}")) is Answer.YES

    def _number(self, options: Sequence[str], kept: str) -> int | None:
        """The place of the option whose number was typed, from 0; None where Enter kept what is set."""
        for number, option in enumerate(options, 1):
            self.tell(f"  {number}  {option}")
        while typed := self.ask(f"  A number (Enter: {kept})").strip():
            if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(options):
                return int(typed) - 1
            self.tell(f"  That is no number from 1 to {len(options)}.")
        return None
