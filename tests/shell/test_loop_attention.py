"""The running shell and what it hears: words reach a turn only where they are meant for Golem."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from intents.model import Source, Utterance
from shell.asr import Transcript
from shell.attention import Attention, AttentionSettings
from shell.hearing import Heard
from shell.loop import Shell, converse, talk_key
from tests.shell.test_loop import FakeConversation, make


def heard(text: str) -> Heard:
    """Words as the hearing line gives them, begun now."""
    now = asyncio.get_running_loop().time()
    transcript = Transcript(text, 0.9, 0.0, -0.1, 1.0)
    utterance = Utterance(text, Source.VOICE, 0.9)
    return Heard(utterance, transcript, 0.0, 1.0, 1.0, now, {}, overlapped_own_speech=False, cut=False)


async def listen(tmp_path: Path, attention: Attention, *texts: str, press: int | None = None) -> FakeConversation:
    """A shell that hears these words; `press` is before which of them the key is pressed."""
    shell, conversation, _, _ = make(tmp_path, "", pause_s=0.5)
    shell.session.attention = attention
    listening: Shell

    async def ears() -> AsyncIterator[Heard]:
        for place, text in enumerate(texts):
            if place == press:
                talk_key(listening)
            yield heard(text)
            await asyncio.sleep(0)

    listening = replace(shell, heard=ears())
    await asyncio.wait_for(converse(listening), 10)
    conversation.taken = [text for text in conversation.taken if text]
    return conversation


async def test_in_wake_mode_only_the_called_for_takes_a_turn(tmp_path: Path) -> None:
    """What the radio says takes none, and the phrase is no part of the command."""
    attention = Attention(AttentionSettings(mode="wake", window_s=0))
    conversation = await listen(tmp_path, attention, "And now the news.", "Golem, run the tests.", "Open the window.")
    assert conversation.taken == ["run the tests."]


async def test_the_phrase_alone_opens_the_ears(tmp_path: Path) -> None:
    """The command may follow after a breath."""
    attention = Attention(AttentionSettings(mode="wake", window_s=5))
    conversation = await listen(tmp_path, attention, "Golem.", "Run the tests.")
    assert conversation.taken == ["Run the tests."]


async def test_asleep_hears_nothing_until_woken(tmp_path: Path) -> None:
    """Then it says that it is awake."""
    attention = Attention()
    attention.asleep = True
    conversation = await listen(tmp_path, attention, "Open vim.", "Wake up.", "Run the tests.")
    assert conversation.taken == ["Run the tests."]


async def test_the_key_lets_one_utterance_through(tmp_path: Path) -> None:
    """In push mode the words after the key count, and those before it do not."""
    attention = Attention(AttentionSettings(mode="push", window_s=0))
    conversation = await listen(tmp_path, attention, "Open vim.", "Run the tests.", "And so on.", press=1)
    assert conversation.taken == ["Run the tests."]
