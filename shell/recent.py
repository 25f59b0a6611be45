"""What the last turns left that later words may lean on: "it", a list, a choice, the last call, and how to undo.

Nothing here acts. What `stands_for` finds is a call of this turn, with this turn's words and folder, and goes through
the gate like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from typing import Final, Literal

from intents.context import nth
from intents.model import Match, SlotFill
from shell.draft import Draft
from shell.journal import BEGUN, TurnRecord
from shell.telling import past
from shell.undo import OF_SESSION, Kept
from skills.context import Past
from skills.project.results import Results
from skills.spec import Call, Effect, Inverse, Skill

AGAIN: Final = "talk.again"
UNDO: Final = "talk.undo"
PICK: Final = "talk.pick"
WHY: Final = "talk.why"
TESTS: Final = "tests."
OPEN_FAILURE: Final = "tests.open_failure"
WHY_FAILED: Final = "tests.why"
_WHY: Final = frozenset(
    """why did do does it that they fail failed so is was what went wrong how come then and but""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words of a "why" that names nothing, Golem and its refusals least of all."""
LOOKS_BACK: Final = frozenset({"talk.did", "talk.why"})
"""Skills that ask about the last turn, and so do not count as one."""
TALK: Final = "talk."
"""Skills about the conversation itself: none is done again, undone, or about a file."""
MOST_KEPT: Final = 50
"""Changes that can be undone, the latest; one after another."""

Wish = Literal["again", "undo", "pick"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a turn was to change."""

    what: str
    """Its skill's description, without a full stop."""
    done: bool
    kept: Kept | None
    """What would put it back."""
    lasting: str = ""
    """Why nothing does, where that is more than that its skill has no undoing."""
    group: str = ""
    """Shared by the steps of one utterance; empty where there was one."""


@dataclass(slots=True)
class Recent:
    """The last turns, as far as they matter to the next one."""

    it: Path | None = None
    listed: tuple[Path, ...] = ()
    choice: tuple[Match, ...] = ()
    """What the last turn asked to choose from, where nobody chose."""
    call: Call | None = None
    """The last call that was judged, done or not."""
    past: Past | None = None
    tests: Results | None = None
    """How the last run of tests went."""
    _of_tests: bool = False
    """Whether the last call was about tests, and ran: "why" then asks of them."""
    _undid: bool = False
    """Whether that call was there to undo another: "again" then undoes one more."""
    _rest: int = 0
    _changes: list[Change] = field(default_factory=list)

    def note(self, draft: Draft, record: TurnRecord) -> None:
        """Remember a turn that is over, with what was written down of it."""
        call = draft.call
        if call is not None and call.skill.id in LOOKS_BACK:
            return
        self.past = past(record)
        self.choice = draft.choice
        self._of_tests = False
        if call is None or call.skill.id.startswith(TALK):
            return
        self._of_tests = call.skill.id.startswith(TESTS) and draft.executed
        self._undid = self._undoing(draft.said_as)
        self._rest = 0
        self.call = call
        self._look_at(call, draft)
        if draft.executed and call.skill.effect is not Effect.OBSERVE:
            self._changed(call, draft)

    def recall(self, turns: Iterable[TurnRecord], skill: Callable[[str], Skill]) -> None:
        """Take over from the journal, oldest turn first, what can be undone; what ended with its session is left out.

        `skill` finds a skill by its id, and raises KeyError for one that is not there.
        """
        changes: list[Change] = []
        for turn in turns:
            if turn.undoes and turn.outcome == "done":
                changes = [change for change in changes if change.kept is None or change.kept.key != turn.undoes]
            elif turn.skill is not None and not turn.undoes and (turn.executed or turn.outcome == BEGUN):
                changes += _recalled(turn, turn.skill, skill)
        self._changes = changes[-MOST_KEPT:]

    @property
    def rest(self) -> int:
        """After a step was undone, how many more steps of the same utterance there are to undo."""
        return self._rest

    def undone_by(self, said: Call) -> Kept | None:
        """What a call that was said is there to put back."""
        last = self._changes[-1] if self._changes and self._undoing(said) else None
        return last.kept if last is not None and last.done else None

    def stands_for(self, call: Call, skill: Callable[[str], Skill]) -> Call:
        """The call that "again", "undo" or "the second one" stands for now; the call itself where it stands for none.

        `skill` finds a skill by its id, and raises KeyError for one that is not there.
        """
        if self._undoing(call):
            return self._undoing_call(call, skill)
        if call.skill.id == AGAIN and self.call is not None:
            return replace(call, skill=self.call.skill, match=self.call.match)
        if call.skill.id == PICK:
            return self._picked(call, skill)
        if call.skill.id == OPEN_FAILURE:
            return self._failed_place(call, skill)
        if call.skill.id == WHY and self._asks_of_tests(call):
            return _called(call, Inverse(WHY_FAILED, {}), skill)
        return call

    def nothing_to(self, wish: Wish) -> str:
        """Why `stands_for` finds nothing."""
        if wish == "again" and self.call is None:
            return "Nothing was done before that could be done again."
        if wish == "pick":
            return "There is nothing of that place in a list."
        if not self._changes:
            return "Nothing was changed that could be undone."
        last = self._changes[-1]
        if not last.done:
            return f"That was not done: {last.what}."
        return f"The last change cannot be undone: {last.lasting or last.what}."

    def _failed_place(self, call: Call, skill: Callable[[str], Skill]) -> Call:
        """The call that opens the file in which a test failed; its path is judged like any other."""
        failed = nth(str(call.arguments["which"]), self.tests.failures) if self.tests is not None else None
        if failed is None or failed.file is None:
            return call
        place = {"file": failed.file, "editor": call.arguments["editor"]}
        return _called(call, Inverse("editor.open_file", place | ({"line": failed.line} if failed.line else {})), skill)

    def _asks_of_tests(self, call: Call) -> bool:
        """Whether a plain "why" asks why tests failed: the last turn was about them, and they did."""
        words = set(re.findall(r"\w+", call.utterance.text.lower()))
        return self._of_tests and self.tests is not None and bool(self.tests.failures) and words <= _WHY

    def _look_at(self, call: Call, draft: Draft) -> None:
        """What "it" and a list mean from now on."""
        paths = [value for value in call.arguments.values() if isinstance(value, Path)]
        about = draft.done.about if draft.done and draft.done.ok else None
        self.it = about or (paths[-1] if paths else self.it)
        if draft.done is not None and draft.done.listed:
            self.listed = draft.done.listed

    def _changed(self, call: Call, draft: Draft) -> None:
        done = draft.done is not None and draft.done.ok
        if self._undid:
            if done:
                group = self._changes.pop().group
                of_it = takewhile(lambda change: group and change.group == group, reversed(self._changes))
                self._rest = len(list(of_it))
            return
        lasting = draft.done.lasting if draft.done is not None else ""
        change = Change(_what(call.skill), done, draft.kept, lasting, draft.group)
        self._changes = [*self._changes, change][-MOST_KEPT:]

    def _undoing(self, said: Call | None) -> bool:
        """True where the words said are there to undo: "undo that", or "again" right after it."""
        return said is not None and (said.skill.id == UNDO or (said.skill.id == AGAIN and self._undid))

    def _undoing_call(self, said: Call, skill: Callable[[str], Skill]) -> Call:
        """The call that undoes the last change, in the folder that it was done in."""
        kept = self.undone_by(said)
        if kept is None:
            return said
        there = replace(said, cwd=kept.cwd)
        found = _called(there, kept.inverse, skill)
        return said if found is there else found

    def _picked(self, call: Call, skill: Callable[[str], Skill]) -> Call:
        among: tuple[Match | Path, ...] = self.choice or self.listed
        picked = nth(str(call.arguments["which"]), among)
        if picked is None:
            return call
        if isinstance(picked, Match):
            return replace(call, skill=skill(picked.intent.id), match=picked)
        return _called(call, Inverse("files.show", {"it": picked}), skill)


def _recalled(turn: TurnRecord, id_: str, skill: Callable[[str], Skill]) -> list[Change]:
    """What a turn of the journal changed; nothing, where that ended with its session or its skill only looks."""
    done, lasting = turn.outcome != "failed", "it was not seen to end" if turn.outcome == BEGUN else ""
    try:
        found = skill(id_)
    except KeyError:  # a skill that is not there any more
        return [Change(id_, done, None, lasting)]
    if found.effect is Effect.OBSERVE or id_ in OF_SESSION:
        return []
    kept = turn.undo or {}
    return [Change(_what(found), done, Kept.from_json(kept), lasting, str(kept.get("group", "")))]


def _what(skill: Skill) -> str:
    return skill.intent.description.rstrip(".")


def _called(call: Call, wanted: Inverse | None, skill: Callable[[str], Skill]) -> Call:
    """The skill wanted with its arguments, as a call of this turn; the call itself where that skill is gone."""
    try:
        found = skill(wanted.skill) if wanted is not None else None
    except KeyError:
        found = None
    if found is None or wanted is None:
        return call
    return replace(call, skill=found, match=_match(found, wanted.arguments, call.cwd))


def _match(skill: Skill, arguments: Mapping[str, object], cwd: Path) -> Match:
    """The match of a call that no words were matched for: every value stands for itself."""
    fills = tuple(
        SlotFill(slot, _named(arguments[slot.name], cwd), arguments[slot.name], 1.0)
        for slot in skill.intent.slots
        if slot.name in arguments
    )
    return Match(skill.intent, fills, 1.0, "template")


def _named(value: object, cwd: Path) -> str:
    """A value as a person would have named it: a path below the working folder by its name there."""
    if isinstance(value, Path) and value.is_relative_to(cwd):
        return str(value.relative_to(cwd))
    return str(value)
