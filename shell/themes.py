"""What each kind of text on the screen looks like, for dark and light terminals, for weak eyes, and for no colours.

Colours are the terminal's own sixteen, so that a user's palette holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Theme = Literal["dark", "light", "contrast", "none"]

_DARK: Final = {
    "mark": "ansicyan bold",
    "reply": "",
    "notice": "ansibrightblack",
    "heard": "ansigreen",
    "understood": "ansicyan",
    "question": "ansiyellow bold",
    "option": "",
    "chosen": "ansiyellow bold reverse",
    "hint": "ansibrightblack",
    "trouble": "ansired",
    "completion-menu": "noreverse bg:default fg:default",
    "completion-menu.completion": "noreverse bg:default fg:default",
    "completion-menu.completion.current": "noreverse bg:default ansicyan bold",
    "completion-menu.meta.completion": "noreverse bg:default ansibrightblack",
    "completion-menu.meta.completion.current": "noreverse bg:default ansicyan",
    "scrollbar.background": "noreverse bg:default",
    "scrollbar.button": "noreverse bg:ansibrightblack",
    "bottom-toolbar": "noreverse ansibrightblack",
    "bar": "ansibrightblack",
    "bar.state-hearing": "ansigreen bold",
    "bar.state-listening": "ansigreen",
    "bar.state-thinking": "ansicyan",
    "bar.state-acting": "ansicyan bold",
    "bar.state-answering": "ansicyan bold",
    "bar.state-speaking": "ansimagenta",
    "bar.state-asking": "ansiyellow bold",
    "bar.state-waiting": "ansibrightblack bold",
    "bar.meter": "ansigreen",
    "bar.meter-loud": "ansired",
    "bar.heard": "ansigreen",
    "bar.doing": "ansicyan",
    "bar.loading": "ansiyellow",
    "bar.away": "ansired bold",
}
_LIGHT: Final = _DARK | {
    "mark": "ansiblue bold",
    "understood": "ansiblue",
    "completion-menu.completion.current": "noreverse bg:default ansiblue bold",
    "completion-menu.meta.completion.current": "noreverse bg:default ansiblue",
    "question": "ansimagenta bold",
    "chosen": "ansimagenta bold reverse",
    "bar.state-thinking": "ansiblue",
    "bar.state-acting": "ansiblue bold",
    "bar.state-answering": "ansiblue bold",
    "bar.state-asking": "ansimagenta bold",
    "bar.doing": "ansiblue",
    "bar.loading": "ansimagenta",
}
_CONTRAST: Final = dict.fromkeys(_DARK, "bold") | {
    "reply": "",
    "question": "bold underline",
    "option": "",
    "chosen": "bold reverse",
    "hint": "",
    "completion-menu": "noreverse",
    "completion-menu.completion": "noreverse",
    "completion-menu.completion.current": "reverse",
    "completion-menu.meta.completion": "noreverse",
    "completion-menu.meta.completion.current": "reverse",
    "scrollbar.background": "noreverse",
    "scrollbar.button": "reverse",
    "trouble": "bold reverse",
    "bottom-toolbar": "noreverse",
    "bar": "",
    "bar.meter-loud": "bold reverse",
    "bar.away": "bold reverse",
}
_NONE: Final = dict.fromkeys(_DARK, "") | {
    "bottom-toolbar": "noreverse",
    "completion-menu": "noreverse",
    "completion-menu.completion": "noreverse",
    "completion-menu.completion.current": "reverse",
    "completion-menu.meta.completion": "noreverse",
    "completion-menu.meta.completion.current": "reverse",
    "scrollbar.button": "reverse",
}
"""Reversal is no colour, and without it nobody would see which line of a menu is the current one."""

STYLES: Final[Mapping[Theme, Mapping[str, str]]] = {
    "dark": _DARK,
    "light": _LIGHT,
    "contrast": _CONTRAST,
    "none": _NONE,
}
"""Kind of text to prompt-toolkit's style, for each theme; all name the same kinds. `contrast` uses no colours, only
weight, lines and reversal, which every palette shows."""


def theme_of(theme: Theme, *, colour: bool) -> Theme:
    """The theme where colours are wanted; without them, `contrast` stays and all others become `none`."""
    return theme if colour or theme == "contrast" else "none"
