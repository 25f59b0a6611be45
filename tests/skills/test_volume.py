"""The volume: of a real sound server, in the sandbox, and by whichever mixer is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from skills.context import Completed
from skills.families import volume
from skills.process import ProcessFault, Runner
from skills.programs import Trust
from skills.registry import Registry
from skills.sandbox import Grant
from skills.testing import FakeContext
from tests.pulse import PulseRoom, missing


@pytest.fixture(scope="module")
def room() -> Iterator[PulseRoom]:
    """A sound server of its own, whose default loudspeaker is a null sink."""
    if (lacking := missing()) is not None:
        pytest.skip(f"{lacking} is not installed")
    made = PulseRoom()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def loud(room: PulseRoom, folder: Path, home: Path) -> FakeContext:
    """A context whose programs reach that server as Golem's own do: with what the skill declares, and no more."""
    room.pactl("set-sink-mute", "@DEFAULT_SINK@", "0")
    room.pactl("set-sink-volume", "@DEFAULT_SINK@", "50%")
    grant = Grant(Registry().skill("volume.set").capabilities, folder)
    return FakeContext(folder, runner=Runner(trust=Trust(home), environ=room.env, grant=grant))


def told(room: PulseRoom) -> tuple[bool, bool]:
    """Whether the server itself says 40 percent, and whether it says that it is muted."""
    return " 40%" in room.pactl("get-sink-volume", "@DEFAULT_SINK@"), "yes" in room.pactl(
        "get-sink-mute", "@DEFAULT_SINK@"
    )


def test_the_servers_volume_is_set(room: PulseRoom, loud: FakeContext) -> None:
    """To the percent that was said, and put back by what undoes it."""
    reply = volume.set_level(loud, 40)
    assert (reply.spoken, told(room)) == ("The volume is 40 percent.", (True, False))
    assert reply.undo is not None
    assert (reply.undo.skill, reply.undo.arguments) == ("volume.set", {"level": 50})
    assert volume.level(loud).spoken == "The volume is 40 percent."


def test_louder_and_quieter_stay_between_nothing_and_all(loud: FakeContext) -> None:
    """By ten percent or what was said, and never beyond what the loudspeaker is made for."""
    assert volume.up(loud).spoken == "The volume is 60 percent."
    assert volume.up(loud, 90).spoken == "The volume is 100 percent."
    assert volume.down(loud, 30).spoken == "The volume is 70 percent."
    assert volume.down(loud, 90).spoken == "The volume is 0 percent."


def test_muting_leaves_the_volume(room: PulseRoom, loud: FakeContext) -> None:
    """Muted, told, and let sound again as loud as before."""
    assert volume.mute(loud).spoken == "Muted."
    assert told(room)[1]
    assert volume.mute(loud).spoken == "It is muted already."
    assert volume.level(loud).spoken == "The volume is 50 percent, and muted."
    assert volume.set_level(loud, 40).spoken == "The volume is 40 percent. It is muted."
    assert volume.unmute(loud).spoken == "The volume is 40 percent."
    assert told(room) == (True, False)
    assert volume.unmute(loud).spoken == "It is not muted."


def test_louder_than_all_is_not_made_quieter(room: PulseRoom, loud: FakeContext) -> None:
    """Where something set it to more than 100 percent, "louder" leaves it at that."""
    room.pactl("set-sink-volume", "@DEFAULT_SINK@", "130%")
    assert volume.level(loud).spoken == "The volume is 130 percent."
    assert volume.up(loud).spoken == "The volume is 130 percent already."
    reply = volume.down(loud)
    assert (reply.undo, reply.lasting) == (None, "it was louder than I ever set it")


def test_without_a_server_it_is_told(folder: Path, home: Path) -> None:
    """A server that is not there is a fault in the program's own words, in one line."""
    grant = Grant(Registry().skill("volume.set").capabilities, folder)
    alone = FakeContext(folder, runner=Runner(trust=Trust(home), environ={}, grant=grant))
    with pytest.raises(ProcessFault, match=r"^pactl could not do it: \w+") as fault:
        volume.level(alone)
    assert "\n" not in str(fault.value)


MIXERS = {
    "wpctl": {"wpctl": "Volume: 0.35 [MUTED]\n"},
    "pactl": {"pactl": "Volume: front-left: 22938 /  35% / -27.34 dB\nMute: yes\n"},
    "amixer": {"amixer": "  Front Left: Playback 22938 [35%] [off]\n"},
}


@pytest.mark.parametrize("name", MIXERS)
def test_each_mixer_is_understood(folder: Path, name: str) -> None:
    """What each of them prints, and the very arguments that set and mute it."""
    context = FakeContext(folder, outputs=MIXERS[name])
    assert volume.level(context).spoken == "The volume is 35 percent, and muted."
    volume.set_level(context, 40)
    assert context.started[-1][0] == name
    assert context.started[-1][-1] == "40%"


def test_no_mixer_at_all_is_told(folder: Path) -> None:
    """Which would do, and how one is had."""
    with pytest.raises(ProcessFault, match="Volume needs pactl, wpctl or amixer, and none is installed here; install"):
        volume.level(FakeContext(folder))


def test_one_that_fails_leaves_it_to_the_next(folder: Path) -> None:
    """pactl without a server does not stand in ALSA's way."""
    outputs = {"pactl": Completed(("pactl",), 1, "", "Connection refused\n"), **MIXERS["amixer"]}
    assert volume.level(FakeContext(folder, outputs=outputs)).spoken == "The volume is 35 percent, and muted."
