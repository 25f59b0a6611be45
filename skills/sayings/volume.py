"""Volume: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_VOLUME = "[the|my|our] [sound|audio|speaker|speakers|master|system] volume"

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "volume.level": (
        "<know> (how loud it is|how loud the (sound|speakers) (is|are)|what the volume is)",
        f"<show> {_VOLUME} [level]",
        f"{_VOLUME} level",
        "what (volume|level) (is (it|the sound) at|are we at|are the speakers at)",
        "how much volume (is there|do i have|have i got)",
    ),
    "volume.set": (
        f"make {_VOLUME} {{level}} [percent]",
        f"<get> {_VOLUME} (to|at) {{level}} [percent]",
        "(set|put|turn) it to {level} percent [volume]",
        f"(raise|increase|lower|reduce|decrease) {_VOLUME} to {{level}} [percent]",
    ),
    "volume.up": (
        "(more|higher|up) [with|the] volume",
        f"(bump|pump|nudge|push) {_VOLUME} up [a bit|a little]",
        f"(bump|pump|nudge|push) up {_VOLUME}",
        "turn (it|the sound|the audio|the music) up [a bit|a little|a notch|a tad|some|some more]",
        "turn up (the sound|the audio|the music) [a bit|a little|a notch|a tad|some|some more]",
    ),
    "volume.down": (
        "(less|lower) volume",
        "not so loud [please]",
        f"(nudge|push|take) {_VOLUME} down [a bit|a little]",
        "turn (it|the sound|the audio|the music) down [a bit|a little|a notch|a tad|some|some more]",
        "turn down (the sound|the audio|the music) [a bit|a little|a notch|a tad|some|some more]",
    ),
    "volume.mute": (
        "mute [it]",
        "sound off",
        "(cut|kill) the (sound|audio)",
        "(no|without) (sound|audio)",
        "mute everything",
    ),
    "volume.unmute": (
        "unmute [it]",
        "sound [back] on",
        "(bring|give me) back the (sound|audio)",
        "(bring|give me) the (sound|audio) back",
        "unmute everything",
    ),
}
