"""Time, date and timers."""

from __future__ import annotations

from datetime import datetime

from skills.author import Context, Duration, Effect, FreeText, Reply, skill
from skills.wording import count, span


def _now() -> datetime:
    return datetime.now().astimezone()


@skill(
    "clock.time",
    says=[
        "what time is it [now]",
        "(what is|what's) the [current] time",
        "(tell|show) me the time",
        "do you (have|know) the time",
        "how late is it",
        "what's the time",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def tell_time(context: Context) -> Reply:
    """Say what time it is."""
    del context
    return Reply(f"It is {_now():%H:%M}.")


@skill(
    "clock.date",
    says=[
        "(what is|what's) (the|today's) date [today]",
        "(what|which) (day|date) is (it|today) [today]",
        "(what is|what's) today",
        "(tell|show) me the date",
        "what day of the week is it",
        "what's the date",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def tell_date(context: Context) -> Reply:
    """Say what day it is."""
    del context
    return Reply(f"It is {_now():%A, %B %-d, %Y}.")


@skill(
    "clock.set_timer",
    says=[
        "(set|start|make|create) [me] [a] timer (for|of) {duration} [(called|named|for) {label}]",
        "(set|start|make|create) [me] (a|an) {duration} timer [(called|named|for) {label}]",
        "timer [for] {duration}",
        "(wake|call|tell|remind) me in {duration} [(to|about|that) {label}]",
        "remind me to {label} in {duration}",
    ],
    kind="command",
    effect=Effect.CHANGE,
)
def set_timer(context: Context, duration: Duration, label: FreeText | None = None) -> Reply:
    """Set a timer that is spoken when it runs out."""
    said = span(duration)
    name = label or f"{said} timer"
    context.session.after(duration, f"Time is up: {name}.", name)
    return Reply(f"{said}, from now.")


@skill(
    "clock.list_timers",
    says=[
        "(what|which) timers (are there|are set|are running|do i have)",
        "(list|show) [me] [the|my|all] timers",
        "how (long|much time) is left [on (the|my) timer]",
        "how long does the timer (have|still have) [left]",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def list_timers(context: Context) -> Reply:
    """Say which timers run and how long they have."""
    timers = context.session.timers()
    if not timers:
        return Reply("No timer is set.")
    rows = [f"{label}: {span(left)} left" for label, left in timers]
    return Reply(f"{rows[0]}.", "\n".join(rows))


@skill(
    "clock.cancel_timers",
    says=["(cancel|stop|clear|remove|delete) [all] [the|my] (timer|timers)", "no more timers"],
    kind="command",
    effect=Effect.CHANGE,
)
def cancel_timers(context: Context) -> Reply:
    """Cancel all timers."""
    cancelled = context.session.cancel_timers()
    return Reply(f"{count(cancelled, 'timer is', 'timers are')} cancelled." if cancelled else "No timer was set.")
