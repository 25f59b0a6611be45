"""A sentence that can be said now and sounds like what was heard."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 24
"""Words heard; what is longer is hardly a command, and free words are not to be touched."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence that can be said now."""

    text: str
    """Its words: those heard as they stand in a slot that takes any, the others as the sentence or the slot's value has
    them."""
    distance: float
    """What it costs to make its sound of what was heard, a phone, 0 and up."""
    intent: str
    """The skill's id; empty for a sentence that no skill has (`intents.jargon`)."""
    heard_as: str = ""
    """The words as a recogniser writes what is said: "kube control" for kubectl; empty where that is `text`."""
    terms: int = 0
    """How many of its words recognisers believe in too little."""
