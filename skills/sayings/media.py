"""What plays: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_SONG = "(song|track|video|tune|episode)"

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "media.playing": (
        "<know> (what is|what's) playing [now]",
        f"<know> (what|which) {_SONG} this is",
        f"(what's|what is) the (name|title) of this {_SONG}",
        "who (sings|plays) this [song]",
    ),
    "media.play": (
        "(put|turn) the music [back] on [again]",
        "let the music play",
        "press play",
        "start playing [the music|music]",
        "play [again]",
        "carry on playing",
    ),
    "media.pause": (
        "(put|turn) the music off",
        "turn off the music",
        "press pause",
        "pause",
        "hold the (music|song|track|video)",
    ),
    "media.next": (
        f"(i want|give me|let me hear) the next {_SONG}",
        f"another {_SONG}",
        "skip to the next one",
    ),
    "media.previous": (
        f"(i want|give me|let me hear) the (previous|last) {_SONG} [again]",
        f"(one|a) {_SONG} back",
        f"go back (one|a) {_SONG}",
        f"play the last {_SONG} again",
        f"[go] back to the last {_SONG}",
    ),
}
