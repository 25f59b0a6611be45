"""Sound devices as values, and which one a person means. Pure; `shell.audio_device` finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shell.errors import AudioError

Direction = Literal["input", "output"]


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """One device as PortAudio sees it. A microphone and a loudspeaker may be one device."""

    number: int
    """PortAudio's index; it changes when devices come and go, so a name lasts longer in a config."""
    name: str
    host_api: str
    """`ALSA`, `Core Audio`, …"""
    input_channels: int
    """0 where it cannot record."""
    output_channels: int
    """0 where it cannot play."""
    sample_rate: float
    """The device's own default, Hz."""
    default_input: bool = False
    default_output: bool = False

    def channels(self, direction: Direction) -> int:
        """How many channels it has that way."""
        return self.input_channels if direction == "input" else self.output_channels


def choose(devices: Sequence[DeviceInfo], wanted: str | int | None, direction: Direction) -> DeviceInfo:
    """The device that a person means.

    `wanted` is a number from `golem devices`, a part of a name in any case (an exact name wins over a part, the
    default over the others), or None for the default. Raises AudioError, naming the nearest name.
    """
    able = [device for device in devices if device.channels(direction)]
    purpose = "microphone" if direction == "input" else "loudspeaker"
    if not able:
        raise AudioError(f"there is no {purpose} on this machine")
    is_default = [
        device for device in able if (device.default_input if direction == "input" else device.default_output)
    ]
    if wanted is None or wanted == "":
        return (is_default or able)[0]
    if isinstance(wanted, int) or wanted.strip().isdecimal():
        for device in able:
            if device.number == int(wanted):
                return device
        raise AudioError(f"there is no {purpose} number {wanted}: `golem devices` lists them")
    said = wanted.strip().casefold()
    exact = [device for device in able if device.name.casefold() == said]
    part = [device for device in able if said in device.name.casefold()]
    found = exact or [device for device in part if device in is_default] or part
    if len(found) > 1:
        names = ", ".join(f"{device.number} {device.name!r}" for device in found[:5])
        raise AudioError(f"{wanted!r} fits several devices, give the number: {names}")
    if not found:
        raise AudioError(_unknown(wanted, purpose, able))
    return found[0]


def _unknown(wanted: str, purpose: str, able: Sequence[DeviceInfo]) -> str:
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415  # only for the error

    nearest = process.extractOne(
        wanted, [device.name for device in able], scorer=fuzz.WRatio, processor=utils.default_process
    )
    hint = f"; the nearest is {nearest[0]!r}" if nearest else ""
    return f"there is no {purpose} called {wanted!r}{hint} (`golem devices` lists them)"
