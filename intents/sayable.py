"""What can be said now that sounds like what was heard: whole sentences of the skills, with their slots' live values.

A recogniser that knows no skill writes "Open them." for "open vim". The words it wrote are laid along every skill's
sentences, word by word, each word of a sentence and each value of a slot taking the words that are nearest in sound;
the cheapest ways through are sentences that may have been said. It is a loose search: which of them was said, if any,
is for the sound itself to tell (`shell.rescoring`). Slots that take any words keep the words as heard.

Pure but for the slots that look at what is there (files, branches), as `resolve` does.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from intents.arcs import Arc
from intents.fits import FILLER_COST, FILLERS, Fit, Heard
from intents.grammar import Grammar
from intents.model import IntentSpec, Scene
from intents.normalize import canonical
from intents.sounding import as_said

FARTHEST = 0.5
"""Share of the letters that may differ in a sentence; what is farther is not worth holding against the sound."""
LONGEST = 24
"""Words heard; what is longer is hardly a command, and free words are not to be touched."""
MOST_SKILLS = 14
"""Skills whose sentences are gone through, those first that may come nearest."""
MOST_WAYS = 4
"""Ways kept at each place of each sentence."""
_END = 1


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence that can be said now."""

    text: str
    """Its words: those heard as they stand, the others as the sentence or the slot's value has them."""
    distance: float
    """Share of the letters that differ from what was heard, 0 to FARTHEST."""
    intent: str
    """The skill's id; empty for a sentence that no skill has (`intents.jargon`)."""
    heard_as: str = ""
    """The words as a recogniser writes what is said: "kube control" for kubectl; empty where that is `text`."""
    terms: int = 0
    """How many of its words recognisers believe in too little."""


_Way = tuple[float, tuple[str, ...]]
"""Cost, and the words so far."""


class _Skill:
    """A skill's sentences as steps from node to node."""

    def __init__(self, grammar: Grammar) -> None:
        self.intent = grammar.intent
        self.slots = {slot.name: slot for slot in grammar.intent.slots}
        by_source: dict[int, list[Arc]] = defaultdict(list)
        for arc in grammar.arcs:
            by_source[arc.source].append(arc)
        self.steps = {source: _Node(by_source, source) for source in sorted(by_source)}
        self.words = frozenset().union(*(node.words for node in self.steps.values()))
        self.columns: list[int] = []
        """The places of its words among those of all skills."""


class _Node:
    """What may follow at one node."""

    def __init__(self, by_source: Mapping[int, Sequence[Arc]], source: int) -> None:
        self.words: dict[str, list[int]] = defaultdict(list)
        self.slots: dict[str, list[int]] = defaultdict(list)
        self.without = [arc.target for arc in by_source[source] if not arc.word and not arc.slot]
        self.fillers: list[tuple[str, int]] = []
        """Small words that may have been said and not heard; those that need not be said are left out."""
        past = _reached(by_source, source)
        for arc in by_source[source]:
            if arc.slot:
                self.slots[arc.slot].append(arc.target)
            elif arc.word:
                self.words[arc.word].append(arc.target)
                if arc.word in FILLERS and past.isdisjoint(_reached(by_source, arc.target)):
                    self.fillers.append((arc.word, arc.target))


def _reached(by_source: Mapping[int, Sequence[Arc]], node: int) -> set[int]:
    """The nodes that are reached from one without a word, and itself."""
    found, open_ = {node}, [node]
    while open_:
        for arc in by_source.get(open_.pop(), ()):
            if not arc.word and not arc.slot and arc.target not in found:
                found.add(arc.target)
                open_.append(arc.target)
    return found


class Sayables:
    """Sentences of the skills given."""

    def __init__(
        self,
        intents: Sequence[IntentSpec],
        names: Callable[[], Sequence[str]] = tuple,
        grammar: Callable[[IntentSpec], Grammar] = Grammar,
    ) -> None:
        """`names` lists further words that a slot for any one name may mean, such as the programs that are here.

        `grammar` gives a skill's sentences: those of a matcher are laid out once for both.
        """
        self._intents = intents
        self._names = names
        self._grammar = grammar

    def warm(self) -> None:
        """Lay out the sentences now: a second for 60 skills."""
        _ = self._skills, self._literals

    def near(self, heard: Sequence[str], scene: Scene, most: int = 12) -> list[Wording]:
        """The `most` sentences nearest to any of the transcripts, nearest first. Never raises for odd text."""
        found: dict[str, Wording] = {}
        values: dict[int, Sequence[str]] = {}
        for text in dict.fromkeys(canonical(_apart(text)) for text in heard):
            for wording in self._near(text.split(), scene, most, values):
                key = as_said(wording.text).replace(" ", "")
                known = found.get(key)
                if known is None or (wording.distance, len(wording.text)) < (known.distance, len(known.text)):
                    found[key] = wording
        return sorted(found.values(), key=lambda one: (one.distance, one.text))[:most]

    def _near(self, words: list[str], scene: Scene, most: int, values: dict[int, Sequence[str]]) -> list[Wording]:
        if not 1 <= len(words) <= LONGEST:
            return []
        heard = Heard(words, self._literals, scene, self._names, values)
        bounds = [(*heard.at_best(skill.columns, skill.slots.values()), skill) for skill in self._skills]
        found: list[Wording] = []
        worst = FARTHEST * heard.letters
        for _, rest, skill in sorted(bounds, key=lambda bound: bound[0])[:MOST_SKILLS]:
            if rest[0] > worst:
                continue
            ways = _ways(skill, heard, rest, worst)
            found += [Wording(" ".join(said), cost / heard.letters, skill.intent.id) for cost, said in ways]
            if len(found) > most:
                found.sort(key=lambda one: one.distance)
                del found[most:]
                worst = min(worst, found[-1].distance * heard.letters)
        return found

    @cached_property
    def grammars(self) -> list[Grammar]:
        """The skills' sentences, parsed once."""
        return [self._grammar(intent) for intent in self._intents]

    @cached_property
    def _skills(self) -> list[_Skill]:
        skills = [_Skill(grammar) for grammar in self.grammars]
        literals = sorted(frozenset().union(*(skill.words for skill in skills)))
        for skill in skills:
            skill.columns = [column for column, word in enumerate(literals) if word in skill.words]
        return skills

    @cached_property
    def _literals(self) -> tuple[str, ...]:
        return tuple(sorted(frozenset().union(*(skill.words for skill in self._skills))))


def _apart(text: str) -> str:
    """Words that a recogniser joined with dashes, apart: "get-diff"."""
    return re.sub(r"(?<=\w)-(?=\w)", " ", text)


def _ways(skill: _Skill, heard: Heard, rest: Sequence[float], worst: float) -> list[_Way]:
    """The cheapest ways from the first node to the last that use up the words, none of them over `worst`.

    `rest` is what the words from each place on cost at least.
    """
    ways: dict[int, list[list[_Way]]] = {0: [[] for _ in range(heard.size + 1)]}
    ways[0][0].append((0.0, ()))

    def keep(node: int, place: int, cost: float, words: tuple[str, ...]) -> None:
        if cost + rest[place] > worst:
            return
        places = ways.get(node)
        if places is None:
            places = ways[node] = [[] for _ in range(heard.size + 1)]
        kept = places[place]
        if len(kept) >= MOST_WAYS and cost >= kept[-1][0]:
            return
        for index, other in enumerate(kept):
            if other[1] == words:
                if other[0] <= cost:
                    return
                del kept[index]
                break
        insort(kept, (cost, words))
        del kept[MOST_WAYS:]

    for number, node in skill.steps.items():
        for place, here in enumerate(ways.get(number, ())):
            if not here:
                continue
            moves = _moves(skill, node, heard, place)
            filler = place < heard.size and heard.words[place].lower() in FILLERS
            for cost, words in tuple(here):
                for target in node.without:
                    keep(target, place, cost, words)
                if filler:
                    keep(number, place + 1, cost + FILLER_COST * len(heard.words[place]), words)
                for target, (more, after, written) in moves:
                    keep(target, after, cost + more, (*words, written))
    return ways[_END][heard.size] if _END in ways else []


def _moves(skill: _Skill, node: _Node, heard: Heard, place: int) -> list[tuple[int, Fit]]:
    """Where one may go from a node with the words from a place on, and what it takes."""
    found = [(target, (FILLER_COST * len(word), place, word)) for word, target in node.fillers]
    if place < heard.size:
        fitting = heard.literal[place]
        for word in node.words.keys() & fitting.keys():
            found += [(target, fit) for fit in fitting[word] for target in node.words[word]]
        for name, targets in node.slots.items():
            found += [(target, fit) for fit in heard.slot(skill.slots[name])[0][place] for target in targets]
    return found
