"""Notes: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "notes.take": (
        "take [this|the following] down {text}",
        "<get> a note (that says|saying) {text}",
        "make a note {text}",
        "add to my notes {text}",
    ),
    "notes.read": (
        "<show> [all] my notes",
        "<know> what i (noted|wrote) [down]",
        "my notes",
        "let me hear my notes",
    ),
    "notes.drop": (
        "(cancel|undo|discard|trash) (the|my) (last|latest|newest) note",
        "i don't need the (last|latest|newest) note [any more|anymore]",
        "take (the|my) (last|latest|newest) note (away|back)",
    ),
}
