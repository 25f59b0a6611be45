"""Which skills' sentences can match at all: an index by the words that each sentence cannot do without.

The filter is sound (a sentence left out provably cannot match, see `Grammar.needs`), and its cost grows with the number
of different words in the sentences, not with the number of skills.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from intents.grammar import Grammar, haystack


class Candidates:
    """The index over the grammars given; compiles them all."""

    def __init__(self, grammars: Sequence[Grammar]) -> None:
        uses = Counter(
            fragment for grammar in grammars for groups in grammar.needs for group in groups for fragment in group
        )
        self._order = {grammar.intent.id: position for position, grammar in enumerate(grammars)}
        self._always: set[str] = set()
        self._by_fragment: dict[str, set[str]] = defaultdict(set)
        for grammar in grammars:
            for groups in grammar.needs:
                if not groups:
                    self._always.add(grammar.intent.id)
                    continue
                rarest = min(groups, key=lambda group: (sum(uses[fragment] for fragment in group), sorted(group)))
                for fragment in rarest:
                    self._by_fragment[fragment].add(grammar.intent.id)

    def of(self, words: str) -> list[str]:
        """Ids of the skills that the words may match, in the order in which the grammars were given."""
        searched = haystack(words)
        found = set(self._always)
        for fragment, ids in self._by_fragment.items():
            if fragment in searched:
                found |= ids
        return sorted(found, key=self._order.__getitem__)
