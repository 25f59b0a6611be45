"""What a program does, and which one does what is wanted, from the manual pages and tldr pages that are installed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from intents.normalize import spoken_name
from skills import manual
from skills.author import Context, Effect, FreeText, Reply, Resolved, Scene, Unresolved, skill
from skills.programs import SYSTEM_FOLDERS
from skills.sayings.manual import SAYINGS

_EXAMPLES = 6
"""Examples that are shown of one page."""
_LONGEST_TASK = 8
"""Words of what is to be done, where nothing else says that it is about this machine."""
_LOOSEST = 1
"""Telling words that a manual page's line may have beside those of the question, there."""
NO_TLDR: Final = (
    "No tldr pages are installed; they have most of such answers: apt-get install tealdeer, then tldr --update."
)
_COMMAND = "(command|program|tool|utility)"


@dataclass(frozen=True, slots=True)
class Documented:
    """A program that is installed, or that an installed page is about, by its exact name."""

    name: str = "documented program"
    choices: None = None
    free: bool = False
    narrow: bool = True

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The program."""
        del scene
        name = spoken_name(said.strip()).replace(" ", "-")
        found = next((one for one in (name, name.lower()) if _is_known(one)), None)
        return Resolved(found, 1.0) if found else Unresolved(f"No program and no manual page here is called {said!r}.")


def _is_known(name: str) -> bool:
    return manual.is_name(name) and (
        any((folder / name).is_file() for folder in SYSTEM_FOLDERS) or manual.told_of(name) is not None
    )


Page = Annotated[str, Documented()]


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody wants to do, in words that an installed page answers; others are no matter of the pages."""

    name: str = "task"
    choices: None = None
    free: bool = False
    narrow: bool = False

    def resolve(self, said: str, scene: Scene) -> Resolved | Unresolved:
        """The words."""
        del scene
        if len(said.split()) <= _LONGEST_TASK and manual.is_telling(said) and manual.to_do(said, loosest=_LOOSEST):
            return Resolved(said.strip(), 1.0)
        return Unresolved(f"No page that is installed here tells how to {said}.", stray=True)


Task = Annotated[str, Answered()]


@skill(
    "manual.what",
    says=[
        f"what does [the {_COMMAND}] {{program}} do",
        f"what does the {{program}} {_COMMAND} do",
        "what (is|'s) {program} (for|good for|used for)",
        "what is the (command|program|tool) {program} [for|good for|used for]",
        f"what is the {{program}} {_COMMAND} [for|good for|used for]",
        "what do (i|you|people) use {program} for",
        "explain [the] (command|program|tool) {program}",
        "(look up|what is) [the] (man|manual) page (of|for) {program}",
    ],
    also=SAYINGS["manual.what"],
    kind="question",
    effect=Effect.OBSERVE,
)
def what(context: Context, program: Page) -> Reply:
    """Say what a program does, from its manual page."""
    del context
    told = manual.told_of(program)
    if told is None:
        return Reply(f"No manual page and no tldr page here is about {program}.", ok=False)
    spoken = f"{told.program}: {told.says}."
    lines = [f"  {done}: {command}" for done, command in told.examples[:_EXAMPLES]]
    return Reply(spoken, "\n".join([spoken, *lines, f"from {told.source}"]))


@skill(
    "manual.command",
    says=[
        f"(what is|what's|which is) the {_COMMAND} (to|for) {{task}}",
        f"(what|which) {_COMMAND} (can|do i use to|would|will|should i use to) {{task}}",
        f"(is there|do you know) a {_COMMAND} (to|for|that can) {{task}}",
        "how (do|can|would|could|should) i {task} (in|on|from|with) (the|a) (terminal|command line|shell|console)",
        "how (do|can|would|could|should) i {task} (in|on|under) (linux|unix)",
        "(look up|find out) how to {task}",
        "(search|look in) the (manual|man pages|manual pages|tldr pages) for {task}",
    ],
    also=SAYINGS["manual.command"],
    kind="question",
    effect=Effect.OBSERVE,
)
def command(context: Context, task: FreeText) -> Reply:
    """Say which program does what is wanted, from the installed pages."""
    del context
    return _told(task, manual.to_do(task))


def _told(task: str, found: list[tuple[str, str, str]]) -> Reply:
    if not found:
        more = "" if manual.has_tldr() else f" {NO_TLDR}"
        return Reply(f"No page that is installed here tells how to {task}.{more}", ok=False)
    done, line, source = found[0]
    rows = [f"  {one}: {other}  (from {where})" for one, other, where in found]
    return Reply(f"{done}: {line}, says {source}.", "\n".join([f"{done}: {line}", *rows[1:], f"from {source}"]))


@skill(
    "manual.how",
    says=[
        "how (do|can|would|could|should) (i|we|you|one) {task}",
        "how to {task}",
        "(what is|what's) the way to {task}",
    ],
    also=SAYINGS["manual.how"],
    kind="question",
    effect=Effect.OBSERVE,
)
def how(context: Context, task: Task) -> Reply:
    """Say how something is done on this machine, where an installed page tells it."""
    del context
    return _told(task, manual.to_do(task, loosest=_LOOSEST))
