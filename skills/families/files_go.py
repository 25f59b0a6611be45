"""Go from folder to folder; only the session moves."""

from __future__ import annotations

from pathlib import Path

from skills.author import Context, Effect, ExistingFolder, Reply, skill
from skills.going import enter
from skills.inverses import go_back
from skills.sayings.files import SAYINGS

_GO = "(go|change|cd|move|switch|jump|hop|navigate|head|step|change directory)"


@skill(
    "files.go",
    says=[
        _GO + " [(in|in to|into|to|over to|back to|inside)] [the] (folder|directory) [to] {folder}",
        _GO + " [(in|in to|into|to|over to|back to|inside)] [the] (folder|directory) (called|named|name) {folder}",
        _GO + " [over|down|back|on] (to|into|in|inside) {folder}",
        "(cd|enter|chdir) [to|into|in] {folder}",
        _GO + " [over|down|back] [to|into] [the] {folder} (folder|directory)",
        "(take|bring|get|put) me [over|down|back] (to|into|in) [the] [folder|directory] {folder}",
        "(change|set) [the|my] [current|working|current working] (folder|directory) to {folder}",
        "(open|enter|open up) [the] (folder|directory) {folder}",
        "(open|enter|open up) [the] {folder} (folder|directory)",
    ],
    also=SAYINGS["files.go"],
    kind="command",
    effect=Effect.CHANGE,
    undo=go_back,
)
def go(context: Context, folder: ExistingFolder) -> Reply:
    """Go to a folder."""
    return enter(context, folder)


@skill(
    "files.go_up",
    says=[
        "(go|cd|move|step|jump|take me|get me|bring me|change) (up|back up|back one|back a) [to] [(one|a|1)]"
        " [more] [(folder|directory|level|dir|step)]",
        "(go|cd|move|step|take me|change) [up|back] to the (parent|enclosing|upper|containing)"
        " [folder|directory|dir|level]",
        "(go|cd|move|step|take me|change) [up|back] to the (folder|directory|level) above [this] [one]",
        "(go|cd|move|step) (one|a) (folder|directory|level|dir) (up|higher|back)",
        "(one|a) (folder|directory|level|dir) up",
        "[back] up (one|a) (folder|directory|level|dir)",
        "(cd|go|go to) dot dot",
        "(leave|exit|get out of|go out of) (this|the|the current) (folder|directory)",
        "parent (folder|directory)",
    ],
    also=SAYINGS["files.go_up"],
    kind="command",
    effect=Effect.CHANGE,
    undo=go_back,
)
def go_up(context: Context) -> Reply:
    """Go to the folder above."""
    folder = context.cwd.parent
    if folder == context.cwd:
        return Reply("Nothing is above this folder.", ok=False)
    return enter(context, folder)


@skill(
    "files.go_home",
    says=[
        "(go|cd|take me|bring me|get me|jump|head|change|navigate|move|send me) [back]"
        " (home|to home|to (my|the) home (folder|directory|dir)|to my home)",
        "(go|cd|take me|bring me|jump|head|change|navigate|move) [back] (to|into) (my|the) home [folder|directory|dir]",
        "(my|the) home (folder|directory|dir)",
        "(home (folder|directory)|back home|back to (my|the) home (folder|directory))",
        "(open|enter) (my|the) home (folder|directory)",
    ],
    also=SAYINGS["files.go_home"],
    kind="command",
    effect=Effect.CHANGE,
    undo=go_back,
)
def go_home(context: Context) -> Reply:
    """Go to the home folder."""
    context.session.change_folder(Path.home())
    return Reply("In your home folder.", str(Path.home()))
