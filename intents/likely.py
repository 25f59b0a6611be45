"""Which skills the words may mean at all: those whose telling words they share.

BM25 over descriptions and sentences (Robertson and Zaragoza 2009) picks the nearest in words, however many skills there
are; of these only such as know enough of the words can be meant.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from intents.grammar import Grammar

LEAST_SHARED = 0.5
"""Least BM25 of a skill to be looked at, in shares of what a word that only one skill has is worth."""
MOST_SHARING = 64
"""Skills that a stem may have in common and still tell something; the first so many are looked at."""
UNTOLD = 0.7
"""Share that is taken for covered where no word tells anything: the model must then be as sure as can be."""
_K1, _B = 1.2, 0.75
"""BM25's usual saturation and length constants."""

_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ies|es|ed|s|e)$|(?<=\w{4})y$")
"""What "busy" ends in is no ending: a bus is another thing."""
_STOP = frozenset(
    """a an the my me your our this that these those it its is are am be been was were do does did has have had i you we
    he she they to of in on at for with from by and or any all up out what what's which who whom how there here can
    could would will please say show tell give get let now just so if as not no one some""".split()  # noqa: SIM905 - words read best as words
)
"""Words that tell nothing of which skill is meant."""
_LIGHT = frozenset(
    """ve ll re d m s t got going lost need want like look put see new today go find make change use used work thing
    things stuff being lot way again anything something everything able ahead available getting needs possible provide
    figure come sure current currently right gotta wanna must should may might hey put take bring over into through just
    been before after another other only really already around back every single each whole ever too very yet even same
    such than then them us someone somebody everybody because while kind sort bit little quick quickly slowly moment
    whatever don didn doesn isn aren wasn won couldn wouldn not more any also first much many far know long""".split()  # noqa: SIM905 - as above
)
"""Words that help to find a skill, and say nothing against one that does not know them: in public utterances they stand
in questions of every kind."""


_ASIDE = frozenset(
    "happen wonder wondering curious idea forgot forget figure know learn".split()  # noqa: SIM905 - as above
)
"""Words of "do you happen to know …" and its like, which sentences about anything begin with: none is a skill's own."""
_PLACE = re.compile(
    r"""\s+(?:of|in|on|for|from|with)\s+(?:this|the|my|our|that)\s+(?:current\s+|whole\s+)?
        (?:project|repo|repository|machine|computer|laptop|system|pc)$""",
    re.IGNORECASE | re.VERBOSE,
)
""" "… in this project", "… on my machine": where we are anyway."""


def without_place(words: str) -> str:
    """The words without the place at their end that everything here is said of."""
    return _PLACE.sub("", words)


def stems(text: str) -> Iterator[str]:
    """The telling words of a text, lower case, without their commonest endings."""
    for word in _WORD.findall(text.lower()):
        if word not in _STOP:
            yield _ENDING.sub("", word)


_LIGHT_STEMS = frozenset(stem for word in _LIGHT for stem in stems(word))
_ASIDE_STEMS = frozenset(stem for word in _ASIDE for stem in stems(word))


class Likely:
    """The words of the skills given."""

    def __init__(self, grammars: Mapping[str, Grammar]) -> None:
        texts = {id_: Counter(stems(_text(grammar))) for id_, grammar in grammars.items()}
        self._stems = {id_: frozenset(text) for id_, text in texts.items()}
        mean = sum(map(Counter.total, texts.values())) / max(1, len(texts))
        weights: dict[str, list[tuple[float, str]]] = defaultdict(list)
        having = Counter(stem for text in texts.values() for stem in text)
        for id_, text in texts.items():
            length = _K1 * (1 - _B + _B * text.total() / mean)
            for stem, count in text.items():
                rare = math.log(1 + (len(texts) - having[stem] + 0.5) / (having[stem] + 0.5))
                weights[stem].append((rare * count * (_K1 + 1) / (count + length), id_))
        self._least = LEAST_SHARED * math.log(1 + (len(texts) - 0.5) / 1.5)
        self._weights = {stem: heapq.nlargest(MOST_SHARING, shares) for stem, shares in weights.items()}

    def of(self, words: str, most: int) -> list[str]:
        """The ids of the skills nearest in words, the nearest first, at most so many."""
        shared: dict[str, float] = defaultdict(float)
        for stem in dict.fromkeys(stems(words)):
            for weight, id_ in self._weights.get(stem, ()):
                shared[id_] += weight
        ranked = heapq.nlargest(most, shared, key=lambda id_: (shared[id_], id_))
        return [id_ for id_ in ranked if shared[id_] >= self._least]

    def covered(self, id_: str, words: str, in_slots: frozenset[str]) -> float:
        """The share of the telling words, 0 to 1, that are a skill's own or in its slots; UNTOLD where none tells."""
        telling = set(stems(without_place(words))) - _LIGHT_STEMS
        own = telling & ((self._stems[id_] - _ASIDE_STEMS) | in_slots)
        return len(own) / len(telling) if telling else UNTOLD


def _text(grammar: Grammar) -> str:
    return " ".join([*grammar.intent.descriptions, grammar.intent.id, *grammar.literals])
