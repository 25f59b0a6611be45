"""A conversation over the real skills, gate, router and matcher, with a person who answers from a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from intents.matcher import Matcher
from intents.model import Source, Utterance
from intents.router import Router
from policies.gate import Gate
from policies.settings import Policy, default_policy
from shell.confirm import AskingConfirmer
from shell.dialogue import Completing, Dialogue, Successor, Understanding
from shell.execute import Executor
from shell.fakes import FakeAsker, FakeChat, FakeClassifier, FakeMouth, FakeTerminal
from shell.inbox import Arrival, Inbox
from shell.journal import Journal, TurnRecord
from shell.lazy import Lazy
from shell.parts import Parts
from shell.present import Presentation
from shell.session import ShellSession
from shell.status import Status
from shell.talk import ChatTalker
from shell.turn import Conversation
from skills.process import Runner
from skills.registry import Registry
from tests.golden_scene import make_scene

REGISTRY = Registry()
MATCHER = Matcher([skill.intent for skill in REGISTRY.skills])
BY_WORD = {"what": "question", "how": "question", "joke": "chat", "weather": "chat"}


@dataclass
class Talk:
    """The conversation and its edges."""

    folder: Path
    terminal: FakeTerminal
    chat: FakeChat
    asker: FakeAsker
    inbox: Inbox
    session: ShellSession
    conversation: Conversation
    dry: Conversation
    journal: Path
    status: Status

    async def say(self, text: str, source: Source = Source.TYPED, confidence: float = 1.0) -> TurnRecord:
        """Take one turn."""
        return await self.conversation.take(Arrival(Utterance(text, source, confidence)))

    def answers(self, *answers: str | Utterance | None) -> None:
        """What the person answers to the next questions; what was asked before is forgotten."""
        self.asker.answers, self.asker.asked, self.asker.spoken = answers, [], []


@contextmanager
def talk(
    tmp_path: Path,
    matcher: Completing,
    *,
    policy: Policy | None = None,
    answers: Sequence[str] = (),
    moment_s: float | None = None,
) -> Iterator[Talk]:
    """A conversation in the golden scene; after `moment_s` a long job goes on beside it."""
    folder = tmp_path / "tree"
    folder.mkdir()
    make_scene(folder)
    terminal, chat, asker, inbox = FakeTerminal(), FakeChat("Nice."), FakeAsker(answers), Inbox()
    session = ShellSession(folder, lambda: [skill.intent for skill in REGISTRY.skills])
    status = Status()
    presentation = Presentation(terminal, FakeMouth(), session, inbox, speak_typed=False, status=status)
    gate = Gate(policy or default_policy())
    with ThreadPoolExecutor(1) as thinking:
        understanding = Understanding(matcher, thinking)
        successor = Successor(understanding, session.scene, inbox.put_next)
        parts = Parts(
            Router(FakeClassifier(BY_WORD, otherwise="command", sure=0.7), matcher),
            understanding,
            REGISTRY,
            gate,
            AskingConfirmer(asker, policy or default_policy(), successor),
            Executor(session, terminal, Runner(), moment_s=moment_s),
            presentation,
            ChatTalker(Lazy(lambda: chat), presentation),
            Journal(tmp_path / "journal.jsonl"),
            session,
            Dialogue(asker, understanding, gate, successor),
        )
        conversation, dry = Conversation(parts), Conversation(parts, dry_run=True)
        yield Talk(folder, terminal, chat, asker, inbox, session, conversation, dry, tmp_path / "journal.jsonl", status)
