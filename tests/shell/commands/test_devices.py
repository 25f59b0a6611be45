"""`golem devices`."""

from __future__ import annotations

import json

from shell.cli import build_parser
from shell.commands import devices
from shell.devices import DeviceInfo

FOUND = [
    DeviceInfo(0, "USB Headset", "ALSA", 1, 2, 48_000.0, default_input=True),
    DeviceInfo(1, "Evil\x1b[2Jname", "ALSA", 0, 8, 44_100.0, default_output=True),
]


def run(*words: str, found=FOUND) -> int:
    """The command as a user types it."""
    return devices.run(build_parser().parse_args(["devices", *words]), lambda: found)


def test_the_table_shows_number_name_and_defaults(capsys):
    """Every device has a line; a name cannot steer the terminal."""
    assert run() == 0
    out = capsys.readouterr().out
    assert "0\tUSB Headset" in out
    assert "1*" in out
    assert "\x1b" not in out


def test_json_is_one_object_a_line(capsys):
    """For scripts."""
    assert run("--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["number"] for row in rows] == [0, 1]
    assert rows[0]["default_input"] is True


def test_a_machine_without_devices_says_so(capsys):
    """No sound card is no error."""
    assert run(found=[]) == 0
    assert "No sound devices" in capsys.readouterr().out
