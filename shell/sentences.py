"""Whole sentences out of text that arrives in pieces, made fit to be spoken.

A person hears the first sentence while the rest is still being written, so a sentence must be recognised as soon as it
is complete, and not before: "3.5", "main.py", "e.g." and "Dr." end none. `stream2sentence` does that, in many
languages, and this is its only importer. Golem adds what speech needs: a line's end ends a sentence (lists have no full
stops), fenced code is left out, and `speakable` has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from shell.sanitize import Cleaner, speakable

_FENCE: Final = re.compile(r"\s*(```|~~~)")
_MAY_BECOME_FENCE: Final = re.compile(r"\s*(`{0,2}|~{0,2})$")
SHORTEST: Final = 2
"""Characters of a sentence that is not joined to the next: "No." stands alone."""


class SentenceCutter:
    """Fed with chunks, gives sentences; however the text is cut into chunks, the sentences are the same."""

    def __init__(self) -> None:
        from stream2sentence import SentenceSplitter  # noqa: PLC0415 -- 120 ms that the prompt need not wait for

        self._splitter: Any = SentenceSplitter(
            auto_context=True,  # a sure boundary is given at once, not a dozen characters later
            minimum_sentence_length=SHORTEST,
            minimum_first_fragment_length=SHORTEST,
        )
        self._cleaner = Cleaner()
        self._line_start: str | None = ""
        """The line so far, while it may still become a code fence; None once it cannot."""
        self._in_code = False

    def feed(self, chunk: str) -> list[str]:
        """The speakable sentences that `chunk` completes, in order."""
        found: list[str] = []
        for piece in self._cleaner.feed(chunk).splitlines(keepends=True):
            line = piece.removesuffix("\n")
            found.extend(self._part_of_line(line))
            if line != piece:
                found.extend(self._end_of_line())
        return found

    def flush(self) -> list[str]:
        """The text has ended: what is left, whole sentence or not. The cutter is then as new."""
        self._cleaner.flush()
        rest = self._end_of_line()
        self._in_code = False
        return rest

    def _part_of_line(self, part: str) -> list[str]:
        if self._line_start is None:
            return self._split(part)
        start = self._line_start + part
        if _FENCE.match(start) or _MAY_BECOME_FENCE.match(start):
            self._line_start = start
            return []
        self._line_start = None
        return self._split(start)

    def _end_of_line(self) -> list[str]:
        start, self._line_start = self._line_start, ""
        if start is not None and _FENCE.match(start):
            self._in_code = not self._in_code
        elif start and not self._in_code:
            self._splitter.add(start)
        return self._spoken(self._splitter.stream()) + self._spoken(self._splitter.flush())

    def _split(self, text: str) -> list[str]:
        if text and not self._in_code:
            self._splitter.add(text)
            return self._spoken(self._splitter.stream())
        return []

    @staticmethod
    def _spoken(sentences: Iterable[str]) -> list[str]:
        return [spoken for sentence in sentences if (spoken := speakable(sentence))]
