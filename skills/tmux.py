"""The workspace by tmux: on a socket of its own, by a tmux that has read no configuration but Golem's.

tmux is a way to a shell in more than one respect, so its arguments are made here and nowhere else:

- only the sub-commands and options of USAGE are used. None of them runs a command of tmux's or of a shell's
  (`run-shell`, `if-shell`, `pipe-pane`, `source-file`, `command-prompt`, a hook);
- a program goes to tmux as a list of two arguments or more, which it starts as they are. A single one would go to sh;
- an argument that ends in a semicolon would end tmux's command and begin another, so that sign is escaped;
- tmux takes `#(…)` in its formats for a command of a shell. The formats are constants, and a folder is never named to
  tmux (its `-c` is a format), but is the folder that its client is started in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final, Protocol

from skills.context import Completed
from skills.known_programs import Constant, Key, Piece, Program, known
from skills.occupants import look
from skills.options import Usage
from skills.panes import Inside, Pane, Towards, WorkspaceFault

SESSION: Final = "golem"
BUFFER: Final = "golem"
SLIM: Final = 44
"""Golem's columns where it stands beside the work."""
LOW: Final = 11
"""Golem's rows where it lies below it."""
WIDE: Final = 100
"""Columns from which there is room for both side by side."""
CONFIGURATION: Final = Path(str(files("skills").joinpath("tmux.conf")))

_TARGET = "-t TARGET"
_PRINTED = ("-P", "-F ANY")
_PLACED = ("-h", "-v", "-b", "-f", "-d", "-l SIZE")
USAGE: Final = Usage(
    ("-S SOCKET", "-f FILE"),
    commands={
        "attach-session": Usage((_TARGET, "-E")),
        "capture-pane": Usage((_TARGET, "-p", "-N")),
        "copy-mode": Usage((_TARGET, "-q")),
        "detach-client": Usage(("-s TARGET",)),
        "has-session": Usage((_TARGET,)),
        "join-pane": Usage((*_PLACED, "-s TARGET", _TARGET)),
        "kill-pane": Usage((_TARGET,)),
        "list-panes": Usage((_TARGET, "-s", "-F ANY")),
        "load-buffer": Usage(("-b NAME",), ("-",)),
        "new-session": Usage(("-d", "-s NAME", "-x SIZE", "-y SIZE")),
        "new-window": Usage((_TARGET, *_PRINTED)),
        "paste-buffer": Usage((_TARGET, "-b NAME", "-d", "-p", "-r")),
        "resize-pane": Usage((_TARGET, "-Z")),
        "select-pane": Usage((_TARGET,)),
        "select-window": Usage((_TARGET,)),
        "send-keys": Usage((_TARGET, "-X", "-l"), "marked"),
        "set-option": Usage(("-p", "-u", _TARGET), ("@golem", "1")),
        "split-window": Usage((*_PLACED, *_PRINTED, _TARGET), "marked"),
    },
)
"""All that is ever asked of tmux."""

_FIELDS: Final = (
    *("pane_id", "window_index", "window_active", "pane_active", "pane_last", "pane_pid", "pane_tty"),
    *("pane_width", "pane_height", "cursor_x", "cursor_y", "pane_in_mode", "@golem", "window_zoomed_flag"),
    *("window_width", "window_id"),
)
_FORMAT: Final = " ".join(f"#{{{name}}}" for name in _FIELDS)
_SCROLLS: Final[Mapping[Towards, str]] = {
    "up": "page-up",
    "down": "page-down-and-cancel",
    "top": "history-top",
    "bottom": "history-bottom",
}


class Door(Protocol):
    """`skills.process.Runner.tmux`."""

    def __call__(self, arguments: Sequence[str], *, cwd: Path, stdin: bytes = b"") -> Completed:
        """Run tmux's client to its end. Raises ProcessFault."""
        ...


def words(argument: str) -> str:
    """An argument as tmux's client has to get it: else a semicolon at its end would be a separator, and be gone."""
    return f"{argument[:-1]}\\;" if argument.endswith(";") else argument


def shown(text: str) -> str:
    """The text itself. Raises WorkspaceFault where a character of it does not show: that would be a key."""
    if not text.isprintable():
        raise WorkspaceFault("there is a character in that which does not show, so nothing was typed")
    return text


class Tmux:
    """Implements `skills.panes.Workspace`. From any thread; each call asks tmux anew."""

    def __init__(self, door: Door, socket: Path, own: str = "", programs: Sequence[Program] | None = None) -> None:
        """`own` is the number of the pane that Golem itself runs in; empty where it runs in none.

        `programs` are those that are known, by default those that come with Golem.
        """
        self._door = door
        self._socket = socket
        self._own = own
        self._programs = known() if programs is None else tuple(programs)
        self._typed: dict[str, str] = {}

    @property
    def typed(self) -> dict[str, str]:
        """The words last dictated to each pane that has had nothing else since."""
        return self._typed

    @property
    def socket(self) -> Path:
        """By which tmux is reached."""
        return self._socket

    def panes(self) -> tuple[Pane, ...]:
        """Every pane but Golem's own."""
        return tuple(_pane(row) for row in self._rows() if row["pane_id"] != self._own and not row["@golem"])

    def golem(self) -> str | None:
        """The number of the pane that a Golem runs in; None where there is none."""
        return next((row["pane_id"] for row in self._rows() if row["@golem"]), None)

    def is_there(self) -> bool:
        """Whether the workspace runs."""
        return self._try("has-session", "-t", SESSION).returncode == 0

    def current(self) -> Pane | None:
        """The pane that words are for."""
        here = [pane for pane in self.panes() if pane.here]
        ranked = sorted(here, key=lambda pane: (not pane.active, not pane.last))
        return ranked[0] if ranked else None

    def text(self, pane: Pane) -> tuple[str, ...]:
        """The rows that a pane shows."""
        return tuple(row.rstrip() for row in self._written(pane))

    def _written(self, pane: Pane) -> list[str]:
        """The same with the spaces at their ends: a row that was written to its end is known by its length."""
        return self._ask("capture-pane", "-p", "-N", "-t", pane.id).split("\n")[: pane.height]

    def look(self, pane: Pane | None = None) -> Inside | None:
        """What runs in a pane, by default the current one, just now."""
        found = self.current() if pane is None else next((one for one in self.panes() if one.id == pane.id), None)
        return look(found, self._written(found), self._programs) if found is not None else None

    def send(self, pane: Pane, pieces: Sequence[Piece]) -> None:
        """Have a pane get keys and words, one after another; what was said goes by no argument list.

        Words of the table and keys are arguments. Raises WorkspaceFault, also for words that do not all show.
        """
        self._cancel(pane)
        for piece in pieces:
            if isinstance(piece, Key):
                self._ask("send-keys", "-t", pane.id, "--", piece.name)
            elif isinstance(piece, Constant):
                self._ask("send-keys", "-t", pane.id, "-l", "--", shown(piece.text))
            elif piece.text:
                self._ask("load-buffer", "-b", BUFFER, "-", stdin=shown(piece.text).encode())
                self._ask("paste-buffer", "-p", "-r", "-d", "-b", BUFFER, "-t", pane.id)

    def begin(self, cwd: Path, columns: int, rows: int) -> None:
        """Start the workspace with a shell of the user's own in it."""
        self._ask("new-session", "-d", "-s", SESSION, "-x", str(columns), "-y", str(rows), cwd=cwd)

    def house(self, argv: Sequence[str], cwd: Path) -> str:
        """Start a Golem in a slim pane of the window that is shown; its number."""
        own = self._ask("split-window", *self._slim(), *_printed(), "-t", f"{SESSION}:", "--", *_as_list(argv), cwd=cwd)
        self._ask("set-option", "-p", "-t", own.strip(), "@golem", "1")
        return own.strip()

    def open(self, argv: Sequence[str], cwd: Path) -> Pane:
        """Start a program in a pane above the current one, with most of its room, or above a shell in a new window."""
        beside = self.current()
        if beside is None:
            beside = self.new_window(cwd)
        self._cancel(beside)
        place = ("split-window", "-v", "-b", "-l", "80%", *_printed(), "-t", beside.id, "--", *_as_list(argv))
        return self._found(self._ask(*place, cwd=cwd))

    def new_window(self, cwd: Path) -> Pane:
        """A window with a shell of the user's own in it; Golem's pane comes along."""
        made = self._ask("new-window", *_printed(), "-t", f"{SESSION}:", cwd=cwd)
        self._come_along()
        return self._found(made)

    def split(self, pane: Pane, cwd: Path, *, beside: bool) -> Pane:
        """A pane with a shell of the user's own, to the right of a pane or below it."""
        return self._found(self._ask("split-window", "-h" if beside else "-v", *_printed(), "-t", pane.id, cwd=cwd))

    def show_window(self, number: int) -> None:
        """Show the window of that number; Golem's pane comes along."""
        if number not in {pane.window for pane in self.panes()}:
            raise WorkspaceFault(f"there is no window {number}")
        self._ask("select-window", "-t", f"{SESSION}:{number}")
        self._come_along()

    def go_to(self, pane: Pane) -> None:
        """Have keys go to a pane."""
        self._ask("select-pane", "-t", pane.id)

    def zoom(self, pane: Pane) -> bool:
        """Let a pane fill its window, or give the others their room back."""
        self._ask("resize-pane", "-Z", "-t", pane.id)
        return any(row["window_zoomed_flag"] == "1" for row in self._rows() if row["pane_id"] == pane.id)

    def close(self, pane: Pane) -> None:
        """End a pane, and what runs in it."""
        self._ask("kill-pane", "-t", pane.id)

    def scroll(self, pane: Pane, towards: Towards) -> None:
        """Show what went before, or what came after that."""
        if not pane.scrolled:
            if towards in ("down", "bottom"):
                return
            self._ask("copy-mode", "-t", pane.id)
        self._ask("send-keys", "-t", pane.id, "-X", "--", _SCROLLS[towards])
        if towards == "bottom":
            self._ask("copy-mode", "-q", "-t", pane.id)

    def leave(self) -> None:
        """Give the terminal back that shows the workspace; whoever joins it from now on needs another Golem."""
        if self._own:
            self._try("set-option", "-p", "-u", "-t", self._own, "@golem")
        self._try("detach-client", "-s", SESSION)

    def attaching(self) -> list[str]:
        """The arguments that show the workspace in a terminal until it is left."""
        return self._arguments(("attach-session", "-E", "-t", SESSION))

    def _come_along(self) -> None:
        """Bring Golem's pane into the window that is shown, keys still going where they go."""
        own = self._own
        rows = self._rows()
        if not own or any(row["pane_id"] == own and row["window_active"] == "1" for row in rows):
            return
        shown = next(row for row in rows if row["window_active"] == "1")
        self._ask("join-pane", "-d", *self._slim(), "-s", own, "-t", shown["pane_id"])

    def _slim(self) -> tuple[str, ...]:
        """How Golem's pane is placed."""
        wide = any(int(row["window_width"]) >= WIDE for row in self._rows())
        return ("-h", "-b", "-f", "-l", str(SLIM)) if wide else ("-v", "-f", "-l", str(LOW))

    def _found(self, printed: str) -> Pane:
        """The pane whose number was printed."""
        wanted = printed.strip()
        found = next((pane for pane in self.panes() if pane.id == wanted), None)
        if found is None:
            raise WorkspaceFault("what was opened has ended at once")
        return found

    def _cancel(self, pane: Pane) -> None:
        """Have a pane show what its program shows."""
        if pane.scrolled:
            self._ask("copy-mode", "-q", "-t", pane.id)

    def _rows(self) -> list[dict[str, str]]:
        listed = self._ask("list-panes", "-s", "-t", SESSION, "-F", _FORMAT).splitlines()
        split = [line.split(" ") for line in listed]
        return [dict(zip(_FIELDS, values, strict=True)) for values in split if len(values) == len(_FIELDS)]

    def _ask(self, *arguments: str, cwd: Path = Path("/"), stdin: bytes = b"") -> str:
        done = self._try(*arguments, cwd=cwd, stdin=stdin)
        if done.returncode != 0:
            raise WorkspaceFault(_in_words(done.stderr))
        return done.stdout

    def _try(self, *arguments: str, cwd: Path = Path("/"), stdin: bytes = b"") -> Completed:
        return self._door(self._arguments(arguments), cwd=cwd, stdin=stdin)

    def _arguments(self, arguments: Sequence[str]) -> list[str]:
        return ["-S", str(self._socket), "-f", str(CONFIGURATION), *map(words, arguments)]


def _printed() -> tuple[str, ...]:
    return ("-P", "-F", "#{pane_id}")


def _as_list(argv: Sequence[str]) -> list[str]:
    """A program with its arguments, never one argument alone: tmux would hand that to a shell."""
    if len(argv) < 2:
        raise WorkspaceFault("a program is started in a pane with an argument, or not at all")
    return list(argv)


def _pane(row: Mapping[str, str]) -> Pane:
    return Pane(
        id=row["pane_id"],
        window=int(row["window_index"]),
        here=row["window_active"] == "1",
        active=row["pane_active"] == "1",
        last=row["pane_last"] == "1",
        pid=int(row["pane_pid"]),
        tty=Path(row["pane_tty"]),
        width=int(row["pane_width"]),
        height=int(row["pane_height"]),
        column=int(row["cursor_x"]),
        row=int(row["cursor_y"]),
        scrolled=row["pane_in_mode"] == "1",
    )


def _in_words(said: str) -> str:
    """tmux's own complaint, told for the user."""
    first = said.strip().split("\n")[0]
    if first.startswith(
        ("no server running", "error connecting", "lost server", "server exited", "can't find session")
    ):
        return "the workspace is gone, its tmux has ended; golem --workspace starts it again"
    if first.startswith("can't find pane"):
        return "that pane was closed meanwhile"
    if "no space for new pane" in first:
        return "there is no room for another pane here; say “new window”"
    return f"tmux says: {first or 'nothing, and did nothing'}"
