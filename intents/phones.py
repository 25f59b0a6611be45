"""How near phrases are in sound, phone by phone: a weighted edit distance in which near sounds cost little.

Phrases come as IPA, as espeak-ng writes it; here each phone is one letter. A change costs what the two phones differ
in (place, manner, voice; for vowels where the tongue is), so that "git" and "get" are near, "git" and "fix" are not.
The features are the textbook's (Ladefoged and Johnson, A Course in Phonetics, chapters 1 and 2); their weights were set
by ear, not fitted. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_LONGER = {"tʃ": "C", "dʒ": "J", "aɪ": "Y", "aʊ": "H", "ɔɪ": "X", "eɪ": "A", "oʊ": "W", "əʊ": "W", "əl": "xl"}
_SINGLE = str.maketrans(
    {
        "θ": "T", "ð": "D", "ʃ": "S", "ʒ": "Z", "ŋ": "N", "ɹ": "r", "j": "y", "ɾ": "d", "ʔ": "t", "ɡ": "g", "ɫ": "l",
        "ɪ": "I", "ᵻ": "I", "ɛ": "E", "æ": "a", "ɑ": "o", "ɒ": "o", "ɔ": "O", "ʊ": "u", "u": "U", "ʌ": "V",
        "ɐ": "V", "ə": "x", "ɚ": "R", "ɜ": "R", "ɝ": "R", "a": "a", "e": "E", "o": "O",
    }
)  # fmt: skip
_CONSONANTS = {
    # place from the lips back, 0 to 1; how narrow: 0 stop, 1 hiss after stop, 2 fricative, 3 nasal, 4 liquid, 5 glide
    "p": (0.0, 0, 0), "b": (0.0, 0, 1), "t": (0.4, 0, 0), "d": (0.4, 0, 1), "k": (0.8, 0, 0), "g": (0.8, 0, 1),
    "C": (0.5, 1, 0), "J": (0.5, 1, 1), "f": (0.1, 2, 0), "v": (0.1, 2, 1), "T": (0.3, 2, 0), "D": (0.3, 2, 1),
    "s": (0.4, 2, 0), "z": (0.4, 2, 1), "S": (0.5, 2, 0), "Z": (0.5, 2, 1), "h": (1.0, 2, 0), "m": (0.0, 3, 1),
    "n": (0.4, 3, 1), "N": (0.8, 3, 1), "l": (0.4, 4, 1), "r": (0.5, 4, 1), "w": (0.1, 5, 1), "y": (0.6, 5, 1),
}  # fmt: skip
_VOWELS = {
    # tongue front to back and high to low, 0 to 1, each where the vowel begins and where it ends
    "i": (0.0, 0.0, 0.0, 0.0), "I": (0.2, 0.2, 0.2, 0.2), "A": (0.1, 0.4, 0.1, 0.1), "E": (0.2, 0.6, 0.2, 0.6),
    "a": (0.2, 0.9, 0.2, 0.9), "o": (0.8, 1.0, 0.8, 1.0), "O": (0.9, 0.6, 0.9, 0.6), "W": (0.8, 0.5, 0.9, 0.2),
    "u": (0.8, 0.2, 0.8, 0.2), "U": (0.9, 0.0, 0.9, 0.0), "V": (0.6, 0.7, 0.6, 0.7), "x": (0.5, 0.5, 0.5, 0.5),
    "R": (0.5, 0.5, 0.6, 0.5), "Y": (0.5, 1.0, 0.1, 0.1), "H": (0.5, 1.0, 0.9, 0.2), "X": (0.9, 0.6, 0.1, 0.1),
}  # fmt: skip
PHONES = "".join((*_CONSONANTS, *_VOWELS))
_NUMBER = {phone: place for place, phone in enumerate(PHONES, 1)}
_NONE = "\0"
_NUMBERS = np.zeros(128, np.int64)
"""By a phone's ASCII code."""
for _phone, _place in _NUMBER.items():
    _NUMBERS[ord(_phone)] = _place
_MANNER = (
    (0.0, 0.25, 0.35, 0.6, 0.8, 0.8),
    (0.25, 0.0, 0.2, 0.8, 0.8, 0.8),
    (0.35, 0.2, 0.0, 0.7, 0.7, 0.6),
    (0.6, 0.8, 0.7, 0.0, 0.4, 0.6),
    (0.8, 0.8, 0.7, 0.4, 0.0, 0.3),
    (0.8, 0.8, 0.6, 0.6, 0.3, 0.0),
)
_LEFT_OUT = {"h": 0.3, "y": 0.35, "w": 0.45, "r": 0.45, "l": 0.55, "t": 0.5, "d": 0.5, "x": 0.3, "I": 0.4, "R": 0.5}
"""What it costs to add or lose a phone; those not here 0.65."""


def _differ(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in _CONSONANTS and other in _CONSONANTS:
        (place, manner, voice), (place2, manner2, voice2) = _CONSONANTS[one], _CONSONANTS[other]
        return min(1.0, 0.1 + 0.6 * abs(place - place2) + _MANNER[manner][manner2] + 0.05 * (voice != voice2))
    if one in _VOWELS and other in _VOWELS:
        apart = np.abs(np.subtract(_VOWELS[one], _VOWELS[other]))
        return min(0.8, 0.1 + 0.3 * float(apart.sum()))
    near = {"r", "l", "w", "y"} & {one, other} and {"R", "x", "U", "u", "i", "I", "W", "O"} & {one, other}
    return 0.6 if near else 1.0


_SIZE = len(PHONES) + 1
_CHANGE = np.zeros((_SIZE, _SIZE), np.float32)
_DROP = np.zeros(_SIZE, np.float32)
for _one, _row in _NUMBER.items():
    _DROP[_row] = _LEFT_OUT.get(_one, 0.65)
    for _other, _column in _NUMBER.items():
        _CHANGE[_row, _column] = _differ(_one, _other)

_ROUGH = str.maketrans(
    {phone: kind for kind, kinds in {
        "p": "pb", "t": "tdTD", "k": "kg", "s": "szSZCJ", "f": "fv", "n": "mnN", "l": "lrwy", "i": "iIAEaY",
        "o": "oOWuUVHX", "": "hxR",
    }.items() for phone in kinds}
)  # fmt: skip


def rough(sounds: str) -> str:
    """Kinds of sound, a letter each, for a first look at many phrases."""
    return sounds.translate(_ROUGH)


@lru_cache(maxsize=4096)
def phones(ipa: str) -> str:
    """A phrase's phones, a letter of PHONES each, from espeak-ng's IPA; what is no phone is left out."""
    text = unicodedata.normalize("NFD", ipa)
    text = re.sub(r"[ˈˌːʲ\s]", "", text)
    for long, short in _LONGER.items():
        text = text.replace(long, short)
    return "".join(letter for letter in text.translate(_SINGLE) if letter in _NUMBER)


def drops() -> NDArray[np.float32]:
    """What it costs to add or lose each phone, by its number; nothing for 0, which is none."""
    return _DROP


def changes() -> NDArray[np.float32]:
    """What it costs to take each phone for each other, by their numbers."""
    return _CHANGE


def numbered(sounds: Sequence[str]) -> NDArray[np.int64]:
    """Phones as numbers, (phrases, longest), filled up with 0."""
    longest = max(map(len, sounds), default=0)
    letters = "".join(sound.ljust(longest, _NONE) for sound in sounds).encode("ascii")
    return _NUMBERS[np.frombuffer(letters, np.uint8)].reshape(len(sounds), longest)


def distances(heard: str, sounds: Sequence[str]) -> NDArray[np.float32]:
    """What it costs to make each phrase of what was heard, both as phones, over the phones of the longer; 0 and up."""
    if not sounds:
        return np.zeros(0, np.float32)
    table = numbered(sounds)
    lengths = np.array([len(sound) for sound in sounds])
    said = numbered([heard])[0]
    rows, longest = table.shape
    drop = _DROP[table]
    added = np.zeros((rows, longest + 1), np.float32)
    np.cumsum(drop, axis=1, out=added[:, 1:])
    before = added
    for phone in said:
        after = before + _DROP[phone]
        np.minimum(after[:, 1:], before[:, :-1] + _CHANGE[phone][table], out=after[:, 1:])
        # Phones of the phrase that nobody said, any number in a row, begun at the cheapest place.
        before = np.minimum.accumulate(after - added, axis=1) + added
    cost = before[np.arange(rows), lengths]
    longer = np.maximum(np.maximum(lengths, len(heard)), 1).astype(np.float32)
    return np.asarray(cost / longer, np.float32)
