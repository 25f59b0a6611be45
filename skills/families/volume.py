"""How loud this machine is: read, set, louder, quieter, mute. By whichever mixer is installed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from intents.numbers import number
from skills import either
from skills.author import (
    Capabilities,
    Context,
    Effect,
    Inverse,
    ProcessFault,
    Reply,
    Resolved,
    Scene,
    Unresolved,
    skill,
)
from skills.sayings.volume import SAYINGS
from skills.ways import MACHINE, WHAT_IS

STEP = 10
"""Percent by which louder is louder."""


@dataclass(frozen=True, slots=True)
class Mixer:
    """A program by which the volume is told and set."""

    reads: tuple[tuple[str, ...], ...]
    """What is started to know it; the outputs are joined."""
    level: str
    """Where in them the level stands."""
    scale: float
    """What makes percent of it."""
    muted: str
    """What stands in them where it is muted."""
    sets: tuple[str, ...]
    """What is started to set it; the percent comes last."""
    mutes: tuple[tuple[str, ...], tuple[str, ...]]
    """What is started to unmute and to mute."""


_WPCTL, _PACTL = "@DEFAULT_AUDIO_SINK@", "@DEFAULT_SINK@"
MIXERS: Final = (
    Mixer(
        (("pactl", "get-sink-volume", _PACTL), ("pactl", "get-sink-mute", _PACTL)),
        r"(\d+)%",
        1,
        "Mute: yes",
        ("pactl", "set-sink-volume", _PACTL),
        (("pactl", "set-sink-mute", _PACTL, "0"), ("pactl", "set-sink-mute", _PACTL, "1")),
    ),
    Mixer(
        (("wpctl", "get-volume", _WPCTL),),
        r"Volume: ([\d.]+)",
        100,
        "[MUTED]",
        ("wpctl", "set-volume", _WPCTL),
        (("wpctl", "set-mute", _WPCTL, "0"), ("wpctl", "set-mute", _WPCTL, "1")),
    ),
    Mixer(
        (("amixer", "sget", "Master"),),
        r"\[(\d+)%\]",
        1,
        "[off]",
        ("amixer", "sset", "Master"),
        (("amixer", "sset", "Master", "unmute"), ("amixer", "sset", "Master", "mute")),
    ),
)
NEEDS: Final = Capabilities(reads=(), binaries=("pactl", "wpctl", "amixer"), services=("sound",))


@dataclass(frozen=True, slots=True)
class Percent:
    """A share of the whole, as int from 0 to 100."""

    name: str = "percentage"
    choices: None = None
    free: bool = False
    narrow: bool = True

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The number, with or without its sign."""
        del scene
        value = number(re.sub(r"\s*(?:%|percent|per cent)$", "", said.strip().lower()))
        if value is None or value != int(value) or not 0 <= value <= 100:
            return Unresolved(f"{said!r} is no percentage from 0 to 100.")
        return Resolved(int(value), 1.0)


Level = Annotated[int, Percent()]


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud it is."""

    percent: int
    """Above 100 where something made it louder than the loudspeaker was meant for."""
    muted: bool

    def __str__(self) -> str:
        return f"{self.percent} percent{', and muted' if self.muted else ''}"


def _now(context: Context) -> tuple[Mixer, Loudness]:
    """The mixer that works here, and how loud it says that it is. Raises ProcessFault."""
    name, done = either.first(context, "Volume", [mixer.reads[0] for mixer in MIXERS])
    mixer = next(mixer for mixer in MIXERS if mixer.reads[0][0] == name)
    told = done.stdout + "".join(context.run(argv).stdout for argv in mixer.reads[1:])
    level = re.search(mixer.level, told)
    if level is None:
        raise ProcessFault(f"what {name} says of the volume is not understood")
    return mixer, Loudness(round(float(level[1]) * mixer.scale), mixer.muted in told)


def _did(context: Context, argv: Sequence[str]) -> None:
    done = context.run(argv)
    if done.returncode != 0:
        raise ProcessFault(f"the volume stays as it is: {either.complaint(done)}")


def _set(context: Context, mixer: Mixer, before: Loudness, percent: int) -> Reply:
    wanted = min(100, max(0, percent))
    _did(context, (*mixer.sets, f"{wanted}%"))
    muted = " It is muted." if before.muted else ""
    told = f"The volume is {wanted} percent.{muted}"
    if before.percent > 100:
        return Reply(told, lasting="it was louder than I ever set it")
    return Reply(told, undo=Inverse("volume.set", {"level": before.percent}))


def _put_back(cwd: Path, level: int = STEP, step: int = STEP) -> Inverse:
    """That it can be put back; how loud it was only the act shows, whose own inverse takes the place of this."""
    del cwd, step
    return Inverse("volume.set", {"level": level})


_THE_LOUDNESS = "(the|my|our) [sound|audio|speaker|speakers|master|system] volume"
_LOUDNESS = "[the|my|our] [sound|audio|speaker|speakers|master|system] volume"
_SOUND = "[the|my|our|all] (sound|audio|speaker|speakers|volume|loudspeaker|loudspeakers)"
_BY = "[by {step} [percent|points]]"


@skill(
    "volume.level",
    says=[
        f"{WHAT_IS} {_THE_LOUDNESS} [level] [at|now|set to]",
        f"how loud (is|are) (it|this|that|the sound|the volume|the speakers|the audio|this {MACHINE}) [set|turned up]",
        f"how (high|loud|low) is {_THE_LOUDNESS}",
        f"(is|are) {_SOUND} (muted|on mute|off|silenced)",
        f"(show|check|see) [me] {_LOUDNESS} [level]",
    ],
    also=SAYINGS["volume.level"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=NEEDS,
)
def level(context: Context) -> Reply:
    """Say how loud this machine is."""
    return Reply(f"The volume is {_now(context)[1]}.")


@skill(
    "volume.set",
    says=[
        f"(set|put|change|bring|adjust) {_LOUDNESS} (to|at) {{level}} [percent]",
        f"(turn|bring|put) {_LOUDNESS} (up|down|back) to {{level}} [percent]",
        f"(turn|bring) (up|down) {_LOUDNESS} to {{level}} [percent]",
        "[sound|audio|master] volume [to|at] {level} [percent]",
    ],
    also=SAYINGS["volume.set"],
    kind="command",
    effect=Effect.CHANGE,
    undo=_put_back,
    capabilities=NEEDS,
)
def set_level(context: Context, level: Level) -> Reply:
    """Set how loud this machine is, in percent."""
    mixer, before = _now(context)
    return _set(context, mixer, before, level)


@skill(
    "volume.up",
    says=[
        f"(turn|put|bring|crank) {_LOUDNESS} up [a bit|a little|some more|more] {_BY}",
        f"(turn|put|bring|crank) up {_LOUDNESS} [a bit|a little|some more|more] {_BY}",
        f"(raise|increase|boost) {_LOUDNESS} [a bit|a little] {_BY}",
        f"{_LOUDNESS} up [a bit|a little] {_BY}",
        f"make (it|the (sound|audio|music)) [a bit|a little|much] louder {_BY}",
        f"[a bit|a little] louder {_BY}",
    ],
    also=SAYINGS["volume.up"],
    kind="command",
    effect=Effect.CHANGE,
    undo=_put_back,
    capabilities=NEEDS,
)
def up(context: Context, step: Level = STEP) -> Reply:
    """Make this machine louder."""
    mixer, before = _now(context)
    if before.percent >= 100:
        return Reply(f"The volume is {before} already.", lasting="nothing was changed")
    return _set(context, mixer, before, before.percent + step)


@skill(
    "volume.down",
    says=[
        f"(turn|put|bring) {_LOUDNESS} down [a bit|a little|some more|more] {_BY}",
        f"(turn|put|bring) down {_LOUDNESS} [a bit|a little|some more|more] {_BY}",
        f"(lower|reduce|decrease) {_LOUDNESS} [a bit|a little] {_BY}",
        f"{_LOUDNESS} down [a bit|a little] {_BY}",
        f"make (it|the (sound|audio|music)) [a bit|a little|much] (quieter|softer|less loud) {_BY}",
        f"[a bit|a little] (quieter|softer) {_BY}",
    ],
    also=SAYINGS["volume.down"],
    kind="command",
    effect=Effect.CHANGE,
    undo=_put_back,
    capabilities=NEEDS,
)
def down(context: Context, step: Level = STEP) -> Reply:
    """Make this machine quieter."""
    mixer, before = _now(context)
    return _set(context, mixer, before, before.percent - step)


@skill(
    "volume.mute",
    says=[
        f"(mute|silence) {_SOUND}",
        f"(turn|switch) {_SOUND} off",
        f"(turn|switch) off {_SOUND}",
        f"mute (this|the|my) {MACHINE}",
    ],
    also=SAYINGS["volume.mute"],
    kind="command",
    effect=Effect.CHANGE,
    undo=lambda cwd: Inverse("volume.unmute", {}),
    capabilities=NEEDS,
)
def mute(context: Context) -> Reply:
    """Mute this machine's loudspeakers."""
    mixer, before = _now(context)
    if before.muted:
        return Reply("It is muted already.", lasting="nothing was changed")
    _did(context, mixer.mutes[1])
    return Reply("Muted.")


@skill(
    "volume.unmute",
    says=[
        f"unmute {_SOUND}",
        f"(turn|switch) {_SOUND} [back] on [again]",
        f"(turn|switch) on {_SOUND} [again]",
        f"unmute (this|the|my) {MACHINE}",
    ],
    also=SAYINGS["volume.unmute"],
    kind="command",
    effect=Effect.CHANGE,
    undo=lambda cwd: Inverse("volume.mute", {}),
    capabilities=NEEDS,
)
def unmute(context: Context) -> Reply:
    """Let this machine's loudspeakers sound again."""
    mixer, before = _now(context)
    if not before.muted:
        return Reply("It is not muted.", lasting="nothing was changed")
    _did(context, mixer.mutes[0])
    return Reply(f"The volume is {before.percent} percent.")
