"""Agreement through the running shell, on fakes at its edges: which words, begun when, agree to which question."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from intents.model import Source, Utterance
from intents.router import Router
from policies.gate import Gate
from policies.settings import tightened
from policies.words_to_say import WORDS, Drawer
from shell.asr import Transcript
from shell.confirm import AskingConfirmer
from shell.dialogue import Successor, Understanding
from shell.execute import Executor
from shell.fakes import FakeChat, FakeClassifier, FakeMouth, FakeTerminal
from shell.floor import Floor
from shell.hearing import Heard
from shell.inbox import Inbox
from shell.journal import BEGUN, Journal, TurnRecord, read
from shell.lazy import Lazy
from shell.loop import Shell, converse
from shell.parts import Parts
from shell.played import Played
from shell.present import Presentation
from shell.session import ShellSession
from shell.status import Status
from shell.talk import ChatTalker
from shell.turn import Conversation
from skills.process import Runner
from tests.golden_scene import make_scene
from tests.shell.talking import MATCHER, REGISTRY

FIRST, SECOND = WORDS[0], WORDS[1]
"""The words that the first and the second question name here."""


class Mouth(FakeMouth):
    """Speaks each question until the test lets it end."""

    def __init__(self) -> None:
        super().__init__()
        self._over = threading.Event()

    def say(self, text: str) -> None:
        """Begin to speak."""
        super().say(text)
        self._over.clear()
        self.speaking = True

    def end_now(self) -> None:
        """All that was to be said has been."""
        self.speaking = False
        self._over.set()

    def stop(self) -> None:
        """Fall silent."""
        super().stop()
        self.end_now()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Block until it is over."""
        return not self.speaking or self._over.wait(timeout_s or 20.0)


class Terminal(FakeTerminal):
    """A keyboard that types what the test gives it."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: asyncio.Queue[str | None] = asyncio.Queue()

    async def lines(self) -> AsyncIterator[str]:
        """Each line, until None."""
        while (line := await self.keys.get()) is not None:
            yield line


@dataclass
class Room:
    """A running shell, and what a test does to it."""

    folder: Path
    journal: Path
    terminal: Terminal
    mouth: Mouth
    inbox: Inbox
    ears: asyncio.Queue[Heard] = field(default_factory=asyncio.Queue)

    @property
    def victim(self) -> Path:
        """The file that is asked about."""
        return self.folder / "old.log"

    def hear(self, text: str, *, began_at: float | None = None, overlapped: bool = False, sure: float = 0.9) -> None:
        """Words from the microphone, which began now unless it is told when."""
        began = time.monotonic() if began_at is None else began_at
        utterance = Utterance(text, Source.VOICE, sure)
        self.ears.put_nowait(
            Heard(utterance, Transcript(text, sure, 0.0, -0.1, 1.0), 0.0, 0.0, 0.5, began, {}, overlapped, cut=False)
        )

    def type(self, text: str) -> None:
        """A line from the keyboard."""
        self.terminal.keys.put_nowait(text)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something to become so."""
        async with asyncio.timeout(20):
            while not true():  # noqa: ASYNC110 - any condition at all, most of them without an event
                await asyncio.sleep(0.005)

    async def question(self, number: int = 1) -> None:
        """Wait until the question of that number is on the screen."""
        await self.until(lambda: len(self.terminal.asked) == number and self.inbox.asking)

    async def asks(self, text: str = "Delete old.log.", number: int = 1) -> None:
        """Say something that is asked about, and let the question be said to its end."""
        self.hear(text)
        await self.question(number)
        self.mouth.end_now()
        await asyncio.sleep(0.05)

    async def record(self, number: int = 1) -> TurnRecord:
        """The turn of that number, once it is over."""
        self.mouth.end_now()
        await self.until(lambda: len(self.over()) >= number)
        return self.over()[number - 1]

    def over(self) -> list[TurnRecord]:
        """The turns that have come to their end, in their order."""
        return [turn for turn in read(self.journal)[0] if turn.outcome != BEGUN]


@asynccontextmanager
async def shell(tmp_path: Path) -> AsyncIterator[Room]:
    """A shell over the real skills, gate, router, matcher and loop; a question waits for a second and a half."""
    folder = tmp_path / "tree"
    folder.mkdir()
    make_scene(folder)
    policy = tightened(Path("policy.toml"), {"confirmation": {"timeout_s": 1.5}})
    inbox = Inbox()
    room = Room(folder, tmp_path / "journal.jsonl", Terminal(), Mouth(), inbox)
    session = ShellSession(folder, lambda: [skill.intent for skill in REGISTRY.skills])
    presentation = Presentation(room.terminal, room.mouth, session, inbox, speak_typed=False)
    with ThreadPoolExecutor(1) as thinking:
        understanding = Understanding(MATCHER, thinking)
        successor = Successor(understanding, session.scene, inbox.put_next)
        parts = Parts(
            Router(FakeClassifier(otherwise="command"), MATCHER),
            understanding,
            REGISTRY,
            Gate(policy),
            AskingConfirmer(presentation, policy, successor, words=Drawer(lambda words: words[0])),
            Executor(session, room.terminal, Runner()),
            presentation,
            ChatTalker(Lazy(lambda: FakeChat("Nice.")), presentation),
            Journal(room.journal),
            session,
        )
        conversation = Conversation(parts)
        floor = Floor(presentation, Played())
        running = Shell(conversation, inbox, room.terminal, presentation, session, Status(), _ears(room), floor)
        task = asyncio.create_task(converse(running))
        try:
            yield room
        finally:
            room.mouth.end_now()
            room.terminal.keys.put_nowait(None)
            await asyncio.wait_for(task, 20)


async def _ears(room: Room) -> AsyncIterator[Heard]:
    while True:
        yield await room.ears.get()


async def test_the_word_said_after_the_question_agrees(tmp_path: Path) -> None:
    """It is shown and said; whoever repeats it gets what was shown."""
    async with shell(tmp_path) as room:
        await room.asks()
        assert f"“{FIRST}”" in room.terminal.asked[0]
        assert str(room.victim) in room.terminal.asked[0]
        assert room.mouth.said == [f"Move the file {room.victim} to the trash. Say {FIRST} to do it, or no."]
        room.hear(f"{FIRST.capitalize()}.")
        record = await room.record()
        assert (record.outcome, record.verdict, record.proof) == ("done", "confirm", "word")
        assert not room.victim.exists()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("Yes.", "it takes the word"),
        ("No, but actually yes.", "nobody said yes"),
        (f"No, but actually {FIRST}.", "nobody said yes"),
        (f"Say {FIRST} to do it, or no.", "nobody said yes"),
        ("To do it, or no.", "nobody said yes"),
        (SECOND, "nobody said yes"),
        ("Thank you.", "nobody said yes"),
    ],
)
async def test_other_words_do_not(tmp_path: Path, answer: str, told: str) -> None:
    """A plain yes, a no with more behind it, the question's own echo, and any other word."""
    async with shell(tmp_path) as room:
        await room.asks()
        room.hear(answer)
        record = await room.record()
        assert (record.outcome, record.executed) == ("declined", False)
        assert told in record.reply
        assert room.victim.exists()


async def test_a_word_begun_before_the_question_had_ended_is_no_answer(tmp_path: Path) -> None:
    """Its sound was there before the question was: a replay, or somebody else's."""
    async with shell(tmp_path) as room:
        room.hear("Delete old.log.")
        await room.question()
        early = time.monotonic()
        room.mouth.end_now()
        await asyncio.sleep(0.05)
        room.hear(FIRST, began_at=early)
        record = await room.record()
        assert record.outcome == "declined"
        assert room.victim.exists()


async def test_a_word_under_golems_own_voice_is_no_answer(tmp_path: Path) -> None:
    """Golem says the word itself, into its own microphone."""
    async with shell(tmp_path) as room:
        await room.asks()
        room.hear(FIRST, overlapped=True)
        record = await room.record()
        assert record.outcome == "declined"
        assert room.victim.exists()


async def test_a_word_heard_while_the_question_is_said_is_no_answer(tmp_path: Path) -> None:
    """The question goes on, and so does the waiting for an answer."""
    async with shell(tmp_path) as room:
        room.hear("Delete old.log.")
        await room.question()
        room.hear(FIRST)
        await asyncio.sleep(0.1)
        assert room.inbox.asking
        record = await room.record()
        assert record.outcome == "declined"
        assert room.victim.exists()


async def test_a_yes_queued_before_the_question_is_no_answer(tmp_path: Path) -> None:
    """What is typed ahead is a turn of its own, and a yes alone does nothing."""
    async with shell(tmp_path) as room:
        room.type("delete old.log")
        room.type("yes")
        record = await room.record()
        assert record.outcome == "declined"
        assert (await room.record(2)).executed is False
        assert room.victim.exists()


async def test_the_word_of_another_question_is_none(tmp_path: Path) -> None:
    """Each question has its own."""
    async with shell(tmp_path) as room:
        await room.asks()
        room.hear("No.")
        await room.record()
        await room.asks(number=2)
        assert f"“{SECOND}”" in room.terminal.asked[1]
        room.hear(FIRST)
        assert (await room.record(2)).outcome == "declined"
        assert room.victim.exists()


async def test_whoever_types_need_not_hear_the_question_out(tmp_path: Path) -> None:
    """A typed yes counts as soon as the question is on the screen, and silences it."""
    async with shell(tmp_path) as room:
        room.hear("Delete old.log.")
        await room.question()
        room.type("yes")
        await room.until(lambda: not room.victim.exists())
        assert room.mouth.stopped >= 1
        assert (await room.record()).outcome == "done"


async def test_a_stop_during_the_question_is_a_no(tmp_path: Path) -> None:
    """Even one that overlaps Golem's voice: to stop is always safe."""
    async with shell(tmp_path) as room:
        room.hear("Delete old.log.")
        await room.question()
        room.hear("Stop.", overlapped=True)
        record = await room.record()
        assert (record.outcome, record.executed) == ("declined", False)
        assert room.victim.exists()


async def test_what_changed_while_the_question_stood_is_left_alone(tmp_path: Path) -> None:
    """The word is to the file as it was shown."""
    async with shell(tmp_path) as room:
        await room.asks()
        await asyncio.sleep(0.02)
        room.victim.write_text("written meanwhile")
        room.hear(FIRST)
        record = await room.record()
        assert (record.outcome, record.rule, record.executed) == ("refused", "changed-meanwhile", False)
        assert room.victim.read_text() == "written meanwhile"


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    """A process to be ended."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as child:
        yield child
        child.kill()


@pytest.mark.parametrize("answer", ["Yes.", FIRST, f"Yes, {FIRST}."])
async def test_nothing_spoken_agrees_to_what_cannot_be_undone(
    tmp_path: Path, process: subprocess.Popen[bytes], answer: str
) -> None:
    """Ending a process takes a key."""
    async with shell(tmp_path) as room:
        await room.asks(f"Kill process {process.pid}.")
        assert "typed only" in room.terminal.asked[0]
        assert "type yes" in room.mouth.said[0]
        room.hear(answer)
        record = await room.record()
        assert (record.outcome, record.proof) == ("declined", "typed")
        assert process.poll() is None


async def test_a_typed_yes_agrees_to_what_cannot_be_undone(tmp_path: Path, process: subprocess.Popen[bytes]) -> None:
    """Also where the command was spoken."""
    async with shell(tmp_path) as room:
        await room.asks(f"Kill process {process.pid}.")
        room.type("yes")
        await room.until(lambda: process.poll() is not None)


async def test_a_spoken_change_on_unsure_words_takes_a_sure_yes(tmp_path: Path) -> None:
    """What is only asked about takes a plain yes, but one that was heard."""
    async with shell(tmp_path) as room:
        room.hear("Make a folder called demo.", sure=0.4)
        await room.question()
        room.mouth.end_now()
        await asyncio.sleep(0.05)
        room.hear("Yes.", sure=0.2)
        assert "confidence of only 20%" in (await room.record()).reply
        assert not (room.folder / "demo").exists()
        room.hear("Make a folder called demo.", sure=0.4)
        await room.question(2)
        room.mouth.end_now()
        await asyncio.sleep(0.05)
        room.hear("Yes.")
        await room.until((room.folder / "demo").is_dir)
