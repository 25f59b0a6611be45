"""How near phrases are as a listener could confuse them, many at once: letters, sounds, and kinds of sound.

`intents.near` and `intents.aligned` decide by likeness alone, so theirs is strict (words that begin with another sound
are another thing). Here likeness only finds what is worth holding against the sound itself, so it must not miss "them"
for "vim": consonants of one kind count as half the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process

from intents.numbers import spelled_out
from intents.sound import codes

_KINDS = str.maketrans("0TFPVBSXJKMNLRAHW", "TTTTTTSSSKNNRRAAA")
"""Double Metaphone's consonants by what they are confused with: stops and soft fricatives, hisses, nasals, liquids."""
_SIGNS = {".": " dot ", "/": " slash ", "_": " ", "-": " ", "@": " at ", "&": " and "}
_LETTERED = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")


@lru_cache(maxsize=16384)
def as_said(text: str) -> str:
    """A phrase as it sounds: lower case, numbers and signs as words, nothing else. "main.py" → "main dot py"."""
    text = text.lower().strip(" .,;:!?\"'…")
    for sign, words in _SIGNS.items():
        text = text.replace(sign, words)
    text = spelled_out(_LETTERED.sub(" ", text)).replace("-", " ")
    return " ".join(re.sub(r"[^\w\s]", "", text).split())


@lru_cache(maxsize=16384)
def _keys(phrase: str) -> tuple[str, str, str, str]:
    """Letters, both ways in which it may sound, and the kinds of sound of a phrase as said, without spaces."""
    letters = phrase.replace(" ", "")
    ways = codes(letters) or (letters,)
    return letters, ways[0], ways[-1], ways[-1].translate(_KINDS)


def likenesses(heard: Sequence[str], phrases: Sequence[str]) -> NDArray[np.float32]:
    """Likeness, float32 (heard, phrases), 0 to 1, of phrases as said (`as_said`); 1 only for equal letters."""
    if not heard or not phrases:
        return np.zeros((len(heard), len(phrases)), np.float32)
    ones, others = ([list(way) for way in zip(*map(_keys, side), strict=True)] for side in (heard, phrases))
    letters, first, second, kinds = (
        process.cdist(one, other, dtype=np.float32) / 100 for one, other in zip(ones, others, strict=True)
    )
    sound = np.maximum(first, second)
    near = np.minimum(0.4 * letters + 0.3 * sound + 0.3 * kinds, 0.99)
    return np.where(letters == 1.0, np.float32(1.0), near).astype(np.float32)
