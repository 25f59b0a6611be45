"""Notes: a few lines that are kept until they are deleted, in one file of Golem's own in the data folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

from intents.slots import FreeText as TextSlot
from skills.author import Context, Effect, Inverse, Reply, skill
from skills.sayings.notes import SAYINGS
from skills.wording import capital, count

Noted = Annotated[str, TextSlot("note")]
"""What is noted, as it was said."""
_SAID = 3
"""So many notes are said aloud."""


def _newest(context: Context) -> tuple[str, str] | None:
    kept = context.recall()
    key = max(kept, default=None)
    return None if key is None else (key, kept[key])


@skill(
    "notes.take",
    says=[
        "(take|make|write|add|leave|keep) [me] a [quick|new] note [that|saying|of|to|about] {text}",
        "(write|note|jot) down {text}",
        "note to self {text}",
        "(write|put|add) {text} (in|into|to|on) my notes",
        "new note {text}",
    ],
    also=SAYINGS["notes.take"],
    kind="command",
    effect=Effect.CHANGE,
    undo=lambda cwd, text: Inverse("notes.drop", {}),
)
def take(context: Context, text: Noted) -> Reply:
    """Keep a note."""
    newest = _newest(context)
    now = datetime.now().astimezone().isoformat(timespec="microseconds")  # by which they stay in order
    key = now if newest is None or now > newest[0] else f"{newest[0]}+"
    context.remember(key, text)
    return Reply("Noted.", f"noted: {text}")


@skill(
    "notes.read",
    says=[
        "(read|show|list|tell|read out|print) [me] [all|all of] (my|the) notes",
        "(what are|what's in|what is in) my notes",
        "(what did i|what have i) (note|noted|write down|written down|note down|noted down)",
        "(do i have|are there|have i got) [any] notes",
        "how many notes (do i have|are there)",
    ],
    also=SAYINGS["notes.read"],
    kind="question",
    effect=Effect.OBSERVE,
)
def read(context: Context) -> Reply:
    """Say the notes that were kept."""
    kept = context.recall()
    if not kept:
        return Reply("There are no notes.")
    rows = [f"{key[:16].replace('T', ' ')}  {kept[key]}" for key in sorted(kept)]
    newest = [kept[key] for key in sorted(kept, reverse=True)[:_SAID]]
    lead = capital(count(len(kept), "note")) + (", the newest first" if len(kept) > 1 else "")
    return Reply(f"{lead}: {'; '.join(newest)}.", "\n".join(rows))


def _taken_again(cwd: Path) -> Inverse:
    """That it can be put back; what the note said only the act shows, whose own inverse takes the place of this."""
    del cwd
    return Inverse("notes.take", {"text": "a note"})


def plan_drop(remembered: Mapping[str, str] | None = None) -> str:
    """Which note would be deleted."""
    if not remembered:
        return "There is no note to delete."
    return f"Delete your newest note: {remembered[max(remembered)]}"


@skill(
    "notes.drop",
    says=[
        "(delete|remove|erase|drop|forget|scratch) (the|my) (last|latest|newest|most recent) note",
        "(delete|remove|erase|drop|forget) the note i [just|last] (took|made|wrote)",
        "throw away (the|my) (last|latest|newest) note",
        "get rid of (the|my) (last|latest|newest) note",
    ],
    also=SAYINGS["notes.drop"],
    kind="command",
    effect=Effect.DESTROY,
    plan=plan_drop,
    undo=_taken_again,
)
def drop(context: Context) -> Reply:
    """Delete the newest note."""
    newest = _newest(context)
    if newest is None:
        return Reply("There are no notes.", ok=False)
    context.remember(newest[0], None)
    return Reply(f"Deleted: {newest[1]}", undo=Inverse("notes.take", {"text": newest[1]}))
