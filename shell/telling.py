"""A turn in words: what it is about to do, in one line; what came of it, line by line and in a sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from intents.model import SlotFill
from shell.journal import BEGUN, TurnRecord
from skills.context import Past
from skills.spec import Call

_CAME_OF_IT: Final = {
    "done": "I did that.",
    "failed": "That did not work.",
    "refused": "I refused it.",
    "declined": "I asked, and nobody said yes.",
    "cancelled": "It was called off.",
    "unanswered": "No skill answered it.",
    "chatted": "I only talked about it.",
    "judged": "I only judged it.",
    BEGUN: "It began, and its end was not seen.",
}

_PROOF: Final = {
    "confirm": "a yes, typed or said",
    "word": "a typed yes, or the word that the question names, said aloud",
    "two-words": "a typed yes, or the two words that the question names, said aloud",
    "typed": "a typed yes; nothing that is said counts",
}


def proof_told(proof: str) -> str:
    """What agrees to a call that is asked about."""
    return _PROOF.get(proof, "a yes")


def plainly(call: Call) -> str:
    """What a call does and with what, in plain words: `Show the beginning of a file: src/main.py`. Foreign text."""
    described = call.skill.intent.description.rstrip(".")
    filled = ", ".join(_filled(fill, call.cwd) for fill in call.match.fills)
    return f"{described}: {filled}" if filled else described


def _filled(fill: SlotFill, folder: Path) -> str:
    """A slot's value as one would write it; what has no such form, as it was said."""
    if isinstance(fill.value, Path):
        below = fill.value.is_relative_to(folder) and fill.value != folder
        return str(fill.value.relative_to(folder) if below else fill.value)
    return str(fill.value) if isinstance(fill.value, str | int) else fill.said


def past(turn: TurnRecord) -> Past:
    """The turn as a later one looks back on it."""
    return Past(turn.text, did(turn), because(turn), tuple(explain(turn)))


def did(turn: TurnRecord) -> str:
    """What came of a turn, to be spoken."""
    if turn.outcome == "chatted":
        return f"You said “{turn.text}”, and I only talked."
    return f"You said “{turn.text}”. {turn.reply or _CAME_OF_IT.get(turn.outcome, '')}".strip()


def because(turn: TurnRecord) -> str:
    """Why a turn went as it did, to be spoken: route, match and verdict, as far as it came."""
    if turn.skill is None:
        return f"{_routed(turn)} {_CAME_OF_IT.get(turn.outcome, '')}".strip()
    judged = f"The rule {turn.rule} said {turn.verdict}: {turn.reason}." if turn.rule else ""
    ended = "" if turn.outcome == "refused" else _CAME_OF_IT.get(turn.outcome, "")
    return " ".join(part for part in (_routed(turn), f"It matched {turn.skill}.", judged, ended) if part)


def _routed(turn: TurnRecord) -> str:
    if not turn.scores:
        return ""
    by = {
        "template": "a skill's own sentence fits it",
        "mention": "it only mentions an action",
    }.get(turn.decided_by, f"{turn.decided_by} gave that {turn.scores.get(turn.route, 0.0):.0%}")
    return f"I took it for {'chat' if turn.route == 'chat' else f'a {turn.route}'}, because {by}."


def _executed(turn: TurnRecord) -> str:
    if turn.outcome == BEGUN:
        return ", its end was not seen"
    return "" if turn.executed else ", nothing was executed"


def explain(turn: TurnRecord) -> Iterator[str]:
    """The steps of a turn, a line each."""
    yield f"{'heard' if turn.source == 'voice' else 'read':9} “{turn.text}”"
    if turn.scores:
        scores = ", ".join(f"{label} {score:.2f}" for label, score in turn.scores.items())
        yield f"{'routed':9} {turn.route}, decided by {turn.decided_by} (classifier: {scores})"
    for question in turn.asked:
        yield f"{'asked':9} {question}"
    if turn.skill:
        slots = ", ".join(f"{name} = {value!r}" for name, value in turn.slots.items())
        yield f"{'matched':9} {turn.skill}" + (f" with {slots}" if slots else "")
    for word in turn.fired:
        yield f"{'judged':9} {word}"
    if turn.rule:
        yield f"{'verdict':9} {turn.verdict}, by the rule {turn.rule}: {turn.reason}"
    yield f"{'outcome':9} {turn.outcome}{_executed(turn)}"
    if turn.reply:
        yield f"{'reply':9} {turn.reply}"
    yield f"{'took':9} " + ", ".join(f"{stage} {ms:.0f} ms" for stage, ms in turn.ms.items())
