"""Panes and windows: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_PAGE: Final = "(a|one|another) [whole] (page|screen|screenful)"

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "panes.new_window": (
        "<get> [me] (a|another) [new|fresh|second|third] window",
        "<open> (a|another) [new|fresh|second|third] window",
        "window (please|new)",
        "(one more|another) window",
        "(a|one) [new] window more",
        "(open|start|give me|get me) (a|another) [new] shell [(in a new window|in its own window)]",
    ),
    "panes.split_beside": (
        "split [(it|this|the pane|the screen|the window|this pane)] (into|in) (left and right|two columns|columns)",
        "<get> [me] (a|another) [new] pane (on|to) the right [side]",
        "(two|another) (panes|pane) side by side",
        "(vertical|left right) split",
        "(put|open) (a|another) pane (beside|next to) (it|this|this one)",
    ),
    "panes.split_below": (
        "split [(it|this|that|the pane|the screen|the window|this pane)] (into|in) (top and bottom|two rows|rows)",
        "<get> [me] (a|another) [new] pane (below|underneath|at the bottom|under (it|this|this one))",
        "(horizontal|top bottom) split",
        "(put|open) (a|another) pane (under|below|underneath) (it|this|this one)",
    ),
    "panes.show_window": (
        "<get> window [number] {window}",
        "(let's|let us) (go|switch) to window [number] {window}",
        "(back|over) to window [number] {window}",
        "(i'd like|i want) to (see|use) window [number] {window}",
    ),
    "panes.other": (
        "[(go|switch|move|jump|hop)] [over] to [the] (other|next) pane",
        "(move|put|set) [the] focus (to|on) the (other|next) pane",
        "(the|my) (other|next) (pane|side)",
        "(flip|cycle|rotate|hop) [the|between|between the|through|through the] panes",
    ),
    "panes.zoom": (
        "(make|let) (it|this|this pane|the pane) (full|big|bigger|large|full screen|fill the screen|fill the window)",
        "(full screen|fullscreen|big picture)",
        "toggle [the] zoom",
        "(make|let) (it|this|this pane|the pane) (small|smaller|normal) again",
    ),
    "panes.close": (
        "(close|kill|end|shut|remove|get rid of) (it|the one) beside",
        "(i don't need|i'm done with|done with) this pane [any more|anymore]",
        "(this|the current) pane can (go|be closed)",
        "[(close|kill)] pane (closed|away|off)",
    ),
    "panes.scroll_up": (
        f"(scroll|page|go|move) (up|back) {_PAGE}",
        f"{_PAGE} (up|back|higher)",
        "(scroll|page) [a bit|a little] (up|back|higher) [a bit|a little|more|further|again|some more]",
        "(up|back) (a|one) (page|screen)",
        "(show|let me see) [me] (what was above|what came before|the previous page)",
    ),
    "panes.scroll_down": (
        f"(scroll|page|go|move) (down|on|forward) {_PAGE}",
        f"{_PAGE} (down|forward|lower|further)",
        "(scroll|page) [a bit|a little] (down|forward|lower) [a bit|a little|more|further|again|some more]",
        "(down|on) (a|one) (page|screen)",
        "(show|let me see) [me] (what is below|what's below|what comes next|the next page)",
    ),
    "panes.top": (
        "(back|up) to the [very] (top|beginning|start)",
        "(show|let me see) [me] the [very] (top|beginning|start) [of it]",
        "[the] [very] top [of (it|the file|the page|the output)]",
        "first (line|page)",
    ),
    "panes.bottom": (
        "(back|down) to the [very] (bottom|end)",
        "(show|let me see) [me] the [very] (bottom|end) [of it]",
        "[the] [very] (bottom|end) of (it|the file|the page|the output)",
        "last line",
    ),
}
