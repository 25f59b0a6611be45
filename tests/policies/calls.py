"""Calls and circumstances to judge, built in one line."""

from __future__ import annotations

from pathlib import Path

from intents.model import IntentSpec, Match, Route, RouteLabel, Slot, SlotFill, Source, Utterance
from intents.slots import EXISTING_PATH, FREE_TEXT, NEW_NAME, WORD
from policies.circumstances import Circumstances
from skills.spec import Call, Effect, Reply, Skill

HOME = Path("/home/someone")
TREE = HOME / "project"


def call(
    effect: Effect = Effect.CHANGE,
    *,
    path: Path | None = None,
    word: str | None = None,
    text: str | None = None,
    new: Path | None = None,
    name: object = None,
    said: str | None = None,
    skill: str = "files.touch",
    how: str = "template",
    score: float = 1.0,
    source: Source = Source.TYPED,
    confidence: float = 1.0,
    cwd: Path = TREE,
    undo: bool = True,
    ends: bool = False,
) -> Call:
    """A call of a skill with an argument of each kind given; `name` is any value of a skill of the user's own.

    Without `undo`, what it destroys is lost.
    """
    fills = []
    if path is not None:
        fills.append(SlotFill(Slot("path", EXISTING_PATH), said or path.name, path, score))
    if new is not None:
        fills.append(SlotFill(Slot("target", NEW_NAME), said or new.name, new, 1.0))
    if word is not None:
        fills.append(SlotFill(Slot("name", WORD), said or word, word, score))
    if text is not None:
        fills.append(SlotFill(Slot("message", FREE_TEXT), text, text, 1.0))
    if name is not None:
        fills.append(SlotFill(Slot("thing", WORD), "thing", name, 1.0))
    intent = IntentSpec(skill, RouteLabel.COMMAND, "Touch.", ("touch",), tuple(fill.slot for fill in fills))
    match = Match(intent, tuple(fills), score, how)  # type: ignore[arg-type] # a literal, passed through
    back = (lambda *_, **__: None) if undo else None
    made = Skill(intent, effect, lambda *_: Reply("done"), "tests", undo=back, ends=ends)
    return Call(made, match, Utterance("touch it", source, confidence), cwd)


def circumstances(
    *,
    source: Source = Source.TYPED,
    confidence: float = 1.0,
    overlapped: bool = False,
    allowed: frozenset[str] = frozenset({"files.touch", "files.go"}),
    root: Path = TREE,
    home: Path = HOME,
    own: tuple[Path, ...] = (HOME / ".config/golem",),
    decided_by: str = "template",
    sure: float = 0.9,
    remote: bool = False,
    age_s: float = 0.0,
) -> Circumstances:
    """Circumstances in which, by default, nothing is in the way."""
    rest = (1 - sure) / 2
    scores = {RouteLabel.COMMAND: sure, RouteLabel.QUESTION: rest, RouteLabel.CHAT: rest}
    route = Route(RouteLabel.COMMAND, scores, decided_by)
    about = (source, confidence, route, overlapped, allowed, root, home, own)
    return Circumstances(*about, remote=remote, age_s=age_s)
