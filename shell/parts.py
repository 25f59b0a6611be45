"""What a conversation is made of: each part, or the protocol that it plays by. `shell.app` picks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from intents.model import Utterance
from intents.router import Router
from policies.gate import Gate
from shell.confirm import Confirmer
from shell.dialogue import Dialogue, Understanding
from shell.execute import Executor
from shell.journal import Journal
from shell.session import ShellSession
from skills.panes import Workspace
from skills.registry import Registry
from skills.spec import Reply


class Presenter(Protocol):
    """Shows and says what a turn comes to."""

    def reply(self, reply: Reply, utterance: Utterance) -> None:
        """Show a skill's reply, and say it if this utterance is answered aloud; returns before it is spoken."""
        ...

    def note(self, text: str) -> None:
        """Show how far a turn of several steps has come."""
        ...

    def at(self, stage: str) -> None:
        """The turn comes to this stage (`Draft.stage`), or, where it is empty, to its end."""
        ...

    def understood(self, line: str, *, shown: bool) -> None:
        """What the words mean, before it is judged and done; `shown` where no question is going to show it."""
        ...


class Talker(Protocol):
    """The chat side: takes words, shows and says the model's answer as it comes."""

    async def talk(self, utterance: Utterance) -> str:
        """Answer in chat; the whole answer, for the journal. Raises ModelError where chat is not to be had."""
        ...

    def stop(self) -> None:
        """End the answer under way, from any thread."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a conversation is made of; `shell.app` picks each."""

    router: Router
    understanding: Understanding
    registry: Registry
    gate: Gate
    confirmer: Confirmer
    executor: Executor
    presenter: Presenter
    talker: Talker
    journal: Journal
    session: ShellSession
    dialogue: Dialogue | None = None
    """Asks what was left open; None where there is nobody to ask."""
    trusts: Callable[[Path], bool] = lambda _folder: False
    """Whether the user trusts the code in a folder to run."""
    own_folders: tuple[Path, ...] = ()
    """What Golem keeps for itself: no skill's argument."""
    workspace: Workspace | None = None
    """The panes beside Golem; None where it runs in no workspace."""
    remembered: Callable[[str], Mapping[str, str]] = lambda _keeper: {}
    """What a family of skills remembers, for the plans of its calls. Raises MemoryFault."""
