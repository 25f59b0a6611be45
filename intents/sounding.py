"""A phrase as it sounds, whatever way it was written in."""

from __future__ import annotations

import re
from functools import lru_cache

from intents.numbers import spelled_out

_SIGNS = {".": " dot ", "/": " slash ", "_": " ", "-": " ", "@": " at ", "&": " and "}
_LETTERED = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")


@lru_cache(maxsize=4096)
def as_said(text: str) -> str:
    """A phrase as it sounds: lower case, numbers and signs as words, nothing else. "main.py" → "main dot py"."""
    text = text.lower().strip(" .,;:!?\"'…")
    for sign, words in _SIGNS.items():
        text = text.replace(sign, words)
    text = spelled_out(_LETTERED.sub(" ", text)).replace("-", " ")
    return " ".join(re.sub(r"[^\w\s]", "", text).split())
