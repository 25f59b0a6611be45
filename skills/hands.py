"""The hands in a pane: what an act there could come to, and how it is done.

What is weighed is what was looked at, and the act looks again right before it sends anything. Between that look and the
first key a program could still begin to ask for something; that is as it would be for a person's own hands.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal

from skills.known_programs import Constant, Key, Piece, Program
from skills.panes import Inside, Pane, Workspace, WorkspaceFault
from skills.sight import Changed
from skills.spec import Call

FAMILY: Final = "hands."
"""Skills that are for what runs in the current pane."""
LOOKED_AT: Final = frozenset({"panes.close"})
"""More skills that are."""
ANYWHERE: Final = frozenset({"escape", "up", "down", "left", "right", "home", "end", "page up", "page down"})
"""Keys that lose nothing in any program."""
BACK: Final = frozenset({"backspace", "delete", "control c", "control g"})
"""Keys that take back what a program asks for."""
_WAIT_S: Final = 4.0
"""How long a program may take to show that it is ready, or done."""
_ASKS_S: Final = 0.8
"""How long it may take to ask."""
_ENDS_S: Final = 2.0
_PAUSE_S: Final = 0.02
_LOOKING: Final = frozenset({"find", "next_match", "previous_match", "replace"})
"""Verbs that may have nothing to do it to."""
_SAVING: Final = frozenset({"save", "save_quit"})

Tier = Literal["destroy", "irreversible"]


@dataclass(frozen=True, slots=True)
class Types:
    """Text goes in."""


@dataclass(frozen=True, slots=True)
class Presses:
    """A key is pressed."""

    key: str


@dataclass(frozen=True, slots=True)
class Does:
    """The program is told to do something that its table knows."""

    verb: str


Act = Types | Presses | Does
ADDING: Final = "'golem programs list' has what I know, and where a table for another goes"
"""What is said of a program that is not known."""


@dataclass(frozen=True, slots=True)
class Loses:
    """It may lose something, or run something."""

    rule: str
    why: str
    tier: Tier = "irreversible"


@dataclass(frozen=True, slots=True)
class Refused:
    """It is not to be done."""

    rule: str
    why: str


def weigh(inside: Inside, act: Act) -> Loses | Refused | None:
    """What an act in a pane could come to; None where it edits or looks. Pure."""
    calls_off = isinstance(act, Presses) and act.key in {"escape", "control c"}
    if inside.secret and not calls_off:
        if inside.program is None and inside.key_by_key:
            return Refused("no-echo", f"I do not know {inside.name!r}, which hides what is typed; {ADDING}")
        return Refused("no-echo", "the pane does not show what is typed, as where it asks for a password")
    if isinstance(act, Types):
        return _text(inside)
    return _key(inside, act.key) if isinstance(act, Presses) else None


def _text(inside: Inside) -> Loses | Refused | None:
    known = inside.program
    if known is None:
        return Loses("pane-unknown", f"I do not know {inside.name!r}, and a letter may be an order there")
    if "type" not in known.verbs:
        return Refused("pane-takes-keys", f"{known.name} takes keys, not text")
    if inside.asks:
        return Refused(
            "pane-asks", f"{known.name} is asking something, and text could be an order there: {inside.row!r}"
        )
    return None


def _key(inside: Inside, key: str) -> Loses | Refused | None:
    known = inside.program
    if key in ANYWHERE:
        return None
    if known is not None and inside.asks and len(key) == 1:
        return Refused(
            "pane-asks", f"{known.name} is asking something, and a letter could be an order there: {inside.row!r}"
        )
    if known is not None and (key in BACK if inside.asks else key in known.keys or _is_text(known, key)):
        return None
    if key in {"enter", "control j", "control m", "control o"}:
        return Loses("pane-submits", f"it ends the line {inside.line!r} in {inside.name!r}")
    if key == "control c":
        return Loses("pane-ends", f"it may end {inside.name!r}", "destroy")
    return Loses("pane-unknown", f"what {key} does in {inside.name!r} is not known")


def _is_text(known: Program, key: str) -> bool:
    """Whether a key is a letter or a digit in a program that takes text."""
    return len(key) == 1 and known.letters and "type" in known.verbs


def act_of(call: Call) -> Act:
    """What a call of a skill of this family does in the pane."""
    verb = call.skill.id.removeprefix(FAMILY)
    if verb in {"type", "cased", "spell"}:
        return Types()
    if verb == "new_line":
        return Does(verb) if breaks_line(call.inside) else Presses("enter")
    return Presses(str(call.arguments["key"])) if verb == "press" else Does(verb)


def breaks_line(inside: Inside | None) -> bool:
    """Whether the program itself can begin a new line, and asks nothing; else a line is what Enter makes of it."""
    known = inside.program if inside is not None else None
    return (
        known is not None
        and inside is not None
        and "new_line" in known.verbs
        and not (inside.asks or inside.runs_lines)
    )


def looked_inside(call: Call, workspace: Workspace | None) -> Call:
    """The call with what its pane holds now, where it is for a pane. Never raises."""
    if workspace is None or not (call.skill.id.startswith(FAMILY) or call.skill.id in LOOKED_AT):
        return call
    try:
        return replace(call, inside=workspace.look())
    except WorkspaceFault:  # the skill will meet the same, and say it
        return call


def loses_nothing(call: Call) -> bool:
    """Whether a call that ends a pane ends nothing that could hold work."""
    return call.skill.id in LOOKED_AT and call.inside is not None and call.inside.loses_nothing


def held(workspace: Workspace, judged: Inside | None) -> Inside:
    """What the pane holds now, which must be what was judged. Raises Changed, and WorkspaceFault without a pane."""
    if judged is None:
        workspace.look()  # a workspace that is gone says so
        raise WorkspaceFault("there is no pane beside Golem in this window; say “new window”")
    now = workspace.look(judged.pane)
    if now is None:
        raise WorkspaceFault("that pane was closed meanwhile")
    if not judged.same(now):
        if judged.pid == now.pid and not now.secret:
            raise Changed(f"{now.name} began or ceased to ask for something just then; say it again")
        raise Changed(f"what runs in the pane changed meanwhile: it is {now.name} now")
    return now


def press(workspace: Workspace, inside: Inside, pieces: Sequence[Piece]) -> None:
    """Send keys to a pane."""
    workspace.typed.pop(inside.pane.id, None)
    workspace.send(inside.pane, pieces)


def perform(workspace: Workspace, inside: Inside, verb: str, values: Mapping[str, object] | None = None) -> bool:
    """Have the program in a pane do something; False where it found nothing to do it to.

    Raises WorkspaceFault where it cannot, or did not.
    """
    known = inside.program
    if known is None:
        raise WorkspaceFault(f"I do not know {inside.name}, so I cannot do that in it; {ADDING}")
    if verb not in known.verbs:
        raise WorkspaceFault(f"I do not know how to do that in {known.name}")
    if not known.prepare and inside.asks:
        raise WorkspaceFault(f"{known.name} is asking something; say “press escape” first")
    sent = known.sent(verb, values or {})
    workspace.typed.pop(inside.pane.id, None)
    if known.prepare:
        workspace.send(inside.pane, known.sent_before())
        if not _comes(lambda: re.search(known.expects, _row(workspace, inside.pane)) is not None, _WAIT_S):
            raise WorkspaceFault(f"{known.name} did not take it; it may be asking something")
    before = frozenset(_rows(workspace, inside.pane))
    workspace.send(inside.pane, sent)
    for follow in (each for each in known.then if each.verb == verb):
        if _comes(partial(_asks_or_ended, workspace, inside.pane, follow.shows), _ASKS_S) and _rows(
            workspace, inside.pane
        ):
            workspace.send(inside.pane, known.pieces(follow.keys))
    return _told(workspace, inside.pane, known, _answers(known, verb, sent), before)


@dataclass(frozen=True, slots=True)
class _Answers:
    """What a program may say of a verb: regular expressions for the beginning of a row; empty where there is none."""

    done: str
    missed: str
    complains: str

    def fits(self, row: str) -> bool:
        return any(each and re.match(each, row) for each in (self.done, self.missed, self.complains))


def ended(workspace: Workspace, inside: Inside) -> bool:
    """Whether what ran in a pane has ended, within the time that a program takes to ask instead."""

    def gone() -> bool:
        try:
            now = workspace.look(inside.pane)
        except WorkspaceFault:  # with its last pane, the workspace
            return True
        return now is None or now.pid != inside.pid

    return _comes(gone, _ENDS_S)


def _answers(known: Program, verb: str, sent: Sequence[Piece]) -> _Answers:
    """What is to be waited for: each wait costs, so only for what may come."""
    tells = known.found and any(isinstance(each, Constant) and known.found in each.text for each in sent)
    complains = known.complains if known.prepare or verb in _SAVING else ""
    return _Answers(known.found if tells else "", known.missed if tells or verb in _LOOKING else "", complains)


def _told(workspace: Workspace, pane: Pane, known: Program, answers: _Answers, before: frozenset[str]) -> bool:
    """What the program says of it, where its table has it say something. Raises WorkspaceFault for a complaint.

    Rows that were there `before` say nothing of it: they may be text that only looks like it. In the rows where the
    program asks there is no text, and what it said before may be just what it says again.
    """
    if answers == _Answers("", "", ""):
        return True
    rows: tuple[str, ...] = ()

    def said(passed_over: frozenset[str] = frozenset()) -> str:
        return next((row for row in rows if row not in passed_over and answers.fits(row)), "")

    def answered() -> bool:
        nonlocal rows
        rows = _rows(workspace, pane)
        return bool(said(before)) or not rows

    came = _comes(answered, _WAIT_S if answers.done else _ASKS_S)
    if not came and not known.prepare and known.prompt_rows:
        rows, before = rows[-known.prompt_rows :], frozenset()
    row = said(before)
    if answers.complains and re.match(answers.complains, row):
        raise WorkspaceFault(f"{known.name} says: {row.strip()}")
    if answers.done and not row and rows:
        raise WorkspaceFault(f"{known.name} did not say that it was done; look at the pane")
    return not (answers.missed and re.match(answers.missed, row))


def _rows(workspace: Workspace, pane: Pane) -> tuple[str, ...]:
    """What a pane shows; nothing where it has ended, as it does with its program."""
    try:
        return workspace.text(pane)
    except WorkspaceFault:
        return ()


def _row(workspace: Workspace, pane: Pane) -> str:
    """The cursor's row."""
    inside = workspace.look(pane)
    return inside.row if inside is not None else ""


def _asks_or_ended(workspace: Workspace, pane: Pane, pattern: str) -> bool:
    """Whether a pane shows a question, or is gone."""
    rows = _rows(workspace, pane)
    return not rows or any(re.search(pattern, row) for row in rows)


def _comes(ready: Callable[[], bool], seconds: float) -> bool:
    """Whether something comes to be so within some seconds."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE_S)
    return True


def key_pieces(key: str, times: int) -> tuple[Piece, ...]:
    """A key by Golem's name for it, so often, by tmux's."""
    return (Key(_tmux_name(key)),) * times


_NAMES: Final[Mapping[str, str]] = {
    **{"escape": "Escape", "enter": "Enter", "tab": "Tab", "shift tab": "BTab", "space": "Space"},
    **{"backspace": "BSpace", "delete": "DC", "insert": "IC", "up": "Up", "down": "Down", "left": "Left"},
    **{"right": "Right", "home": "Home", "end": "End", "page up": "PPage", "page down": "NPage"},
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}


def _tmux_name(key: str) -> str:
    for said, sign in (("control ", "C-"), ("alt ", "M-")):
        if key.startswith(said):
            return sign + key.removeprefix(said)
    return _NAMES.get(key, key)
