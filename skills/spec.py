"""A skill, a call of it, and its reply: frozen values that every package above reads."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from intents.model import IntentSpec, Match, Utterance
from skills.capabilities import Capabilities
from skills.panes import Inside
from skills.sight import Sight
from skills.still import Still


class Effect(StrEnum):
    """What running a skill does to the machine; the policy's first question."""

    OBSERVE = "observe"
    """Reads, and leaves everything as it was."""
    CHANGE = "change"
    """Changes something that can be put back."""
    DESTROY = "destroy"
    """Loses something: always confirmed."""


class Origin(StrEnum):
    """Who wrote a skill."""

    BUILTIN = "builtin"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Inverse:
    """The call that puts back what another one did."""

    skill: str
    """Its id."""
    arguments: Mapping[str, object]
    still: tuple[Still, ...] = ()
    """What must be so then as it was right after the act; where it is not, the act is not undone."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a skill answers. Texts may hold foreign data: the shell strips control sequences before showing them."""

    spoken: str
    """One or two short sentences for the loudspeaker; also printed when `printed` is empty."""
    printed: str = ""
    """The whole answer for the screen, several lines if need be."""
    ok: bool = True
    """False when the skill ran but did not do what was asked."""
    about: Path | None = None
    """The file or folder that "it" means from now on, where that is not simply the call's own last path."""
    listed: tuple[Path, ...] = ()
    """The files and folders listed, in the order shown: what "the second one" means from now on. The first lines of
    `printed` must be theirs, one each; in a session they are shown numbered."""
    undo: Inverse | None = None
    """What puts back just what was done, where only the act shows that; it replaces what the skill's `undo` said."""
    lasting: str = ""
    """Why what was done cannot be undone, though the skill's `undo` said that it could."""


@dataclass(frozen=True, slots=True)
class Skill:
    """One thing that Golem can do."""

    intent: IntentSpec
    effect: Effect
    run: Callable[..., Reply]
    """Called as `run(context, **arguments)` on a worker thread."""
    module: str
    """The module or file that defines it, for error messages."""
    origin: Origin = Origin.BUILTIN
    timeout_s: float | None = 60.0
    """Seconds before it is stopped; None for one that waits on a person (an editor) or on a whole test run."""
    ready: Callable[..., Reply | None] | None = None
    """Called as `ready(context, **arguments)` before `run`: has what it runs in there, within a time limit of its own.

    That does not count towards `timeout_s`. None is given where all is ready, else the reply that says why not.
    """
    plan: Callable[..., str] | None = None
    """Called as `plan(**arguments)`, with the working folder as `cwd` where it has such a parameter; changes nothing.

    What the call would do, for whoever confirms it: one sentence, and below it, a line each, what is only to be read.
    """
    undo: Callable[..., Inverse | None] | None = None
    """Called as `undo(cwd, **arguments)` just before the call is run, changing nothing: what would put it back."""
    runs_tree: bool | Callable[..., tuple[Path, ...]] = False
    """Whether it runs code that the working tree brings; or, called as `runs_tree(cwd, **arguments)`, where."""
    capabilities: Capabilities = field(default_factory=Capabilities)
    """What the programs that it starts may touch."""
    job: str | Callable[..., str] = ""
    """What it is called where it may go on beside the talk when it takes long; or, called as `job(**arguments)`, that.

    Empty for what is waited for, however long it takes.
    """
    ends: bool = False
    """Whether it ends the session, or Golem's listening: words that were hardly heard do not."""

    @property
    def id(self) -> str:
        """The skill's unique id, for example `git.status`."""
        return self.intent.id

    @property
    def keeper(self) -> str:
        """Under which name it remembers: its module's, or of Golem's own skills the family's."""
        return self.module if self.origin is Origin.USER else self.id.partition(".")[0]

    @property
    def irreversible(self) -> bool:
        """True where it loses something and nothing brings it back."""
        return self.effect is Effect.DESTROY and self.undo is None


@dataclass(frozen=True, slots=True)
class Call:
    """A skill with its arguments: what is judged, shown, and run, unchanged."""

    skill: Skill
    match: Match
    utterance: Utterance
    cwd: Path
    """The folder it will run in, absolute and resolved."""
    seen: Mapping[Path, Sight] = field(default_factory=dict)
    """What stood at each of its paths, and at `cwd`, when it was judged, by the path as named; the act holds to it."""
    inside: Inside | None = None
    """What the pane that it is for held when it was judged; the act holds to it."""
    recall: Callable[[], Mapping[str, str]] = dict
    """What its skill's family remembers, by key, read anew each time. Raises MemoryFault."""

    @property
    def arguments(self) -> Mapping[str, object]:
        """Every argument by name, defaults included."""
        return self.match.arguments

    def describe(self) -> str:
        """The call in one line, arguments by `repr` so that odd characters show: `files.trash path='/a/old.log'`."""
        shown = [
            f"{name}={(str(value) if isinstance(value, Path) else value)!r}"
            for name, value in self.arguments.items()
            if value is not None
        ]
        return " ".join([self.skill.id, *shown])

    def plan(self) -> str:
        """What it would do, for whoever confirms it: a sentence, and lines to be read; may look at files and processes.

        Where the skill has no plan of its own, or making it fails, it is the skill's description. Never raises.
        """
        if self.skill.plan is None:
            return self.skill.intent.description
        try:
            wanted = inspect.signature(self.skill.plan).parameters
            more: dict[str, object] = {"cwd": self.cwd, "inside": self.inside}
            given = {name: value for name, value in more.items() if name in wanted}
            if "remembered" in wanted:
                given["remembered"] = self.recall()
            return self.skill.plan(**self.arguments, **given)
        except Exception:  # noqa: BLE001 - a skill is foreign code, and a question must still be asked
            return self.skill.intent.description

    @property
    def job(self) -> str:
        """What it is called where it may go on beside the talk; empty where it may not. Raises what `job` raises."""
        return self.skill.job if isinstance(self.skill.job, str) else self.skill.job(**self.arguments)

    def code(self) -> tuple[Path, ...]:
        """The folders whose own code the call would run. Raises what the skill's `runs_tree` raises."""
        if callable(self.skill.runs_tree):
            return self.skill.runs_tree(self.cwd, **self.arguments)
        return (self.cwd,) if self.skill.runs_tree else ()

    def inverse(self) -> Inverse | None:
        """What would put back what this call is about to do; None where nothing does. Looks at files. Never raises."""
        if self.skill.undo is None:
            return None
        try:
            return self.skill.undo(self.cwd, **self.arguments)
        except Exception:  # noqa: BLE001 - a skill is foreign code, and the call itself must not hang on it
            return None
