"""What leans on the turns before: again, undo, the second one, what was that, why, and "show it", "go there".

`talk.again`, `talk.undo` and `talk.pick` stand for another call: the shell finds that call in the last turns and judges
it anew like any other. Their functions run only where there is none, and say so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from intents.context import THERE, Pointer
from skills.author import Choice, Context, Effect, Reply, skill
from skills.families.files import list_files, read
from skills.going import enter
from skills.inverses import go_back
from skills.sayings.context import SAYINGS

It = Annotated[Path, Pointer()]
There = Annotated[Path, Pointer("folder", THERE)]

_NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_COUNT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
WHICH = Choice(
    {
        f"number {place}": (f"number {count}", f"{nth} one", f"{nth} file")
        for place, (nth, count) in enumerate(zip(_NTH, _COUNT, strict=True), 1)
    }
    | {"last one": ("last file",)},
    name="which one",
)
Which = Annotated[str, WHICH]


@skill(
    "talk.again",
    says=[
        "(do|run|try) (that|it|this|the same [thing]) [all] [once] (again|over|over again)",
        "(do|run|try) (that|it|this) (once more|one more time|another time|a second time|one more go)",
        "[and] again",
        "once (more|again)",
        "one more (time|go)",
        "(try again|retry) [that|it]",
        "(the same|same) [thing|command] again",
        "repeat the last (command|thing|action|step|one)",
        "(repeat|redo|rerun|re-run|re run) what you (just did|did|did last|did before)",
        "(rerun|re-run|re run) (that|it|this|the last (command|one|thing|step))",
        "(run|do|try) the (last|previous) (command|thing|action|step|one) [once] (again|once more|one more time|more)",
        "(give it|have) another (go|try|shot)",
        "do (that|it) over",
    ],
    also=SAYINGS["talk.again"],
    kind="command",
    effect=Effect.OBSERVE,
)
def again(context: Context) -> Reply:
    """Do the last thing again."""
    return Reply(context.session.nothing_to("again"), ok=False)


@skill(
    "talk.undo",
    says=[
        "undo [(that|it|this)]",
        "undo (the|my|your) last (thing|step|action|change|command|one|operation)",
        "(take|put) that back",
        "(reverse|revert|roll back|back out)"
        " (that|it|this|the last (step|change|action|command|thing)|what you [just] did)",
        "put (it|that|everything|things) back (as|how|the way|where|like|to how|to the way)"
        " (it was|they were|it was before|they were before)",
        "undo what (you|i|we) [just] did",
        "roll (that|it|this) back",
        "change (it|that) back",
        "(control|ctrl) z",
        "go back on that",
        "i want that undone",
    ],
    also=SAYINGS["talk.undo"],
    kind="command",
    effect=Effect.OBSERVE,
)
def undo(context: Context) -> Reply:
    """Undo the last change."""
    return Reply(context.session.nothing_to("undo"), ok=False)


@skill(
    "talk.pick",
    says=[
        "[the] {which}",
        "i (mean|meant|want|choose|pick|need) the {which}",
        "(take|pick|choose|select|use|make it|go with|go for|it's|that would be|i'll take|i'll have"
        "|i would like|i'd like|i'd say|rather|try) [the] {which}",
    ],
    also=SAYINGS["talk.pick"],
    kind="command",
    effect=Effect.OBSERVE,
)
def pick(context: Context, which: Which) -> Reply:
    """Take one of what was listed or asked about."""
    del which
    return Reply(context.session.nothing_to("pick"), ok=False)


@skill(
    "talk.did",
    says=[
        "what did you [just] do [there|then|just]",
        "what have you [just] (done|been doing) [there|so far]",
        "what [just] happened [there|just|then]",
        "what was (that|the last (command|thing|action|step))",
        "what was the last thing (you did|i said|i asked|that happened|we did|i told you|you were doing)",
        "(tell|show|remind) me (what|of what)"
        " (you did|you just did|happened|just happened|you have done|you've done|you did last|was just done)"
        " [there|just]",
        "what did (i|we) [just] (say|ask|ask for|ask you|tell you|do) [you] [last|before]",
        "what's the last thing (you did|i said|that happened|we did)",
        "what did you do (last|before|before that|with it|to it)",
        "what (was|got|has been) [just] done",
        "what were you [just] doing",
    ],
    also=SAYINGS["talk.did"],
    kind="question",
    effect=Effect.OBSERVE,
)
def did(context: Context) -> Reply:
    """Say what came of the last turn."""
    past = context.session.past
    return Reply(past.did if past else "Nothing yet.")


@skill(
    "talk.why",
    says=[
        "why [not|so|though]",
        "why (did|didn't|did not|won't|would) you [do|say|refuse|ask|refuse to do|not do] [(that|it|this)]",
        "why (was|is) (that|it|this) [(refused|not done|not allowed|denied|forbidden|not possible|so)]",
        "why (did|didn't|did not|doesn't|does) (that|it|this) [not] (happen|fail|work|go wrong|go through|run)",
        "explain (that|yourself|the last turn|this|why|your decision)",
        "how (come|did you get that|so)",
        "how come (you did that|that happened|it failed|that failed|you refused|it was refused)",
        "(what's|what is|what was) the reason [for that|for this]",
        "(tell|show) me why [you did that|that happened|that failed|it failed|not|it was refused|that was refused]",
        "what went wrong [there|just]",
        "what made you do (that|it)",
        "for what reason",
    ],
    also=SAYINGS["talk.why"],
    kind="question",
    effect=Effect.OBSERVE,
)
def why(context: Context) -> Reply:
    """Say why the last turn went as it did."""
    past = context.session.past
    return Reply(past.because, "\n".join((*past.lines, past.because))) if past else Reply("Nothing was said yet.")


@skill(
    "files.show",
    says=[
        "(show|let me see|see|print|display|view|look at) [me] {it} [again|once more]",
        "(let me|can i|could i|may i) [have a] (see|look at|view|read) {it} [again|once more]",
        "(have|take) a [quick] (look|peek) at {it} [again]",
        "what does {it} (say|contain|look like)",
        "what's in {it}",
    ],
    also=SAYINGS["files.show"],
    kind="question",
    effect=Effect.OBSERVE,
)
def show(context: Context, it: It) -> Reply:
    """Show the file or folder last spoken of."""
    return list_files(context, it) if it.is_dir() else read(context, it)


@skill(
    "files.go_there",
    says=[
        "(go|move|jump|cd|change|head|hop|step|switch|navigate) [on|right|straight|back|over|down] {there}",
        "(take|bring|get|put) me [right|straight|back|over] {there}",
    ],
    also=SAYINGS["files.go_there"],
    kind="command",
    effect=Effect.CHANGE,
    undo=go_back,
)
def go_there(context: Context, there: There) -> Reply:
    """Go to the folder last spoken of."""
    return enter(context, there)
