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
from skills.inverses import go_back

It = Annotated[Path, Pointer()]
There = Annotated[Path, Pointer("folder", THERE)]

_NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_COUNT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
WHICH = Choice(
    {
        f"number {place}": (f"number {count}", f"{nth} one", f"{nth} file", f"{nth} option")
        for place, (nth, count) in enumerate(zip(_NTH, _COUNT, strict=True), 1)
    }
    | {"last one": ("last file", "last option")},
    name="which one",
)
Which = Annotated[str, WHICH]


@skill(
    "talk.again",
    says=[
        "(do|run|try) (that|it|this|the same [thing]) [once] again",
        "(do|run|try) (that|it|this) (once more|one more time|another time)",
        "[and] again",
        "once (more|again)",
        "one more time",
        "(try again|retry)",
        "same again",
        "repeat the last (command|thing|action|step)",
    ],
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
        "undo (the|my) last (thing|step|action|change|command)",
        "(take|put) that back",
        "(reverse|revert) (that|it|the last (step|change))",
        "put (it|that|everything) back (as|how|the way|where) it was",
    ],
    kind="command",
    effect=Effect.OBSERVE,
)
def undo(context: Context) -> Reply:
    """Undo the last change."""
    return Reply(context.session.nothing_to("undo"), ok=False)


@skill(
    "talk.pick",
    says=["[the] {which}", "i (mean|meant) the {which}"],
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
        "what did you [just] do",
        "what have you [just] done",
        "what [just] happened",
        "what was (that|the last (command|thing|action))",
        "what was the last thing (you did|i said)",
    ],
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
        "why [not]",
        "why (did|didn't|did not) you [do] [(that|it|this)]",
        "why (was|is) (that|it) [(refused|not done)]",
        "why did that (happen|fail)",
        "explain (that|the last turn)",
        "how (come|did you get that)",
    ],
    kind="question",
    effect=Effect.OBSERVE,
)
def why(context: Context) -> Reply:
    """Say why the last turn went as it did."""
    past = context.session.past
    return Reply(past.because, "\n".join((*past.lines, past.because))) if past else Reply("Nothing was said yet.")


@skill("files.show", says=["show [me] {it} [again]", "let me see {it}"], kind="question", effect=Effect.OBSERVE)
def show(context: Context, it: It) -> Reply:
    """Show the file or folder last spoken of."""
    return list_files(context, it) if it.is_dir() else read(context, it)


@skill(
    "files.go_there",
    says=["(go|move|jump|cd|change) {there}", "take me {there}"],
    kind="command",
    effect=Effect.CHANGE,
    undo=go_back,
)
def go_there(context: Context, there: There) -> Reply:
    """Go to the folder last spoken of."""
    context.session.change_folder(there)
    return Reply(f"In {there.name or there}.", str(there))
