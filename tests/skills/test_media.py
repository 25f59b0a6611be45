"""Media: by the real playerctl, in the sandbox, on a session bus of the test's own with a player on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from shell.sanitize import clean
from skills.context import Completed
from skills.families import media
from skills.process import ProcessFault, ProgramMissing, Runner
from skills.programs import Trust
from skills.registry import Registry
from skills.sandbox import Grant
from skills.testing import FakeContext

SYSTEM_PYTHON = "/usr/bin/python3"


@dataclass
class Bus:
    """A session bus, and what a player on it was told."""

    environ: dict[str, str]
    player: subprocess.Popen[str] | None = None

    def told(self) -> str:
        """The next call that the player got."""
        assert self.player is not None
        assert self.player.stdout is not None
        return self.player.stdout.readline().strip()


def _lacking() -> str | None:
    for program in ("dbus-daemon", "playerctl"):
        if shutil.which(program) is None:
            return program
    tried = subprocess.run([SYSTEM_PYTHON, "-c", "import dbus, gi"], capture_output=True, check=False)
    return "python3-dbus or python3-gi" if tried.returncode else None


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    """The bus, on which nobody is yet."""
    if (lacking := _lacking()) is not None:
        pytest.skip(f"{lacking} is not installed")
    folder = Path(tempfile.mkdtemp(prefix="golem-bus-"))  # a socket's path may have 107 characters at most
    address = f"unix:path={folder / 'bus'}"
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    daemon.stdout.readline()  # it listens
    yield Bus({"XDG_RUNTIME_DIR": str(folder), "DBUS_SESSION_BUS_ADDRESS": address})
    daemon.terminate()
    daemon.wait(10)
    daemon.stdout.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def playing(bus: Bus) -> Iterator[Bus]:
    """The bus with a player of three songs on it, paused at the first."""
    command = [SYSTEM_PYTHON, str(Path(__file__).with_name("mpris_player.py"))]
    environ = {**os.environ, **bus.environ}
    with subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as player:
        there = Bus(bus.environ, player)
        assert there.told() == "ready"
        yield there
        assert player.stdin is not None
        player.stdin.close()


def asking(folder: Path, home: Path, environ: dict[str, str]) -> FakeContext:
    """A context with what the skills declare, and no more."""
    grant = Grant(Registry().skill("media.play").capabilities, folder)
    return FakeContext(folder, runner=Runner(trust=Trust(home), environ=environ, grant=grant))


def test_nobody_plays(bus: Bus, folder: Path, home: Path) -> None:
    """A bus without a player is no fault."""
    context = asking(folder, home, bus.environ)
    assert media.playing(context).spoken == "Nothing is playing."
    assert (media.play(context).ok, media.play(context).spoken) == (False, "Nothing here plays anything.")


def test_the_player_does_what_is_asked(playing: Bus, folder: Path, home: Path) -> None:
    """The player itself tells what it was asked; what it plays is told in its own words, and is data."""
    context = asking(folder, home, playing.environ)
    reply = media.play(context)
    assert (reply.spoken, playing.told()) == ("It plays.", "Play")
    assert media.playing(context).spoken == "tester plays One by The Testers."
    assert (media.next_one(context).ok, playing.told()) == (True, "Next")
    told = media.playing(context).spoken
    assert "Two \x1b[2J \u202e" in told  # as it comes; the shell strips it, as every reply
    assert clean(told).isprintable()
    assert (media.previous(context).ok, playing.told()) == (True, "Previous")
    assert (media.pause(context).spoken, playing.told()) == ("Paused.", "Pause")
    assert media.playing(context).spoken == "tester holds One by The Testers: paused."


def test_a_bus_that_leads_elsewhere_is_not_asked(playing: Bus, folder: Path, home: Path, tmp_path: Path) -> None:
    """An address that starts a program starts none, and reaches no player."""
    evil = tmp_path / "evil"
    evil.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    evil.chmod(0o755)
    context = asking(folder, home, {"DBUS_SESSION_BUS_ADDRESS": f"unixexec:path={evil}"})
    with pytest.raises(ProcessFault, match="playerctl could not do it") as fault:
        media.pause(context)
    assert not (tmp_path / "ran").exists()
    assert "\n" not in str(fault.value)


def test_without_playerctl_it_is_told(folder: Path) -> None:
    """And how it is had."""
    with pytest.raises(ProgramMissing, match=r"playerctl is not installed here\. Install it, .* playerctl"):
        media.play(FakeContext(folder))


def test_a_fault_of_playerctls_is_told_in_its_words(folder: Path) -> None:
    """In one line."""
    outputs = {"playerctl": Completed(("playerctl",), 1, "", "Could not execute command: timeout\nmore\n")}
    with pytest.raises(ProcessFault, match="playerctl could not do it: Could not execute command: timeout"):
        media.next_one(FakeContext(folder, outputs=outputs))


def test_each_has_one_that_puts_it_back() -> None:
    """By the other of the two."""
    registry = Registry()
    for one, other in (("play", "pause"), ("next", "previous")):
        for this, that in ((one, other), (other, one)):
            undo = registry.skill(f"media.{this}").undo
            assert undo is not None
            inverse = undo(Path("/"))
            assert inverse is not None
            assert inverse.skill == f"media.{that}"
