"""The clipboard: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "clipboard.answer": (
        "copy (that|this) for me",
        "(save|send|get) (your|the) [last] (answer|reply) to (the|my) clipboard",
        "(i want|give me) (that|your answer) (in|on) (the|my) clipboard",
    ),
    "clipboard.path": (
        "copy the (path|name) of this folder [to the clipboard]",
        "<get> the path (of|to) {path} (in|on) (the|my) clipboard",
        "copy where we are [to the clipboard]",
    ),
    "clipboard.text": (
        "copy the following [text] {text}",
        "(remember|keep) the (words|text) {text} (in|on) (the|my) clipboard",
    ),
    "clipboard.read": (
        "<show> [the|my] clipboard [content|contents]",
        "<know> what is (in|on) (the|my) clipboard",
        "what does (the|my) clipboard (hold|say|contain|have)",
        "[the] clipboard (content|contents)",
        "what have i copied",
    ),
}
