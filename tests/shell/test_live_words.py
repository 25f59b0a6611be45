"""Words shown while they are still being said: when they are looked for, when not, and that nothing comes of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shell.asr import NotRecognized, Transcript, Wanted, always
from shell.config import Config, TerminalSettings
from shell.endpointer import Endpointer
from shell.engines import glances_of
from shell.errors import ModelError
from shell.fakes_hearing import FakeTranscriber, FakeVoiceActivity, ScriptedFrames, silence, speech
from shell.fakes_speculation import SteppedFrames, until
from shell.frames import Audio
from shell.hearing import Hearing
from shell.live_words import EVERY_S, SELDOMEST_S, SHARE, TAIL_S, Glances, Glancing, Pace, joined, one_line
from shell.rescoring import CommandAware
from shell.watchdog import WatchedTranscriber

BREATH = 800
"""Milliseconds of speech after which a glance is due."""


class Glanced(FakeTranscriber):
    """A transcriber that can be glanced with: gives these words in order, each only once `go` is released."""

    def __init__(self, script: list[str], glances: list[str | Exception], *, held: bool = False) -> None:
        super().__init__(script)
        self._glances = list(glances)
        self.go = threading.Semaphore(0 if held else 1_000)
        self.order: list[str] = []
        self.wanted_after: list[bool] = []
        """Whether the words were still wanted when they had been made."""
        self.lengths: list[int] = []
        self.at = 0
        self.most_at_once = 0

    def transcribe(self, audio: Audio, *, prompt: str = "", wanted: Wanted = always) -> Transcript | NotRecognized:
        """See Transcriber."""
        self.order.append("whole")
        return super().transcribe(audio, prompt=prompt, wanted=wanted)

    def glance(self, audio: Audio, *, wanted: Wanted = always) -> str:
        """See Glancing."""
        self.order.append("glance")
        self.lengths.append(len(audio))
        self.at += 1
        self.most_at_once = max(self.most_at_once, self.at)
        assert self.go.acquire(timeout=20)
        self.at -= 1
        self.wanted_after.append(wanted())
        words = self._glances.pop(0) if self._glances else ""
        if isinstance(words, Exception):
            raise words
        return words


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    """One worker, as the transcriber needs."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def line(executor: ThreadPoolExecutor, one: Glanced, **how: object) -> Hearing:
    """A hearing line that glances with it; `how` is for `Glances`."""
    glances = Glances(one, **({"crowded": lambda: False} | how))  # type: ignore[arg-type] # its fields
    return Hearing(FakeVoiceActivity(), Endpointer(), one, executor, glances=glances)


async def heard(hearing: Hearing, *pieces: object) -> list[str]:
    """The texts of all utterances in the pieces of sound and steps."""
    return [one.utterance.text async for one in hearing.utterances(SteppedFrames(pieces))]  # type: ignore[arg-type]


async def test_words_are_known_before_speech_has_ended(executor: ThreadPoolExecutor) -> None:
    """In one breath, with no pause in it, they grow; what is acted on is the transcriber's own, of the whole sound."""
    one = Glanced(["Open the readme."], ["Open", "Open the red"])
    hearing, seen = line(executor, one), []

    def there(words: str) -> object:
        return until(lambda: hearing.partial == words and not seen.append(hearing.state))  # type: ignore[func-returns-value]

    texts = await heard(
        hearing, speech(BREATH), there("Open"), speech(BREATH), there("Open the red"), speech(320), silence(1_600)
    )
    assert texts == ["Open the readme."]
    assert set(seen) == {"listening"}
    assert one.order == ["glance", "glance", "whole"]
    assert len(one.heard[0]) > (2 * BREATH + 320) * 16
    assert hearing.partial == ""


async def test_silence_calls_a_glance_off_and_the_words_are_not_late(executor: ThreadPoolExecutor) -> None:
    """With the first silent frame it is not wanted any more, is never shown, and the transcriber is asked once."""
    one = Glanced(["Open the readme."], ["Open"], held=True)
    hearing, seen = line(executor, one), []

    async def go() -> None:
        one.go.release(5)

    async def look() -> None:
        seen.append(hearing.partial)

    texts = await heard(
        hearing, speech(BREATH), until(lambda: one.at == 1), silence(64), go, until(lambda: one.at == 0), look,
        silence(1_600),
    )  # fmt: skip
    assert texts == ["Open the readme."]
    assert one.wanted_after == [False]
    assert seen == [""]
    assert one.order == ["glance", "whole"]


async def test_there_is_never_more_than_one_and_none_while_the_transcriber_works(executor: ThreadPoolExecutor) -> None:
    """However long one takes, the next begins after it: three seconds of speech meanwhile begin none."""
    one = Glanced(["A long story."], ["A", "A long"], held=True)
    hearing = line(executor, one)

    async def go() -> None:
        assert hearing.live.begun == 1
        one.go.release(5)

    await heard(hearing, speech(BREATH), until(lambda: one.at == 1), speech(3_000), go, speech(BREATH), silence(1_600))
    assert one.most_at_once == 1


async def test_a_recording_is_not_glanced_at(executor: ThreadPoolExecutor) -> None:
    """Nobody looks on while it is read."""
    one = Glanced(["One."], ["One"])
    hearing = line(executor, one)
    source = ScriptedFrames([speech(3_000), silence(960)])
    assert [each.utterance.text async for each in hearing.utterances(source)] == ["One."]
    assert one.order == ["whole"]


async def test_a_crowded_machine_has_no_time_for_glances(executor: ThreadPoolExecutor) -> None:
    """What more wants to run than there are cores for is let run."""
    one = Glanced(["One."], ["One"])
    assert await heard(line(executor, one, crowded=lambda: True), speech(3_000), silence(1_600)) == ["One."]
    assert one.order == ["whole"]


async def test_words_for_somebody_else_are_glanced_at_once(executor: ThreadPoolExecutor) -> None:
    """Three words tell that nobody called Golem; what is said on is heard when it is over, as ever."""
    one = Glanced(["Did you see that game."], ["Did you see", "Did you see that"])
    hearing = line(executor, one, meant=lambda _: False)
    await heard(hearing, speech(BREATH), until(lambda: hearing.live.done == 1), speech(2_400), silence(1_600))
    assert one.order == ["glance", "whole"]


async def test_a_glance_that_fails_is_harmless(executor: ThreadPoolExecutor) -> None:
    """The next may be better, and the utterance is recognised."""
    one = Glanced(["Open vim."], [ModelError("out of memory"), "Open"])
    hearing = line(executor, one)
    failed, there = until(lambda: one.wanted_after == [True]), until(lambda: hearing.partial == "Open")
    assert await heard(hearing, speech(BREATH), failed, speech(BREATH), there, silence(1_600)) == ["Open vim."]


async def test_what_a_glance_writes_steers_nothing(executor: ThreadPoolExecutor) -> None:
    """Control characters and line ends are gone before anybody sees them."""
    one = Glanced(["Open vim."], ["Open\x1b[2J\r\nvim\u202e"])
    hearing = line(executor, one)
    there = until(lambda: hearing.partial == "Open [2J vim")
    assert await heard(hearing, speech(BREATH), there, silence(1_600)) == ["Open vim."]


async def test_a_glance_alone_is_no_utterance(executor: ThreadPoolExecutor) -> None:
    """Where the transcriber makes nothing of the sound, nothing was said, whatever was seen meanwhile."""
    one = Glanced([], ["Delete everything."])
    hearing = line(executor, one)
    there = until(lambda: hearing.partial == "Delete everything")
    assert await heard(hearing, speech(BREATH), there, silence(1_600)) == []


async def test_of_long_talk_only_the_end_is_read(executor: ThreadPoolExecutor) -> None:
    """And joined to what was known: a step that cannot be called off stays short."""
    one, busy = Glanced(["All of it."], ["one two three", "two three four five"]), threading.Event()
    hearing = line(executor, one, crowded=busy.is_set)

    async def meanwhile() -> None:
        busy.set()

    async def again() -> None:
        busy.clear()

    first = until(lambda: hearing.partial == "one two three")
    then = until(lambda: hearing.partial == "one two three four five")
    await heard(hearing, speech(BREATH), first, meanwhile, speech(5_000), again, speech(64), then, silence(1_600))
    assert one.lengths[1] <= (TAIL_S + 0.1) * 16_000


@given(st.lists(st.floats(0, 20)))
def test_the_slower_the_machine_the_seldomer(took: list[float]) -> None:
    """Between the two bounds, twice as seldom after a slow glance, and a fast machine comes back to the first pace."""
    pace = Pace()
    for seconds in took:
        before = pace.every_s
        pace.took(seconds)
        assert EVERY_S <= pace.every_s <= SELDOMEST_S
        assert pace.every_s >= before if seconds > SHARE * before else pace.every_s <= before
    for _ in range(10):
        pace.took(0.0)
    assert pace.every_s == EVERY_S


def test_a_glance_that_was_called_off_at_once_says_nothing_of_the_machine() -> None:
    """However often speech pauses, a slow machine is not asked the oftener for it."""
    pace = Pace()
    pace.took(2.0)
    pace.took(0.01, done=False)
    assert pace.every_s == 2 * EVERY_S
    pace.took(2.0, done=False)
    assert pace.every_s == 4 * EVERY_S


@pytest.mark.parametrize(
    ("how", "is_there"),
    [({}, True), ({"live_words": "always"}, True), ({"live_words": "never"}, False), ({"reader": True}, False)],
)
def test_the_settings_say_whether_words_are_glanced_at(how: dict[str, object], is_there: bool) -> None:
    """Not for a screen reader; nor where nobody looks on, or where a transcriber elsewhere would be asked."""
    config = Config(terminal=TerminalSettings(**how))  # type: ignore[arg-type] # its fields
    one = Glanced([], [])
    assert (glances_of(config, one, lambda _: True) is not None) == is_there
    assert glances_of(config, one, None) is None
    assert glances_of(config, FakeTranscriber(), lambda _: True) is None


@given(st.lists(st.sampled_from(["run", "the", "tests", "now"])), st.lists(st.sampled_from(["open", "vim", "the"])))
def test_joined_words_keep_the_newest_end(before: list[str], tail: list[str]) -> None:
    """All that was read last but what lies before the words shared, or half a word, is at the end."""
    whole = joined(" ".join(before), " ".join(tail)).split()
    if tail and set(before) & set(tail):
        assert whole[-1] == tail[-1]
        assert "…" not in whole
    elif tail[1:]:
        assert whole[-len(tail) :] == ["…", *tail[1:]]


def test_words_are_joined_where_both_readings_have_them() -> None:
    """Punctuation and capitals apart; the newer writing counts."""
    assert joined("Show me what is in the.", "is in the folder, please") == "Show me what is in the folder, please"


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    """Of printable characters."""
    assert one_line(text).isprintable()


def test_the_watched_and_aware_transcriber_can_be_glanced_with() -> None:
    """What Golem listens with passes a glance on, plain; one that hangs or fails gives nothing."""
    sound = np.full(1_600, 0.1, np.float32)
    one = Glanced([], ["Open them", ModelError("the GPU is gone"), "late"])
    aware = CommandAware(one, None)  # type: ignore[arg-type] # a glance asks neither
    watched = WatchedTranscriber(lambda: aware, least_s=0.05)
    assert isinstance(aware, Glancing)
    assert isinstance(watched, Glancing)
    assert watched.glance(sound) == "Open them"
    assert watched.glance(sound) == ""
    one.go = threading.Semaphore(0)
    assert watched.glance(sound) == ""
    assert watched.left_behind == 1
    one.go.release()
    assert WatchedTranscriber(lambda: FakeTranscriber(["x"])).glance(sound) == ""
