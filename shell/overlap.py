"""Words that were heard while Golem spoke: its own, a listener's "mhm", or a person's who cuts in? Pure.

An echo canceller leaves some of Golem's voice behind in a bad room. So whatever overlaps own speech is compared with
the sentences that were being said: what is mostly theirs, in letters or in sound, is an echo. The comparison has a
direction: "Done" is an echo of "Done. What next?", and "Done. Open vim" is not one of "Done." The price is small: who
repeats Golem's very words while it says them is not heard.
"""

from __future__ import annotations

import re
from typing import Literal

from rapidfuzz import fuzz

from intents import sound

Overlap = Literal["echo", "backchannel", "person"]

NEAREST = 0.75
"""Part of the heard letters, 0 to 1, that must be found in what was said, in one place and in order."""
SOUND_LETTERS = 6
"""Sounds are compared only where there are so many: fewer are alike by chance."""
SOUND_WEIGHT = 0.9
"""Sounds are coarser than letters, so their likeness counts for less."""
BACKCHANNELS = frozenset(
    {
        *(
            "mhm",
            "mm",
            "mmm",
            "mm hm",
            "mm hmm",
            "mmhmm",
            "hm",
            "hmm",
            "uh huh",
            "uhhuh",
            "aha",
            "ah",
            "oh",
            "uh",
            "um",
        ),
        *("er", "huh", "wow", "yeah", "yep", "yup", "right", "i see", "okay", "ok", "sure", "got it", "oh okay"),
        *("ah okay", "oh right", "all right", "alright", "really", "nice", "cool", "great"),
    }
)
"""What listeners say without wishing for the floor (Yngve 1970). "Yes", "no" and "wait" are not among them."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def judge(heard: str, spoken: str) -> Overlap:
    """Whose words `heard` are, given `spoken`: the sentences of Golem's that sounded at the time or just before."""
    words = plain(heard)
    if likeness(words, plain(spoken)) >= NEAREST:
        return "echo"
    return "backchannel" if words in BACKCHANNELS else "person"


def likeness(heard: str, spoken: str) -> float:
    """0 to 1: how much of plain `heard` is found in one place of plain `spoken`, in letters or in sound."""
    if not heard or not spoken:
        return 0.0
    if " " not in heard:  # a word is compared with words: "no" is not an echo of "notes"
        return max(sound.likeness(heard, word) for word in spoken.split())
    letters = _within(heard, spoken)
    first, second = _sounds(heard), _sounds(spoken)
    if len(first.replace(" ", "")) < SOUND_LETTERS:
        return letters
    return max(letters, SOUND_WEIGHT * _within(first, second))


def plain(text: str) -> str:
    """Lower-case words with single spaces and no punctuation."""
    return " ".join(word.group().replace("’", "'") for word in _WORD.finditer(text.lower()))


def _within(part: str, whole: str) -> float:
    """rapidfuzz's partial ratio, kept from turning round where `part` is the longer: nothing stands on both sides."""
    part = f" {part} "
    nothing = "\0" * len(part)
    return fuzz.partial_ratio(part, f"{nothing} {whole} {nothing}") / 100


def _sounds(text: str) -> str:
    return " ".join(filter(None, map(sound.code, text.split())))
