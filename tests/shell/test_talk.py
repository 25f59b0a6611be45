"""An answer in chat that is called off."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from intents.model import Source, Utterance
from shell.chat import ChatModel
from shell.fakes_speaking import FakeChat
from shell.lazy import Lazy
from shell.talk import ChatTalker


class Shown:
    """Shows an answer as it comes, in a list."""

    def __init__(self) -> None:
        self.text: list[str] = []

    @contextmanager
    def streaming(self, utterance: Utterance) -> Iterator[Callable[[str], None]]:
        """What is added to the list."""
        del utterance
        yield self.text.append


JOKE = Utterance("tell me a joke", Source.TYPED)


async def test_a_stop_need_not_wait_until_the_model_is_loaded() -> None:
    """The turn is over; the load goes on, says nothing when it is done, and serves the next talk."""
    loaded, shown = threading.Event(), Shown()

    def load() -> ChatModel:
        assert loaded.wait(30)
        return FakeChat("Nice.")

    talker = ChatTalker(Lazy(load), shown)
    talking = asyncio.ensure_future(talker.talk(JOKE))
    await asyncio.sleep(0.05)
    assert not talking.done()
    talker.stop()
    assert await asyncio.wait_for(talking, 10) == ""
    loaded.set()
    assert await asyncio.wait_for(talker.talk(JOKE), 10) == "Nice. "
    assert "".join(shown.text) == "Nice. "


async def test_a_stop_between_two_answers_stops_neither() -> None:
    """It was for what was said before."""
    talker = ChatTalker(Lazy(lambda: FakeChat("Nice.")), Shown())
    assert await talker.talk(JOKE) == "Nice. "
    talker.stop()
    assert await talker.talk(JOKE) == "Nice. "
