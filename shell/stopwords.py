"""Words that stop Golem whatever it is doing; they take no turn and pass no gate, since they can only end things."""

from __future__ import annotations

import re

STOP = frozenset(
    {
        "stop",
        "stop it",
        "stop that",
        "stop talking",
        "be quiet",
        "quiet",
        "shut up",
        "silence",
        "enough",
        "that's enough",
        "golem stop",
        "stop golem",
        "stop stop",
        "stop stop stop",
    }
)


def is_stop(text: str) -> bool:
    """True where the whole utterance is a wish to stop, whatever its case and punctuation."""
    return " ".join(re.sub(r"[^\w' ]+", " ", text.lower()).split()) in STOP
