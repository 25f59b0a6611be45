"""The panes and windows beside Golem: open, split, switch, scroll, close."""

from __future__ import annotations

from typing import Annotated

from intents.slots import Number
from skills.author import Context, Effect, Reply, skill
from skills.hands import held, perform
from skills.panes import WORKSPACE, Inside, Pane, Towards, Workspace, WorkspaceFault
from skills.sayings.panes import SAYINGS
from skills.sight import Changed

Window = Annotated[int, Number(1, 99, name="window")]
_HERE = (WORKSPACE,)


def plan_close(inside: Inside | None = None) -> str:
    """What would end, and what would be lost with it."""
    name = inside.name if inside is not None else "what runs"
    if inside is not None and inside.loses_nothing:
        return f"Close the pane beside, with {name} in it; nothing else runs there."
    return f"Close the pane beside, and end {name} in it; what is not saved there is lost."


@skill(
    "panes.new_window",
    says=[
        "[(open|make|start|create|give me|get me|add|i want|i need)] [a|an|another] (new|fresh|extra|further) window",
        "(open|make|start|create|give me|get me|add) another window",
    ],
    also=SAYINGS["panes.new_window"],
    kind="command",
    effect=Effect.CHANGE,
    within=_HERE,
)
def new_window(context: Context) -> Reply:
    """Open a window with a shell of your own in it."""
    made = _workspace(context).new_window(context.cwd)
    return Reply(f"Window {made.window}.")


@skill(
    "panes.split_beside",
    says=[
        "split [(it|this|that|the pane|the screen|the window|this pane)] (left and right|right and left|side by side"
        "|vertically|to the right|right)",
        "(open|make|give me|add|new|put) [me] [a|another] pane (on|to|at) the right",
    ],
    also=SAYINGS["panes.split_beside"],
    kind="command",
    effect=Effect.CHANGE,
    within=_HERE,
)
def split_beside(context: Context) -> Reply:
    """Split the pane left and right."""
    return _split(context, beside=True)


@skill(
    "panes.split_below",
    says=[
        "split [(it|this|that|the pane|the screen|the window|this pane)] (top and bottom|bottom and top"
        "|one above the other|up and down|horizontally|below|downwards|down)",
        "(open|make|give me|add|new|put) [me] [a|another] pane (below|underneath|at the bottom)",
    ],
    also=SAYINGS["panes.split_below"],
    kind="command",
    effect=Effect.CHANGE,
    within=_HERE,
)
def split_below(context: Context) -> Reply:
    """Split the pane top and bottom."""
    return _split(context, beside=False)


@skill(
    "panes.show_window",
    says=[
        "(switch|go|change|move|jump|flip|turn|go over|go back|take me|bring me) to [the] window [number] {window}",
        "(show|select|focus|pick|use|open|see|bring up) [me] window [number] {window}",
        "window [number] {window}",
    ],
    also=SAYINGS["panes.show_window"],
    kind="command",
    effect=Effect.OBSERVE,
    within=_HERE,
)
def show_window(context: Context, window: Window) -> Reply:
    """Switch to a window by its number."""
    _workspace(context).show_window(window)
    return Reply(f"Window {window}.")


@skill(
    "panes.other",
    says=[
        "[(go to|switch to|take me to|move to|jump to|use|select|focus|focus on|show|change to)]"
        " the (other|next|opposite) pane",
        "(switch|change|swap|toggle|next|other) (pane|panes)",
    ],
    also=SAYINGS["panes.other"],
    kind="command",
    effect=Effect.OBSERVE,
    within=_HERE,
)
def other(context: Context) -> Reply:
    """Go to the other pane."""
    workspace, pane = _current(context)
    here = [each for each in workspace.panes() if each.here]
    place = next((number for number, each in enumerate(here) if each.id == pane.id), -1)  # its cursor moves meanwhile
    if len(here) < 2:
        return Reply("There is no other pane in this window.", ok=False)
    workspace.go_to(here[(place + 1) % len(here)])
    return Reply("The other pane.")


@skill(
    "panes.zoom",
    says=[
        "(zoom|zoom in|zoom out|unzoom|zoom back) [(it|this|that|the pane|this pane|in on this|in on the pane)]",
        "(maximise|maximize|enlarge|restore|fill the screen with) (it|this|the pane|this pane)",
    ],
    also=SAYINGS["panes.zoom"],
    kind="command",
    effect=Effect.OBSERVE,
    within=_HERE,
)
def zoom(context: Context) -> Reply:
    """Let the pane fill its window, or give the others their room back."""
    workspace, pane = _current(context)
    return Reply("It fills the window." if workspace.zoom(pane) else "All panes are back.")


@skill(
    "panes.close",
    says=[
        "(close|kill|end|shut|remove|get rid of|drop|shut down) (this|the|that|the current|this current) pane",
        "close pane",
    ],
    also=SAYINGS["panes.close"],
    kind="command",
    effect=Effect.DESTROY,
    plan=plan_close,
    within=_HERE,
)
def close(context: Context) -> Reply:
    """Close the pane, and end what runs in it."""
    workspace = _workspace(context)
    now = held(workspace, context.inside)
    if context.inside is not None and context.inside.loses_nothing and not now.loses_nothing:
        raise Changed(f"something began in the pane just then: {now.name}")
    workspace.close(now.pane)
    return Reply("Closed.")


@skill(
    "panes.scroll_up",
    says=[
        "(scroll|page) (up|back|backwards) [(a|one) (page|screen|bit|little|screenful)]",
        "(go|move|jump) (a|one) (page|screen) (up|back)",
        "(previous|last) page",
    ],
    also=SAYINGS["panes.scroll_up"],
    kind="command",
    effect=Effect.OBSERVE,
    within=_HERE,
)
def scroll_up(context: Context) -> Reply:
    """Scroll a page up."""
    return _scrolled(context, "up")


@skill(
    "panes.scroll_down",
    says=[
        "(scroll|page) (down|forward|forwards) [(a|one) (page|screen|bit|little|screenful)]",
        "(go|move|jump) (a|one) (page|screen) (down|forward|forwards|on)",
        "next page",
    ],
    also=SAYINGS["panes.scroll_down"],
    kind="command",
    effect=Effect.OBSERVE,
    within=_HERE,
)
def scroll_down(context: Context) -> Reply:
    """Scroll a page down."""
    return _scrolled(context, "down")


@skill(
    "panes.top",
    says=[
        "[(go|scroll|jump|move|take me|page)] [(all the way|right|up)] [to] [the] [very] (top|beginning)",
        "(go|scroll|jump|move) to the (start|very start|first line) [of it]",
    ],
    also=SAYINGS["panes.top"],
    kind="command",
    effect=Effect.OBSERVE,
    within=_HERE,
)
def top(context: Context) -> Reply:
    """Go to the top of what the pane shows."""
    return _scrolled(context, "top")


@skill(
    "panes.bottom",
    says=[
        "[(go|scroll|jump|move|take me|page)] [(all the way|right|down)] [to] [the] [very] bottom",
        "(go|scroll|jump|move) [(all the way|right|down|all the way down)] to the (very end|end|last line) [of it]",
    ],
    also=SAYINGS["panes.bottom"],
    kind="command",
    effect=Effect.OBSERVE,
    within=_HERE,
)
def bottom(context: Context) -> Reply:
    """Go to the bottom of what the pane shows."""
    return _scrolled(context, "bottom")


def _workspace(context: Context) -> Workspace:
    if context.workspace is None:
        raise WorkspaceFault("there is no workspace; golem --workspace starts one")
    return context.workspace


def _current(context: Context) -> tuple[Workspace, Pane]:
    workspace = _workspace(context)
    pane = workspace.current()
    if pane is None:
        raise WorkspaceFault("there is no pane beside Golem in this window; say “new window”")
    return workspace, pane


def _split(context: Context, *, beside: bool) -> Reply:
    workspace, pane = _current(context)
    workspace.split(pane, context.cwd, beside=beside)
    return Reply("Split left and right." if beside else "Split top and bottom.")


def _scrolled(context: Context, towards: Towards) -> Reply:
    """By the program's own keys, where it is known to have some; else what the pane showed before is shown."""
    workspace, pane = _current(context)
    inside = workspace.look(pane)
    if inside is not None and inside.program is not None and towards in inside.program.verbs and not pane.scrolled:
        perform(workspace, inside, towards)
    else:
        workspace.scroll(pane, towards)
    return Reply({"up": "A page up.", "down": "A page down.", "top": "The top.", "bottom": "The bottom."}[towards])
