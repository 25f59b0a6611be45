"""The first page: one look at microphone, voice and speed, and what to listen for. Every step can be skipped.

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
from shell.errors import GolemError
from shell.hearing_speed import Advice
from shell.sanitize import visible
from shell.toolbar import meter

Settings = dict[tuple[str, str], str | int | float | bool]
"""Section and key to the value chosen."""

FAINT_DBFS: Final = -45.0
"""Speech whose loudest half second is below this is hardly heard: a quiet room's noise is about -60."""
LISTEN_S: Final = 4.0
SENTENCE: Final = "Hello. This is the voice that Golem answers with."
MODES: Final[Mapping[Mode, str]] = {
    Mode.ALWAYS: "everything that is said is meant for Golem",
    Mode.WAKE: "what begins with the wake phrase “{phrase}”",
    Mode.PUSH: "what is said after the key {key}",
}


@dataclass(frozen=True, slots=True)
class Level:
    """What the microphone gave."""

    device: str
    quiet_dbfs: float
    """The softest half second."""
    loud_dbfs: float
    """The loudest half second."""


class Probes(Protocol):
    """What is tried on the machine; each may take seconds."""

    def level(self, device: str | int | None, seconds: float) -> Level:
        """Listen. Raises GolemError where there is nothing to listen with."""
        ...

    def say(self, sentence: str, device: str | int | None) -> None:
        """Say a sentence to its end. Raises GolemError where there is no voice or no loudspeaker."""
        ...

    def advice(self) -> Advice | None:
        """Which of the speech models here fits this machine; None where there is none."""
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
        if not self._yes(f"Listen for {LISTEN_S:.0f} seconds? Say something then. (yes / Enter skips)"):
            return {}
        device: str | int | None = self.config.microphone.device
        chosen: Settings = {}
        while True:
            level = self.probes.level(device, LISTEN_S)
            self.tell(f"  {meter(level.loud_dbfs)}  {heard(level)}")
            if level.loud_dbfs >= FAINT_DBFS:
                return chosen
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
        if not self._yes("Measure how fast speech is recognised? It takes some seconds. (yes / Enter skips)"):
            return {}
        advice = self.probes.advice()
        if advice is None:
            self.tell("  There is no speech model here yet: golem models pull")
            return {}
        self.tell(f"  {visible(advice.why)}")
        if advice.pick == self.config.models.hear:
            self.tell(f"  {visible(advice.pick)} is what is used.")
            return {}
        wanted = self._yes(
            f"Use {visible(advice.pick)} instead of {visible(self.config.models.hear)}? (yes / Enter: no)"
        )
        return {("models", "hear"): advice.pick} if wanted else {}

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


def heard(level: Level) -> str:
    """What was heard, in a line."""
    name = visible(level.device)
    told = f"{name}: from {level.quiet_dbfs:.0f} to {level.loud_dbfs:.0f} dBFS"
    if level.loud_dbfs < FAINT_DBFS:
        return f"{told}: hardly anything. Is it muted, or is another one meant?"
    if level.loud_dbfs - level.quiet_dbfs < 10.0:
        return f"{told}: loud throughout. A quieter place, or a microphone nearer to the mouth, will help."
    return f"{told}: good."
