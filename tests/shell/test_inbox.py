"""The inbox decides which words are an answer and which are a turn."""

from __future__ import annotations

import asyncio

from intents.model import Source, Utterance
from shell.inbox import Arrival, Inbox


def heard(text: str, *, began: float, overlapped: bool = False) -> Arrival:
    """An utterance from the microphone."""
    return Arrival(Utterance(text, Source.VOICE), overlapped=overlapped, began=began)


def typed(text: str) -> Arrival:
    """A line from the keyboard."""
    return Arrival(Utterance(text, Source.TYPED))


async def test_utterances_take_turns_in_order() -> None:
    """What arrives first is taken first, and a closed inbox ends after the last."""
    inbox = Inbox()
    inbox.put(typed("one"))
    inbox.put(typed("two"))
    inbox.close()
    arrivals = [await inbox.next(), await inbox.next(), await inbox.next()]
    assert [arrival.utterance.text if arrival else None for arrival in arrivals] == ["one", "two", None]


async def test_an_answer_goes_to_the_question() -> None:
    """Words that begin after the question are its answer and take no turn."""
    inbox = Inbox(clock=lambda: 10.0)
    waiting = asyncio.create_task(inbox.answer(5.0))
    await asyncio.sleep(0)
    inbox.put(heard("yes", began=10.5))
    answer = await waiting
    assert answer is not None
    assert answer.text == "yes"
    assert not inbox.asking


async def test_a_yes_begun_before_the_question_is_no_answer() -> None:
    """An early yes is dropped, and the question times out."""
    inbox = Inbox(clock=lambda: 10.0)
    waiting = asyncio.create_task(inbox.answer(0.05))
    await asyncio.sleep(0)
    inbox.put(heard("yes", began=9.9))
    assert await waiting is None


async def test_a_yes_under_golems_own_voice_is_no_answer() -> None:
    """Golem saying "say yes" into its own microphone never confirms."""
    inbox = Inbox(clock=lambda: 10.0)
    waiting = asyncio.create_task(inbox.answer(0.05))
    await asyncio.sleep(0)
    inbox.put(heard("yes", began=10.5, overlapped=True))
    assert await waiting is None


async def test_a_yes_waiting_in_the_queue_answers_nothing() -> None:
    """A yes that arrived as a turn stays a turn."""
    inbox = Inbox()
    inbox.put(typed("yes"))
    assert await inbox.answer(0.05) is None
    arrival = await inbox.next()
    assert arrival is not None
    assert arrival.utterance.text == "yes"


async def test_closing_ends_a_waiting_question_without_an_answer() -> None:
    """The end of the input is silence, and silence is no."""
    inbox = Inbox()
    waiting = asyncio.create_task(inbox.answer(30.0))
    await asyncio.sleep(0)
    inbox.close()
    assert await waiting is None


async def test_a_typed_answer_need_not_wait_until_the_question_was_said() -> None:
    """It is on the screen already; a spoken one has to wait."""
    inbox = Inbox()
    waiting = asyncio.create_task(inbox.answer(5.0, asyncio.sleep(60.0)))
    await asyncio.sleep(0)
    inbox.put(heard("yes", began=1e12))
    assert not waiting.done()
    inbox.put(typed("yes"))
    answer = await asyncio.wait_for(waiting, 5)
    assert answer is not None
    assert answer.source is Source.TYPED


async def test_the_time_for_an_answer_begins_when_the_question_has_been_said() -> None:
    """A long question leaves as much time as a short one."""
    inbox = Inbox()
    waiting = asyncio.create_task(inbox.answer(0.05, asyncio.sleep(0.2)))
    await asyncio.sleep(0.1)
    assert inbox.asking
    assert await waiting is None
