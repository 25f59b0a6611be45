"""A person cuts in, and Golem's own voice does not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shell.attention import Attention, AttentionSettings
from shell.barge_in import MIN_VOICED, OVER
from shell.fakes import FakeMouth
from shell.fakes_echo import FakeEchoCanceller
from shell.fakes_hearing import ScriptedFrames
from shell.floor import Floor
from shell.hearing import Heard
from shell.loop import converse
from shell.played import Played
from tests.shell.test_loop import FakeConversation, make
from tests.shell.test_loop_attention import heard

SAID = "Delete the build folder. Say yes to confirm."


def speaking_floor(*, canceller: bool = True, barge_in: bool = True) -> tuple[Floor, FakeMouth]:
    """Golem says `SAID`."""
    mouth, played = FakeMouth(speaking=True), Played()
    played.note(np.ones(16_000, np.float32), 16_000, SAID)
    floor = Floor(mouth, played, barge_in=barge_in)
    floor.canceller = FakeEchoCanceller() if canceller else None
    floor.without_echo(ScriptedFrames([]))
    return floor, mouth


def test_a_voice_pauses_golems() -> None:
    """And half a second after a short sound Golem goes on."""
    floor, mouth = speaking_floor()
    for probability in [0.9] * (MIN_VOICED - 1) + [0.0] * OVER:
        floor.hear(probability)
    assert mouth.did[0] == "pause"
    assert mouth.did[-1] == "resume"


@pytest.mark.parametrize("lacks", ["canceller", "barge_in"])
def test_without_a_canceller_or_where_it_is_unwanted_nothing_is_paused(lacks: str) -> None:
    """Golem would interrupt itself."""
    floor, mouth = speaking_floor(**{lacks: False})
    for _ in range(MIN_VOICED):
        floor.hear(1.0)
    assert mouth.did == []


async def listen(
    tmp_path: Path, *texts: str, canceller: bool = True, mode: str = "always"
) -> tuple[FakeConversation, FakeMouth, list[bool]]:
    """A shell that hears these words while it says `SAID`; which of them that took a turn were doubtful."""
    shell, conversation, _, _ = make(tmp_path, "", pause_s=0.3)
    floor, mouth = speaking_floor(canceller=canceller)
    shell.presentation.use(mouth)
    shell.session.attention = Attention(AttentionSettings(mode=mode, window_s=0))  # type: ignore[arg-type] # a parameter
    doubts: list[bool] = []
    put = shell.inbox.put
    shell.inbox.put = lambda arrival: (doubts.append(arrival.overlapped), put(arrival))  # type: ignore[method-assign, assignment, func-returns-value] # records

    async def ears() -> AsyncIterator[Heard]:
        for text in texts:
            for _ in range(MIN_VOICED):
                floor.hear(0.9)
            yield replace(heard(text), overlapped_own_speech=True)
            await asyncio.sleep(0)

    await asyncio.wait_for(converse(replace(shell, heard=ears(), floor=floor)), 10)
    conversation.taken = [text for text in conversation.taken if text]
    return conversation, mouth, doubts[: len(conversation.taken)]


@pytest.mark.parametrize("text", ["Delete the build folder.", "Say yes to confirm", "yes", "say yes"])
async def test_what_golem_reads_aloud_takes_no_turn(tmp_path: Path, text: str) -> None:
    """It is passed over, and Golem goes on where it fell silent."""
    conversation, mouth, _ = await listen(tmp_path, text)
    assert conversation.taken == []
    assert mouth.stopped == 0
    assert mouth.did[-1] == "resume"


async def test_a_person_who_cuts_in_is_heard(tmp_path: Path) -> None:
    """What is said ends for good, so does its making, and the words are a turn, marked as overlapping."""
    conversation, mouth, doubts = await listen(tmp_path, "Open the editor.")
    assert conversation.taken == ["Open the editor."]
    assert mouth.stopped == 1
    assert conversation.hushed == 1
    assert "resume" not in mouth.did
    assert doubts == [True]  # the policy lets such words look, and change nothing


async def test_a_backchannel_lets_golem_go_on(tmp_path: Path) -> None:
    """ "Mhm" wishes for more."""
    conversation, mouth, _ = await listen(tmp_path, "Mhm.")
    assert (conversation.taken, mouth.stopped, mouth.did[-1]) == ([], 0, "resume")


async def test_words_for_somebody_else_let_golem_go_on(tmp_path: Path) -> None:
    """In wake mode those without the phrase, and those with it end what is being said."""
    conversation, mouth, _ = await listen(tmp_path, "Dinner is ready.", mode="wake")
    assert (conversation.taken, mouth.stopped, mouth.did[-1]) == ([], 0, "resume")
    conversation, mouth, _ = await listen(tmp_path, "Golem, open the editor.", mode="wake")
    assert (conversation.taken, mouth.stopped) == (["open the editor."], 1)


async def test_without_a_canceller_only_stop_gets_through(tmp_path: Path) -> None:
    """Golem hears all that it says then."""
    conversation, mouth, _ = await listen(tmp_path, "Open the editor.", canceller=False)
    assert (conversation.taken, mouth.stopped) == ([], 0)
    conversation, mouth, _ = await listen(tmp_path, "Stop.", canceller=False)
    assert conversation.taken == []
    assert mouth.stopped > 0


async def test_what_sounds_like_golem_is_an_echo_whatever_its_words(tmp_path: Path) -> None:
    """What the canceller left of it may be misheard as anything."""
    now = [asyncio.get_running_loop().time()]
    mouth, played = FakeMouth(speaking=True), Played(lambda: now[0])
    own = (0.3 * np.random.default_rng(1).standard_normal(16_000)).astype(np.float32)
    played.note(own, 16_000, SAID)
    floor = Floor(mouth, played, clock=lambda: now[0])
    floor.canceller = LeavesAll()
    began = now[0]
    words = replace(heard("It's a good school."), overlapped_own_speech=True, began_at=began)
    source = floor.without_echo(ScriptedFrames([np.zeros(512 * 3, np.float32), own[: 512 * 10]]))
    number = 0
    async for _ in source.frames():
        number += 1
        if number > 6:  # since three frames there has been an echo of what began three frames before it
            floor.hear(1.0)
        now[0] += 0.032
    assert mouth.did == []
    assert floor.whose(words) == "echo"


class LeavesAll:
    """An echo canceller that cancels nothing."""

    def process(self, frame: np.ndarray, played: np.ndarray) -> np.ndarray:
        """See `shell.echo_canceller.EchoCanceller.process`."""
        del played
        return frame
