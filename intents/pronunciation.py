"""How words sound, as phones: as developers say them where the list has them, else by letter-to-sound rules."""

from __future__ import annotations

from collections.abc import Callable

from intents.jargon import Jargon
from intents.phones import phones
from intents.sounding import as_said

Pronounce = Callable[[str], str]
"""Words in lower case to IPA, as espeak-ng writes it."""


class Pronunciation:
    """Words and phrases to phones. What was asked once is kept."""

    def __init__(self, pronounce: Pronounce, jargon: Jargon) -> None:
        self._pronounce = pronounce
        self._said = jargon.said
        self._known: dict[str, tuple[str, ...]] = {}

    def word(self, word: str) -> tuple[str, ...]:
        """The ways in which one word sounds, the likeliest first; never none."""
        if word not in self._known:
            ways = ("".join(map(self._rules, way.split())) for way in self._said.get(word, (word,)))
            self._known[word] = tuple(dict.fromkeys(ways))
        return self._known[word]

    def phrase(self, text: str) -> tuple[str, ...]:
        """The ways in which a phrase sounds, at most one word of it said in another than the likeliest way."""
        words = [self.word(word) for word in spoken(text).split()]
        likeliest = [ways[0] for ways in words]
        found = {"".join(likeliest): None}
        for place, ways in enumerate(words):
            for way in ways[1:]:
                found["".join((*likeliest[:place], way, *likeliest[place + 1 :]))] = None
        return tuple(found)

    def _rules(self, word: str) -> str:
        return phones(self._pronounce(word))


def spoken(text: str) -> str:
    """As said, with numbers of four figures in pairs: "8080" is eighty eighty, "3000" three thousand. Pure."""
    return as_said(" ".join(f"{word[:2]} {word[2:]}" if _in_pairs(word) else word for word in text.split()))


def _in_pairs(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit() and word[0] != "0" and word[2] != "0"
