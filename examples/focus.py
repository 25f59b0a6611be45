"""Focus sessions, as a module that keeps state: what runs now and how many there were, also after Golem ended."""

from __future__ import annotations

import time
from datetime import date

from skills.author import Capabilities, Context, Duration, Effect, Reply, skill

NOTHING = Capabilities(reads=())
"""No file is read or written: what is kept is kept by Golem."""


def minutes(seconds: float) -> str:
    """Seconds as people say them: "25 minutes"."""
    count = max(1, round(seconds / 60))
    return f"{count} minute{'' if count == 1 else 's'}"


def left(context: Context) -> float:
    """Seconds until the session that runs is over; 0 where none runs."""
    return max(0.0, float(context.recall().get("until", "0")) - time.time())


def today() -> str:
    """The key under which today's sessions are counted."""
    return f"count {date.today().isoformat()}"


@skill(
    "focus.start",
    says=["(start|begin) [a] focus session [(of|for) {length}]", "focus for {length}"],
    kind="command",
    effect=Effect.CHANGE,
    capabilities=NOTHING,
)
def start(context: Context, length: Duration = 1500.0) -> Reply:
    """Begin a focus session."""
    if left(context):
        return Reply(f"One is running already, for another {minutes(left(context))}.", ok=False)
    about = context.ask("What are you going to work on?", timeout_s=10.0) or "this"
    context.remember("until", str(time.time() + length))
    context.remember("about", about)
    context.remember(today(), str(int(context.recall().get(today(), "0")) + 1))
    context.schedule(length, f"Time is up: that was {minutes(length)} for {about}.", "focus session")
    return Reply(f"{minutes(length)} for {about}, from now.")


@skill(
    "focus.left",
    says=["how (long|much) is left (in|of) [(the|my)] focus session", "how is my focus session going"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=NOTHING,
)
def remaining(context: Context) -> Reply:
    """Say how long the focus session still lasts."""
    if not left(context):
        return Reply("No focus session is running.")
    return Reply(f"{minutes(left(context))} for {context.recall().get('about', 'this')}.")


@skill(
    "focus.end",
    says=["(end|cancel|break off) (the|my) focus session"],
    kind="command",
    effect=Effect.CHANGE,
    capabilities=NOTHING,
)
def end(context: Context) -> Reply:
    """Break off the focus session."""
    if not left(context):
        return Reply("No focus session is running.", ok=False)
    context.remember("until", None)
    return Reply("All right, that session is over.")


@skill(
    "focus.count",
    says=["how many focus sessions (today|did I do today|have I done today)"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=NOTHING,
)
def count(context: Context) -> Reply:
    """Say how many focus sessions were begun today."""
    done = int(context.recall().get(today(), "0"))
    return Reply(f"{done or 'None'} today." if done != 1 else "One today.")
