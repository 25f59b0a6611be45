"""The panes beside Golem, as skills see them: what there is, and what can be done with it. `skills.tmux` does it.

A pane holds what a person works in: a shell, an editor, a pager. What is done to one is done to the pane that was
looked at: each has a number of its own, which no other pane gets while the workspace lives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

from skills.known_programs import RUNS_LINES, Piece, Program
from skills.programs import ProcessFault

WORKSPACE: Final = "workspace"
"""What `within` names for skills that need panes beside Golem."""
HANDED: Final = "handed"
"""What it names for skills that go on from what was just done in a pane. Beside these it may name a program's verbs."""

Towards = Literal["up", "down", "top", "bottom"]
"""Where to scroll: a page up or down, or to an end."""


class WorkspaceFault(ProcessFault):
    """The workspace did not do what it was told; `str()` is one line for the user."""


@dataclass(frozen=True, slots=True)
class Pane:
    """One pane beside Golem."""

    id: str
    """tmux's own number for it, as `%3`."""
    window: int
    """The number of its window, from 1."""
    here: bool
    """Whether its window is the one that is shown."""
    active: bool
    """Whether typed keys go to it, within its window."""
    last: bool
    """Whether they went to it before, within its window."""
    pid: int
    """Of the first process that was started in it."""
    tty: Path
    width: int
    """In columns."""
    height: int
    """In rows."""
    column: int
    """The cursor's, from 0."""
    row: int
    """The cursor's, from 0 at the top."""
    scrolled: bool
    """Whether it shows what went before, instead of what its program shows."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A pane, and what runs in it, at the moment of one look."""

    pane: Pane
    pid: int
    """Of the process that reads what is typed; that of the pane where none could be told."""
    name: str
    """What runs there, for people: foreign text where it is not known."""
    program: Program | None
    """What is known of it; None where nothing is."""
    line: str
    """The cursor's row, with those that it goes on from and to; foreign text."""
    row: str
    """The cursor's row alone."""
    secret: bool
    """Whether what is typed does not show, as where a password is asked for."""
    started_with: tuple[str, ...] = ()
    """The program's own arguments; foreign text."""
    alone: bool = False
    """Whether nothing else would end with it, behind it or stopped, and, of a shell, whether it waits for a line."""
    key_by_key: bool = False
    """Whether it reads each key as it is pressed, as what fills the screen does, and hardly anything that asks for a
    password."""

    @property
    def asks(self) -> bool:
        """Whether a known program asks something just now; not where it shows the name of what it was given."""
        if self.program is None or (self.program.ready and self.row in self.started_with):
            return False
        return self.program.asks(self.row, self.pane.height - 1 - self.pane.row)

    @property
    def runs_lines(self) -> bool:
        """Whether a line that is ended here is run."""
        return self.program is not None and self.program.kind in RUNS_LINES

    @property
    def loses_nothing(self) -> bool:
        """Whether nothing but what is on the screen would be lost with the pane: a shell that waits, or a pager."""
        known = self.program
        return known is not None and known.kind in {"shell", "pager"} and self.alone and not self.secret

    def same(self, now: Inside) -> bool:
        """Whether it is the same program in the same pane, asking or not asking as before, and nothing is hidden."""
        return (self.pane.id, self.pid, self.asks, self.secret) == (now.pane.id, now.pid, now.asks, now.secret)


class Workspace(Protocol):
    """The panes beside Golem. Each method raises WorkspaceFault, also where the pane is gone."""

    def panes(self) -> tuple[Pane, ...]:
        """Every pane but Golem's own."""
        ...

    def current(self) -> Pane | None:
        """The pane that words are for: of the window that is shown, the one where keys go or went last."""
        ...

    def text(self, pane: Pane) -> tuple[str, ...]:
        """The rows that a pane shows, top to bottom, without trailing blanks; foreign text."""
        ...

    def look(self, pane: Pane | None = None) -> Inside | None:
        """What runs in a pane, by default the current one, just now; None where there is none."""
        ...

    def send(self, pane: Pane, pieces: Sequence[Piece]) -> None:
        """Have a pane get keys and words, one after another. No control character is in the words."""
        ...

    @property
    def typed(self) -> dict[str, str]:
        """The words last dictated to each pane that has had nothing else since, by the pane's number."""
        ...

    def open(self, argv: Sequence[str], cwd: Path) -> Pane:
        """Start a program (argv as `skills.process` made it ready) in a pane beside the current one."""
        ...

    def new_window(self, cwd: Path) -> Pane:
        """A window with a shell of the user's own in it; Golem's pane comes along."""
        ...

    def split(self, pane: Pane, cwd: Path, *, beside: bool) -> Pane:
        """A pane with a shell of the user's own, to the right of a pane or below it."""
        ...

    def show_window(self, number: int) -> None:
        """Show the window of that number; Golem's pane comes along."""
        ...

    def go_to(self, pane: Pane) -> None:
        """Have keys go to a pane."""
        ...

    def zoom(self, pane: Pane) -> bool:
        """Let a pane fill its window, or give the others their room back; whether it fills it now."""
        ...

    def close(self, pane: Pane) -> None:
        """End a pane, and what runs in it."""
        ...

    def scroll(self, pane: Pane, towards: Towards) -> None:
        """Show what went before, or what came after that."""
        ...
