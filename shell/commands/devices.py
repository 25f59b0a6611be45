"""`golem devices`: which microphones and loudspeakers there are, and how a config names them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict

from shell.audio_device import list_devices
from shell.commands.common import Subparsers, drawn
from shell.devices import DeviceInfo
from shell.output import tell, tell_json
from shell.tables import tell_table


def add_parser(subparsers: Subparsers) -> None:
    """Add `devices` to the object that `ArgumentParser.add_subparsers` returned."""
    devices = subparsers.add_parser("devices", help="list microphones and loudspeakers")
    devices.add_argument("--json", action="store_true", help="one JSON object a line")
    devices.set_defaults(run=run)


def run(args: argparse.Namespace, list_them: Callable[[], Sequence[DeviceInfo]] = list_devices) -> int:
    """Print the devices; the exit status: 0, also where there are none. Raises AudioError without PortAudio."""
    devices = list_them()
    if args.json:
        for device in devices:
            tell_json(asdict(device))
        return 0
    if not devices:
        tell("No sound devices: Golem takes typed lines and prints its replies.")
        return 0
    rows = [(str(each.number), _plain(each.name), *_numbers(each), each.host_api) for each in devices]
    note = (
        "* is the default. Choose another by number or by part of its name: "
        "`device` under [microphone] or [speaker] in the config."
    )
    tell_table(("number>", "name", "in", "out", "Hz>", "system"), rows, notes=[note], drawn=drawn(args))
    return 0


def _numbers(device: DeviceInfo) -> tuple[str, str, str]:
    def channels(count: int, default: bool) -> str:
        return f"{count}{'*' if default else ''}" if count else "-"

    return (
        channels(device.input_channels, device.default_input),
        channels(device.output_channels, device.default_output),
        f"{device.sample_rate:.0f}",
    )


def _plain(name: str) -> str:
    """A device chooses its own name: nothing in it may steer the terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)
