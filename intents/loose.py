"""Sentences and words brought to one plain form, so that what people vary without meaning anything does not count.

Both sides lose their articles and possessives, the words lose small adverbs and "please" wherever they stand, and words
that say the same in every skill become one ("directory", "dir" → "folder"; "what's" → "what is"), one and many alike. A
sentence that fits then fits nearly: the gate asks before such a match changes anything. What fills a slot is given back
as it was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from intents.candidates import Candidates
from intents.grammar import Grammar, Reading, Template, Words
from intents.likely import without_place
from intents.mention import INTRODUCES
from intents.model import Match, Scene
from intents.reading import Attempt, Resolutions, attempt, is_mentioned, is_talk
from intents.template import Branch, Part, Parts, Text, take_apart, written

DISCOUNT = 0.95
"""A loose match scores at most this: more than one that was put right by sound, less than an exact one."""
MOST_WORDS = 30
"""In an utterance; what is longer is a story."""

DROPPED = frozenset(
    "a an the my our me us these those some any".split()  # noqa: SIM905 - words read best as words
)
"""Words without which both a sentence and an utterance mean the same to every skill."""
ADDED = DROPPED | frozenset(
    """please kindly just now then really actually quickly currently simply maybe perhaps also once again still already
    exactly right all please pls too quick here this that""".split()  # noqa: SIM905 - as above
)
"""Words that people add; sentences that need them keep them, and so do words that fit nothing without them."""
SAME: Mapping[str, str] = {
    other: one
    for one, others in {
        "show": "list display print view see tell",
        "folder": "directory dir",
        "folders": "directories dirs",
        "file": "document doc",
        "files": "documents docs",
        "machine": "computer laptop pc box system",
        "program": "process app application task",
        "programs": "processes apps applications tasks",
        "cpu": "processor",
        "memory": "ram",
        "run": "execute start launch",
        "delete": "remove erase discard scrap ditch",
        "deleted": "removed erased discarded scrapped",
        "make": "create generate produce",
        "what": "which",
        "is": "are am 's",
        "i": "we",
        "have": "has got",
        "does": "do",
        "into": "to in",
        "changed": "modified edited altered touched",
        "changes": "modifications edits",
        "last": "latest recent newest",
        "repo": "repository",
        "find": "locate seek",
        "copy": "duplicate clone replicate",
        "move": "shift relocate transfer",
        "restore": "recover undelete",
        "build": "compile",
        "stop": "halt cease",
        "left": "remaining",
        "free": "available",
        "current": "present",
        "about": "regarding concerning",
        "previous": "prior preceding",
        "finished": "completed",
        "failed": "broke broken",
        "kill": "terminate",
        "big": "large huge",
        "called": "named",
        "again": "anew",
        "using": "consuming hogging eating taking",
        "uses": "eats takes hogs consumes",
        "use": "eat take hog consume",
    }.items()
    for other in others.split()
}
"""Word → the one that stands for it."""
SPLIT: Mapping[str, str] = {
    "what's": "what is",
    "whats": "what is",
    "where's": "where is",
    "how's": "how is",
    "who's": "who is",
    "it's": "it is",
    "that's": "that is",
    "why's": "why is",
    "when's": "when is",
    "there's": "there is",
    "i'm": "i is",
    "we're": "i is",
    "i've": "i have",
    "we've": "i have",
    "you're": "you is",
    "let's": "",
}
"""Contractions."""
_ALL_OF = re.compile(r"\b(all|each|any|both)\s+of(?=\s+(?:the|my|our|these|those)\b)", re.IGNORECASE)
LONGEST_LOOSE = 3
"""Words that a slot of any words takes here where no word says that they follow: "which processes do" + "plants use to
make food" is no question for a program."""
_PROCEDURE = re.compile(r"process (?:for|to)$", re.IGNORECASE)
"""A way of doing, and no program."""
_PLURAL = re.compile(r"(?<=[a-z]{2}[^suia'])s$")
"""Who speaks little English leaves it off, or puts it where none is: "all timer", "which files contains"."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Words in their plain form, and where each came from."""

    words: tuple[str, ...]
    origin: tuple[int, ...]
    """For each, its place among the words said."""
    said: tuple[str, ...]

    @property
    def text(self) -> str:
        """The plain words, joined."""
        return " ".join(self.words)

    def back(self, filled: str) -> str | None:
        """The words said that the plain words `filled` came from; None where that is not certain."""
        wanted = filled.lower().split()
        size = len(wanted)
        at = [start for start in range(len(self.words) - size + 1) if [*self.words[start : start + size]] == wanted]
        if len(at) != 1:
            return None
        after = at[0] + size
        end = self.origin[after] if after < len(self.words) else self.origin[after - 1] + 1
        kept = [*self.said[self.origin[at[0]] : end]]
        while len(kept) > 1 and after < len(self.words) and kept[-1].lower() in ADDED:
            kept.pop()
        return " ".join(kept)


def plain(words: str, dropped: frozenset[str] = ADDED) -> Plain:
    """Canonical words in their plain form."""
    said = tuple(words.split())
    if dropped is ADDED:
        said = tuple(_ALL_OF.sub(r"\1", without_place(words)).split())
    procedures = {place for place in range(len(said) - 1) if _PROCEDURE.match(f"{said[place]} {said[place + 1]}")}
    found: list[str] = []
    origin: list[int] = []
    for place, word in enumerate(said):
        for one in (word,) if place in procedures else _plain_words(word.lower(), dropped):
            found.append(one)
            origin.append(place)
    return Plain(tuple(found), tuple(origin), said)


def _plain_words(word: str, dropped: frozenset[str]) -> Iterator[str]:
    for part in SPLIT.get(word, word).split():
        if part not in dropped:
            yield _PLURAL.sub("", SAME.get(part, part))


def plain_sentence(sentence: str) -> str | None:
    """A template in its plain form; None for one that cannot be taken apart, or that nothing is left of."""
    parts = take_apart(sentence)
    if parts is None:
        return None
    found = " ".join(written(_plain_parts(parts)).split())
    return found or None


def _plain_parts(parts: Parts) -> Parts:
    found: list[Part] = []
    for place, part in enumerate(parts):
        if isinstance(part, Text):
            found.append(Text(_plain_text(part.text, glued=_glued(parts, place))))
        elif isinstance(part, Branch):
            ways = tuple(dict.fromkeys(_plain_parts(way) for way in part.ways))
            kept = tuple(way for way in ways if written(way).strip())
            if len(kept) == 1 and not part.optional and len(ways) == 1:
                found += kept[0]
            elif kept:
                found.append(Branch(kept, optional=part.optional or len(kept) < len(ways)))
            else:
                found.append(Text(" "))
        else:
            found.append(part)
    return tuple(found)


def _glued(parts: Parts, place: int) -> tuple[bool, bool]:
    """Whether the text's first and last word go on in the part beside it."""
    text = parts[place]
    assert isinstance(text, Text)
    before = place > 0 and not text.text[:1].isspace()
    after = place + 1 < len(parts) and not text.text[-1:].isspace()
    return before, after


def _plain_text(text: str, glued: tuple[bool, bool]) -> str:
    words = text.split()
    found: list[str] = []
    for place, word in enumerate(words):
        if (place == 0 and glued[0]) or (place == len(words) - 1 and glued[1]):
            found.append(word)
        else:
            found += _plain_words(word.lower(), DROPPED)
    lead = "" if glued[0] else " "
    tail = "" if glued[1] else " "
    return f"{lead}{' '.join(found)}{tail}"


class Loose:
    """Matches words with the plain forms of the sentences of the skills given."""

    def __init__(self, grammars: Iterable[Grammar]) -> None:
        self._grammars = tuple(grammars)

    def warm(self) -> None:
        """Make the index now instead of at the first words."""
        _ = self._candidates

    def attempts(self, words: str, text: str, scene: Scene) -> list[Attempt]:
        """The readings whose slots name something; `words` are `text`, canonical."""
        if len(words.split()) > MOST_WORDS:
            return []
        found: list[Attempt] = []
        for dropped in (DROPPED, ADDED):
            heard = plain(words, dropped)
            if len(heard.words) > 1 or heard.words == heard.said:
                found = list(self._attempts(heard, words, text, scene))
            if found:
                break
        return found

    def _attempts(self, heard: Plain, words: str, text: str, scene: Scene) -> Iterator[Attempt]:
        matched = Words.of(heard.text)
        resolutions: Resolutions = {}
        for template in self._candidates.of(matched):
            for reading in template.readings(matched):
                said = _given_back(reading, heard)
                if said is None or is_mentioned(said, words) or is_talk(said, words, heard.text):
                    continue
                resolved = attempt(said, text, scene, resolutions)
                if isinstance(resolved, Attempt):
                    yield replace(resolved, match=_nearly(resolved.match))

    @cached_property
    def _candidates(self) -> Candidates:
        return Candidates([template for grammar in self._grammars for template in _plain_templates(grammar)])


def _plain_templates(grammar: Grammar) -> Iterator[Template]:
    sentences = dict.fromkeys(plain_sentence(template.sentence) for template in grammar.templates)
    for sentence in sentences:
        if sentence is not None:
            template = Template(grammar, sentence)
            if template.literals - {"is", "i", "have", "does", "into", "what"} and template.needs:
                yield template


def _given_back(reading: Reading, heard: Plain) -> Reading | None:
    """The reading with its open slots as they were said; None where that is unsure, or is no name but talk.

    A slot that takes anything takes no "of" and "for" here, and none where the words began as a noun: "the search for
    meaning" is no order.
    """
    types = {slot.name: slot.type for slot in reading.intent.slots}
    said: dict[str, str] = {}
    for name, words in reading.said.items():
        back = words if types[name].choices is not None else heard.back(words)
        if back is None:
            return None
        if not types[name].narrow and (heard.said[0].lower() in DROPPED or _TALK & set(back.lower().split())):
            return None
        if not types[name].narrow and len(back.split()) > LONGEST_LOOSE and not _introduced(back, heard):
            return None
        said[name] = back
    return replace(reading, said=said)


def _introduced(back: str, heard: Plain) -> bool:
    """Whether the word before says that words follow, to be kept as they are: "a note that says" + …"""
    before = " ".join(heard.said).lower().rpartition(back.lower())[0].split()
    return bool(before) and before[-1] in _INTRODUCES


_INTRODUCES = INTRODUCES | {"called", "named", "as", "to"}
_TALK = frozenset(
    """of for from with and or that which who is are all executable writable writeable readable hidden public private
    only bigger smaller shorter longer""".split()  # noqa: SIM905 - words read best as words
)
"""Words of talk, and those that say how a file shall be and not what it is called: "make the file executable"."""


def _nearly(match: Match) -> Match:
    return replace(match, score=match.score * DISCOUNT, how="near")
