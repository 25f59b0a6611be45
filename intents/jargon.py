"""What developers say at a terminal beyond what the skills do, and how they say it: `jargon.toml`, read once."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from intents.sounding import as_said
from intents.template import Branch, Gap, Parts, Text, take_apart


@dataclass(frozen=True)
class Jargon:
    """What the file says."""

    said: Mapping[str, tuple[str, ...]]
    """A written word, lower case → the ways in which it is said, the likeliest first."""
    heard: Mapping[str, str]
    """A written word, lower case → how a recogniser writes what is said for it."""
    terms: frozenset[str]
    """Words that recognisers believe in too little."""
    sentences: tuple[str, ...]
    """Every sentence, as it is written."""
    hint: str = ""
    """A line of such words, for a recogniser to expect."""

    @cached_property
    def known(self) -> frozenset[str]:
        """The sentences as said, without spaces."""
        return frozenset(as_said(text).replace(" ", "") for text in self.sentences)

    def knows(self, text: str) -> bool:
        """Whether the text is one of the sentences."""
        return as_said(text).replace(" ", "") in self.known

    def written(self, text: str) -> str:
        """The text as a recogniser would write it."""
        return " ".join(self.heard.get(word.lower(), word) for word in text.split())

    def respelled(self, text: str) -> bool:
        """Whether words in it are how a recogniser writes one that it does not know: "engine x" for nginx."""
        words = f" {as_said(text)} "
        return any(f" {spelling} " in words for spelling in self._spellings)

    @cached_property
    def _spellings(self) -> tuple[str, ...]:
        """Those of several words; "get" for git is a word of its own."""
        said = (as_said(spelling) for spelling in self.heard.values())
        return tuple(spelling for spelling in said if " " in spelling)

    def terms_in(self, text: str) -> int:
        """How many of its words are `terms`."""
        return sum(word in self.terms for word in as_said(text).split())


@cache
def jargon() -> Jargon:
    """The file that ships."""
    data = tomllib.loads(resources.files("intents").joinpath("jargon.toml").read_text("utf-8"))
    said = {word: tuple(ways) for word, ways in data["said"].items()}
    found = dict.fromkeys(one for text in data["phrases"]["sentences"] for one in expanded(text, data["lists"]))
    return Jargon(said, data["heard"], frozenset(data["terms"]["words"]), tuple(found), data["hint"]["text"])


def expanded(text: str, lists: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every sentence of a template with (a|b), [a] and {list}; a template that cannot be read gives none. Pure."""
    parts = take_apart(text)
    for words in _ways(parts, lists) if parts is not None else ():
        yield " ".join(" ".join(words).split())


def _ways(parts: Parts, lists: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    return itertools.product(*(_options(part, lists) for part in parts))


def _options(part: Text | Gap | Branch, lists: Mapping[str, Sequence[str]]) -> list[str]:
    if isinstance(part, Text):
        return [part.text]
    if isinstance(part, Gap):
        return list(lists.get(part.name, ()))
    found = [" ".join(words) for way in part.ways for words in _ways(way, lists)]
    return [*found, ""] if part.optional else found
