"""A turn's record while it is being written: each step notes what it found and how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from intents.model import Match, Route, Utterance
from policies.verdict import Confirm, Verdict
from shell.jobs import Ongoing
from shell.journal import Begun, TurnRecord
from shell.sanitize import clean
from shell.undo import Kept, journaled
from skills.spec import Call, Reply


@dataclass(slots=True)
class Draft:
    """What is known of a turn so far."""

    utterance: Utterance
    ms: dict[str, float] = field(default_factory=dict)
    """Stage to milliseconds, in the order the stages ran."""
    started: datetime = field(default_factory=lambda: datetime.now().astimezone())
    route: Route | None = None
    call: Call | None = None
    """The call that was judged."""
    said_as: Call | None = None
    """The call that was matched where it only stands for that one: "do that again"."""
    undoes: Kept | None = None
    """What the call is there to put back."""
    group: str = ""
    """Shared by the steps of one utterance; empty where there is one."""
    kept: Kept | None = None
    """What would put back what the call did."""
    lasting: bool = False
    """Whether nothing puts back what the call does, as far as could be told before."""
    done: Reply | None = None
    """What the skill itself answered."""
    asked: list[str] = field(default_factory=list)
    """Each question put on the way to a match, with its answer."""
    choice: tuple[Match, ...] = ()
    """What was offered to choose from, where nobody chose."""
    step: str = ""
    said_at: float = field(default_factory=time.monotonic)
    """When its words, or the answers that completed them, ended; monotonic, seconds."""
    verdict: Verdict | None = None
    fired: tuple[Verdict, ...] = ()
    """Every rule that spoke, strictest or not."""
    begun: Begun | None = None
    """What the journal holds of an act that has started."""
    executed: bool = False
    going: Ongoing | None = None
    """The job that goes on beside the talk, where it has not ended with its turn."""
    outcome: str = "unanswered"
    """As `TurnRecord.outcome` has it."""
    reply: str = ""
    at: Callable[[str], None] = lambda _: None
    """Told each stage's name as it begins."""
    _age_s: float | None = None

    @property
    def last(self) -> bool:
        """Whether no further step of the same utterance comes after this one."""
        number, _of, total = self.step.partition(" of ")
        return number == total

    def age_s(self) -> float:
        """Seconds from the end of the words to when they were first judged, 0 or more; asking is not waiting."""
        if self._age_s is None:
            self._age_s = max(0.0, time.monotonic() - self.said_at)
        return self._age_s

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage under `name`."""
        self.at(name)
        began = time.perf_counter()
        try:
            yield
        finally:
            self.ms[name] = self.ms.get(name, 0.0) + (time.perf_counter() - began) * 1000.0

    def record(self) -> TurnRecord:
        """The finished record, every text in it cleaned of control sequences."""
        fills = self.call.match.fills if self.call else ()
        return TurnRecord(
            time=self.started.isoformat(timespec="milliseconds"),
            source=self.utterance.source.value,
            text=clean(self.utterance.text),
            route=self.route.label.value if self.route else "chat",
            scores={label.value: round(score, 4) for label, score in self.route.scores.items()} if self.route else {},
            decided_by=self.route.decided_by if self.route else "",
            skill=self.call.skill.id if self.call else None,
            slots={fill.slot.name: _plain(fill.value) for fill in fills},
            verdict=self.verdict.name if self.verdict else "none",
            rule=self.verdict.rule if self.verdict else None,
            reason=clean(self.verdict.reason) if self.verdict else None,
            fired=tuple(f"{verdict.name} {verdict.rule}: {clean(verdict.reason)}" for verdict in self.fired),
            proof=self.verdict.proof.value if isinstance(self.verdict, Confirm) else "",
            executed=self.executed,
            outcome=self.outcome,
            asked=tuple(clean(question) for question in self.asked),
            step=self.step,
            reply=clean(self.reply),
            undo=journaled(self.kept, self.group) if self.executed else None,
            lasting=self.lasting,
            undoes=self.undoes.key if self.undoes else "",
            ms={name: round(value, 2) for name, value in self.ms.items()},
        )


def _plain(value: object) -> object:
    """A slot's value as JSON can hold it."""
    if isinstance(value, bool | int | float) or value is None:
        return value
    return clean(str(value))
