"""The slots that words say of a skill whose sentences they do not fit.

A narrow slot is the longest stretch that surely names one value. A slot that takes any name is known by a word that
leads to a name ("called …"), or by a dot in it ("todo.txt"). What is to be kept as it is said is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from intents.likely import stems
from intents.model import Incomplete, IntentSpec, Match, Resolved, Scene, Slot, SlotFill
from intents.normalize import as_said
from intents.reading import score_of

MOST_SPANS = 40
"""Stretches of words looked up as a slot's value."""
LONGEST_SPAN = 4
"""Words."""
SURE = 0.95
"""Least score of a slot found by looking for it."""

NAME = "name"
"""A slot of this name takes one, even where any words would do: what was deleted, what is looked for."""

_NAMED = re.compile(
    r"\b(?:called|named|by\s+the\s+name\s+of|(?:call|name)\s+it|(?:the|a|new)\s+name)\s+(?P<name>\S+(?:\s+dot\s+\S+)?)$",
    re.IGNORECASE,
)
"""What is said last, and is said to be a name."""
_DOTTED = re.compile(r"(?<!\S)[\w-]+\.[A-Za-z]\w{0,5}(?!\S)")
"""A file's name as it is written."""


Seen = dict[int, SlotFill | None]
"""What was found for a slot type in one text: many skills share a type, and looking may ask the disk."""


def told(intent: IntentSpec, words: str, text: str, scene: Scene, seen: Seen) -> Match | Incomplete:
    """The skill with the slots that the words (`text`, canonical) say, or the first that they do not."""
    fills = []
    for slot in intent.slots:
        key = id(slot.type)
        if key not in seen:
            seen[key] = _found(slot, words, text, scene)
        fill = seen[key]
        if fill is not None:
            fills.append(replace(fill, slot=slot))
    fills += _names(intent, fills, words, text, scene)
    fills.sort(key=lambda fill: intent.slots.index(fill.slot))
    said = {fill.slot.name for fill in fills}
    missing = next((slot for slot in intent.slots if slot.required and slot.name not in said), None)
    if missing is not None:
        return Incomplete(intent, tuple(fills), missing, score_of(fills), "meaning")
    return Match(intent, tuple(fills), score_of(fills), "meaning")


def _names(intent: IntentSpec, fills: Sequence[SlotFill], words: str, text: str, scene: Scene) -> list[SlotFill]:
    """The one slot of the skill that takes any name, where the words say which; none where there are several."""
    open_ = [slot for slot in intent.slots if not slot.type.narrow and (slot.name == NAME or not slot.type.free)]
    if len(open_) != 1:
        return []
    taken = {fill.said.lower() for fill in fills}
    named = _NAMED.search(words)
    names = [named["name"]] if named else [name for name in _DOTTED.findall(words) if name.lower() not in taken]
    if len(names) != 1:
        return []
    said = as_said(names[0], text)
    resolved = open_[0].type.resolve(said, scene)
    return [SlotFill(open_[0], said, resolved.value, resolved.score)] if isinstance(resolved, Resolved) else []


def _found(slot: Slot, words: str, text: str, scene: Scene) -> SlotFill | None:
    """The longest stretch of the words that surely is a value of a narrow slot; None where none is, or two differ."""
    if not slot.type.narrow:
        return None
    found: dict[object, SlotFill] = {}
    longest = 0
    for span in _spans(words.split()):
        size = len(span.split())
        if size < longest or not set(stems(span)):
            continue
        said = as_said(span, text) if slot.type.choices is None else span
        resolved = slot.type.resolve(said, scene)
        if isinstance(resolved, Resolved) and resolved.score >= SURE:
            longest = size
            found[str(resolved.value)] = SlotFill(slot, said, resolved.value, resolved.score)
    return next(iter(found.values())) if len(found) == 1 else None


def _spans(words: Sequence[str]) -> list[str]:
    """The stretches that may be a value, longest first; the first word alone is what is asked, not of what."""
    spans = [
        " ".join(words[start : start + size])
        for size in range(min(LONGEST_SPAN, len(words)), 0, -1)
        for start in range(len(words) - size + 1)
        if start or size > 1
    ]
    return spans[:MOST_SPANS]
