"""The time, the date, and timers that speak up."""

from __future__ import annotations

from datetime import datetime

from skills.author import Context, Duration, Effect, FreeText, Reply, skill
from skills.wording import count, listed, span


def _now() -> datetime:
    return datetime.now().astimezone()


@skill(
    "clock.time",
    says=[
        "what time is it [(now|right now)]",
        "what is the [current] time [(now|right now)]",
        "[(tell|give)] me the [current] time",
        "(have you got|do you have) the time",
        "[current] time",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def time(context: Context) -> Reply:
    """Say what time it is."""
    now = _now()
    return Reply(f"It is {now:%H:%M}.", f"{now:%H:%M:%S %Z}")


@skill(
    "clock.date",
    says=[
        "what is (the|today's) date [today]",
        "what date is it [today]",
        "what is the date",
        "[(tell|give)] me (the|today's) date",
        "(today's|current) date",
        "what year is it",
        "what month is it",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def date(context: Context) -> Reply:
    """Say today's date."""
    now = _now()
    return Reply(f"It is {now:%A}, {now.day} {now:%B %Y}.", f"{now:%Y-%m-%d %A}")


@skill(
    "clock.day",
    says=[
        "what day is (it|today) [today]",
        "what day of the week is (it|today)",
        "which day [of the week] is (it|today)",
        "what weekday is (it|today)",
        "what is today",
        "[(tell|give)] me the day [of the week]",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def day(context: Context) -> Reply:
    """Say which day of the week it is."""
    now = _now()
    return Reply(f"It is {now:%A}.", f"{now:%A, %Y-%m-%d}")


@skill(
    "clock.set_timer",
    says=[
        "[(set|start|make|create)] [(a|an|the|another)] timer (for|of|to) {length}",
        "[(set|start)] [(a|an)] {length} timer",
        "time {length}",
        "(wake|alert|tell|notify|ping) me [(in|after)] {length}",
        "remind me (in|after) {length} [(to|about|that)] {label}",
        "remind me (to|about|that) {label} (in|after) {length}",
        "remind me (in|after) {length}",
    ],
    effect=Effect.CHANGE,
)
def set_timer(context: Context, length: Duration, label: FreeText | None = None) -> Reply:
    """Set a timer, or a reminder, that speaks up after a while."""
    if length <= 0:
        return Reply("A timer needs a length above zero.", ok=False)
    said = span(length)
    context.session.after(length, f"Reminder: {label}." if label else f"Your {said} timer is up.", label or said)
    return Reply(f"I will remind you of that in {said}." if label else f"Timer set for {said}.")


@skill(
    "clock.timers",
    says=[
        "(list|show|what are) [me] [(my|the|all)] timers",
        "what timers (are|do i have) [(set|running|on|active)]",
        "how (much time|long) is left [on (the|my) timer]",
        "how much longer [on (the|my) timer]",
        "(are there|do i have) any timers [(set|running)]",
        "how many timers (are there|do i have|are running)",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def timers(context: Context) -> Reply:
    """Say which timers are set and how long each has left."""
    left = context.session.timers()
    if not left:
        return Reply("No timer is set.")
    spoken = listed([f"{label}, {span(seconds)} left" for label, seconds in left[:3]])
    printed = "\n".join(f"{span(seconds):>20}  {label}" for label, seconds in left)
    return Reply(f"{count(len(left), 'timer')}: {spoken}.", printed)


@skill(
    "clock.cancel_timers",
    says=[
        "(cancel|stop|clear|end|remove|turn off) [(the|my|all|all the|all my|every)] (timer|timers)",
        "cancel [(the|my|all|all my)] (reminder|reminders)",
        "no more timers",
    ],
    effect=Effect.CHANGE,
)
def cancel_timers(context: Context) -> Reply:
    """Cancel every timer and reminder."""
    cancelled = context.session.cancel_timers()
    return Reply(f"{count(cancelled, 'timer')} cancelled." if cancelled else "No timer was set.")
