"""Time, date and timers."""

from __future__ import annotations

from datetime import datetime

from skills.author import Context, Duration, Effect, FreeText, Reply, skill
from skills.sayings.clock import SAYINGS
from skills.ways import KNOW, SHOW, WHAT_IS
from skills.wording import count, span


def _now() -> datetime:
    return datetime.now().astimezone()


@skill(
    "clock.time",
    says=[
        "what time is it [now|exactly|here|currently|again]",
        f"{WHAT_IS} the [current|exact|local|right] time [here]",
        "(tell|show|give|get|read) [me] the [current|exact|local] time",
        "do you (have|know) the time",
        "(have you got|got|you got|check|any idea of|may i have|can i have) the [current|exact] time",
        f"{KNOW} what [the] time it is",
        f"{KNOW} what the [current|exact] time is",
        "(how late is it|time check|current time|the [current] time|what time do we have|what hour is it)",
    ],
    also=SAYINGS["clock.time"],
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
        f"{WHAT_IS} (the|today's|todays|the current) date [today]",
        "(what|which) (day|date|weekday) is (it|today|this) [today]",
        f"{WHAT_IS} (today|the day today|today's day|the day)",
        "(tell|show|give|get) [me] (the|today's|the current) (date|day)",
        "(what|which) day of the (week|month) is (it|today|this) [today]",
        "(what|which) (month|year|weekday) (is (it|this)|are we in)",
        f"{KNOW} (what|which) (day|date) (it is|today is|is today|it is today) [today]",
        f"{KNOW} (the|today's|todays|the current) date",
        "(today's date|the date|current date|the date today|the current date)",
        "(what's the date|what date do we have|what day do we have) [today]",
    ],
    also=SAYINGS["clock.date"],
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
        "(set|start|make|create|add|run|give|begin|put on|set up|start up|kick off|i need|i want) [me] [up]"
        " [a|an|another|one|the|my] [new|quick|countdown] (timer|countdown|alarm) [for|of|to|going for]"
        " {duration} [(called|named|for|labelled|labeled|to) {label}]",
        "(set|start|make|create|add|run|give|begin|put on|set up|start up|kick off|i need|i want) [me] [up]"
        " [a|an|another|one|the|my] {duration} (timer|countdown|alarm)"
        " [(called|named|for|labelled|labeled|to) {label}]",
        "(timer|countdown|count down) [for|of|from] {duration}",
        "{duration} (timer|countdown)",
        "(wake|call|tell|remind|ping|alert|nudge|warn|notify|poke|buzz) me [up|again] in {duration}"
        " [(to|about|that) {label}]",
        "(remind|tell|ping|nudge|alert|warn) me (to|about|that) {label} in {duration}",
        "in {duration} (wake|call|tell|remind|ping|alert|nudge|warn|notify) me [(to|about|that) {label}]",
        "let me know (in|after) {duration}",
        "(let me know|tell me|ping me|remind me|warn me|alert me) when {duration} (is|are|has|have)"
        " (up|over|passed|gone by|gone|elapsed)",
        "(time|count down) {duration}",
    ],
    also=SAYINGS["clock.set_timer"],
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
        "(what|which) timers (are [still] (there|set|running|on|active|going)|do (i|we) have [running|set]"
        "|have i (set|got)|did i set)",
        f"{SHOW} [all] [of] [the|my|all] [running|active|current|open] timers",
        "how (long|much time|many minutes) (is|are) left [on (the|my|that) [timer|clock|countdown]]",
        "how (long|much time) (do i|have i|do we|have we) [still] [have|got] left [on (the|my|that) (timer|countdown)]",
        "how (long|much time) does (the|my) (timer|countdown) (have|still have) [left]",
        "how (long|much longer|much time) (until|till|before) (the|my|that) (timer|alarm|countdown)"
        " (is (up|done|over)|goes off|runs out|ends|rings|finishes)",
        "when (does|will|is) (the|my|that) (timer|alarm|countdown)"
        " (go off|going to go off|run out|end|ring|finish|done|up)",
        "(are there|is there|do i have|have i got|have i) [any|a] (timer|timers) [set|running|on|going|active]",
        "(is|are) (the|my|a|any) [of my] (timer|timers) [still] (running|set|on|going|active)",
        f"{KNOW} how (long|much time) is left [on (the|my) timer]",
        "how (long|much longer|much time) (on|for|with) (the|my) (timer|countdown)",
        "([my|the] timers|timer status|how is (the|my) timer doing|how's (the|my) timer doing)",
    ],
    also=SAYINGS["clock.list_timers"],
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
    says=[
        "(cancel|stop|clear|remove|delete|kill|end|abort|dismiss|turn off|switch off|shut off|get rid of"
        "|forget|drop|silence) [all|every|both] [of] [the|my|that|this|these|those|all] [running"
        "|active] (timer|timers|countdown)",
        "(turn|switch|shut) [all] [the|my|that|these|those] (timer|timers) off",
        "no more timers",
    ],
    also=SAYINGS["clock.cancel_timers"],
    kind="command",
    effect=Effect.CHANGE,
)
def cancel_timers(context: Context) -> Reply:
    """Cancel all timers."""
    cancelled = context.session.cancel_timers()
    return Reply(f"{count(cancelled, 'timer is', 'timers are')} cancelled." if cancelled else "No timer was set.")
