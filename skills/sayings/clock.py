"""Time, date and timers: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "clock.time": (
        "[the] time",
        "<get> the [current|exact|right|local] time",
        "what('s| does) the clock (say|show|read|at)",
        "what's the (hour|clock)",
        "have you [got] the [current|exact|right] time",
        "(read|look at|check|see) the clock",
        "what time (do you have|have you got|you got|do you make it|are we at|is it getting)",
        "is it (noon|midnight|lunchtime|lunch time) [yet|already]",
        "<know> (the|the current|the exact|the right|the local) time",
        "[the] (local|exact) time",
        "time now",
        "how late (is it getting|are we|it is)",
        "<know> how late it is",
        "(what|how) (late|time) (have we|is it [getting] [to be]|would it be)",
        "[a|the] time check",
        "<get> to know (the time|what time it is|how late it is)",
        "(how|what) are we doing for time",
        "(read|give|call) [me] [out] the [current] time",
        "[the] (hour|clock time|current hour)",
        "(what|which) hour is it",
        "(have you got|got|do you have|you have) the time [on you|there]",
    ),
    "clock.date": (
        "is (it|today|this) [a|the] (monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend) [today"
        "|already|yet]",
        "<get> (the|today's|the current) (date|day)",
        "what (day|date|month|year|week) (are we [on|in|at]|have we [got]|do we have) [today]",
        "(which|what) day of the (week|month|year) (is it|are we on|do we have|is today) [today]",
        "<know> what day of the (week|month|year) (it is|is it|today is)",
        "<know> what the (date|day) is [today]",
        "<know> what today is",
        "<know> (what|which) (month|year|week|weekday) (it is|we are in|we're in|this is)",
        "what's (the|today's) (weekday|day of the week|calendar date|month|year) [today]",
        "date [today]",
        "[the] current (day|month|year|weekday)",
        "[the] day and [the] date",
        "(what is|what's) today (then|again)",
        "(which|what) week (is it|is this|are we in)",
        "today is what (day|date)",
        "what is today",
        "(what|which) date (have we|is it|do we have) [today]",
    ),
    "clock.set_timer": (
        "(set|start|put|get|run|make|create|give|have) [me] [a|an|the|another] (timer|countdown|alarm|clock|"
        "stopwatch|reminder|alert) [to|for|on|at|in|of|to go off in|to ring in|to run for|going for|running "
        "for] {duration} [from now] [(called|named|for|labelled|to|about) {label}]",
        "(time|clock) me [for] {duration}",
        "(give|allow) me {duration} on the (clock|timer)",
        "{duration} on the (clock|timer)",
        "(beep|ring|chime|buzz|shout|yell|go off|make a noise|make a sound) (in|after) {duration}",
        "(set|create|make|add|i need|i want) [me] a (reminder|alert|alarm) (to|about|that) {label} in {duration}",
        "<get> [a|an|another] (timer|countdown|alarm|reminder|alert) (for|of|on|in|after) {duration} [(called"
        "|named|for|to|about) {label}]",
        "<get> [a|an|another] {duration} (timer|countdown|alarm|reminder)",
        "(after|in) {duration} [from now] (remind|tell|wake|ping|alert|nudge|warn|call|buzz) me [(to|about|"
        "that) {label}]",
        "{duration} from now (remind|tell|wake|ping|alert|nudge|warn) me [(to|about|that) {label}]",
        "let me know (after|once|when|as soon as) {duration} (is|are|has|have) (up|over|passed|gone by|gone|"
        "elapsed|done)",
        "(wake|call|tell|remind|ping|alert|nudge|warn|notify|poke|buzz) me [up] (after|once|when) {duration} "
        "[(is|are|has|have) (up|over|passed|gone)]",
        "(tell|show|let) me [know] when {duration} (is|are|has|have) (up|over|passed|gone by|gone)",
        "(count|start counting) [down] [from] {duration} [for me]",
        "(start|begin|run) [a|the] {duration} (countdown|timer) [(for|called|named) {label}]",
        "{duration} (timer|countdown|alarm|reminder) [please]",
        "(timer|countdown|alarm|reminder) [for|of|in] {duration} [(for|to|about|called|named) {label}]",
        "(i need|i want|i'd like|i have) to be (told|reminded|warned|woken|alerted|notified|called) (in|after|"
        "when) {duration} [(is|are) (over|up|gone)]",
        "(remind|nudge|ping|tell|warn) me [in] {duration} from now [(to|about|that) {label}]",
        "(shout|yell|give me a shout|give me a nudge|give me a ping|tell me) when {duration} (is|are|has|have) "
        "(over|up|passed|gone)",
        "(start|set) [the|a] clock (for|to|at|on) {duration}",
        "(keep|take) [the] time for {duration}",
        "(in|after) {duration} (i want|i need) to be (told|reminded|warned|woken) [(to|about|that) {label}]",
        "set [me] an egg timer [of|for|to|on] {duration}",
        "{duration} from now (i want|i'd like|i need) to (hear something|be told|be reminded|know|hear from you)",
        "(remind|tell|wake|warn|ping|nudge) me after {duration} [(to|about|that) {label}]",
    ),
    "clock.list_timers": (
        "how much [longer|more] (time|long) is [there] [still] (left|on|remaining|to go) [(on|for|until) (the"
        "|my|that) (clock|timer|countdown|alarm)]",
        "when (is|are) (my|the|that) (timer|timers|alarm|countdown) (up|done|over|due|finished|ending)",
        "any [running] (timers|timer|countdowns) [still] [running|set|on|going|left|active]",
        "[the] (time|minutes) (left|remaining) [on (the|my) (timer|clock|countdown)]",
        "how (is|are) (my|the) (timer|timers|countdown) [doing|looking|going|coming along]",
        "how's (my|the) (timer|countdown)",
        "how many (timers|countdowns|reminders) (are there|do i have|are running|are set|have i got|are on|are going)",
        "<show> [all] [of] [the|my|all] [running|active|current|open] (countdowns|alarms|reminders)",
        "(what|which) (reminders|countdowns|alarms) (are [still] (set|running|on|there)|do i have|have i (got|set))",
        "what's (left|remaining|the rest) (on|of|for) (my|the|that) (timer|timers|countdown|clock)",
        "what is the rest of (my|the) (timer|timers)",
        "<show> [the|my] (time left|remaining time|time remaining) [on (the|my) (timer|clock)]",
        "<know> when (the|my|that) (timer|alarm|countdown) (goes off|ends|rings|is up|is done|runs out|finishes)",
        "<know> (if|whether) [a|any|the|my] (timer|timers) (is|are) [still] (running|on|set|going)",
        "(check|check on|status of|look at) [the|my] (timer|timers|countdown)",
        "how far along is (the|my) (timer|countdown)",
        "how much of the (timer|countdown) is left",
        "how long until (the|my|that) (timer|alarm)",
        "(any|are there|is there|do i have|have i) [any|a] (timers|timer|countdown|alarm|alarms) [still|"
        "currently] (ticking|counting|pending|left|running|on|going)",
        "(what|which) (timers|countdowns|alarms) (have i|did i|do i have|are) [still] (set|got|running|going|"
        "active|open)",
        "when (will|does|do) (the|my) (timer|timers|alarm|countdown) (ring|go off|end|finish|run out|stop|beep)",
        "how (long|much time) (has|have|does|do|is|are) (the|my) (timer|timers|countdown) [still] [got|have] "
        "[left|to go|to run]",
        "(is|are) (the|my|a) (timer|timers|countdown) [still] (on|running|going|ticking|active|set)",
        "<show> (my|the|all|all my) (timers|countdowns|alarms|reminders)",
        "how long [until|till|before] (it|the timer|my timer|the alarm) (rings|goes off|beeps|is up|ends|is "
        "over|is done)",
        "is (the|my|a) (timer|countdown) (done|over|up|finished|through) [yet|already]",
        "(show|check|tell me) [the|my] (timer|timers|countdown)",
    ),
    "clock.cancel_timers": (
        "(call off|scrap|scratch|discard|reset|halt|nix|kill off|wipe|end|shut down|lose|cancel|stop|clear|"
        "remove|delete|forget about|never mind) [all|every|both|about] [of] [the|my|that|those] [running|"
        "active] (timer|timers|countdown|countdowns|alarm|alarms|reminder|reminders)",
        "(timer|timers|alarm|alarms) off",
        "i (don't|do not) need (the|that|my|any|those) (timer|timers|alarm|countdown) [any more|anymore|any longer]",
        "(have|get) [all] [the|my] (timer|timers|alarms) (cancelled|stopped|cleared|removed|turned off)",
        "(drop|ditch|dump|get rid of|do away with|switch off|turn off|wipe out|knock off|silence|abort) [all|"
        "every|any] [of] [the|my|that|those] [single] [running|active|set] (timer|timers|countdown|countdowns|"
        "alarm|alarms|reminder|reminders) [that (is|are)] [running|i set|i have set|i've set|i made|i have|"
        "there are]",
        "no [more] (timer|timers|alarms|countdowns) [any more|now]",
        "(timer|timers|alarm|alarms|countdown) (stop|cancel|cancelled|away|gone)",
        "(i|we) changed (my|our) mind about the (timer|timers|alarm|countdown)",
        "the (timer|timers|countdown|alarm) (can|should|must) (go|stop|be stopped|be cancelled|be off|end)",
        "[all] [the|my] (timer|timers|alarms) [all of them] (away|off|gone)",
        "you can stop (counting|counting down|the clock|the countdown) [now]",
        "i (don't|do not) want (a|any|the|my) (timer|timers|alarm) [any more|anymore|now]",
    ),
}
