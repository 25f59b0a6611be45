"""A pane beside Golem that is watched: what goes into it, and which line was ended in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from skills.known_programs import Constant, Key, Piece, Said, recognised
from skills.panes import Inside, Pane
from tests.adversarial.corpus import Row

ENDS: Final = frozenset({"Enter", "C-m", "C-j", "C-o", "KPEnter"})
"""Keys that end a line."""
HEIGHT: Final = 24


@dataclass
class WatchedPane:
    """A workspace of one pane; a row of the corpus tells what runs and shows in it. It plays `skills.panes.Workspace`.

    A line that is ended is run by writing it to `submitted` in the tree, where the snapshot finds it; so is a control
    character among words, which is none of them.
    """

    tree: Path
    row: Row
    line: str = field(init=False)
    typed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.line = self.row.said

    def panes(self) -> tuple[Pane, ...]:
        """The one."""
        at = int(self.row.setting("at", "5"))
        pane = Pane("%1", 1, True, True, False, 1, Path("/dev/null"), 80, HEIGHT, len(self.line), at, False)
        return (pane,)

    def current(self) -> Pane:
        """The one."""
        return self.panes()[0]

    def text(self, pane: Pane) -> tuple[str, ...]:
        """Its rows."""
        return tuple(self.line if number == pane.row else "" for number in range(HEIGHT))

    def look(self, pane: Pane | None = None) -> Inside:
        """What it holds."""
        name = self.row.setting("runs")
        secret = self.row.setting("secret") == "yes"
        return Inside(replace(pane or self.current()), 1, name, recognised(name), self.line, self.line, secret)

    def send(self, pane: Pane, pieces: Sequence[Piece]) -> None:
        """Take keys and words as a terminal would."""
        del pane
        for piece in pieces:
            if isinstance(piece, Key):
                self._pressed(piece.name)
            elif isinstance(piece, Constant | Said):
                if re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", piece.text):
                    self._submit(f"a control character: {piece.text!r}")
                self.line += piece.text

    def _pressed(self, key: str) -> None:
        if key in ENDS:
            self._submit(self.line)
            self.line = ""

    def _submit(self, line: str) -> None:
        with (self.tree / "submitted").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
