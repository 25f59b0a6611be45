"""Which sentences can match at all: an index by the words that each sentence cannot do without.

The filter is sound (a sentence left out provably cannot match, see `Template.needs`). Every sentence is filed under one
group of its fragments, the rarest, so that a look-up costs what the words themselves cost and the few sentences that
share their rarest words; not more with every skill.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from intents.grammar import Template, Words

SHORT = 3
"""Letters; so short a fragment stands in many words, so a sentence is filed under it only if it has none longer."""
MOST_KEPT = 4096
"""Words whose fragments are remembered."""


class Candidates:
    """The index over the templates given."""

    def __init__(self, templates: Sequence[Template]) -> None:
        uses = Counter(fragment for template in templates for group in template.needs for fragment in group)
        self._templates = templates
        self._always: list[int] = []
        self._filed: dict[str, list[int]] = defaultdict(list)
        self._fragments = frozenset(uses)
        self._longest = max(map(len, uses), default=0)
        self._known: dict[str, frozenset[str]] = {}
        for place, template in enumerate(templates):
            if not template.needs:
                self._always.append(place)
                continue
            for fragment in min(template.needs, key=lambda group: _rank(group, uses)):
                self._filed[fragment].append(place)

    def of(self, words: Words) -> list[Template]:
        """The templates that the words may match, in the order in which they were given."""
        return self.among([[word] for word in words.text.casefold().split()])

    def among(self, instead: Iterable[Iterable[str]]) -> list[Template]:
        """The templates that may match if at each place any one of these words (case folded) was said."""
        there: set[str] = set()
        for words in instead:
            for word in words:
                there |= self._in(word)
        found = set(self._always)
        for fragment in there:
            for place in self._filed.get(fragment, ()):
                if all(not group.isdisjoint(there) for group in self._templates[place].needs):
                    found.add(place)
        return [self._templates[place] for place in sorted(found)]

    def _in(self, word: str) -> frozenset[str]:
        """The fragments that stand in a word, whole or in part."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            ends = range(1, self._longest + 1)
            parts = {word[start : start + size] for start in range(len(word)) for size in ends}
            known = self._known[word] = self._fragments & parts
        return known


def _rank(group: frozenset[str], uses: Counter[str]) -> tuple[bool, int, list[str]]:
    """Smaller is rarer."""
    return min(map(len, group)) <= SHORT, sum(uses[fragment] for fragment in group), sorted(group)
