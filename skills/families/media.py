"""What plays on this machine (MPRIS, by playerctl): play, pause, the next and the one before, and what it is."""

from __future__ import annotations

from typing import Final

from skills import either
from skills.author import Capabilities, Completed, Context, Effect, Inverse, ProcessFault, Reply, skill
from skills.options import PLAYING
from skills.sayings.media import SAYINGS

NEEDS: Final = Capabilities(reads=(), binaries=("playerctl",), services=("session",))
_NOBODY = ("no players", "no player could")
_MEDIA = "(music|song|track|video|playback|player|podcast|album|tune)"
_THE = f"(the|this|my|that) {_MEDIA}"


def _playerctl(context: Context, *words: str) -> Completed | None:
    """What playerctl answers; None where nothing plays. Raises ProcessFault, and ProgramMissing."""
    done = context.run(["playerctl", *words], timeout_s=10.0)
    if done.returncode == 0:
        return done
    if any(nobody in done.stderr.lower() for nobody in _NOBODY):
        return None
    raise ProcessFault(f"playerctl could not do it: {either.complaint(done)}")


def _asked(context: Context, verb: str, done: str) -> Reply:
    if _playerctl(context, verb) is None:
        return Reply("Nothing here plays anything.", ok=False)
    return Reply(done)


@skill(
    "media.playing",
    says=[
        "(what is|what's) [currently] playing [now]",
        "(which|what) (song|track|video|podcast|tune) is (this|that|it|playing|on)",
        "(what|which) (song|track|music) am i (hearing|listening to)",
        "(what is|what's) (this|that) (song|track|tune) [called]",
        "is (anything|something|any music|the music) playing",
    ],
    also=SAYINGS["media.playing"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=NEEDS,
)
def playing(context: Context) -> Reply:
    """Say what is playing."""
    done = _playerctl(context, "metadata", PLAYING)
    rows = either.cells(done.stdout, 4) if done is not None else []
    if not rows:
        return Reply("Nothing is playing.")
    status, artist, title, player = rows[0]
    what = f"{title or 'something without a title'}{f' by {artist}' if artist else ''}"
    spoken = f"{player} plays {what}." if status == "Playing" else f"{player} holds {what}: {status.lower()}."
    return Reply(spoken)


@skill(
    "media.play",
    says=[
        f"(play|resume|continue|start) ({_THE}|music|some music|playback)",
        f"(unpause|go on with|carry on with|keep playing) {_THE}",
        f"(play|resume) {_THE} again",
    ],
    also=SAYINGS["media.play"],
    kind="command",
    effect=Effect.CHANGE,
    undo=lambda cwd: Inverse("media.pause", {}),
    capabilities=NEEDS,
)
def play(context: Context) -> Reply:
    """Go on playing what was paused."""
    return _asked(context, "play", "It plays.")


@skill(
    "media.pause",
    says=[
        f"(pause|halt) ({_THE}|music|playback)",
        f"stop ({_THE}|playback|playing [the] (music|song|video|podcast))",
        "pause it",
    ],
    also=SAYINGS["media.pause"],
    kind="command",
    effect=Effect.CHANGE,
    undo=lambda cwd: Inverse("media.play", {}),
    capabilities=NEEDS,
)
def pause(context: Context) -> Reply:
    """Pause what is playing."""
    return _asked(context, "pause", "Paused.")


@skill(
    "media.next",
    says=[
        "(next|skip to the next|play the next|go to the next|jump to the next) (song|track|video|tune|episode)",
        "skip [this|the|that] (song|track|video|tune|episode)",
        "play the next one",
    ],
    also=SAYINGS["media.next"],
    kind="command",
    effect=Effect.CHANGE,
    undo=lambda cwd: Inverse("media.previous", {}),
    capabilities=NEEDS,
)
def next_one(context: Context) -> Reply:
    """Play the next track."""
    return _asked(context, "next", "The next one.")


@skill(
    "media.previous",
    says=[
        "(previous|last|play the previous|play the last|go back to the last|go (back|to) to the previous)"
        " (song|track|video|tune|episode)",
        "(play|go back to) the (song|track|video|tune|episode) before [this|that]",
        "(play|go back to) the previous (song|track|video|tune|episode)",
        "back to the previous (song|track|video|tune|episode)",
    ],
    also=SAYINGS["media.previous"],
    kind="command",
    effect=Effect.CHANGE,
    undo=lambda cwd: Inverse("media.next", {}),
    capabilities=NEEDS,
)
def previous(context: Context) -> Reply:
    """Play the track before."""
    return _asked(context, "previous", "The one before.")
