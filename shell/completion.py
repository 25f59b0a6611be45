"""Completion of a line to what can be said: what fits the slot that is being typed, then sentences by their letters.

It replaces all of the line before the cursor, and offers nothing that would steer the terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from intents.offered import Offer
from shell.sanitize import clean

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent, Completer

MOST_OFFERED: Final = 60
"""Completions in the menu."""


def completer(offers: Callable[[str], Iterable[Offer]]) -> Completer:
    """What prompt-toolkit asks for completions; `offers` gives what could be meant by what is typed so far."""
    from prompt_toolkit.completion import Completer, Completion, FuzzyCompleter  # noqa: PLC0415 - loaded with the prompt
    from prompt_toolkit.document import Document  # noqa: PLC0415 - as above

    class Sentences(Completer):
        """Sentences whose letters nobody has looked at yet."""

        def __init__(self, offered: Sequence[Offer]) -> None:
            self._offered = offered

        def get_completions(self, document: Document, complete_event: object) -> Iterable[Completion]:
            """One for each, with what it does beside it."""
            del document, complete_event
            for offer in self._offered:
                yield Completion(offer.text, display_meta=offer.about)

    class Sayable(Completer):
        """All that is offered."""

        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
            """What fits the slot being typed first, as it was offered; the rest by likeness."""
            line = document.text_before_cursor
            offered = list(_clean(offers(line), line))
            for offer in islice((each for each in offered if each.likeness is not None), MOST_OFFERED):
                yield Completion(offer.text, -len(line), display_meta=offer.about)
            others = Sentences([offer for offer in offered if offer.likeness is None])
            found = FuzzyCompleter(others, pattern="^.+").get_completions(document, complete_event)
            yield from islice(found, MOST_OFFERED)

    return Sayable()


def _clean(offers: Iterable[Offer], line: str) -> Iterable[Offer]:
    """Each text once, without what is typed already and what cannot be."""
    seen = {line}
    for offer in offers:
        text = clean(offer.text)
        if text not in seen and text.isprintable():
            seen.add(text)
            yield Offer(text, offer.example, clean(offer.about), offer.likeness)
